"""The automatic sync by its schedule, and the relay's first step (cross-cutting B.4, C.1, C.4)."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from core.objection import Objection
from core.people import CONNECTOR
from core.ports import (
    Adjusted,
    Depth,
    Expected,
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
JOB = {job.name: job for job in JOBS}


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


def expected(store: RecordStore, ages: Freshness) -> Expected:
    """When what was read so long ago is read again, by the schedule."""
    schedule, pace = store.settings().schedule, pace_of(store)
    hops = (every(JOB[name], schedule, pace) for name in (TO_RELAY, TO_US))
    return Expected(*(at and at + hop for at, hop in zip(ages, hops, strict=True)))


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
        found.append(_hop(report))
    if _differ(before, found):
        store.keep_job_runs(found)


def _hop(report: Report) -> JobRun:
    state = RunState.FAILED if report.stopped else RunState.DONE
    return JobRun(TO_RELAY, report.read_at or NO_REPORT, state, report.stopped or "Sage was read")


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
            if at.state not in OPEN:
                self._keep_hop()
            moved = step._replace(
                state=at.state, seen=at.seen, total=at.total, result=at.result,
                finished_at=None if at.state in OPEN else at.finished_at or now,
            )  # fmt: skip
        if moved != step:
            self._store.report_first_step(moved)
        return moved

    def _keep_hop(self) -> None:
        """What the schedule says of the first hop is what the step has just shown."""
        with suppress(OutsideUnreachable):
            self._store.keep_job_runs([_hop(self._relay.report())])
