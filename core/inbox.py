"""The inbox: one list over ten tabs of what a person may decide now, the most pressing first.

How it is ranked is written down in docs/overviews.md; each point here stands there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from core.decide import offers
from core.objection import Objection
from core.people import Actor
from core.permissions import denials, grant
from core.ports import RecordStore, UnknownRecord
from core.query import Field, Order, Query, Term
from core.records import Row
from core.settings import Settings
from core.tabs import ROWS, TABS, Tab
from core.values import NamedTuple
from core.vocabulary import VIEW_OF, Action, ErpStatus, RecordId, RecordKind, View

A, S = Action, ErpStatus

ANSWERS: dict[ErpStatus, tuple[Action, ...]] = {
    S.READY_TO_EXPORT: (A.ACCEPT, A.REJECT),
    S.FAILED: (A.ACCEPT, A.REJECT),
    S.READY_TO_UPDATE: (A.UPDATE, A.REJECT),
    S.OUTCOME_UNKNOWN: (A.VOUCH, A.DISPROVE),
    S.READY_TO_IMPORT: (A.IMPORT, A.LINK),
}
"""What somebody waits for, and by which actions it is decided."""
WINDOW = 100
"""So many of the oldest and of the largest are read of each list."""
COUNTED = 10_000
"""How far a list is counted of which only one kind is this person's to decide."""

DAYS_AT_MOST = 14
DIGITS_FREE, A_DIGIT, DIGITS_AT_MOST = 3, 3, 6
A_RECORD, RECORDS_AT_MOST = 5, 6
BLOCKS_COUNTED = 100
"""How far it is counted what waits for one record."""


class Points(NamedTuple):
    """How pressing something is, and by what."""

    age: int
    amount: int
    blocking: int

    @property
    def total(self) -> int:
        return self.age + self.amount + self.blocking


class Item(NamedTuple):
    """One record that waits for this person."""

    row: Row
    decisions: tuple[Action, ...]
    """What this person has the right to do to it."""
    blocks: int
    """How many records have to wait for it."""
    points: Points
    open: tuple[Action, ...] = ()
    """Of the decisions those against which nothing stands."""
    held: tuple[Objection, ...] = ()
    """What stands against the first of them."""


class Inbox(NamedTuple):
    """What waits for one person."""

    items: tuple[Item, ...]
    waiting: Mapping[str, int]
    """How many in each tab; tabs without any are absent."""
    overrides: tuple[str, ...] = ()
    """Emergency overrides of late, one line each."""

    @property
    def total(self) -> int:
        return sum(self.waiting.values())


class List(NamedTuple):
    """A list whose records somebody waits to have decided."""

    query: Query
    decisions: Mapping[RecordKind, tuple[Action, ...]]


# the ranking


def points(row: Row, blocks: int, now: datetime) -> Points:
    """A point a day, three a digit of a large amount, five a record that waits for it."""
    days = max(0, (now - row.age_from).days)
    digits = len(str(abs(row.amount) // 100)) - DIGITS_FREE
    return Points(
        min(days, DAYS_AT_MOST),
        A_DIGIT * max(0, min(digits, DIGITS_AT_MOST)),
        A_RECORD * min(blocks, RECORDS_AT_MOST),
    )


def ranked(
    found: Iterable[tuple[Row, tuple[Action, ...]]], blocks: Mapping[RecordId, int], now: datetime
) -> list[Item]:
    """The most pressing first; of equal ones the older."""
    items = [
        Item(row, decisions, n, points(row, n, now))
        for row, decisions in found
        for n in (blocks.get(row.id, 0),)
    ]
    return sorted(items, key=lambda item: (-item.points.total, item.row.age_from, item.row.id))


# what is whose


def decisions(
    kind: RecordKind, status: ErpStatus, actor: Actor, settings: Settings
) -> tuple[Action, ...]:
    """By which actions this person has the right to decide such a record."""
    rows = ROWS.get((kind, status), {})
    return tuple(
        action
        for action in ANSWERS.get(status, ())
        if action in rows
        and not denials(grant(rows[action].permission, kind, settings), actor, kind)
    )


def lists(actor: Actor, settings: Settings) -> Iterator[List]:
    """Every list that holds something this person may decide."""
    for tab in TABS:
        for status in ANSWERS:
            may = {kind: decisions(kind, status, actor, settings) for kind in tab.kinds}
            mine = {kind: actions for kind, actions in may.items() if actions}
            if mine:
                terms = tuple(_terms(tab, status, mine))
                yield List(Query(tab.name, VIEW_OF[status], terms), mine)


def _terms(tab: Tab, status: ErpStatus, mine: Mapping[RecordKind, object]) -> Iterator[Term]:
    """What leaves of a view only this status, and only the kinds that are this person's."""
    if sum(1 for other in ErpStatus if VIEW_OF[other] is VIEW_OF[status]) > 1:
        yield Term(Field.STATUS, "is", status.value)
    for kind in tab.kinds:
        if kind not in mine:
            yield Term(Field.KIND, "is", kind.value, negated=True)


# reading it


def read(store: RecordStore, actor: Actor, now: datetime, limit: int) -> Inbox:
    """What waits for this person, judged as far as it is shown."""
    kept, waiting = store.counts(), dict[str, int]()
    found: dict[RecordId, tuple[Row, tuple[Action, ...]]] = {}
    for one in lists(actor, store.settings()):
        count = _count(store, one.query, kept)
        if count:
            tab = one.query.tab
            waiting[tab] = waiting.get(tab, 0) + count
            rows = _candidates(store, one.query, count)
            found |= {row.id: (row, one.decisions[row.kind]) for row in rows}
    blocks = store.blocking(tuple(found), BLOCKS_COUNTED)
    items = ranked(found.values(), blocks, now)[:limit]
    return Inbox(tuple(judged(store, actor, item) for item in items), waiting)


def _count(store: RecordStore, query: Query, kept: Mapping[tuple[str, View], int]) -> int:
    in_view = kept.get((query.tab, query.view), 0) if query.view else 0
    return store.tally(query, COUNTED) if in_view and query.terms else in_view


def _candidates(store: RecordStore, query: Query, count: int) -> Sequence[Row]:
    """The oldest and the largest; all of a short list."""
    oldest = store.rows(query, WINDOW)
    if count <= WINDOW:
        return oldest
    largest = store.rows(query._replace(order=Order.AMOUNT, descending=True), WINDOW)
    return [*oldest, *largest]


def judged(store: RecordStore, actor: Actor, item: Item) -> Item:
    """With what stands against deciding it now."""
    try:
        offered = {offer.action: offer for offer in offers(store.case(item.row.id, actor))}
    except UnknownRecord:
        return item
    mine = [offered[action] for action in item.decisions if action in offered]
    held = tuple(o for offer in mine[:1] for o in offer.objections if not o.warning)
    return item._replace(open=tuple(o.action for o in mine if o.open), held=held)
