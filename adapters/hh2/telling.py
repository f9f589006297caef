"""What hh2's rows say Sage holds, in our words: codes for ids, and wholes for parts."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from adapters.hh2.calls import (
    CATEGORIES,
    DISTRIBUTIONS,
    ITEMS,
    JOB_CODES,
    JOBS,
    ORDERS,
    STANDARD_CATEGORIES,
    TRANSACTIONS,
    VENDOR_TYPES,
    VENDORS,
)
from adapters.hh2.keeping import Keeping, Kept
from adapters.hh2.reading import cents, text
from adapters.wire.known import Known
from core.case import Mirrored
from core.records import (
    Budget,
    BudgetLine,
    Commitment,
    Company,
    CostCode,
    CostTotal,
    CostTransaction,
    CostType,
    InvoiceLine,
    JobCost,
    Project,
    ProjectCode,
    SovLine,
    SubcontractorInvoice,
    SubJob,
)
from core.vocabulary import ContractType, CostSource, RecordKind

K = RecordKind
Telling = Callable[[Keeping, Kept], Mirrored | None]
"""What a root says of one kind; None where it is no such thing."""
PURCHASE_ORDER = 2
POSTED, VOIDED = 2, 3
EMPTY_YEAR = 1
SOURCES = {source.value.casefold(): source for source in CostSource}


def vendor(keeping: Keeping, row: Kept) -> Mirrored:
    of = row.content
    sort = keeping.find(VENDOR_TYPES.call.name, text(of, "TypeId"))
    body = Company(
        vendor_type=text(sort.content, "Name") if sort else "",
        address=text(of, "Address1"), city=text(of, "City"), state=text(of, "State"),
        zip=text(of, "PostalCode"), erp_active=_active(row),
    )  # fmt: skip
    return Mirrored(K.COMPANY, "", _code(row), text(of, "Name"), active=_active(row), body=body)


def job(keeping: Keeping, row: Kept) -> Mirrored | None:
    if text(row.content, "ParentId"):
        return None
    of = row.content
    body = Project(
        address=text(of, "Address1"), city=text(of, "City"), state=text(of, "State"),
        zip=text(of, "PostalCode"), codes=_codes(keeping, row.root),
    )  # fmt: skip
    return Mirrored(K.PROJECT, "", _code(row), text(of, "Name"), active=_active(row), body=body)


def sub_job(keeping: Keeping, row: Kept) -> Mirrored | None:
    whole = _named(keeping, JOBS, text(row.content, "ParentId"))
    if not whole:
        return None
    return Mirrored(
        K.SUB_JOB, whole, _code(row), text(row.content, "Name"), active=_active(row),
        body=SubJob(_codes(keeping, row.root)), job=whole,
    )  # fmt: skip


def standard_code(keeping: Keeping, row: Kept) -> Mirrored:
    """Which types a standard code takes hh2 does not say: the company's standard categories."""
    of = row.content
    types = tuple(
        CostType(text(c.content, "Code"), text(c.content, "Name"))
        for c in sorted(keeping.all(STANDARD_CATEGORIES.call.name), key=_code)
        if _active(c)
    )
    title = text(of, "Name") or text(of, "Description")
    body = CostCode(types, group=of.get("IsGroupCode") is True, active=_active(row))
    return Mirrored(K.COST_CODE, "", _code(row), title, active=_active(row), body=body)


def budget(keeping: Keeping, row: Kept) -> Mirrored | None:
    """The estimates of a job, and of its extras."""
    if text(row.content, "ParentId"):
        return None
    lines = tuple(
        BudgetLine(
            code, category, cents(of, "OriginalEstimate"), cents(of, "ApprovedEstimateChanges"),
            extra,
        )
        for extra, code, category, of in _categories(keeping, row)
        if cents(of, "OriginalEstimate") or cents(of, "ApprovedEstimateChanges")
    )  # fmt: skip
    if not lines:
        return None
    whole, total = _code(row), sum(line.revised for line in lines)
    return Mirrored(
        K.BUDGET, whole, whole, text(row.content, "Name"), total, body=Budget(lines), job=whole
    )


def job_cost(keeping: Keeping, row: Kept) -> Mirrored | None:
    """What a job has cost, and the transactions that are told of it."""
    if text(row.content, "ParentId"):
        return None
    lines = tuple(
        CostTotal(
            code, category, extra, cents(of, "JobToDateCost"), cents(of, "CommitmentInvoiced")
        )
        for extra, code, category, of in _categories(keeping, row)
        if cents(of, "JobToDateCost") or cents(of, "CommitmentInvoiced")
    )
    costs = tuple(
        cost
        for part in _family(keeping, row)
        for entry in keeping.parts(TRANSACTIONS.call.name, part.root)
        if (cost := _transaction(keeping, entry, "" if part.root == row.root else _code(part)))
    )
    if not lines and not costs:
        return None
    whole, total = _code(row), sum(line.job_to_date for line in lines)
    return Mirrored(
        K.JOB_COST, whole, whole, text(row.content, "Name"), total, body=JobCost(lines, costs),
        job=whole,
    )  # fmt: skip


def commitment(keeping: Keeping, row: Kept) -> Mirrored:
    of = row.content
    lines = tuple(
        SovLine(
            _item(part), *_where(keeping, part.content), cents(part.content, "Amount"),
            text(part.content, "Description"), _extra(keeping, part.content),
            _thousandths(part.content, "Units"), "", cents(part.content, "UnitCost"),
        )
        for part in keeping.parts(ITEMS.call.name, row.root)
    )  # fmt: skip
    bought = of.get("Type") == PURCHASE_ORDER or "purchase" in text(of, "Type").casefold()
    body = Commitment(
        ContractType.PURCHASE_ORDER if bought else ContractType.SUBCONTRACT,
        dated=_day(of.get("Date")), retainage=cents(of, "RetainagePercent"), lines=lines,
    )  # fmt: skip
    return Mirrored(
        K.COMMITMENT, "", _code(row), text(of, "Name") or text(of, "Description"),
        cents(of, "Amount"), active=not of.get("IsClosed"),
        posted=of.get("IsCommited") is not False, body=body,
        job=_job_of(keeping, text(of, "JobId")),
        vendor=_named(keeping, VENDORS, text(of, "VendorId")),
    )  # fmt: skip


def invoice(keeping: Keeping, row: Kept) -> Mirrored | None:
    of = row.content
    owed_to = _named(keeping, VENDORS, text(of, "VendorId"))
    if not owed_to:
        return None
    parts = keeping.parts(DISTRIBUTIONS.call.name, row.root)
    lines = tuple(_billed(keeping, part) for part in parts)
    body = SubcontractorInvoice(
        billing_date=_day(of.get("InvoiceDate")), accounting_date=_day(of.get("AccountingDate")),
        gross=cents(of, "Amount"), retainage=cents(of, "RetainageHeldAmount"),
        tax=cents(of, "TaxAmount"), lines=lines,
    )  # fmt: skip
    order = next((text(p.content, "CommitmentId") for p in parts), "")
    on = next((text(p.content, "JobId") for p in parts), "")
    return Mirrored(
        K.SUBCONTRACTOR_INVOICE, owed_to, _code(row), text(of, "Description"),
        body.gross - body.retainage, posted=_is(of.get("Status"), POSTED, "posted"), body=body,
        job=_job_of(keeping, on), vendor=owed_to, parent=_named(keeping, ORDERS, order),
    )  # fmt: skip


TELLING: dict[RecordKind, Telling] = {
    K.COMPANY: vendor,
    K.PROJECT: job,
    K.SUB_JOB: sub_job,
    K.COST_CODE: standard_code,
    K.BUDGET: budget,
    K.JOB_COST: job_cost,
    K.COMMITMENT: commitment,
    K.SUBCONTRACTOR_INVOICE: invoice,
}
"""Of change orders, prime contracts and owner invoices hh2 tells nothing (interfaces 2.3)."""


def is_gone(kind: RecordKind, row: Kept) -> bool:
    """Whether Sage no longer holds it: what is voided there is no invoice any more."""
    voided = kind is K.SUBCONTRACTOR_INVOICE and _is(row.content.get("Status"), VOIDED, "voided")
    return row.gone or voided


def _is(said: object, number: int, word: str) -> bool:
    """hh2 tells a status by its number or by its name, as versions differ."""
    return said == number or str(said).strip().casefold() in (str(number), word)


def _code(row: Kept) -> str:
    return text(row.content, "Code")


def _active(row: Kept) -> bool:
    return row.content.get("IsActive") is not False and not row.gone


def _named(keeping: Keeping, read: Known, id: str) -> str:
    """The code of a thing by hh2's id; empty where it is not known."""
    found = keeping.find(read.call.name, id) if id else None
    return _code(found) if found else ""


def _job_of(keeping: Keeping, id: str) -> str:
    """The code of the job that an id names, or of the one that an extra is of."""
    found = keeping.find(JOBS.call.name, id) if id else None
    above = text(found.content, "ParentId") if found else ""
    return _named(keeping, JOBS, above or id)


def _extra(keeping: Keeping, of: dict[str, Any]) -> str:
    found = keeping.find(JOBS.call.name, text(of, "JobId"))
    return _code(found) if found and text(found.content, "ParentId") else ""


def _where(keeping: Keeping, of: dict[str, Any]) -> tuple[str, str]:
    """The cost code and the category that a line names."""
    code = _named(keeping, JOB_CODES, text(of, "CostCodeId"))
    return code, _named(keeping, CATEGORIES, text(of, "CategoryId"))


def _codes(keeping: Keeping, root: str) -> tuple[ProjectCode, ...]:
    """The cost codes of a job, each with the categories that it holds."""
    held: dict[str, list[str]] = {}
    for part in keeping.parts(CATEGORIES.call.name, root):
        held.setdefault(text(part.content, "CostCodeId"), []).append(_code(part))
    found = [
        ProjectCode(_code(part), text(part.content, "Name"), types, types)
        for part in keeping.parts(JOB_CODES.call.name, root)
        if part.content.get("IsGroupCode") is not True
        and (types := tuple(sorted(held.get(part.id, ())))) is not None
    ]
    return tuple(sorted(found, key=lambda code: code.code))


def _family(keeping: Keeping, row: Kept) -> list[Kept]:
    """A job and its extras."""
    return [row, *sorted(keeping.below(JOBS.call.name, row.root), key=_code)]


def _categories(keeping: Keeping, row: Kept) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Extra, cost code, category and the row, of a job and all its extras."""
    found = []
    for part in _family(keeping, row):
        extra = "" if part.root == row.root else _code(part)
        for one in keeping.parts(CATEGORIES.call.name, part.root):
            code = _named(keeping, JOB_CODES, text(one.content, "CostCodeId"))
            found.append((extra, code, _code(one), one.content))
    return sorted(found, key=lambda one: one[:3])


def _transaction(keeping: Keeping, row: Kept, extra: str) -> CostTransaction | None:
    """A transaction; None where it lacks what tells it from others."""
    of = row.content
    run, _, sequence = _code(row).partition("-")
    if not run.isdecimal() or not sequence.isdecimal():
        return None
    source = SOURCES.get(text(of, "TransactionType").casefold(), CostSource.JOB_COST)
    return CostTransaction(
        int(run), int(sequence), source, *_where(keeping, of), cents(of, "Amount"),
        _day(of.get("TransactionDate")), _day(of.get("AccountingDate")), text(of, "Description"),
        extra, _thousandths(of, "Units"), cents(of, "UnitCost"),
        vendor=_named(keeping, VENDORS, text(of, "VendorId")), invoice=text(of, "InvoiceCode"),
        retainage=cents(of, "RetainageAmount"),
    )  # fmt: skip


def _billed(keeping: Keeping, part: Kept) -> InvoiceLine:
    of = part.content
    item = keeping.find(ITEMS.call.name, text(of, "CommitmentItemId"))
    held = cents(of, "RetainageAmount")
    return InvoiceLine(
        _item(item) if item else 0, *_where(keeping, of), cents(of, "Amount"), max(held, 0),
        text(of, "Description"), _extra(keeping, of), released=max(-held, 0),
    )  # fmt: skip


def _item(row: Kept) -> int:
    code = _code(row)
    return int(code) if code.isdecimal() and len(code) < len("1000000") else 0


def _thousandths(of: dict[str, Any], name: str) -> int:
    return cents(of, name) * 10


def _day(said: object) -> date | None:
    """The day of a stamp; None where it is empty, which hh2 writes as the year 1."""
    try:
        day = datetime.fromisoformat(str(said)).date()
    except ValueError:
        return None
    return day if day.year > EMPTY_YEAR else None
