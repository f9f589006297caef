"""Progress billings of synced commitments."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from adapters.sandbox.derive.calendar import Calendar
from adapters.sandbox.derive.chance import deal, lot, one
from adapters.sandbox.derive.life import standing
from core.records import (
    ChangeLine,
    Commitment,
    CommitmentChange,
    InvoiceLine,
    Record,
    SovLine,
    SubcontractorInvoice,
)
from core.values import NamedTuple
from core.vocabulary import Approval, ErpStatus, RecordKind

K, S = RecordKind, ErpStatus

MOST_BILLS = 3
PER_BILL = 27
"""Percent of a line that one bill takes."""
RELEASING = 5
"""One in so many open bills pays out half of what was retained before."""
WHOLE = 10_000
"""Basis points."""
# fmt: off
BILLS = {S.SYNCED: .2, S.UNSENT: .06, S.REJECTED: .04, S.RETRIEVED: .025, S.FAILED: .025,
         S.UNLINKED: .01}
# fmt: on


class Bill(NamedTuple):
    """One billing to come: the commitment, which one it is, and the change it bills, if any."""

    commitment: Record
    place: int
    last: bool
    change: Record | None

    @property
    def number(self) -> str:
        return f"{self.commitment.number}-{self.place:02}"


def invoices(
    commitments: Iterable[Record], changes: Mapping[str, Sequence[Record]], calendar: Calendar
) -> list[Record]:
    """One to three billings each; all but the last are in Sage."""
    bills = [
        bill
        for commitment in commitments
        if commitment.status is S.SYNCED and commitment.amount > 0
        for bill in _bills(commitment, changes.get(commitment.number, ()))
    ]
    open_bills = [bill.number for bill in bills if bill.last]
    dealt = deal("invoices", open_bills, BILLS, S.READY_TO_EXPORT)
    return [_invoice(bill, dealt.get(bill.number, S.SYNCED), calendar) for bill in bills]


def _bills(commitment: Record, changes: Sequence[Record]) -> list[Bill]:
    count = lot("bills", commitment.number) % (MOST_BILLS + 1)
    # A bill on a change that is still waiting is refused until that is in Sage.
    billed = next((c for c in changes if c.amount > 0 and c.status is not S.UNSENT), None)
    return [
        Bill(commitment, place, place == count, billed if place == count else None)
        for place in range(1, count + 1)
    ]


def _invoice(bill: Bill, status: ErpStatus, calendar: Calendar) -> Record:
    commitment, key = bill.commitment, bill.number
    created = (commitment.created_at or calendar.as_of) + timedelta(
        days=2 + 14 * bill.place, minutes=bill.place
    )
    lines = _lines(bill, status)
    gross, retainage = sum(x.amount for x in lines), sum(x.retainage for x in lines)
    released = sum(x.released for x in lines)
    billed = created.date()
    body = SubcontractorInvoice(
        _approval(status, key), billed, billed if status is S.SYNCED else None,
        gross, retainage, 0, lines,
    )  # fmt: skip
    record = Record(
        calendar.id(K.SUBCONTRACTOR_INVOICE, key, created), K.SUBCONTRACTOR_INVOICE, S.UNSENT, 1,
        key, f"Billing {bill.place} of {commitment.title}"[:80], body,
        project=commitment.project, project_number=commitment.project_number,
        vendor=commitment.vendor, vendor_name=commitment.vendor_name,
        parent=commitment.id, parent_number=commitment.number,
        amount=gross - retainage + released, created_at=created,
    )  # fmt: skip
    return standing(record, key, status, calendar)


def _approval(status: ErpStatus, key: str) -> Approval:
    draw = lot("approval", key)
    if status is S.UNSENT:
        return one((Approval.REVISE_AND_RESUBMIT, Approval.PENDING_OWNER_APPROVAL), "open", key)
    return Approval.APPROVED_AS_NOTED if draw % 10 == 0 else Approval.APPROVED


def _lines(bill: Bill, status: ErpStatus) -> tuple[InvoiceLine, ...]:
    order = bill.commitment.body
    if not isinstance(order, Commitment):
        return ()
    made = [_line(line, order.retainage, bill.place) for line in order.lines]
    if status in {S.READY_TO_EXPORT, S.UNSENT} and lot("released", bill.number) % RELEASING == 0:
        made = [x._replace(released=x.retainage * (bill.place - 1) // 2) for x in made]
    change = bill.change
    if change is not None and (change.status is S.SYNCED or status is S.READY_TO_EXPORT):
        body = change.body
        billed = body.lines if isinstance(body, CommitmentChange) else ()
        made += [_line(x, order.retainage, bill.place)._replace(cco=change.id) for x in billed]
    return tuple(made)


def _line(line: SovLine | ChangeLine, retainage: int, place: int) -> InvoiceLine:
    amount = line.amount * PER_BILL // 100
    return InvoiceLine(
        line.item or 0, line.code, line.category, amount, amount * retainage // WHOLE,
        f"Billing {place}", line.sub_job,
    )  # fmt: skip
