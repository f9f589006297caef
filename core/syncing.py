"""The two steps of the sync: the jobs of the schedule, step one itself, and when step two is early.

Step one is the relay's: it reads Sage. Step two is ours: it reads the relay. Whoever takes step
two first sees old data, so it says which and how old (cross-cutting C.4).
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from core.objection import Objection
from core.people import CONNECTOR, Actor
from core.permissions import Deed, deed_objections
from core.ports import (
    Adjusted,
    Depth,
    FirstStep,
    Freshness,
    JobRun,
    OutsideUnreachable,
    Pace,
    RecordStore,
    RelayDoor,
    Report,
    Run,
    RunState,
    Span,
)
from core.settings import Relay, Schedule, Settings
from core.tabs import TAB, Tab
from core.values import NamedTuple
from core.vocabulary import RecordKind

K = RecordKind
RULE = "cross-cutting C.4"
TO_RELAY, TO_US = "sage_to_relay", "relay_to_us"
RELAY_HOPS, POLL_HOPS = 3, 2
"""A picture is stale once so many turns of its hop are over: 15 and 60 minutes by default."""
OPEN = frozenset({RunState.ASKED, RunState.RUNNING})
NO_REPORT = datetime.fromtimestamp(0, UTC)


class Job(NamedTuple):
    """One line of the schedule (cross-cutting B.4)."""

    name: str
    title: str
    kinds: tuple[RecordKind, ...] = ()


JOBS = (
    Job("codes", "Standard and project cost codes, categories, project job costs",
        (K.COST_CODE, K.JOB_COST)),
    Job("vendors", "Vendor list and vendor types", (K.COMPANY,)),
    Job("jobs", "Job costs and job list", (K.JOB_COST, K.PROJECT, K.SUB_JOB)),
    Job(TO_RELAY, "First hop: the relay reads Sage"),
    Job(TO_US, "Second hop: we read the relay, all kinds", tuple(K)),
)  # fmt: skip
"""The three jobs that the original lists, and both hops."""

TOUCHES: dict[str, tuple[RecordKind, ...]] = {
    "job_costs": (K.JOB_COST, K.COMMITMENT, K.CCO, K.SUBCONTRACTOR_INVOICE),
    "sub_jobs": (K.SUB_JOB, K.PROJECT),
}
"""Exports that change what Sage shows on a tab, where those are not of its own kinds only."""


class Due(NamedTuple):
    """A job as the schedule shows it."""

    job: Job
    every: timedelta
    last: JobRun | None

    @property
    def next(self) -> datetime | None:
        """When it is expected; None before it ever ran."""
        return self.last.at + self.every if self.last else None


class Limits(NamedTuple):
    """How old either hop may be before the picture is called stale."""

    relay: timedelta
    poll: timedelta


# the schedule


def every(job: Job, schedule: Schedule, pace: Pace) -> timedelta:
    """How often a job runs, on this relay's clock."""
    if job.name == TO_RELAY:
        return timedelta(minutes=schedule.relay_minutes) / pace.relay
    return timedelta(minutes=schedule.poll_minutes) / pace.poll


def limits(schedule: Schedule, pace: float) -> Limits:
    return Limits(
        timedelta(minutes=schedule.relay_minutes) * RELAY_HOPS / pace,
        timedelta(minutes=schedule.poll_minutes) * POLL_HOPS / pace,
    )


def pace_of(store: RecordStore) -> Pace:
    """How fast this home's relay goes, as it last told."""
    relay, _, poll = (store.kept("pace") or "1 1").partition(" ")
    return Pace(float(relay), float(poll))


def schedule_of(store: RecordStore) -> tuple[Due, ...]:
    """Every job, how often it runs and how it last went."""
    schedule, pace, runs = store.settings().schedule, pace_of(store), store.job_runs()
    return tuple(Due(job, every(job, schedule, pace), runs.get(job.name)) for job in JOBS)


def poll_every(store: RecordStore) -> timedelta:
    return every(JOBS[-1], store.settings().schedule, pace_of(store))


# what the connector keeps of it


def keep_report(store: RecordStore, report: Report) -> None:
    """Keep what the relay tells of itself, where it differs from what it told before."""
    pace = f"{report.pace.relay} {report.pace.poll}"
    if store.kept("pace") != pace:
        store.keep("pace", pace)
    if store.settings().relay != report.relay:
        store.adjust_settings(CONNECTOR, lambda _, held: _reported(held, report.relay))


def _reported(held: Settings, told: Relay) -> Adjusted[Settings]:
    before = held.relay
    moved = [name for name in Relay._fields if getattr(before, name) != getattr(told, name)]
    said = "\n".join(f"relay.{name} as the relay reports it" for name in moved)
    return Adjusted(held._replace(relay=told), said)


def keep_runs(
    store: RecordStore, report: Report | None, polled: Mapping[RecordKind, Run], why: str = ""
) -> None:
    """Keep how every job went; with `why` where the relay did not answer."""
    now, before = datetime.now(UTC), store.job_runs()
    found = [_ran(job, polled, now, why) for job in JOBS if job.kinds]
    if report is not None:
        state = RunState.FAILED if report.stopped else RunState.DONE
        found.append(JobRun(TO_RELAY, report.read_at or NO_REPORT, state, report.stopped))
    if _differ(before, found):
        store.keep_job_runs(found)


def _ran(job: Job, polled: Mapping[RecordKind, Run], now: datetime, why: str) -> JobRun:
    if why:
        return JobRun(job.name, now, RunState.FAILED, why)
    runs = [polled[kind] for kind in job.kinds if kind in polled]
    arrived, changed = sum(run.arrived for run in runs), sum(run.changed for run in runs)
    return JobRun(job.name, now, RunState.DONE, f"{arrived:,} new, {changed:,} changed")


def _differ(before: Mapping[str, JobRun], found: list[JobRun]) -> bool:
    """Whether anything is worth a write: a new reading of Sage, another end, something brought."""
    for run in found:
        known = before.get(run.name)
        if known is None or (known.state, known.result) != (run.state, run.result):
            return True
        if run.name == TO_RELAY and known.at != run.at:
            return True
    return False


# step one


def first_step_objections(actor: Actor) -> tuple[Objection, ...]:
    """What stands against step one by somebody."""
    return deed_objections(Deed.READ_SAGE, actor)


def joined_objections(step: FirstStep, span: Span, depth: Depth) -> tuple[Objection, ...]:
    """What to say to who asked for another step than the one that is open."""
    if (step.span, step.depth) == (span, depth):
        return ()
    text = f"Step one is open already, {in_words(step)}; ask for yours once it has ended."
    return (Objection(RULE, text),)


def in_words(step: FirstStep) -> str:
    return f"for {step.span}, {step.depth}, asked for by {step.asked_by}"


class FirstSteps:
    """Has the relay take the first steps that people asked for.

    Any number of connectors may: the relay starts a step once, whoever starts it.
    """

    def __init__(self, store: RecordStore, relay: RelayDoor) -> None:
        self._store = store
        self._relay = relay

    def perform(self) -> FirstStep | None:
        """Start what was asked for, and keep how far it is. None where nothing is open."""
        found = self._store.first_steps(1)
        if not found or found[0].state not in OPEN:
            return None
        step, now = found[0], datetime.now(UTC)
        key = f"{step.id} {step.asked_at.isoformat()}"
        try:
            if step.state is RunState.ASKED:
                self._relay.begin(key, step.span, step.depth)
            at = self._relay.progress(key)
        except OutsideUnreachable as why:
            moved = step._replace(state=RunState.FAILED, finished_at=now, result=str(why))
        else:
            moved = step._replace(
                state=at.state, seen=at.seen, total=at.total, result=at.result,
                finished_at=None if at.state in OPEN else at.finished_at or now,
            )  # fmt: skip
        if moved != step:
            self._store.report_first_step(moved)
        return moved


# step two before step one


def old_data(store: RecordStore, tab: str, now: datetime) -> tuple[Objection, ...]:
    """What makes a refresh of a tab bring old data, each as a warning; empty where nothing does."""
    row = TAB[tab]
    if row.refresh is None:
        return ()
    rules = f"{RULE}, job costs 15" if tab == "job_costs" else RULE
    first = "`countersign hh2 sync`, which comes first"
    return tuple(Objection(rules, text, first, warning=True) for text in _reasons(store, row, now))


def _reasons(store: RecordStore, row: Tab, now: datetime) -> Iterator[str]:
    read_at = _read_at([store.freshness(kind) for kind in row.kinds])
    hop = store.job_runs().get(TO_RELAY)
    if hop is not None and hop.state is RunState.FAILED:
        yield f"{hop.result} {row.title} is {_as_it_was(read_at)}."
    steps = store.first_steps(1)
    if steps and steps[0].state in OPEN:
        step = steps[0]
        yield (
            f"Step one is not over yet ({step.span}, {step.depth}, {step.seen:,} of "
            f"{step.total:,}): {row.title} is {_as_it_was(read_at)}."
        )
    if read_at is None:
        yield f"The relay never read Sage for {row.title}: nothing of it can come before step one."
        return
    exported = store.exported_since(read_at)
    late = [exported[kind] for kind in TOUCHES.get(row.name, tuple(row.kinds)) if kind in exported]
    if late:
        yield (
            f"An export was confirmed at {max(late):%H:%M:%S} UTC, after the relay read Sage: "
            f"{row.title} is {_as_it_was(read_at)}."
        )
    most = limits(store.settings().schedule, pace_of(store).relay).relay
    if now - read_at > most:
        yield (
            f"{row.title} is {_as_it_was(read_at)}, which is older than {span_words(most)}: "
            "Sage may have changed since."
        )


def _read_at(ages: list[Freshness]) -> datetime | None:
    known = [age.relay_read_erp for age in ages if age.relay_read_erp is not None]
    return min(known) if known and len(known) == len(ages) else None


def _as_it_was(read_at: datetime | None) -> str:
    return f"as Sage was at {read_at:%Y-%m-%d %H:%M:%S} UTC" if read_at else "not read yet"


def span_words(age: timedelta) -> str:
    """An age by its largest unit."""
    seconds = max(0, int(age.total_seconds()))
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
