"""Invoices on their way to AP and AR: rules I1-I9, I12 (financials 62-70, 73) and O1 (75)."""

from core.case import Case
from core.guards.shared import (
    APPROVER,
    ERP_ADMIN,
    LINKED,
    OWNER,
    citing,
    erp_holds_it_no_more,
    erp_id_objection,
    id_holder,
    missing_parent,
    number_objection,
)
from core.guards.shared import money as said
from core.objection import guard
from core.records import OwnerInvoice, SubcontractorInvoice
from core.relay import INVOICE_CLIENT, takes_invoices
from core.settings import Policy
from core.vocabulary import Approval, BillingMethod, words

BILLABLE = (Approval.APPROVED, Approval.APPROVED_AS_NOTED, Approval.PENDING_OWNER_APPROVAL)
UNUSED = frozenset({"Not Used", "Not Required"})
NO_INVOICE = SubcontractorInvoice()
erp_holds_the_invoice_no_more = citing(erp_holds_it_no_more, "financials 74 (I13)")


def _invoice(case: Case) -> SubcontractorInvoice:
    body = case.record.body
    return body if isinstance(body, SubcontractorInvoice) else NO_INVOICE


@guard("financials 62 (I1)", lifted_by=OWNER)
def invoice_is_approved(case: Case) -> str | None:
    body = case.record.body
    if not isinstance(body, (SubcontractorInvoice, OwnerInvoice)) or body.approval in BILLABLE:
        return None
    return f"Status of the invoice is {body.approval}; it must be {', '.join(BILLABLE)}."


@guard("financials 63 (I2)", lifted_by="whoever accepts the commitment")
def commitment_is_synced(case: Case) -> str | None:
    return missing_parent(case, "commitment")


@guard("financials 63 (I2)", lifted_by="whoever accepts the change order")
def billed_changes_are_synced(case: Case) -> str | None:
    for place, line in enumerate(_invoice(case).lines, 1):
        if line.cco is None:
            continue
        change = case.related.get(line.cco)
        if change is None:
            return f"Line {place} bills a change order that is not known here."
        if change.status not in LINKED:
            standing = f"change order {change.number}, which is {words(change.status)}"
            return f"Line {place} bills {standing}; it must be synced first."
    return None


@guard("financials 64 (I3)", lifted_by=OWNER)
def number_fits_sage(case: Case) -> str | None:
    return number_objection(case, case.settings.limits.invoice_id, "Invoice number")


@guard("financials 64 (I3)", lifted_by=APPROVER, asks="erp_id")
def invoice_id_fits_sage(case: Case) -> str | None:
    return erp_id_objection(case, case.settings.limits.invoice_id, "Sage invoice number")


@guard(
    "cross-cutting B.2", lifted_by=f"{ERP_ADMIN}, by letting numbers be overridden", asks="erp_id"
)
def invoice_keeps_its_number(case: Case) -> str | None:
    erp_id, number = case.answers.erp_id, case.record.number
    if case.settings.override_invoice_number or erp_id == number:
        return None
    return (
        f"Sage invoice number {erp_id} is not the invoice's own, {number}; they are to be the same."
    )


@guard("financials 65 (I4)", lifted_by=APPROVER, asks="erp_id")
def invoice_id_is_free(case: Case) -> str | None:
    holder = id_holder(case)
    if holder is None:
        return None
    return f"{case.record.vendor_name} has an invoice {case.answers.erp_id} already: {holder}."


@guard("financials 67 (I6)", lifted_by=OWNER)
def totals_agree(case: Case) -> str | None:
    body = _invoice(case)
    gross = sum(line.amount for line in body.lines)
    retainage = sum(line.retainage for line in body.lines)
    if gross != body.gross:
        return f"The invoice says {said(body.gross)}, its lines say {said(gross)}."
    if retainage != body.retainage:
        return f"Retainage is {said(body.retainage)}, its lines say {said(retainage)}."
    due = gross - retainage + sum(line.released for line in body.lines)
    if case.record.amount != due:
        return f"{said(case.record.amount)} is due, amount less retainage is {said(due)}."
    return None


@guard("financials 68 (I7)", lifted_by=f"{ERP_ADMIN}, by switching one of the two off")
def tax_groups_are_off(case: Case) -> str | None:
    if not case.settings.tax_groups:
        return None
    return "Tax groups are imported from Sage; with them on no subcontractor invoice is exported."


@guard("financials 69 (I8)", lifted_by="the accountant, in Sage's AP invoice settings")
def no_extra_date_is_required(case: Case) -> str | None:
    relay = case.settings.relay
    asked = (
        ("Date Received Usage", relay.date_received_usage),
        ("Payment Date Usage", relay.payment_date_usage),
    )
    for name, usage in asked:
        if usage not in UNUSED:
            return f"{name} is {usage} in Sage AP; it must be Not Used or Not Required."
    return None


@guard("financials 70 (I9)", lifted_by="whoever updates the hh2 client on the Sage server")
def client_takes_invoices(case: Case) -> str | None:
    relay = case.settings.relay
    if takes_invoices(relay):
        return None
    return f"The hh2 client is {relay.client or 'unknown'}; invoices need {INVOICE_CLIENT}."


@guard(
    "financials 73 (I12)", lifted_by=OWNER,
    warns=lambda case: case.settings.zero_invoice is Policy.WARN,
)  # fmt: skip
def invoice_is_not_zero(case: Case) -> str | None:
    return None if _invoice(case).gross else "The invoice comes to 0.00."


@guard("financials 75 (O1)", lifted_by=f"{ERP_ADMIN}, after the AR module is set up")
def owner_invoices_are_on(case: Case) -> str | None:
    if case.settings.owner_invoices:
        return None
    return "Owner invoices are not set up: they need the AR module of Sage."


@guard("financials 75 (O1)", lifted_by="the accountant, by the contract's billing method")
def billed_as_a_lump_sum(case: Case) -> str | None:
    body = case.record.body
    if not isinstance(body, OwnerInvoice) or body.billing is BillingMethod.QUICKBILL_LUMP_SUM:
        return None
    return f"The contract is billed by {body.billing}; only a Quickbill lump sum is exported."


@guard("financials 75 (O1)", lifted_by="whoever imports the prime contract")
def prime_contract_is_synced(case: Case) -> str | None:
    return missing_parent(case, "prime contract")
