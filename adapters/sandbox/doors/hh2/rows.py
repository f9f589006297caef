"""The rows that hh2 answers, made of documents: PascalCase, an id, and a version that grows."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from adapters.sandbox.doors.hh2.known import PARTS, Cloud, Known, document_guid, guid
from core.records import (
    Commitment,
    Company,
    CostCode,
    JobCost,
    Project,
    SubcontractorInvoice,
    SubJob,
)
from core.vocabulary import ContractType, RecordKind

K = RecordKind
Row = dict[str, Any]
Rows = Callable[[Cloud, Mapping[str, str]], Iterator[Row]]
"""Every row of a path, in any order; the second are the filters that were asked for."""
EMPTY = "0001-01-01T00:00:00"
OPEN, PENDING, POSTED = 0, 1, 2
SUBCONTRACT, PURCHASE_ORDER = 1, 2


def money(cents: int) -> float:
    """An amount as hh2 sends it: a number with two places."""
    return round(cents / 100, 2)


def vendors(cloud: Cloud, _: Mapping[str, str]) -> Iterator[Row]:
    for known in cloud.of(K.COMPANY):
        body = known.document.read
        of = body if isinstance(body, Company) else Company()
        yield _row(known) | {
            "Name": known.document.title, "Address1": of.address, "Address2": None,
            "City": of.city, "State": of.state, "PostalCode": of.zip, "Country": None,
            "PhoneNumber": None, "FaxNumber": None, "InvoiceTaxType": 0,
            "TypeId": guid("vendor type", of.vendor_type) if of.vendor_type else None,
        }  # fmt: skip


def jobs(cloud: Cloud, _: Mapping[str, str]) -> Iterator[Row]:
    for known in cloud.of(K.PROJECT, K.SUB_JOB):
        document, body = known.document, known.document.read
        whole = cloud.held(K.PROJECT, "", document.scope) if document.scope else None
        of = body if isinstance(body, Project) else Project()
        yield _row(known) | {
            "Name": document.title, "Address1": of.address, "City": of.city, "State": of.state,
            "PostalCode": of.zip, "Status": 1 if document.active else 2, "BillingLevel": 0,
            "BillingMethod": 0,
            "ParentId": document_guid(whole) if whole else None,
            "ParentCode": whole.erp_id if whole else None,
            "ParentName": whole.title if whole else None,
        }  # fmt: skip


def job_codes(cloud: Cloud, asked: Mapping[str, str]) -> Iterator[Row]:
    for known in _coded(cloud, asked):
        body = known.document.read
        codes = body.codes if isinstance(body, (Project, SubJob)) else ()
        for place, code in enumerate(codes, 1):
            yield _part(known, place, "cost code", code.code) | {
                "Code": code.code, "Name": code.description,
                "JobId": document_guid(known.document), "ParentId": None,
                "StandardCostCodeId": guid(K.COST_CODE, "", code.code),
                "IsGroupCode": False, "CostCodeStatus": 0,
            }  # fmt: skip


def job_categories(cloud: Cloud, asked: Mapping[str, str]) -> Iterator[Row]:
    for known in _coded(cloud, asked):
        document, body = known.document, known.document.read
        codes = body.codes if isinstance(body, (Project, SubJob)) else ()
        totals, estimates, newest = _totals(cloud, known)
        place = 0
        for code in codes:
            for category in code.erp_types or code.types:
                place += 1
                spent, billed = totals.get((code.code, category), (0, 0))
                original, changes = estimates.get((code.code, category), (0, 0))
                yield _part(newest, place, "category", document.erp_id, code.code, category) | {
                    "Id": guid("category", document_guid(document), code.code, category),
                    "Code": category, "Name": category, "Description": None,
                    "JobId": document_guid(document),
                    "CostCodeId": guid("cost code", document_guid(document), code.code),
                    "StandardCategoryId": guid("standard category", category),
                    "OriginalEstimate": money(original),
                    "ApprovedEstimateChanges": money(changes),
                    "Estimate": money(original + changes),
                    "CommitmentInvoiced": money(billed), "JobToDateCost": money(spent),
                }  # fmt: skip


def standard_codes(cloud: Cloud, _: Mapping[str, str]) -> Iterator[Row]:
    for known in cloud.of(K.COST_CODE):
        title = known.document.title
        yield _row(known) | {"Name": title, "Description": title, "IsStandard": True}


def standard_categories(cloud: Cloud, _: Mapping[str, str]) -> Iterator[Row]:
    found: dict[str, tuple[str, int]] = {}
    for known in cloud.of(K.COST_CODE):
        body = known.document.read
        for one in body.types if isinstance(body, CostCode) else ():
            before = found.get(one.abbreviation, ("", 0))[1]
            found[one.abbreviation] = (one.name, max(before, known.change))
    for place, (code, (name, change)) in enumerate(sorted(found.items()), 1):
        yield {
            "Id": guid("standard category", code), "Version": change * PARTS + place,
            "Code": code, "Name": name, "Description": name, "AccumulationName": name,
            "IsActive": True, "IsArchived": False,
        }  # fmt: skip


def commitments(cloud: Cloud, _: Mapping[str, str]) -> Iterator[Row]:
    for known in cloud.of(K.COMMITMENT):
        document, body = known.document, known.document.read
        of = body if isinstance(body, Commitment) else Commitment()
        original = sum(line.amount for line in of.lines)
        bought = of.type is ContractType.PURCHASE_ORDER
        yield _row(known) | {
            "Name": document.title, "Description": document.title, "Date": _day(of.dated),
            "Type": PURCHASE_ORDER if bought else SUBCONTRACT,
            "JobId": guid(K.PROJECT, "", document.job) if document.job else None,
            "VendorId": guid(K.COMPANY, "", document.vendor),
            "Amount": money(document.amount), "AmountOriginal": money(original),
            "AmountApproved": money(document.amount - original), "AmountPending": 0.0,
            "RetainagePercent": of.retainage / 100, "IsClosed": not document.active,
            "IsCommited": document.posted, "WasPrinted": False, "Tax": 0.0,
        }  # fmt: skip


def commitment_items(cloud: Cloud, asked: Mapping[str, str]) -> Iterator[Row]:
    for known in cloud.of(K.COMMITMENT):
        document, body = known.document, known.document.read
        whole = document_guid(document)
        if not isinstance(body, Commitment) or asked.get("commitment", whole) != whole:
            continue
        job = guid(K.PROJECT, "", document.job)
        for place, line in enumerate(body.lines, 1):
            on = guid(K.SUB_JOB, document.job, line.sub_job) if line.sub_job else job
            yield _part(known, place, "item", str(line.item)) | {
                "Code": str(line.item), "Description": line.description, "CommitmentId": whole,
                "JobId": on, "CostCodeId": guid("cost code", on, line.code),
                "CategoryId": guid("category", on, line.code, line.category),
                "StandardCategoryId": guid("standard category", line.category),
                "Units": line.quantity / 1000, "UnitCost": money(line.unit_cost),
                "Amount": money(line.amount), "AmountOriginal": money(line.amount), "Tax": 0.0,
            }  # fmt: skip


def invoices(cloud: Cloud, asked: Mapping[str, str]) -> Iterator[Row]:
    for known in cloud.of(K.SUBCONTRACTOR_INVOICE):
        document, body = known.document, known.document.read
        of = body if isinstance(body, SubcontractorInvoice) else SubcontractorInvoice()
        vendor = guid(K.COMPANY, "", document.vendor)
        if asked.get("vendor", vendor) != vendor:
            continue
        yield _row(known) | {
            "VendorId": vendor, "Description": document.title,
            "Status": POSTED if document.posted else PENDING, "Amount": money(of.gross),
            "TaxAmount": money(of.tax), "RetainageHeldAmount": money(of.retainage),
            "InvoiceDate": _day(of.billing_date), "AccountingDate": _day(of.accounting_date),
            "IsPending": not document.posted, "IsSuspended": False,
        }  # fmt: skip


def distributions(cloud: Cloud, asked: Mapping[str, str]) -> Iterator[Row]:
    for known in cloud.of(K.SUBCONTRACTOR_INVOICE):
        document, body = known.document, known.document.read
        whole = document_guid(document)
        if not isinstance(body, SubcontractorInvoice) or asked.get("invoice", whole) != whole:
            continue
        order = guid(K.COMMITMENT, "", document.parent)
        job = guid(K.PROJECT, "", document.job)
        for place, line in enumerate(body.lines, 1):
            on = guid(K.SUB_JOB, document.job, line.sub_job) if line.sub_job else job
            yield _part(known, place, "distribution", str(place)) | {
                "InvoiceId": whole, "Amount": money(line.amount), "Description": line.description,
                "JobId": on, "CostCodeId": guid("cost code", on, line.code),
                "CategoryId": guid("category", on, line.code, line.category),
                "CommitmentId": order,
                "CommitmentItemId": guid("item", order, str(line.item)),
                "RetainageAmount": money(line.retainage - line.released),
            }  # fmt: skip


def transactions(cloud: Cloud, asked: Mapping[str, str]) -> Iterator[Row]:
    for known in cloud.of(K.JOB_COST):
        body = known.document.read
        job = guid(K.PROJECT, "", known.document.job)
        if not isinstance(body, JobCost) or asked.get("job", job) != job:
            continue
        for place, cost in enumerate(body.transactions, 1):
            on = guid(K.SUB_JOB, known.document.job, cost.sub_job) if cost.sub_job else job
            yield _part(known, place, "transaction", cost.key) | {
                "Code": cost.key, "Description": cost.description, "JobId": on,
                "CostCodeId": guid("cost code", on, cost.code),
                "CategoryId": guid("category", on, cost.code, cost.category),
                "Amount": money(cost.amount), "Units": cost.quantity / 1000,
                "UnitCost": money(cost.unit_cost), "TransactionType": str(cost.source),
                "TransactionDate": _day(cost.dated), "AccountingDate": _day(cost.accounting_date),
                "VendorId": guid(K.COMPANY, "", cost.vendor) if cost.vendor else None,
                "InvoiceCode": cost.invoice or None, "RetainageAmount": money(cost.retainage),
            }  # fmt: skip


def nothing(_: Cloud, __: Mapping[str, str]) -> Iterator[Row]:
    """Sage holds such rows, this ledger keeps none."""
    return iter(())


def _coded(cloud: Cloud, asked: Mapping[str, str]) -> Iterator[Known]:
    for known in cloud.of(K.PROJECT, K.SUB_JOB):
        if asked.get("job", document_guid(known.document)) == document_guid(known.document):
            yield known


Pairs = dict[tuple[str, str], tuple[int, int]]


def _totals(cloud: Cloud, known: Known) -> tuple[Pairs, Pairs, Known]:
    """Cost and estimate by code and category, and the newest of what they come from."""
    document = known.document
    job = document.scope or document.erp_id
    extra = document.erp_id if document.scope else ""
    totals: Pairs = {}
    estimates: Pairs = {}
    newest = known
    for kind in (K.JOB_COST, K.BUDGET):
        held = cloud.known(kind, job, job)
        if held is None:
            continue
        newest = max(newest, held, key=lambda one: one.change)
        for line in getattr(held.document.read, "lines", ()):
            if line.sub_job != extra:
                continue
            if kind is K.JOB_COST:
                totals[line.code, line.category] = (line.job_to_date, line.commitment_invoiced)
            else:
                estimates[line.code, line.category] = (line.original, line.changes)
    return totals, estimates, known._replace(change=newest.change)


def _row(known: Known) -> Row:
    document = known.document
    return {
        "Id": document_guid(document), "Version": known.change * PARTS, "Code": document.erp_id,
        "IsActive": document.active and not known.gone, "IsArchived": known.gone,
        "HasExternalId": True, "CreatedOnUtc": EMPTY,
    }  # fmt: skip


def _part(known: Known, place: int, what: str, *parts: str) -> Row:
    return {
        "Id": guid(what, document_guid(known.document), *parts),
        "Version": known.change * PARTS + place,
        "IsActive": known.document.active and not known.gone, "IsArchived": known.gone,
        "HasExternalId": True, "CreatedOnUtc": EMPTY,
    }  # fmt: skip


def _day(day: date | None) -> str:
    return f"{day.isoformat()}T00:00:00" if day else EMPTY


READS: dict[str, Rows] = {
    "/GeneralLedger/Api/V1/Account.svc/accounts": nothing,
    "/AccountsPayable/Api/V1/Vendor.svc/vendors": vendors,
    "/JobCosting/Api/V1/JobCost.svc/jobs": jobs,
    "/JobCosting/Api/V1/JobCost.svc/jobs/costcodes": job_codes,
    "/JobCosting/Api/V1/JobCost.svc/jobs/categories": job_categories,
    "/JobCosting/Api/V1/JobCost.svc/costcodes": standard_codes,
    "/JobCosting/Api/V1/JobCost.svc/categories": standard_categories,
    "/JobCosting/Api/V1/Commitment.svc/commitments": commitments,
    "/JobCosting/Api/V1/Commitment.svc/commitments/items": commitment_items,
    "/JobCosting/Api/V1/JobTransaction.svc/job/transactions": transactions,
    "/AccountsPayable/Api/V1/Invoice.svc/invoices": invoices,
    "/AccountsPayable/Api/V1/Invoice.svc/invoices/distributions": distributions,
    "/AccountsPayable/Api/V1/Payment.svc/payments": nothing,
}
"""Every path that is read by version."""
