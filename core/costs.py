"""Direct costs: what becomes of Sage's job cost transactions in a project, and what they add up to.

A project takes job costs as totals, or one by one. One by one, each transaction is a direct cost
or, where it fits nowhere, is kept out with every reason; it is never both, and never twice.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from core.records import (
    CostTotal,
    CostTransaction,
    DirectCost,
    EarlierCosts,
    JobCost,
    Project,
    Unsyncable,
    folded,
)
from core.settings import ProjectSettings, Settings
from core.values import NamedTuple
from core.vocabulary import Approval, Cents, CostSource, DirectCostType, KeptOut

MOST_LISTED = 1_000
"""Direct costs that a job's record lists one by one, and transactions that it lists as kept out;
older direct costs stay in it as sums."""
Place = tuple[str, str, str]
"""Sub job, cost code and category."""
COUNTED = frozenset({Approval.PENDING, Approval.REVISE_AND_RESUBMIT, Approval.APPROVED})
"""Statuses that the budget's direct cost column adds up; drafts are left out (job costs 9)."""

CODE_KEEPER = "whoever keeps the project's cost codes"
WHY: Mapping[KeptOut, tuple[str, str]] = {
    KeptOut.JOB_NOT_SYNCED: (
        "Its job is not linked to a project.", "whoever accepts or imports the job",
    ),
    KeptOut.MAPPING_OFF: (
        "A mapping that job cost transactions need is off in the relay's client.",
        "whoever looks after the relay's client",
    ),
    KeptOut.CODE_NOT_ON_PROJECT: ("Its cost code is not on the project.", CODE_KEEPER),
    KeptOut.CATEGORY_NOT_ON_CODE: (
        "Its category is not on the project's cost code.", CODE_KEEPER,
    ),
    KeptOut.SUB_JOB_NOT_SYNCED: (
        "Its sub job is not synced.", "whoever accepts or imports the sub job",
    ),
    KeptOut.VENDOR_NOT_LINKED: (
        "Its vendor is not linked to a company.", "whoever accepts or links the vendor",
    ),
}  # fmt: skip
"""For each reason a sentence, and who can lift it."""


class Takes(NamedTuple):
    """What a project takes costs on, and how."""

    categories: Mapping[str, frozenset[str]]
    """By cost code."""
    sub_jobs: Collection[str]
    """Sage's ids of the synced ones, folded."""
    vendors: Collection[str] | None = None
    """Sage's ids of the linked ones, folded; None where nobody asks."""
    billed: frozenset[str] = frozenset()
    """Categories that take the billed amount."""
    mapped: bool = True
    """The relay's mappings are as transactions need them."""


def categories_of(project: Project) -> dict[str, frozenset[str]]:
    """The categories of a project's cost codes, by code."""
    return {code.code: frozenset(code.types) for code in project.codes}


def billed_categories(settings: Settings, chosen: ProjectSettings) -> frozenset[str]:
    """Categories that take the billed amount: the company and the project both chose it."""
    return frozenset(chosen.billed_rates) if settings.billed_rates else frozenset()


def kept_out(cost: CostTotal | CostTransaction, takes: Takes | None) -> tuple[KeptOut, ...]:
    """Everything that keeps a cost out of a project; None is no project."""
    if takes is None:
        return (KeptOut.JOB_NOT_SYNCED,)
    whys = [] if takes.mapped else [KeptOut.MAPPING_OFF]
    categories = takes.categories.get(cost.code)
    if categories is None:
        whys.append(KeptOut.CODE_NOT_ON_PROJECT)
    elif cost.category not in categories:
        whys.append(KeptOut.CATEGORY_NOT_ON_CODE)
    if cost.sub_job and folded(cost.sub_job) not in takes.sub_jobs:
        whys.append(KeptOut.SUB_JOB_NOT_SYNCED)
    vendor = getattr(cost, "vendor", "")
    if vendor and takes.vendors is not None and folded(vendor) not in takes.vendors:
        whys.append(KeptOut.VENDOR_NOT_LINKED)
    return tuple(whys)


def type_of(cost: CostTransaction) -> DirectCostType:
    """What a transaction is called in the project system (master-data 5.5)."""
    match cost.source:
        case CostSource.ACCOUNTS_PAYABLE if cost.commitment:
            return DirectCostType.SUBCONTRACTOR_INVOICE
        case CostSource.ACCOUNTS_PAYABLE:
            return DirectCostType.INVOICE
        case CostSource.PAYROLL:
            return DirectCostType.PAYROLL
        case _:
            return DirectCostType.EXPENSE


def amount_of(cost: CostTransaction, billed: frozenset[str]) -> Cents:
    """What a transaction counts for: its cost, or what the owner is billed (job costs 4, 5)."""
    if cost.category not in billed:
        return cost.amount
    return cost.billed if cost.from_billing else 0


def direct_cost(cost: CostTransaction, billed: frozenset[str] = frozenset()) -> DirectCost:
    """A transaction as a direct cost, with Sage's own values."""
    return DirectCost(cost, type_of(cost), amount_of(cost, billed), cost.description)


def summary(seen: JobCost) -> JobCost:
    """Sage's totals, without its transactions."""
    return JobCost(seen.lines)


def detailed(seen: JobCost, takes: Takes | None, before: JobCost, now: datetime) -> JobCost:
    """Sage's totals, and each transaction at its place; what was edited here is Sage's again.

    A key counts once, however often it comes. What was kept out before keeps when it was first
    seen.
    """
    since = {one.of.key: one.first_seen for one in before.unsyncable}
    billed = takes.billed if takes else frozenset()
    placed: list[DirectCost] = []
    out: list[Unsyncable] = []
    for cost in _in_order(seen.transactions):
        if whys := kept_out(cost, takes):
            out.append(Unsyncable(cost, whys, since.get(cost.key, now)))
        else:
            placed.append(direct_cost(cost, billed))
    older = len(placed) - MOST_LISTED
    earlier = _earlier(placed[: max(0, older)])
    return JobCost(
        seen.lines, (), tuple(placed[max(0, older) :]), tuple(out[-MOST_LISTED:]), earlier
    )


def _in_order(costs: Iterable[CostTransaction]) -> list[CostTransaction]:
    """Each once, oldest first; of one key the last that came."""
    by_key = {cost.key: cost for cost in costs}
    return sorted(by_key.values(), key=lambda c: (c.dated or date.min, c.run, c.sequence))


def _earlier(costs: Iterable[DirectCost]) -> tuple[EarlierCosts, ...]:
    sums: dict[Place, EarlierCosts] = {}
    for cost in costs:
        of = cost.of
        key = (of.sub_job, of.code, of.category)
        held = sums.get(key, EarlierCosts(of.code, of.category, of.sub_job, 0, 0))
        sums[key] = held._replace(entries=held.entries + 1, amount=held.amount + cost.amount)
    return tuple(sums.values())


def totals(costs: Iterable[CostTransaction]) -> tuple[CostTotal, ...]:
    """What transactions come to by sub job, code and category; a place of nothing is left out."""
    sums: dict[Place, CostTotal] = {}
    for cost in costs:
        key = (cost.sub_job, cost.code, cost.category)
        held = sums.get(key, CostTotal(cost.code, cost.category, cost.sub_job))
        invoiced = cost.amount if cost.commitment else 0
        sums[key] = held._replace(
            job_to_date=held.job_to_date + cost.amount,
            commitment_invoiced=held.commitment_invoiced + invoiced,
        )
    return tuple(x for x in sums.values() if x.job_to_date or x.commitment_invoiced)


def budget_column(costs: Iterable[DirectCost]) -> dict[Place, Cents]:
    """The budget's direct cost column, by sub job, code and category (job costs 9)."""
    sums: dict[Place, Cents] = {}
    for cost in costs:
        if cost.approval in COUNTED:
            key = (cost.of.sub_job, cost.of.code, cost.of.category)
            sums[key] = sums.get(key, 0) + cost.amount
    return sums


def direct_column(body: JobCost) -> dict[Place, Cents]:
    """The column over all of a job's direct costs, those that are listed as sums included."""
    sums = budget_column(body.direct_costs)
    for old in body.earlier:
        key = (old.sub_job, old.code, old.category)
        sums[key] = sums.get(key, 0) + old.amount
    return sums


def counts_twice(chosen: ProjectSettings) -> bool:
    """Both ways of counting stand in one budget view (job costs 16)."""
    return chosen.transactions and chosen.reports_old_column


def twice(job: str) -> str:
    """What to know about a job that is counted in both ways."""
    return (
        f"The budget view of {job} has the calculated ERP Direct Costs column beside the direct "
        "costs, which counts cost twice; take the column out of the view. [job costs 16]"
    )


def named(costs: Sequence[DirectCost], key: str) -> DirectCost | None:
    """The direct cost of a transaction, by its key."""
    wanted = key.strip()
    return next((cost for cost in costs if cost.of.key == wanted), None)


def without_details(body: JobCost) -> JobCost:
    """The totals alone, for who may not look at direct costs one by one."""
    return JobCost(body.lines)


def cents(text: str) -> Cents | None:
    """`1,250.50` as 125050; None where it is no amount."""
    bare = text.strip().replace(",", "")
    sign, bare = (-1, bare[1:]) if bare.startswith("-") else (1, bare)
    whole, _, minor = bare.partition(".")
    plain = bare.isascii() and whole.isdecimal() and (not minor or minor.isdecimal())
    if not plain or len(minor) > 2 or len(whole) > 13:  # noqa: PLR2004  # cents; eight bytes
        return None
    return sign * (int(whole) * 100 + int(minor.ljust(2, "0") or 0))
