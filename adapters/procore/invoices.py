"""Invoices of subcontractors and to owners, as Procore lists them."""

from adapters.procore.calls import APPLICATION, APPLICATIONS, REQUISITION, REQUISITIONS
from adapters.procore.contracts import COMMITMENTS
from adapters.procore.fields import (
    Misread,
    Row,
    as_date,
    cents,
    currency,
    day,
    inner,
    inners,
    moment,
    of_call,
    optional_number,
    text,
)
from adapters.procore.keeping import Keeping, Kept
from adapters.procore.listing import Listing
from adapters.procore.session import Session
from adapters.procore.shelf import coded, record_of
from core.records import InvoiceLine, OwnerInvoice, Record, SubcontractorInvoice
from core.values import NamedTuple
from core.vocabulary import Approval, RecordId, RecordKind

K, A = RecordKind, Approval
APPROVAL = {
    "draft": A.DRAFT, "under_review": A.PENDING, "approved": A.APPROVED,
    "approved_as_noted": A.APPROVED_AS_NOTED, "revise_and_resubmit": A.REVISE_AND_RESUBMIT,
    "pending_owner_approval": A.PENDING_OWNER_APPROVAL,
}  # fmt: skip


class Billed(NamedTuple):
    """Which line of which document is billed."""

    item: int
    cco: RecordId | None = None


def requisition(row: Row) -> Row:
    """An invoice of a subcontractor, with its items where the view brings them."""
    return {
        "number": text(row, "invoice_number"), "title": text(row, "contract_name"),
        "status": text(row, "status"), "dated": day(row, "billing_date"),
        "vendor": optional_number(row, "vendor_id"), "vendor_name": text(row, "vendor_name"),
        "contract": optional_number(row, "commitment_id"), "contracts": COMMITMENTS,
        "tax": cents(inner(row, "summary"), "tax_applicable_to_this_payment"),
        "currency": currency(row), "made": moment(row, "created_at"),
        "lines": [_item(item) for item in inners(row, "items")],
    }  # fmt: skip


def _item(row: Row) -> Row:
    """What is billed on a line: work of this period, and material that is stored newly."""
    stored = cents(row, "materials_presently_stored")
    before = cents(row, "materials_presently_stored_from_previous_progress")
    return {
        "billed": optional_number(row, "line_item_id"),
        "of_change": text(row, "item_type") == "change_order_item",
        "wbs": optional_number(inner(row, "wbs_code"), "id"),
        "place": optional_number(row, "position"),
        "amount": cents(row, "work_completed_this_period") + stored - before,
        "retainage": cents(row, "work_completed_retainage_retained_this_period"),
        "released": cents(row, "work_completed_retainage_released_this_period")
        + cents(row, "materials_stored_retainage_released_this_period"),
        "description": text(row, "description_of_work"),
    }  # fmt: skip


def as_requisition(keeping: Keeping, row: Kept) -> Record:
    content = row.content
    known = _billable(keeping, row.project, content["contract"])
    lines = []
    for place, line in enumerate(content["lines"], start=1):
        billed = known.get((line["of_change"], line["billed"]), Billed(line["place"] or place))
        coding = coded(keeping, row.project, line["wbs"])
        lines.append(
            InvoiceLine(
                billed.item, coding.code, coding.category, line["amount"], line["retainage"],
                line["description"], coding.sub_job, billed.cco, line["released"],
            )
        )  # fmt: skip
    gross = sum(line.amount for line in lines)
    retainage = sum(line.retainage for line in lines)
    body = SubcontractorInvoice(
        APPROVAL.get(content["status"], A.PENDING), as_date(content["dated"]), gross=gross,
        retainage=retainage, tax=content["tax"], lines=tuple(lines),
    )  # fmt: skip
    due = gross - retainage + sum(line.released for line in lines)
    return record_of(keeping, row, K.SUBCONTRACTOR_INVOICE, body, due)


def _billable(
    keeping: Keeping, project: int, commitment: int | None
) -> dict[tuple[bool, int | None], Billed]:
    """The lines of a commitment and of its change orders, by their ids."""
    found: dict[tuple[bool, int | None], Billed] = {}
    items: dict[int | None, int] = {}
    for name in COMMITMENTS.split():
        row = keeping.find(name, commitment)
        for line in row.content.get("lines", ()) if row else ():
            items[line["id"]] = line["item"]
            found[False, line["id"]] = Billed(line["item"])
    for change in keeping.of_project("change_orders", project):
        if change.content["contract"] == commitment:
            for place, line in enumerate(change.content.get("lines", ()), start=1):
                item = items.get(line["changes"], place)
                found[True, line["id"]] = Billed(item, keeping.name(change))
    return found


def application(row: Row) -> Row:
    """An invoice to an owner; its sheet is asked for besides."""
    number = text(row, "number")
    return {
        "number": text(row, "invoice_number") or number,
        "title": f"Payment application {number}".strip(), "status": text(row, "status"),
        "dated": day(row, "period_end") or day(row, "billing_date"),
        "contract": optional_number(inner(row, "contract"), "id"), "contracts": "prime_contracts",
        "total": text(row, "total_amount_accrued_this_period"),
        "currency": currency(row), "made": moment(row, "created_at"),
    }  # fmt: skip


def sheet(session: Session, project: int, content: Row) -> Row:
    """The continuation sheet, which only the single invoice shows."""
    answer = session.ask(
        APPLICATION,
        names={"id": content["id"]},
        query={"project_id": project},
        waits=session.patience,
    )
    with of_call(APPLICATION.call.name):
        if not isinstance(answer.value, dict):
            raise Misread("it is no object")
        return {
            "lines": [
                {**_item(row), "item": optional_number(row, "item_number"), **_code(row)}
                for row in inners(answer.value, "g703")
            ]
        }


def _code(row: Row) -> Row:
    code = inner(row, "cost_code")
    return {"code": text(code, "full_code") or text(code, "code")}


def as_owner_invoice(keeping: Keeping, row: Kept) -> Record:
    content = row.content
    lines = []
    for place, line in enumerate(content.get("lines", ()), start=1):
        coding = coded(keeping, row.project, line["wbs"])
        lines.append(
            InvoiceLine(
                line["item"] or place, coding.code or line["code"], coding.category,
                line["amount"], line["retainage"], line["description"], coding.sub_job,
                released=line["released"],
            )
        )  # fmt: skip
    body = OwnerInvoice(
        APPROVAL.get(content["status"], A.PENDING), as_date(content["dated"]), lines=tuple(lines)
    )
    due = sum(line.amount - line.retainage + line.released for line in lines)
    return record_of(keeping, row, K.OWNER_INVOICE, body, due)


REQUISITION_LIST = Listing(
    "requisitions", REQUISITIONS, requisition, K.SUBCONTRACTOR_INVOICE, as_requisition, REQUISITION,
    {"view": "items"},
)  # fmt: skip
APPLICATION_LIST = Listing(
    "payment_applications", APPLICATIONS, application, K.OWNER_INVOICE, as_owner_invoice,
    APPLICATION, since=False, parts=sheet,
)  # fmt: skip
