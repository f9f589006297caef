"""Commitments, prime contracts, and the change orders of both, as Procore lists them."""

from collections.abc import Callable

from adapters.procore.calls import (
    CCO,
    CCO_LINES,
    CCOS,
    PCCO,
    PCCO_LINES,
    PCCOS,
    PRIME_CONTRACT,
    PRIME_CONTRACTS,
    PRIME_LINES,
    PURCHASE_ORDER,
    PURCHASE_ORDER_LINES,
    PURCHASE_ORDERS,
    WORK_ORDER,
    WORK_ORDER_LINES,
    WORK_ORDERS,
)
from adapters.procore.fields import (
    Row,
    as_date,
    cents,
    currency,
    day,
    inner,
    moment,
    number,
    of_call,
    optional_number,
    scaled,
    text,
)
from adapters.procore.keeping import Keeping, Kept
from adapters.procore.listing import Listing, Parts
from adapters.procore.session import Session
from adapters.procore.shelf import coded, record_of
from adapters.wire.known import Known
from core.records import (
    ChangeLine,
    Commitment,
    CommitmentChange,
    ContractItem,
    PrimeChange,
    PrimeContract,
    Record,
    SovLine,
)
from core.vocabulary import Accounting, Approval, ContractType, RecordKind

K, A = RecordKind, Approval
APPROVAL = {
    "Draft": A.DRAFT, "Approved": A.APPROVED, "Complete": A.COMPLETE, "Closed": A.COMPLETE,
    "Terminated": A.VOID, "Void": A.VOID,
    "draft": A.DRAFT, "approved": A.APPROVED, "rejected": A.VOID, "void": A.VOID,
}  # fmt: skip
"""Any other is on its way: `Out For Signature`, `pricing`, and what is not published yet."""
COMMITMENTS = "work_orders purchase_orders"


def contract(row: Row) -> Row:
    """The head of a commitment."""
    vendor = inner(row, "vendor")
    return {
        "number": text(row, "number"), "title": text(row, "title"), "status": text(row, "status"),
        "scope": text(row, "description"), "dated": day(row, "contract_date"),
        "retainage": scaled(row, "retainage_percent", 2, rounded=True),
        "vendor": optional_number(vendor, "id"),
        "vendor_name": text(vendor, "company") or text(vendor, "name"),
        "currency": currency(row), "made": moment(row, "created_at"),
    }  # fmt: skip


def _lines_of(call: Known) -> Parts:
    """What asks for the lines of a contract of v1."""
    name = call.call.path.partition("{")[2].partition("}")[0]

    def asked(session: Session, project: int, content: Row) -> Row:
        rows = session.rows(call, names={name: content["id"]}, query={"project_id": project})
        with of_call(call.call.name):
            return {"lines": [_line(row, place) for place, row in enumerate(rows, start=1)]}

    return asked


def _line(row: Row, place: int) -> Row:
    code = inner(row, "cost_code")
    of_sub_job = text(code, "biller_type") == "SubJob"
    return {
        "id": number(row), "item": optional_number(row, "position") or place,
        "code": text(code, "full_code") or text(code, "code"),
        "category": text(inner(row, "line_item_type"), "code"),
        "sub_job": optional_number(code, "biller_id") if of_sub_job else None,
        "amount": cents(row, "amount"), "description": text(row, "description"),
        "quantity": scaled(row, "quantity", 3, rounded=True), "unit": text(row, "uom"),
        "unit_cost": scaled(row, "unit_cost", 2, rounded=True),
    }  # fmt: skip


def as_commitment(keeping: Keeping, row: Kept) -> Record:
    content = row.content
    lines = tuple(
        SovLine(
            line["item"], line["code"], line["category"], line["amount"], line["description"],
            _sub_job(keeping, line["sub_job"]), line["quantity"], line["unit"], line["unit_cost"],
        )
        for line in content.get("lines", ())
    )  # fmt: skip
    ordered = row.list == "purchase_orders"
    body = Commitment(
        ContractType.PURCHASE_ORDER if ordered else ContractType.SUBCONTRACT,
        APPROVAL.get(content["status"], A.PENDING), as_date(content["dated"]),
        content["retainage"], content["scope"], lines,
    )  # fmt: skip
    return record_of(keeping, row, K.COMMITMENT, body, sum(line.amount for line in lines))


def _sub_job(keeping: Keeping, sub_job: int | None) -> str:
    row = keeping.find("sub_jobs", sub_job) if sub_job else None
    return str(row.content["number"]) if row else ""


def prime(row: Row) -> Row:
    return {
        "number": text(row, "number"), "title": text(row, "title"), "status": text(row, "status"),
        "customer": text(inner(row, "vendor"), "name"),
        "units": text(row, "accounting_method") == "unit",
        "currency": currency(row), "made": moment(row, "created_at"),
    }  # fmt: skip


def as_prime_contract(keeping: Keeping, row: Kept) -> Record:
    content = row.content
    lines = tuple(
        ContractItem(
            str(line["item"]), line["description"], line["amount"], line["quantity"],
            line["unit"], line["unit_cost"],
        )
        for line in content.get("lines", ())
    )  # fmt: skip
    body = PrimeContract(
        content["customer"], APPROVAL.get(content["status"], A.PENDING), lines=lines,
        accounting=Accounting.UNITS if content["units"] else Accounting.AMOUNTS,
    )  # fmt: skip
    amount = sum(line.scheduled for line in lines)
    return record_of(keeping, row, K.PRIME_CONTRACT, body, amount)


def _change(contracts: str) -> Callable[[Row], Row]:
    def parse(row: Row) -> Row:
        return {
            "number": text(row, "number"), "title": text(row, "title"),
            "status": text(row, "status"), "scope": text(row, "description"),
            "contract": optional_number(row, "contract_id"), "contracts": contracts,
            "created": day(row, "created_at"), "reviewed": day(row, "reviewed_at"),
            "currency": currency(row), "made": moment(row, "created_at"),
        }  # fmt: skip

    return parse


def _changed_lines(call: Known) -> Parts:
    """What asks for the lines of a change order, which only v2 has."""
    name = call.call.path.rpartition("{")[2].partition("}")[0]

    def asked(session: Session, project: int, content: Row) -> Row:
        names = {"company_id": session.company, "project_id": project, name: content["id"]}
        rows = session.rows(call, names=names)
        with of_call(call.call.name):
            return {"lines": [_changed_line(row) for row in rows]}

    return asked


def _changed_line(row: Row) -> Row:
    return {
        "id": number(row), "wbs": optional_number(row, "wbs_code_id"),
        "changes": optional_number(row, "commitment_line_item_id"),
        "amount": cents(row, "amount"), "description": text(row, "description"),
        "unit_cost": scaled(row, "unit_cost", 2, rounded=True)
        if row.get("unit_cost") is not None else None,
    }  # fmt: skip


def as_change(keeping: Keeping, row: Kept) -> Record:
    """Of a commitment or of a prime contract."""
    content = row.content
    approval = APPROVAL.get(content["status"], A.PENDING)
    created = as_date(content["created"])
    items = _items(keeping, content["contract"])
    lines = []
    for line in content.get("lines", ()):
        coding = coded(keeping, row.project, line["wbs"])
        lines.append(
            ChangeLine(
                items.get(line["changes"]), coding.code, coding.category, line["amount"],
                line["description"], coding.sub_job, line["unit_cost"],
            )
        )  # fmt: skip
    amount = sum(line.amount for line in lines)
    if content["contracts"] == "prime_contracts":
        changed = PrimeChange(approval, created, lines=tuple(lines))
        return record_of(keeping, row, K.PCCO, changed, amount)
    reviewed = as_date(content["reviewed"])
    body = CommitmentChange(approval, created, reviewed, content["scope"], tuple(lines))
    return record_of(keeping, row, K.CCO, body, amount)


def _items(keeping: Keeping, contract: int | None) -> dict[int | None, int]:
    """The items of a commitment by the ids of its lines."""
    for name in COMMITMENTS.split():
        row = keeping.find(name, contract)
        if row is not None:
            return {line["id"]: line["item"] for line in row.content.get("lines", ())}
    return {}


WORK_ORDER_LIST = Listing(
    "work_orders", WORK_ORDERS, contract, K.COMMITMENT, as_commitment, WORK_ORDER,
    {"view": "extended"}, parts=_lines_of(WORK_ORDER_LINES),
)  # fmt: skip
PURCHASE_ORDER_LIST = Listing(
    "purchase_orders", PURCHASE_ORDERS, contract, K.COMMITMENT, as_commitment, PURCHASE_ORDER,
    {"view": "extended"}, parts=_lines_of(PURCHASE_ORDER_LINES),
)  # fmt: skip
PRIME_LIST = Listing(
    "prime_contracts", PRIME_CONTRACTS, prime, K.PRIME_CONTRACT, as_prime_contract, PRIME_CONTRACT,
    parts=_lines_of(PRIME_LINES),
)  # fmt: skip
CCO_LIST = Listing(
    "change_orders", CCOS, _change(COMMITMENTS), K.CCO, as_change, CCO,
    parts=_changed_lines(CCO_LINES),
)  # fmt: skip
PCCO_LIST = Listing(
    "prime_change_orders", PCCOS, _change("prime_contracts"), K.PCCO, as_change, PCCO,
    parts=_changed_lines(PCCO_LINES),
)  # fmt: skip
