"""A direct cost edited and deleted at the keyboard."""

import pytest

from console.app import CountersignApp
from console.screens.answers import AnswersModal
from console.screens.costs import CostsScreen
from core.desk import Desk
from core.ports import Adjusted
from core.settings import Settings
from core.vocabulary import RecordId
from tests.console.costs.test_costs_screen import holding
from tests.console.driving import driven, notice, press, says, settled, type_in
from tests.core.costing import cost
from tests.people import ADA

ID = RecordId("job_cost-1")
LARGE = (120, 40)


def console(*, opened: bool) -> tuple[CountersignApp, object]:
    store = holding(cost(1), cost(2))
    store.adjust_settings(ADA, lambda *_: Adjusted(Settings(edit_synced_costs=opened), "opened"))
    return CountersignApp(Desk(store, ADA), "job_costs"), store


async def only_the_job(pilot) -> None:
    await press(pilot, "slash")
    await type_in(pilot, "J1200")
    await press(pilot, "enter")


@pytest.mark.rule("job costs 6")
async def test_an_opened_cost_is_edited_with_its_key_an_amount_and_a_word():
    app, store = console(opened=True)

    async with driven(app, LARGE) as pilot:
        await only_the_job(pilot)
        await press(pilot, "d")
        assert isinstance(app.screen, AnswersModal)
        for answer in ("7-1", "12.34", "", "yes"):
            await type_in(pilot, answer)
            await press(pilot, "enter")

        first = store.find(ID).body.direct_costs[0]
        assert (first.amount, first.description, first.edited) == (12_34, "Entry 1", True)
        assert notice(app).startswith("Edited in J1200")


@pytest.mark.rule("job costs 6")
async def test_a_deleted_cost_is_gone_from_the_page_of_its_job():
    app, store = console(opened=True)

    async with driven(app, LARGE) as pilot:
        await only_the_job(pilot)
        await press(pilot, "x")
        for answer in ("7-2", "yes"):
            await type_in(pilot, answer)
            await press(pilot, "enter")
        await press(pilot, "f4")
        await settled(pilot)

        assert [one.of.key for one in store.find(ID).body.direct_costs] == ["7-1"]
        assert isinstance(app.screen, CostsScreen)
        assert says(app, "Direct costs (1)")


@pytest.mark.rule("job costs 6")
async def test_while_costs_are_read_only_the_key_says_why():
    app, store = console(opened=False)

    async with driven(app, LARGE) as pilot:
        await only_the_job(pilot)
        await press(pilot, "d")

        assert "read-only in this company" in notice(app)
        assert store.find(ID).version == 1
