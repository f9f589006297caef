"""The plan: records of any tabs in the order of acceptance; shown, or committed as one batch."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from console.cli import act, exits
from console.cli.answering import answers_of
from console.cli.call import Call, Trouble
from console.cli.choose import EVERY, asked_one, query_of, tab_named
from console.cli.confirming import confirm
from console.cli.output import Column, table
from console.cli.shapes import money
from core.planning import Line, Plan, Standing, Sum, Twins
from core.ports import Asked
from core.tabs import TAB, TAB_OF, TABS, Tab
from core.vocabulary import Action, View

NAMED = 50
"""So many of each sort are told one by one; --json names all."""
EACH = 20
"""Up to so many refusals are told one by one; above, by rule."""
LINES = (
    Column("", right=True), Column("tab", spare=True), Column("id"), Column("number"),
    Column("title", shrinks=True), Column("amount", right=True), Column("cur", spare=True),
)  # fmt: skip
SUMS = (
    Column("tab"), Column("plan"), Column("records", right=True), Column("amount", right=True),
    Column("currency"),
)  # fmt: skip


def plan(call: Call) -> int:
    """Show it; with --commit accept what is ready, in its order, as one batch.

    Raises:
        Trouble: nothing is named, or what is named is not there.
    """
    asked = _asked(call)
    answers = answers_of(call, Action.ACCEPT, asked)
    found = call.desk.batches.plan(asked, answers)
    if not call.flag("commit"):
        call.out.answer(plan_shape(found), lines_of(found))
        return exits.DONE
    if not found.ready:
        call.out.answer(plan_shape(found), lines_of(found))
        call.out.say("Nothing of it can be accepted now; nothing was changed.")
        return exits.PARTLY
    confirm(call, Action.ACCEPT, found.ready)
    if not call.out.json:
        call.out.answer([], _waiting(found))
    return act.done(call, Action.ACCEPT, found.ready, answers, "Plan", more=plan_shape(found))


def _asked(call: Call) -> Sequence[Asked]:
    """What is named, or all that waits in the tabs that are."""
    tabs = [tab_named(text) for text in call.several("tab")]
    named = call.several("id")
    if named:
        if len(tabs) > 1:
            raise Trouble("Name records of one --tab, or say several tabs and no records.")
        return [asked_one(call, one, tabs[0] if tabs else None) for one in named]
    if call.flag("all"):
        tabs = [tab for tab in TABS if View.READY_TO_EXPORT in tab.views]
    if not tabs:
        raise Trouble("Name the records, or the tabs with --tab TAB, or say --all.")
    return [one for tab in tabs for one in call.desk.ids(_waits(call, tab), EVERY)]


def _waits(call: Call, tab: Tab) -> Any:  # noqa: ANN401  # a Query
    query = query_of(call, tab)
    return query._replace(view=View.READY_TO_EXPORT) if query.view is None else query


def lines_of(found: Plan) -> Iterator[str]:
    ready = found.those(Standing.READY)
    yield f"Plan: {len(ready):,} of {len(found.lines):,} can be accepted now, in this order."
    rows = [_cells(place, line) for place, line in enumerate(ready[:NAMED], 1)]
    if rows:
        yield from (f"  {line}" for line in table(LINES, rows))
    yield from _more(ready)
    yield from _waiting(found)
    if found.sums:
        yield "By tab:"
        yield from (f"  {line}" for line in table(SUMS, [_sum_cells(s) for s in found.sums]))
    if ready:
        yield f"--commit accepts the {len(ready):,} as one batch."


def _waiting(found: Plan) -> Iterator[str]:
    """What is held or refused, and what looks twice."""
    held, refused = found.those(Standing.HELD), found.those(Standing.REFUSED)
    if held:
        yield f"Held: {len(held):,}. Plan them again once what they wait for is synced."
    for line in held[:NAMED]:
        until = " and ".join(blocker.until for blocker in line.blockers)
        yield f"  {_named(line)}: until {until}"
    yield from _more(held)
    if refused:
        yield f"Refused: {len(refused):,}"
    yield from _by_rule(refused) if len(refused) > EACH else _one_by_one(refused)
    for twins in found.twins[:NAMED]:
        yield f"Look twice, {twins.why}: {', '.join(twins.numbers)}"
    yield from _more(found.twins)


def _one_by_one(refused: Sequence[Line]) -> Iterator[str]:
    for line in refused:
        reasons = " ".join(f"{o.text} [{o.rule}]" for o in line.objections)
        yield f"  {_named(line)}: {reasons}"


def _by_rule(refused: Sequence[Line]) -> Iterator[str]:
    """The commonest first, each with an example."""
    counts = Counter(rule for line in refused for rule in {o.rule for o in line.objections})
    example = {o.rule: o.text for line in reversed(refused) for o in line.objections}
    for rule, count in counts.most_common():
        yield f"  {count:7,}  {rule}, for example: {example[rule]}"
    yield "  --json names every record with its reasons."


def _more(found: Sequence[object]) -> Iterator[str]:
    if len(found) > NAMED:
        yield f"  and {len(found) - NAMED:,} more; --json names all."


def _named(line: Line) -> str:
    return f"{line.record.id}  {line.record.number} {line.record.title}".rstrip()


def _cells(place: int, line: Line) -> tuple[str, ...]:
    record = line.record
    return (
        f"{place:,}", TAB_OF[record.kind].title, record.id, record.number, record.title,
        money(record.amount) if record.amount else "", record.currency if record.amount else "",
    )  # fmt: skip


def _sum_cells(of: Sum) -> tuple[str, ...]:
    return TAB[of.tab].title, of.standing.value, f"{of.records:,}", money(of.amount), of.currency


def plan_shape(found: Plan) -> dict[str, Any]:
    return {
        "ready": [_line(line) for line in found.those(Standing.READY)],
        "held": [_line(line) for line in found.those(Standing.HELD)],
        "refused_before": [_line(line) for line in found.those(Standing.REFUSED)],
        "twins": [_twins(twins) for twins in found.twins],
        "totals": [
            {
                "tab": s.tab, "plan": s.standing.value, "records": s.records,
                "amount": money(s.amount), "currency": s.currency,
            }
            for s in found.sums
        ],
    }  # fmt: skip


def _line(line: Line) -> dict[str, Any]:
    record = line.record
    return {
        "id": record.id,
        "version": line.asked.version,
        "tab": TAB_OF[record.kind].name,
        "number": record.number,
        "title": record.title,
        "amount": money(record.amount),
        "currency": record.currency,
        "until": [
            {
                "id": b.id, "kind": b.kind.value, "number": b.number, "status": b.status.value,
                "plan": b.planned.value if b.planned else None, "text": b.until,
            }
            for b in line.blockers
        ],
        "reasons": [o.text for o in line.objections],
        "rules": [o.rule for o in line.objections],
    }  # fmt: skip


def _twins(twins: Twins) -> dict[str, Any]:
    return {"why": twins.why, "ids": list(twins.records), "numbers": list(twins.numbers)}
