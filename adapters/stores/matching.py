"""What is listed, in plain Python: the same conditions and orders as windows.py has in SQL."""

import operator
from collections.abc import Callable, Iterable

from adapters.stores.filing import MARK_OF, haystack, tray_of
from core.query import Field, Order, Query, Term
from core.records import Record, Row
from core.vocabulary import RecordId

SMALL_LETTERS = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
"""How SQLite's NOCASE compares: the letters A to Z only."""
COMPARED: dict[str, Callable[[int, int], bool]] = {
    "is": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
VALUE: dict[Order, Callable[[Row], object]] = {
    Order.AGE: lambda row: row.age_from,
    Order.AMOUNT: lambda row: row.amount,
    Order.NUMBER: lambda row: row.number,
    Order.TITLE: lambda row: row.title,
    Order.VENDOR: lambda row: row.vendor_name,
    Order.PROJECT: lambda row: row.project_number,
}
Place = tuple[object, RecordId]


def place_of(order: Order, row: Row) -> Place:
    """What a list in this order is sorted by."""
    return comparable(VALUE[order](row), row.id)


def comparable(value: object, record: RecordId) -> Place:
    """A column's value and the id that settles ties, as lists compare them."""
    return (value.translate(SMALL_LETTERS) if isinstance(value, str) else value), record


def matching(query: Query, records: Iterable[Record]) -> list[Record]:
    return [record for record in records if _matches(query, record)]


def _matches(query: Query, record: Record) -> bool:
    tab, view = tray_of(record)
    if tab != query.tab or query.view not in (None, view):
        return False
    return all(_holds(term, record) is not term.negated for term in query.terms)


def _holds(term: Term, record: Record) -> bool:
    if term.field is Field.AMOUNT:
        return COMPARED[term.test](record.amount, int(term.value))
    value = str(term.value).casefold()
    match term.field:
        case Field.STATUS:
            return record.status == value.replace(" ", "_")
        case Field.KIND:
            return record.kind == value.replace(" ", "_")
        case Field.FELL_BACK:
            return bool(record.fell_back)
        case Field.UNPOSTED:
            return record.unposted_since is not None
        case Field.ID:
            return record.id.translate(SMALL_LETTERS) == value.translate(SMALL_LETTERS)
        case Field.ANY:
            return value in haystack(record)
        case _:
            text = _part(term.field, haystack(record))
            return value == text if term.test == "is" else value in text


def _part(field: Field, text: str) -> str:
    start, end = MARK_OF[field]
    return text[text.index(start) + 1 : text.index(end)]
