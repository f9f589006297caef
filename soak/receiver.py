"""A receiver that keeps its own books, with every way in which a call to it goes wrong.

It stands at the connector's door in this process: each fault is what a client on a line would see
of it, and what the receiver did meanwhile. Its books are the truth that a run is judged by.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from core.case import Mirrored
from core.ports import (
    ErpRefused,
    OutcomeUnknown,
    OutsideUnreachable,
    Receipt,
    Seen,
    Sighting,
)
from core.receivers import Reads, Traits
from core.records import Record
from core.vocabulary import RecordId, RecordKind

LAG = timedelta(seconds=40)
"""By how much answers to questions are old."""
BOUND = timedelta(seconds=60)
"""How late a call is still executed."""
TIME_OUT = timedelta(seconds=10)
DAY = timedelta(days=1)


class Kind(StrEnum):
    """The sorts of receiver: four strategies, and one of them with and without unique ids."""

    KEY = "takes a key once"
    CODE = "takes an id once, tells how fresh its answers are"
    FRESH = "can be asked, and tells how fresh its answers are"
    REFERENCE = "can be asked, in an old copy"
    NOTHING = "can only be looked at by a person"


TRAITS = {
    Kind.KEY: Traits(DAY, delivery_bound=BOUND, time_out=TIME_OUT),
    Kind.CODE: Traits(None, True, True, Reads.WATERMARK, BOUND, TIME_OUT),  # noqa: FBT003
    Kind.FRESH: Traits(None, False, True, Reads.WATERMARK, BOUND, TIME_OUT),  # noqa: FBT003
    Kind.REFERENCE: Traits(None, False, True, Reads.NONE, BOUND, TIME_OUT),  # noqa: FBT003
    Kind.NOTHING: Traits(None, delivery_bound=BOUND, time_out=TIME_OUT),
}


class Fault(StrEnum):
    """How a call goes wrong."""

    REFUSED_LINE = "the connection is refused"
    NO_NAME = "the name is not found"
    RESET_EARLY = "reset before anything was done"
    LOST = "lost, and no answer comes"
    LATE = "delivered late, after we gave up"
    DROPPED = "done, and the answer is lost"
    CUT = "done, and half an answer comes"
    GARBAGE = "done, and the answer cannot be read"
    ERROR_AFTER = "done, and answered as an error of the server"
    ERROR_BEFORE = "not done, and answered as an error of the server"
    HTML = "answered by somebody else with a page"
    REDIRECT = "sent on to another place"
    BUSY = "turned away, to come again"
    TWICE = "delivered twice by the network"


NEVER_SENT = frozenset({Fault.REFUSED_LINE, Fault.NO_NAME})
NOT_DONE = frozenset(
    {Fault.RESET_EARLY, Fault.LOST, Fault.ERROR_BEFORE, Fault.HTML, Fault.REDIRECT}
)
DONE = frozenset({Fault.DROPPED, Fault.CUT, Fault.GARBAGE, Fault.ERROR_AFTER})


class Document(NamedTuple):
    """One line of the receiver's books."""

    key: str
    record: RecordId
    erp_id: str
    amount: int
    payload: Record
    at: datetime


class Receiver:
    """Fits Erp."""

    def __init__(
        self,
        kind: Kind,
        clock: Callable[[], datetime],
        fault: Callable[[], Fault | None] = lambda: None,
    ) -> None:
        self.kind, self._clock, self._fault = kind, clock, fault
        self.books: list[Document] = []
        self.flying: list[tuple[datetime, Record, str]] = []
        """Calls that are still to be executed, and when at the latest."""
        self.calls = 0

    def traits(self, kind: RecordKind) -> Traits:  # noqa: ARG002  # the same for all
        return TRAITS[self.kind]

    def export(self, record: Record, key: str) -> Receipt:
        self.calls += 1
        fault = self._fault()
        if fault in NEVER_SENT:
            raise OutsideUnreachable(f"{fault}")
        if fault is Fault.BUSY:
            raise ErpRefused("SAGE_BUSY", "Come again.", passing=True)
        if fault is Fault.LATE:
            self.flying.append((self._clock() + BOUND, record, key))
        if fault in NOT_DONE or fault is Fault.LATE:
            raise OutcomeUnknown(f"{fault}")
        receipt = self.execute(record, key)
        if fault is Fault.TWICE:
            self.arrive(record, key)
        if fault in DONE:
            raise OutcomeUnknown(f"{fault}")
        return receipt

    def execute(self, record: Record, key: str, at: datetime | None = None) -> Receipt:
        """What the receiver does with a call that reached it, now or at a moment before."""
        mine = [one for one in self.books if one.key == key]
        if mine and self.kind is Kind.KEY:
            return Receipt(mine[0].erp_id)
        if self.kind is Kind.CODE and any(one.record == record.id for one in self.books):
            raise ErpRefused("COMMITMENT_ID_NOT_UNIQUE", "There is one of this id.")
        erp_id = record.erp_id or record.number
        self.books.append(
            Document(key, record.id, erp_id, record.amount, record, at or self._clock())
        )
        return Receipt(erp_id)

    def arrive(self, record: Record, key: str, at: datetime | None = None) -> None:
        """A call that nobody waits for any more."""
        try:
            self.execute(record, key, at)
        except ErpRefused:
            return

    def deliver(self) -> None:
        """Execute what is due by now."""
        now = self._clock()
        due = [one for one in self.flying if one[0] <= now]
        self.flying = [one for one in self.flying if one[0] > now]
        for at, record, key in due:
            self.arrive(record, key, at)

    def look(self, record: Record, key: str) -> Sighting:  # noqa: ARG002  # the key will do
        if self.kind in {Kind.KEY, Kind.NOTHING}:
            raise AssertionError("nobody asks whom it cannot ask")
        through = self._clock() - LAG
        shown = [one for one in self.books if one.key == key and one.at <= through]
        return Sighting(Receipt(shown[0].erp_id) if shown else None, through)

    def update(self, record: Record, key: str) -> Receipt:
        raise NotImplementedError(record.id, key)

    def seen(self, kind: RecordKind, mark: int, limit: int) -> Seen:
        raise NotImplementedError(kind, mark, limit)

    def read_at(self, kind: RecordKind) -> datetime | None:
        raise NotImplementedError(kind)

    def held(self, record: Record, key: str) -> Sequence[Mirrored]:  # noqa: ARG002  # the key will do
        return [
            Mirrored(one.payload.kind, "", one.erp_id, one.payload.title, one.amount,
                     body=one.payload.body)
            for one in self.books
            if one.key == key
        ]  # fmt: skip

    def written(self) -> Sequence[tuple[RecordId, str]]:
        return [(one.record, one.key) for one in self.books]
