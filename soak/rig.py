"""A store, connectors and a receiver on one clock that is moved by hand."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from adapters.stores.memory import MemoryStore
from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.case import Answers
from core.dispatch import Dispatcher
from core.epoch import Witness
from core.people import CONNECTOR
from core.ports import Asked
from core.query import Query
from core.records import Record
from core.vocabulary import Action, Effect, ErpStatus, RecordId, RecordKind
from soak.receiver import TRAITS, Kind, Receiver
from tests.people import ANA
from tests.records import commitment, company, many, project

S = ErpStatus
LEASE = 30.0
NOT_THERE = frozenset({S.REJECTED, S.READY_TO_EXPORT, S.FAILED})
LONGEST = timedelta(hours=3)
"""How long a run may take by its own clock until everything is at an end."""
Store = SqliteStore | MemoryStore


class Clock:
    """Goes on when it is told to."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
        self.ticks = 0.0
        """What a clock shows that nobody sets."""

    def __call__(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.ticks

    def pass_(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)
        self.ticks += seconds

    def set_by(self, seconds: float) -> None:
        """Somebody sets the clock; no time passes."""
        self.time += timedelta(seconds=seconds)


class NoProjects:
    """A project system that takes every word, and has no news."""

    def tell(self, record: Record, held: ErpStatus) -> None: ...

    def together(self, effect: Effect, kind: RecordKind) -> None: ...

    def find(self, record: RecordId) -> Record:
        from core.ports import UnknownRecord  # the one word this file has of it

        raise UnknownRecord(record)


class Killed(BaseException):
    """A connector ended at a named point, as by SIGKILL: nothing after it happened."""


class Rig:
    """Commitments that wait, whoever accepts them, and what performs it."""

    def __init__(self, store: Store, receiver: Receiver, clock: Clock, waiting: int) -> None:
        self.store, self.receiver, self.clock = store, receiver, clock
        orders = [one._replace(export_key=None) for one in many(commitment, waiting)]
        store.arrive([project(S.SYNCED), company(S.SYNCED), *orders], CONNECTOR)
        self.orders = [one.id for one in orders]
        self.witness: Witness | None = None

    @classmethod
    def over(
        cls, store: Store, receiver: Receiver, clock: Clock, orders: Sequence[RecordId]
    ) -> "Rig":
        """Likewise, over a store that is filled already."""
        made = cls.__new__(cls)
        made.store, made.receiver, made.clock = store, receiver, clock
        made.orders, made.witness = list(orders), None
        return made

    def accept(self, record: RecordId) -> bool:
        """Whether it was allowed."""
        before = self.store.find(record).version
        Approvals(self.store).perform(Action.ACCEPT, Asked(record), ANA)
        return self.store.find(record).version != before

    def connector(self, name: str, passing: Callable[[str], None] = lambda _: None) -> Dispatcher:
        return Dispatcher(
            self.store,
            self.receiver,
            NoProjects(),  # type: ignore[arg-type]  # commitments ask nothing else of it
            owner=name,
            lease=LEASE,
            clock=self.clock.monotonic,
            passing=passing,
            witness=self.witness,
        )

    def work(self, name: str, limit: int = 10, passing: Callable[[str], None] | None = None) -> int:
        """One round of a connector, which may be killed in it."""
        try:
            return self.connector(name, passing or (lambda _: None)).perform_owed(limit)
        except Killed:
            return 1

    def settle(self, name: str = "last") -> bool:
        """Until nothing is owed and nothing flies. False where that takes too long."""
        end = self.clock.time + LONGEST
        while self.store.owing() or self.receiver.flying:
            if not self.work(name):
                self.clock.pass_(1.0)
            self.receiver.deliver()
            if self.clock.time > end:
                return False
        return True

    def answer_for_parked(self) -> int:
        """A person looks into the receiver's books and says what is there."""
        said = 0
        for record in self.standing(S.OUTCOME_UNKNOWN):
            there = [one for one in self.receiver.books if one.record == record.id]
            action = Action.VOUCH if there else Action.DISPROVE
            answers = Answers(confirmed=True, erp_id=there[0].erp_id if there else None)
            Approvals(self.store).perform(action, Asked(record.id), ANA, answers)
            said += 1
        return said

    def standing_failed(self) -> list[RecordId]:
        """What was refused for a reason that passes."""
        return [one.id for one in self.standing(S.FAILED) if one.fault and one.fault.passing]

    def standing(self, status: ErpStatus) -> list[Record]:
        rows = self.store.rows(Query("commitments"), 100_000)
        return [self.store.find(row.id) for row in rows if row.status is status]

    def violations(self) -> Iterator[str]:
        """What must never be, by the receiver's own books."""
        books = Counter(one.record for one in self.receiver.books)
        for one, count in books.items():
            if count > 1:
                yield f"{one} stands {count} times in the receiver's books"
        frozen = {one.key: self.store.frozen(one.key) for one in self.receiver.books}
        for document in self.receiver.books:
            approved = frozen[document.key]
            if approved is None or approved.payload != document.payload:
                yield f"{document.record} is not what was approved"
        for name in self.orders:
            record = self.store.find(name)
            if record.status is S.SYNCED and name not in books:
                yield f"{name} is synced and nowhere in the receiver's books"
            if record.status in NOT_THERE and name in books:
                yield f"{name} is {record.status} and stands in the receiver's books"
            if record.status is S.EXPORTING and not self.store.owing():
                yield f"{name} was accepted, and nothing is owed for it any more"
        if isinstance(self.store, SqliteStore):
            yield from self.store.verify()


def rig(kind: Kind, waiting: int, *, sqlite: bool = True) -> Rig:
    """One over a receiver of a kind that does as it is told."""
    clock = Clock()
    store: Store = SqliteStore(None, clock) if sqlite else MemoryStore(clock)
    return Rig(store, Receiver(kind, clock), clock, waiting)


__all__ = ["TRAITS", "Clock", "Killed", "Kind", "Receiver", "Rig", "rig"]
