"""Many pictures of one running console: it is started once, walked through, and photographed."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from rich.terminal_theme import TerminalTheme
from syrupy.assertion import SnapshotAssertion
from textual.app import App
from textual.color import Color
from textual.pilot import Pilot

from console.screens.tab import TabScreen
from core.tabs import TABS
from core.values import NamedTuple
from tests.console.driving import TURN, drawn, press, settled, type_in
from tests.console.test_looks import ENOUGH, contrast

LOOKS = 2
DEEPEST = 4
"""So many Esc lead from anywhere back to the tab."""
FRAMES = " ─▁▔│╭╮╰╯█▇▆▅▄▃▂▊▎▌▐"
XTERM = TerminalTheme(
    (0, 0, 0),
    (229, 229, 229),
    [(0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205),
     (0, 205, 205), (229, 229, 229)],
    [(127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255),
     (0, 255, 255), (255, 255, 255)],
)  # fmt: skip
"""The colours that xterm has where nobody chose any."""
KEY_OF = {tab.name: key for tab, key in zip(TABS, "1234567890", strict=True)}


class Stop(NamedTuple):
    """One picture: the tab it is taken from, the keys that lead there, and what they lead to."""

    name: str
    tab: str
    keys: tuple[str, ...] = ()
    text: str = ""
    screen: str = ""
    """The class of the screen, or those of both sizes; any but a tab's where none is named."""
    back: tuple[str, ...] = ()
    """Keys that undo what stays behind."""
    stays: bool = False
    """The next picture is taken from here."""


class Taking(Protocol):
    """Looks at each stop of a walk."""

    def take(self, name: str, app: App[None]) -> None: ...


class Album:
    """Compares each picture with the one that was accepted, and keeps those that differ."""

    def __init__(self, accepted: SnapshotAssertion, folder: Path) -> None:
        self._accepted = accepted
        self._folder = folder
        self.differ: list[str] = []
        self.faint: dict[str, float] = {}
        self.taken: dict[str, list[str]] = {}
        """The lines of each picture."""

    def take(self, name: str, app: App[None]) -> None:
        picture = app.export_screenshot()
        self.taken[name] = drawn(app)
        for text, ratio in contrasts(app):
            if ratio < ENOUGH:
                self.faint[f"{name}: {text}"] = ratio
        if self._accepted(name=name) != picture:
            path = self._folder / f"{name}.svg"
            path.write_text(picture, encoding="utf-8")
            self.differ.append(str(path))


def contrasts(app: App[None]) -> Iterable[tuple[str, float]]:
    """Every text on the screen with its contrast; of the terminal's own colours, xterm's."""
    for strip in app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if style and style.color and style.bgcolor and text.strip(FRAMES):
                ink = Color(*style.color.get_truecolor(XTERM, foreground=True))
                ground = Color(*style.bgcolor.get_truecolor(XTERM, foreground=False))
                if style.reverse:
                    ink, ground = ground, ink
                yield text.strip(), contrast(ink, ground)


async def walk(
    pilot: Pilot[None], stops: Iterable[Stop], album: Taking, *, sure: bool = True
) -> None:
    """Go to each stop, see that it is what it should be, take its picture, and come back.

    Where one is not `sure`, a rule may stand against what a key asks for.
    """
    app = pilot.app
    for stop in stops:
        if isinstance(app.screen, TabScreen):
            await go(pilot, stop.tab)
        await press(pilot, *stop.keys)
        await type_in(pilot, stop.text)
        assert not sure or arrived(app, stop), f"{stop.name} is {type(app.screen).__name__}"
        await still(pilot)
        album.take(stop.name, app)
        await press(pilot, *stop.back)
        if stop.stays:
            continue
        for _ in range(DEEPEST):
            if isinstance(app.screen, TabScreen):
                break
            await press(pilot, "escape")
        assert isinstance(app.screen, TabScreen), f"{stop.name} is not left by Esc"


async def still(pilot: Pilot[None]) -> None:
    """Looks in a row are the same, with a turn of Textual's own clock between them."""
    before: list[str] = []
    same = 0
    while same < LOOKS:
        await asyncio.sleep(TURN)
        await settled(pilot)
        now = drawn(pilot.app)
        same = same + 1 if now == before else 0
        before = now


async def go(pilot: Pilot[None], tab: str) -> None:
    if pilot.app.screen.TAB.name != tab:  # type: ignore[attr-defined]  # a tab's screen has one
        await press(pilot, KEY_OF[tab])


def arrived(app: App[None], stop: Stop) -> bool:
    if stop.screen:
        return type(app.screen).__name__ in stop.screen.split("|")
    return isinstance(app.screen, TabScreen) is (not stop.keys)
