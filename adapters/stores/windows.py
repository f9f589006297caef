"""What is listed, as SQL: a query's conditions, its order, and a window of it by keyset."""

from collections.abc import Sequence

from adapters.stores.filing import MARK_OF, MARKS, sought
from adapters.stores.rows import ROW, TRAY_NUMBER, micros
from adapters.stores.seeking import TAKEN_IN
from core.query import Field, Order, Query, Term
from core.records import Row
from core.tabs import TAB_OF
from core.values import NamedTuple
from core.vocabulary import RecordKind, View

COLUMN = {
    Order.AGE: "age_from",
    Order.AMOUNT: "amount",
    Order.NUMBER: "number",
    Order.TITLE: "title",
    Order.VENDOR: "vendor_name",
    Order.PROJECT: "project_number",
}
OPERATOR = {"is": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
LARGEST = 2**63 - 1
FOUND = (
    "n IN (SELECT rowid FROM haystacks WHERE haystacks MATCH ? UNION ALL "
    f"SELECT n FROM records WHERE n > {TAKEN_IN})"
)
GROUPED = frozenset({TAB_OF[RecordKind.SUB_JOB].name})
"""Tabs whose rows say the title of their project."""
PROJECT_TITLE = "(SELECT p.title FROM records p WHERE p.id = records.project)"
WORD = {Field.STATUS: "status", Field.KIND: "kind"}
FIGURE = {
    Field.AMOUNT: ("amount", False),
    Field.SINCE: ("age_from", False),
    Field.SENT: ("sent_at", True),
    Field.CHANGED: ("changed_at", True),
}
"""The column of each figure, and whether a record may be without it."""
MARKED = {Field.FELL_BACK: "fell_back <> ''", Field.UNPOSTED: "unposted_since IS NOT NULL"}


class Statement(NamedTuple):
    """SQL and what is bound to it."""

    sql: str
    values: tuple[object, ...]


class Part(NamedTuple):
    """Which part of a list is looked at."""

    edge: Row | None = None
    """The row that it begins behind."""
    backwards: bool = False
    until: tuple[object, str] | None = None
    """Where it ends: a value of the order's column, and an id."""
    match: str | None = None
    """Only what the letters of a text find (seeking.py)."""
    along: bool = False
    """Whether what they find is met along the list, and not looked up."""


WHOLE = Part()


def window(query: Query, limit: int, part: Part = WHOLE) -> Statement:
    """The first rows after an edge in the query's order, or before it, nearest first.

    A whole tab is read view by view, so that each is a walk along its own index.
    """
    columns = f"{ROW}, {PROJECT_TITLE}" if query.tab in GROUPED else ROW
    return _together([_walk(columns, query, v, limit, part) for v in _views(query)])


def further(query: Query, view: View, rows: int, part: Part) -> Statement:
    """Where a list is so many rows further on, whatever is sought in it."""
    columns = f"{COLUMN[query.order]}, id"
    walk = _walk(columns, query._replace(terms=()), view, 1, part)
    return Statement(f"{walk.sql} OFFSET ?", (*walk.values, rows))


def listed(query: Query, limit: int, match: str | None = None) -> Statement:
    """Ids, versions and digests in order, with the column a whole tab is merged by."""
    columns = f"id, version, digest, {COLUMN[query.order]}"
    part = Part(match=match)
    return _together([_walk(columns, query, v, limit, part) for v in _views(query)])


def tally(query: Query, limit: int, match: str | None = None) -> Statement:
    """How many match, counted no further than a limit."""
    trays = ", ".join(str(TRAY_NUMBER[query.tab, view]) for view in _views(query))
    where, values = _where(query, f"tray IN ({trays})", match)
    source = _source(Part(match=match), query.order)
    return Statement(
        f"SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {where} LIMIT ?)", (*values, limit)
    )


def edge_value(order: Order, row: Row) -> object:
    """The row's value in the order's column, as it is kept."""
    match order:
        case Order.AGE:
            return micros(row.age_from)
        case Order.AMOUNT:
            return row.amount
        case Order.NUMBER:
            return row.number
        case Order.TITLE:
            return row.title
        case Order.VENDOR:
            return row.vendor_name
        case Order.PROJECT:
            return row.project_number


def _views(query: Query) -> tuple[View, ...]:
    return tuple(View) if query.view is None else (query.view,)


def _together(parts: list[Statement]) -> Statement:
    if len(parts) == 1:
        return parts[0]
    sql = " UNION ALL ".join(f"SELECT * FROM ({part.sql})" for part in parts)
    return Statement(sql, tuple(value for part in parts for value in part.values))


def _walk(columns: str, query: Query, view: View, limit: int, part: Part) -> Statement:
    where, values = _where(query, f"tray = {TRAY_NUMBER[query.tab, view]}", part.match)
    column = COLUMN[query.order]
    down = query.descending != part.backwards
    beyond, short_of = ("<", ">=") if down else (">", "<=")
    if part.edge is not None:
        where += f" AND ({column}, id) {beyond} (?, ?)"
        values = (*values, edge_value(query.order, part.edge), part.edge.id)
    if part.until is not None:
        where += f" AND ({column}, id) {short_of} (?, ?)"
        values = (*values, *part.until)
    way = "DESC" if down else "ASC"
    return Statement(
        f"SELECT {columns} FROM {_source(part, query.order)} WHERE {where} "
        f"ORDER BY {column} {way}, id {way} LIMIT ?",
        (*values, limit),
    )


def _source(part: Part, order: Order) -> str:
    """The index is named: how many were found is not known to SQLite."""
    if part.match is None:
        return "records"
    return f"records INDEXED BY by_{order if part.along else 'n'}"


def _where(query: Query, tray: str, match: str | None) -> tuple[str, tuple[object, ...]]:
    parts, bound = [tray], list[object]()
    if match is not None:
        parts.append(FOUND)
        bound.append(match)
    for term in query.terms:
        sql, more = _condition(term, query.order)
        parts.append(f"NOT ({sql})" if term.negated else sql)
        bound += more
    return " AND ".join(parts), tuple(bound)


def _condition(term: Term, order: Order) -> tuple[str, tuple[object, ...]]:
    if term.field in FIGURE:
        return _figure(term, order)
    if term.field in MARKED:
        return MARKED[term.field], ()
    if isinstance(term.value, tuple):
        return f"{WORD[term.field]} IN ({places_for(term.value)})", term.value
    value = sought(str(term.value))
    if term.field in WORD:
        return f"{WORD[term.field]} = ?", (value.replace(" ", "_"),)
    if term.field is Field.ID:
        if term.test == "starts":
            return "substr(id, 1, ?) = ? COLLATE NOCASE", (len(value), value)
        return "id = ? COLLATE NOCASE", (value,)
    return _text(term, value)


def _figure(term: Term, order: Order) -> tuple[str, tuple[object, ...]]:
    name, may_lack = FIGURE[term.field]
    # A sign keeps a list in another order from being sought by it, and sorted afterwards.
    column = name if name == COLUMN[order] else f"+{name}"
    if isinstance(term.value, tuple):
        test, values = f"{column} BETWEEN ? AND ?", tuple(_held(value) for value in term.value)
    else:
        test, values = f"{column} {OPERATOR[term.test]} ?", (_held(term.value),)
    return (f"({name} IS NOT NULL AND {test})" if may_lack else test), values


def _held(figure: object) -> int:
    """The nearest figure that a column can hold."""
    return max(-LARGEST, min(LARGEST, int(str(figure))))


def _text(term: Term, value: str) -> tuple[str, tuple[object, ...]]:
    if term.test == "starts":
        # Each column stands behind a mark of its own, which no text holds.
        marks = [MARK_OF[term.field][0]] if term.field in MARK_OF else MARKS[:-1]
        begins = " OR ".join("instr(haystack, ?) > 0" for _ in marks)
        return f"(instr(haystack, ?) > 0 AND ({begins}))", (value, *(f"{m}{value}" for m in marks))
    if term.field is Field.ANY:
        return "instr(haystack, ?) > 0", (value,)
    first, last = MARK_OF[term.field]
    if term.test == "is":
        return "instr(haystack, ?) > 0", (f"{first}{value}{last}",)
    start, end = (f"instr(haystack, char({ord(mark)}))" for mark in (first, last))
    column = f"substr(haystack, {start} + 1, {end} - {start} - 1)"
    # The whole haystack is asked first: it says no faster than a part that has to be cut out.
    return f"(instr(haystack, ?) > 0 AND instr({column}, ?) > 0)", (value, value)


def places_for(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
