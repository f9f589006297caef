"""Triage as a conversation in lines: the queue record by record, for screen readers and pipes."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext

from console.cli import exits
from console.cli.call import Call, Trouble
from console.cli.choose import EVERY, asked_one, query_of, tab_named, view_named
from console.columns import WAITING_VIEWS, empty_words
from console.plain.asking import Form
from console.plain.loop import Loop, Pages
from console.plain.talk import NotUnderstood, Talk
from core.grammar import read
from core.query import Order, Query
from core.records import Row
from core.tabs import TAB, TABS, Tab
from core.vocabulary import Action, RecordId, View


def triage(call: Call) -> int:
    """Decide one queue.

    Raises:
        Trouble: it is not asked for as it can be had, or a script was not understood.
        BadQuery: --where cannot be read.
    """
    if not call.flag("plain"):
        raise Trouble("Say `countersign triage --plain`; `countersign` alone opens the console.")
    if call.out.json:
        raise Trouble("`triage --plain` speaks in lines; leave --json away.")
    queries = _lists(call)
    queue = _queue(call, queries, call.count("limit") or EVERY)
    talk = Talk()
    talk.tell(*_opening(call, queries, queue))
    if not queue:
        return exits.DONE
    form = Form(talk, lambda text: asked_one(call, text).record)
    loop = Loop(call.desk, talk, queue, _pages(call), form)
    try:
        with _connector(call, talk):
            loop.run()
    except NotUnderstood as why:
        raise Trouble(str(why)) from why
    return loop.tally.code


def _connector(call: Call, talk: Talk) -> AbstractContextManager[None]:
    """In a sandbox somebody who types sees what becomes of it, as in the console."""
    if not (talk.live and call.connects):
        return nullcontext()
    from console.connector import beside

    return beside(call.home)


def _lists(call: Call) -> list[Query]:
    """The list that is named; without --tab every one in which something waits."""
    if (name := call.text("tab")) is None:
        return [query for tab in TABS for query in _waiting(call, tab)]
    tab = tab_named(name)
    query = query_of(call, tab)
    if query.view is None and not read(call.text("where") or "").views:
        query = query._replace(view=tab.views[0])
    if barred := call.desk.view_objections(tab.name, query.view):
        raise Trouble(" ".join(f"{o.text} [{o.rule}]" for o in barred), exits.DENIED)
    return [query]


def _waiting(call: Call, tab: Tab) -> list[Query]:
    typed = read(call.text("where") or "")
    named = {_view(text)} if (text := call.text("view")) else set(typed.views)
    wanted = (named or WAITING_VIEWS) & set(tab.views)
    return [
        Query(tab.name, view, typed.terms, typed.order or Order.AGE, typed.descending)
        for view in tab.views
        if view in wanted and not call.desk.view_objections(tab.name, view)
    ]


def _view(text: str) -> View:
    tab = next((t for t in TABS if text.strip().casefold() in map(str.casefold, t.views)), TABS[0])
    view = view_named(text, tab)
    return view if view is not None else tab.views[0]


def _queue(call: Call, queries: Sequence[Query], limit: int) -> list[Row]:
    rows: list[Row] = []
    for query in queries:
        if len(rows) < limit:
            rows += call.desk.rows(query, limit - len(rows))
    return rows


def _opening(call: Call, queries: Sequence[Query], queue: Sequence[Row]) -> Iterator[str]:
    """Where one is, as whom, and how much there is to do."""
    kind = " (a sandbox)" if call.desk.sandbox else ""
    yield f"{call.desk.company}{kind}. You are {call.actor.name}."
    if len(queries) == 1:
        tab, view = TAB[queries[0].tab], queries[0].view
        yield f"{tab.title}, {view.value if view else 'All'}: {len(queue):,} records."
        if not queue:
            yield empty_words(tab, view)
    else:
        yield f"{len(queue):,} records wait in {len({q.tab for q in queries})} tabs."
    if queue:
        yield "Type help for the words."


def _pages(call: Call) -> Pages:
    def changes(record: RecordId, action: Action) -> Iterable[str]:
        from core.differences import COMPARED

        if action not in COMPARED:
            return ()
        from console.cli import comparing

        choices = call.desk.choices(record, action)
        return comparing.told([(action, choices)]) if choices else ()

    def whole(record: RecordId) -> Iterable[str]:
        from console.cli.look import page

        return page(call, record)

    return Pages(whole, changes)
