"""Change orders: rules K1-K8 of commitments (financials 41-48, 52), P1-P7 of primes (55-61)."""

from core.case import Case
from core.guards.commitments import lines_have_codes
from core.guards.prime_contracts import new_items
from core.guards.shared import (
    APPROVER,
    OWNER,
    citing,
    erp_holds_it_no_more,
    erp_id_objection,
    id_holder,
    missing_parent,
    number_objection,
    others,
    title_objection,
    vendor_is_synced,
)
from core.objection import guard
from core.records import CommitmentChange, PrimeChange, PrimeContract
from core.vocabulary import Approval

commitments_vendor_is_synced = citing(vendor_is_synced, "financials 45 (K5)")
cco_lines_have_codes = citing(lines_have_codes, "financials 46 (K6)")
erp_holds_the_cco_no_more = citing(erp_holds_it_no_more, "financials 36", "financials 53")


@guard("financials 41 (K1)", lifted_by="whoever accepts the commitment")
def commitment_is_synced(case: Case) -> str | None:
    return missing_parent(case, "commitment")


@guard("financials 55 (P1)", lifted_by="whoever imports the prime contract")
def prime_contract_is_synced(case: Case) -> str | None:
    return missing_parent(case, "prime contract")


@guard(
    "financials 55 (P1)", lifted_by="an administrator of ERP Integrations, by a re-import",
    warns=lambda _: True,
)  # fmt: skip
def prime_contract_is_current(case: Case) -> str | None:
    contract, seen = case.contract, case.contract_seen
    if contract is None or seen is None or not isinstance(contract.body, PrimeContract):
        return None
    items = new_items(contract.body, seen)
    if not items:
        return None
    more = others(len(items))
    item = f"Item {items[0]} of contract {contract.erp_id} in Sage"
    return f"{item} is not here yet{more}; re-import it."


@guard("financials 42 (K2)", lifted_by=OWNER)
def cco_number_fits_sage(case: Case) -> str | None:
    return number_objection(case, case.settings.limits.cco_id)


@guard("financials 42 (K2)", lifted_by=APPROVER, asks="erp_id")
def cco_id_fits_sage(case: Case) -> str | None:
    return erp_id_objection(case, case.settings.limits.cco_id, "Sage change order id")


@guard("financials 43 (K3)", lifted_by=OWNER)
def cco_title_fits_sage(case: Case) -> str | None:
    return title_objection(case, case.settings.limits.cco_title)


@guard("financials 44 (K4)", lifted_by=OWNER)
def change_is_approved(case: Case) -> str | None:
    body = case.record.body
    if not isinstance(body, (CommitmentChange, PrimeChange)) or body.approval is Approval.APPROVED:
        return None
    return f"Status of the change order is {body.approval}; it must be Approved."


@guard("financials 47 (K7)", lifted_by=APPROVER, asks="erp_id")
def cco_id_is_free(case: Case) -> str | None:
    holder = id_holder(case)
    if holder is None:
        return None
    return f"Commitment {case.record.parent_number} has a {case.answers.erp_id} already: {holder}."


@guard("financials 48 (K8)", lifted_by=OWNER)
def date_created_is_filled(case: Case) -> str | None:
    body = case.record.body
    if not isinstance(body, (CommitmentChange, PrimeChange)) or body.created is not None:
        return None
    return "Date Created is empty; Sage takes it as the date of the change order."


pcco_is_approved = citing(change_is_approved, "financials 56 (P2)")
pcco_date_created_is_filled = citing(date_created_is_filled, "financials 57 (P3)")
pcco_lines_have_codes = citing(lines_have_codes, "financials 4")


@guard("financials 52", lifted_by=OWNER)
def approval_is_not_to_come(case: Case) -> str | None:
    body, today = case.record.body, case.today
    if not isinstance(body, CommitmentChange) or body.approved is None or body.approved <= today:
        return None
    return f"It was approved on {body.approved}, which is still to come; today is {today}."


@guard("financials 58 (P4)", lifted_by=OWNER)
def pcco_number_fits_sage(case: Case) -> str | None:
    return number_objection(case, case.settings.limits.pcco_number)


@guard("financials 58 (P4)", lifted_by=APPROVER, asks="erp_id")
def pcco_id_fits_sage(case: Case) -> str | None:
    return erp_id_objection(case, case.settings.limits.pcco_number, "Sage change order id")


@guard("financials 58 (P4)", lifted_by=APPROVER, asks="erp_id")
def pcco_id_is_free(case: Case) -> str | None:
    holder = id_holder(case)
    if holder is None:
        return None
    return f"Contract {case.record.parent_number} has a {case.answers.erp_id} already: {holder}."


@guard("financials 58 (P4)", lifted_by=OWNER)
def pcco_title_fits_sage(case: Case) -> str | None:
    return title_objection(case, case.settings.limits.pcco_title)


@guard("financials 61 (P7)", lifted_by=OWNER)
def change_is_not_potential(case: Case) -> str | None:
    body = case.record.body
    if not isinstance(body, PrimeChange) or not body.potential:
        return None
    return "It is a potential change order; only a prime contract change order goes to Sage."
