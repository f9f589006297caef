"""What is listed, in plain Python: the same conditions and orders as windows.py has in SQL."""

import operator
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from adapters.stores.filing import EPOCH, MARK_OF, age_from, haystack, sought, tray_of
from core.query import Field, Order, Query, Term
from core.records import Record, Row
from core.vocabulary import ErpStatus, RecordId, RecordKind

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
PUT_AWAY = frozenset({ErpStatus.ARCHIVED, ErpStatus.DELETED})
Place = tuple[object, RecordId]


def place_of(order: Order, row: Row) -> Place:
    """What a list in this order is sorted by."""
    return comparable(VALUE[order](row), row.id)


def comparable(value: object, record: RecordId) -> Place:
    """A column's value and the id that settles ties, as lists compare them."""
    return (value.translate(SMALL_LETTERS) if isinstance(value, str) else value), record


def matching(query: Query, records: Iterable[Record]) -> list[Record]:
    return [record for record in records if _matches(query, record)]


def beginnings(kind: RecordKind, begun: str, records: Iterable[Record]) -> list[str]:
    """What records of a kind are called that begins so, once each, in order."""
    start = begun.translate(SMALL_LETTERS)
    found: dict[str, str] = {}
    for record in records:
        called = record.title if kind is RecordKind.COMPANY else record.number
        folded = called.translate(SMALL_LETTERS)
        if record.kind is kind and record.status not in PUT_AWAY and folded.startswith(start):
            found.setdefault(folded, called)
    return [found[folded] for folded in sorted(found)]


def _matches(query: Query, record: Record) -> bool:
    tab, view = tray_of(record)
    if tab != query.tab or query.view not in (None, view):
        return False
    return all(_holds(term, record) is not term.negated for term in query.terms)


def _holds(term: Term, record: Record) -> bool:
    if term.field in FIGURE:
        return _compares(term, FIGURE[term.field](record))
    match term.field:
        case Field.STATUS | Field.KIND:
            word = record.status if term.field is Field.STATUS else record.kind
            if isinstance(term.value, tuple):
                return word in term.value
            return word == sought(str(term.value)).replace(" ", "_")
        case Field.FELL_BACK:
            return bool(record.fell_back)
        case Field.UNPOSTED:
            return record.unposted_since is not None
        case Field.ID:
            wanted = sought(str(term.value)).translate(SMALL_LETTERS)
            spelt = record.id.translate(SMALL_LETTERS)
            return spelt.startswith(wanted) if term.test == "starts" else spelt == wanted
        case _:
            return _reads(term, sought(str(term.value)), haystack(record))


def _compares(term: Term, figure: int | None) -> bool:
    if figure is None:
        return False
    if isinstance(term.value, tuple):
        low, high = (int(value) for value in term.value)
        return low <= figure <= high
    return COMPARED[term.test](figure, int(term.value))


def _reads(term: Term, value: str, text: str) -> bool:
    parts = MARK_OF if term.field is Field.ANY else (term.field,)
    if term.test == "starts":
        return any(_part(field, text).startswith(value) for field in parts)
    if term.field is Field.ANY:
        return value in text
    part = _part(term.field, text)
    return value == part if term.test == "is" else value in part


def _micros(at: datetime | None) -> int | None:
    return None if at is None else (at - EPOCH) // timedelta(microseconds=1)


FIGURE: dict[Field, Callable[[Record], int | None]] = {
    Field.AMOUNT: lambda record: record.amount,
    Field.SINCE: lambda record: _micros(age_from(record)),
    Field.SENT: lambda record: _micros(record.sent_at),
    Field.CHANGED: lambda record: _micros(record.changed_at),
}


def _part(field: Field, text: str) -> str:
    start, end = MARK_OF[field]
    return text[text.index(start) + 1 : text.index(end)]
