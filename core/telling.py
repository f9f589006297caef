"""Words to the project system that go many in one call, each taken or refused by itself.

Claiming, sending and answering for them are transactions of their own: whoever dies between two of
them leaves everything owed, and saying it once more changes nothing.
"""

from collections.abc import Callable, Iterator, Sequence

from core.leases import Lease
from core.news import News
from core.ports import (
    Heard,
    LostLease,
    OutsideUnreachable,
    Owed,
    ProjectSystem,
    RecordStore,
    Together,
    UnknownRecord,
)
from core.records import Record
from core.values import NamedTuple
from core.vocabulary import Effect

JOINED = frozenset({Effect.TELL, Effect.CREATE})
UNSAID = "The project system does not say what became of it."


class Mine(NamedTuple):
    """Something owed, and the record that it is owed for."""

    owed: Owed
    record: Record


class Telling:
    """Performs what may go together with what was claimed."""

    def __init__(
        self,
        store: RecordStore,
        projects: ProjectSystem,
        news: News,
        lease: Lease,
        passing: Callable[[str], None],
    ) -> None:
        self._store, self._projects, self._news = store, projects, news
        self._lease, self._passing = lease, passing

    def performed(
        self, owed: Owed, record: Record, beside: Sequence[Owed], claimed: float
    ) -> frozenset[int]:
        """What was dealt with, by number: nothing where it goes alone.

        `beside` was claimed with it at the moment `claimed`.
        """
        way = self._way(owed, record)
        if way is None:
            return frozenset()
        near = self._near(owed, record, beside, way.most - 1)
        more = self._store.claim_alike(owed, self._lease.seconds, way.most - 1 - len(near))
        if not near and not more:
            return frozenset()
        held = self._held([Mine(owed, record), *near], claimed)
        mine = [*held, *self._joined(more)]
        self._perform(way, mine)
        return frozenset(one.seq for one in (owed, *(n.owed for n in near), *more))

    def _way(self, owed: Owed, record: Record) -> Together | None:
        joined = owed.effect in JOINED
        return self._projects.together(owed.effect, record.kind) if joined else None

    def _near(self, owed: Owed, record: Record, beside: Sequence[Owed], most: int) -> list[Mine]:
        """Those that were claimed with it and go with it."""
        others = [one for one in beside if one.effect is owed.effect and one.seq != owed.seq]
        return [one for one in self._joined(others) if _alike(one.record, record)][:most]

    def _joined(self, owed: Sequence[Owed]) -> Iterator[Mine]:
        """Each with its record; what there is nothing to do for is answered for at once."""
        for one in owed:
            try:
                record = self._store.find(one.record)
            except UnknownRecord:
                self._store.settle(one)
                continue
            if one.effect is Effect.CREATE and record.version != one.version:
                self._store.settle(one)
                continue
            yield Mine(one, record)

    def _held(self, mine: Sequence[Mine], claimed: float) -> Iterator[Mine]:
        """Those of which the lease outlasts the call."""
        for one in mine:
            self._lease.held_since(claimed)
            try:
                self._lease.hold(one.owed)
            except LostLease:
                continue
            yield one

    def _perform(self, way: Together, mine: Sequence[Mine]) -> None:
        records = {one.record.id: one.record for one in mine}
        try:
            heard = {one.record: one for one in way.perform(list(records.values()))}
        except OutsideUnreachable as why:
            self._store.answer_for((), [_later(one.owed, str(why)) for one in mine])
            return
        self._passing("sent")
        refused = {
            name: no
            for name, record in records.items()
            if (no := self._refused(record, heard.get(name), mine[0].owed.effect))
        }
        self._passing("answered")
        self._store.answer_for(
            [one.owed for one in mine if one.record.id not in refused],
            [_later(one.owed, refused[one.record.id]) for one in mine if one.record.id in refused],
        )
        self._passing("recorded")

    def _refused(self, record: Record, heard: Heard | None, effect: Effect) -> str:
        """Why it stays owed. With what was told, an edit that came too late is taken up."""
        if heard is None or heard.why:
            return heard.why if heard else UNSAID
        if effect is Effect.TELL:
            try:
                self._reread(record, heard.seen)
            except OutsideUnreachable as why:
                return str(why)
        return ""

    def _reread(self, record: Record, seen: Record | None) -> None:
        if seen is None:
            self._news.reread(record)
        else:
            self._news.seen(seen)


def pause(attempts: int) -> float:
    """Seconds to the next try, doubling up to a minute."""
    return min(60.0, 0.5 * 2.0 ** min(attempts, 7))


def _later(owed: Owed, why: str) -> tuple[Owed, float, str]:
    return owed, pause(owed.attempts), why


def _alike(one: Record, other: Record) -> bool:
    return (one.kind, one.project) == (other.kind, other.project)
