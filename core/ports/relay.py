"""What the core needs of the relay's own door: its first step, and what it tells of itself."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from core.ports.work import RunState
from core.settings import Relay
from core.values import NamedTuple


class Span(StrEnum):
    """How far back the first step looks for changes (cross-cutting C.4)."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"


class Depth(StrEnum):
    """What the first step reads of what it finds."""

    SHALLOW = "shallow"
    """Records that changed in Sage within the range."""
    DEEP = "deep"
    """Those and all that belongs to them, read anew, whether the relay knew them or not."""


class FirstStep(NamedTuple):
    """One on-demand reading of Sage by the relay: who asked, how far it is, how it ended."""

    id: int
    span: Span
    depth: Depth
    asked_by: str
    asked_at: datetime
    state: RunState
    seen: int = 0
    total: int = 0
    finished_at: datetime | None = None
    result: str = ""


class JobRun(NamedTuple):
    """How a job of the automatic sync went when it last ran."""

    name: str
    at: datetime
    state: RunState
    result: str = ""


class Progress(NamedTuple):
    """How far the relay says that a first step is."""

    state: RunState
    seen: int = 0
    total: int = 0
    finished_at: datetime | None = None
    result: str = ""


class Pace(NamedTuple):
    """How many seconds of a real relay a second of this one stands for, hop by hop."""

    relay: float = 1.0
    poll: float = 1.0


class Report(NamedTuple):
    """What the relay tells of itself."""

    relay: Relay
    stopped: str = ""
    """Why its client does not reach Sage; empty while it does."""
    read_at: datetime | None = None
    """As of when it knows all of Sage that is ticked."""
    pace: Pace = Pace()


class RelayDoor(Protocol):
    """The relay, asked for what it does itself rather than for what Sage holds."""

    def report(self) -> Report:
        """What it is, and whether it reaches Sage.

        Raises:
            OutsideUnreachable: the relay's cloud does not answer.
        """

    def begin(self, key: str, span: Span, depth: Depth) -> None:
        """Start a first step. The same key again starts nothing.

        Raises:
            OutsideUnreachable: the client does not run, or its account does not get into Sage.
        """

    def progress(self, key: str) -> Progress:
        """How far a first step is that was started under this key.

        Raises:
            OutsideUnreachable: the relay's cloud does not answer.
        """
