"""Many, much and one-way take their number typed, the rest one key; what moved is told whole."""

import pytest

from console.screens.answers import AnswersModal
from console.screens.refused import RefusedModal
from console.screens.tab import TabScreen
from core.desk import Desk
from core.ports import Asked
from core.settings import Settings
from core.vocabulary import Action
from tests.console.company import console, store
from tests.console.driving import SMALL, drawn, driven, notice, press, says, type_in
from tests.people import SAM

COUNT = "16"
"""Commitments wait for an answer."""
FEW = Settings(confirm_count=99, confirm_amount=0)


@pytest.mark.parametrize(
    "settings",
    [
        Settings(confirm_count=15, confirm_amount=0),
        Settings(confirm_count=99, confirm_amount=100_00),
    ],
    ids=["many", "much"],
)
async def test_many_or_much_is_accepted_only_when_its_number_was_typed(settings):
    made = store()
    made.keep_settings(settings)
    async with driven(console(made)) as pilot:
        await press(pilot, "asterisk", "a", "enter", "7", "enter")
        asked = says(pilot.app, "That is not their number: there are 16.")
        kept = made.owing() == 0
        await press(pilot, "backspace")
        await type_in(pilot, COUNT)
        await press(pilot, "enter")

        assert (asked, kept) == (True, True)
        assert len(made.batches(9)) == 1


async def test_a_few_small_ones_are_accepted_with_one_key_and_enter():
    made = store()
    made.keep_settings(FEW)
    async with driven(console(made)) as pilot:
        await press(pilot, "asterisk", "a")
        asked = says(pilot.app, "Their number")
        await press(pilot, "enter")

        assert not asked
        assert len(made.batches(9)) == 1


async def test_many_are_rejected_with_a_reason_and_their_number():
    made = store()
    made.keep_settings(FEW._replace(confirm_count=15))
    async with driven(console(made)) as pilot:
        await press(pilot, "asterisk", "r")
        await type_in(pilot, "Wrong scope")
        await press(pilot, "enter")
        waits = isinstance(pilot.app.screen, AnswersModal)
        await type_in(pilot, COUNT)
        await press(pilot, "enter")

        assert waits
        assert notice(pilot.app) == "Rejected 16 of 16."


@pytest.mark.parametrize(("size", "whole"), [(SMALL, True), ((200, 40), False)])
async def test_what_moved_is_shown_whole_where_the_last_line_has_no_room(size, whole):
    made = store()
    app = console(made)
    async with driven(app, size) as pilot:
        await press(pilot, "a")
        Desk(made, SAM).perform(Action.RETRIEVE, Asked(tab_below(app).records.current.id))
        await press(pilot, "enter")
        opened = isinstance(app.screen, RefusedModal)
        text = " ".join(line.strip(" │") for line in drawn(app))
        await press(pilot, "escape")

        assert opened is whole
        assert "now retrieved. Look again, then decide. [invariant I1]" in text
        assert isinstance(app.screen, TabScreen)


def tab_below(app):
    return next(screen for screen in app.screen_stack if isinstance(screen, TabScreen))
