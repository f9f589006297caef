"""The card of the first start: three steps, gone for good however it is left."""

import pytest

from console.app import CountersignApp
from console.keys import choose
from console.screens.tab import TabScreen
from console.screens.welcome import WelcomeCard
from core.desk import Desk
from core.newcomer import Newcomer
from tests.console.company import NOW, store
from tests.console.driving import LARGE, SMALL, drawn, driven, press, says
from tests.people import ANA, SAM

MADE = {"commitments": 4}


def started(made, who=ANA) -> CountersignApp:
    newcomer = Newcomer(made, who)
    return CountersignApp(Desk(made, who), "commitments", clock=lambda: NOW, newcomer=newcomer)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_three_steps_say_what_is_seen_how_to_decide_and_where_help_is(size):
    app = started(store(**MADE))

    async with driven(app, size) as pilot:
        assert isinstance(app.screen, WelcomeCard)
        titles = []
        for title, key in (
            ("What you see", "enter"),
            ("How to decide", "right"),
            ("Where to get help", "space"),
        ):
            assert says(app, title)
            assert all(len(line) <= size[0] for line in drawn(app))
            assert any(line.strip(" │╭╮╰╯─").startswith("Enter") for line in drawn(app))
            titles.append(title)
            await press(pilot, key)
        assert isinstance(app.screen, TabScreen)


@pytest.mark.parametrize("keys", [["escape"], ["q"], ["enter", "left", "escape"]])
async def test_however_it_is_left_it_never_comes_again(keys):
    made = store(**MADE)

    async with driven(started(made)) as pilot:
        await press(pilot, *keys)

    async with driven(again := started(made)):
        assert isinstance(again.screen, TabScreen)
    assert Newcomer(made, SAM).is_one


async def test_a_key_that_decides_does_nothing_behind_it():
    made = store(**MADE)
    app = started(made)

    async with driven(app) as pilot:
        await press(pilot, "a", "r", "2")
        assert isinstance(app.screen, WelcomeCard)


async def test_it_names_the_keys_that_are_in_force():
    choose({"record.accept": ("E",)})
    app = started(store(**MADE))
    try:
        async with driven(app) as pilot:
            await press(pilot, "enter")
            assert any("E" in line and "accepts: it is exported" in line for line in drawn(app))
    finally:
        choose({})


async def test_nobody_is_welcomed_where_nobody_asks_for_it():
    app = CountersignApp(Desk(store(**MADE), ANA), "commitments", clock=lambda: NOW)

    async with driven(app):
        assert isinstance(app.screen, TabScreen)
