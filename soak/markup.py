"""G13: text that wants to be a link or a command: on every screen, clicked, and nothing is done."""

import asyncio

from textual.app import App
from textual.pilot import Pilot

from adapters.stores.sqlite import SqliteStore
from console.app import CountersignApp
from core.desk import Desk
from core.people import CONNECTOR
from soak import Figures
from tests.console.company import records
from tests.console.driving import LARGE, at_once, settled
from tests.console.test_hostile import ACTS
from tests.goldens.album import go, walk
from tests.goldens.test_gallery import EVERYTHING, FROM
from tests.people import ADA, CAST
from tests.records import NOW

PAYLOADS = (
    "[@click=app.quit]x[/]",
    "[/x]",
    "[link=file:///etc/passwd]y[/link]",
    "[@click=screen.perform('accept')]z[/]",
    "[@click=screen.mark_all]m[/]",
    "\x1b[2J\x1b[H\x07",
    "\x1b]52;c;c3RvbGVu\x07",
    "\x9b31m\x9d0;title\x9c",
    "Acme \u202ecLL\u2066\u200b",
    "a\u0301\u0302\u0303\u0304\u0305",
    "$accent :skull: \\[ [bold",
)
SPOTS = ((3, 6), (30, 6), (60, 7), (30, 30), (5, 0))
"""Where the mouse clicks on every tab: views, number, title, verdict, the company's name."""


def poisoned(text: str) -> SqliteStore:
    """The made company, in which every word of somebody's is this one."""
    made = SqliteStore(None, clock=lambda: NOW)
    made.keep("company", text)
    made.keep("sandbox", "yes")
    for person in CAST:
        made.keep_person(person)
    made.arrive(
        [
            record._replace(title=text, vendor_name=text, note=text, project_number=text[:20])
            for record in records(12)
        ],
        CONNECTOR,
    )
    return made


class Watch:
    """Looks at every screen instead of taking its picture."""

    def __init__(self) -> None:
        self.looked = 0
        self.wrong: list[str] = []

    def take(self, name: str, app: App[None]) -> None:
        self.looked += 1
        for strip in app.screen._compositor.render_strips():  # noqa: SLF001 - what is drawn
            for text, style, _ in strip:
                if ACTS.search(text):
                    self.wrong.append(f"{name} draws {text!a}")
                if style is not None and (style.link or "@click" in style.meta):
                    self.wrong.append(f"{name} draws a link in {text!a}")


async def _one(text: str) -> Watch:
    watch, made = Watch(), poisoned(text)
    before = dict(made.counts())
    app = CountersignApp(Desk(made, ADA._replace(name=text)), FROM, clock=lambda: NOW)
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await walk(pilot, EVERYTHING, watch, sure=False)
        await _click(pilot, watch)
        if not app.is_running:
            watch.wrong.append("the console was left by a click")
        if dict(made.counts()) != before:
            watch.wrong.append("something was decided")
    return watch


async def _click(pilot: Pilot[None], watch: Watch) -> None:
    for stop in EVERYTHING[:10]:
        await go(pilot, stop.tab)
        screen = pilot.app.screen
        for spot in SPOTS:
            await pilot.click(offset=spot)
            await settled(pilot)
        if pilot.app.screen is not screen:
            watch.wrong.append(f"a click on {stop.name} led elsewhere")


def run(size: int, seed: int) -> Figures:
    """So many of the payloads, on every screen of the gallery."""
    chosen = [PAYLOADS[(seed + n) % len(PAYLOADS)] for n in range(min(size, len(PAYLOADS)))]
    with at_once():
        watched = [asyncio.run(_one(text)) for text in chosen]
    counted = (
        ("payloads", len(chosen)),
        ("screens looked at", sum(watch.looked for watch in watched)),
        ("clicks", len(chosen) * 10 * len(SPOTS)),
    )
    return Figures(counted, tuple(wrong for watch in watched for wrong in watch.wrong[:5]))
