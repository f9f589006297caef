"""The tray: decisions are staged into it, looked at as a plan, and made at once."""

from collections.abc import Iterator, Sequence
from typing import Any

from console.cli import exits
from console.cli.batches import shape_of
from console.cli.call import Call, Trouble
from console.cli.confirming import given
from console.cli.planning import lines_of, plan_shape
from core.batches import summary
from core.case import Answers
from core.ports import Asked, Batch
from core.staging import Layout
from core.vocabulary import Action, words


def stage(call: Call, action: Action, asked: Sequence[Asked], answers: Answers) -> int:
    """Keep decisions for later, with what they were answered.

    Raises:
        Trouble: it is to be rehearsed, too.
    """
    if call.flag("dry-run"):
        raise Trouble("Say --stage or --dry-run, not both.")
    staged = call.desk.batches.tray.stage(asked, action, answers)
    lines = [f"Staged {words(action)} of {len(asked):,}; your tray holds {len(staged):,}."]
    call.out.answer({"staged": len(asked), "tray": len(staged)}, lines)
    return exits.DONE


def tray(call: Call) -> int:
    """Show it, commit it, or empty it.

    Raises:
        Trouble: two of these are asked for, or their number has to be said.
    """
    if call.flag("commit") and call.flag("clear"):
        raise Trouble("Say --commit or --clear, not both.")
    mine = call.desk.batches.tray
    if call.flag("clear"):
        mine.clear()
    batch: Batch | None = None
    if call.flag("commit"):
        layout = mine.layout()
        what = f"decide {layout.decisions:,} of what is staged"
        given(call, what, layout.decisions, needed=layout.to_be_typed(call.desk.settings))
        name = call.text("name") or f"Tray of {call.actor.name}"
        batch = mine.commit(call.desk.perform_each, name)
    layout = mine.layout()
    call.out.answer(_shape(layout, batch), _lines(layout, batch))
    partly = call.flag("commit") and (batch is None or batch.refused)
    return exits.PARTLY if partly else exits.DONE


def _lines(layout: Layout, batch: Batch | None) -> Iterator[str]:
    if batch is not None:
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
    yield from (
        f"  {line.record.id}  {line.record.number}  one way: {' '.join(line.one_way)}"
        for line in layout.one_way
    )
    if not (layout.plan.lines or layout.rejects or layout.moved):
        yield "Your tray is empty; `accept ID --stage` fills it."


def _shape(layout: Layout, batch: Batch | None) -> dict[str, Any]:
    return plan_shape(layout.plan) | {
        "rejects": [{"id": r.record.id, "reason": r.reason} for r in layout.rejects],
        "moved": [record.id for record in layout.moved],
        "one_way": [line.record.id for line in layout.one_way],
        "batches": [] if batch is None else [shape_of(batch)],
    }
