"""When a person may say what became of a call that nobody answered."""

from datetime import timedelta

from core.case import Case
from core.guards.shared import APPROVER
from core.objection import guard

PATIENCE = timedelta(minutes=15)
"""After so long a person may settle it, however the connector fares."""


@guard("cross-cutting H IMPORT_TIMEOUT", lifted_by="the connector, which looks by itself")
def connector_has_looked(case: Case) -> str | None:
    since = case.record.changed_at
    if case.looks or since is None or case.now - since >= PATIENCE:
        return None
    minutes = int(PATIENCE.total_seconds()) // 60
    return f"The connector has not looked in Sage yet; let it, or wait {minutes} minutes."


@guard("cross-cutting H COMMITMENT_CODE_EXISTS", lifted_by=APPROVER, asks="erp_id")
def found_id_is_nobody_elses(case: Case) -> str | None:
    if not case.holder:
        return None
    return f"{case.answers.erp_id} is {case.holder} here already; what you found is that one."
