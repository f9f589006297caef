"""What an action would take over from Sage, and what it would make there: as JSON and as text."""

from collections.abc import Iterator, Sequence
from typing import Any

from console.cli import shapes
from console.cli.call import Call
from console.cli.output import Column, table
from core.case import Answers
from core.codes import requested
from core.decision import Offer
from core.differences import COMPARED, Choice, Difference
from core.records import Project, Record
from core.vocabulary import Action, RecordId, words

COLUMNS = (
    Column("line"), Column("field"), Column("what"),
    Column("here", right=True, shrinks=True), Column("from Sage", right=True, shrinks=True),
)  # fmt: skip
NOTHING = "Nothing differs: Sage holds what stands here."
Compared = tuple[Action, tuple[Choice, ...]]


def compared(call: Call, record: RecordId, offers: Sequence[Offer]) -> list[Compared]:
    """Every action from here that takes Sage's values over, with what it would change."""
    found = [
        (offer.action, call.desk.choices(record, offer.action))
        for offer in offers
        if offer.action in COMPARED
    ]
    return [one for one in found if one[1]]


def rehearsed(call: Call, action: Action, records: Sequence[RecordId], answers: Answers) -> Any:  # noqa: ANN401  # JSON
    """The same for one action on many records, by their ids."""
    if action not in COMPARED:
        return {}
    found = {record: call.desk.choices(record, action, answers) for record in records}
    return {record: choices for record, choices in found.items() if choices}


def of_compared(found: Sequence[Compared]) -> list[dict[str, Any]]:
    return [
        {"action": action.value, "answer": choice.answer or None, "changes": of_choice(choice)}
        for action, choices in found
        for choice in choices
    ]


def of_choice(choice: Choice) -> list[dict[str, Any]]:
    return [
        {
            "line": d.line or None,
            "field": d.field,
            "what": d.sort.value,
            "here": _json(d, d.before),
            "from_sage": _json(d, d.after),
        }
        for d in choice.differences
    ]


def told(found: Sequence[Compared]) -> Iterator[str]:
    for action, choices in found:
        yield f"Difference to Sage: {words(action)}"
        yield from lines_of_choices(choices)


def lines_of_choices(choices: Sequence[Choice]) -> Iterator[str]:
    for choice in choices:
        if choice.answer:
            yield f"  with {choice.answer}"
        if choice.differences:
            rows = [_cells(difference) for difference in choice.differences]
            yield from (f"  {line}" for line in table(COLUMNS, rows))
        else:
            yield f"  {NOTHING}"


def of_requests(record: Record) -> list[dict[str, Any]]:
    """Codes and categories that an update makes in Sage."""
    return [
        {
            "code": r.code,
            "description": r.description,
            "categories": list(r.categories),
            "new_code": r.new,
        }
        for r in requested(record.body)
    ]


def told_requests(record: Record) -> Iterator[str]:
    wanted = requested(record.body)
    if not wanted:
        return
    yield "Requested updates: made in Sage by `update`"
    for r in wanted:
        made = f"code with {' '.join(r.categories)}" if r.new else " ".join(r.categories)
        yield f"  {r.code}  {r.description}: {made}"


def told_removals(record: Record) -> Iterator[str]:
    removals = record.body.removals if isinstance(record.body, Project) else ()
    if removals:
        yield "Delete history"
    for r in removals:
        what = f"{r.code} {r.category}".strip()
        yield f"  {shapes.moment(r.at)}  {r.by}: {what}, {r.outcome}"


def _cells(of: Difference) -> tuple[str, ...]:
    what = of.sort.value
    return (of.line or "head", of.field, what, _text(of, of.before), _text(of, of.after))


def _json(of: Difference, value: Any) -> Any:  # noqa: ANN401  # a field of any kind
    if of.money and isinstance(value, int):
        return shapes.money(value)
    if of.field == "quantity" and isinstance(value, int):
        return f"{value / 1000:.3f}"
    return shapes.plain(value)


def _text(of: Difference, value: Any) -> str:  # noqa: ANN401  # a field of any kind
    made = _json(of, value)
    if made is None:
        return ""
    if isinstance(made, list):
        return " ".join(str(part) for part in made)
    return str(made)
