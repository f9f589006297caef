"""Use case: somebody looks at the costs of one job, one project at a time (job costs 11)."""

from datetime import datetime

from core.case import Case
from core.cost_sync import last_tried
from core.costs import counts_twice, twice, without_details
from core.objection import Objection
from core.people import Actor
from core.permissions import Deed, deed_objections
from core.ports import RecordStore
from core.records import JobCost, Record, folded
from core.reports.jobs import job_named
from core.settings import Settings
from core.values import NamedTuple
from core.vocabulary import RecordKind

K = RecordKind


class JobView(NamedTuple):
    """The costs of a job, as far as one person may see them."""

    job: str
    """Its Sage id."""
    record: Record | None
    """None where Sage has no cost on it."""
    transactions: bool
    """Its project takes every transaction as a direct cost."""
    hidden: tuple[Objection, ...]
    """Why direct costs are not shown one by one; empty where they are."""
    tried: datetime | None
    """When transactions were last tried."""
    notes: tuple[str, ...] = ()

    @property
    def costs(self) -> JobCost:
        body = self.record.body if self.record else None
        return body if isinstance(body, JobCost) else JobCost()


def view(store: RecordStore, actor: Actor, job: str) -> JobView:
    """The costs of a job by its Sage id or its project's number.

    Raises:
        NoSuchJob: there is no such job.
    """
    job = job_named(store, job)
    row = store.linked(K.JOB_COST, job)
    record = store.find(row.id) if row and folded(row.erp_id or "") == folded(job) else None
    project = store.linked(K.PROJECT, job)
    chosen = store.project_settings(project.id) if project else None
    each = chosen is not None and chosen.transactions
    holder = store.person(actor.id) or actor
    hidden = deed_objections(Deed.SEE_COST_DETAILS, holder, store.settings()) if each else ()
    if record is not None and hidden:
        record = disclosed(record, holder, store.settings())
    notes = (twice(job),) if chosen is not None and counts_twice(chosen) else ()
    return JobView(job, record, each, hidden, last_tried(store), notes)


def disclosed(record: Record, actor: Actor, settings: Settings) -> Record:
    """A record as somebody may see it: direct costs one by one take a level (job costs D7)."""
    body = record.body
    if not isinstance(body, JobCost) or actor.connector or body == without_details(body):
        return record
    if not deed_objections(Deed.SEE_COST_DETAILS, actor, settings):
        return record
    return record._replace(body=without_details(body))


def disclosed_case(case: Case) -> Case:
    """A case as its actor may see it; Sage's own transactions are for no eye."""
    seen = case.mirrored
    if seen is not None and isinstance(seen.body, JobCost):
        case = case._replace(mirrored=seen._replace(body=without_details(seen.body)))
    return case._replace(record=disclosed(case.record, case.actor, case.settings))
