"""The lines of records over the API: of contracts, change orders, invoices and budgets."""

from adapters.sandbox.doors.procore.coding import (
    Coding,
    code_row,
    sub_job_id,
    type_row,
    wbs_part,
)
from adapters.sandbox.doors.procore.operating import Row, origin_of
from adapters.sandbox.doors.procore.register import Held, Register
from adapters.sandbox.doors.procore.rows import decimal, money
from core.records import (
    Budget,
    Commitment,
    CommitmentChange,
    InvoiceLine,
    OwnerInvoice,
    PrimeChange,
    PrimeContract,
    SubcontractorInvoice,
)
from core.vocabulary import RecordId


def contract_lines(register: Register, held: Held) -> list[Row]:
    """The schedule of values of a commitment."""
    record, body = held.record, held.record.body
    project = record.project or ""
    return [
        {
            "id": register.number(f"{record.id}#{line.item}"), "position": line.item,
            "amount": money(line.amount), "description": line.description,
            "quantity": decimal(line.quantity, 3), "uom": line.unit,
            "unit_cost": money(line.unit_cost), "extended_type": "manual",
            "cost_code": code_row(register, project, line.sub_job, line.code),
            "line_item_type": type_row(register, line.category),
            "wbs_code": wbs_part(
                register, project, Coding(line.code, line.category, line.sub_job)
            ),
            "holder": {"id": held.id, "holder_type": "WorkOrderContract"},
        }
        for line in (body.lines if isinstance(body, Commitment) else ())
    ]  # fmt: skip


def prime_lines(register: Register, held: Held) -> list[Row]:
    """The schedule of values of a prime contract."""
    record, body = held.record, held.record.body
    return [
        {
            "id": register.number(f"{record.id}#{place}"), "position": place,
            "amount": money(line.scheduled), "description": line.description,
            "quantity": decimal(line.quantity, 3), "uom": line.unit,
            "unit_cost": money(line.unit_price), "extended_type": "manual",
            "cost_code": None, "line_item_type": None, "wbs_code": None,
            **origin_of(register.origin(f"{record.id}#{place}"), code=False),
        }
        for place, line in enumerate(
            body.lines if isinstance(body, PrimeContract) else (), start=1
        )
    ]  # fmt: skip


def change_lines(register: Register, held: Held) -> list[Row]:
    """The lines of a change order, with the text ids of v2."""
    record, body = held.record, held.record.body
    found = []
    lines = body.lines if isinstance(body, (CommitmentChange, PrimeChange)) else ()
    for place, line in enumerate(lines, start=1):
        coding = Coding(line.code, line.category, line.sub_job)
        wbs = wbs_part(register, record.project or "", coding)
        changed = f"{record.parent}#{line.item}" if line.item is not None else ""
        found.append(
            {
                "id": str(register.number(f"{record.id}#{place}")), "position": place,
                "amount": money(line.amount), "description": line.description,
                "unit_cost": money(line.unit_cost) if line.unit_cost is not None else None,
                "extended_type": "manual", "wbs_code_id": str(wbs["id"]),
                "wbs_code": {**wbs, "id": str(wbs["id"])},
                "commitment_line_item_id": str(register.number(changed)) if changed else None,
            }
        )  # fmt: skip
    return found


def requisition_items(register: Register, held: Held) -> list[Row]:
    """What is billed on each line of the commitment, or of one of its change orders."""
    record, body = held.record, held.record.body
    return [
        {
            "id": register.number(f"{record.id}#{place}"), "position": place,
            "item_type": "change_order_item" if line.cco else "contract_item",
            "line_item_id": _billed(register, record.parent, line),
            "description_of_work": line.description, **_invoiced(register, held, line),
        }
        for place, line in enumerate(
            body.lines if isinstance(body, SubcontractorInvoice) else (), start=1
        )
    ]  # fmt: skip


def application_items(register: Register, held: Held) -> list[Row]:
    """The continuation sheet of an owner invoice."""
    record, body = held.record, held.record.body
    return [
        {
            "id": register.number(f"{record.id}#{place}"), "item_number": line.item,
            "origin_type": "LineItem", "added_from_source": "contract",
            "description_of_work": line.description,
            "cost_code": code_row(register, record.project or "", line.sub_job, line.code),
            **_invoiced(register, held, line),
        }
        for place, line in enumerate(
            body.lines if isinstance(body, OwnerInvoice) else (), start=1
        )
    ]  # fmt: skip


def budget_rows(register: Register, held: Held) -> list[Row]:
    """A budget through the one view of the sandbox."""
    record, body = held.record, held.record.body
    project = record.project or ""
    found = []
    for line in body.lines if isinstance(body, Budget) else ():
        coding = Coding(line.code, line.category, line.sub_job)
        code = code_row(register, project, line.sub_job, line.code)
        found.append(
            {
                "id": wbs_part(register, project, coding)["id"],
                "wbs_code_id": wbs_part(register, project, coding)["id"],
                "project_id": register.number(project), "cost_code_id": code["id"],
                "cost_code": f"{line.code} - {line.code}",
                "category_id": type_row(register, line.category)["id"],
                "category": line.category, "biller": line.sub_job or record.title,
                "biller_type": "SubJob" if line.sub_job else "Project",
                "biller_id": sub_job_id(register, project, line.sub_job) if line.sub_job
                else register.number(project),
                "original_budget_amount": money(line.original),
                "budget_modifications": money(line.changes),
            }
        )  # fmt: skip
    return found


def _invoiced(register: Register, held: Held, line: InvoiceLine) -> Row:
    project = held.record.project or ""
    coding = Coding(line.code, line.category, line.sub_job)
    return {
        "wbs_code": wbs_part(register, project, coding),
        "cost_code_id": code_row(register, project, line.sub_job, line.code)["id"],
        "work_completed_this_period": money(line.amount),
        "materials_presently_stored": "0.0",
        "work_completed_retainage_retained_this_period": money(line.retainage),
        "work_completed_retainage_released_this_period": money(line.released),
        "materials_stored_retainage_released_this_period": "0.0",
    }


def _billed(register: Register, commitment: RecordId | None, line: InvoiceLine) -> int:
    """The id of the line that is billed."""
    if not line.cco:
        return register.number(f"{commitment}#{line.item}")
    held = register.record(line.cco)
    body = held.record.body if held else None
    lines = body.lines if isinstance(body, CommitmentChange) else ()
    for place, changed in enumerate(lines, start=1):
        if line.item == (changed.item if changed.item is not None else place):
            return register.number(f"{line.cco}#{place}")
    return register.number(f"{line.cco}#{line.item}")
