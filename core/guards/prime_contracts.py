"""Prime contracts, as they come from Sage: R1, R2 (financials 76, 77)."""

from core.case import Case, Mirrored
from core.changes import values_renewed
from core.guards.shared import ACCOUNTANT, ERP_ADMIN, OWNER, citing, project_is_synced
from core.objection import guard
from core.records import PrimeContract
from core.relay import PRIME_CONTRACT_SAGE, takes_prime_contracts
from core.vocabulary import Approval

NO_CONTRACT = PrimeContract()
job_is_synced = citing(project_is_synced, "financials 76 (R1)")
job_is_synced_still = citing(project_is_synced, "financials 77 (R2)")


def _contract(case: Case) -> PrimeContract:
    body = case.record.body
    return body if isinstance(body, PrimeContract) else NO_CONTRACT


def new_items(contract: PrimeContract, seen: Mirrored) -> tuple[str, ...]:
    """Items that Sage has on a contract and that are not here yet."""
    mine = {line.item for line in contract.lines}
    theirs = seen.body.lines if isinstance(seen.body, PrimeContract) else ()
    return tuple(line.item for line in theirs if line.item not in mine)


@guard("financials 76 (R1)", lifted_by="an administrator of the project, by its tools")
def tool_is_active(case: Case) -> str | None:
    if case.job is None or case.job.prime_contracts_tool:
        return None
    return "The Prime Contracts tool is not active on this project."


@guard("financials section 7", lifted_by=ERP_ADMIN)
def sage_is_new_enough(case: Case) -> str | None:
    relay = case.settings.relay
    if takes_prime_contracts(relay):
        return None
    return f"Sage is {relay.sage or 'unknown'}; prime contracts need {PRIME_CONTRACT_SAGE}."


@guard("financials 77 (R2)", lifted_by=OWNER)
def contract_is_approved(case: Case) -> str | None:
    approval = _contract(case).approval
    if approval is Approval.APPROVED:
        return None
    return f"Status of the contract is {approval}; it must be Approved."


@guard("financials 77 (R2)", lifted_by=OWNER)
def contract_is_on_one_project(case: Case) -> str | None:
    count = _contract(case).projects
    if count == 1:
        return None
    return f"The contract is on {count} projects; it must be on one."


@guard("financials 77 (R2)", lifted_by=ACCOUNTANT)
def there_are_new_lines(case: Case) -> str | None:
    if case.mirrored is None:
        return "Sage no longer holds this contract; sync to see what became of it."
    if new_items(_contract(case), case.mirrored):
        return None
    return "Sage has no line on this contract that is not here already; nothing is new."


@guard("permissions A.1 row 43", lifted_by=ACCOUNTANT)
def values_differ(case: Case) -> str | None:
    if values_renewed(case, case.record) != case.record:
        return None
    return "Sage values every line as it stands here; there is nothing to renew."
