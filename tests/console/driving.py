"""Pressing keys and reading the screen."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest
from textual.pilot import Pilot

from console.app import CountersignApp
from console.screens.tab import TabScreen
from console.widgets import long_list

PATIENCE = 20.0
long_list.REST = 0.005
"""Nobody's eyes rest here; a verdict may follow at once."""
TURN = 1 / 60
"""Seconds: Textual lays out and paints sixty times in one."""
HISTORY_ENDS = re.compile(r" +[\d,]+ [0-9a-f]{8}$")
SMALL, LARGE = (80, 24), (120, 40)


async def soon(*_: float) -> None:
    """Others go first. What a test waits for is told by `settled`, not by an idle processor."""
    for _turn in range(5):
        await asyncio.sleep(0)


@contextmanager
def at_once() -> Iterator[None]:
    """Nobody waits for an idle processor after each key."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("textual.app.wait_for_idle", soon)
        patched.setattr("textual.pilot.wait_for_idle", soon)
        yield


async def settled(pilot: Pilot[None]) -> None:
    """All threads are back, all messages are handled, and the verdict has caught up."""
    end = time.monotonic() + PATIENCE
    calm, unrest = 0, ""
    while calm < 2:
        assert time.monotonic() < end, f"the console does not come to rest: {unrest}"
        if not _waits(pilot):
            await pilot.pause()
        screen = pilot.app.screen
        busy = any(worker.is_running for worker in pilot.app.workers)
        waits = _waits(pilot)
        moving = not waits and isinstance(screen, TabScreen) and not screen.at_rest
        calm = 0 if busy or moving or waits else calm + 1
        unrest = f"{busy=} {moving=} {waits=} on {type(screen).__name__}"
        await asyncio.sleep(TURN if calm == 1 else 0.005 if calm == 0 else 0)


def _waits(pilot: Pilot[None]) -> bool:
    """Whether the door for keys is closed until no message waits; a pause sends one to everybody.

    On a busy machine every look whether there is none could find those.
    """
    return isinstance(pilot.app, CountersignApp) and pilot.app.waits


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait for something while the console is not at rest."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        await asyncio.sleep(0.005)
        if not _waits(pilot):
            await pilot.pause(0)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, each answered before the next."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def type_in(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*("space" if letter == " " else letter for letter in text))
    await settled(pilot)


@asynccontextmanager
async def driven(app: CountersignApp, size: tuple[int, int] = SMALL) -> AsyncIterator[Pilot[None]]:
    with at_once():
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            yield pilot


def drawn(app: CountersignApp) -> list[str]:
    """The screen as lines of text."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def says(app: CountersignApp, text: str) -> bool:
    return any(text in line for line in drawn(app))


def tab(app: CountersignApp) -> TabScreen:
    screen = app.screen
    assert isinstance(screen, TabScreen)
    return screen


def under_cursor(app: CountersignApp) -> str:
    row = tab(app).records.current
    return row.number if row else ""


def notice(app: CountersignApp) -> str:
    """The last line but one, without where the history ends."""
    return HISTORY_ENDS.sub("", drawn(app)[-2].rstrip()).strip()
