"""Costs of Sage that find no place in a project, each with everything that keeps it out."""

from collections.abc import Mapping

from core.case import Mirrored
from core.ports import RecordStore
from core.query import Query
from core.records import CostTotal, JobCost, Project, Row, folded
from core.reports.jobs import LINKED, job_named, projects_by_job
from core.reports.report import WHOLE, Asking, Column, Report, Sort
from core.values import NamedTuple
from core.vocabulary import RecordKind

COLUMNS = (
    Column("job", "Job"),
    Column("sub_job", "Sub job"),
    Column("code", "Cost code"),
    Column("category", "Category"),
    Column("job_to_date", "ERP job to date", Sort.MONEY),
    Column("direct", "ERP direct cost", Sort.MONEY),
    Column("reason", "Reason"),
    Column("lifted_by", "Who can lift it"),
)
EVERYTHING = 1_000_000_000
BY_TOTALS = (
    "Sage's costs arrive as totals by code and category, so a row is a total, not a transaction."
)
JOB_APART = ("Its job is not linked to a project.", "whoever accepts or imports the job")
NO_CODE = ("Its cost code is not on the project.", "whoever keeps the project's cost codes")
NO_CATEGORY = (
    "Its category is not on the project's cost code.", "whoever keeps the project's cost codes",
)  # fmt: skip
NO_SUB_JOB = ("Its sub job is not synced.", "whoever accepts or imports the sub job")
Why = tuple[str, str]


class Place(NamedTuple):
    """What a project takes costs on."""

    categories: Mapping[str, frozenset[str]]
    """By cost code."""
    sub_jobs: frozenset[str]


def unsyncable(store: RecordStore, asking: Asking = WHOLE) -> Report:
    """Every total that could not become a direct cost of its project.

    Raises:
        NoSuchJob: one is named and there is none.
    """
    only = folded(job_named(store, asking.job)) if asking.job else ""
    projects = projects_by_job(store)
    extras = _extras(store)
    rows = []
    for seen in store.mirrored(RecordKind.JOB_COST):
        job = folded(seen.job)
        if only and job != only:
            continue
        project = projects.get(job)
        place = _place(store, project, extras) if project else None
        rows += [
            _row(seen, line, whys)
            for line in (seen.body.lines if isinstance(seen.body, JobCost) else ())
            if (whys := kept_out(line, place))
        ]
    none = () if rows else ("Every cost of Sage has its place in a project.",)
    total = sum(int(row[4]) for row in rows), sum(int(row[5]) for row in rows)
    sums = ("Total", "", "", "", *total, "", "") if rows else ()
    return Report("Unsyncable direct costs", COLUMNS, tuple(rows), (*none, BY_TOTALS), sums)


def kept_out(line: CostTotal, place: Place | None) -> list[Why]:
    """Everything that keeps a cost out of a project; None is no project."""
    if place is None:
        return [JOB_APART]
    whys = []
    categories = place.categories.get(line.code)
    if categories is None:
        whys.append(NO_CODE)
    elif line.category not in categories:
        whys.append(NO_CATEGORY)
    if line.sub_job and folded(line.sub_job) not in place.sub_jobs:
        whys.append(NO_SUB_JOB)
    return whys


def _place(store: RecordStore, project: Row, extras: Mapping[str, frozenset[str]]) -> Place:
    body = store.find(project.id).body
    codes = body.codes if isinstance(body, Project) else ()
    categories = {code.code: frozenset(code.types) for code in codes}
    return Place(categories, extras.get(project.number, frozenset()))


def _extras(store: RecordStore) -> dict[str, frozenset[str]]:
    """The synced sub jobs by the number of their project."""
    found: dict[str, set[str]] = {}
    for row in store.rows(Query("sub_jobs"), EVERYTHING):
        if row.status in LINKED and row.erp_id:
            found.setdefault(row.project_number, set()).add(folded(row.erp_id))
    return {number: frozenset(ids) for number, ids in found.items()}


def _row(seen: Mirrored, line: CostTotal, whys: list[Why]) -> tuple[str | int, ...]:
    reasons = " ".join(reason for reason, _ in whys)
    lifted = ", ".join(dict.fromkeys(who for _, who in whys))
    return (
        seen.job, line.sub_job, line.code, line.category, line.job_to_date, line.direct, reasons,
        lifted,
    )  # fmt: skip
