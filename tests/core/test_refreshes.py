"""How long a refresh will take."""

from datetime import timedelta

import pytest

from core.ports import Run, RunState
from core.refreshes import Wait, length
from tests.records import NOW


def ran(seconds: float, state: RunState = RunState.DONE) -> Run:
    ended = NOW + timedelta(seconds=seconds)
    return Run(1, "vendors", "Ana", NOW, state, finished_at=ended, began_at=NOW)


@pytest.mark.parametrize(
    ("ended", "seconds"),
    [
        ([], None),
        ([ran(4)], 4),
        ([ran(4), ran(100), ran(6)], 6),
        ([ran(1, RunState.CANCELLED), ran(2, RunState.FAILED)], None),
        ([ran(3), ran(3), ran(3), ran(3), ran(3), ran(900), ran(900)], 3),
        ([Run(1, "vendors", "Ana", NOW, RunState.DONE, finished_at=NOW)], None),
    ],
)
def test_the_middle_one_of_the_last_that_were_done_tells_how_long_one_takes(ended, seconds):
    assert length(ended) == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("seen", "usual", "seconds"),
    [(0, 10, 6), (0, 2, 0), (0, None, None), (25, 10, 12), (100, None, 0)],
)
def test_what_is_left_follows_the_pace_and_before_there_is_one_the_history(seen, usual, seconds):
    run = Run(1, "vendors", "Ana", NOW, RunState.RUNNING, seen=seen, total=100, began_at=NOW)
    wait = Wait(0, 1, None if usual is None else timedelta(seconds=usual))

    left = wait.left(run, NOW + timedelta(seconds=4))

    assert left == (None if seconds is None else timedelta(seconds=seconds))


def test_before_it_begins_it_takes_as_long_as_usual():
    usual = timedelta(seconds=7)

    assert Wait(2, 3, usual).left(Run(1, "vendors", "Ana", NOW, RunState.ASKED), NOW) == usual
