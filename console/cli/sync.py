"""The way from Sage to here: step one of the sync, its state, the schedule and the mappings."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

from console.cli import exits
from console.cli.call import Call, Trouble
from console.cli.output import Column, table
from console.cli.shapes import moment
from core.lateness import often
from core.mappings import MAPPINGS, Mapping, Ticks, amiss, boxes
from core.objection import Objection
from core.ports import Depth, FirstStep, RunState, Span
from core.syncing import OPEN, TO_RELAY, Due, FirstSteps, pace_of

LONGEST = 120.0
"""Seconds to wait for a connector that runs elsewhere."""
STEP = 0.1


def first_step(call: Call) -> int:
    """Have the relay read Sage, wait for it, and say how it went."""
    span = _said(Span, call.text("range") or Span.WEEK.value, "range")
    depth = _said(Depth, call.text("depth") or Depth.SHALLOW.value, "depth")
    asked = call.desk.hops.ask(span, depth)
    if not isinstance(asked, FirstStep):
        return _refused(call, asked)
    step = _ended(call, asked)
    call.out.progressed()
    call.out.answer(_shape(step), [_told(step)])
    return exits.OUTSIDE if step.state is RunState.FAILED else exits.DONE


Word = TypeVar("Word", Span, Depth)


def _said(kind: type[Word], text: str, option: str) -> Word:
    try:
        return kind(text.casefold())
    except ValueError as why:
        known = ", ".join(kind)
        raise Trouble(f"--{option} takes {known}; {text!r} is none of them.") from why


def _refused(call: Call, objections: tuple[Objection, ...]) -> int:
    code = exits.of_batch(0, [o.cause for o in objections])
    call.out.trouble(code, " ".join(o.text for o in objections))
    return code


def _ended(call: Call, asked: FirstStep) -> FirstStep:
    """The step once it is over, or as far as it is when patience ends."""
    from console.connector import running

    alone = call.connects and not running(call.home)
    steps = FirstSteps(call.house.store, call.house.outside.relay) if alone else None
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if steps is not None:
            steps.perform()
        now = next(s for s in call.desk.hops.steps(9) if s.id == asked.id)
        if now.state not in OPEN:
            return now
        call.out.progress(f"step one: {now.seen:,} of {now.total:,}")
        time.sleep(STEP)
    return now


def _told(step: FirstStep) -> str:
    what = f"Step one ({step.span}, {step.depth})"
    if step.state is RunState.FAILED:
        return f"{what} failed: {step.result}"
    if step.state in OPEN:
        return f"{what} is {step.state}, {step.seen:,} of {step.total:,}."
    return f"{what}: {step.total:,} read, {step.result}. Step two is `countersign refresh TAB`."


def _shape(step: FirstStep) -> dict[str, Any]:
    return {
        "range": step.span.value,
        "depth": step.depth.value,
        "state": step.state.value,
        "asked_by": step.asked_by,
        "asked_at": moment(step.asked_at),
        "finished_at": moment(step.finished_at),
        "seen": step.seen,
        "total": step.total,
        "result": step.result,
    }


def status(call: Call) -> int:
    """What the relay last told of itself, and how the last step one went."""
    store, relay = call.house.store, call.house.store.settings().relay
    hop, steps = store.job_runs().get(TO_RELAY), call.desk.hops.steps()
    stopped = hop.result if hop is not None and hop.state is RunState.FAILED else ""
    value = {
        "client": relay.client or None,
        "sage": relay.sage or None,
        "reaches_sage": None if hop is None else not stopped,
        "why_not": stopped or None,
        "sage_read_at": moment(hop.at) if hop else None,
        "pace": pace_of(store).relay,
        "account": relay.account or None,
        "date_received_usage": relay.date_received_usage,
        "payment_date_usage": relay.payment_date_usage,
        "no_first_step": relay.no_first_step or None,
        "last_step": _shape(steps[0]) if steps else None,
    }
    reaches = "nothing is known of it yet" if hop is None else stopped or "it reaches Sage"
    when = f"{hop.at:%Y-%m-%d %H:%M:%S} UTC" if hop else "never"
    lines = [
        f"hh2 client {relay.client or 'unknown'}, Sage {relay.sage or 'unknown'}; {reaches}",
        f"Sage was last read whole: {when}",
        _told(steps[0]) if steps else relay.no_first_step or "Step one was never taken by hand.",
    ]
    call.out.answer(value, lines)
    return exits.DONE


def schedule(call: Call) -> int:
    """Every job of the automatic sync: how often, when last, when next, how it went."""
    found = call.desk.hops.schedule()
    jobs = [due for due in found if isinstance(due, Due)]
    if not jobs:
        return _refused(call, tuple(o for o in found if isinstance(o, Objection)))
    columns = (
        Column("Job", shrinks=True), Column("Every", right=True), Column("Last run, UTC"),
        Column("Next, UTC"), Column("State"), Column("Result", shrinks=True, spare=True),
    )  # fmt: skip
    value = {"owner": "hh2", "editable": False, "jobs": [_due(due) for due in jobs]}
    call.out.answer(value, table(columns, map(schedule_row, jobs)))
    return exits.DONE


def schedule_row(due: Due) -> tuple[str, ...]:
    """A job in words: title, every, last, next, state, result."""
    last = due.last
    return (
        due.job.title, often(due.every), _clock(last.at if last else None), _clock(due.next),
        last.state.value if last else "-", last.result if last else "never ran",
    )  # fmt: skip


def _clock(at: datetime | None) -> str:
    if at is None:
        return "-"
    today = at.date() == datetime.now(UTC).date()
    return f"{at:%H:%M:%S}" if today else f"{at:%Y-%m-%d %H:%M:%S}"


def _due(due: Due) -> dict[str, Any]:
    last = due.last
    return {
        "job": due.job.name,
        "title": due.job.title,
        "kinds": [kind.value for kind in due.job.kinds],
        "every_s": round(due.every.total_seconds(), 3),
        "last_run": moment(last.at) if last else None,
        "next_run": moment(due.next),
        "state": last.state.value if last else None,
        "result": last.result if last else None,
    }


def mappings(call: Call) -> int:
    """What has to be ticked in the client for each feature, and what is."""
    ticks = call.desk.hops.ticks()
    value = [_mapping(call, row, ticks) for row in MAPPINGS]
    call.out.answer(value, _mapping_lines(call, ticks) if not call.out.json else ())
    return exits.DONE


def _mapping_lines(call: Call, ticks: Ticks) -> Iterator[str]:
    for row in MAPPINGS:
        wrong = amiss(row.feature, ticks)
        yield f"{row.feature}: {'as it should be' if wrong is None else wrong}"
        if wrong is not None:
            yield f"  {call.desk.hops.mend(row.feature)} Blocks {row.blocks} [{row.rule}]."
        for box in boxes(row, ticks):
            want = "on" if box.wanted else "off"
            deep = "  never deep-synced" if box.missing_deep else ""
            yield f"  [{'x' if box.held else ' '}] {box.name}  (should be {want}){deep}"
        if row.deep:
            yield "  first sync: deep, from the beginning"


def _mapping(call: Call, row: Mapping, ticks: Ticks) -> dict[str, Any]:
    wrong = amiss(row.feature, ticks)
    return {
        "feature": row.feature.value,
        "well": wrong is None,
        "amiss": wrong,
        "next": call.desk.hops.mend(row.feature) or None,
        "blocks": row.blocks,
        "rule": row.rule,
        "first_sync": "deep, from the beginning" if row.deep else None,
        "stated": row.stated,
        "boxes": [
            {
                "name": box.name,
                "wanted": box.wanted,
                "ticked": box.held,
                "deep_sync_missing": box.missing_deep,
            }
            for box in boxes(row, ticks)
        ],
    }
