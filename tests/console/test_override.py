"""An emergency at the console: who is kept from accepting says why, and a second person decides."""

import pytest

from console.screens.answers import AnswersModal
from core.settings import Amounts, Settings
from core.vocabulary import ErpStatus, RecordId
from tests.console.company import console, store
from tests.console.driving import driven, notice, press, type_in
from tests.people import VIC

OLDEST = RecordId("commitment-40")
LIMITED = Settings(accept_limit=Amounts(commitment=100))


def said(label):
    return str(label.render())


@pytest.mark.rule("reliability I2")
async def test_who_may_not_accept_alone_says_why_it_is_an_emergency():
    made = store()
    made.keep_settings(LIMITED)
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "a")
        asked = said(app.screen.query(".note").first())
        await press(pilot, "enter")
        await type_in(pilot, "The roof leaks.")
        await press(pilot, "enter")

        first = made.find(OLDEST)
        assert "you accept a commitment up to 1.00." in asked
        assert (first.status, first.override) == (ErpStatus.READY_TO_EXPORT, "The roof leaks.")
        assert first.endorsed_by


@pytest.mark.rule("reliability I2")
async def test_without_a_reason_the_rule_stands():
    made = store()
    made.keep_settings(LIMITED)
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "a", "enter", "enter")

        assert made.find(OLDEST).version == 1
        assert notice(app).startswith("Not accepted SC1040: It comes to")


@pytest.mark.rule("reliability I2")
async def test_many_at_once_are_no_emergency():
    made = store()
    made.keep_settings(LIMITED)
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "space", "space", "a")

        assert isinstance(app.screen, AnswersModal)
        assert not [label for label in app.screen.query(".label") if "Emergency" in said(label)]


async def test_a_reader_is_asked_nothing():
    made = store()
    made.keep_settings(LIMITED)
    app = console(made, VIC)

    async with driven(app) as pilot:
        await press(pilot, "a")

        assert not isinstance(app.screen, AnswersModal)
