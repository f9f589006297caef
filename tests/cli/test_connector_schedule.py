"""The connector reads the relay by the schedule, and the project system more often."""

import pytest

from console.bootstrap import opened, owner
from console.connector import Connector
from console.home import Home
from console.log import opened as log_opened
from core.mappings import box_named
from core.ports import Depth, RunState, Span
from core.settings import Schedule
from core.syncing import TO_RELAY, TO_US
from core.vocabulary import Action, RecordKind
from tests.people import ANA


@pytest.fixture
def connector(home):
    house = opened(Home(home))
    with log_opened(home / "connector.log") as log:
        made = Connector(house, owner(), log)
        yield made, house
    house.store.close()


@pytest.mark.rule("cross-cutting C.1")
@pytest.mark.parametrize(("minutes", "seconds"), [(30, 3.0), (60, 6.0), (10, 1.0)])
def test_how_often_it_reads_the_relay_is_the_setting_at_the_sandboxs_pace(
    connector, minutes, seconds
):
    worker, house = connector
    settings = house.store.settings()
    house.store.keep_settings(settings._replace(schedule=Schedule(poll_minutes=minutes)))

    worker.poll()

    assert worker._every() == pytest.approx(seconds)


def test_between_two_readings_the_relay_is_left_alone_and_news_are_taken(connector):
    worker, house = connector
    settings = house.store.settings()
    house.store.keep_settings(settings._replace(schedule=Schedule(poll_minutes=600)))
    house.sandbox.relay.set_hop_one(0.01)
    worker.poll()
    before = house.store.freshness(RecordKind.COMPANY)

    worker.poll()

    assert house.store.freshness(RecordKind.COMPANY) == before


def test_what_the_relay_reports_is_what_guards_judge_by_after_one_round(connector):
    worker, house = connector
    house.sandbox.relay.set_box(box_named("payment (ap)"), on=False)

    worker.round()

    assert "Payment (AP)" not in house.store.settings().relay.mappings.on
    entry = next(e for e in house.store.last_by([Action.ADJUST]).values())
    assert entry.said == "relay.mappings as the relay reports it"
    runs = house.store.job_runs()
    assert runs[TO_US].state is runs[TO_RELAY].state is RunState.DONE


def test_a_step_that_somebody_asked_for_is_begun_in_one_round_and_ended_in_a_later_one(connector):
    worker, house = connector
    house.sandbox.relay.set_hop_one(3600)
    house.store.ask_first_step(Span.TODAY, Depth.SHALLOW, ANA)

    worker.round()
    (begun,) = house.store.first_steps(1)
    house.sandbox.relay.stop()
    worker.round()
    (ended,) = house.store.first_steps(1)

    assert (begun.state, ended.state) == (RunState.RUNNING, RunState.FAILED)
    assert ended.result.startswith("The relay is stopped")
