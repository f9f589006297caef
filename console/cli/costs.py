"""The costs of one job: totals, direct costs, and what was kept out."""

from collections.abc import Iterator
from typing import Any

from console.cli import exits, shapes
from console.cli.call import Call, Trouble
from console.cli.output import Column, table
from core.costs import WHY
from core.job_costs import JobView
from core.records import CostTotal, DirectCost, Unsyncable
from core.reports.report import NoSuchJob

COLUMNS = (
    Column("transaction"), Column("date"), Column("type"), Column("code"), Column("cat"),
    Column("extra"), Column("amount", right=True), Column("vendor", spare=True),
    Column("invoice", spare=True), Column("description", shrinks=True), Column("edited"),
)  # fmt: skip
OUT = (
    Column("transaction"), Column("date"), Column("code"), Column("cat"), Column("extra"),
    Column("amount", right=True), Column("vendor", spare=True), Column("reason", shrinks=True),
)  # fmt: skip
TOTALS = (
    Column("code"), Column("cat"), Column("extra"), Column("job to date", right=True),
    Column("invoiced", right=True), Column("direct", right=True),
)  # fmt: skip


def costs(call: Call) -> int:
    """Raises: Trouble: there is no such job."""
    try:
        seen = call.desk.costs(call.word("job"))
    except NoSuchJob as why:
        raise Trouble(str(why)) from why
    call.out.answer(_shape(seen) if call.out.json else {}, [] if call.out.json else _told(seen))
    return exits.DONE


def _shape(seen: JobView) -> dict[str, Any]:
    body = seen.costs
    return {
        "job": seen.job,
        "record": seen.record.id if seen.record else None,
        "mode": "transactions" if seen.transactions else "totals",
        "hidden": [shapes.of_objection(o) for o in seen.hidden],
        "lines": [{**_plain(line), "direct": shapes.money(line.direct)} for line in body.lines],
        "direct_costs": [_of_cost(cost) for cost in body.direct_costs],
        "earlier": [_plain(old) for old in body.earlier],
        "unsyncable": [
            {
                **_plain(one.of), "transaction": one.of.key,
                "reasons": [why.value for why in one.reasons],
                "first_seen": shapes.moment(one.first_seen),
                "last_tried": shapes.moment(max(one.first_seen, seen.tried or one.first_seen)),
            }
            for one in body.unsyncable
        ],
        "notes": list(seen.notes),
    }  # fmt: skip


def _plain(value: tuple[Any, ...]) -> dict[str, Any]:
    shaped = shapes.plain(value)
    return shaped if isinstance(shaped, dict) else {}


def _of_cost(cost: DirectCost) -> dict[str, Any]:
    return {
        **_plain(cost.of),
        "transaction": cost.of.key,
        "type": cost.type.value,
        "status": cost.approval.value,
        "amount": shapes.money(cost.amount),
        "description": cost.description,
        "edited": cost.edited,
        "sage_amount": shapes.money(cost.of.amount),
    }


def _told(seen: JobView) -> Iterator[str]:
    title = f": {seen.record.title}" if seen.record else ""
    yield f"Costs of job {seen.job}{title}"
    yield from seen.notes
    if seen.record is None:
        yield "Sage has no cost on this job."
        return
    yield from table(TOTALS, (_total(line) for line in seen.costs.lines))
    if not seen.transactions:
        yield "Its project takes job costs as totals."
        return
    for objection in seen.hidden:
        yield f"{objection.text} [{objection.rule}] Can be lifted by {objection.lifted_by}."
    if not seen.hidden:
        yield from _details(seen)


def _details(seen: JobView) -> Iterator[str]:
    body = seen.costs
    yield f"Direct costs ({len(body.direct_costs):,})"
    yield from table(COLUMNS, (_row(cost) for cost in reversed(body.direct_costs)))
    if older := sum(old.entries for old in body.earlier):
        total = shapes.money(sum(old.amount for old in body.earlier))
        yield f"{older:,} earlier ones are kept as sums: {total}."
    if body.unsyncable:
        yield f"Kept out ({len(body.unsyncable):,})"
        yield from table(OUT, (_out(one) for one in body.unsyncable))


def _total(line: CostTotal) -> tuple[str, ...]:
    sums = (line.job_to_date, line.commitment_invoiced, line.direct)
    return line.code, line.category, line.sub_job, *map(shapes.money, sums)


def _row(cost: DirectCost) -> tuple[str, ...]:
    of = cost.of
    return (
        of.key, of.dated.isoformat() if of.dated else "", cost.type.value, of.code, of.category,
        of.sub_job, shapes.money(cost.amount), of.vendor, of.invoice, cost.description,
        f"was {shapes.money(of.amount)}" if cost.edited else "",
    )  # fmt: skip


def _out(one: Unsyncable) -> tuple[str, ...]:
    of = one.of
    return (
        of.key, of.dated.isoformat() if of.dated else "", of.code, of.category, of.sub_job,
        shapes.money(of.amount), of.vendor, " ".join(WHY[why][0] for why in one.reasons),
    )  # fmt: skip
