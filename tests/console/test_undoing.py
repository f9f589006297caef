"""Ctrl+Z: what this session decided last is taken back, or says why it is too late."""

from datetime import timedelta

import pytest

from core.settings import Settings
from tests.console.company import console, store
from tests.console.driving import driven, notice, press, says, tab, under_cursor
from tests.records import NOW


@pytest.fixture
def made():
    company = store()
    company.keep_settings(Settings(grace_seconds=10))
    return company


async def test_what_was_accepted_says_when_it_leaves_and_how_to_take_it_back(made):
    async with driven(console(made), (120, 40)) as pilot:
        number = under_cursor(pilot.app)

        await press(pilot, "a", "enter")

        assert f"Accepted {number}" in notice(pilot.app)
        assert "Leaves at 12:00:10 UTC; ctrl+z takes it back." in notice(pilot.app)


async def test_the_list_shows_the_moment_at_which_it_leaves(made):
    async with driven(console(made)) as pilot:
        await press(pilot, "a", "enter", "greater_than_sign", "greater_than_sign")

        assert says(pilot.app, "> 12:00:10")


async def test_ctrl_z_takes_back_what_was_decided_last(made):
    async with driven(console(made)) as pilot:
        number = under_cursor(pilot.app)
        await press(pilot, "a", "enter")

        await press(pilot, "ctrl+z")

        assert f"Recalled {number}" in notice(pilot.app)
        assert made.owing() == 0


async def test_a_whole_batch_is_taken_back(made):
    async with driven(console(made)) as pilot:
        await press(pilot, "space", "space", "a", "2", "enter")

        await press(pilot, "ctrl+z")

        assert "Recalled 2 of 2" in notice(pilot.app)
        assert made.owing() == 0


async def test_too_late_it_says_why(made):
    async with driven(console(made), (120, 40)) as pilot:
        await press(pilot, "a", "enter")
        made._clock = lambda: NOW + timedelta(seconds=30)
        made.claim("one", 30, 9)

        await press(pilot, "ctrl+z")

        assert "Not recalled SC1040: The connector took it at 12:00:30 UTC" in notice(pilot.app)


async def test_before_anything_was_decided_there_is_nothing_to_take_back(made):
    async with driven(console(made)) as pilot:
        await press(pilot, "ctrl+z")

        assert "You have decided nothing here" in notice(pilot.app)
        assert tab(pilot.app).at_rest
