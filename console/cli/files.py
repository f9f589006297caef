"""Import files for Sage: written from what waits for one, by layouts that the company took over."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from console.cli import exits
from console.cli.call import Call, Trouble
from console.cli.output import Column, table
from console.cli.shapes import moment
from core.permissions import Deed, deed_objections
from core.ports import StoreUnusable
from core.routes import TAKEN, Route
from core.vocabulary import RecordKind, words
from core.worklist import CannotBeWritten, Task, sheets

NAMED = 12
"""Jobs that are named at most."""
Done = TypeVar("Done")
LISTED = (
    Column("file", shrinks=True), Column("kind"), Column("records", right=True),
    Column("written, UTC"), Column("by"), Column("hash"), Column("is"),
)  # fmt: skip


def layouts(call: Call) -> int:
    """Those to start from, and which the company uses."""
    from console.bootstrap import import_files, shipped_layouts

    used = {kind: import_files(call.home).layout_name(kind) for kind in _kinds()}
    found = [{"file": str(place), "name": name} for place, name in shipped_layouts()]
    lines = [f"{words(kind)}: {name or 'none in use'}" for kind, name in used.items()]
    lines += ["To start from, once compared with Sage's own Import Format window:"]
    lines += [f"  {one['name']}: {one['file']}" for one in found]
    call.out.answer({"used": {k.value: name for k, name in used.items()}, "shipped": found}, lines)
    return exits.DONE


def use(call: Call) -> int:
    """Take a layout over."""
    from console.bootstrap import import_files

    _permitted(call, Deed.CHANGE_SETTINGS)
    kind, place = _kind(call.word("kind")), Path(call.word("file"))
    name = _or_trouble(lambda: import_files(call.home).use(kind, place)).name
    call.out.answer({"kind": kind.value, "layout": name}, [f"{words(kind)}: {name}."])
    return exits.DONE


def write(call: Call) -> int:
    """Write what waits for a file and is in none yet."""
    from console.bootstrap import import_files

    _permitted(call, Deed.WRITE_FILES)
    kind, files = _kind(call.word("kind")), import_files(call.home)
    _or_trouble(lambda: files.layout(kind))
    tasks = _or_trouble(lambda: _asked(call, kind, files.unwritten))
    try:
        made = files.write(kind, tasks, call.actor.name)
    except CannotBeWritten as why:
        for one in why.others:
            call.out.say(f"  {one}.")
        raise Trouble(str(why), exits.PARTLY) from why
    where = str(files.place(made))
    unseen = [task.record for task in tasks if task.unseen]
    value = {
        "file": where, "hash": made.hash, "records": [task.record.id for task in tasks],
        "unseen": [record.id for record in unseen],
    }  # fmt: skip
    lines = [
        f"{len(tasks)} in {where}.",
        f"SHA-256 {made.hash}",
        "Import it into Sage and post it; each is synced by itself once hh2 shows it.",
    ]
    lines += [
        f"But hh2 never shows {one.number}: once it is in Sage, `countersign vouch {one.id}`."
        for one in unseen
    ]
    call.out.answer(value, lines)
    return exits.DONE


def _asked(
    call: Call, kind: RecordKind, unwritten: Callable[[Sequence[Task]], list[Task]]
) -> list[Task]:
    """What is to be written, of one job where a file takes one only.

    Raises:
        Trouble: nothing is, or it has to be said which.
    """
    job, everything = call.text("job"), _waiting(call, kind, None)
    waiting = everything if job is None else _waiting(call, kind, job)
    tasks = waiting if call.flag("again") else unwritten(waiting)
    if not tasks:
        of = f" of job {job}" if job else ""
        text = f"No {words(kind)}{of} waits for an import file"
        if waiting:
            text += f"; {len(waiting)} are in a file, --again writes them once more"
        elif jobs := _jobs(everything):
            text += f"; of these jobs one does: {jobs}"
        raise Trouble(f"{text}.", exits.DONE)
    if kind is RecordKind.BUDGET and len({task.job for task in tasks}) > 1:
        raise Trouble(f"A file holds the budget of one job; say --job, one of {_jobs(tasks)}.")
    return tasks


def _jobs(tasks: Sequence[Task]) -> str:
    jobs = sorted({task.job for task in tasks})
    more = f" and {len(jobs) - NAMED} more" if len(jobs) > NAMED else ""
    return ", ".join(jobs[:NAMED]) + more


def take(call: Call) -> int:
    """Take a table over."""
    from console.bootstrap import import_files

    _permitted(call, Deed.WRITE_FILES)
    tables, place = import_files(call.home).tables, Path(call.word("file"))
    kind = _told_by_table(tables.kinds, call.word("kind"))
    taken = _or_trouble(lambda: tables.take(kind, place, call.actor.name))
    value = {"kind": kind.value, "hash": taken.hash, "held": taken.held}
    call.out.answer(
        value,
        [
            f"Sage holds {taken.held} {words(kind)}s as of now.",
            f"SHA-256 {taken.hash}",
            "They come with the next reading of the connector; what the table lacks is gone.",
        ],
    )
    return exits.DONE


def listed(call: Call) -> int:
    """Every file that was written, and whether it is still as it was."""
    from console.bootstrap import import_files

    _permitted(call, Deed.SEE_WORKLIST)
    files = import_files(call.home)
    found = [(one, files.amiss(one)) for one in _or_trouble(files.batches)]
    rows = [
        (
            f.name, words(f.kind), str(len(f.records)), moment(f.at) or "", f.by, f.hash[:12],
            amiss or "as it was written",
        )
        for f, amiss in found
    ]  # fmt: skip
    value = [
        {
            "file": f.name, "kind": f.kind.value, "records": list(f.records), "hash": f.hash,
            "at": f.at.isoformat(), "by": f.by, "amiss": amiss or None,
        }
        for f, amiss in found
    ]  # fmt: skip
    call.out.answer(value, table(LISTED, rows) if rows else ["No import file was written yet."])
    return exits.PARTLY if any(amiss for _, amiss in found) else exits.DONE


def _kinds() -> list[RecordKind]:
    return [kind for kind, routes in TAKEN.items() if Route.FILE in routes]


def _kind(text: str) -> RecordKind:
    spelt = text.strip().casefold().replace(" ", "_").replace("-", "_")
    known = {kind.value: kind for kind in _kinds()} | {"invoice": RecordKind.SUBCONTRACTOR_INVOICE}
    if spelt not in known:
        raise Trouble(f"No import file takes a {text!r}; kinds are {', '.join(known)}.")
    return known[spelt]


def _told_by_table(kinds: Iterable[RecordKind], text: str) -> RecordKind:
    known = {kind.value: kind for kind in kinds}
    spelt = text.strip().casefold().replace(" ", "_").replace("-", "_")
    if spelt not in known:
        raise Trouble(f"hh2 tells of a {text!r} itself; tables are of {', '.join(known)}.")
    return known[spelt]


def _waiting(call: Call, kind: RecordKind, job: str | None) -> list[Task]:
    return [
        task
        for sheet in sheets(call.house.store, Route.FILE)
        for task in sheet.tasks
        if task.record.kind is kind and (job is None or task.job.casefold() == job.casefold())
    ]


def _permitted(call: Call, deed: Deed) -> None:
    objections = deed_objections(deed, call.actor, call.house.store.settings())
    if objections:
        raise Trouble(" ".join(o.text for o in objections), exits.DENIED)


def _or_trouble(done: Callable[[], Done]) -> Done:
    try:
        return done()
    except StoreUnusable as why:
        raise Trouble(str(why), exits.PARTLY) from why
