"""What an action would change in a record's content, field by field and line by line.

A re-import and an import write what Sage holds; this is the record as it stands against the record
as the action would leave it, so that nobody confirms what was not shown.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

from core.case import Case
from core.codes import renewed
from core.fields import answered, fields_of
from core.records import (
    BudgetLine,
    ContractItem,
    CostTotal,
    CostType,
    Insurance,
    Project,
    ProjectCode,
    Record,
    lines_of,
)
from core.tabs import ROWS
from core.values import NamedTuple
from core.vocabulary import Action

COMPARED = frozenset({Action.IMPORT, Action.REIMPORT, Action.RENEW})
"""Actions that take over what Sage holds."""
HEAD = ("number", "title", "vendor_name", "project_number", "amount")
LINES = frozenset({"lines", "codes", "types", "insurance"})
"""Fields that are compared line by line."""
OURS = frozenset(
    {"exported", "exported_at", "forecast", "removals", "direct_costs", "unsyncable", "earlier",
     "transactions"}
)  # fmt: skip
"""What is kept about a record here, and no part of what it says."""
MONEY = frozenset(
    {"amount", "original", "changes", "scheduled", "unit_price", "limit", "job_to_date",
     "commitment_invoiced"}
)  # fmt: skip
WITHOUT_NAME = frozenset({"code", "category", "item", "sub_job", "abbreviation", "type"})
"""Fields that a line goes by; they stand in its name."""
Value = Any


class Sort(StrEnum):
    """What becomes of a field or a line."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Difference(NamedTuple):
    """One field that would be another one."""

    line: str
    """The line it is on, as people name it; empty in the head."""
    field: str
    sort: Sort
    before: Value
    after: Value

    @property
    def money(self) -> bool:
        """Its values are minor units."""
        return self.field in MONEY


class Choice(NamedTuple):
    """What an action would change, given one answer."""

    answer: str
    """`existing_lines=keep`; empty where nothing is chosen."""
    differences: tuple[Difference, ...]


def choices(case: Case, action: Action) -> tuple[Choice, ...]:
    """What an action would change; once for each way to answer what decides on the lines.

    Empty where this action takes nothing over, or Sage's side is not known.
    """
    row = ROWS.get((case.record.kind, case.record.status), {}).get(action)
    if action not in COMPARED or row is None or case.mirrored is None:
        return ()
    asked = next((f for f in fields_of(case, action) if f.name == "existing_lines"), None)
    if asked is None or not lines_of(case.record) or case.answers.existing_lines is not None:
        return (Choice("", differences(case, action)),)
    return tuple(
        Choice(
            f"{asked.name}={answer}",
            differences(
                case._replace(answers=case.answers._replace(existing_lines=answer)), action
            ),
        )
        for answer in asked.choices
    )


def differences(case: Case, action: Action) -> tuple[Difference, ...]:
    """What the action would change, with the defaults of what is not answered."""
    row = ROWS[case.record.kind, case.record.status][action]
    asked = answered(case, fields_of(case, action))
    after = row.change(asked, asked.record) if row.change else _as_told(case)
    return between(case.record, after)


def _as_told(case: Case) -> Record:
    """A job that is renewed hears of its codes from the project system, which has them of Sage."""
    mine, seen = case.record.body, case.mirrored.body if case.mirrored else None
    if not isinstance(mine, Project) or not isinstance(seen, Project):
        return case.record
    return case.record._replace(body=mine._replace(codes=renewed(mine.codes, seen.codes)))


def between(before: Record, after: Record) -> tuple[Difference, ...]:
    """How one version of a record's content differs from another."""
    return (*_head(before, after), *_lines(before, after))


def _head(before: Record, after: Record) -> Iterator[Difference]:
    for name in HEAD:
        yield from _field("", name, getattr(before, name), getattr(after, name))
    if type(before.body) is not type(after.body):
        return
    for name in before.body._fields:
        if name not in LINES and name not in OURS:
            yield from _field("", name, getattr(before.body, name), getattr(after.body, name))


def _lines(before: Record, after: Record) -> Iterator[Difference]:
    mine, theirs = _keyed(lines_of(before)), _keyed(lines_of(after))
    for name, line in mine.items():
        if name not in theirs:
            yield from _whole(name, line, Sort.REMOVED)
        elif line != theirs[name]:
            for field in line._fields:
                yield from _field(name, field, getattr(line, field), getattr(theirs[name], field))
    for name, line in theirs.items():
        if name not in mine:
            yield from _whole(name, line, Sort.ADDED)


def _field(line: str, name: str, before: Value, after: Value) -> Iterator[Difference]:
    if before != after:
        yield Difference(line, name, Sort.CHANGED, before, after)


def _whole(name: str, line: Any, sort: Sort) -> Iterator[Difference]:  # noqa: ANN401  # any kind's
    told = [f for f in line._fields if f not in WITHOUT_NAME and getattr(line, f) not in EMPTY]
    for field in told or [f for f in line._fields if f not in WITHOUT_NAME][:1]:
        value = getattr(line, field)
        added = sort is Sort.ADDED
        yield Difference(name, field, sort, None if added else value, value if added else None)


EMPTY: tuple[Value, ...] = (0, "", None, ())


def _keyed(lines: tuple[Any, ...]) -> dict[str, Any]:
    """Lines by what people call them; those of one name are told apart by their place."""
    named: dict[str, Any] = {}
    for line in lines:
        name, count = _name(line), 1
        key = name
        while key in named:
            count += 1
            key = f"{name} ({count})"
        named[key] = line
    return named


NAMES: dict[type, Callable[[Any], str]] = {
    BudgetLine: lambda x: " ".join(p for p in (x.code, x.category, x.sub_job) if p),
    CostTotal: lambda x: " ".join(p for p in (x.code, x.category, x.sub_job) if p),
    ContractItem: lambda x: f"item {x.item}",
    ProjectCode: lambda x: str(x.code),
    CostType: lambda x: str(x.abbreviation),
    Insurance: lambda x: str(x.type),
}


def _name(line: Any) -> str:  # noqa: ANN401  # a line of any kind
    naming = NAMES.get(type(line))
    return naming(line) if naming else f"item {getattr(line, 'item', '')}"
