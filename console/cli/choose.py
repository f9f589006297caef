"""Which records a command means: ids, numbers within a tab, or all that a filter leaves."""

from collections.abc import Iterable, Sequence

from console.cli.call import Call, Trouble
from core.canonical import SHORT
from core.grammar import read
from core.ports import Asked, UnknownRecord
from core.query import (
    INDEXED,
    OWN_ORDER,
    SORTED_AT_MOST,
    Field,
    Order,
    Query,
    Term,
    offered,
)
from core.tabs import TAB, TABS, Tab
from core.vocabulary import RecordId, View

EVERY = 1_000_000_000
PAGE = 100
"""How many a list shows unless it is said."""
WHOLE = 64
"""The digits of a digest."""
SAMPLE = 5
"""How many of several candidates a message names."""


def tab_named(text: str) -> Tab:
    """Raises: Trouble."""
    name = text.strip().casefold().replace(" ", "_").replace("-", "_")
    found = TAB.get(name) or next((t for t in TABS if t.title.casefold() == text.casefold()), None)
    if found is None:
        raise Trouble(f"There is no tab {text!r}{_nearest(name, TAB)} Tabs are {', '.join(TAB)}.")
    return found


def view_named(text: str | None, tab: Tab) -> View | None:
    """Raises: Trouble."""
    if text is None:
        return None
    spelt = text.strip().casefold().replace("_", " ")
    found = next((v for v in tab.views if v.casefold() == spelt), None)
    if found is None:
        near = _nearest(text.title(), [v.value for v in tab.views])
        raise Trouble(f"{tab.title} has no view {text!r}{near} Views are {', '.join(tab.views)}.")
    return found


def query_of(call: Call, tab: Tab, *, limits: bool = False) -> Query:
    """What --view, --where and --sort leave of a tab.

    Raises:
        Trouble: a view or an order that is not there.
        BadQuery: --where cannot be read.
    """
    typed = read(where_of(call, tab), tab.name, limits=limits)
    view = view_named(call.text("view"), tab)
    if typed.views:
        if call.text("view") is not None:
            raise Trouble("A view is named twice: with --view and with view: in --where.")
        view = typed.views[0]
    usual = OWN_ORDER.get((tab.name, view), Order.AGE) if view else Order.AGE
    order, descending = typed.order or usual, typed.descending
    if (sort := call.text("sort")) is not None:
        if typed.order is not None:
            raise Trouble("An order is named twice: with --sort and with sort: in --where.")
        order, descending = _ordered(sort), sort.startswith("-")
    return Query(tab.name, view, typed.terms, order, descending)


def where_of(call: Call, tab: Tab) -> str:
    """What --where says, with the saved views it names written out.

    Raises:
        Trouble: they are of another tab.
        BadQuery: there is no such view.
    """
    text = call.text("where") or ""
    if "@" not in text:
        return text
    meant = call.desk.saver.meant(text)
    if meant.tab not in {"", tab.name}:
        raise Trouble(f"{text} is of {meant.tab}, not of {tab.name}.")
    return meant.text


def _ordered(sort: str) -> Order:
    try:
        return Order(sort.removeprefix("-"))
    except ValueError:
        known = ", ".join(Order)
        near = _nearest(sort, list(Order))
        raise Trouble(f"There is no order {sort!r}{near} Orders are {known}.") from None


def limit_of(call: Call, tab: Tab) -> int:
    """How many are listed: as --limit or limit: says, 0 for all.

    Raises:
        Trouble: it is no number, or named twice.
        BadQuery: --where cannot be read.
    """
    said, typed = call.count("limit"), read(where_of(call, tab), tab.name, limits=True).limit
    if said is not None and typed is not None:
        raise Trouble("A limit is named twice: with --limit and with limit: in --where.")
    limit = typed if said is None else said
    return PAGE if limit is None else limit or EVERY


def order_trouble(call: Call, query: Query) -> str | None:
    """Why a list is not put in this order; None where it may be."""
    if query.order in INDEXED or offered(query.order, call.desk.tally(query, SORTED_AT_MOST + 1)):
        return None
    return (
        f"By {query.order} at most {SORTED_AT_MOST:,} records are sorted, and more match; narrow "
        f"--where, or sort by {' or '.join(sorted(INDEXED))}."
    )


def asked_of(call: Call) -> Sequence[Asked]:
    """The records that a command is to act on, with the version looked at where it is known.

    Raises:
        Trouble: nothing is named, or what is named is not there.
    """
    named = call.several("id")
    tab = tab_named(tab_text) if (tab_text := call.text("tab")) else None
    filtered = any(call.text(name) is not None for name in ("view", "where"))
    if call.flag("all"):
        if named:
            raise Trouble("Name records or say --all, not both.")
        if tab is None:
            raise Trouble("--all needs --tab, for example --tab commitments --all.")
        if call.text("digest") is not None:
            raise Trouble("A digest is of one record; --all reads each record's own.")
        return call.desk.ids(query_of(call, tab), EVERY)
    if named and filtered:
        raise Trouble("Name records, or choose them with --view and --where and say --all.")
    if not named:
        if tab is not None:
            raise Trouble("Say --all to act on every record that matches, or name records.")
        raise Trouble("Name the records, or choose them with --tab TAB and --all.")
    asked = tuple(dict.fromkeys(asked_one(call, one, tab) for one in named))
    return _shown(asked, said) if (said := call.text("digest")) is not None else asked


def _shown(asked: Sequence[Asked], digest: str) -> Sequence[Asked]:
    """The one record, as it was shown under this digest."""
    told = digest.strip().casefold()
    if len(asked) > 1:
        raise Trouble("A digest is of one record; name one, or write ID@VERSION for each.")
    if not SHORT <= len(told) <= WHOLE or set(told) - set("0123456789abcdef"):
        raise Trouble(
            f"{digest!r} is no digest; `show ID` tells it, and its first {SHORT} digits will do."
        )
    return [asked[0]._replace(digest=told)]


def asked_one(call: Call, text: str, tab: Tab | None = None) -> Asked:
    """One record: `ID` or `ID@VERSION`, or within a tab its number likewise.

    Raises:
        Trouble: no record, more than one, or a version that is no number.
    """
    name, at, version = text.partition("@")
    if at and not (version.isascii() and version.isdecimal()):
        raise Trouble(f"{text!r} is no ID@VERSION: the version is a whole number.")
    return Asked(_found(call, name.strip(), tab), int(version) if at else None)


def one_named(call: Call) -> RecordId:
    """The one record that a command is about.

    Raises:
        Trouble: as asked_one.
    """
    tab = tab_named(tab_text) if (tab_text := call.text("tab")) else None
    return asked_one(call, call.word("id"), tab).record


def _found(call: Call, name: str, tab: Tab | None) -> RecordId:
    for spelt in dict.fromkeys((name, name.upper())):
        try:
            return call.desk.record(RecordId(spelt)).id
        except UnknownRecord:
            continue
    if tab is None:
        hint = "A record's number is understood with --tab TAB."
        raise Trouble(f"There is no record with the id {name!r}. {hint}")
    terms = (Term(Field.NUMBER, "is", name.casefold()),)
    rows = call.desk.rows(Query(tab.name, terms=terms), SAMPLE + 1)
    if not rows:
        raise Trouble(f"{tab.title} has no record with the id or number {name!r}.")
    if len(rows) > 1:
        some = ", ".join(f"{row.id} ({row.title})" for row in rows[:SAMPLE])
        more = " and more" if len(rows) > SAMPLE else ""
        raise Trouble(f"{name!r} may be {some}{more}; write the id.")
    return rows[0].id


def _nearest(text: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # only when something was misspelt

    near = get_close_matches(text, [str(one) for one in known], 1)
    return f"; did you mean {near[0]!r}?" if near else "."
