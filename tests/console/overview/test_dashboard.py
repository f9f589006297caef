"""The dashboard: curves of the last weeks, and what waits."""

import pytest
from textual.widgets import Sparkline

from adapters.stores.sqlite import SqliteStore
from console.screens.dashboard import DashboardScreen
from console.screens.tab import TabScreen
from core.approvals import Approvals
from core.case import Answers
from core.ports import Asked
from core.vocabulary import Action, RecordId
from tests.console import company as made
from tests.console.driving import LARGE, SMALL, driven, press, says
from tests.people import ANA, CAST
from tests.records import NOW


def worked():
    kept = made.store(6)
    asked = [Asked(RecordId(f"commitment-{n}")) for n in (2, 3)]
    Approvals(kept).perform_many(Action.REJECT, asked, ANA, Answers(reason="Too [bold]dear"))
    return kept


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_it_shows_what_waits_by_age_and_the_weeks_as_curves(size):
    async with driven(made.console(worked()), size) as pilot:
        await press(pilot, "W")

        assert isinstance(pilot.app.screen, DashboardScreen)
        assert says(pilot.app, "wait; the last 8 weeks")
        assert says(pilot.app, "under 1 d")
        curves = {curve.parent.id: list(curve.data) for curve in pilot.app.screen.query(Sparkline)}
        assert set(curves) == {"accepted", "rejected", "synced"}
        assert sum(curves["rejected"]) == 2

        await press(pilot, "G")
        assert says(pilot.app, "2  Too [bold]dear")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TabScreen)


async def test_without_colours_figures_stand_in_place_of_curves(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with driven(made.console(worked())) as pilot:
        await press(pilot, "f12")

        assert not pilot.app.screen.query(Sparkline)
        assert says(pilot.app, "Rejected           2  0 0 0 0 0 0 0 2")


async def test_an_empty_company_has_an_empty_dashboard():
    kept = SqliteStore(None, clock=lambda: NOW)
    for person in CAST:
        kept.keep_person(person)
    async with driven(made.console(kept)) as pilot:
        await press(pilot, "W")

        assert says(pilot.app, "Nothing waits.")
        assert says(pilot.app, "Nothing that was rejected was sent again.")
