"""What records of several kinds must fulfil: their project, their lines, their id, their fate."""

from core.case import Case, Related
from core.fields import proposed_erp_id, unwitnessed
from core.objection import Guard, guard
from core.records import lines_of
from core.vocabulary import Approval, Cents, ErpStatus, RecordKind, with_article, words

OWNER = "its owner in the project"
APPROVER = "the accounting approver, with another id"
ERP_ADMIN = "an administrator of ERP Integrations"
ACCOUNTANT = "the accountant, in Sage"
LINKED = frozenset({ErpStatus.SYNCED, ErpStatus.READY_TO_UPDATE})
FREE = frozenset({ErpStatus.UNSENT, ErpStatus.RETRIEVED, ErpStatus.REJECTED, ErpStatus.UNLINKED})
"""Where nobody in the ERP tool waits for a record or holds it."""


WITHIN_A_JOB = frozenset({RecordKind.SUB_JOB, RecordKind.BUDGET})
"""Kinds whose Sage id means something within their job only."""


def is_linked(named: Related | None) -> bool:
    """Whether both systems hold a record that another one names."""
    return named is not None and named.status in LINKED


def money(amount: Cents) -> str:
    """`1,234.50`; without its currency."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100:,}.{abs(amount) % 100:02}"


def others(count: int) -> str:
    """How many more lines have the same fault."""
    return f" ({count - 1} more likewise)" if count > 1 else ""


def citing(general: Guard, *rules: str) -> Guard:
    """The same guard where another rule asks for it."""
    return general._replace(rules=rules)


@guard("financials 2", "jobs 17", lifted_by="whoever accepts or imports the job")
def project_is_synced(case: Case) -> str | None:
    project = case.project
    if is_linked(project):
        return None
    if project is None:
        named = case.record.project_number
        return f"Its job {named} is not in any project yet." if named else "It is in no project."
    return f"Project {project.number} is {words(project.status)}; it must be synced first."


@guard("financials 28 (C5)", "vendors 21", lifted_by="whoever accepts or links the vendor")
def vendor_is_synced(case: Case) -> str | None:
    vendor = case.vendor
    if vendor is None:
        return "It names no contract company."
    if vendor.status not in LINKED:
        return f"Vendor {vendor.title} is {words(vendor.status)}; it must be synced first."
    return None if vendor.active else f"Vendor {vendor.title} is inactive."


def missing_parent(case: Case, noun: str) -> str | None:
    """The objection to a parent that the ERP does not hold."""
    parent = case.parent
    if is_linked(parent):
        return None
    if parent is None:
        return f"It belongs to no {noun}."
    return f"{noun.capitalize()} {parent.number} is {words(parent.status)}; it must be synced."


@guard("financials 4", lifted_by="whoever keeps the job's cost codes")
def lines_are_on_the_job(case: Case) -> str | None:
    job = case.job
    if job is None or not is_linked(case.project):
        return None
    known, waiting = job.codes, job.pending
    amiss = [
        (place, line)
        for place, line in enumerate(lines_of(case.record), 1)
        if (pair := (line.code, line.category)) not in known and pair not in waiting and all(pair)
    ]
    if not amiss:
        return None
    place, line = amiss[0]
    where = f"Line {place} uses {line.code} {line.category}"
    return f"{where}, which the Sage job does not have{others(len(amiss))}."


@guard("financials 3", "cost codes 9", lifted_by="an accounting approver, under Ready to Update")
def lines_are_updated(case: Case) -> str | None:
    job = case.job
    if job is None or not job.pending:
        return None
    amiss = [
        (place, line)
        for place, line in enumerate(lines_of(case.record), 1)
        if (pair := (line.code, line.category)) in job.pending and pair not in job.codes
    ]
    if not amiss:
        return None
    place, line = amiss[0]
    where = f"Line {place} uses {line.code} {line.category}"
    return f"{where}, which waits in Jobs to be updated in Sage{others(len(amiss))}."


@guard("financials 5", "financials 31 (C8)", lifted_by="whoever accepts the sub job")
def sub_jobs_are_synced(case: Case) -> str | None:
    if case.job is None:
        return None
    known = case.job.sub_jobs
    amiss = [
        (place, line)
        for place, line in enumerate(lines_of(case.record), 1)
        if line.sub_job and line.sub_job not in known
    ]
    if not amiss:
        return None
    place, line = amiss[0]
    where = f"Line {place} is on sub job {line.sub_job}"
    return f"{where}, which is not synced on this job{others(len(amiss))}."


@guard("financials 34 (C11)", "cost codes 4a", lifted_by=OWNER)
def no_line_is_on_a_group_code(case: Case) -> str | None:
    if case.job is None or not case.job.groups:
        return None
    groups = case.job.groups
    amiss = [
        (place, line) for place, line in enumerate(lines_of(case.record), 1) if line.code in groups
    ]
    if not amiss:
        return None
    place, line = amiss[0]
    return f"Line {place} is on {line.code}, a group code that takes no cost{others(len(amiss))}."


ON_THE_JOB = (
    project_is_synced,
    lines_are_on_the_job,
    lines_are_updated,
    sub_jobs_are_synced,
    no_line_is_on_a_group_code,
)
"""What every financial record with lines fulfils."""


@guard("financials 10", lifted_by="whoever rejects it, and its sender")
def fault_is_passing(case: Case) -> str | None:
    fault = case.record.fault
    if fault is not None and fault.passing:
        return None
    code = fault.code if fault else "no reason that is known"
    return (
        f"Sage refused it for {code}, which does not pass by itself. Reject it to have it mended."
    )


@guard("financials 36", lifted_by="the accountant, by deleting it in Sage")
def erp_holds_it_no_more(case: Case) -> str | None:
    erp_id, read_at = case.record.erp_id, case.mirror_age
    if case.mirrored is not None:
        return f"Sage still holds {erp_id}; delete it there and sync, then unlink."
    if unwitnessed(case):
        return None  # whoever unlinks it gives their word
    if read_at is None:
        return "What Sage holds was never read; sync first, then unlink."
    linked_at = case.record.changed_at
    if linked_at is not None and read_at <= linked_at:
        at = f"{read_at:%Y-%m-%d %H:%M} UTC"
        return f"Sage was last read at {at}, before {erp_id} was linked; sync first, then unlink."
    return None


@guard("financials section 10", lifted_by="whoever unlinks what belongs to it")
def nothing_linked_belongs_to_it(case: Case) -> str | None:
    count = case.dependants
    if not count:
        return None
    noun = "record still belongs" if count == 1 else "records still belong"
    return f"{count} linked {noun} to it; unlink those first."


@guard("vendors V7", lifted_by="a refresh of the tab, after the accountant restores it in Sage")
def erp_holds_it_still(case: Case) -> str | None:
    if case.mirrored is not None:
        return None
    gone = f"Sage no longer holds {case.record.erp_id}"
    return f"{gone}; restore it there and refresh, or archive it here."


@guard("master-data 8.1 no. 6", lifted_by="the accountant, by deleting it in Sage")
def erp_let_go_of_it(case: Case) -> str | None:
    """Only what Sage holds no more is put away; without its job nobody can tell."""
    kind, erp_id = words(case.record.kind), case.record.erp_id
    if case.mirrored is not None:
        deleted = f"{with_article(kind)} that was deleted there"
        return f"Sage holds {erp_id}; only {deleted} can be archived."
    if case.record.kind in WITHIN_A_JOB and not (case.project and case.project.erp_id):
        return f"Its job {case.record.project_number} is not linked, so Sage cannot be asked of it."
    return None


@guard("vendors 7", "jobs 16", lifted_by="whoever unlinks the other record")
def erp_record_is_not_linked(case: Case) -> str | None:
    if not case.holder:
        return None
    return f"{case.record.erp_id} is linked to {case.holder} already."


@guard("vendors 10", "vendors 7", lifted_by="")
def it_came_from_the_erp(case: Case) -> str | None:
    if case.record.erp_id is not None:
        return None
    fate = case.record.note if case.record.parent else "linked to a record of Sage"
    return f"It was {fate} and lives on there; only its history is kept here."


@guard("vendors 7", "jobs 14", lifted_by="whoever retrieves or unlinks the other", asks="link_to")
def target_is_free(case: Case) -> str | None:
    mine, target = case.record, case.target
    if target is None:
        return f"There is no record {case.answers.link_to} to link to."
    if target.kind is not mine.kind:
        theirs, ours = (with_article(words(record.kind)) for record in (target, mine))
        return f"{target.title} is {theirs}, not {ours}."
    if target.status in FREE:
        return None
    return f"{target.title} is {words(target.status)}; only one that is not sent can be linked."


@guard("master-data 8.2", lifted_by=APPROVER, asks="erp_id")
def erp_id_is_plain(case: Case) -> str | None:
    erp_id = case.answers.erp_id or ""
    if erp_id.isascii() and erp_id.isprintable() and erp_id == erp_id.strip():
        return None
    return "The Sage id holds a blank at an end, or a sign that Sage cannot keep."


def id_holder(case: Case) -> str | None:
    """Who has the id that was asked for: a record of ours, else one that only Sage holds.

    After a failed attempt the one in Sage may be that attempt, arrived late; its key tells, when
    the connector looks.
    """
    if case.holder:
        return case.holder
    if case.mirrored is None or case.record.status is ErpStatus.FAILED:
        return None
    return case.mirrored.title or case.mirrored.erp_id


def erp_id_objection(case: Case, limit: int, noun: str) -> str | None:
    """The objection to an id that is empty or too wide for its field in Sage."""
    erp_id = proposed_erp_id(case) or ""
    if 1 <= len(erp_id) <= limit:
        return None
    if not erp_id:
        return f"The {noun} is empty."
    return f"{noun.capitalize()} {erp_id} is {len(erp_id)} characters; Sage 300 CRE takes {limit}."


def title_objection(case: Case, limit: int, noun: str = "Title") -> str | None:
    """The objection to words that are longer than their field in Sage."""
    length = len(case.record.title)
    if length <= limit:
        return None
    return f"{noun} is {length} characters; Sage 300 CRE takes {limit}."


def number_objection(case: Case, limit: int, noun: str = "Number") -> str | None:
    """The objection to a number that is empty or too wide for its field in Sage."""
    length = len(case.record.number)
    if 1 <= length <= limit:
        return None
    return f"{noun} is {length} characters; Sage 300 CRE takes 1 to {limit}."


@guard("financials 38", lifted_by=OWNER)
def it_is_a_draft(case: Case) -> str | None:
    approval = getattr(case.record.body, "approval", Approval.DRAFT)
    if approval is Approval.DRAFT:
        return None
    return f"Its status is {approval}; set it to Draft first, then delete it."
