"""What a start loads, and what a key asks the store for: counts, which no machine changes."""

import subprocess
import sys
from pathlib import Path

from adapters.stores.sqlite import SqliteStore
from console.app import CountersignApp
from console.widgets import long_list
from core.desk import Desk
from tests.console.company import store
from tests.console.driving import LARGE, driven, settled
from tests.people import ANA
from tests.records import NOW

ROOT = Path(__file__).parents[2]
STARTED = """
import asyncio, sys
from pathlib import Path
from adapters.stores.sqlite import SqliteStore
from console.app import CountersignApp
from core.desk import Desk
from tests.console.driving import settled
from tests.people import ANA

async def start():
    app = CountersignApp(Desk(SqliteStore(Path(sys.argv[1])), ANA))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.exit()

asyncio.run(start())
print(*sys.modules)
"""
LATER = {
    "httpx2", "pydantic", "rapidfuzz", "smtplib", "sqlite_utils", "structlog", "xlsxwriter",
    "textual.widgets._option_list", "textual.widgets._markdown",
}  # fmt: skip
OUR_OWN = ("adapters", "console", "core")
MODULES = 210
"""Of ours, with a store and the first screen."""
STATEMENTS = {"rest": 16, "open filter": 0, "letter": 20, "ten steps": 0}
"""A verdict takes 16: of its record, whom and what it names, and what Sage holds. A letter takes
two for what is seen of the list, two for the rest of its page, and the verdict of the first record
in it."""


def test_a_start_loads_nothing_that_the_first_screen_does_without(tmp_path):
    path = tmp_path / "countersign.sqlite"
    SqliteStore(path).close()

    run = subprocess.run(
        [sys.executable, "-c", STARTED, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )

    loaded = set(run.stdout.split())
    assert LATER & loaded == set()
    ours = [name for name in loaded if name.partition(".")[0] in OUR_OWN]
    assert len(ours) <= MODULES


async def test_a_key_asks_the_store_for_no_more_than_it_needs(monkeypatch):
    kept, asked = store(400), list[str]()
    kept._database.connection.set_trace_callback(asked.append)
    app = CountersignApp(Desk(kept, ANA), "commitments", clock=lambda: NOW)
    costs: dict[str, int] = {}

    async with driven(app, LARGE) as pilot:
        for what, keys in {"rest": ["down"], "open filter": ["slash"], "letter": ["d"]}.items():
            asked.clear()
            await pilot.press(*keys)
            await settled(pilot)
            costs[what] = len(asked)
        await pilot.press("escape")
        await settled(pilot)
        monkeypatch.setattr(long_list, "REST", 60.0)
        asked.clear()
        await pilot.press(*["down"] * 10)
        costs["ten steps"] = len(asked)

    assert {what for what, bar in STATEMENTS.items() if costs[what] > bar} == set()
