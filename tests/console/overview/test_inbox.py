"""The inbox: what one may decide now, decided from there."""

import pytest

from adapters.stores.sqlite import SqliteStore
from console.screens.answers import AnswersModal
from console.screens.inbox import InboxScreen
from console.screens.record import RecordScreen
from console.screens.tab import TabScreen
from core.vocabulary import ErpStatus, RecordId
from tests.console import company as made
from tests.console.driving import LARGE, SMALL, drawn, driven, press, says, type_in
from tests.people import ANA, CAST, VIC
from tests.records import NOW

S = ErpStatus


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_it_counts_by_tab_and_lists_the_most_pressing_first(size):
    async with driven(made.console(), size) as pilot:
        await press(pilot, "I")

        assert isinstance(pilot.app.screen, InboxScreen)
        lines = drawn(pilot.app)
        assert "wait for you" in lines[0]
        assert says(pilot.app, "Vendors 5")
        items = pilot.app.screen._inbox.items
        assert [i.points.total for i in items] == sorted(
            (i.points.total for i in items), reverse=True
        )
        assert says(pilot.app, f"{items[0].points.total} points, ")


async def test_enter_opens_the_record_where_the_usual_keys_decide():
    kept = made.store()
    async with driven(made.console(kept)) as pilot:
        await press(pilot, "f9")
        chosen = pilot.app.screen.current.row.id
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RecordScreen)
        await press(pilot, "r")
        assert isinstance(pilot.app.screen, AnswersModal)
        await type_in(pilot, "Not ours")
        await press(pilot, "enter")

        assert isinstance(pilot.app.screen, InboxScreen)
        assert kept.find(chosen).status in {S.REJECTED, S.SYNCED}
        assert says(pilot.app, "Rejected")
        assert chosen not in [i.row.id for i in pilot.app.screen._inbox.items]


async def test_the_letters_decide_what_the_cursor_is_on_and_say_where_they_do_not():
    kept = made.store()
    async with driven(made.console(kept)) as pilot:
        await press(pilot, "I", "j", "k")
        chosen = pilot.app.screen.current.row.id
        await press(pilot, "u")
        assert says(pilot.app, "There is no unlink from here")
        await press(pilot, "r")
        await type_in(pilot, "Not ours")
        await press(pilot, "enter", "escape")

        assert isinstance(pilot.app.screen, TabScreen)
        assert kept.history(RecordId(chosen))[-1].action == "reject"


@pytest.mark.parametrize("who", [ANA, VIC])
async def test_an_empty_inbox_says_what_would_come(who):
    kept = made.store() if who is VIC else SqliteStore(None, clock=lambda: NOW)
    for person in CAST:
        kept.keep_person(person)
    async with driven(made.console(kept, who)) as pilot:
        await press(pilot, "I", "r", "enter")

        assert says(pilot.app, "Inbox: 0 wait for you")
        assert says(pilot.app, "Nothing waits for you.")
