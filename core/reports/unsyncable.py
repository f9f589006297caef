"""Costs of Sage that find no place in a project, each with everything that keeps it out.

Where a project takes transactions, and where a job is in no project, each row is a transaction;
elsewhere costs arrive as totals, and a row is one of those.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from core.case import Mirrored
from core.cost_sync import last_tried, synced_extras
from core.costs import MOST_LISTED, WHY, Takes, categories_of, kept_out, type_of
from core.ports import RecordStore
from core.records import CostTotal, JobCost, Project, Row, Unsyncable, folded
from core.reports.jobs import job_named, projects_by_job
from core.reports.report import WHOLE, Asking, Cell, Column, Report, Sort
from core.vocabulary import KeptOut, RecordKind

K = RecordKind
COLUMNS = (
    Column("job", "Job"),
    Column("sub_job", "Sub job"),
    Column("code", "Cost code"),
    Column("category", "Category"),
    Column("transaction", "Transaction"),
    Column("dated", "Date"),
    Column("type", "Type"),
    Column("amount", "Amount", Sort.MONEY),
    Column("job_to_date", "ERP job to date", Sort.MONEY),
    Column("direct", "ERP direct cost", Sort.MONEY),
    Column("reason_code", "Reason code"),
    Column("reason", "Reason"),
    Column("lifted_by", "Who can lift it"),
    Column("first_seen", "First seen", Sort.MOMENT),
    Column("last_tried", "Last tried", Sort.MOMENT),
)
BY_TOTALS = (
    "Costs arrive as totals by code and category unless the project takes transactions; a row "
    "without a transaction is a total."
)
LISTED = f"Of one job the newest {MOST_LISTED:,} transactions are listed."
Numbers = tuple[int, int, int]


def unsyncable(store: RecordStore, asking: Asking = WHOLE) -> Report:
    """Every cost that could not become a direct cost of its project.

    Raises:
        NoSuchJob: one is named and there is none.
    """
    only = folded(job_named(store, asking.job)) if asking.job else ""
    projects = projects_by_job(store)
    extras = synced_extras(store)
    tried = last_tried(store)
    rows: list[tuple[Cell, ...]] = []
    for seen in store.mirrored(K.JOB_COST):
        job = folded(seen.job)
        if only and job != only:
            continue
        rows += _of_job(store, seen, projects.get(job), extras, tried)
    none = () if rows else ("Every cost of Sage has its place in a project.",)
    sums = ("Total", *[""] * 6, *_sums(rows), *[""] * 3, None, None) if rows else ()
    return Report("Unsyncable direct costs", COLUMNS, tuple(rows), (*none, BY_TOTALS, LISTED), sums)


def _sums(rows: list[tuple[Cell, ...]]) -> Numbers:
    first = 7
    amount, to_date, direct = (
        sum(x for row in rows if isinstance(x := row[place], int)) for place in range(first, 10)
    )
    return amount, to_date, direct


def _of_job(
    store: RecordStore,
    seen: Mirrored,
    project: Row | None,
    extras: Mapping[str, frozenset[str]],
    tried: datetime | None,
) -> Iterator[tuple[Cell, ...]]:
    body = seen.body if isinstance(seen.body, JobCost) else JobCost()
    row = store.linked(K.JOB_COST, seen.erp_id)
    if project is not None and store.project_settings(project.id).transactions:
        mine = store.find(row.id).body if row else JobCost()
        out = mine.unsyncable if isinstance(mine, JobCost) else ()
        yield from (_transaction(seen, one, tried) for one in out)
        return
    if project is None and body.transactions and row is not None:
        apart = (KeptOut.JOB_NOT_SYNCED,)
        for cost in body.transactions[-MOST_LISTED:]:
            yield _transaction(seen, Unsyncable(cost, apart, row.age_from), tried)
        return
    takes = _takes(store, project, extras) if project else None
    for line in body.lines:
        if whys := kept_out(line, takes):
            yield _total(seen, line, whys)


def _takes(store: RecordStore, project: Row, extras: Mapping[str, frozenset[str]]) -> Takes:
    body = store.find(project.id).body
    categories = categories_of(body) if isinstance(body, Project) else {}
    return Takes(categories, extras.get(project.number, frozenset()))


def _transaction(seen: Mirrored, one: Unsyncable, tried: datetime | None) -> tuple[Cell, ...]:
    cost = one.of
    last = max(one.first_seen, tried) if tried else one.first_seen
    return (
        seen.job, cost.sub_job, cost.code, cost.category, cost.key, _day(cost.dated),
        type_of(cost).value, cost.amount, None, None, *_why(one.reasons), one.first_seen, last,
    )  # fmt: skip


def _total(seen: Mirrored, line: CostTotal, whys: tuple[KeptOut, ...]) -> tuple[Cell, ...]:
    return (
        seen.job, line.sub_job, line.code, line.category, "", "", "", None, line.job_to_date,
        line.direct, *_why(whys), None, None,
    )  # fmt: skip


def _why(whys: tuple[KeptOut, ...]) -> tuple[str, str, str]:
    told = [WHY[why] for why in whys]
    reasons = " ".join(text for text, _ in told)
    lifted = ", ".join(dict.fromkeys(who for _, who in told))
    return " ".join(whys), reasons, lifted


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
