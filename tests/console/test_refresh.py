"""Refreshing a tab from the ERP, watched from the console."""

import asyncio

from core.ports import RunState
from tests.console.company import console, store
from tests.console.driving import driven, notice, press, settled
from tests.people import ADA, VIC
from tests.records import NOW


async def until(pilot, app, text):
    """The notice says this within a few seconds; it is looked up four times a second."""
    for _ in range(200):
        await settled(pilot)
        if text in notice(app):
            return
        await asyncio.sleep(0.02)
    assert text in notice(app)


async def test_who_may_refresh_sees_how_far_it_is_and_how_it_ended():
    made = store()
    app = console(made, ADA, "vendors")

    async with driven(app) as pilot:
        await press(pilot, "R")
        assert notice(app) == "Refresh Vendor List: asked; the connector has not begun."

        run = made.next_refresh("a connector", 30.0)
        made.report_refresh(run._replace(state=RunState.RUNNING, seen=1500, total=2300, arrived=12))
        await until(pilot, app, "Refresh Vendor List: 1,500 of 2,300, 12 new")

        ended = run._replace(state=RunState.DONE, finished_at=NOW, result="12 new, 3 changed")
        made.report_refresh(ended)
        await until(pilot, app, "Refresh Vendor List: 12 new, 3 changed.")


async def test_f5_is_the_same_key():
    made = store()
    app = console(made, ADA, "vendors")

    async with driven(app) as pilot:
        await press(pilot, "f5")

        assert made.last_refresh("vendors").asked_by == ADA.name


async def test_a_refused_refresh_says_why():
    app = console(who=VIC, tab="vendors")

    async with driven(app) as pilot:
        await press(pilot, "R")

        assert notice(app).startswith("Not refreshed: This takes Standard of ERP Integrations")


async def test_a_tab_without_a_refresh_says_so():
    app = console(who=ADA)

    async with driven(app) as pilot:
        await press(pilot, "R")

        assert notice(app).startswith("Not refreshed: Commitments has no refresh")
