"""What a decision came to stays to be read: what else is to be said waits until somebody moves."""

import pytest

from console.app import CountersignApp
from console.widgets import long_list
from core.desk import Desk
from core.ports import RunState, StoreUnusable
from core.tabs import TAB
from core.vocabulary import View
from tests.console.company import console, store
from tests.console.driving import LARGE, driven, notice, press, settled, tab, until
from tests.console.test_type_ahead import at_once
from tests.people import ADA, ANA, SAM
from tests.records import NOW

TO_IMPORT = TAB["vendors"].views.index(View.READY_TO_IMPORT)
ENDED = "12 new, 3 changed, 2 gone, and nothing else that would be told here"
BEFORE_THE_KEY = 0.2
"""Seconds for which the cursor rests before that is told; a decision is sooner over."""


async def test_a_step_just_before_a_decision_does_not_wipe_out_what_it_came_to(monkeypatch):
    app = console(store(), SAM)

    async with driven(app) as pilot:
        monkeypatch.setattr(long_list, "REST", BEFORE_THE_KEY)
        await at_once(pilot, "j", "t")
        await pilot.pause(2 * BEFORE_THE_KEY)
        await settled(pilot)
        kept = notice(app)
        await press(pilot, "j")

        assert kept.startswith("Retrieved")
        assert not notice(app).startswith("Retrieved")


async def test_how_far_a_refresh_is_waits_behind_what_a_decision_came_to():
    made = store()
    app = console(made, ADA, "vendors")

    async with driven(app) as pilot:
        await press(pilot, *["greater_than_sign"] * TO_IMPORT, "R", "b")
        run = made.next_refresh("a connector", 30.0)
        made.report_refresh(run._replace(state=RunState.DONE, finished_at=NOW, result=ENDED))
        await until(pilot, lambda: tab(app)._watching is None)
        await settled(pilot)
        kept = notice(app)
        await press(pilot, "j")

        assert kept.startswith("Archived")
        assert "12 new" not in kept
        assert notice(app).startswith("Refresh Vendor List: 12 new")


async def test_where_there_is_room_both_are_said():
    made = store()
    app = console(made, ADA, "vendors")

    async with driven(app, (200, 40)) as pilot:
        await press(pilot, *["greater_than_sign"] * TO_IMPORT, "R", "b")
        run = made.next_refresh("a connector", 30.0)
        made.report_refresh(run._replace(state=RunState.DONE, finished_at=NOW, result=ENDED))
        await until(pilot, lambda: "12 new" in notice(app))

        assert notice(app).startswith("Archived")


class Failing(Desk):
    """A desk whose store goes away while somebody reads."""

    fails = False

    def change(self):
        if self.fails:
            raise StoreUnusable("the disk is gone")
        return super().change()


@pytest.mark.parametrize("key", ["j", "space"])
async def test_trouble_that_the_console_met_by_itself_waits_behind_it_too(key):
    desk = Failing(store(), ANA)
    app = CountersignApp(desk, "commitments", clock=lambda: NOW)

    async with driven(app, LARGE) as pilot:
        await press(pilot, "a", "enter")
        desk.fails = True
        tab(app).poll()
        await settled(pilot)
        kept = notice(app)
        await press(pilot, key)

        assert kept.startswith("Accepted SC1040")
        assert "the disk is gone" in notice(app)


async def test_what_a_key_asks_for_is_answered_at_once():
    made = store()
    app = console(made, ADA, "vendors")

    async with driven(app) as pilot:
        await press(pilot, *["greater_than_sign"] * TO_IMPORT, "b", "R")

        assert notice(app).startswith("Refresh Vendor List: asked")
