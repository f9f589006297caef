"""The schedule, what is kept of both hops, and when step two comes before step one."""

from datetime import timedelta

import pytest

from adapters.stores.memory import MemoryStore
from core.audit import SETTINGS
from core.hops import Hops
from core.lateness import TOUCHES, old_data
from core.people import CONNECTOR
from core.permissions import Deed, deed_objections
from core.ports import Depth, FirstStep, JobRun, Pace, Report, Run, RunState, Span
from core.settings import Relay, Schedule, Settings
from core.syncing import (
    JOBS,
    TO_RELAY,
    TO_US,
    Due,
    every,
    keep_report,
    keep_runs,
    limits,
    pace_of,
    poll_every,
    schedule_of,
)
from core.tabs import TABS
from core.vocabulary import Action, RecordKind
from tests.conformance.stores.deeds import Clock, act
from tests.people import ADA, ANA, STAN, VIC
from tests.records import S, commitment, company

K = RecordKind
MINUTE = timedelta(minutes=1)
REFRESHED = [tab.name for tab in TABS if tab.refresh]


class World:
    """A store, its clock, and a relay that read Sage a minute ago."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.store = MemoryStore(self.clock)
        self.read(self.clock.now - MINUTE)

    def read(self, at) -> None:
        for kind in RecordKind:
            self.store.mirror(kind, (), at, mark=0)

    def exported(self, record) -> None:
        self.store.arrive([record], CONNECTOR)
        act(self.store, Action.CONFIRM, record, actor=CONNECTOR)

    def old(self, tab: str = "vendors") -> list[str]:
        return [o.text for o in old_data(self.store, tab, self.clock.now)]


@pytest.fixture
def world() -> World:
    return World()


# the schedule


def test_the_jobs_are_the_three_of_the_page_and_both_hops():
    kinds = {job.name: set(job.kinds) for job in JOBS}

    assert kinds == {
        "codes": {K.COST_CODE, K.JOB_COST},
        "vendors": {K.COMPANY},
        "jobs": {K.JOB_COST, K.PROJECT, K.SUB_JOB},
        TO_RELAY: set(),
        TO_US: set(RecordKind),
    }


@pytest.mark.rule("cross-cutting C.1")
@pytest.mark.parametrize(
    ("schedule", "pace", "relay", "poll"),
    [
        (Schedule(), Pace(), 5 * 60, 30 * 60),
        (Schedule(), Pace(60, 600), 5, 3),
        (Schedule(relay_minutes=10, poll_minutes=60), Pace(60, 600), 10, 6),
    ],
)
def test_each_hop_is_made_as_often_as_the_settings_say_at_the_relays_pace(
    schedule, pace, relay, poll
):
    found = {job.name: every(job, schedule, pace).total_seconds() for job in JOBS}

    assert found == {name: relay if name == TO_RELAY else poll for name in found}


@pytest.mark.rule("cross-cutting C.1")
def test_a_picture_is_stale_after_15_and_60_minutes_unless_the_schedule_is_another():
    assert limits(Schedule(), 1.0) == (15 * MINUTE, 60 * MINUTE)
    assert limits(Schedule(10, 40), 2.0) == (15 * MINUTE, 40 * MINUTE)


def test_the_schedule_tells_when_a_job_ran_when_it_is_next_and_how_it_went(world):
    ran = JobRun("vendors", world.clock.now, RunState.DONE, "1 new, 0 changed")
    world.store.keep_job_runs([ran])

    found = {due.job.name: due for due in schedule_of(world.store)}

    assert (found["vendors"].last, found["vendors"].next) == (ran, ran.at + 30 * MINUTE)
    assert (found["codes"].last, found["codes"].next) == (None, None)


@pytest.mark.rule("permissions A.1 row 17")
def test_only_an_administrator_sees_the_schedule(world):
    assert all(isinstance(due, Due) for due in Hops(world.store, ADA).schedule())
    for somebody in (ANA, STAN, VIC):
        (objection,) = Hops(world.store, somebody).schedule()
        assert objection.code == "level_too_low"


# what the connector keeps


def test_what_the_relay_reports_is_kept_once_with_an_entry_of_what_changed(world):
    told = Relay(client="1.31.466", account="The password has expired.")
    report = Report(told, pace=Pace(60, 600))

    keep_report(world.store, report)
    before = world.store.change()
    keep_report(world.store, report)

    (entry,) = world.store.history(SETTINGS)
    assert world.store.settings() == Settings(relay=told)
    assert pace_of(world.store) == (60, 600)
    assert poll_every(world.store) == timedelta(seconds=3)
    assert entry.actor == CONNECTOR.name
    assert "relay.client" in entry.said
    assert "relay.account" in entry.said
    assert "relay.sage" not in entry.said
    assert world.store.change() == before


def test_a_round_that_brought_nothing_new_writes_nothing(world):
    report = Report(Relay(), read_at=world.clock.now)
    quiet = {kind: Run(0, "", "", world.clock.now, RunState.RUNNING) for kind in RecordKind}

    keep_runs(world.store, report, quiet)
    before, first = world.store.change(), world.store.job_runs()
    keep_runs(world.store, report, quiet)

    assert (world.store.change(), world.store.job_runs()) == (before, first)
    assert first[TO_US].result == "0 new, 0 changed"
    assert first[TO_RELAY] == JobRun(TO_RELAY, world.clock.now, RunState.DONE, "Sage was read")


def test_what_a_job_brought_is_the_sum_of_its_kinds(world):
    run = Run(0, "", "", world.clock.now, RunState.RUNNING)
    polled = {K.PROJECT: run._replace(arrived=2, changed=3), K.SUB_JOB: run._replace(changed=1)}

    keep_runs(world.store, Report(Relay(), read_at=world.clock.now), polled)

    found = {name: job.result for name, job in world.store.job_runs().items()}
    assert found["jobs"] == found[TO_US] == "2 new, 4 changed"
    assert found["vendors"] == "0 new, 0 changed"


def test_where_the_relay_does_not_answer_every_job_that_reads_it_has_failed(world):
    keep_runs(world.store, None, {}, "The relay does not answer.")

    found = world.store.job_runs()
    assert {job.state for job in found.values()} == {RunState.FAILED}
    assert set(found) == {job.name for job in JOBS} - {TO_RELAY}


# step one


@pytest.mark.rule("permissions A.1 row 41")
def test_step_one_takes_standard(world):
    asked = Hops(world.store, STAN).ask(Span.MONTH, Depth.SHALLOW)
    denied = Hops(world.store, VIC).ask(Span.MONTH, Depth.SHALLOW)

    assert isinstance(asked, FirstStep)
    assert [o.code for o in denied] == ["level_too_low"]
    assert denied == deed_objections(Deed.READ_SAGE, VIC)


def test_where_the_relay_cannot_be_asked_step_one_is_refused_with_its_reason(world):
    why = "It has no call that starts it."
    keep_report(world.store, Report(Relay(no_first_step=why)))
    world.read(world.clock.now - timedelta(days=1))

    refused = Hops(world.store, ADA).ask(Span.WEEK, Depth.DEEP)

    assert [o.text for o in refused] == [why]
    assert world.store.first_steps(1) == []
    (old,) = old_data(world.store, "vendors", world.clock.now)
    assert old.lifted_by == "step one: in the hh2 client on the Sage server"


def test_who_asks_for_the_step_that_is_open_joins_it_and_for_another_one_hears_so(world):
    first = Hops(world.store, ANA).ask(Span.MONTH, Depth.SHALLOW)

    same = Hops(world.store, ADA).ask(Span.MONTH, Depth.SHALLOW)
    (objection,) = Hops(world.store, ADA).ask(Span.ALL, Depth.DEEP)

    assert same == first
    assert objection.text == (
        "Step one is open already, for month, shallow, asked for by Ana Approver; ask for yours "
        "once it has ended."
    )


# step two before step one


def test_a_fresh_picture_is_refreshed_without_a_word(world):
    assert {tab: world.old(tab) for tab in REFRESHED} == {tab: [] for tab in REFRESHED}


@pytest.mark.rule("cross-cutting C.4")
def test_while_step_one_runs_a_refresh_says_so_and_names_what_is_old(world):
    asked = world.store.ask_first_step(Span.MONTH, Depth.SHALLOW, ANA)
    world.store.report_first_step(asked._replace(state=RunState.RUNNING, seen=12, total=40))

    (text,) = world.old()
    assert text == (
        "Step one is not over yet (month, shallow, 12 of 40): Vendors shows Sage as it was at "
        "2025-12-11 11:59:00 UTC."
    )


@pytest.mark.parametrize("state", [RunState.DONE, RunState.FAILED])
def test_a_step_that_has_ended_stands_in_nobodys_way(world, state):
    asked = world.store.ask_first_step(Span.MONTH, Depth.SHALLOW, ANA)
    world.store.report_first_step(asked._replace(state=state, finished_at=world.clock.now))

    assert world.old() == []


@pytest.mark.rule("cross-cutting C.4")
def test_where_the_relay_never_read_sage_nothing_can_come():
    found = old_data(MemoryStore(Clock()), "vendors", Clock().now)

    assert [o.text for o in found] == [
        "The relay never read Sage for Vendors: nothing of it can come before step one."
    ]
    assert [(o.warning, o.rule) for o in found] == [(True, "cross-cutting C.4")]


@pytest.mark.rule("cross-cutting C.4")
def test_an_export_confirmed_after_the_reading_makes_its_own_tab_old_and_no_other(world):
    world.exported(company(S.EXPORTING))

    assert {tab: bool(world.old(tab)) for tab in REFRESHED} == {
        tab: tab == "vendors" for tab in REFRESHED
    }
    (text,) = world.old()
    assert text == (
        "An export was confirmed at 12:00:00 UTC, after the relay read Sage: Vendors shows Sage as "
        "it was at 2025-12-11 11:59:00 UTC."
    )


@pytest.mark.rule("job costs 15")
@pytest.mark.parametrize("tab", ["job_costs", "sub_jobs"])
def test_exports_of_other_kinds_make_a_tab_old_where_sage_shows_them_there(world, tab):
    assert tab in TOUCHES
    world.exported(commitment(S.EXPORTING))

    assert bool(world.old(tab)) is (tab == "job_costs")


def test_a_reading_after_the_export_makes_it_new(world):
    world.exported(company(S.EXPORTING))

    world.read(world.clock.now)

    assert world.old() == []


@pytest.mark.rule("cross-cutting C.4")
@pytest.mark.parametrize(("minutes", "old"), [(15, False), (16, True)])
def test_a_picture_older_than_the_limit_may_be_old(world, minutes, old):
    world.read(world.clock.now - minutes * MINUTE)

    assert bool(world.old()) is old


def test_the_limit_follows_the_schedule_and_the_pace(world):
    world.read(world.clock.now - 20 * MINUTE)
    slow = Settings(schedule=Schedule(relay_minutes=10))

    world.store.keep_settings(slow)
    at_its_pace = world.old()
    world.store.keep("pace", "60 600")

    assert (at_its_pace, bool(world.old())) == ([], True)


@pytest.mark.rule("invariant I7")
def test_while_the_relay_is_stopped_a_refresh_says_as_of_when_it_is(world):
    stopped = Report(Relay(), "The relay is stopped.", world.clock.now)
    keep_runs(world.store, stopped, {})

    assert world.old() == [
        "The relay is stopped. Vendors shows Sage as it was at 2025-12-11 11:59:00 UTC."
    ]


@pytest.mark.parametrize("tab", [tab.name for tab in TABS if not tab.refresh])
def test_a_tab_without_a_refresh_has_no_step_two(tab):
    assert old_data(MemoryStore(Clock()), tab, Clock().now) == ()
