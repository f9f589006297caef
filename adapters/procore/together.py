"""Rows that are written many in one sync call, each taken or refused by itself.

Before such a call everybody is told by a mark that it is about to be made; of what carries a mark
later on it is looked up, by its origin_id, whether it came, before it is sent once more.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple, Protocol

from adapters.procore.calls import SYNC_SUB_JOBS
from adapters.procore.contracts import WORK_ORDER_LIST
from adapters.procore.directory import STANDARD_LIST, SUB_JOB_LIST, VENDOR_LIST
from adapters.procore.errors import explained
from adapters.procore.fields import Row, of_call
from adapters.procore.keeping import Keeping, Kept
from adapters.procore.linking import (
    SYNCS,
    UNSAID,
    by_key,
    due,
    head_of,
    kept_of,
    key_of,
    marks_of,
    origin,
    says_so,
)
from adapters.procore.listing import Listing, asked_of, changed_since, kept
from adapters.procore.making import Maker, new_vendor
from adapters.procore.session import Session
from adapters.wire.failures import Declined, NotUnderstood, WireFailure
from core.ports import Heard, OutsideUnreachable
from core.records import Record
from core.vocabulary import Effect, ErpStatus, RecordId, RecordKind

K = RecordKind
TOLD = frozenset({K.COMPANY, K.SUB_JOB, K.COMMITMENT, K.COST_CODE})
MADE = frozenset({K.COMPANY, K.COST_CODE})
"""A project is made by a call of its own, and so is what codes have to be read for."""
LISTINGS = {
    listing.name: listing for listing in (VENDOR_LIST, SUB_JOB_LIST, STANDARD_LIST, WORK_ORDER_LIST)
}
TOO_MUCH = frozenset({400, 413, 422})
"""A no to a whole call that may be due to its size or to one row of it."""
Perform = Callable[[Sequence[Record]], Sequence[Heard]]


class Entry(NamedTuple):
    """A row that is to be written, and the record that it is or becomes."""

    record: Record
    row: Kept | None
    said: Row


class Group(NamedTuple):
    """Entries that one call takes."""

    listing: Listing
    project: int
    head: Row
    entries: list[Entry]


class Alone(Protocol):
    """Tells and makes one record at a time, and knows what a row is."""

    def tell(self, record: Record, held: ErpStatus) -> None: ...

    def create(self, record: Record) -> None: ...

    def record(self, row: Kept) -> Record: ...


class Chunks:
    """Writes what goes together."""

    def __init__(
        self,
        session: Session,
        keeping: Keeping,
        maker: Maker,
        alone: Alone,
        clock: Callable[[], float],
    ) -> None:
        self._session, self._keeping, self._maker = session, keeping, maker
        self._alone, self._clock = alone, clock

    def way(self, effect: Effect, kind: RecordKind) -> Perform | None:
        """How many of a kind are told or made at once; None where no published call does."""
        if effect is Effect.TELL and kind in TOLD:
            return self._tell
        if effect is Effect.CREATE and kind in MADE:
            return partial(self._create, kind)
        return None

    def _tell(self, records: Sequence[Record]) -> Sequence[Heard]:
        """Raises: OutsideUnreachable: of none is known that it was taken."""
        trouble: dict[RecordId, str] = {}
        groups: dict[tuple[str, int, int], Group] = {}
        told = {one.id: self._keeping.told(one.at_origin) for one in records}
        timely = [one for one in records if _at(one) >= told[one.id] or not _at(one)]
        for record in timely:
            row = self._keeping.called(record.at_origin)
            if row is None or row.list not in SYNCS:
                trouble |= _tried(record, lambda one: self._alone.tell(one, one.status))
                continue
            said = due(row, record, record.status)
            if said is not None:
                key = (row.list, row.project, row.content.get("list") or 0)
                head = head_of(self._session, row)
                fresh = Group(LISTINGS[row.list], row.project, head, [])
                groups.setdefault(key, fresh).entries.append(Entry(record, row, said))
        trouble |= self._written(groups.values())
        done = [one for one in timely if one.id not in trouble]
        self._keeping.answered(one.at_origin for one in done)
        self._keeping.keep_told(*((one.at_origin, _at(one)) for one in done if _at(one)))
        return [Heard(one.id, trouble.get(one.id, ""), self._seen(one)) for one in records]

    def _create(self, kind: RecordKind, records: Sequence[Record]) -> Sequence[Heard]:
        """Raises: OutsideUnreachable: of none is known that it was taken."""
        trouble: dict[RecordId, str] = {}
        new = [one for one in records if self._keeping.called(one.at_origin) is None]
        for record in records:
            if record not in new:
                trouble |= _tried(record, self._alone.create)
        if new:
            trouble |= self._written([self._to_make(kind, new)])
        return [Heard(one.id, trouble.get(one.id, "")) for one in records]

    def _to_make(self, kind: RecordKind, records: Sequence[Record]) -> Group:
        """Raises: OutsideUnreachable."""
        if kind is K.COMPANY:
            head: Row = {"company_id": self._session.company}
            entries = [
                Entry(one, None, new_vendor(one) | _origin(VENDOR_LIST, one)) for one in records
            ]
            return Group(VENDOR_LIST, 0, head, entries)
        try:
            head, there = self._maker.standard_codes()
        except WireFailure as why:
            raise OutsideUnreachable(str(why)) from why
        entries = []
        for one in records:
            said: Row = {"name": one.title, "code": one.number, **_origin(STANDARD_LIST, one)}
            if one.number in there:
                said["id"] = there[one.number]
            entries.append(Entry(one, None, said))
        return Group(STANDARD_LIST, 0, head, entries)

    def _seen(self, record: Record) -> Record | None:
        """What was last read of it; later edits are news when they are read."""
        row = self._keeping.called(record.at_origin)
        unread = row is None or row.gone or row.list == STANDARD_LIST.name
        return None if row is None or unread else self._alone.record(row)

    # one call

    def _written(self, groups: Iterable[Group]) -> dict[RecordId, str]:
        """Why what was not taken was not.

        Raises:
            OutsideUnreachable: of none is known that it was taken.
        """
        trouble: dict[RecordId, str] = {}
        failed: WireFailure | None = None
        came = False
        for group in groups:
            try:
                trouble |= self._group(group)
                came = True
            except WireFailure as why:
                trouble |= {one.record.id: str(why) for one in group.entries}
                failed = why
        if failed is not None and not came:
            raise OutsideUnreachable(str(failed)) from failed
        return trouble

    def _group(self, group: Group) -> dict[RecordId, str]:
        """Raises: WireFailure: as Session.ask."""
        doubts = self._keeping.doubted()
        open_ones = [one for one in group.entries if one.record.at_origin in doubts]
        there: set[RecordId] = set()
        if open_ones:
            since = min(doubts[one.record.at_origin] for one in open_ones)
            there = self._looked_up(group, open_ones, since)
        left = [one for one in group.entries if one.record.id not in there]
        return self._sent(group._replace(entries=left)) if left else {}

    def _sent(self, group: Group) -> dict[RecordId, str]:
        """Raises: WireFailure: as Session.ask."""
        known = SYNCS[group.listing.name]
        names = [one.record.at_origin for one in group.entries]
        updates = [_update(one) for one in group.entries]
        query = {"project_id": group.project} if known is SYNC_SUB_JOBS else None
        self._keeping.doubt(names, self._clock())
        try:
            value = self._session.ask(
                known, query=query, json={**group.head, "updates": updates},
                waits=self._session.patience,
            ).value  # fmt: skip
        except WireFailure as why:
            if why.surely_not_done:
                self._keeping.answered(names)
            if isinstance(why, Declined) and why.status in TOO_MUCH:
                return self._apart(group, why)
            raise
        with of_call(known.call.name):
            return self._kept(group, known.call.name, value)

    def _apart(self, group: Group, why: Declined) -> dict[RecordId, str]:
        """Each half by itself, until what is not taken stands alone."""
        entries, half = group.entries, len(group.entries) // 2
        if not half:
            return {one.record.id: str(why) for one in entries}
        first, second = entries[:half], entries[half:]
        trouble = self._sent(group._replace(entries=first))
        return trouble | self._sent(group._replace(entries=second))

    def _kept(self, group: Group, call: str, value: Any) -> dict[RecordId, str]:  # noqa: ANN401  # whatever they answer
        """Keep what was taken, match what was refused. Raises: NotUnderstood, Misread."""
        entities, errors = (_rows(value, name) for name in ("entities", "errors"))
        if entities is None or errors is None:
            raise NotUnderstood("Procore", call, "it does not say what it took")
        taken, refused = by_key(entities), by_key(errors)
        trouble: dict[RecordId, str] = {}
        answered, shown = [], []
        for one in group.entries:
            entity, error = _found(taken, one), _found(refused, one)
            if error is not None:
                trouble[one.record.id] = f"Procore, {call}: {explained(error)[0]}"
            elif entity is None or not says_so(entity, one.said):
                trouble[one.record.id] = f"Procore, {call}: {UNSAID}"
                continue
            else:
                shown.append((one, entity))
            answered.append(one.record.at_origin)
        self._keep(group, shown)
        self._keeping.answered(answered)
        return trouble

    def _keep(self, group: Group, shown: Sequence[tuple[Entry, Row]]) -> None:
        """Raises: Misread: a row that was made is not as it is published."""
        rows = []
        for one, entity in shown:
            row = one.row or kept(group.listing, group.project, entity)
            rows.append((one, row._replace(origin=kept_of(marks_of(one.said)))))
        made = [(one.record.at_origin, row.list, row.id) for one, row in rows if one.row is None]
        self._keeping.call_all(made)
        self._keeping.keep([row for _, row in rows], news=False)

    def _looked_up(self, group: Group, entries: Sequence[Entry], since: float) -> set[RecordId]:
        """Which of those that somebody may have sent did come.

        Raises:
            WireFailure: as Session.ask.
        """
        listing = group.listing
        names, query = asked_of(listing.call, self._session, group.project)
        query |= {**listing.query, **{n: v for n, v in group.head.items() if n != "project_id"}}
        if listing.since:
            at = datetime.fromtimestamp(since, UTC).isoformat()
            query["filters[updated_at]"] = changed_since(at, self._clock())
        rows = by_key(self._session.rows(listing.call, names=names, query=query))
        found = [
            (one, row) for one in entries
            if (row := _found(rows, one)) is not None and says_so(row, one.said)
        ]  # fmt: skip
        with of_call(listing.call.call.name):
            self._keep(group, found)
        self._keeping.answered(one.record.at_origin for one in entries)
        return {one.record.id for one, _ in found}


def _tried(record: Record, performed: Callable[[Record], None]) -> dict[RecordId, str]:
    """What goes by itself, and why it did not."""
    try:
        performed(record)
    except OutsideUnreachable as why:
        return {record.id: str(why)}
    return {}


def _at(record: Record) -> str:
    return record.changed_at.isoformat() if record.changed_at else ""


def _origin(listing: Listing, record: Record) -> Row:
    return dict(origin(listing.name, record.erp_id or record.number, record, 0))


def _update(one: Entry) -> Row:
    return {"id": one.row.id, **one.said} if one.row is not None else one.said


def _rows(value: Any, name: str) -> list[Row] | None:  # noqa: ANN401  # whatever they answer
    found = value.get(name) if isinstance(value, dict) else None
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else None


def _found(rows: dict[str, Row], one: Entry) -> Row | None:
    """The row that answers for an entry."""
    return rows.get(key_of(_update(one)))
