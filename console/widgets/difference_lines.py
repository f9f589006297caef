"""What an action would change in a record, as lines: here against what Sage holds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from console.widgets.figures import amount, day, moment, quantity
from console.widgets.lines import EMPTY, Column, Line, Look, faint, heading, said, table
from core.codes import requested
from core.differences import Choice, Difference, Sort
from core.records import Body, Project, Record
from core.values import NamedTuple

NOTHING = "Nothing differs: Sage holds what stands here."
COLUMNS = (
    Column("Line"), Column("Field"), Column("What"),
    Column("Here", right=True, bends=True), Column("From Sage", right=True, bends=True),
)  # fmt: skip
ANSWERS = {
    "existing_lines=keep": "If lines that exist are kept",
    "existing_lines=override": "If lines that exist are overridden",
}


class Compared(NamedTuple):
    """A record, and what an action would change in it by each way to answer."""

    record: Record
    choices: tuple[Choice, ...]

    @property
    def differs(self) -> bool:
        return any(choice.differences for choice in self.choices)


def compared_lines(of: Sequence[Compared], width: int) -> list[Line]:
    """One record's differences in full; of several only how many there are."""
    if len(of) == 1:
        return difference_lines(of[0].choices, of[0].record.currency, width)
    return [(said(f"{one.record.number}  ", Look.KEY), faint(_count(one.choices))) for one in of]


def difference_lines(choices: Sequence[Choice], currency: str, width: int) -> list[Line]:
    """A table for each way to answer."""
    lines: list[Line] = []
    for choice in choices:
        what = ANSWERS.get(choice.answer, "What it changes")
        count = len(choice.differences)
        lines += [EMPTY] if lines else []
        lines.append(heading(f"{what} ({count:,})" if count else what))
        if not count:
            lines.append((faint(NOTHING),))
            continue
        rows = [_row(difference, currency) for difference in choice.differences]
        lines += table(COLUMNS, rows, width)
    return lines


def _count(choices: Sequence[Choice]) -> str:
    told = []
    for choice in choices:
        count = len(choice.differences)
        answer = choice.answer.partition("=")[2]
        told.append(
            f"{answer} {count:,} changes".strip() if count else f"{answer} {NOTHING}".strip()
        )
    return "; ".join(told)


def _row(of: Difference, currency: str) -> tuple[str, ...]:
    return (
        of.line or "head",
        of.field.replace("_", " ").replace("erp", "ERP"),
        "" if of.sort is Sort.CHANGED else of.sort.value,
        shown(of.before, of, currency),
        shown(of.after, of, currency),
    )


def shown(value: Any, of: Difference, currency: str) -> str:  # noqa: ANN401  # a field of any kind
    """A value as people read it."""
    if value is None:
        return ""
    if of.money and isinstance(value, int):
        return amount(value, currency)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if of.field == "quantity" and isinstance(value, int):
        return quantity(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple):
        return " ".join(str(part) for part in value)
    return str(value)


def requested_lines(body: Body, width: int) -> list[Line]:
    """Codes and categories that an update makes in Sage (cost codes CC8a)."""
    wanted = requested(body)
    if not wanted:
        return []
    columns = (Column("Code"), Column("Description", bends=True), Column("Made in Sage"))
    rows = [
        (r.code, r.description, ("code with " if r.new else "") + " ".join(r.categories))
        for r in wanted
    ]
    return [heading(f"Requested updates ({len(wanted):,})"), *table(columns, rows, width)]


def removal_lines(body: Body, width: int) -> list[Line]:
    """The delete history of a project's codes, newest first (cost codes 13)."""
    removals = body.removals if isinstance(body, Project) else ()
    if not removals:
        return []
    columns = (
        Column("When (UTC)"), Column("Who", bends=True), Column("Code"), Column("Cat"),
        Column("Became of it", bends=True),
    )  # fmt: skip
    rows = [(moment(r.at), r.by, r.code, r.category, r.outcome) for r in reversed(removals)]
    return [heading(f"Delete history ({len(removals):,})"), *table(columns, rows, width)]
