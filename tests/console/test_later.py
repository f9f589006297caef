"""A machine that takes the processor away at any moment: no call is left out, no key is stuck."""

import asyncio
import random
from time import monotonic

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from console.later import later
from tests.console.company import console
from tests.console.driving import driven, press, settled, tab, until

LEAP = 0.02
"""Seconds for which another has the processor: longer than the moments that are waited for here."""
OFTEN = 0.5
KEYS = ("a", "r", "j", "k", "\r", " ", ">", "<", "7", "8", "/", "x", "escape", "?", "@", "i", "7")
NAMES = {" ": "space", "\r": "enter"}
PACKETS = 40


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> random.Random:
    """Between any two looks at the clock somebody else may have had the processor."""
    dice = random.Random(20261122)
    lost = 0.0

    def late() -> float:
        nonlocal lost
        lost += LEAP if dice.random() < OFTEN else 0.0
        return monotonic() + lost

    monkeypatch.setattr("textual._time.get_time", late)
    return dice


async def test_a_call_comes_however_late_the_machine_is_for_it(interrupted):
    app = console()
    came: list[int] = []

    async with driven(app) as pilot:
        for turn in range(50):
            later(app, 0.001, lambda turn=turn: came.append(turn))
        await until(pilot, lambda: len(came) == 50)

    assert sorted(came) == list(range(50))


async def test_a_window_of_another_size_is_drawn_however_late_the_machine_is(interrupted):
    app = console()

    async with driven(app) as pilot:
        for width in range(90, 110):
            await pilot.resize_terminal(width, 30)
            await until(pilot, lambda width=width: app.screen.size.width == width)


async def packet(pilot: Pilot[None], *keys: str) -> None:
    """Keys that one read brings."""
    for key in keys:
        name = key if len(key) > 1 else NAMES.get(key, _character_to_key(key))
        pilot.app.post_message(events.Key(name, key if len(key) == 1 else None))


async def test_no_key_stays_held_back_however_late_the_machine_is(interrupted):
    app = console()

    async with driven(app) as pilot:
        for _ in range(PACKETS):
            await packet(pilot, *interrupted.choices(KEYS, k=interrupted.randint(1, 5)))
            await pilot.pause(interrupted.choice((0.0, 0.005, 0.02)))
        await settled(pilot)
        await press(pilot, *["escape"] * 4, "7")

        assert tab(app).TAB.name == "commitments"


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 5, 8])
@pytest.mark.parametrize("key", ["8", "?"])
async def test_a_session_that_ends_while_a_screen_is_made_ends_without_a_fault(key, turns):
    app = console()

    async with driven(app) as pilot:
        await packet(pilot, key)
        while app.screen.is_mounted:  # noqa: ASYNC110 - every turn of the loop counts
            await asyncio.sleep(0)
        for _ in range(turns):
            await asyncio.sleep(0)
        app.exit()

    assert app.return_code == 0
