"""Where a record stands when the company opens: its status, and all that this status means."""

from adapters.sandbox.derive.calendar import Calendar
from adapters.sandbox.derive.chance import one
from core.records import Fault, Record
from core.vocabulary import ErpStatus, Origin, RecordKind

K, S = RecordKind, ErpStatus

LINKED = frozenset({S.SYNCED, S.READY_TO_UPDATE})
HELD = LINKED | {S.READY_TO_IMPORT, S.ARCHIVED}
"""The ERP holds a document for it."""

SENDERS = ("Sam Becker", "Sam Becker", "Sam Becker", "Lena Fischer", "Tom Okafor")
MAKERS = ("Lena Fischer", "Tom Okafor", "Priya Nair", "Sam Becker")

REASONS: dict[RecordKind, tuple[str, ...]] = {
    K.COMPANY: (
        "We pay this company under another name already; please look for it in the directory.",
        "The name is longer than Sage takes. Shorten it and send it again.",
    ),
    K.PROJECT: ("The job number is that of the old contract; take the new one.",),
    K.SUB_JOB: ("This year's work is kept on the job itself.",),
    K.BUDGET: ("The overhead lines are missing.", "Wait for the revised estimate of June."),
    K.COMMITMENT: (
        "The title does not say what is bought. Shorten it and send it again.",
        "The insurance certificate is out of date.",
        "The amount differs from the signed contract.",
    ),
    K.CCO: ("The signature page is missing.", "This change was invoiced on another contract."),
    K.PCCO: ("The owner has not signed it yet.",),
    K.SUBCONTRACTOR_INVOICE: ("The lien waiver is missing.", "Billed more than was in place."),
    K.OWNER_INVOICE: ("The period overlaps with the invoice before.",),
}

BUSY = Fault("RELAY_TIMEOUT", "The relay did not reach Sage within two minutes.", passing=True)
STOPPED = Fault("RELAY_STOPPED", "The hh2 service on the Sage server was stopped.", passing=True)
CLOSED = Fault("PERIOD_CLOSED", "The accounting period is closed in Sage.")
LOCKED = Fault("RECORD_IN_USE", "Somebody had the record open in Sage.")
FAULTS: dict[RecordKind, tuple[Fault, ...]] = {
    K.COMPANY: (BUSY, Fault("VENDOR_ID_TAKEN", "The vendor id was in use in Sage."), STOPPED),
    K.PROJECT: (STOPPED, Fault("JOB_ID_TAKEN", "The job id was in use in Sage."), BUSY),
    K.SUB_JOB: (BUSY, Fault("EXTRAS_OFF", "The job did not track extras in Sage.")),
    K.BUDGET: (BUSY, LOCKED),
    K.SUBCONTRACTOR_INVOICE: (BUSY, CLOSED),
    K.OWNER_INVOICE: (CLOSED, BUSY),
}
OTHER_FAULTS = (BUSY, LOCKED, STOPPED)


def standing(record: Record, key: str, status: ErpStatus, calendar: Calendar) -> Record:
    """The record where its status puts it."""
    if record.origin is Origin.ERP:
        return _from_erp(record, status)
    made = record._replace(status=status, created_by=one(MAKERS, "maker", key))
    if status is S.UNSENT:
        return made._replace(changed_at=record.created_at)
    return _with_outcome(_sent(made, key, calendar), key, calendar)


def _from_erp(record: Record, status: ErpStatus) -> Record:
    return record._replace(
        status=status,
        erp_id=_erp_id(record) if status in HELD else None,
        created_by="Sage",
        changed_at=record.created_at,
    )


def _sent(record: Record, key: str, calendar: Calendar) -> Record:
    created = record.created_at or calendar.as_of
    answered_long_since = record.status in {S.SYNCED, S.UNLINKED}
    sent = (calendar.long_ago if answered_long_since else calendar.sent)(key, created)
    return record._replace(sent_by=one(SENDERS, "sender", key), sent_at=sent, changed_at=sent)


def _with_outcome(record: Record, key: str, calendar: Calendar) -> Record:
    """What the answer left behind, for those that were answered."""
    status, sent = record.status, record.sent_at or calendar.as_of
    if status is S.READY_TO_EXPORT:
        return record
    if status is S.READY_TO_UPDATE:
        return _claimed(record)
    made = record._replace(changed_at=calendar.answered(key, sent))
    match status:
        case S.REJECTED:
            return made._replace(note=one(REASONS[record.kind], "reason", key))
        case S.FAILED:
            fault = one(FAULTS.get(record.kind, OTHER_FAULTS), "fault", key)
            return _claimed(made)._replace(fault=fault)
        case S.SYNCED:
            soon = calendar.long_ago(f"{key} answer", sent)
            return _claimed(made)._replace(changed_at=min(soon, max(calendar.as_of, sent)))
        case _:
            return made


def _claimed(record: Record) -> Record:
    key = f"ex1:main:{record.kind}:{record.id}:{record.version}"
    return record._replace(erp_id=_erp_id(record), export_key=key)


def _erp_id(record: Record) -> str:
    return record.erp_id or record.number
