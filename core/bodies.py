"""What each kind of record holds besides its head: a typed body with its lines."""

from datetime import date, datetime

from core.cost_records import JobCost
from core.values import NamedTuple
from core.vocabulary import (
    Accounting,
    Approval,
    BillingMethod,
    Cents,
    ContractType,
    RecordId,
    RecordKind,
)


class CostType(NamedTuple):
    """A Sage category (master-data 1.3)."""

    abbreviation: str
    name: str = ""


class CostCode(NamedTuple):
    """A standard cost code of the company. The head's number is the code."""

    types: tuple[CostType, ...] = ()
    group: bool = False
    """A header in Sage; never chosen on a line (cost codes 4a)."""
    active: bool = True
    defaults: tuple[str, ...] | None = None
    """Cost types that a project gets with the code; None while they are as in Sage."""


class Insurance(NamedTuple):
    """One policy of a vendor; filled from Sage only (vendors 14)."""

    type: str
    policy_number: str
    effective: date | None = None
    expires: date | None = None
    limit: Cents = 0


class Company(NamedTuple):
    """A company of the directory, an AP vendor in Sage. The head's title is its name."""

    active: bool = True
    vendor_type: str = ""
    address: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    erp_active: bool = True
    """False once Sage marks the vendor inactive or not used."""
    insurance: tuple[Insurance, ...] = ()
    bid_packages: tuple[str, ...] = ()
    """Those it was invited to; two companies of one package are not merged."""


class ProjectCode(NamedTuple):
    """A cost code on a project, or on a sub job."""

    code: str
    description: str = ""
    types: tuple[str, ...] = ()
    """Category abbreviations chosen in the project system."""
    erp_types: tuple[str, ...] = ()
    """Those the Sage job holds already."""

    @property
    def pending(self) -> tuple[str, ...]:
        """Chosen here and not yet in Sage."""
        return tuple(t for t in self.types if t not in self.erp_types)


class Removal(NamedTuple):
    """A code, or one category of it, that somebody asked to take off a project."""

    code: str
    category: str
    """Empty where the whole code is meant."""
    by: str
    at: datetime
    done: bool = False
    why: str = ""
    """Why it stayed; empty while nobody has answered, and once it is done."""

    @property
    def open(self) -> bool:
        return not self.done and not self.why

    @property
    def outcome(self) -> str:
        if self.done:
            return "removed"
        return f"stays: {self.why}" if self.why else "asked"


class Project(NamedTuple):
    """A project, a job in Sage. The head's number becomes the Sage job id."""

    erp_sync: bool = True
    erp_code_list: bool = True
    """It uses the ERP's standard cost code list (cost codes 15)."""
    prime_contracts_tool: bool = True
    address: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    parent_job: str = ""
    """Informational only; never exported (jobs 18)."""
    codes: tuple[ProjectCode, ...] = ()
    template: str = ""
    """What the project was made from when its job was imported."""
    tracks_extras: bool = True
    """The Sage job takes extras (sub jobs 4a)."""
    removals: tuple[Removal, ...] = ()
    """What was asked to be taken off, oldest first: the delete history (cost codes 13)."""


class SubJob(NamedTuple):
    """A sub job, an extra of a Sage job."""

    codes: tuple[ProjectCode, ...] = ()


class BudgetLine(NamedTuple):
    """One line of a budget; amounts only, units never travel (financials 19)."""

    code: str
    category: str
    original: Cents
    changes: Cents = 0
    sub_job: str = ""
    completion: Cents | None = None
    """Estimated cost at completion, from the designated column of the budget view; misc amount 1
    of the category in Sage."""
    to_complete: Cents | None = None
    """Forecast to complete, from the same view; misc amount 2."""

    @property
    def revised(self) -> Cents:
        return self.original + self.changes


class Budget(NamedTuple):
    """A project's budget, estimate entries in Sage."""

    lines: tuple[BudgetLine, ...] = ()
    locked: bool = False
    exported: tuple[BudgetLine, ...] = ()
    """The lines of the last successful export; empty while there was none."""
    exported_at: datetime | None = None
    """When that was confirmed."""
    forecast: bool = False
    """The forecast goes along; written by an acceptance, from three switches (financials 21)."""


class SovLine(NamedTuple):
    """One line of a schedule of values."""

    item: int
    code: str
    category: str
    amount: Cents
    description: str = ""
    sub_job: str = ""
    quantity: int = 0
    """In thousandths of a unit."""
    unit: str = ""
    unit_cost: Cents = 0


class Commitment(NamedTuple):
    """A subcontract or purchase order."""

    type: ContractType = ContractType.SUBCONTRACT
    approval: Approval = Approval.APPROVED
    dated: date | None = None
    retainage: int = 0
    """Default retainage in basis points."""
    scope: str = ""
    lines: tuple[SovLine, ...] = ()


class ChangeLine(NamedTuple):
    """One line of a change order. An item of None is a new line of the commitment."""

    item: int | None
    code: str
    category: str
    amount: Cents
    description: str = ""
    sub_job: str = ""
    unit_cost: Cents | None = None


class CommitmentChange(NamedTuple):
    """A commitment change order (CCO). The head's parent is the commitment."""

    approval: Approval = Approval.APPROVED
    created: date | None = None
    approved: date | None = None
    scope: str = ""
    lines: tuple[ChangeLine, ...] = ()


class PrimeChange(NamedTuple):
    """A prime contract change order (PCCO). The head's parent is the prime contract."""

    approval: Approval = Approval.APPROVED
    created: date | None = None
    potential: bool = False
    transaction_date: date | None = None
    lines: tuple[ChangeLine, ...] = ()
    estimates: bool = False
    """It makes an estimate change, too; written by an acceptance, from the policy (X3)."""


class InvoiceLine(NamedTuple):
    """What is billed on one line of a commitment, or of one of its change orders."""

    item: int
    code: str
    category: str
    amount: Cents
    retainage: Cents = 0
    description: str = ""
    sub_job: str = ""
    cco: RecordId | None = None
    released: Cents = 0
    """Of the retainage held before, what is paid out with this invoice."""


class SubcontractorInvoice(NamedTuple):
    """An AP invoice. The head's amount is what is due: gross less retainage that is held."""

    approval: Approval = Approval.APPROVED
    billing_date: date | None = None
    accounting_date: date | None = None
    gross: Cents = 0
    retainage: Cents = 0
    tax: Cents = 0
    lines: tuple[InvoiceLine, ...] = ()


class OwnerInvoice(NamedTuple):
    """An AR invoice against a prime contract."""

    approval: Approval = Approval.APPROVED
    period_end: date | None = None
    billing: BillingMethod = BillingMethod.QUICKBILL_LUMP_SUM
    lines: tuple[InvoiceLine, ...] = ()


class ContractItem(NamedTuple):
    """One item of a prime contract in Sage; one SOV line here."""

    item: str
    description: str
    scheduled: Cents
    quantity: int = 0
    """In thousandths of a unit; only where the contract is kept by units."""
    unit: str = ""
    unit_price: Cents = 0


class PrimeContract(NamedTuple):
    """A contract with an owner; comes from Sage and never goes back (financials 79)."""

    customer: str = ""
    approval: Approval = Approval.APPROVED
    billing: BillingMethod = BillingMethod.CONTRACTS
    projects: int = 1
    """On how many projects it sits; more than one bars a re-import."""
    lines: tuple[ContractItem, ...] = ()
    accounting: Accounting = Accounting.AMOUNTS
    """Chosen when it was imported."""


Body = (
    CostCode
    | Company
    | Project
    | SubJob
    | JobCost
    | Budget
    | Commitment
    | CommitmentChange
    | PrimeChange
    | SubcontractorInvoice
    | OwnerInvoice
    | PrimeContract
)

K = RecordKind

BODY_OF: dict[RecordKind, type[Body]] = {
    K.COST_CODE: CostCode,
    K.COMPANY: Company,
    K.PROJECT: Project,
    K.SUB_JOB: SubJob,
    K.JOB_COST: JobCost,
    K.BUDGET: Budget,
    K.COMMITMENT: Commitment,
    K.CCO: CommitmentChange,
    K.PCCO: PrimeChange,
    K.SUBCONTRACTOR_INVOICE: SubcontractorInvoice,
    K.OWNER_INVOICE: OwnerInvoice,
    K.PRIME_CONTRACT: PrimeContract,
}
