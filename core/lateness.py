"""Step two before step one: which refresh brings old data, how old, and why (cross-cutting C.4).

Step one is the relay's: it reads Sage. Step two is ours: it reads the relay.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.objection import Objection
from core.ports import Freshness, RecordStore, RunState
from core.relay import first_step
from core.syncing import OPEN, RULE, TO_RELAY, limits, pace_of
from core.tabs import TAB, Tab
from core.vocabulary import RecordKind

K = RecordKind

TOUCHES: dict[str, tuple[RecordKind, ...]] = {
    "job_costs": (K.JOB_COST, K.COMMITMENT, K.CCO, K.SUBCONTRACTOR_INVOICE),
    "sub_jobs": (K.SUB_JOB, K.PROJECT),
}
"""Exports that change what Sage shows on a tab, where those are not of its own kinds only."""


def old_data(store: RecordStore, tab: str, now: datetime) -> tuple[Objection, ...]:
    """What makes a refresh of a tab bring old data, each as a warning; empty where nothing does."""
    row = TAB[tab]
    if row.refresh is None:
        return ()
    rules = f"{RULE}, job costs 15" if tab == "job_costs" else RULE
    first = first_step(store.settings().relay)
    return tuple(Objection(rules, text, first, warning=True) for text in _reasons(store, row, now))


def _reasons(store: RecordStore, row: Tab, now: datetime) -> Iterator[str]:
    read_at = _read_at([store.freshness(kind) for kind in row.kinds])
    hop = store.job_runs().get(TO_RELAY)
    if hop is not None and hop.state is RunState.FAILED:
        yield f"{hop.result} {row.title} {_as_it_was(read_at)}."
    steps = store.first_steps(1)
    if steps and steps[0].state in OPEN:
        step = steps[0]
        yield (
            f"Step one is not over yet ({step.span}, {step.depth}, {step.seen:,} of "
            f"{step.total:,}): {row.title} {_as_it_was(read_at)}."
        )
    if read_at is None:
        yield f"The relay never read Sage for {row.title}: nothing of it can come before step one."
        return
    exported = store.exported_since(read_at)
    late = [exported[kind] for kind in TOUCHES.get(row.name, tuple(row.kinds)) if kind in exported]
    if late:
        yield (
            f"An export was confirmed at {max(late):%H:%M:%S} UTC, after the relay read Sage: "
            f"{row.title} {_as_it_was(read_at)}."
        )
    most = limits(store.settings().schedule, pace_of(store).relay).relay
    if now - read_at > most:
        yield (
            f"{row.title} {_as_it_was(read_at)}, more than {span_words(most)} ago: Sage "
            "may have changed since."
        )


def _read_at(ages: list[Freshness]) -> datetime | None:
    known = [age.relay_read_erp for age in ages if age.relay_read_erp is not None]
    return min(known) if known and len(known) == len(ages) else None


def _as_it_was(read_at: datetime | None) -> str:
    if read_at is None:
        return "shows nothing of it yet"
    return f"shows Sage as it was at {read_at:%Y-%m-%d %H:%M:%S} UTC"


def span_words(age: timedelta) -> str:
    """An age by its largest unit."""
    seconds = max(0, int(age.total_seconds()))
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def often(every: timedelta) -> str:
    """`5 min`, or `3.0 s` where a sandbox hurries."""
    seconds = every.total_seconds()
    return span_words(every) if seconds >= 60 else f"{seconds:.1f} s"  # noqa: PLR2004  # a minute
