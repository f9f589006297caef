"""What travels: a record's head, and a typed body with its lines for each kind.

Values are named tuples: frozen, typed, and five times cheaper to define and to make than
dataclasses, which a one-shot command and a batch of ten thousand both feel (decision 0001).
"""

from datetime import date, datetime
from typing import Any

from core.values import NamedTuple
from core.vocabulary import (
    Accounting,
    Approval,
    BillingMethod,
    Cents,
    ContractType,
    CostSource,
    DirectCostType,
    ErpStatus,
    KeptOut,
    Origin,
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
    count: int
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
    """An AP invoice. The head's amount is what is due: gross less retainage."""

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


class Fault(NamedTuple):
    """Why the ERP did not take a record, in its own words."""

    code: str
    text: str
    passing: bool = False
    """True where trying again unchanged may help: a closed relay, a timeout."""


class Record(NamedTuple):
    """Anything that is exchanged: what every kind has, and the body of its own kind."""

    id: RecordId
    kind: RecordKind
    status: ErpStatus
    version: int
    """Grows by one with every change; a decision names the version it was made on."""
    number: str
    title: str
    body: Body
    origin: Origin = Origin.PROJECT
    project: RecordId | None = None
    project_number: str = ""
    vendor: RecordId | None = None
    vendor_name: str = ""
    parent: RecordId | None = None
    parent_number: str = ""
    amount: Cents = 0
    currency: str = "USD"
    erp_id: str | None = None
    """Sage's id, proposed at accept and kept while linked."""
    export_key: str | None = None
    """New with each acceptance of what was sent; the same for all attempts to perform it."""
    created_by: str = ""
    created_at: datetime | None = None
    sent_by: str = ""
    sent_at: datetime | None = None
    changed_at: datetime | None = None
    fault: Fault | None = None
    note: str = ""
    """The last reason somebody gave."""
    origin_id: str = ""
    """Its id in the project system; empty where that is `id` itself, as for records born there.
    A vendor's row that was linked to a company carries the company's."""
    fell_back: str = ""
    """Why it waits for an approver although its kind is exported directly; empty where that is
    not so."""
    unposted_since: datetime | None = None
    """Since when it sits in an unposted batch of Sage; None where it does not."""

    @property
    def at_origin(self) -> RecordId:
        """Under which id the project system knows it."""
        return RecordId(self.origin_id) if self.origin_id else self.id


class Row(NamedTuple):
    """A record as a list shows it: the head without its body."""

    id: RecordId
    kind: RecordKind
    status: ErpStatus
    version: int
    number: str
    title: str
    project_number: str
    vendor_name: str
    amount: Cents
    currency: str
    erp_id: str | None
    sent_by: str
    age_from: datetime
    """Since when it waits where it stands: sent_at, else the last change."""
    remark: str
    """The fault's text, or the last note."""
    fell_back: str = ""
    unposted_since: datetime | None = None
    project_title: str = ""
    """Of sub jobs only, whose list is grouped by project."""


def erp_scope(record: Record) -> str:
    """Within what an ERP id is unique.

    Commitments company-wide (financials 25), a CCO within its commitment (47), an invoice within
    its vendor (65), a sub job within its job (sub jobs 12), the rest within their kind. What only
    the ERP holds may lie within something that is no record yet; its number stands for it.
    """
    match record.kind:
        case K.CCO | K.PCCO:
            return f"{record.kind}:{record.parent or record.parent_number}"
        case K.SUBCONTRACTOR_INVOICE:
            return f"{record.kind}:{record.vendor or record.vendor_name}"
        case K.SUB_JOB | K.BUDGET | K.JOB_COST:
            return f"{record.kind}:{record.project or record.project_number}"
        case _:
            return record.kind


def folded(erp_id: str) -> str:
    """The same for all spellings the ERP takes as one id (reliability 6.1)."""
    if erp_id.isascii():
        return erp_id.strip().casefold()
    import unicodedata  # seldom needed

    plain = unicodedata.normalize("NFKC", erp_id)
    return "".join(c for c in plain if unicodedata.category(c) != "Cf").strip().casefold()


def lines_of(record: Record) -> tuple[Any, ...]:
    """The typed lines of any kind; empty where a kind has none."""
    body = record.body
    if isinstance(body, CostCode):
        return body.types
    if isinstance(body, (Project, SubJob)):
        return body.codes
    if isinstance(body, Company):
        return body.insurance
    return body.lines
