"""The tray: decisions are staged into it, looked at as a plan, and made at once."""

from collections.abc import Iterator, Sequence
from typing import Any

from console.cli import exits
from console.cli.batches import shape_of
from console.cli.call import Call, Trouble
from console.cli.planning import lines_of, plan_shape
from core.batches import summary
from core.case import Answers
from core.ports import Asked, Batch
from core.staging import Layout
from core.vocabulary import Action, words


def stage(call: Call, action: Action, asked: Sequence[Asked], answers: Answers) -> int:
    """Keep decisions for later.

    Raises:
        Trouble: an answer was given that is not kept with a staged decision.
    """
    if call.flag("dry-run"):
        raise Trouble("Say --stage or --dry-run, not both.")
    if answers._replace(reason=None) != Answers() or (answers.reason and action is Action.ACCEPT):
        raise Trouble(
            "Only the reason of a reject is kept; accept with answers of its own at once."
        )
    staged = call.desk.batches.tray.stage(asked, action, answers.reason or "")
    lines = [f"Staged {words(action)} of {len(asked):,}; your tray holds {len(staged):,}."]
    call.out.answer({"staged": len(asked), "tray": len(staged)}, lines)
    return exits.DONE


def tray(call: Call) -> int:
    """Show it, commit it, or empty it.

    Raises:
        Trouble: two of these are asked for.
    """
    if call.flag("commit") and call.flag("clear"):
        raise Trouble("Say --commit or --clear, not both.")
    mine = call.desk.batches.tray
    if call.flag("clear"):
        mine.clear()
    batches: Sequence[Batch] = ()
    if call.flag("commit"):
        name = call.text("name") or f"Tray of {call.actor.name}"
        batches = mine.commit(call.desk.perform_many, name)
    layout = mine.layout()
    call.out.answer(_shape(layout, batches), _lines(layout, batches))
    refused = any(batch.refused for batch in batches)
    nothing = call.flag("commit") and not batches
    return exits.PARTLY if refused or nothing else exits.DONE


def _lines(layout: Layout, batches: Sequence[Batch]) -> Iterator[str]:
    for batch in batches:
        yield f"Batch {batch.id}: {summary(batch)}."
    if layout.rejects:
        yield f"Reject: {len(layout.rejects):,}"
    for reject in layout.rejects:
        record = reject.record
        yield f"  {record.id}  {record.number} {record.title}: {reject.reason}"
    if layout.moved:
        yield f"Changed since it was staged, and dropped by --commit: {len(layout.moved):,}"
    yield from (f"  {r.id}  {r.number} {r.title}" for r in layout.moved)
    yield from lines_of(layout.plan) if layout.plan.lines else ()
    if not (layout.plan.lines or layout.rejects or layout.moved):
        yield "Your tray is empty; `accept ID --stage` fills it."


def _shape(layout: Layout, batches: Sequence[Batch]) -> dict[str, Any]:
    return plan_shape(layout.plan) | {
        "rejects": [{"id": r.record.id, "reason": r.reason} for r in layout.rejects],
        "moved": [record.id for record in layout.moved],
        "batches": [shape_of(batch) for batch in batches],
    }
