"""What the core needs of the outside, and the ways in which the outside may fail."""

from core.ports.erp import Erp, Receipt, Seen, Sighting
from core.ports.failures import (
    ErpRefused,
    LostLease,
    OutcomeUnknown,
    OutsideUnreachable,
    StaleRecord,
    StoreUnusable,
    UnknownRecord,
)
from core.ports.likeness import Likeness
from core.ports.overview import Failed, Overviewing
from core.ports.projects import ProjectSystem
from core.ports.relay import Depth, FirstStep, JobRun, Pace, Progress, RelayDoor, Report, Span
from core.ports.store import (
    Arriving,
    Deciding,
    Keeping,
    Owing,
    Reading,
    RecordStore,
    Refreshing,
    Syncing,
)
from core.ports.work import (
    Adjust,
    Adjusted,
    AdjustPerson,
    Asked,
    Batch,
    Expected,
    Freshness,
    Judge,
    Owed,
    Run,
    RunState,
)

__all__ = [
    "Adjust",
    "AdjustPerson",
    "Adjusted",
    "Arriving",
    "Asked",
    "Batch",
    "Deciding",
    "Depth",
    "Erp",
    "ErpRefused",
    "Expected",
    "Failed",
    "FirstStep",
    "Freshness",
    "JobRun",
    "Judge",
    "Keeping",
    "Likeness",
    "LostLease",
    "OutcomeUnknown",
    "OutsideUnreachable",
    "Overviewing",
    "Owed",
    "Owing",
    "Pace",
    "Progress",
    "ProjectSystem",
    "Reading",
    "Receipt",
    "RecordStore",
    "Refreshing",
    "RelayDoor",
    "Report",
    "Run",
    "RunState",
    "Seen",
    "Sighting",
    "Span",
    "StaleRecord",
    "StoreUnusable",
    "Syncing",
    "UnknownRecord",
]
