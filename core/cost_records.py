"""What a job cost: totals, transactions as Sage holds them, and direct costs made of them."""

from datetime import date, datetime

from core.values import NamedTuple
from core.vocabulary import (
    Approval,
    Cents,
    CostSource,
    DirectCostType,
    KeptOut,
)


class CostTotal(NamedTuple):
    """Cost to date of one code and category of a job (master-data 5.2)."""

    code: str
    category: str
    sub_job: str = ""
    job_to_date: Cents = 0
    commitment_invoiced: Cents = 0

    @property
    def direct(self) -> Cents:
        """ERP direct cost (job costs 10)."""
        return self.job_to_date - self.commitment_invoiced


class CostTransaction(NamedTuple):
    """One job cost transaction, as Sage holds it (master-data 5.5). Its job is the head's."""

    run: int
    sequence: int
    """With the run its natural key: the same key is the same transaction (job costs 13)."""
    source: CostSource
    code: str
    category: str
    amount: Cents
    """What it cost; negative where it takes something back."""
    dated: date | None = None
    accounting_date: date | None = None
    description: str = ""
    sub_job: str = ""
    quantity: int = 0
    """In thousandths of a unit."""
    unit_cost: Cents = 0
    billed: Cents = 0
    """What the owner is billed for it."""
    from_billing: bool = False
    """Sage's Billing made the billed amount, out of work in progress (job costs 5)."""
    vendor: str = ""
    """The Sage vendor."""
    invoice: str = ""
    commitment: str = ""
    commitment_item: int = 0
    retainage: Cents = 0

    @property
    def key(self) -> str:
        return f"{self.run}-{self.sequence}"


class DirectCost(NamedTuple):
    """A job cost transaction as it stands in a project. An edit changes this, never `of`."""

    of: CostTransaction
    type: DirectCostType
    amount: Cents
    description: str = ""
    approval: Approval = Approval.APPROVED
    edited: bool = False
    """Changed here since it was last brought from Sage."""


class Unsyncable(NamedTuple):
    """A transaction that found no place in its project, and everything that keeps it out."""

    of: CostTransaction
    reasons: tuple[KeptOut, ...]
    first_seen: datetime


class EarlierCosts(NamedTuple):
    """The sum of the direct costs that are too old to be listed one by one."""

    code: str
    category: str
    sub_job: str
    entries: int
    """How many they are."""
    amount: Cents


class JobCost(NamedTuple):
    """The job costs of one job; imported only. The head's amount is the sum to date."""

    lines: tuple[CostTotal, ...] = ()
    transactions: tuple[CostTransaction, ...] = ()
    """All of them in what Sage holds; none in a record, which has `direct_costs` instead."""
    direct_costs: tuple[DirectCost, ...] = ()
    """Where the project takes transactions: the newest of them, oldest first."""
    unsyncable: tuple[Unsyncable, ...] = ()
    earlier: tuple[EarlierCosts, ...] = ()
