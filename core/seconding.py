"""Where one person's word is not enough to say that something is not in the ERP."""

from core.case import Case
from core.doubting import doubted
from core.transitions import Transition
from core.troubles import SAID_ONCE
from core.vocabulary import Action, Effect, ErpStatus


def as_seconded(case: Case, row: Transition) -> Transition:
    """The step as this record takes it: the first of two leaves it in doubt, and looked for."""
    if row.action is not Action.DISPROVE or not case.settings.sending.disprove_by_two:
        return row
    fault = case.record.fault
    if fault is not None and fault.code == SAID_ONCE:
        return row
    return row._replace(target=ErpStatus.OUTCOME_UNKNOWN, effect=Effect.LOOK, change=doubted)
