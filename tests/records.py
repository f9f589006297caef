"""The props: builders of records with sensible defaults, and of cases in which they are acceptable.

A builder takes the status first and then any field of the head or of the kind's own body:
`commitment(S.FAILED, title="Steel", approval=Approval.DRAFT)`.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

from core.case import Case, Job, Mirrored, Related, erp_place
from core.people import Actor
from core.records import (
    BODY_OF,
    BudgetLine,
    ChangeLine,
    ContractItem,
    CostTotal,
    CostType,
    Fault,
    InvoiceLine,
    ProjectCode,
    Record,
    SovLine,
)
from core.vocabulary import ErpStatus, Origin, RecordId, RecordKind
from tests.people import ANA, SAM

K, S = RecordKind, ErpStatus
Builder = Callable[..., Record]

NOW = datetime(2025, 12, 11, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
SOME_DAY = date(2025, 11, 3)

LINKED = frozenset({S.SYNCED, S.READY_TO_UPDATE})
HELD_BY_ERP = LINKED | {S.READY_TO_IMPORT, S.ARCHIVED}
CLAIMED = HELD_BY_ERP | {S.EXPORTING, S.OUTCOME_UNKNOWN, S.FAILED}
WAS_SENT = frozenset(S) - {S.UNSENT, S.READY_TO_IMPORT, S.ARCHIVED}

CODES = (
    ProjectCode("01-100", "General conditions", ("L", "S"), ("L", "S")),
    ProjectCode("03-300", "Cast-in-place concrete", ("M", "S"), ("M", "S")),
)
NEW_CODE = ProjectCode("05-100", "Structural steel", ("M", "S"), ("M",))
JOB = Job(
    codes=frozenset((code.code, t) for code in CODES for t in code.types),
    groups=frozenset({"01-000"}),
    sub_jobs=frozenset({"EXTRA1"}),
)
"""The Sage job behind every default record: it knows the codes of all default lines."""

PASSING = Fault("RELAY_BUSY", "The relay was busy; nothing was written.", passing=True)
LASTING = Fault("SAGE_ID_NOT_UNIQUE", "The id is in use in Sage.")


def cost_code(status: ErpStatus = S.READY_TO_IMPORT, **changes: object) -> Record:
    types = (CostType("L", "Labour"), CostType("S", "Subcontract"))
    return _made(
        K.COST_CODE, status, {"types": types, "origin": Origin.ERP} | changes,
        number="03-300", title="Cast-in-place concrete", erp_id="03-300",
    )  # fmt: skip


def company(status: ErpStatus = S.READY_TO_EXPORT, **changes: object) -> Record:
    return _made(
        K.COMPANY, status, {"vendor_type": "Subcontractor", "city": "Chicago"} | changes,
        number="V1001", title="Walsh Construction", erp_id="V1001",
    )  # fmt: skip


def project(status: ErpStatus = S.READY_TO_EXPORT, **changes: object) -> Record:
    """One that is ready to be updated has a category that Sage has not."""
    codes = (*CODES, NEW_CODE) if status is S.READY_TO_UPDATE else CODES
    return _made(
        K.PROJECT, status, {"codes": codes, "city": "Chicago"} | changes,
        number="J1200", title="Lake Street Bridge", erp_id="J1200",
    )  # fmt: skip


def sub_job(status: ErpStatus = S.READY_TO_EXPORT, **changes: object) -> Record:
    return _made(
        K.SUB_JOB, status, {"codes": CODES[:1]} | changes,
        number="EXTRA2", title="North approach", erp_id="EXTRA2", **ON_PROJECT,
    )  # fmt: skip


def job_cost(status: ErpStatus = S.READY_TO_IMPORT, **changes: object) -> Record:
    lines = (CostTotal("03-300", "S", job_to_date=90_000_00, commitment_invoiced=60_000_00),)
    return _made(
        K.JOB_COST, status, {"lines": lines, "origin": Origin.ERP} | changes,
        number="J1200", title="Lake Street Bridge", erp_id="J1200", **ON_PROJECT,
    )  # fmt: skip


def budget(status: ErpStatus = S.READY_TO_EXPORT, **changes: object) -> Record:
    """Locked and exported where it goes to the ERP, open where it comes from there."""
    lines = (BudgetLine("01-100", "L", 50_000_00), BudgetLine("03-300", "S", 250_000_00))
    body: dict[str, object] = {"lines": lines, "locked": True}
    if status is S.READY_TO_IMPORT:
        body |= {"locked": False, "origin": Origin.ERP}
    elif status is S.SYNCED and changes.get("origin") is not Origin.ERP:
        body |= {"exported": lines}
    return _made(
        K.BUDGET, status, body | changes,
        number="J1200", title="Lake Street Bridge", erp_id="J1200", **ON_PROJECT,
    )  # fmt: skip


def commitment(status: ErpStatus = S.READY_TO_EXPORT, **changes: object) -> Record:
    lines = (
        SovLine(1, "01-100", "S", 40_000_00, "Mobilisation"),
        SovLine(2, "03-300", "S", 210_000_00, "Deck"),
    )
    return _made(
        K.COMMITMENT, status, {"lines": lines, "dated": SOME_DAY, "retainage": 1000} | changes,
        number="SC0001", title="Bridge deck", erp_id="SC0001", **ON_PROJECT, **WITH_VENDOR,
    )  # fmt: skip


def cco(status: ErpStatus = S.READY_TO_EXPORT, **changes: object) -> Record:
    body = {"lines": (ChangeLine(1, "01-100", "S", 5_000_00),), "created": SOME_DAY}
    return _made(
        K.CCO, status, body | changes,
        number="1", title="Night work", erp_id="1", parent="commitment-1", parent_number="SC0001",
        **ON_PROJECT, **WITH_VENDOR,
    )  # fmt: skip


def pcco(status: ErpStatus = S.READY_TO_EXPORT, **changes: object) -> Record:
    body = {"lines": (ChangeLine(None, "01-100", "S", 7_000_00),), "created": SOME_DAY}
    return _made(
        K.PCCO, status, body | changes,
        number="1", title="Added lane", erp_id="1", parent="prime_contract-1",
        parent_number="PC100", **ON_PROJECT,
    )  # fmt: skip


def subcontractor_invoice(status: ErpStatus = S.READY_TO_EXPORT, **changes: object) -> Record:
    body = {
        "lines": (InvoiceLine(1, "01-100", "S", 10_000_00, 1_000_00, "October"),),
        "gross": 10_000_00,
        "retainage": 1_000_00,
        "billing_date": SOME_DAY,
    }
    return _made(
        K.SUBCONTRACTOR_INVOICE, status, body | changes,
        number="INV-7001", title="Bridge deck, October", erp_id="INV-7001", parent="commitment-1",
        parent_number="SC0001", **ON_PROJECT, **WITH_VENDOR,
    )  # fmt: skip


def owner_invoice(status: ErpStatus = S.READY_TO_EXPORT, **changes: object) -> Record:
    lines = (InvoiceLine(1, "01-100", "S", 12_000_00),)
    return _made(
        K.OWNER_INVOICE, status, {"lines": lines, "period_end": SOME_DAY} | changes,
        number="OI-12", title="Pay application 12", erp_id="OI-12", parent="prime_contract-1",
        parent_number="PC100", **ON_PROJECT,
    )  # fmt: skip


def prime_contract(status: ErpStatus = S.READY_TO_IMPORT, **changes: object) -> Record:
    lines = (ContractItem("1", "General conditions", 400_000_00),)
    body = {"lines": lines, "customer": "City of Chicago", "origin": Origin.ERP}
    return _made(
        K.PRIME_CONTRACT, status, body | changes,
        number="PC100", title="Lake Street Bridge", erp_id="PC100", **ON_PROJECT,
    )  # fmt: skip


ON_PROJECT: dict[str, object] = {"project": "project-1", "project_number": "J1200"}
WITH_VENDOR: dict[str, object] = {"vendor": "company-1", "vendor_name": "Walsh Construction"}

BUILDERS: Mapping[RecordKind, Builder] = {
    K.COST_CODE: cost_code,
    K.COMPANY: company,
    K.PROJECT: project,
    K.SUB_JOB: sub_job,
    K.JOB_COST: job_cost,
    K.BUDGET: budget,
    K.COMMITMENT: commitment,
    K.CCO: cco,
    K.PCCO: pcco,
    K.SUBCONTRACTOR_INVOICE: subcontractor_invoice,
    K.OWNER_INVOICE: owner_invoice,
    K.PRIME_CONTRACT: prime_contract,
}


def record(kind: RecordKind, status: ErpStatus, **changes: object) -> Record:
    return BUILDERS[kind](status, **changes)


def many(build: Builder, count: int, **changes: object) -> list[Record]:
    """Records that differ in id and number: `commitment-00001` with `SC00001`."""
    first = build(**changes)
    stem = first.number.rstrip("0123456789")
    return [
        first._replace(id=RecordId(f"{first.kind}-{place:05}"), number=f"{stem}{place:05}")
        for place in range(1, count + 1)
    ]


def related(of: Record, status: ErpStatus = S.SYNCED, *, active: bool = True) -> Related:
    """A record as another one that names it may see it."""
    erp_id = (of.erp_id or of.number) if status in LINKED else None
    return Related(of.id, of.kind, status, of.number, of.title, erp_id, active)


def case(of: Record, actor: Actor = ANA, **changes: object) -> Case:
    """A case in which a default record may be accepted: all that it names is synced, and the ERP
    holds what its status says it holds."""
    named = {
        r.id: related(r)
        for r in (project(), company(), commitment(), prime_contract(S.SYNCED), cco())
        if r.id in {of.project, of.vendor, of.parent}
    }
    made = Case(
        of, actor, NOW, related=named, job=JOB if of.project else None,
        mirror_age=NOW - timedelta(minutes=1),
    )  # fmt: skip
    if of.status in HELD_BY_ERP:
        made = made._replace(mirrored=mirrored(made))
    return made._replace(**changes)  # type: ignore[arg-type]  # the builder's open keywords


def mirrored(of: Case, **changes: object) -> Mirrored:
    """What the ERP holds of a case's record, the same as the record says."""
    mine = of.record
    seen = Mirrored(
        mine.kind, erp_place(of), mine.erp_id or mine.number, mine.title, mine.amount,
        seen_at=NOW - timedelta(minutes=1), body=mine.body,
        job=mine.project_number, vendor=of.vendor.erp_id or "" if of.vendor else "",
    )  # fmt: skip
    return seen._replace(**changes)  # type: ignore[arg-type]  # the builder's open keywords


def _made(
    kind: RecordKind, status: ErpStatus, changes: Mapping[str, object], **head: object
) -> Record:
    """A record whose body takes what is the body's, and whose amount follows from its lines."""
    kept_id = head.pop("erp_id")
    body_type = BODY_OF[kind]
    ours = {name: value for name, value in changes.items() if name in body_type._fields}
    body = body_type(**ours)  # type: ignore[arg-type]  # the builder's open keywords
    made = Record(
        RecordId(f"{kind}-1"), kind, status, 1, body=body, amount=_amount(body),
        erp_id=kept_id if status in CLAIMED else None,
        created_by=SAM.name, created_at=NOW - timedelta(days=3),
        changed_at=NOW - timedelta(hours=1),
        **head,
    )  # type: ignore[arg-type]  # fmt: skip
    if status in WAS_SENT and changes.get("origin") is not Origin.ERP:
        made = made._replace(sent_by=SAM.name, sent_at=NOW - timedelta(hours=2))
    if status is S.FAILED:
        made = made._replace(fault=PASSING)
    if status in {S.EXPORTING, S.OUTCOME_UNKNOWN, *LINKED} and made.sent_by:
        made = made._replace(export_key=f"ex1:main:{kind}:{made.id}:1")
    return made._replace(**{n: v for n, v in changes.items() if n not in body_type._fields})


def _amount(body: object) -> int:
    match body:
        case _ if hasattr(body, "gross"):
            return body.gross - body.retainage
        case _ if isinstance(getattr(body, "lines", None), tuple):
            return sum(_line_amount(line) for line in body.lines)
        case _:
            return 0


def _line_amount(line: object) -> int:
    match line:
        case BudgetLine():
            return line.original + line.changes
        case CostTotal():
            return line.job_to_date
        case ContractItem():
            return line.scheduled
        case _:
            return line.amount
