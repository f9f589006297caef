"""When a person may say what became of a call that nobody answered."""

from datetime import timedelta

from core.case import Case
from core.guards.shared import APPROVER
from core.objection import guard
from core.troubles import ASKS_A_PERSON, SAID_ONCE

PATIENCE = timedelta(minutes=15)
"""After so long a person may settle it, however the connector fares."""


@guard("cross-cutting H IMPORT_TIMEOUT", lifted_by="the connector, which looks by itself")
def connector_has_looked(case: Case) -> str | None:
    since, fault = case.record.changed_at, case.record.fault
    if fault is not None and fault.code in ASKS_A_PERSON:
        return None
    if case.looks or since is None or case.now - since >= PATIENCE:
        return None
    minutes = int(PATIENCE.total_seconds()) // 60
    return f"The connector has not looked in Sage yet; let it, or wait {minutes} minutes."


@guard("cross-cutting H COMMITMENT_CODE_EXISTS", lifted_by=APPROVER, asks="erp_id")
def found_id_is_nobody_elses(case: Case) -> str | None:
    if not case.holder:
        return None
    return f"{case.answers.erp_id} is {case.holder} here already; what you found is that one."


@guard("reliability 6.3", lifted_by="another accounting approver")
def second_word_is_another_persons(case: Case) -> str | None:
    fault, said_by = case.record.fault, case.record.note
    if not case.settings.sending.disprove_by_two or fault is None or fault.code != SAID_ONCE:
        return None
    if said_by != case.actor.name:
        return None
    return "You said that it is not in Sage; a second person has to look there, too."
