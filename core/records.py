"""What travels: a record's head, and a typed body with its lines for each kind.

Values are named tuples: frozen, typed, and five times cheaper to define and to make than
dataclasses, which a one-shot command and a batch of ten thousand both feel (decision 0001).
"""

from datetime import datetime
from typing import Any

from core.bodies import (
    BODY_OF,
    Body,
    Budget,
    BudgetLine,
    ChangeLine,
    Commitment,
    CommitmentChange,
    Company,
    ContractItem,
    CostCode,
    CostType,
    Insurance,
    InvoiceLine,
    OwnerInvoice,
    PrimeChange,
    PrimeContract,
    Project,
    ProjectCode,
    Removal,
    SovLine,
    SubcontractorInvoice,
    SubJob,
)
from core.cost_records import (
    CostTotal,
    CostTransaction,
    DirectCost,
    EarlierCosts,
    JobCost,
    Unsyncable,
)
from core.values import NamedTuple
from core.vocabulary import (
    Cents,
    ErpStatus,
    Origin,
    RecordId,
    RecordKind,
)

K = RecordKind

__all__ = [
    "BODY_OF",
    "Body",
    "Budget",
    "BudgetLine",
    "ChangeLine",
    "Commitment",
    "CommitmentChange",
    "Company",
    "ContractItem",
    "CostCode",
    "CostTotal",
    "CostTransaction",
    "CostType",
    "DirectCost",
    "EarlierCosts",
    "Fault",
    "Insurance",
    "InvoiceLine",
    "JobCost",
    "OwnerInvoice",
    "PrimeChange",
    "PrimeContract",
    "Project",
    "ProjectCode",
    "Record",
    "Removal",
    "Row",
    "SovLine",
    "SubJob",
    "SubcontractorInvoice",
    "Unsyncable",
    "erp_scope",
    "folded",
    "lines_of",
]


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
    edited_by: str = ""
    """Who changed its content last; empty where nobody did since it was made."""
    endorsed_by: str = ""
    """Who gave the first of two acceptances; empty while there is none."""
    override: str = ""
    """Why the rules on who decides are set aside for it, in the words of who endorsed it."""

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
    leaves_at: datetime | None = None
    """Until when it may be recalled; None where it does not wait to leave for the ERP."""
    digest: str = ""
    """Of its content (core.canonical)."""
    endorsed_by: str = ""
    """Who gave the first of two acceptances, while the second is awaited."""


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
