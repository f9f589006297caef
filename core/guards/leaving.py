"""When what was decided can still be taken back: before the connector takes it to the ERP."""

from core.case import Case
from core.objection import guard


@guard("invariant I5", lifted_by="")
def it_waits(case: Case) -> str | None:
    held = case.held
    if held is None:
        return "Nothing of it waits to leave for Sage any more."
    if held.taken_at is not None:
        return f"The connector took it at {held.taken_at:%H:%M:%S} UTC; it cannot be recalled."
    if held.before is None:
        return "It leaves at once: no moment to take it back is set (grace_seconds)."
    if case.now >= held.leaves_at:
        return f"Its moment was over at {held.leaves_at:%H:%M:%S} UTC; the connector takes it next."
    return None
