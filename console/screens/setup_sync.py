"""The sections of the schedule and of the mappings: how data comes from Sage to here."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

from console.screens.setup_sections import SetupRow
from console.widgets.lines import Column, Line, Look, faint, flowed, heading, said
from core.desk import Desk
from core.lateness import often
from core.mappings import MAPPINGS, Mapping, Tick, amiss, boxes
from core.objection import Objection
from core.ports import FirstStep, RunState
from core.syncing import Due
from core.vocabulary import words


class ScheduleSection:
    """One line a job of the automatic sync, and the last step one."""

    title = "Schedule"
    columns = (
        Column("Job", bends=True), Column("Every", right=True), Column("Last"), Column("Next"),
        Column("State"), Column("Result"),
    )  # fmt: skip
    spare = 1

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def hint(self) -> str:
        return "f5 again" if self._against() else "f5 again   H on a tab takes step one"

    def _against(self) -> str:
        """What stands against step one, in sentences; empty where it can be taken."""
        return " ".join(o.text for o in self._desk.hops.objections())

    def rows(self) -> Sequence[SetupRow]:
        found = self._desk.hops.schedule()
        refused = [o for o in found if isinstance(o, Objection)]
        if refused:
            return [SetupRow("", (o.text,), Look.NOT_YET) for o in refused]
        now, against = datetime.now(UTC), self._against()
        jobs = [_job(due, now, against) for due in found if isinstance(due, Due)]
        return [*jobs, *(_step(step, now) for step in self._desk.hops.steps(5))]

    def adds(self) -> None:
        return None


def _job(due: Due, now: datetime, against: str) -> SetupRow:
    last = due.last
    failed = last is not None and last.state is RunState.FAILED
    cells = (
        due.job.title, often(due.every), _when("last", last.at if last else None, now),
        _when("next", due.next, now), last.state.value if last else "never ran",
        last.result if last else "",
    )  # fmt: skip
    detail = partial(_told, due, against)
    return SetupRow(due.job.name, cells, Look.FAILED if failed else Look.PLAIN, detail)


def _when(what: str, at: datetime | None, now: datetime) -> str:
    """`last 10:11:06`, with the day where that is another."""
    if at is None:
        return ""
    return f"{what} {at:%H:%M:%S}" if at.date() == now.date() else f"{what} {at:%d %b %H:%M}"


def _told(due: Due, against: str, width: int) -> list[Line]:
    kinds = ", ".join(words(kind) for kind in due.job.kinds) or "all that is ticked in the client"
    lines: list[Line] = [heading(due.job.title), *flowed([said(f"It brings: {kinds}.")], width, 2)]
    if due.last is not None and due.last.result:
        lines += flowed([said(f"Last: {due.last.result.rstrip('.')}.")], width, 2)
    first = against or "On a tab H takes step one now, and R step two."
    text = f"Times are UTC, the schedule is hh2's. {first}"
    return [*lines, *flowed([faint(text)], width, 2)]


def _step(step: FirstStep, now: datetime) -> SetupRow:
    failed = step.state is RunState.FAILED
    title = f"Step one ({step.span}, {step.depth}), by {step.asked_by}"
    asked = _when("asked", step.asked_at, now)
    cells = (title, "", asked, "", step.state.value, step.result)
    detail = partial(_told_step, step)
    return SetupRow(f"step {step.id}", cells, Look.FAILED if failed else Look.FAINT, detail)


def _told_step(step: FirstStep, width: int) -> list[Line]:
    text = f"{step.seen:,} of {step.total:,} read. {step.result}"
    return [heading(f"Step one for {step.span}, {step.depth}"), *flowed([said(text)], width, 2)]


class MappingsSection:
    """A heading a feature, and a line for each of its boxes in the client."""

    title = "Mappings"
    columns = (Column(""), Column("Mapping", bends=True), Column("It is"), Column("First sync"))
    spare = 0
    hint = "f5 again   ticked in the hh2 client   / finds"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rows(self) -> Sequence[SetupRow]:
        return list(self._rows())

    def _rows(self) -> Iterator[SetupRow]:
        ticks = self._desk.hops.ticks()
        for row in MAPPINGS:
            wrong = amiss(row.feature, ticks)
            look = Look.HEAD if wrong is None else Look.FAILED
            yield SetupRow("", (row.feature.value.capitalize(),), look)
            detail = partial(_about, row, wrong, self._desk.hops.mend(row.feature))
            for box in boxes(row, ticks):
                yield _box(row, box, detail)

    def adds(self) -> None:
        return None


def _box(row: Mapping, box: Tick, detail: "partial[list[Line]]") -> SetupRow:
    first = "deep" if box.name in row.deep else ""
    cells = ("[x]" if box.held else "[ ]", box.name, _is(box), first)
    look = Look.PLAIN if box.well else Look.FAILED
    return SetupRow(f"{row.feature} {box.name}", cells, look, detail)


def _is(box: Tick) -> str:
    if box.missing_deep:
        return "deep sync missing"
    if box.held is box.wanted:
        return "ticked" if box.held else "not ticked"
    return "must be ticked" if box.wanted else "must not be ticked"


def _about(row: Mapping, wrong: str | None, step: str, width: int) -> list[Line]:
    """What a feature's boxes are for, and what is wrong with them."""
    lines: list[Line] = [heading(f"{row.feature.value.capitalize()} [{row.rule}]")]
    if wrong is None:
        lines += flowed([said("All as it should be.")], width, 2)
    else:
        lines += flowed([said(wrong)], width, 2)
        lines += flowed([said(f"Next: {step}", Look.KEY)], width, 2)
    lines += flowed([said(f"It is needed for {row.blocks}.", Look.FAINT)], width, 2)
    if not row.stated:
        text = "No public page lists these; they follow from those of another feature."
        lines += flowed([faint(text)], width, 2)
    return lines
