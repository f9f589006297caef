"""What a judgement may look at: a record, who asks, with which words, and what it names."""

from collections.abc import Mapping
from datetime import date, datetime

from core.clock import day_of
from core.people import Actor
from core.records import Body, Fault, Record
from core.settings import ProjectSettings, Settings
from core.values import NamedTuple
from core.vocabulary import ErpStatus, RecordId, RecordKind


class Answers(NamedTuple):
    """The extra fields an action takes. None is "not said"; a table may supply a default."""

    erp_id: str | None = None
    vendor_type: str | None = None
    transaction_date: date | None = None
    accounting_date: date | None = None
    reason: str | None = None
    link_to: RecordId | None = None
    """The company a Sage vendor is linked to, or the project a job is linked to."""
    existing_lines: str | None = None
    """For a budget import onto existing lines: "keep" or "override"."""
    confirmed: bool = False
    """A one-way step was confirmed in words."""
    fault: Fault | None = None
    """The connector's: what the ERP said."""
    template: str | None = None
    """The project template for an imported job."""
    accounting: str | None = None
    """Whether an imported prime contract is kept by amounts or by units."""
    code: str | None = None
    """The cost code to take off a project, or to take a cost type off."""
    category: str | None = None
    """The cost type to give or to take, by its abbreviation."""
    transaction: str | None = None
    """The key of the direct cost that is meant: its run and sequence in Sage."""
    cost_amount: str | None = None
    """What a direct cost is to come to, as text."""
    cost_description: str | None = None

    unposted: bool = False
    """The connector's: what the ERP took sits in an unposted batch there."""
    override: str | None = None
    """Why the rules on who decides are set aside in an emergency."""
    fix: str | None = None
    """Which field of what is rejected has to be fixed."""


NOTHING_SAID = Answers()


class Related(NamedTuple):
    """A record that another one names: enough of it to judge by."""

    id: RecordId
    kind: RecordKind
    status: ErpStatus
    number: str
    title: str
    erp_id: str | None
    active: bool = True


class Named(NamedTuple):
    """A company by its name: enough of it to say which other one it may be."""

    id: RecordId
    status: ErpStatus
    version: int
    number: str
    title: str
    erp_id: str | None
    active: bool = True


class Near(NamedTuple):
    """A company whose name is nearly the same as another's."""

    company: Named
    percent: int


class Directory(NamedTuple):
    """What the directory has around a company that is judged."""

    near: tuple[Near, ...] = ()
    """Other companies of nearly the same name, the most alike first."""
    commitments: int = 0
    """How many commitments name it, sent or not."""
    on_their_way: int = 0
    """How many records that name it are being exported."""
    approved_for_target: int = 0
    """How many approved commitments name the company it is to be merged into."""


class Job(NamedTuple):
    """What is known of the Sage job behind a project."""

    codes: frozenset[tuple[str, str]] = frozenset()
    """Code and category pairs that the Sage job holds."""
    pending: frozenset[tuple[str, str]] = frozenset()
    """Pairs chosen in the project and not yet in Sage."""
    groups: frozenset[str] = frozenset()
    """Summary codes, never chosen on a line."""
    sub_jobs: frozenset[str] = frozenset()
    """Numbers of synced sub jobs."""
    prime_contracts_tool: bool = True


class Mirrored(NamedTuple):
    """What the ERP held, as last brought over both hops."""

    kind: RecordKind
    scope: str
    """The ERP id of what its own id is unique within; empty for the whole company."""
    erp_id: str
    title: str
    amount: int = 0
    active: bool = True
    posted: bool = True
    """False while it sits in an unposted batch."""
    seen_at: datetime | None = None
    """When the relay last read Sage; absence is only as fresh as this."""
    body: Body | None = None
    job: str = ""
    """The Sage job it belongs to."""
    vendor: str = ""
    """The Sage vendor it names."""
    parent: str = ""
    """The Sage commitment or contract it belongs to."""


class Held(NamedTuple):
    """What is owed to the ERP for a record, from the decision to its performance."""

    leaves_at: datetime
    """Until then it may be recalled."""
    before: Record | None = None
    """As it was before the decision; None where it was given no moment."""
    taken_at: datetime | None = None
    """When the connector took it in hand; None while nobody has."""


class Case(NamedTuple):
    """Everything a guard may read. The store fills it before judging; guards never fetch."""

    record: Record
    actor: Actor
    now: datetime
    answers: Answers = NOTHING_SAID
    settings: Settings = Settings()
    related: Mapping[RecordId, Related] = {}
    """Every record this one names: project, vendor, parent, billed CCOs, link target."""
    job: Job | None = None
    holder: str | None = None
    """Who already holds the ERP id that this action would take, in words."""
    mirrored: Mirrored | None = None
    """What the ERP holds under this record's id, as last seen; None where it holds nothing."""
    mirror_age: datetime | None = None
    """When the relay last read Sage for this kind; None before the first refresh."""
    dependants: int = 0
    """How many linked records name this one as their vendor, project or parent."""
    target: Record | None = None
    """The record named by answers.link_to, whole."""
    contract: Record | None = None
    """The prime contract that a change order belongs to, whole."""
    contract_seen: Mirrored | None = None
    """What the ERP holds of that contract, as last seen."""
    chosen: ProjectSettings = ProjectSettings()
    """What was chosen for the record's project."""
    job_seen: Mirrored | None = None
    """What the ERP holds of the job that a sub job belongs to."""
    projects: int = 0
    """How many projects are linked to a job; counted where a project is judged."""
    uses: Mapping[tuple[str, str], str] = {}
    """Codes and categories on lines of the project, each with a record that uses it; read where
    `answers.code` names one."""
    categories: frozenset[str] = frozenset()
    """The company's cost types; read where `answers.category` names one."""
    directory: Directory = Directory()
    """What the directory has around a company."""

    looks: int = 0
    """How often the connector looked in the ERP for it and could not tell."""
    held: Held | None = None
    """What is owed to the ERP for a record that is being exported."""
    own_grant: str = ""
    """What of their rights, or of the limits, the actor granted themself and nobody confirmed."""
    content: Record | None = None
    """What it holds at its origin by now; only where the connector says so."""

    @property
    def today(self) -> date:
        """The company's date."""
        return day_of(self.now, self.settings.time_zone)

    @property
    def project(self) -> Related | None:
        return self.related.get(self.record.project) if self.record.project else None

    @property
    def vendor(self) -> Related | None:
        return self.related.get(self.record.vendor) if self.record.vendor else None

    @property
    def parent(self) -> Related | None:
        return self.related.get(self.record.parent) if self.record.parent else None


def erp_place(case: Case) -> str:
    """The scope of Mirrored for this record: the ERP id of its parent, vendor or job."""
    match case.record.kind:
        case RecordKind.CCO | RecordKind.PCCO:
            within = case.parent
        case RecordKind.SUBCONTRACTOR_INVOICE:
            within = case.vendor
        case RecordKind.SUB_JOB | RecordKind.BUDGET | RecordKind.JOB_COST:
            within = case.project
        case _:
            return ""
    return (within.erp_id or "") if within else ""
