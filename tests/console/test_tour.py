"""The tour in the console: begun after the welcome, one line of progress, gone for good if so."""

import pytest

from console.app import CountersignApp
from console.screens.inbox import InboxScreen
from console.screens.tab import TabScreen
from console.screens.tour import TourCard
from core.desk import Desk
from core.newcomer import Newcomer
from core.tour import Tour
from tests.console.company import NOW, store
from tests.console.driving import (
    LARGE,
    SMALL,
    drawn,
    driven,
    notice,
    press,
    says,
    settled,
    tab,
    under_cursor,
)
from tests.people import ANA

MADE = {"commitments": 12}
KEY = "h"


def opened(made, *, new: bool = False) -> CountersignApp:
    newcomer = Newcomer(made, ANA) if new else None
    app = CountersignApp(Desk(made, ANA), "commitments", clock=lambda: NOW, newcomer=newcomer)
    app.tour = Tour(made, ANA, lambda _: None, lambda: NOW)
    return app


async def test_who_reads_the_welcome_to_its_end_is_led_to_the_tour():
    app = opened(store(**MADE), new=True)

    async with driven(app) as pilot:
        await press(pilot, "enter", "enter", "enter")

        assert isinstance(app.screen, TourCard)


async def test_who_closes_the_welcome_is_left_alone():
    app = opened(store(**MADE), new=True)

    async with driven(app) as pilot:
        await press(pilot, "escape")

        assert isinstance(app.screen, TabScreen)
        assert not says(app, "Tour")


async def test_a_card_that_comes_late_opens_over_no_other_page():
    app = opened(store(**MADE))

    async with driven(app) as pilot:
        below = tab(app)
        await press(pilot, "I")
        below.post_message(below.Toured(app.tour.begin(), asked=True))
        await settled(pilot)

        assert isinstance(app.screen, InboxScreen)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_card_says_how_the_next_task_goes_and_leads_to_its_record(size):
    app = opened(store(**MADE))

    async with driven(app, size) as pilot:
        await press(pilot, KEY)
        card = "\n".join(drawn(app))
        await press(pilot, "enter")

        assert "0 of 5 done" in card
        assert "5 Undo one accept" in card
        assert "Esc back" in card
        assert under_cursor(app) in card
        assert "Tour 0 of 5, next: accept one record" in notice(app)


async def test_what_is_done_is_noticed_and_stays_done_in_the_next_session():
    made = store(**MADE)
    app = opened(made)

    async with driven(app) as pilot:
        await press(pilot, KEY, "enter", "a", "enter", "backslash")
        told = notice(app)
    async with driven(again := opened(made)) as pilot:
        await press(pilot, "j")
        line = notice(again)

    assert "done: accept one record" in told or "Tour 1 of 5" in told
    assert "Tour 1 of 5, next: reject one" in line


async def test_dismissed_it_is_gone_for_good():
    made = store(**MADE)

    async with driven(opened(made)) as pilot:
        await press(pilot, KEY, "x")
        silent = not says(pilot.app, "Tour")
    async with driven(again := opened(made)):
        assert silent
        assert not says(again, "Tour")


async def test_where_there_is_no_sandbox_the_key_says_so():
    app = CountersignApp(Desk(store(**MADE), ANA), "commitments", clock=lambda: NOW)

    async with driven(app) as pilot:
        await press(pilot, KEY)

        assert "sandbox companies only" in notice(app)
