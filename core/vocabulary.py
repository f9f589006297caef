"""The words: kinds of record, statuses, views, actions, levels and tools."""

from enum import IntEnum, StrEnum
from typing import NewType

RecordId = NewType("RecordId", str)
"""Ours, sortable by time; never shown by the ERP."""

Cents = int
"""Money: a whole number of minor units. Its currency stands on the record."""


class RecordKind(StrEnum):
    """What may travel between the project system and the ERP."""

    COST_CODE = "cost_code"
    COMPANY = "company"
    PROJECT = "project"
    SUB_JOB = "sub_job"
    JOB_COST = "job_cost"
    BUDGET = "budget"
    COMMITMENT = "commitment"
    CCO = "cco"
    PCCO = "pcco"
    SUBCONTRACTOR_INVOICE = "subcontractor_invoice"
    OWNER_INVOICE = "owner_invoice"
    PRIME_CONTRACT = "prime_contract"


class ErpStatus(StrEnum):
    """Where a record stands between the two systems."""

    UNSENT = "unsent"
    READY_TO_EXPORT = "ready_to_export"
    RETRIEVED = "retrieved"
    REJECTED = "rejected"
    EXPORTING = "exporting"
    OUTCOME_UNKNOWN = "outcome_unknown"
    FAILED = "failed"
    SYNCED = "synced"
    READY_TO_UPDATE = "ready_to_update"
    UNLINKED = "unlinked"
    READY_TO_IMPORT = "ready_to_import"
    ARCHIVED = "archived"
    DELETED = "deleted"


class View(StrEnum):
    """The side filters of a tab. Every status is in exactly one."""

    READY_TO_IMPORT = "Ready to Import"
    READY_TO_EXPORT = "Ready to Export"
    READY_TO_UPDATE = "Ready to Update"
    FAILED = "Failed to Export"
    EXPORTING = "Exporting"
    RETURNED = "Rejected & Retrieved"
    NOT_SENT = "Not Sent"
    SYNCED = "Synced"
    ARCHIVED = "Archived"
    DELETED = "Deleted"


VIEW_OF: dict[ErpStatus, View] = {
    ErpStatus.UNSENT: View.NOT_SENT,
    ErpStatus.READY_TO_EXPORT: View.READY_TO_EXPORT,
    ErpStatus.RETRIEVED: View.RETURNED,
    ErpStatus.REJECTED: View.RETURNED,
    ErpStatus.EXPORTING: View.EXPORTING,
    ErpStatus.OUTCOME_UNKNOWN: View.EXPORTING,
    ErpStatus.FAILED: View.FAILED,
    ErpStatus.SYNCED: View.SYNCED,
    ErpStatus.READY_TO_UPDATE: View.READY_TO_UPDATE,
    ErpStatus.UNLINKED: View.NOT_SENT,
    ErpStatus.READY_TO_IMPORT: View.READY_TO_IMPORT,
    ErpStatus.ARCHIVED: View.ARCHIVED,
    ErpStatus.DELETED: View.DELETED,
}


class Action(StrEnum):
    """What an actor does. Those from ARRIVE on belong to the connector, ADJUST to no record."""

    SEND = "send"
    RETRIEVE = "retrieve"
    ACCEPT = "accept"
    REJECT = "reject"
    RESEND = "resend"
    UNLINK = "unlink"
    REIMPORT = "reimport"
    IMPORT = "import"
    LINK = "link"
    ARCHIVE = "archive"
    RESTORE = "restore"
    UPDATE = "update"
    DELETE = "delete"
    """Take a record out of its project for good; its history stays."""
    ASSIGN = "assign"
    """Make a cost type a default of a standard code."""
    REMOVE = "remove"
    """Take a cost type off a code, or a code off a project."""
    RENEW = "renew"
    """Bring one synced record in line with what Sage holds."""
    EDIT_COST = "edit_cost"
    DELETE_COST = "delete_cost"
    LOCK = "lock"
    """Close a budget's figures, so that it may be sent."""
    UNLOCK = "unlock"
    """Open a budget's figures again."""
    VOUCH = "vouch"
    """A person looked into the ERP and found what nobody answered for."""
    DISPROVE = "disprove"
    """A person looked into the ERP and it is not there."""
    MERGE = "merge"
    """Several companies become one."""
    CONSOLIDATE = "consolidate"
    """A duplicate is put out of use by hand."""
    REINSTATE = "reinstate"
    """Take CONSOLIDATE back."""
    RECALL = "recall"
    """Take back what was decided, before the connector takes it to the ERP."""
    ARRIVE = "arrive"
    """A record appears, found by the connector in one of the two systems."""
    CONFIRM = "confirm"
    """The ERP holds it: seen in a well-formed answer."""
    FAIL = "fail"
    """The ERP said no."""
    LOSE = "lose"
    """A call went out and no answer came: neither success nor failure."""
    FIND = "find"
    """After LOSE: the ERP was asked by key and holds it."""
    MISS = "miss"
    """After LOSE: the ERP was asked by key and provably does not hold it."""
    PARK = "park"
    """After LOSE: nobody but a person can tell whether the ERP holds it."""
    POST = "post"
    """What the ERP held in an unposted batch is posted there by now."""
    DECLINE = "decline"
    """The ERP said no to an update of a linked record."""
    ABSORB = "absorb"
    """A company's own row ends because a vendor's row was linked to it."""
    VOID = "void"
    """Its content changed at its origin after it was sent: it has to be sent again."""
    INHERIT = "inherit"
    """A company takes over the Sage vendor of one that was merged into it."""
    CARRY = "carry"
    """It names another company from now on, because its own was merged into that one."""
    FOLLOW = "follow"
    """A linked vendor takes over what was changed of it in Sage."""
    ADJUST = "adjust"
    """A setting or a person's rights were changed; no record moves, and none is asked for."""


CONNECTORS_OWN = frozenset(list(Action)[list(Action).index(Action.ARRIVE) :]) - {Action.ADJUST}
"""Outcomes and arrivals: no key, no command."""
ASKABLE = frozenset(Action) - CONNECTORS_OWN - {Action.ADJUST}
"""What a person may ask of a record: a key and a command each."""
WEIGHED = frozenset({Action.ACCEPT, Action.REJECT, Action.UNLINK, Action.DELETE})
"""What others notice, or what is taken away: of many their number is typed."""


class Permission(StrEnum):
    """The right a transition asks for. What it takes is in permissions.GRANTS."""

    SENDER = "sender"
    RESENDER = "re-sender"
    RETRIEVER = "retriever"
    APPROVER = "accounting approver"
    UNLINKER = "unlinker"
    IMPORTER = "importer"
    REIMPORTER = "re-importer"
    LINKER = "linker"
    ARCHIVER = "archiver"
    DELETER = "deleter"
    CODE_KEEPER = "cost code keeper"
    RENEWER = "renewer"
    KEEPER = "budget keeper"
    COST_EDITOR = "direct cost editor"
    DIRECTORY_KEEPER = "directory keeper"
    CONNECTOR = "connector"


class Effect(StrEnum):
    """What the outside is asked to do after a decision."""

    EXPORT = "export to the ERP"
    EXPORT_AT_ONCE = "tell the project system, then export to the ERP"
    UPDATE = "update the ERP"
    LOOK = "look in the ERP"
    TELL = "tell the project system"
    CREATE = "create in the project system"
    RENEW = "renew in the project system"
    REMOVE = "remove in the project system"
    TIDY = "keep the directory of the project system"


class Level(IntEnum):
    """Levels of a tool, in order (cross-cutting A.0-1)."""

    NONE = 0
    READ_ONLY = 1
    STANDARD = 2
    ADMIN = 3

    @property
    def words(self) -> str:
        return self.name.replace("_", " ").title()


class Tool(StrEnum):
    """The tools of the project system whose levels matter here."""

    ERP = "ERP Integrations"
    COMPANY_DIRECTORY = "Company Directory"
    PROJECT_DIRECTORY = "Project Directory"
    COMPANY_ADMIN = "Company Admin"
    PROJECT_ADMIN = "Project Admin"
    BUDGET = "Budget"
    COMMITMENTS = "Commitments"
    CHANGE_ORDERS = "Change Orders"
    PRIME_CONTRACTS = "Prime Contracts"
    REPORTS = "Reports"
    DIRECT_COSTS = "Direct Costs"


class Origin(StrEnum):
    """The system a record was born in."""

    PROJECT = "project"
    ERP = "erp"


class Approval(StrEnum):
    """A document's own status in the project system; not where it stands with the ERP."""

    DRAFT = "Draft"
    PENDING = "Pending"
    APPROVED = "Approved"
    COMPLETE = "Complete"
    APPROVED_AS_NOTED = "Approved as Noted"
    PENDING_OWNER_APPROVAL = "Pending Owner Approval"
    REVISE_AND_RESUBMIT = "Revise and Resubmit"
    VOID = "Void"


class CostSource(StrEnum):
    """From which ledger of Sage a job cost transaction comes (master-data 5.5)."""

    ACCOUNTS_PAYABLE = "AP cost"
    JOB_COST = "JC cost"
    PAYROLL = "PR cost"
    EQUIPMENT = "EQ cost"


class DirectCostType(StrEnum):
    """What a job cost transaction is in the project system."""

    SUBCONTRACTOR_INVOICE = "Subcontractor Invoice"
    INVOICE = "Invoice"
    PAYROLL = "Payroll"
    EXPENSE = "Expense"


class KeptOut(StrEnum):
    """Why a cost of Sage finds no place in a project (master-data 5.6): a code for each reason."""

    JOB_NOT_SYNCED = "job_not_synced"
    MAPPING_OFF = "mapping_off"
    CODE_NOT_ON_PROJECT = "code_not_on_project"
    CATEGORY_NOT_ON_CODE = "category_not_on_code"
    SUB_JOB_NOT_SYNCED = "sub_job_not_synced"
    VENDOR_NOT_LINKED = "vendor_not_linked"


class ContractType(StrEnum):
    """The two sorts of commitment."""

    SUBCONTRACT = "subcontract"
    PURCHASE_ORDER = "purchase order"


class BillingMethod(StrEnum):
    """How a job is billed in Sage: it decides where a prime contract comes from."""

    CONTRACTS = "Contracts"
    QUICKBILL_LUMP_SUM = "Quickbill lump sum"
    QUICKBILL_UNITS = "Quickbill units"


class Accounting(StrEnum):
    """How an imported prime contract is kept (cross-cutting B.2)."""

    AMOUNTS = "amounts"
    UNITS = "units"


SPELLED = frozenset({RecordKind.CCO, RecordKind.PCCO})
"""Kinds that go by their initials."""


def words(word: StrEnum) -> str:
    """As people say it: ``ready_to_export`` is "ready to export", and a ``cco`` a "CCO"."""
    text = word.value.replace("_", " ")
    return text.upper() if word in SPELLED else text


def capital(text: str) -> str:
    """As it begins a sentence; what is spelled in capitals keeps them."""
    return text[:1].upper() + text[1:]


def with_article(noun: str) -> str:
    """With its article: "a budget", "an owner invoice"."""
    return f"an {noun}" if noun[:1].casefold() in set("aeiou") else f"a {noun}"
