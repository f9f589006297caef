"""Budgets: what a job's contracts come to, by code."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from adapters.sandbox.derive.calendar import Calendar
from adapters.sandbox.derive.chance import deal, lot
from adapters.sandbox.derive.life import LINKED, standing
from core.records import Budget, BudgetLine, Commitment, Project, Record
from core.vocabulary import Cents, ErpStatus, Origin, RecordKind

K, S = RecordKind, ErpStatus

# fmt: off
SHARES = {S.SYNCED: .42, S.UNSENT: .12, S.READY_TO_IMPORT: .05, S.REJECTED: .02, S.RETRIEVED: .015,
          S.FAILED: .012}
# fmt: on
CHANGED = 9
"""One in so many exported budgets has changed since."""
UNPOSTED = 11
"""One in so many waits in Sage to be posted."""
IMPORTED = 6
"""One in so many synced budgets came from Sage."""
FORECAST = 4
"""One in so many projects keeps a forecast."""
Key = tuple[str, str, str]


def budgets(
    jobs: Mapping[str, Record], commitments: Iterable[Record], calendar: Calendar
) -> list[Record]:
    """One for each linked job with a contract."""
    sums: dict[str, dict[Key, Cents]] = {}
    for commitment in commitments:
        if isinstance(commitment.body, Commitment):
            job = sums.setdefault(commitment.project_number, {})
            for line in commitment.body.lines:
                key = (line.sub_job, line.code, line.category)
                job[key] = job.get(key, 0) + line.amount
    kept = {
        number: lines
        for number, totals in sums.items()
        if jobs[number].status in LINKED and (lines := _lines(jobs[number], totals))
    }
    dealt = deal("budgets", kept, SHARES, S.READY_TO_EXPORT)
    return [_budget(jobs[n], lines, dealt[n], calendar) for n, lines in kept.items()]


def _lines(job: Record, totals: Mapping[Key, Cents]) -> tuple[BudgetLine, ...]:
    """A tenth above the contracts, and overhead; only codes that Sage has, on the job itself."""
    codes = job.body.codes if isinstance(job.body, Project) else ()
    held = {(c.code, t) for c in codes for t in c.erp_types}
    by_pair: dict[tuple[str, str], Cents] = {}
    for (_, code, category), amount in totals.items():
        if (code, category) in held:
            by_pair[code, category] = by_pair.get((code, category), 0) + amount
    lines = [BudgetLine(c, t, amount * 11 // 10) for (c, t), amount in sorted(by_pair.items())]
    whole = sum(by_pair.values())
    if lines and ("01-310", "L") in held:
        lines.append(BudgetLine("01-310", "L", whole // 50))
    return tuple(lines)


def _budget(
    job: Record, lines: tuple[BudgetLine, ...], status: ErpStatus, calendar: Calendar
) -> Record:
    draw = lot("budget", job.number)
    from_erp = status is S.READY_TO_IMPORT or (status is S.SYNCED and draw % IMPORTED == 0)
    body = Budget(lines, locked=not from_erp)
    if status is S.UNSENT:
        body = body._replace(locked=draw % 2 == 0)
    elif status is S.READY_TO_IMPORT:
        body = body._replace(locked=draw % 5 == 0)
    elif status is S.SYNCED and not from_erp:
        body = body._replace(exported=lines)
        if draw % CHANGED == 0:
            body = body._replace(lines=_shifted(lines))
    if not from_erp and lot("forecast", job.number) % FORECAST == 0:
        body = body._replace(lines=tuple(_forecast(job.number, line) for line in body.lines))
    created = (job.created_at or calendar.as_of) + timedelta(hours=30)
    record = Record(
        calendar.id(K.BUDGET, job.number, created), K.BUDGET, S.UNSENT, 1, job.number, job.title,
        body, Origin.ERP if from_erp else Origin.PROJECT,
        project=job.id, project_number=job.number, erp_id=job.number,
        amount=sum(x.revised for x in body.lines), created_at=created,
    )  # fmt: skip
    return _exported(_without_claim(standing(record, f"budget {job.number}", status, calendar)))


def _exported(record: Record) -> Record:
    """When its last export was confirmed, and since when that waits to be posted."""
    body = record.body
    if not isinstance(body, Budget) or not body.exported:
        return record
    at = record.changed_at
    since = at if is_unposted(record) else None
    return record._replace(body=body._replace(exported_at=at), unposted_since=since)


def _forecast(job: str, line: BudgetLine) -> BudgetLine:
    """Some of a line is still to come, and it may come to a little more than was planned."""
    percent = 5 + lot("to complete", job, line.code) % 60
    over = lot("over", job, line.code) % 6
    completion = line.revised * (100 + over) // 100
    return line._replace(completion=completion, to_complete=completion * percent // 100)


def _without_claim(record: Record) -> Record:
    """A budget has its job's id in Sage, and none before it gets there."""
    claims = record.status in {*LINKED, S.READY_TO_IMPORT, S.FAILED}
    return record if claims else record._replace(erp_id=None)


def _shifted(lines: tuple[BudgetLine, ...]) -> tuple[BudgetLine, ...]:
    """A transfer from the last line to the first."""
    moved = max(lines[0].original // 20, 100_00)
    first = lines[0]._replace(changes=moved)
    if len(lines) == 1:
        return (first,)
    return (first, *lines[1:-1], lines[-1]._replace(changes=-moved))


def is_unposted(budget: Record) -> bool:
    """Whether its last export still waits in Sage to be posted."""
    body = budget.body
    return (
        isinstance(body, Budget)
        and bool(body.exported)
        and lot("budget", budget.project_number) % UNPOSTED == 0
    )
