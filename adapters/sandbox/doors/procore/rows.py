"""What the heads of records look like over the API, kind by kind."""

from datetime import date

from adapters.sandbox.doors.procore.operating import Row, origin_of
from adapters.sandbox.doors.procore.register import Held, Register
from core.records import (
    Commitment,
    CommitmentChange,
    Company,
    OwnerInvoice,
    PrimeChange,
    PrimeContract,
    Project,
    Record,
    SubcontractorInvoice,
)
from core.vocabulary import Accounting, Approval, ContractType, ErpStatus

A = Approval
LINKED = frozenset({ErpStatus.SYNCED, ErpStatus.READY_TO_UPDATE})
SUBCONTRACT = {
    A.DRAFT: "Draft", A.PENDING: "Out For Signature", A.APPROVED: "Approved",
    A.COMPLETE: "Complete", A.VOID: "Void",
}  # fmt: skip
ORDER = {
    A.DRAFT: "Draft", A.PENDING: "Submitted", A.APPROVED: "Approved", A.COMPLETE: "Closed",
}  # fmt: skip
CHANGE = {A.DRAFT: "draft", A.APPROVED: "approved", A.COMPLETE: "approved", A.VOID: "void"}
INVOICE = {
    A.DRAFT: "draft", A.PENDING: "under_review", A.APPROVED: "approved", A.COMPLETE: "approved",
    A.APPROVED_AS_NOTED: "approved_as_noted",
    A.PENDING_OWNER_APPROVAL: "pending_owner_approval",
    A.REVISE_AND_RESUBMIT: "revise_and_resubmit", A.VOID: "revise_and_resubmit",
}  # fmt: skip
APPLICATION = {
    A.DRAFT: "draft", A.APPROVED: "approved", A.COMPLETE: "approved",
    A.REVISE_AND_RESUBMIT: "revise_and_resubmit",
}  # fmt: skip


def money(minor: int) -> str:
    """An amount as the API writes it."""
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02}"


def decimal(value: int, places: int) -> str:
    """A whole number of fractions as a text with a point."""
    scale = 10**places
    sign = "-" if value < 0 else ""
    return f"{sign}{abs(value) // scale}.{abs(value) % scale:0{places}}"


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def vendor_row(register: Register, held: Held) -> Row:
    record, body = held.record, held.record.body
    if not isinstance(body, Company):
        return {}
    parent = register.record(record.parent)
    return {
        **_head(held), "name": record.title, "abbreviated_name": record.number,
        "company": record.title, "address": body.address, "city": body.city,
        "state_code": body.state, "zip": body.zip, "country_code": "US",
        "is_active": body.active, "synced_to_erp": record.status in LINKED,
        "parent": {"id": parent.id, "name": parent.record.title} if parent else None,
        **origin_of(held.origin),
    }  # fmt: skip


def project_row(_: Register, held: Held) -> Row:
    record, body = held.record, held.record.body
    if not isinstance(body, Project):
        return {}
    return {
        **_head(held), "name": record.title, "display_name": f"{record.number} {record.title}",
        "project_number": record.number, "active": True, "address": body.address,
        "city": body.city, "state_code": body.state, "zip": body.zip, "country_code": "US",
        "standard_cost_code_list_id": 1, "is_erp_integrated": record.status in LINKED,
        "template": False, "is_demo": False, **origin_of(held.origin),
    }  # fmt: skip


def sub_job_row(_: Register, held: Held) -> Row:
    record = held.record
    return {
        **_head(held), "name": record.title, "code": record.number,
        **origin_of(held.origin, code=False),
    }  # fmt: skip


def contract_row(register: Register, held: Held) -> Row:
    record, body = held.record, held.record.body
    if not isinstance(body, Commitment):
        return {}
    ordered = body.type is ContractType.PURCHASE_ORDER
    vendor = register.record(record.vendor)
    return {
        **_head(held), "number": record.number, "title": record.title,
        "status": ORDER.get(body.approval, "Draft") if ordered
        else SUBCONTRACT.get(body.approval, "Out For Signature"),
        "executed": body.approval in (A.APPROVED, A.COMPLETE), "private": False,
        "accounting_method": "amount", "description": body.scope,
        "contract_date": day(body.dated), "retainage_percent": decimal(body.retainage, 2),
        "grand_total": money(record.amount),
        "vendor": {"id": vendor.id, "company": vendor.record.title} if vendor else None,
        "project": _project(register, record), **_currency(record), **origin_of(held.origin),
    }  # fmt: skip


def change_row(register: Register, held: Held) -> Row:
    """A change order of a commitment or of a prime contract: it has no origin."""
    record, body = held.record, held.record.body
    if not isinstance(body, (CommitmentChange, PrimeChange)):
        return {}
    approved = body.approved if isinstance(body, CommitmentChange) else None
    created = f"{body.created}T12:00:00.000Z" if body.created else held.made
    return {
        **_head(held), "created_at": created, "number": record.number, "title": record.title,
        "contract_id": register.number(record.parent) if record.parent else None,
        "status": CHANGE.get(body.approval, "pending"), "revision": 0,
        "executed": body.approval is A.APPROVED, "paid": False, "private": False,
        "description": body.scope if isinstance(body, CommitmentChange) else "",
        "grand_total": money(record.amount), "legacy_package_id": None,
        "reviewed_at": f"{approved}T12:00:00.000Z" if approved else None,
        "type": "CommitmentChangeOrder" if isinstance(body, CommitmentChange)
        else "PrimeChangeOrder", **_currency(record),
    }  # fmt: skip


def requisition_row(register: Register, held: Held) -> Row:
    record, body = held.record, held.record.body
    if not isinstance(body, SubcontractorInvoice):
        return {}
    commitment = register.record(record.parent)
    sort = (
        commitment.record.body.type
        if commitment and isinstance(commitment.record.body, Commitment)
        else ContractType.SUBCONTRACT
    )
    return {
        **_head(held), "number": held.id, "invoice_number": record.number,
        "billing_date": day(body.billing_date), "status": INVOICE.get(body.approval, "draft"),
        "project_id": register.number(record.project) if record.project else None,
        "commitment_id": register.number(record.parent) if record.parent else None,
        "commitment_type": "PurchaseOrderContract" if sort is ContractType.PURCHASE_ORDER
        else "WorkOrderContract",
        "contract_name": commitment.record.title if commitment else "",
        "vendor_id": register.number(record.vendor) if record.vendor else None,
        "vendor_name": record.vendor_name, "erp_status": record.status,
        "summary": {
            "tax_applicable_to_this_payment": money(body.tax),
            "current_payment_due": money(record.amount),
        },
        **_currency(record), **origin_of(held.origin, code=False),
    }  # fmt: skip


def prime_row(register: Register, held: Held) -> Row:
    record, body = held.record, held.record.body
    if not isinstance(body, PrimeContract):
        return {}
    customer = {"id": register.number(f"customer|{body.customer}"), "name": body.customer}
    return {
        **_head(held), "number": record.number, "title": record.title,
        "status": SUBCONTRACT.get(body.approval, "Out For Signature")
        if body.approval is not A.VOID else "Terminated",
        "executed": True, "private": False, "vendor": customer if body.customer else None,
        "accounting_method": "unit" if body.accounting is Accounting.UNITS else "amount",
        "grand_total": money(record.amount), **_currency(record), **origin_of(held.origin),
    }  # fmt: skip


def application_row(register: Register, held: Held) -> Row:
    record, body = held.record, held.record.body
    if not isinstance(body, OwnerInvoice):
        return {}
    contract = register.record(record.parent)
    return {
        **_head(held), "created_at": held.made[:10], "updated_at": held.at[:10],
        "number": held.id, "invoice_number": record.number, "period_end": day(body.period_end),
        "billing_date": day(body.period_end),
        "status": APPLICATION.get(body.approval, "under_review"),
        "total_amount_accrued_this_period": money(record.amount),
        "contract": {
            "id": register.number(record.parent) if record.parent else None,
            "type": "PrimeContract", "title": contract.record.title if contract else "",
        },
        **_currency(record), **origin_of(held.origin, code=False),
    }  # fmt: skip


def _head(held: Held) -> Row:
    return {"id": held.id, "created_at": held.made, "updated_at": held.at}


def _currency(record: Record) -> Row:
    return {"currency_configuration": {"currency_iso_code": record.currency}}


def _project(register: Register, record: Record) -> Row | None:
    project = register.record(record.project)
    return {"id": project.id, "name": project.record.title} if project else None
