"""The costs of a job written out: direct costs, what was kept out, and what both come to."""

from collections.abc import Sequence
from datetime import date

from console.keys import word
from console.widgets.figures import amount, moment
from console.widgets.lines import Column, Line, faint, flowed, heading, said, table
from core.costs import WHY, direct_column
from core.job_costs import JobView
from core.objection import Objection
from core.records import DirectCost, EarlierCosts, JobCost, Record, Unsyncable
from core.vocabulary import DirectCostType

KEY, SORT, DAY = Column("Key"), Column("Type", bends=True), Column("Date")
CODE, CATEGORY, EXTRA = Column("Code"), Column("Cat"), Column("Extra")
AMOUNT = Column("Amount", right=True)
WORDS = Column("Description", bends=True)
WIDE = 110
"""Cells from which a direct cost fits on one line."""
SHORT = {DirectCostType.SUBCONTRACTOR_INVOICE: "Sub. Invoice"}


def cost_summary(record: Record, hidden: Sequence[Objection], width: int) -> list[Line]:
    """By type, what a job's direct costs come to, and how much was kept out."""
    body = record.body
    if not isinstance(body, JobCost):
        return []
    if hidden:
        return [heading("Direct costs"), *_refused(hidden, width)]
    if not (body.direct_costs or body.unsyncable or body.earlier):
        return []
    rows = [_by_type(sort, body, record.currency) for sort in DirectCostType]
    if body.earlier:
        older = sum(old.entries for old in body.earlier)
        total = sum(old.amount for old in body.earlier)
        rows.append(("earlier, as sums", f"{older:,}", amount(total, record.currency)))
    if body.unsyncable:
        out = sum(one.of.amount for one in body.unsyncable)
        rows.append(("kept out", f"{len(body.unsyncable):,}", amount(out, record.currency)))
    kept = [row for row in rows if row[1] != "0"]
    sums = ("Budget column", "", amount(sum(direct_column(body).values()), record.currency))
    columns = (SORT, Column("Count", right=True), AMOUNT)
    return [
        heading("Direct costs"), *table(columns, kept, width, sums),
        (faint(f"Press {word('screen.costs')} to see each."),),
    ]  # fmt: skip


def _by_type(sort: DirectCostType, body: JobCost, currency: str) -> tuple[str, str, str]:
    those = [cost for cost in body.direct_costs if cost.type is sort]
    return sort.value, f"{len(those):,}", amount(sum(cost.amount for cost in those), currency)


def cost_details(seen: JobView, width: int) -> list[Line]:
    """Every direct cost that is listed, newest first, and everything that was kept out."""
    if seen.hidden:
        return [heading("Direct costs"), *_refused(seen.hidden, width)]
    if not seen.transactions:
        text = "Its project takes job costs as totals; project.transactions changes that."
        return [heading("Direct costs"), *flowed([faint(text)], width)]
    currency = seen.record.currency if seen.record else ""
    return [
        *_direct(seen.costs.direct_costs, currency, width),
        *_earlier(seen.costs.earlier, currency, width),
        *_kept_out(seen, currency, width),
    ]


def _direct(costs: Sequence[DirectCost], currency: str, width: int) -> list[Line]:
    """Where the terminal is wide each is a line, elsewhere it has a second one."""
    if not costs:
        return [heading("Direct costs"), (faint("There are none."),)]
    wide = width >= WIDE
    columns: tuple[Column, ...] = (KEY, DAY, SORT, CODE, CATEGORY, EXTRA, AMOUNT)
    newest = list(reversed(costs))
    rows = [_figures(cost, currency) for cost in newest]
    sums = ("Sum", *[""] * 5, amount(sum(cost.amount for cost in costs), currency))
    title = [heading(f"Direct costs ({len(costs):,})"), (faint(_standing(costs)),)]
    if wide:
        columns = (*columns, Column("Vendor"), Column("Invoice"), WORDS, Column("Edited"))
        rows = [
            (*row, *_origin(cost), cost.description, _edited(cost, currency))
            for row, cost in zip(rows, newest, strict=True)
        ]
        return [*title, *table(columns, rows, width, (*sums, *[""] * 4))]
    drawn = table(columns, rows, width, sums)
    lines = [*title, drawn[0]]
    for cost, line in zip(newest, drawn[1:-1], strict=True):
        about = (*_origin(cost), cost.description, _edited(cost, currency))
        said_of_it = ", ".join(text for text in about if text)
        lines += [line, *flowed([faint(f"    {said_of_it}")], width, 4)]
    return [*lines, drawn[-1]]


def _figures(cost: DirectCost, currency: str) -> tuple[str, ...]:
    of = cost.of
    return (
        of.key, _day(of.dated), SHORT.get(cost.type, cost.type.value), of.code, of.category,
        of.sub_job, amount(cost.amount, currency),
    )  # fmt: skip


def _origin(cost: DirectCost) -> tuple[str, str]:
    return cost.of.vendor, cost.of.invoice


def _edited(cost: DirectCost, currency: str) -> str:
    return f"edited, was {amount(cost.of.amount, currency)}" if cost.edited else ""


def _standing(costs: Sequence[DirectCost]) -> str:
    """Their own status; Sage's costs come as approved ones."""
    found = dict.fromkeys(cost.approval.value for cost in costs)
    return f"Status: {', '.join(found)}."


def _earlier(costs: Sequence[EarlierCosts], currency: str, width: int) -> list[Line]:
    if not costs:
        return []
    columns = (CODE, CATEGORY, EXTRA, Column("Count", right=True), AMOUNT)
    rows = [
        (old.code, old.category, old.sub_job, f"{old.entries:,}", amount(old.amount, currency))
        for old in costs
    ]
    return [(), heading("Earlier ones, as sums"), *table(columns, rows, width)]


def _kept_out(seen: JobView, currency: str, width: int) -> list[Line]:
    costs = seen.costs.unsyncable
    if not costs:
        return []
    columns = (KEY, DAY, CODE, CATEGORY, EXTRA, AMOUNT, Column("Vendor"))
    lines: list[Line] = [(), heading(f"Kept out ({len(costs):,})")]
    if seen.tried:
        lines.append((faint(f"Last tried {moment(seen.tried)} UTC."),))
    drawn = table(columns, [_out(one, currency) for one in costs], width)
    lines.append(drawn[0])
    for one, line in zip(costs, drawn[1:], strict=True):
        lines += [line, (faint(f"    First seen {moment(one.first_seen)} UTC."),)]
        for why in one.reasons:
            text, who = WHY[why]
            lines += flowed([faint(f"    {text} Can be lifted by {who}. [{why}]")], width, 6)
    return lines


def _out(one: Unsyncable, currency: str) -> tuple[str, ...]:
    of = one.of
    return (
        of.key, _day(of.dated), of.code, of.category, of.sub_job, amount(of.amount, currency),
        of.vendor,
    )  # fmt: skip


def _refused(objections: Sequence[Objection], width: int) -> list[Line]:
    lines: list[Line] = []
    for objection in objections:
        lines += flowed([said(objection.text), faint(f" [{objection.rule}]")], width, 2)
        if objection.lifted_by:
            lines += flowed([faint(f"Can be lifted by {objection.lifted_by}.")], width, 2)
    return lines


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
