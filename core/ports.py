"""What the core needs of the outside, and the ways in which the outside may fail.

Ports are synchronous and may be called from any thread.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from core.audit import Entry
from core.case import Answers, Case, Mirrored
from core.decision import Allowed, Outcome, Refused
from core.people import Actor
from core.query import Query
from core.records import Record, Row
from core.settings import Settings
from core.values import NamedTuple
from core.vocabulary import Action, Effect, ErpStatus, RecordId, RecordKind, View


class UnknownRecord(LookupError):
    """There is no record with this id."""


class StaleRecord(Exception):
    """The record moved since it was read, or is on its way to the ERP; nothing was changed."""


class StoreUnusable(Exception):
    """The store cannot be opened or written; the text says what, where and what to do."""


class LostLease(Exception):
    """The effect is in other hands by now; whatever came back is not for us to record."""


class ErpRefused(Exception):
    """The ERP answered no. `code` and the ERP's own sentence; nothing was written."""

    def __init__(self, code: str, text: str, *, passing: bool = False) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.passing = passing


class OutcomeUnknown(Exception):
    """Bytes went out and no answer came. Neither success nor failure."""


class OutsideUnreachable(Exception):
    """Nothing was sent. Surely not done; try again later."""


class Asked(NamedTuple):
    """A record to act on, and the version its actor had before the eyes, if any."""

    record: RecordId
    version: int | None = None


class Owed(NamedTuple):
    """An effect that was committed and is not yet performed, under a lease."""

    seq: int
    effect: Effect
    record: RecordId
    version: int
    """Where the effect left the record; once it has moved on there is nothing to perform."""
    attempts: int
    """How often it was claimed, this time included."""
    owner: str
    """The lease's holder."""
    owed_at: datetime


class Batch(NamedTuple):
    """Many decisions at once, with a name and a result."""

    id: str
    action: Action
    actor: str
    at: datetime
    total: int
    done: int
    refused: tuple[tuple[RecordId, tuple[str, ...]], ...] = ()


class RunState(StrEnum):
    """Where an on-demand refresh stands."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Run(NamedTuple):
    """A refresh of one tab: who asked, how far it is, what it found."""

    id: int
    tab: str
    asked_by: str
    asked_at: datetime
    state: RunState
    seen: int = 0
    total: int = 0
    arrived: int = 0
    changed: int = 0
    finished_at: datetime | None = None
    result: str = ""


class Freshness(NamedTuple):
    """How old a tab's picture of the ERP is, hop by hop; None before the first run."""

    relay_read_erp: datetime | None
    we_read_relay: datetime | None


Judge = Callable[[Case, Sequence[Entry]], Allowed | Refused]
"""Judges a case. The entries are what happened to the record since the version its actor saw;
empty unless somebody moved it."""


class RecordStore(Protocol):
    """Keeps records, what was decided about them, and what is owed because of it."""

    # reading

    def counts(self) -> Mapping[tuple[str, View], int]:
        """Records by tab and view; kept, never counted. Views without a record are absent."""

    def rows(
        self,
        query: Query,
        limit: int,
        *,
        after: Row | None = None,
        before: Row | None = None,
        last: bool = False,
    ) -> Sequence[Row]:
        """A window in the query's order: the first rows, those after or before a row, or the last.

        Always in display order. At most `limit`; fewer only where the list ends.
        """

    def ids(self, query: Query, limit: int) -> Sequence[Asked]:
        """Records and versions that match, in order: what a bulk decision names."""

    def tally(self, query: Query, limit: int) -> int:
        """How many match, counting no further than `limit`."""

    def case(self, record: RecordId, actor: Actor, answers: Answers = ...) -> Case:
        """Everything a judgement of this record may read.

        Raises:
            UnknownRecord: there is none.
        """

    def history(self, record: RecordId) -> Sequence[Entry]:
        """What happened to a record, oldest first."""

    def last_by(self, actions: Collection[Action]) -> Mapping[str, Entry]:
        """The newest entry of everybody who did one of these actions, by the actor's name."""

    def find(self, record: RecordId) -> Record:
        """One record, whole.

        Raises:
            UnknownRecord: there is none.
        """

    def settings(self) -> Settings: ...
    def keep_settings(self, settings: Settings) -> None: ...

    def kept(self, name: str) -> str | None:
        """A fact about this home, such as `sandbox` or `company`; None where it was never kept."""

    def keep(self, name: str, value: str) -> None: ...

    def person(self, id: str) -> Actor | None: ...
    def people(self) -> Sequence[Actor]: ...
    def keep_person(self, person: Actor) -> None: ...

    def change(self) -> int:
        """A number that differs once anyone else has written. Costs microseconds."""

    # deciding

    def decide(
        self,
        asked: Sequence[Asked],
        actor: Actor,
        answers: Answers,
        judge: Judge,
        action: Action,
        *,
        batch: str = "",
        settles: Owed | None = None,
    ) -> Sequence[Outcome]:
        """Judge and commit in ONE transaction: records, audit entries, counts and owed effects.

        Cases are read inside the transaction, so nothing moves between judging and committing.
        One refusal never spoils the rest. An unknown id is refused, not raised.

        Raises:
            LostLease: `settles` is no longer held by its owner; nothing was committed.
        """

    def keep_batch(self, batch: Batch) -> None:
        """Keep a batch's result under its id."""

    def batch(self, id: str) -> Batch | None: ...

    # arriving

    def arrive(self, records: Iterable[Record], actor: Actor) -> int:
        """Take in records that were not here, each with its audit entry. Returns how many.

        A record whose id is known already is left alone.
        """

    def amend(self, record: Record, actor: Actor, said: str) -> None:
        """Replace a record's content, not its status; version and audit entry included.

        Raises:
            UnknownRecord: there is none.
            StaleRecord: it moved since it was read, or is on its way to the ERP.
        """

    def carrier(self, record: RecordId) -> RecordId:
        """Where what the project system calls `record` lives on: in the row it was linked to."""

    def mark(self, source: str) -> int:
        """Up to where a source was read; 0 before the first time."""

    def keep_mark(self, source: str, mark: int) -> None: ...

    def mirror(
        self,
        kind: RecordKind,
        seen: Iterable[Mirrored],
        as_of: datetime,
        gone: Iterable[tuple[str, str]] = (),
        *,
        mark: int,
    ) -> int:
        """Keep what the ERP holds and the mark, in one transaction.

        `as_of` is when the relay read it. `gone` are (scope, ERP id) of what it no longer holds.
        Returns how many rows changed.
        """

    def linked(self, kind: RecordKind, erp_id: str) -> Row | None:
        """The record that holds an ERP id company-wide, such as a project by its job id."""

    def mirrored(self, kind: RecordKind) -> Iterator[Mirrored]:
        """All that the ERP held of a kind, as last seen."""

    def unheld(self, kind: RecordKind) -> Sequence[Mirrored]:
        """What the ERP holds and no record of ours is linked to or waits with."""

    # owing

    def claim(self, owner: str, seconds: float, limit: int) -> Sequence[Owed]:
        """Take a lease on the oldest effects that are due and free."""

    def renew(self, owed: Owed, seconds: float) -> None:
        """Hold the lease for that much longer.

        Raises:
            LostLease: it is in other hands by now.
        """

    def settle(self, owed: Owed) -> None:
        """The effect is answered for. Does nothing if the lease was lost."""

    def postpone(self, owed: Owed, seconds: float, why: str) -> None:
        """Give the lease back; nobody tries again before `seconds` have passed."""

    def owing(self) -> int:
        """How many effects are committed and not yet settled."""

    def owed_since(self) -> datetime | None:
        """When the oldest of them was committed; None where nothing is owed."""

    # refreshing

    def ask_refresh(self, tab: str, actor: Actor) -> Run:
        """Ask for an on-demand refresh. Who asks while one is open joins it."""

    def next_refresh(self, owner: str, seconds: float) -> Run | None:
        """Take the oldest refresh that was asked for, or whose worker died."""

    def report_refresh(self, run: Run) -> None:
        """Keep how far a run is."""

    def last_refresh(self, tab: str) -> Run | None: ...

    def freshness(self, kind: RecordKind) -> Freshness: ...


class Receipt(NamedTuple):
    """Evidence that the ERP holds a record."""

    erp_id: str
    posted: bool = True


class Sighting(NamedTuple):
    """What a look into the ERP by key found, and how fresh the look is."""

    receipt: Receipt | None
    as_of: datetime


class Seen(NamedTuple):
    """A block of what the relay knows of a kind."""

    records: Sequence[Mirrored]
    gone: Sequence[tuple[str, str]]
    """(scope, erp id) of what Sage no longer holds."""
    mark: int
    """Where the next block starts; the same number again at the end."""
    remaining: int


class Erp(Protocol):
    """The accounting system, reached through its relay."""

    def export(self, record: Record, key: str) -> Receipt:
        """Write a record, once per key.

        Raises:
            ErpRefused: the ERP said no; nothing was written.
            OutcomeUnknown: no answer came.
            OutsideUnreachable: nothing was sent.
        """

    def look(self, record: Record, key: str) -> Sighting:
        """Ask whether anything was written under this key.

        Raises:
            OutsideUnreachable: nobody could be asked.
        """

    def update(self, record: Record, key: str) -> Receipt:
        """Bring a linked record's additions to the ERP; adding twice changes nothing.

        Raises: as `export`.
        """

    def seen(self, kind: RecordKind, mark: int, limit: int) -> Seen:
        """What the relay has of a kind since a mark, in blocks.

        Raises:
            OutsideUnreachable: the relay does not answer.
        """

    def read_at(self, kind: RecordKind) -> datetime | None:
        """When the relay last read Sage for this kind."""


class ProjectSystem(Protocol):
    """Where most records are born, and where they are locked while they wait."""

    def tell(self, record: Record, held: ErpStatus) -> None:
        """Show a record's status, ERP id and last words at its origin; lock or unlock it there.

        The project system knows the record as `record.at_origin`.

        Raises:
            OutsideUnreachable: nobody could be told.
        """

    def create(self, record: Record) -> None:
        """Make the project side's own copy of an imported record, once.

        Raises:
            OutsideUnreachable: nothing was sent.
        """

    def find(self, record: RecordId) -> Record:
        """A record as its people see it.

        Raises:
            UnknownRecord: there is none.
            OutsideUnreachable: nobody could be asked.
        """

    def news(self, mark: int, limit: int) -> tuple[Sequence[Record], int]:
        """Records made or edited there since a mark, and the next mark.

        Raises:
            OutsideUnreachable: nobody could be asked.
        """
