"""Where a recall leads, by whose right, and what to say where it is too late for one."""

from core.case import Case
from core.tabs import DIRECT_ROWS
from core.transitions import Transition
from core.vocabulary import Action, ErpStatus, RecordKind, words


def way_back(case: Case, row: Transition) -> Transition:
    """The step as this record takes it: a recall leads back to where the record stood.

    What was accepted is an approver's to recall; what was sent to be exported directly is its
    sender's, for no approver has seen it.
    """
    before = case.held.before if case.held else None
    if before is None or row.source is not ErpStatus.EXPORTING:
        return row
    if row.action is Action.VOID:
        return row._replace(target=before.status)
    if row.action is not Action.RECALL:
        return row
    sent = DIRECT_ROWS.get((before.kind, before.status), {}).values()
    right = next((direct.permission for direct in sent), row.permission)
    return row._replace(target=before.status, permission=right)


def gone_by(case: Case) -> str:
    """Why there is no recall from where a record stands."""
    record = case.record
    if record.status is ErpStatus.REJECTED:
        return "A reject is told at once and cannot be recalled; its sender can send it again."
    since = f" since {record.changed_at:%H:%M:%S} UTC" if record.changed_at else ""
    return (
        f"Only what waits to leave for Sage can be recalled; this {words(record.kind)} is "
        f"{words(record.status)}{since}."
    )


def too_late_to_void(case: Case) -> str | None:
    """Why other content does not take an acceptance back: what is being sent goes to its end."""
    held = case.held
    if case.record.status is not ErpStatus.EXPORTING:
        return None
    if held is None or held.taken_at is not None:
        return "It is being sent; it goes to its end, and what changed is told then."
    if case.record.kind is RecordKind.PROJECT and held.before is None:
        return "How it stood before it was accepted was not kept; it goes to its end."
    return None
