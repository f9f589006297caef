"""ERP job costs of one job: what it cost to date, and how much of it came through commitments."""

from core.costs import counts_twice, twice
from core.ports import RecordStore
from core.records import CostTotal, JobCost, folded
from core.reports.jobs import job_named, projects_by_job
from core.reports.report import Asking, Column, Report, Sort
from core.settings import ProjectSettings
from core.vocabulary import RecordKind

COLUMNS = (
    Column("job", "Job"),
    Column("sub_job", "Sub job"),
    Column("code", "Cost code"),
    Column("category", "Category"),
    Column("job_to_date", "ERP job to date", Sort.MONEY),
    Column("commitment_invoiced", "ERP commitment invoiced", Sort.MONEY),
    Column("direct", "ERP direct cost", Sort.MONEY),
)


def job_costs(store: RecordStore, asking: Asking) -> Report:
    """One job, line by line.

    Raises:
        NoSuchJob: there is no such job.
    """
    job = job_named(store, asking.job)
    mirrored = [
        seen for seen in store.mirrored(RecordKind.JOB_COST) if folded(seen.job) == folded(job)
    ]
    totals = sorted(
        (line for seen in mirrored if isinstance(seen.body, JobCost) for line in seen.body.lines),
        key=lambda line: (line.sub_job, line.code, line.category),
    )
    sums = (
        sum(line.job_to_date for line in totals),
        sum(line.commitment_invoiced for line in totals),
        sum(line.direct for line in totals),
    )
    total = ("Total", "", "", "", *sums) if totals else ()
    rows = tuple(_row(job, line) for line in totals)
    notes = (*_notes(store, found=bool(totals)), *_mode(store, job))
    return Report(f"ERP job costs of {job}", COLUMNS, rows, notes, total)


def _mode(store: RecordStore, job: str) -> tuple[str, ...]:
    """How its project takes costs, and whether it counts them twice."""
    project = projects_by_job(store).get(folded(job))
    chosen = store.project_settings(project.id) if project else ProjectSettings()
    if not chosen.transactions:
        return ()
    each = "Its project takes every transaction as a direct cost."
    return (each, twice(job)) if counts_twice(chosen) else (each,)


def _row(job: str, line: CostTotal) -> tuple[str | int, ...]:
    return (
        job, line.sub_job, line.code, line.category, line.job_to_date, line.commitment_invoiced,
        line.direct,
    )  # fmt: skip


def _notes(store: RecordStore, *, found: bool) -> tuple[str, ...]:
    read_at = store.freshness(RecordKind.JOB_COST).relay_read_erp
    when = f"at {read_at:%Y-%m-%d %H:%M:%S} UTC" if read_at else "never"
    none = () if found else ("Sage has no cost on this job.",)
    return (*none, f"The relay last read job costs {when}.")
