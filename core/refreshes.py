"""How long a refresh will take: its place in the line, and how long it took before."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.ports import Refreshing, Run, RunState
from core.values import NamedTuple

MINUTE = 60
LOOKED_AT = 5
"""How many of the last refreshes of a tab tell how long one takes."""


class Wait(NamedTuple):
    """What is known of a refresh that is open."""

    ahead: int
    """How many are performed before this one; 0 where it is the next, or under way."""
    open: int
    """How many are open, this one among them."""
    usual: timedelta | None
    """How long one of this tab takes; None where none has ended yet."""

    def left(self, run: Run, now: datetime) -> timedelta | None:
        """How long it may still take, by its pace where it has one, else by the history."""
        if run.began_at is None:
            return self.usual
        if run.ends_at is not None:
            return max(timedelta(0), run.ends_at - now)
        been = now - run.began_at
        if run.total and run.seen:
            return been * ((run.total - run.seen) / run.seen)
        return max(timedelta(0), self.usual - been) if self.usual is not None else None


def far(run: Run) -> str:
    """`Procore 1,500 of 10,000`: what is read, and how much of it; without a system, taken over."""
    system = f"{run.stage} " if run.stage else ""
    if not run.total:
        return f"{system}{run.seen:,}"
    return f"{system}{run.seen:,} of {'about ' if run.about else ''}{run.total:,}"


def span(length: timedelta) -> str:
    """`4 s`, or `3 min`."""
    seconds = max(1, round(length.total_seconds()))
    return f"{seconds} s" if seconds < MINUTE else f"{round(seconds / MINUTE)} min"


def wait(store: Refreshing, run: Run) -> Wait:
    """Where a run stands among those that are open."""
    line = store.open_refreshes()
    ahead = sum(1 for other in line if other.id < run.id)
    return Wait(ahead if run.state is RunState.ASKED else 0, len(line), usual(store, run.tab))


def usual(store: Refreshing, tab: str) -> timedelta | None:
    """How long a refresh of a tab takes: the middle one of the last that were done."""
    return length(store.ended_refreshes(tab, LOOKED_AT * 2))


def length(ended: Sequence[Run]) -> timedelta | None:
    """The middle length of those that were done."""
    took = [
        run.finished_at - run.began_at
        for run in ended
        if run.state is RunState.DONE and run.finished_at and run.began_at
    ]
    lately = sorted(took[:LOOKED_AT])
    return lately[len(lately) // 2] if lately else None
