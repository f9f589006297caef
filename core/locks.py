"""What may still be edited or deleted at a record's origin, by where it stands with the ERP."""

from collections.abc import Collection

from core.objection import Objection
from core.records import Budget, Record, SubJob
from core.vocabulary import Approval, ErpStatus, RecordKind, words

K, S = RecordKind, ErpStatus

WAITING = frozenset({S.READY_TO_EXPORT, S.EXPORTING, S.OUTCOME_UNKNOWN, S.FAILED})
"""In the hands of accounting: nothing changes under the approver's eyes (invariant I1)."""
OPEN = frozenset({S.UNSENT, S.RETRIEVED, S.REJECTED, S.UNLINKED})
ATTACHMENTS = frozenset({"attachments"})
INSURANCE = frozenset({"insurance"})
"""Of a linked vendor it is free where Sage does not fill it (vendors 14)."""
LINKED = frozenset({S.SYNCED, S.READY_TO_UPDATE})
INVOICES = frozenset({K.SUBCONTRACTOR_INVOICE, K.OWNER_INVOICE})

EVERYTHING: frozenset[str] = frozenset({"*"})
LOCKED_WHILE_LINKED: dict[RecordKind, tuple[str, frozenset[str]]] = {
    K.COST_CODE: ("cost codes 5", EVERYTHING),
    K.COMPANY: ("vendors 14", frozenset({"number", "vendor_type", "insurance"})),
    K.PROJECT: ("jobs 10", frozenset({"number", "title"})),
    K.SUB_JOB: ("sub jobs 11", frozenset({"number", "codes"})),
    K.JOB_COST: ("job costs 6", EVERYTHING),
    K.BUDGET: ("financials 11", frozenset({"lines"})),
    K.COMMITMENT: (
        "financials 35",
        frozenset({"vendor", "title", "approval", "retainage", "lines", "number", "type"}),
    ),
    K.CCO: ("financials 8", EVERYTHING),
    K.PCCO: ("financials 8", EVERYTHING),
    K.SUBCONTRACTOR_INVOICE: ("financials 8", EVERYTHING),
    K.OWNER_INVOICE: ("financials 8", EVERYTHING),
    K.PRIME_CONTRACT: ("financials 79 (R4)", EVERYTHING),
}
"""By kind: the rule, and the fields that only an unlink or a change in Sage can alter."""


def edit_objection(
    record: Record, fields: Collection[str], *, insurance_from_sage: bool = True
) -> Objection | None:
    """Why these fields of a record may not be edited at its origin now; None if they may."""
    status, edited = record.status, set(fields)
    if not insurance_from_sage and status in LINKED:
        edited -= INSURANCE
    if record.kind in INVOICES:
        edited -= ATTACHMENTS
    if not edited or status in OPEN:
        return None
    if status in WAITING:
        return Objection(_waiting_rule(record.kind), _waiting(record), "its sender or the approver")
    if status is S.DELETED:
        return Objection("financials 38", "It is deleted; only its history is kept.")
    if status in {S.READY_TO_IMPORT, S.ARCHIVED}:
        return Objection("invariant I2", "Only Sage holds it; change it there.", "the accountant")
    if status is S.READY_TO_UPDATE and "codes" in edited:
        text = "Its cost codes wait for an approver; retrieve it, then change them."
        return Objection("invariant I1", text, "its sender")
    return _linked(record, edited)


def closed_objection(record: Record, fields: Collection[str]) -> Objection | None:
    """Why a budget's lines may not be edited where it lives: it is locked (financials 2.2).

    An edit that was on its way when it was locked is taken in all the same; this is asked before.
    """
    if not isinstance(record.body, Budget) or not record.body.locked or "lines" not in fields:
        return None
    text = "The budget is locked; unlock it before its lines are edited."
    return Objection("financials 2.2", text, "an administrator of the budget, by unlocking it")


def lost_changes_objection(before: Record, after: Record) -> Objection | None:
    """Why the budget changes of a project that is synced may not be deleted (financials 22)."""
    if not isinstance(before.body, Budget) or not isinstance(after.body, Budget):
        return None
    kept = {(x.sub_job, x.code, x.category) for x in after.body.lines if x.changes}
    lost = [
        x for x in before.body.lines if x.changes and (x.sub_job, x.code, x.category) not in kept
    ]
    if not lost:
        return None
    named = f"{lost[0].code} {lost[0].category}"
    more = f" and of {len(lost) - 1} more" if len(lost) > 1 else ""
    text = f"The budget change of {named}{more} cannot be deleted; enter one that reverses it."
    return Objection("financials 22", text, "its owner in the project, by a reversing change")


def rename_objection(record: Record, title: str, in_sage: str | None) -> Objection | None:
    """Why a record may not get this name; `in_sage` is the name Sage has, where it is known.

    A synced sub job is renamed in Sage first, and then here to the very same name (sub jobs 7).
    """
    if record.kind is not K.SUB_JOB or record.status is not S.SYNCED:
        return None
    if in_sage is None or title == in_sage:
        return None
    text = f"Its extra is called {in_sage!r} in Sage; rename it there first, then here likewise."
    return Objection("sub jobs 7", text, "the accountant, by renaming the extra")


def deletion_objection(record: Record) -> Objection | None:
    """Why a record may not be deleted at its origin now; None if it may."""
    if record.kind is K.COMPANY and record.status is not S.UNSENT:
        text = "A company that was once sent is kept; make it inactive instead."
        return Objection("vendors 11", text)
    if isinstance(record.body, SubJob) and record.body.codes:
        text = f"Cost codes are attached to sub job {record.number}; take them off first."
        return Objection("sub jobs 8", text, "its owner in the project")
    if record.status not in OPEN and not _is_empty_sub_job(record):
        text = f"It is {words(record.status)}; only what is not sent or unlinked can be deleted."
        return Objection("financials 38", text, "whoever retrieves, rejects or unlinks it")
    approval = getattr(record.body, "approval", Approval.DRAFT)
    if approval is Approval.DRAFT:
        return None
    text = f"Its status is {approval}; set it to Draft first, then delete it."
    return Objection("financials 38", text, "its owner in the project")


def _is_empty_sub_job(record: Record) -> bool:
    """A synced sub job without codes may go; Sage keeps its extra (sub jobs 8)."""
    return record.kind is K.SUB_JOB and record.status is S.SYNCED


def _waiting_rule(kind: RecordKind) -> str:
    return {K.COMPANY: "vendors 12", K.PROJECT: "jobs 10"}.get(kind, "financials 8")


def _waiting(record: Record) -> str:
    advice = {
        S.READY_TO_EXPORT: "retrieve it to change it",
        S.FAILED: "it can be changed once it is rejected",
    }.get(record.status, "wait until Sage has answered")
    return f"It is {words(record.status)}; {advice}."


def _linked(record: Record, edited: set[str]) -> Objection | None:
    if isinstance(record.body, Budget) and not record.body.locked:
        return None
    rule, locked = LOCKED_WHILE_LINKED[record.kind]
    held = edited if locked is EVERYTHING else edited & locked
    if not held:
        return None
    names = ", ".join(sorted(word.replace("_", " ") for word in held))
    return Objection(rule, f"Synced with Sage as {record.erp_id}: {names} cannot be changed here.")
