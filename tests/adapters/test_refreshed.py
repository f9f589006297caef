"""A refresh within a rate limit: no call is wasted, and it says truly how far it is."""

import pytest

from adapters.hh2.progress import Course
from adapters.wire.pace import Pace
from core.ports import RunState
from core.watching import Reading
from tests.adapters.refreshed import refreshing

VENDORS, PAGE, CALLS = 300, 10, 7
A_QUARTER, THREE_SECONDS = 0.25, 3.0


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    with refreshing(tmp_path_factory.mktemp("refreshed"), VENDORS, CALLS, PAGE) as refresh:
        yield refresh()


def test_no_call_is_turned_away(trial):
    assert trial.ended.state is RunState.DONE
    assert (trial.procore.refused, trial.hh2.refused) == (0, 0)
    assert [status for _, status in trial.calls if status == 429] == []


def test_it_takes_little_longer_than_the_limit_asks_for(trial):
    assert trial.least == 40.0
    assert trial.took <= trial.least * 1.25


def test_it_tells_after_every_page_how_many_of_how_many_are_read(trial):
    of_procore = [told.run for told in trial.told if told.run.stage == "Procore"]

    assert [run.seen for run in of_procore[:30]] == list(range(PAGE, VENDORS + 1, PAGE))
    assert {run.total for run in of_procore} == {VENDORS}


@pytest.mark.parametrize(
    ("more", "later", "told"),
    [
        (9_000, 0, Reading("hh2", 1_000, 10_000, about=True, left=0.0)),
        (0, 2, Reading("hh2", 1_000, 1_000, left=0.0)),
        (9_000, None, Reading("hh2", 1_000, 10_000, about=True)),
        (None, 0, Reading("hh2", 1_000)),
    ],
)
def test_hh2_does_not_say_how_many_there_are_so_it_tells_what_is_expected(more, later, told):
    course = Course(Pace(), lambda: 0.0)

    course.came(1_000)

    assert course.reading(more, later) == told


def test_from_the_third_page_on_it_tells_truly_when_it_will_end(trial):
    wrong = [
        (error, left)
        for error, left in trial.errors()
        if error > max(A_QUARTER * left, THREE_SECONDS)
    ]

    assert wrong == []
    assert len(trial.errors()) >= VENDORS / PAGE


def test_all_of_them_are_synced_and_nothing_is_listed_twice(trial):
    assert trial.ended.result == "0 new, 300 changed"


def test_a_refresh_that_somebody_ends_reads_no_page_more(tmp_path):
    with refreshing(tmp_path, VENDORS, CALLS, PAGE, ends_at=50) as refresh:
        trial = refresh()

    assert trial.ended.state is RunState.CANCELLED
    assert sum(path.endswith("/vendors") for path, _ in trial.calls) == 5


def test_without_the_project_system_a_refresh_reads_what_sage_holds(tmp_path):
    with refreshing(tmp_path, 5, 0, PAGE) as refresh:
        trial = refresh()

    assert trial.ended.state is RunState.DONE
    assert trial.ended.result == (
        "0 new, 5 changed; what only Sage holds is listed once all projects were read"
    )
