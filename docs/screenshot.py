"""Draws docs/console.svg: the console on the sandbox company, as it runs."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from console.app import CountersignApp
from console.bootstrap import opened
from console.cli.run import run
from console.home import Home
from console.session import at_the_keyboard
from core.desk import Desk

PLACE = Path(__file__).parent / "console.svg"


async def drawn(home: Home) -> str:
    house = opened(home)
    app = CountersignApp(Desk(house.store, at_the_keyboard(house.store, "approver")), "commitments")
    async with app.run_test(size=(120, 32)) as pilot:
        await pilot.pause(1)
        for key in ("down", "down", "space", "space"):
            await pilot.press(key)
            await pilot.pause(0.2)
        await pilot.pause(1)
        return app.export_screenshot(title="countersign")


def main() -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder) / "home"
        if run(["demo", "--no-ui", "--records", "2000", "--home", str(place)]):
            sys.exit("The sandbox company could not be made.")
        PLACE.write_text(asyncio.run(drawn(Home(place))), encoding="utf-8")


if __name__ == "__main__":
    main()
