"""An AP invoice as hh2 takes it."""

from typing import Any

from adapters.hh2.calls import EXPORT, ITEMS, MAKE, ORDERS, VENDORS
from adapters.hh2.keeping import Kept
from adapters.hh2.naming import Naming
from adapters.hh2.reading import text
from adapters.hh2.staged import Flow, amount, stamp
from core.ports import ErpRefused
from core.records import InvoiceLine, Record, SubcontractorInvoice

AP_INVOICE = "76744AB9-4697-430A-ADB5-701E633472A9"
"""hh2's type of a document that is an AP invoice (interfaces 2.5)."""


def said(naming: Naming, record: Record) -> dict[str, Any]:
    """The invoice with its distributions.

    Raises:
        ErpRefused: hh2 does not know something that it names.
    """
    body = record.body
    if not isinstance(body, SubcontractorInvoice):
        raise ErpRefused("NO_ROUTE", f"{record.number} is no invoice.")
    vendor = naming.named(VENDORS, "vendor", record.vendor)
    order = naming.named(ORDERS, "commitment", record.parent)
    day = body.billing_date
    header = {
        "Code": record.erp_id or record.number, "Description": record.title[:30],
        "Amount": amount(body.gross), "InvoiceDate": stamp(day),
        "AccountingDate": stamp(body.accounting_date or day), "VendorId": vendor.id,
        "CommitmentId": order.id,
    }  # fmt: skip
    parts = [_distribution(naming, line, order) for line in body.lines]
    snapshot = {"Header": header, "Distributions": parts}
    return {"DocumentTypeId": AP_INVOICE, "Snapshot": snapshot}


INVOICES = Flow(MAKE, EXPORT, "document", said, twice="INVOICE_DUPLICATE")


def _distribution(naming: Naming, line: InvoiceLine, order: Kept) -> dict[str, Any]:
    items = naming.parts(ITEMS, order)
    item = next((x for x in items if text(x.content, "Code") == str(line.item)), None)
    part = {
        "Amount": amount(line.amount), "Retainage": amount(line.retainage),
        "Description": line.description[:30], "CommitmentId": order.id,
    }  # fmt: skip
    if item is None:
        job = text(order.content, "JobId")
        return part | naming.place(job, line.sub_job, line.code, line.category)
    names = ("JobId", "CostCodeId", "CategoryId")
    where = {name: its for name in names if (its := text(item.content, name))}
    return part | where | {"CommitmentItemId": item.id}
