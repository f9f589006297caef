"""What jobs have cost so far: totals by code and category, and the transactions behind them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from adapters.sandbox.derive.calendar import EXTRACTED, Calendar
from adapters.sandbox.derive.chance import allotted, lot, one, part
from adapters.sandbox.derive.life import LINKED, standing
from adapters.sandbox.entries import billed_cost
from core.records import (
    CostTotal,
    CostTransaction,
    JobCost,
    Project,
    Record,
    SubcontractorInvoice,
)
from core.values import NamedTuple
from core.vocabulary import Cents, CostSource, ErpStatus, Origin, RecordId, RecordKind

K, S, Source = RecordKind, ErpStatus, CostSource

COSTED = 0.25
"""Of the jobs nothing was billed on, how many have cost all the same."""
MOST_PARTS = 3
"""Transactions that one direct cost comes in."""
CORRECTED, MISCODED, STRAY, UNKNOWN = 0.12, 0.04, 0.04, 0.07
"""How many jobs have an entry that was corrected, one on a code that they lack, one on an extra
that they lack; and how many bills come from a vendor that nobody linked."""
LACKED_CODE, LACKED_EXTRA = ("50-100", "O"), "OLD-1"
"""On no project: a retired code, and an extra of times past."""
BILLED_MORE = 130
"""Percent of its cost that the owner is billed for labour."""
SOURCES = {"L": Source.PAYROLL, "E": Source.EQUIPMENT, "O": Source.JOB_COST}
"""By category; the others are bills of vendors."""
WORDS = {
    Source.PAYROLL: "Payroll, week",
    Source.EQUIPMENT: "Equipment hours",
    Source.JOB_COST: "Journal entry",
    Source.ACCOUNTS_PAYABLE: "Bill",
}


def job_costs(jobs: Iterable[Record], billed: Iterable[Record], calendar: Calendar) -> list[Record]:
    """What jobs of Sage cost to date; those of jobs that nobody imported wait with them."""
    by_job: dict[str, dict[tuple[str, str, str], Cents]] = {}
    for invoice in billed:
        if invoice.status is S.SYNCED and isinstance(invoice.body, SubcontractorInvoice):
            totals = by_job.setdefault(invoice.project_number, {})
            for line in invoice.body.lines:
                key = (line.sub_job, line.code, line.category)
                totals[key] = totals.get(key, 0) + line.amount
    made = []
    for job in jobs:
        waiting = job.status is S.READY_TO_IMPORT
        costed = job.number in by_job or part("costed", job.number) < COSTED
        if waiting or (job.status in LINKED and costed):
            lines = _totals(job, by_job.get(job.number, {}))
            made.append(_job_cost(job, lines, waiting=waiting, calendar=calendar))
    return made


def _totals(job: Record, billed: Mapping[tuple[str, str, str], Cents]) -> tuple[CostTotal, ...]:
    """Overhead that nobody billed, and what was billed with a little that came another way."""
    codes = job.body.codes if isinstance(job.body, Project) else ()
    overhead = {
        ("", c.code, t): 50_00 * (1 + lot("overhead", job.number, t) % 900)
        for c in codes
        if c.code == "01-310"
        for t in c.erp_types
    }
    totals = []
    for (extra, code, category), direct in overhead.items():
        totals.append(CostTotal(code, category, extra, direct, 0))
    for (extra, code, category), invoiced in billed.items():
        direct = invoiced * (lot("direct", job.number, code) % 8) // 100
        totals.append(CostTotal(code, category, extra, invoiced + max(direct, 0), invoiced))
    return tuple(totals)


def _job_cost(
    job: Record, lines: tuple[CostTotal, ...], *, waiting: bool, calendar: Calendar
) -> Record:
    created = (job.created_at or calendar.as_of) + timedelta(hours=6)
    record = Record(
        calendar.id(K.JOB_COST, job.number, created), K.JOB_COST, S.UNSENT, 1, job.number,
        job.title, JobCost(lines), Origin.ERP, project=job.id, project_number=job.number,
        amount=sum(x.job_to_date for x in lines), erp_id=job.number, created_at=created,
    )  # fmt: skip
    return standing(record, job.number, S.READY_TO_IMPORT if waiting else S.SYNCED, calendar)


class Payees(NamedTuple):
    """Vendors of Sage that bills come from."""

    linked: tuple[str, ...]
    unlinked: tuple[str, ...]


class Journal:
    """Writes the transactions behind the totals; run and sequence are the same every time."""

    def __init__(self, held: Sequence[Record]) -> None:
        """`held` is everything that Sage holds."""
        self._by_id = {record.id: record for record in held}
        self._payees = _payees(held)
        self._sequences: Counter[int] = Counter()
        self._bills: dict[RecordId | None, list[Record]] = {}
        for record in held:
            if record.kind is K.SUBCONTRACTOR_INVOICE:
                self._bills.setdefault(record.project, []).append(record)

    def transactions(self, record: Record) -> tuple[CostTransaction, ...]:
        """Those of a job whose totals these are; together they come to the totals."""
        if not isinstance(record.body, JobCost):
            return ()
        start = (record.created_at or EXTRACTED).date()
        bills = self._bills.get(record.project, ())
        found = [cost for bill in bills for cost in self._billed(bill)]
        for total in record.body.lines:
            found += self._direct(record.number, total, start)
        found += self._mistakes(record.number, record.body.lines, start)
        return tuple(self._numbered(cost) for cost in found)

    def _numbered(self, cost: CostTransaction) -> CostTransaction:
        """Each month's costs are one run."""
        dated = cost.dated or date.min
        run = (dated.year % 100) * 100 + dated.month
        self._sequences[run] += 1
        return cost._replace(run=run, sequence=self._sequences[run])

    def _billed(self, bill: Record) -> Iterator[CostTransaction]:
        body = bill.body
        if not isinstance(body, SubcontractorInvoice):
            return
        vendor = self._erp_id(bill.vendor)
        for line in body.lines:
            yield billed_cost(
                line, body, bill.erp_id or bill.number, vendor, self._erp_id(bill.parent)
            )

    def _erp_id(self, named: RecordId | None) -> str:
        found = self._by_id.get(named) if named else None
        return (found.erp_id or found.number) if found else ""

    def _direct(self, job: str, total: CostTotal, start: date) -> Iterator[CostTransaction]:
        """What came another way than through a commitment, in a few parts."""
        if not total.direct:
            return
        place = (job, total.sub_job, total.code, total.category)
        weights = [
            1 + lot("weight", *place, n) % 4 for n in range(1 + lot("parts", *place) % MOST_PARTS)
        ]
        for n, amount in enumerate(allotted(total.direct, weights)):
            yield self._entry(place, n, amount, start)
        if part("corrected", *place) < CORRECTED:
            wrong = total.direct // 5
            yield self._entry(place, len(weights), wrong, start)
            yield self._entry(place, len(weights) + 1, -wrong, start)

    def _entry(
        self, place: tuple[str, str, str, str], n: int, amount: Cents, start: date
    ) -> CostTransaction:
        _, extra, code, category = place
        source = SOURCES.get(category, Source.ACCOUNTS_PAYABLE)
        dated = start + timedelta(days=lot("dated", *place, n) % 55)
        labour = source is Source.PAYROLL
        cost = CostTransaction(
            0, 0, source, code, category, amount, dated, dated, f"{WORDS[source]} {n + 1}", extra,
            billed=amount * BILLED_MORE // 100 if labour else amount,
            from_billing=labour and lot("wip", *place, n) % 5 > 0,
        )  # fmt: skip
        if source is not Source.ACCOUNTS_PAYABLE:
            return cost
        known = part("payee", *place, n) >= UNKNOWN or not self._payees.unlinked
        payees = self._payees.linked if known else self._payees.unlinked
        vendor = one(payees, "vendor", *place, n) if payees else ""
        return cost._replace(vendor=vendor, invoice=f"B{lot('bill', *place, n) % 10**6:06}")

    def _mistakes(
        self, job: str, lines: Sequence[CostTotal], start: date
    ) -> Iterator[CostTransaction]:
        """Entries on what the project lacks, each taken back by a later one."""
        amount = 25_00 * (1 + lot("mistake", job) % 40)
        if part("miscoded", job) < MISCODED:
            for n, sign in enumerate((1, -1)):
                yield self._entry((job, "", *LACKED_CODE), n, sign * amount, start)
        if lines and part("stray", job) < STRAY:
            for n, sign in enumerate((1, -1)):
                place = (job, LACKED_EXTRA, lines[0].code, lines[0].category)
                yield self._entry(place, n, sign * amount, start)


def _payees(held: Iterable[Record]) -> Payees:
    vendors = [record for record in held if record.kind is K.COMPANY]
    return Payees(
        tuple(v.erp_id or v.number for v in vendors if v.status is S.SYNCED),
        tuple(v.erp_id or v.number for v in vendors if v.status is S.READY_TO_IMPORT),
    )
