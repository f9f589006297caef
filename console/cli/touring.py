"""The tour of a sandbox company at the command line: how far it is, and how the next task goes."""

from collections.abc import Iterator
from typing import Any

from console.cli import exits
from console.cli.call import Call, Trouble
from console.cli.shapes import moment
from core.records import Record
from core.tabs import TAB_OF
from core.tour import TITLES, Progress, Step, Task

DISMISSED = "The tour is dismissed; `countersign tour --begin` takes it up again."


def tour(call: Call) -> int:
    """Tell it; begin it where it was not begun, or dismiss it.

    Raises:
        Trouble: two of these are asked for, or the home is no sandbox company.
    """
    if call.flag("begin") and call.flag("dismiss"):
        raise Trouble("Say --begin or --dismiss, not both.")
    if not call.desk.sandbox:
        raise Trouble("There is a tour of sandbox companies only; `countersign demo` makes one.")
    mine = call.house.tour(call.actor)
    if call.flag("dismiss"):
        mine.dismiss()
    if mine.dismissed and not call.flag("begin"):
        call.out.answer({"dismissed": True, "done": 0, "tasks": []}, [DISMISSED])
        return exits.DONE
    progress = mine.begin()
    value = {
        "dismissed": False,
        "done": progress.done,
        "tasks": [_shape(step) for step in progress.steps],
    }
    call.out.answer(value, _told(progress))
    return exits.DONE


def _told(progress: Progress) -> Iterator[str]:
    yield f"Tour of the sandbox: {progress.done} of {len(progress.steps)} done."
    for place, step in enumerate(progress.steps, 1):
        done = step.done
        what = step.record.number if step.record else ""
        told = f": {done.action} {what}, {done.at:%Y-%m-%d %H:%M:%S} UTC" if done else ""
        yield f"  [{'x' if done else ' '}] {place} {TITLES[step.task]}{told}"
        if step is progress.next:
            yield from (f"        {line}" for line in _how(step))
    if progress.next is None:
        yield "All five are done; `countersign audit log ID` shows what each left behind."


def _how(step: Step) -> Iterator[str]:
    """The commands that do it; the keys are told in the console."""
    record, first = step.record, step.before
    if record is None:
        yield "With any record that waits; `countersign inbox` lists what you may decide."
        return
    match step.task:
        case Task.ACCEPT:
            yield f"countersign accept {record.id}"
        case Task.REJECT:
            yield f"countersign reject {record.id} --reason 'why'"
        case Task.CHAIN:
            if first is not None:
                yield f"countersign accept {first.id}   (what the other one waits for)"
            yield f"countersign accept {record.id}   (once that is synced; `why` says so)"
        case Task.TIME_OUT:
            yield f"countersign accept {record.id}   (no answer comes, this once)"
            yield "countersign connector --drain   (looks into Sage by its key, and settles it)"
        case Task.UNDO:
            yield f"countersign accept {record.id}"
            yield f"countersign recall {record.id}   (before it leaves)"


def _shape(step: Step) -> dict[str, Any]:
    done = step.done
    return {
        "task": step.task.value,
        "title": TITLES[step.task],
        "done": done is not None,
        "at": moment(done.at) if done else None,
        "by": done.action.value if done else None,
        "record": _named(step.record),
        "first": _named(step.before),
    }


def _named(record: Record | None) -> dict[str, str] | None:
    if record is None:
        return None
    return {"id": record.id, "tab": TAB_OF[record.kind].name, "number": record.number}
