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
from core.ports.projects import ProjectSystem
from core.ports.store import Arriving, Deciding, Keeping, Owing, Reading, RecordStore, Refreshing
from core.ports.work import (
    Adjust,
    Adjusted,
    AdjustPerson,
    Asked,
    Batch,
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
    "Erp",
    "ErpRefused",
    "Freshness",
    "Judge",
    "Keeping",
    "LostLease",
    "OutcomeUnknown",
    "OutsideUnreachable",
    "Owed",
    "Owing",
    "ProjectSystem",
    "Reading",
    "Receipt",
    "RecordStore",
    "Refreshing",
    "Run",
    "RunState",
    "Seen",
    "Sighting",
    "StaleRecord",
    "StoreUnusable",
    "UnknownRecord",
]
