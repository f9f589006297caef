"""Reconciliation: a project's direct costs against Sage's job costs, by code and category."""

from collections.abc import Iterator

from core.case import Mirrored
from core.costs import Place, billed_categories, counts_twice, twice
from core.ports import RecordStore
from core.records import CostTotal, DirectCost, JobCost, Row, folded
from core.reports.jobs import job_named, projects_by_job
from core.reports.report import WHOLE, Asking, Cell, Column, Report, Sort
from core.values import NamedTuple
from core.vocabulary import Approval, Cents, RecordKind

K = RecordKind
COLUMNS = (
    Column("job", "Job"),
    Column("sub_job", "Sub job"),
    Column("code", "Cost code"),
    Column("category", "Category"),
    Column("direct_costs", "Direct costs", Sort.MONEY),
    Column("job_to_date", "ERP job to date", Sort.MONEY),
    Column("variance", "Variance", Sort.MONEY),
    Column("why", "Why"),
)
COUNTED = (
    "Direct costs are those of type Invoice, Expense, Payroll and Subcontractor Invoice that are "
    "Approved."
)

NOTHING_BOOKED = "Sage has no cost on the jobs whose projects take transactions."


class Sides(NamedTuple):
    """One place of a job as both sides have it."""

    here: Cents = 0
    in_sage: Cents = 0
    out: Cents = 0
    """What was kept out of the project."""
    edited: int = 0
    """Direct costs that somebody here changed."""


def reconciliation(store: RecordStore, asking: Asking = WHOLE) -> Report:
    """Of one job, or of every job whose project takes transactions.

    Raises:
        NoSuchJob: one is named and there is none.
    """
    only = folded(job_named(store, asking.job)) if asking.job else ""
    projects = projects_by_job(store)
    rows: list[tuple[Cell, ...]] = []
    notes: list[str] = []
    for seen in store.mirrored(K.JOB_COST):
        project = projects.get(folded(seen.job))
        if only and folded(seen.job) != only:
            continue
        if project is None or not store.project_settings(project.id).transactions:
            if only:
                notes.append(f"{seen.job} takes job costs as totals; it has no direct costs.")
            continue
        rows += _of_job(store, seen, project)
        if counts_twice(store.project_settings(project.id)):
            notes.append(twice(seen.job))
    if not rows and not only:
        some = any(chosen.transactions for chosen in store.chosen_projects().values())
        notes.append(NOTHING_BOOKED if some else "No project takes job cost transactions.")
    return Report("Direct costs against ERP job costs", COLUMNS, tuple(rows),
                  (COUNTED, *notes, *_read(store)), _total(rows))  # fmt: skip


def _of_job(store: RecordStore, seen: Mirrored, project: Row) -> Iterator[tuple[Cell, ...]]:
    row = store.linked(K.JOB_COST, seen.erp_id)
    mine = store.find(row.id).body if row else JobCost()
    theirs = seen.body
    if not isinstance(mine, JobCost) or not isinstance(theirs, JobCost):
        return
    billed = billed_categories(store.settings(), store.project_settings(project.id))
    for place, sides in sorted(compared(mine, theirs.lines).items()):
        sub_job, code, category = place
        yield (
            seen.job, sub_job, code, category, sides.here, sides.in_sage,
            sides.here - sides.in_sage, _why(sides, billed=category in billed),
        )  # fmt: skip


def compared(mine: JobCost, lines: tuple[CostTotal, ...]) -> dict[Place, Sides]:
    """Every place that either side has a cost on."""
    found: dict[Place, Sides] = {}

    def at(place: Place) -> Sides:
        return found.get(place, Sides())

    for line in lines:
        place = (line.sub_job, line.code, line.category)
        found[place] = at(place)._replace(in_sage=at(place).in_sage + line.job_to_date)
    for cost in mine.direct_costs:
        place, held = _place(cost), at(_place(cost))
        here = held.here + (cost.amount if cost.approval is Approval.APPROVED else 0)
        found[place] = held._replace(here=here, edited=held.edited + cost.edited)
    for old in mine.earlier:
        place = (old.sub_job, old.code, old.category)
        found[place] = at(place)._replace(here=at(place).here + old.amount)
    for one in mine.unsyncable:
        place = (one.of.sub_job, one.of.code, one.of.category)
        found[place] = at(place)._replace(out=at(place).out + one.of.amount)
    return found


def _place(cost: DirectCost) -> Place:
    return cost.of.sub_job, cost.of.code, cost.of.category


def _why(sides: Sides, *, billed: bool) -> str:
    """What is known to set the two apart; empty where they agree."""
    if sides.here == sides.in_sage:
        return ""
    whys = []
    if sides.out:
        whys.append("Some transactions were kept out; see the report of unsyncable direct costs.")
    if sides.edited:
        whys.append(f"{sides.edited:,} changed here since the last sync.")
    if billed:
        whys.append("This category takes the billed amount.")
    return " ".join(whys) or "Deleted here, or not synced since Sage changed."


def _total(rows: list[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    if not rows:
        return ()
    sums = (sum(x for row in rows if isinstance(x := row[n], int)) for n in (4, 5, 6))
    return ("Total", "", "", "", *sums, "")


def _read(store: RecordStore) -> tuple[str, ...]:
    read_at = store.freshness(K.JOB_COST).relay_read_erp
    when = f"at {read_at:%Y-%m-%d %H:%M:%S} UTC" if read_at else "never"
    return (f"The relay last read job costs {when}.",)
