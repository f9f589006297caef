"""What a report is: columns, rows of typed cells, and notes on what it cannot tell."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from core.needs import Grant
from core.permissions import Deed, deed_grant
from core.ports import RecordStore
from core.values import NamedTuple
from core.vocabulary import Cents

Cell = str | Cents | datetime | None


class Sort(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    MONEY = "money"
    """Minor units."""
    MOMENT = "moment"


class Column(NamedTuple):
    """One column."""

    name: str
    """As programs know it."""
    title: str
    sort: Sort = Sort.TEXT


class Report(NamedTuple):
    """A finished report."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    """What to know before believing it, one plain sentence each."""
    total: tuple[Cell, ...] = ()
    """A last row of sums; empty where there is nothing to add up."""


class Asking(NamedTuple):
    """What a report is asked for."""

    job: str = ""
    """A Sage job, by its id or by its project's number; empty for all."""


WHOLE = Asking()
"""All jobs."""


class NoSuchJob(LookupError):
    """There is no job with this id or number; the text says so."""


class Kind(NamedTuple):
    """A report that may be asked for."""

    name: str
    does: str
    """What it tells, in a sentence."""
    deed: Deed
    """What reading it is, and so what it takes."""
    makes: Callable[[RecordStore, Asking], Report]
    by_job: bool = False
    """It may be asked of one job."""
    needs_job: bool = False
    """It is of one job at a time."""
    files: Deed | None = None
    """What writing it to a file takes besides; None where reading it is enough."""

    @property
    def grant(self) -> Grant:
        """What it takes to read it with every policy at its usual value."""
        return deed_grant(self.deed)
