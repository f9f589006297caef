"""Commitments on their way to Sage: rules C1-C11 (financials 24-34)."""

from core.case import Case
from core.guards.shared import (
    APPROVER,
    OWNER,
    erp_id_objection,
    id_holder,
    number_objection,
    others,
    title_objection,
)
from core.guards.shared import money as said
from core.masks import fits
from core.objection import guard
from core.records import Commitment, lines_of
from core.settings import Policy, SubcontractStatus
from core.vocabulary import Approval, ContractType

FINISHED = {
    ContractType.PURCHASE_ORDER: (Approval.APPROVED,),
    ContractType.SUBCONTRACT: (Approval.APPROVED, Approval.COMPLETE),
}


@guard("financials 24 (C1)", lifted_by=OWNER)
def number_fits_sage(case: Case) -> str | None:
    """Only where the number becomes the Sage id."""
    if not case.settings.use_contract_number:
        return None
    return number_objection(case, case.settings.limits.commitment_id)


@guard("financials 24 (C1)", lifted_by=APPROVER, asks="erp_id")
def commitment_id_fits_sage(case: Case) -> str | None:
    return erp_id_objection(case, case.settings.limits.commitment_id, "Sage commitment id")


@guard("financials 25 (C2)", "financials 40", lifted_by=APPROVER, asks="erp_id")
def commitment_id_is_free(case: Case) -> str | None:
    holder = id_holder(case)
    if holder is None:
        return None
    return f"Sage commitment id {case.answers.erp_id} is not unique: {holder} has it."


@guard("financials 26 (C3)", lifted_by=APPROVER, asks="erp_id")
def commitment_id_has_the_form(case: Case) -> str | None:
    erp_id, mask = case.answers.erp_id or "", case.settings.commitment_mask
    if fits(mask, erp_id):
        return None
    return f"Sage commitment id {erp_id} is not in the company's form, {mask}."


@guard(
    "financials 27 (C4)", lifted_by=OWNER,
    warns=lambda case: case.settings.commitment_title is Policy.WARN,
)  # fmt: skip
def title_fits_sage(case: Case) -> str | None:
    return title_objection(case, case.settings.limits.commitment_title)


@guard("financials 29 (C6)", lifted_by=OWNER)
def commitment_is_approved(case: Case) -> str | None:
    body = case.record.body
    if not isinstance(body, Commitment):
        return None
    wanted = FINISHED[body.type]
    if case.settings.policies.subcontract_status is SubcontractStatus.APPROVED:
        wanted = (Approval.APPROVED,)
    if body.approval in wanted:
        return None
    return f"Status of the {body.type} is {body.approval}; it must be {' or '.join(wanted)}."


@guard("financials 30 (C7)", lifted_by=OWNER)
def lines_have_codes(case: Case) -> str | None:
    lines = lines_of(case.record)
    if not lines:
        return "It has no line; at least one with a cost code and category is needed."
    amiss = [place for place, x in enumerate(lines, 1) if not (x.code and x.category)]
    if not amiss:
        return None
    return f"Line {amiss[0]} has no cost code and category{others(len(amiss))}."


@guard("financials 32 (C9)", lifted_by=OWNER)
def units_fit_sage(case: Case) -> str | None:
    limit = case.settings.limits.unit
    amiss = [
        (place, x.unit) for place, x in enumerate(lines_of(case.record), 1) if len(x.unit) > limit
    ]
    if not amiss:
        return None
    place, unit = amiss[0]
    said_unit = f"Line {place} has unit {unit} of {len(unit)} characters"
    return f"{said_unit}; Sage 300 CRE takes {limit}{others(len(amiss))}."


@guard("financials 33 (C10)", lifted_by=OWNER, warns=lambda _: True)
def amounts_fit_sage(case: Case) -> str | None:
    limit = case.settings.limits.line_amount
    amiss = [
        (place, x.amount)
        for place, x in enumerate(lines_of(case.record), 1)
        if not -limit <= x.amount <= limit
    ]
    if not amiss:
        return None
    place, amount = amiss[0]
    return f"Line {place} is {said(amount)}; Sage may take no more than {said(limit)} a line."
