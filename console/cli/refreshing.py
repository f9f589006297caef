"""On-demand refresh of a tab: the second step of the sync, with a warning before the first one."""

import time
from functools import partial
from typing import Any

from console.cli import exits
from console.cli.call import Call
from console.cli.choose import tab_named
from console.cli.shapes import moment
from core.ports import Run, RunState
from core.refreshes import far, span
from core.tabs import TAB, Tab

LONGEST = 120.0
"""Seconds to wait for a connector that runs elsewhere."""
STEP = 0.1


def refresh(call: Call) -> int:
    """Ask for it, wait for it, and say what it found."""
    tab = tab_named(call.word("tab"))
    if call.flag("cancel"):
        return _cancelled(call, tab)
    warnings = (
        call.desk.hops.old_data(tab.name) if not call.desk.refresh_objections(tab.name) else ()
    )
    for warning in warnings:
        call.out.say(f"warning: {warning.text} [{warning.rule}] Lifted by {warning.lifted_by}.")
    asked = call.desk.ask_refresh(tab.name)
    if not isinstance(asked, Run):
        causes = [o.cause for o in asked]
        code = exits.of_batch(0, causes)
        call.out.trouble(code, " ".join(o.text for o in asked))
        return code
    run = _ended(call, asked)
    call.out.progressed()
    if run.state in {RunState.ASKED, RunState.RUNNING}:
        lines = [f"{tab.title}: asked for; the connector has not finished yet."]
    elif run.state is RunState.CANCELLED:
        lines = [
            f"{tab.title}: {run.result}; {run.arrived:,} new and {run.changed:,} changed stay."
        ]
    elif run.state is RunState.FAILED:
        lines = [f"{tab.title}: the refresh failed. {run.result}"]
    else:
        lines = [f"{tab.title}: {run.seen:,} read, {run.result}."]
    # A connector may have read the relay meanwhile; what is told last is what is true now.
    old = call.desk.hops.old_data(tab.name)
    lines += [f"Old data: {warning.text}" for warning in old]
    told = dict.fromkeys(o.text for o in (*warnings, *old))
    call.out.answer(
        {**_shape(run), "old_data": [o.text for o in old], "warnings": list(told)}, lines
    )
    return exits.OUTSIDE if run.state is RunState.FAILED else exits.DONE


def refreshes(call: Call) -> int:
    """What waits and runs, how far it is, and how long it usually takes."""
    runs = call.desk.refreshes()
    waits = [call.desk.wait(run) for run in runs]
    value = [
        {
            **_shape(run),
            **going(call, run),
            "ahead": wait.ahead,
            "usual_s": wait.usual.total_seconds() if wait.usual is not None else None,
        }
        for run, wait in zip(runs, waits, strict=True)
    ]
    call.out.answer(value, told(call) or ["No refresh waits and none runs."])
    return exits.DONE


def told(call: Call) -> list[str]:
    """A line for each refresh that is open."""
    runs = call.desk.refreshes()
    return [f"{TAB[run.tab].title}: {_far(call, run)}; {run.asked_by} asked." for run in runs]


def progress(call: Call, run: Run) -> None:
    """Show how far a refresh is, while one waits for it."""
    call.out.progress(f"{TAB[run.tab].title}: {_far(call, run)}")


def _far(call: Call, run: Run) -> str:
    """`1,500 of 2,300, about 4 s left`, or how many are before it and how long it takes."""
    wait = call.desk.wait(run)
    how = far(run) if run.total or run.seen else f"{wait.ahead} before it"
    left = wait.left(run, call.house.store.now())
    if run.began_at is not None and left is not None:
        return f"{how}, about {span(left)} left"
    return how if wait.usual is None else f"{how}, usually {span(wait.usual)}"


def _cancelled(call: Call, tab: Tab) -> int:
    ended = call.desk.cancel_refresh(tab.name)
    if not isinstance(ended, Run):
        code = exits.of_batch(0, [o.cause for o in ended])
        call.out.trouble(code, " ".join(o.text for o in ended))
        return code
    call.out.answer(_shape(ended), [f"{tab.title}: {ended.result}; {ended.seen:,} read."])
    return exits.DONE


def _ended(call: Call, asked: Run) -> Run:
    """The run once it is over, or as far as it is when patience ends."""
    from console.connector import running

    store = call.house.store
    if call.connects and not running(call.home):
        from console.bootstrap import owner

        refresher, name = call.house.refresher(partial(progress, call)), owner()
        while (done := refresher.perform_asked(name)) is not None:
            if done.id == asked.id:
                return done
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        now = store.last_refresh(asked.tab) or asked
        if now.id != asked.id or now.finished_at is not None:
            return now
        progress(call, now)
        time.sleep(STEP)
    return store.last_refresh(asked.tab) or asked


def going(call: Call, run: Run) -> dict[str, Any]:
    """How far an open refresh is, in JSON."""
    left = call.desk.wait(run).left(run, call.house.store.now())
    return {
        "state": run.state.value,
        "reads": run.stage or None,
        "seen": run.seen,
        "total": run.total or None,
        "about": run.about,
        "left_s": round(left.total_seconds(), 1) if left is not None else None,
    }


def _shape(run: Run) -> dict[str, Any]:
    return {
        "tab": run.tab,
        "state": run.state.value,
        "asked_by": run.asked_by,
        "asked_at": moment(run.asked_at),
        "finished_at": moment(run.finished_at),
        "seen": run.seen,
        "arrived": run.arrived,
        "changed": run.changed,
        "result": run.result,
    }
