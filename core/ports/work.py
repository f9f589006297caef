"""What passes between the core and its store besides records: asked, owed, batched, run."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from core.audit import Entry
from core.canonical import digest
from core.case import Answers, Case
from core.decision import Allowed, Refused
from core.objection import Objection
from core.people import Actor
from core.records import Record
from core.values import NamedTuple
from core.vocabulary import Action, Effect, RecordId, RecordKind


class Asked(NamedTuple):
    """A record to act on, and the version its actor had before the eyes, if any."""

    record: RecordId
    version: int | None = None
    answers: Answers | None = None
    """Its own answers, where they are not those of the whole batch."""
    digest: str = ""
    """Of the content its actor had before the eyes, whole or its first digits; empty where nobody
    looked (core.canonical)."""
    content: Record | None = None
    """The connector's: what it holds at its origin by now."""


def asked_for(record: Record) -> Asked:
    """A record as somebody has it before the eyes, whole."""
    # What a job cost is shown of hangs on who looks, and nobody decides on its details.
    told = "" if record.kind is RecordKind.JOB_COST else digest(record)
    return Asked(record.id, record.version, digest=told)


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


class Unperformed(NamedTuple):
    """What is owed, and why it was not performed so far."""

    effect: Effect
    record: RecordId
    attempts: int
    owed_at: datetime
    due_at: datetime
    """When it is tried next, or when the lease of who tries it ends."""
    why: str
    """Why it was given back last; empty where it never was."""


class Batch(NamedTuple):
    """Many decisions at once, with a name and a result."""

    id: str
    action: Action
    actor: str
    at: datetime
    total: int
    done: int
    refused: tuple[tuple[RecordId, tuple[str, ...]], ...] = ()
    """Each record with the sentences that stood against it."""
    name: str = ""
    """What somebody called it; empty where nobody did."""
    rules: tuple[tuple[str, ...], ...] = ()
    """The rule of each of those sentences, in their order; empty where that was not kept."""
    parts: tuple[tuple[Action, int], ...] = ()
    """How many were asked for by which action, in the order in which it was done; empty where
    `action` is that of all. Of several it is the last one, which is what a recall takes back."""

    @property
    def actions(self) -> frozenset[Action]:
        """Every action that its decisions have."""
        return frozenset({self.action, *(action for action, _ in self.parts)})


class RunState(StrEnum):
    """Where an on-demand refresh stands."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


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
    began_at: datetime | None = None
    """When a connector took it up first."""
    stage: str = ""
    """Which system is read; empty while what was read is taken over."""
    about: bool = False
    """That system does not say how many there are: `total` is what is expected."""
    ends_at: datetime | None = None
    """When it will end, as far as that can be told by now."""


class Freshness(NamedTuple):
    """How old a tab's picture of the ERP is, hop by hop; None before the first run."""

    relay_read_erp: datetime | None
    we_read_relay: datetime | None


class Expected(NamedTuple):
    """When each hop is expected next; None before its first run."""

    relay_reads_erp: datetime | None
    we_read_relay: datetime | None

    @property
    def soonest(self) -> datetime | None:
        return min((at for at in self if at is not None), default=None)


V = TypeVar("V")


class Adjusted(NamedTuple, Generic[V]):
    """What a setting or a person's rights become."""

    value: V
    said: str
    """What the audit entry quotes: `limits.vendor_id=10 > 12`."""
    warnings: tuple[Objection, ...] = ()


Adjust = Callable[[Actor, V], Adjusted[V] | Refused]
"""Judges a change inside the write transaction, by the actor's rights and the value of this
moment."""

AdjustPerson = Callable[[Actor, Mapping[str, Actor]], Adjusted[Actor] | Refused]
"""Judges a change of one person, seeing everybody by id."""

Judge = Callable[[Case, Sequence[Entry]], Allowed | Refused]
"""Judges a case. The entries are what happened to the record since the version its actor saw;
empty unless somebody moved it."""
