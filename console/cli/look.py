"""Looking: tabs, lists, one record, and why not."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from console.cli import exits, shapes
from console.cli.call import Call, Trouble
from console.cli.choose import limit_of, one_named, order_trouble, query_of, tab_named
from console.cli.output import Column, table
from core.canonical import short
from core.case import Answers
from core.decision import Offer
from core.markers import marker
from core.records import Record, Row, lines_of
from core.tabs import TABS
from core.vocabulary import ASKABLE, Action, RecordId, capital, words

COLUMNS = (
    Column("id"),
    Column("number", shrinks=True),
    Column("status", shrinks=True),
    Column("amount", right=True),
    Column("title", shrinks=True),
    Column("vendor", shrinks=True, spare=True),
    Column("age", right=True, spare=True),
    Column("ERP id", spare=True),
    Column("project", shrinks=True, spare=True),
)


def tabs(call: Call) -> int:
    """The ten tabs with their views and counts."""
    from console.cli.refreshing import going, told

    counts = call.desk.counts()
    open_runs = {run.tab: going(call, run) for run in call.desk.refreshes()}
    value = [
        {
            "tab": tab.name,
            "title": tab.title,
            "kinds": [kind.value for kind in tab.kinds],
            "refresh": tab.refresh,
            "refreshing": open_runs.get(tab.name),
            "total": sum(counts.get((tab.name, view), 0) for view in tab.views),
            "views": {view.value: counts.get((tab.name, view), 0) for view in tab.views},
        }
        for tab in TABS
    ]
    columns = (Column("tab"), Column("view", shrinks=True), Column("records", right=True))
    rows = (
        (tab.name if place == 0 else "", view, f"{counts.get((tab.name, view), 0):,}")
        for tab in TABS
        for place, view in enumerate(tab.views)
    )
    lines = () if call.out.json else (*table(columns, rows), *told(call))
    call.out.answer(value, lines)
    return exits.DONE


def list_records(call: Call) -> int:
    """A window of a tab."""
    tab = tab_named(call.word("tab"))
    query = query_of(call, tab, limits=True)
    if barred := call.desk.view_objections(tab.name, query.view):
        raise Trouble(" ".join(f"{o.text} [{o.rule}]" for o in barred), exits.DENIED)
    limit = limit_of(call, tab)
    if (reason := order_trouble(call, query)) is not None:
        raise Trouble(reason)
    rows: Sequence[Row] = call.desk.rows(query, limit)
    now = datetime.now(UTC)
    call.out.answer(
        [shapes.of_row(row, now) for row in rows] if call.out.json else [],
        table(COLUMNS, (_cells(row, now) for row in rows)) if not call.out.json else (),
    )
    if len(rows) == limit and call.desk.rows(query, 1, after=rows[-1]):
        call.out.say(f"There are more than these {limit:,}; --limit 0 shows all.")
    return exits.DONE


def show(call: Call) -> int:
    """One record."""
    named = one_named(call)
    record, offers = call.desk.record(named), call.desk.offers(named)
    history = call.desk.history(named)
    now = datetime.now(UTC)
    value: dict[str, Any] = {}
    from console.cli import comparing, previewing

    found, preview = comparing.compared(call, named, offers), call.desk.preview(named)
    if call.out.json:
        value = shapes.of_record(record, now) | {
            "history": shapes.of_history(history),
            "offers": [shapes.of_offer(o) for o in offers],
            "differences": comparing.of_compared(found),
            "requested": comparing.of_requests(record),
            "writes": previewing.of_writing(preview.writing),
            "impact": previewing.of_impact(preview.impact),
        }
    between = (*_between(record, found), *previewing.told(preview))
    call.out.answer(value, _told(record, offers, history, now, between))
    return exits.DONE


def page(call: Call, named: RecordId) -> Iterator[str]:
    """All that `show` tells of a record."""
    from console.cli import comparing, previewing

    record, offers = call.desk.record(named), call.desk.offers(named)
    found = comparing.compared(call, named, offers)
    history, now = call.desk.history(named), datetime.now(UTC)
    between = (*_between(record, found), *previewing.told(call.desk.preview(named)))
    return _told(record, offers, history, now, between)


def _between(record: Record, found: Sequence[Any]) -> Sequence[str]:
    """What is told between the lines and what may be done: `found` is what comparing found."""
    from console.cli import comparing

    taken_over = (*comparing.told(found), *comparing.told_requests(record))
    return (*taken_over, *comparing.told_removals(record))


def why(call: Call) -> int:
    """Every objection to every action, or to one; or why something is not there at all."""
    from console.cli.wondering import TOPICS, wonder

    if (topic := (call.text("id") or "").casefold()) in TOPICS:
        return wonder(call, topic)
    named = one_named(call)
    offers = call.desk.offers(named, _said(call, named))
    if name := call.text("action"):
        offers = (_offered(call, name, offers),)
    value = {"id": named, "offers": [shapes.of_offer(o) for o in offers]} if call.out.json else {}
    call.out.answer(value, _verdict(offers))
    return exits.DONE


def _said(call: Call, named: RecordId) -> Answers:
    """What the action is asked with, such as a code to remove."""
    name = (call.text("action") or "").casefold()
    if not call.several("set"):
        return Answers()
    if name not in ASKABLE:
        raise Trouble("Say which action --set is for, such as `why ID remove --set code=03-300`.")
    from console.cli.answering import answers_of
    from core.ports import Asked

    return answers_of(call, Action(name), [Asked(named)])


def _offered(call: Call, name: str, offers: Sequence[Offer]) -> Offer:
    """The offer of an action by name; one that the tables do not know is told as it is refused."""
    from core.decision import Refused
    from core.ports import Asked

    spelt = name.casefold()
    action = next((a for a in Action if a == spelt and a in ASKABLE), None)
    if action is None:
        known = ", ".join(o.action for o in offers) or "nothing"
        raise Trouble(f"There is no action {name!r}; from here there is {known}.")
    found = next((o for o in offers if o.action is action), None)
    if found is not None:
        return found
    named = one_named(call)
    decision = call.desk.rehearse(action, [Asked(named)])[0].decision
    objections = decision.objections if isinstance(decision, Refused) else ()
    return Offer(action, call.desk.record(named).status, objections)


def _cells(row: Row, now: datetime) -> tuple[str, ...]:
    return (
        row.id,
        row.number,
        ", ".join(filter(None, (words(row.status), marker(row)))),
        f"{shapes.money(row.amount)} {row.currency}",
        row.title,
        row.vendor_name,
        _age(row.age_from, now),
        row.erp_id or "",
        f"{row.project_number} {row.project_title}".rstrip(),
    )


def _age(since: datetime, now: datetime) -> str:
    seconds = shapes.age(since, now) or 0
    for size, letter in ((86400, "d"), (3600, "h"), (60, "m")):
        if seconds >= size:
            return f"{seconds // size}{letter}"
    return f"{seconds}s"


def _told(
    record: Record,
    offers: Sequence[Offer],
    history: Sequence[Any],
    now: datetime,
    taken_over: Sequence[str],
) -> Iterator[str]:
    yield f"{capital(words(record.kind))} {record.number}: {record.title}"
    shape = shapes.of_record(record, now)
    for name in (
        "id", "tab", "status", "version", "project", "vendor", "parent", "amount", "currency",
        "erp_id", "origin", "sent_by", "sent_at", "created_by", "created_at", "remark",
        "fell_back", "unposted_since", "edited_by", "endorsed_by", "override",
    ):  # fmt: skip
        if shape[name] not in (None, ""):
            yield f"  {name:11} {shape[name]}"
    if shape["digest"]:
        yield f"  {'digest':11} {short(shape['digest'])}"
    plain = {k: v for k, v in shape["body"].items() if not isinstance(v, list)}
    body = {k: v for k, v in plain.items() if v not in (None, "")}
    yield from (f"  {name:11} {value}" for name, value in body.items())
    if lines := lines_of(record):
        yield "Lines"
        yield from (f"  {text}" for text in _lines(lines))
    yield from taken_over
    yield "What may be done"
    yield from _verdict(offers)
    yield "History"
    for e in history:
        said = f"  {'; '.join(e.said.splitlines())}" if e.said else ""
        came = f"{words(e.source)} > " if e.source else ""
        did = f"{e.actor}: {words(e.action)}, {came}{e.left_it}"
        yield f"  {shapes.moment(e.at)}  {did}{said}"


def _lines(lines: Sequence[Any]) -> list[str]:
    shaped = [{name: shapes.of_field(line, name) for name in line._fields} for line in lines]
    empty = (None, "", 0, "0.00", "0.000")
    names = [n for n in shaped[0] if any(s[n] not in empty for s in shaped)]
    columns = [Column(n, right=n in shapes.MONEY, shrinks=n == "description") for n in names]
    return table(columns, ([_cell(s[n]) for n in names] for s in shaped))


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ",".join(str(v) for v in value)
    return "" if value is None else str(value)


def _verdict(offers: Sequence[Offer]) -> Iterator[str]:
    if not offers:
        yield "  Nothing, from here."
    for offer in offers:
        yield f"  {words(offer.action)}: {'yes' if offer.open else 'no'}, to {words(offer.target)}"
        for o in offer.objections:
            note = "note: " if o.warning else ""
            lifted = f" Can be lifted by {o.lifted_by}." if o.lifted_by else ""
            yield f"      {note}{o.text} [{o.rule}]{lifted}"
        for f in offer.fields:
            given = f" = {f.default}" if f.default else " (needed)" if f.required else ""
            yield f"      takes {f.name}: {f.label}{given}"
