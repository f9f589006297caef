"""ERP job costs of one job: what it cost to date, and how much of it came through commitments."""

from collections.abc import Mapping

from core.costs import Place, counts_twice, direct_column, twice
from core.ports import RecordStore
from core.records import CostTotal, JobCost, folded
from core.reports.jobs import job_named, projects_by_job
from core.reports.report import Asking, Cell, Column, Report, Sort
from core.settings import ProjectSettings
from core.vocabulary import Cents, RecordKind

COLUMNS = (
    Column("job", "Job"),
    Column("sub_job", "Sub job"),
    Column("code", "Cost code"),
    Column("category", "Category"),
    Column("job_to_date", "ERP job to date", Sort.MONEY),
    Column("commitment_invoiced", "ERP commitment invoiced", Sort.MONEY),
    Column("direct", "ERP direct cost", Sort.MONEY),
)


DETAIL = Column("direct_costs", "Direct costs", Sort.MONEY)
"""The budget's own column, where the project takes transactions."""
EACH = (
    "Its project takes every transaction as a direct cost; that column leaves drafts out and "
    "stands in the budget view instead of ERP direct cost."
)


def job_costs(store: RecordStore, asking: Asking) -> Report:
    """One job, line by line.

    Raises:
        NoSuchJob: there is no such job.
    """
    job = job_named(store, asking.job)
    seen = [s for s in store.mirrored(RecordKind.JOB_COST) if folded(s.job) == folded(job)]
    lines = [line for s in seen if isinstance(s.body, JobCost) for line in s.body.lines]
    chosen = _chosen(store, job)
    column = _direct_costs(store, job) if chosen.transactions else {}
    found = _with_places(lines, column)
    rows = tuple(_row(job, line) for line in found)
    columns: tuple[Column, ...] = COLUMNS
    if chosen.transactions:
        columns = (*COLUMNS, DETAIL)
        rows = tuple((*row, column.get(place(x), 0)) for row, x in zip(rows, found, strict=True))
    sums = (sum(int(row[n]) for row in rows) for n in range(4, len(columns)))
    total: tuple[Cell, ...] = ("Total", "", "", "", *sums) if rows else ()
    notes = [*_notes(store, found=bool(rows))]
    notes += [EACH] if chosen.transactions else []
    notes += [twice(job)] if counts_twice(chosen) else []
    return Report(f"ERP job costs of {job}", columns, rows, tuple(notes), total)


def place(line: CostTotal) -> Place:
    return line.sub_job, line.code, line.category


def _with_places(lines: list[CostTotal], column: Mapping[Place, Cents]) -> list[CostTotal]:
    """Sage's totals, and a total of nothing for each place that only direct costs are on."""
    known = {place(line) for line in lines}
    more = [
        CostTotal(code, category, sub_job)
        for sub_job, code, category in column
        if (sub_job, code, category) not in known
    ]
    return sorted([*lines, *more], key=place)


def _chosen(store: RecordStore, job: str) -> ProjectSettings:
    project = projects_by_job(store).get(folded(job))
    return store.project_settings(project.id) if project else ProjectSettings()


def _direct_costs(store: RecordStore, job: str) -> dict[Place, Cents]:
    row = store.linked(RecordKind.JOB_COST, job)
    body = store.find(row.id).body if row else None
    return direct_column(body) if isinstance(body, JobCost) else {}


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
