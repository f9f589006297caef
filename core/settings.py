"""What a company chose: limits, masks, policies and the facts of its relay.

Values, validated where they are read from outside; guards only look at them.
"""

from enum import StrEnum

from core.mappings import USUAL, Ticks
from core.routes import Routes
from core.values import NamedTuple
from core.vocabulary import Accounting as Accounting  # noqa: PLC0414  # named from here, too
from core.vocabulary import Cents, RecordKind

DIRECT = frozenset(
    {
        RecordKind.COMMITMENT,
        RecordKind.CCO,
        RecordKind.SUBCONTRACTOR_INVOICE,
        RecordKind.OWNER_INVOICE,
    }
)
"""Kinds that may be exported without an approver (cross-cutting B.3)."""

GRACE_SECONDS = 10
"""With what a company is founded. One that was here before it could be chosen keeps none, so that
nothing begins to wait unasked."""


class Policy(StrEnum):
    """What a guard does where sources leave the choice open."""

    BLOCK = "block"
    WARN = "warn"


class Recipients(StrEnum):
    """Who hears of a reject (X6)."""

    CREATOR = "creator"
    SENDER = "sender"
    BOTH = "both"


class UnlinkChange(StrEnum):
    """What unlinking a commitment change order takes (X7)."""

    PUSH = "can push to accounting"
    ADMIN = "erp admin"


class SubcontractStatus(StrEnum):
    """Which subcontracts are sent (X8)."""

    APPROVED_OR_COMPLETE = "approved or complete"
    APPROVED = "approved"


class ChangesAtUnlock(StrEnum):
    """What becomes of budget changes when a budget is unlocked (X9)."""

    KEPT = "kept"
    REFUSED = "refused"


class Retainage(StrEnum):
    """What a distribution's retainage is (X4)."""

    NET = "held less released"
    HELD = "held"


class JobImporter(StrEnum):
    """Who imports jobs and extras (master-data 8.1 no. 2)."""

    MAKES_PROJECTS = "erp standard who may make projects"
    ERP_ADMIN = "erp admin"


class ProjectSender(StrEnum):
    """Who sends a project (master-data 8.1 no. 3)."""

    PROJECT_ADMIN = "project admin"
    APPROVER = "project admin who is an accounting approver"


class InactiveVendor(StrEnum):
    """What a vendor that Sage made inactive becomes here (master-data 8.1 no. 6)."""

    FLAGGED = "stays, with a warning"
    ARCHIVED = "is archived"


class VendorLinker(StrEnum):
    """Who links a vendor to a company (master-data 8.1 no. 7)."""

    DIRECTORY = "directory admin with erp standard"
    ERP_ADMIN = "erp admin"


class CompanyRetriever(StrEnum):
    """Who takes a company back (master-data 8.1 no. 8)."""

    EITHER = "directory admin or erp admin"
    BOTH = "directory admin and erp admin"


class CompanySender(StrEnum):
    """Who sends a company (master-data 8.1 no. 9)."""

    EITHER = "company or project directory admin"
    COMPANY = "company directory admin"


class ArchiveViewer(StrEnum):
    """Who opens the list of archived companies (master-data 8.1 no. 13)."""

    STANDARD = "erp standard"
    APPROVER = "accounting approver"


class VendorUpdates(StrEnum):
    """Whether what Sage changed in a linked vendor is taken over here (cross-cutting B.2)."""

    AUTOMATIC = "on refresh"
    NEVER = "never"


class Limits(NamedTuple):
    """Widths of Sage 300 CRE's fields in characters (master-data 8.3: defaults, not constants)."""

    vendor_id: int = 10
    vendor_name: int = 30
    job_id: int = 10
    job_name: int = 30
    extra_id: int = 10
    extra_name: int = 30
    cost_code: int = 12
    category: int = 3
    description: int = 30
    commitment_id: int = 12
    commitment_title: int = 30
    unit: int = 6
    cco_id: int = 5
    cco_title: int = 30
    scope: int = 1000
    pcco_number: int = 5
    pcco_title: int = 30
    invoice_id: int = 15
    line_amount: int = 999_999_99
    """In minor units; above it a warning (financials 33)."""


class Relay(NamedTuple):
    """What the relay reports of itself and of Sage's set-up."""

    client: str = "1.31.500.0"
    sage: str = "23.2"
    date_received_usage: str = "Not Used"
    payment_date_usage: str = "Not Required"
    mappings: Ticks = USUAL
    """What is ticked in the client, and what of it came whole (cross-cutting C.3)."""
    account: str = ""
    """What is wrong with the relay's own account in Sage; empty while it works."""
    no_first_step: str = ""
    """Why nothing here can have the relay read Sage; empty where it can be asked to."""


class Policies(NamedTuple):
    """The choice the company made where sources disagree (financials 11, master-data 8.1)."""

    pcco_estimates: bool = False
    """X3: a prime change order makes an estimate change, too."""
    retainage: Retainage = Retainage.NET
    reject_notice: Recipients = Recipients.BOTH
    unlink_change: UnlinkChange = UnlinkChange.PUSH
    subcontract_status: SubcontractStatus = SubcontractStatus.APPROVED_OR_COMPLETE
    unlock_with_changes: ChangesAtUnlock = ChangesAtUnlock.KEPT
    job_importer: JobImporter = JobImporter.MAKES_PROJECTS
    project_sender: ProjectSender = ProjectSender.PROJECT_ADMIN
    company_name: Policy = Policy.BLOCK
    inactive_vendor: InactiveVendor = InactiveVendor.FLAGGED
    vendor_linker: VendorLinker = VendorLinker.DIRECTORY
    company_retriever: CompanyRetriever = CompanyRetriever.EITHER
    company_sender: CompanySender = CompanySender.EITHER
    archive_viewer: ArchiveViewer = ArchiveViewer.STANDARD
    resend_notice_at_once: bool = True
    """A re-sent record is told to approvers at once, besides the daily summary (1.5)."""
    near_duplicate: int = 90
    """How alike two vendor names are, in percent, before accept warns of it."""


class Mail(NamedTuple):
    """Where notices go out. Without a host nothing is sent; the password is never kept here."""

    host: str = ""
    port: int = 587
    sender: str = ""
    user: str = ""
    encrypted: bool = True
    """STARTTLS before anything else is said."""
    daily_hour: int = 7
    """The hour of the daily summary, in the company's time zone."""


class Schedule(NamedTuple):
    """How often each hop is made, in minutes (cross-cutting C.1)."""

    relay_minutes: int = 5
    poll_minutes: int = 30


class Sending(NamedTuple):
    """What stands between an acceptance and the ERP, besides the rules."""

    company_key: str = "main"
    """Names this company in the keys of what leaves."""
    stopped: str = ""
    """Why nothing leaves for the ERP at all; empty while it does."""
    breaker_after: int = 5
    """So many calls of a kind that nobody answered, one after the other, hold that kind back."""
    per_minute: int = 0
    """No more calls than that in a minute; 0: as many as there are."""
    daily_ceiling: int = 0
    """What leaves on one day of the company, in minor units, before a person has to say go; 0: no
    matter how much."""
    disprove_by_two: bool = False
    """That something is not in the ERP has to be said by two people."""
    reconcile_days: int = 7
    """How far the nightly comparison with the ERP goes back."""
    free_megabytes: int = 100
    """Below so much free space nothing is taken in hand."""


class Anchors(NamedTuple):
    """Where the head of the history is told, besides the system log (reliability 6.6)."""

    file: str = ""
    """A file outside the home; empty for none."""
    auditor: str = ""
    """The address that gets the head in a mail each day; empty for none."""


class Duties(NamedTuple):
    """What keeps one person from deciding alone (reliability I2, I8)."""

    four_eyes: bool = False
    """Who sent or last changed a record does not accept it."""
    grantor_days: int = 0
    """So long nobody decides by what they granted themselves; 0: at once."""


class Amounts(NamedTuple):
    """An amount for each kind that has one, in minor units; 0: none."""

    budget: Cents = 0
    commitment: Cents = 0
    cco: Cents = 0
    pcco: Cents = 0
    subcontractor_invoice: Cents = 0
    owner_invoice: Cents = 0


class Rejects(NamedTuple):
    """What a reject says to whoever sent the record."""

    reasons: tuple[str, ...] = ()
    """Offered where the reason is asked for."""
    pointer: bool = False
    """It names the field that has to be fixed."""


class ProjectSettings(NamedTuple):
    """What was chosen for one project (cross-cutting B.2, master-data 5.2)."""

    export_forecast: bool = False
    budget_view: str = ""
    """The default ERP budget view."""
    budget_view_columns: tuple[str, ...] = ()
    completion_column: str = ""
    """The designated Estimated Cost at Completion column of that view."""
    direct_costs_tool: bool = True
    transactions: bool = False
    """Job cost transactions come one by one, not as totals."""
    billed_rates: tuple[str, ...] = ()
    """Categories that take the billed amount (job costs 4)."""
    sub_jobs: bool = True
    reports_old_column: bool = False
    """The budget view still has the calculated ERP Direct Costs column (job costs 16)."""


class Settings(NamedTuple):
    """The company's choices (cross-cutting B)."""

    limits: Limits = Limits()
    relay: Relay = Relay()
    job_mask: str = "XXXXXXXXXX"
    """X letter or digit, # digit, A letter; `-` and `.` stand for themselves. The last section
    may be shorter."""
    commitment_mask: str = "XXXXXXXXXXXX"
    cost_code_mask: str = "##-###"
    max_cost_code_sections: int = 3
    vendor_types: tuple[str, ...] = ("Subcontractor", "Material supplier", "Professional")
    default_vendor_type: str = "Subcontractor"
    use_contract_number: bool = True
    suggest_vendor_id: bool = True
    """Offer the directory's own number as the Sage vendor id."""
    suggest_job_id: bool = True
    commitment_title: Policy = Policy.BLOCK
    """X1: block, or warn and cut at export."""
    project_name: Policy = Policy.WARN
    zero_invoice: Policy = Policy.WARN
    allow_link_existing_project: bool = False
    project_cap: int = 100_000
    tax_groups: bool = False
    owner_invoices: bool = True
    """The AR module is on and owner invoice export is set up (financials 75)."""
    policies: Policies = Policies()
    mail: Mail = Mail()
    schedule: Schedule = Schedule()
    time_zone: str = "UTC"
    """By an IANA name; a date is the company's date."""
    direct_exports: frozenset[RecordKind] = frozenset()
    """Kinds that go to Sage when they are sent (cross-cutting B.3)."""
    imported_vendor_types: tuple[str, ...] | None = None
    """None: every type. Vendors without one are always taken (vendors 17)."""
    vendor_updates: VendorUpdates = VendorUpdates.NEVER
    vendor_insurance: bool = True
    sub_jobs: bool = True
    """Extras come in and go out."""
    billed_rates: bool = False
    edit_synced_costs: bool = False
    """Synced direct costs may be edited here; once on, it stays on (job costs 6, 8)."""
    add_codes_to_budgets: bool = False
    summarise_invoice_lines: bool = True
    override_invoice_number: bool = True
    """The approver may give an invoice another number in Sage than it has here."""
    forecast_export: bool = False
    """The feature is switched on for the company (financials 21)."""
    use_change_number: bool = True
    commitment_prefix: str = ""
    """Put before a suggested commitment id; {job} stands for the Sage job id."""
    prime_contract_accounting: Accounting = Accounting.AMOUNTS
    project_templates: tuple[str, ...] = ()
    default_template: str = ""
    """Applied to a project made from a Sage job; empty for none."""
    lock_contract_company: bool = False
    """The project system locks schedule of values and contract company of approved contracts."""
    grace_seconds: int = 0
    """How long what was accepted waits before it leaves for the ERP, and may be recalled. A company
    is founded with GRACE_SECONDS."""
    confirm_count: int = 50
    """More decisions at once than this are made only after their number was typed."""
    confirm_amount: int = 1_000_000_00
    """Likewise from this amount on, in minor units."""
    sending: Sending = Sending()
    idle_minutes: int = 15
    """A console that nobody touches for so long is covered until a key is pressed; 0 for never."""
    idle_end_minutes: int = 60
    """A session over SSH that nobody touches for so long ends; 0 for never."""
    anchors: Anchors = Anchors()
    duties: Duties = Duties()
    accept_limit: Amounts = Amounts()
    """Up to what somebody without a limit of their own accepts a record."""
    second_approver: Amounts = Amounts()
    """From what amount on two people have to accept a record."""
    rejects: Rejects = Rejects()

    routes: Routes = Routes()
    sessions_most: int = 20
    """So many sessions over SSH one person has at once; 0 for any number."""


NEW_COMPANY = Settings(grace_seconds=GRACE_SECONDS, duties=Duties(four_eyes=True, grantor_days=7))
"""With what a company is founded. One that was here before keeps the usual values, so that nobody
is kept from anything unasked."""
