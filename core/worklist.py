"""What a person has to key into Sage, in the order in which Sage can take it, job by job."""

from datetime import datetime
from itertools import groupby

from core.planning import STEP_OF
from core.ports import RecordStore, StoreUnusable, UnknownRecord
from core.ports.leaving import Frozen
from core.recognising import never_shows
from core.records import Record
from core.routes import TAKEN, Route, Routes
from core.sending import PARKED
from core.values import NamedTuple
from core.vocabulary import Cents, Effect, RecordId, RecordKind

BY_HAND = frozenset({Route.WORKLIST, Route.FILE})
EXPORTS = frozenset({Effect.EXPORT, Effect.EXPORT_AT_ONCE})
COMPANY_WIDE = ""
"""The job of what belongs to none."""


class CannotBeWritten(StoreUnusable):
    """Records do not fit a file as they are; nothing was written."""

    def __init__(self, text: str, others: tuple[str, ...]) -> None:
        super().__init__(text)
        self.others = others
        """What stands against it besides, a sentence each."""


class Task(NamedTuple):
    """One record to be keyed in, exactly as it was approved."""

    record: Record
    approved_by: str
    approved_at: datetime
    job: str
    """The id of its job in Sage; empty where it belongs to none."""
    vendor: str
    parent: str
    """The ids in Sage of its vendor and of what it hangs on; empty where it names none."""
    waits_for: str = ""
    """What has to be in Sage before it; empty where it can be keyed in now."""
    unseen: str = ""
    """Why a person has to say that it is there; empty where it is synced by itself."""


class Sheet(NamedTuple):
    """The tasks of one job, the company's own first, in the order of dependency."""

    job: str
    title: str
    tasks: tuple[Task, ...]

    @property
    def amount(self) -> Cents:
        """What its documents come to in all."""
        return sum(task.record.amount for task in self.tasks)


def sheets(store: RecordStore, route: Route = Route.WORKLIST) -> tuple[Sheet, ...]:
    """Everything that waits to be keyed in, or imported where the route is another."""
    routes, under_way = store.settings().routes, store.under_way()
    open_ones = frozenset(frozen.record for frozen in under_way)
    tasks = [
        _task(store, frozen, open_ones)
        for frozen in under_way
        if frozen.payload.kind in TAKEN and routes.of(frozen.payload.kind) is route
    ]
    ordered = sorted(tasks, key=lambda t: (t.job, STEP_OF[t.record.kind], t.record.number))
    titles = {t.job: t.record.title for t in ordered if t.record.kind is RecordKind.PROJECT}
    return tuple(
        Sheet(job, titles.get(job, ""), tuple(ones))
        for job, ones in groupby(ordered, key=lambda task: task.job)
    )


def by_hand(routes: Routes) -> frozenset[RecordKind]:
    """The kinds that a person brings into Sage."""
    return frozenset(kind for kind in TAKEN if routes.of(kind) in BY_HAND)


class Waiting(NamedTuple):
    """How many accepted records wait for a person at Sage."""

    keyed_in: int = 0
    imported: int = 0
    unseen: int = 0
    """Those of both that a person has to say are there."""

    @property
    def people(self) -> int:
        return self.keyed_in + self.imported


def waiting(store: RecordStore) -> Waiting:
    """What waits for a person, by what they have to do."""
    routes = store.settings().routes
    kinds = by_hand(routes)
    if not kinds:
        return Waiting()
    found = [frozen for frozen in store.under_way() if frozen.payload.kind in kinds]
    filed = sum(routes.of(frozen.payload.kind) is Route.FILE for frozen in found)
    unseen = sum(bool(_unseen(store, frozen)) for frozen in found)
    return Waiting(len(found) - filed, filed, unseen)


def left_to_people(store: RecordStore) -> int:
    """How many exports were tried, and are owed until a person has done their part."""
    kinds = by_hand(store.settings().routes)
    return store.put_off(EXPORTS, kinds) if kinds else 0


def _task(store: RecordStore, frozen: Frozen, open_ones: frozenset[RecordId]) -> Task:
    record = frozen.payload
    project, vendor, parent = (
        _found(store, name) for name in (record.project, record.vendor, record.parent)
    )
    named = [one for one in (project, vendor, parent) if one is not None]
    first = next((one.number for one in named if one.id in open_ones), "")
    own = _in_sage(record) if record.kind is RecordKind.PROJECT else COMPANY_WIDE
    return Task(
        record,
        frozen.approved_by,
        frozen.approved_at,
        _in_sage(project) if project else own,
        _in_sage(vendor) if vendor else "",
        _in_sage(parent) if parent else "",
        first,
        _unseen(store, frozen),
    )


def _unseen(store: RecordStore, frozen: Frozen) -> str:
    """Why a person has to say that it is there: by itself, or as they were told."""
    record = _found(store, frozen.record)
    fault = record.fault if record else None
    told = fault.text if fault is not None and fault.code == PARKED.code else ""
    return told or never_shows(frozen.payload)


def _found(store: RecordStore, name: RecordId | None) -> Record | None:
    try:
        return store.find(name) if name else None
    except UnknownRecord:
        return None


def _in_sage(record: Record) -> str:
    """Its id there, or the one that it will have."""
    return record.erp_id or record.number
