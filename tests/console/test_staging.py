"""Staging: a tray that outlives the session, a plan to look at, and one key to commit it."""

from core.desk import Desk
from core.settings import Rejects, Settings
from tests.console.company import console, store
from tests.console.driving import driven, notice, press, says, tab, type_in, under_cursor
from tests.people import ANA

ACCEPT, REJECT, TRAY = "left_parenthesis", "right_parenthesis", "dollar_sign"


def staged(made):
    return Desk(made, ANA).batches.tray.staged()


async def test_what_is_marked_is_staged_and_nothing_is_decided():
    made = store()
    async with driven(console(made), (120, 40)) as pilot:
        await press(pilot, "space", "space", ACCEPT)

        assert "Staged accept of 2.   Tray 2, " in notice(pilot.app)
        assert tab(pilot.app).records.marks == []
        assert [one.action for one in staged(made)] == ["accept", "accept"]
        assert made.owing() == 0


async def test_a_reject_is_staged_with_its_reason():
    made = store()
    async with driven(console(made)) as pilot:
        await press(pilot, REJECT)
        await type_in(pilot, "Wrong scope")
        await press(pilot, "enter")

        (one,) = staged(made)
        assert (one.action, one.reason) == ("reject", "Wrong scope")


async def test_a_new_session_finds_the_tray_and_says_how_much_it_holds():
    made = store()
    async with driven(console(made)) as pilot:
        await press(pilot, ACCEPT)
    async with driven(console(made), (120, 40)) as pilot:
        await press(pilot, "j")

        assert "Tray 1, " in notice(pilot.app)
        assert "$ plan" in notice(pilot.app)


async def test_enter_commits_the_plan_as_one_batch():
    made = store()
    made.keep_settings(Settings(confirm_amount=0))
    async with driven(console(made)) as pilot:
        await press(pilot, "space", "space", ACCEPT, TRAY)
        planned = says(pilot.app, "Accept, in this order")

        await press(pilot, "enter")

        assert planned
        assert says(pilot.app, "accept 2: 2 done, batch B-")
        assert staged(made) == ()
        assert len(made.batches(9)) == 1
        await press(pilot, "escape")
        assert not says(pilot.app, "Staged accept")


async def test_many_are_committed_only_when_their_number_was_typed():
    made = store()
    made.keep_settings(Settings(confirm_count=1))
    async with driven(console(made)) as pilot:
        await press(pilot, "space", "space", ACCEPT, TRAY, "enter")
        await type_in(pilot, "3")
        await press(pilot, "enter")
        refused = says(pilot.app, "there are 2") and made.batches(9) == []
        await press(pilot, "backspace", "2", "enter")

        assert refused
        assert says(pilot.app, "accept 2: 2 done")


async def test_what_was_committed_is_taken_back_with_one_key():
    made = store()
    made.keep_settings(Settings(grace_seconds=10, confirm_amount=0))
    async with driven(console(made)) as pilot:
        number = under_cursor(pilot.app)
        await press(pilot, ACCEPT, TRAY, "enter", "escape", "ctrl+z")

        assert f"Recalled {number}" in notice(pilot.app)
        assert made.owing() == 0


async def test_the_tray_is_emptied_and_says_how_to_fill_it():
    made = store()
    async with driven(console(made)) as pilot:
        await press(pilot, ACCEPT, TRAY, "minus")

        assert says(pilot.app, "The tray is empty.")
        assert staged(made) == ()


async def test_several_decisions_are_not_lost_by_one_key():
    made = store()
    async with driven(console(made)) as pilot:
        await press(pilot, "space", "space", ACCEPT, TRAY, "minus")
        kept = len(staged(made)), says(pilot.app, "- again empties the tray of its 2 decisions.")
        await press(pilot, "minus")

        assert kept == (2, True)
        assert staged(made) == ()


async def test_what_accepting_needs_is_asked_when_it_is_staged():
    made = store()
    async with driven(console(made, tab="budgets")) as pilot:
        await press(pilot, ACCEPT)
        asked = says(pilot.app, "can never be imported from Sage again")
        await type_in(pilot, "yes")
        await press(pilot, "enter")

        (one,) = staged(made)
        assert asked
        assert one.answers.confirmed
        assert "Staged accept of 1" in notice(pilot.app)


async def test_what_is_staged_already_is_asked_all_that_accepting_takes():
    made = store()
    async with driven(console(made)) as pilot:
        await press(pilot, "j", ACCEPT)
        await press(pilot, ACCEPT, *["backspace"] * 6)
        await type_in(pilot, "OWN1")
        await press(pilot, "enter")

        (one,) = staged(made)
        assert one.answers.erp_id == "OWN1"


async def test_what_is_one_way_takes_its_number_typed_and_goes_with_the_rejects_as_one_batch():
    made = store()
    made.keep_settings(Settings(confirm_amount=0))
    async with driven(console(made, tab="budgets")) as pilot:
        await press(pilot, ACCEPT)
        await type_in(pilot, "yes")
        await press(pilot, "enter", "7", "j", REJECT)
        await type_in(pilot, "Wrong scope")
        await press(pilot, "enter", TRAY)
        shown = says(pilot.app, "one way")
        await press(pilot, "enter")
        held_back = made.batches(9) == []
        await type_in(pilot, "2")
        await press(pilot, "enter")

        assert shown
        assert held_back
        assert says(pilot.app, "reject 1, accept 1: 2 done, batch B-")
        assert len(made.batches(9)) == 1


async def test_a_reject_offers_the_companys_reasons_by_number_and_wants_its_pointer():
    made = store()
    made.keep_settings(Settings(rejects=Rejects(("Wrong job", "No backup"), pointer=True)))
    async with driven(console(made)) as pilot:
        await press(pilot, REJECT)
        offered = says(pilot.app, "1 Wrong job, 2 No backup")
        await press(pilot, "2", "enter", "l", "enter")

        (one,) = staged(made)
        assert offered
        assert (one.reason, one.answers.fix) == ("No backup", "lines")
