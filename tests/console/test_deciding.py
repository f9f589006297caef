"""From a key to its outcome."""

import pytest

from console.screens.answers import AnswersModal
from console.screens.record import RecordScreen
from console.screens.result import BatchResultScreen
from core.case import Answers
from core.desk import Desk
from core.ports import Asked
from core.settings import Settings
from core.vocabulary import Action, ErpStatus, RecordId
from tests.console.company import console, store
from tests.console.driving import (
    driven,
    notice,
    press,
    says,
    settled,
    tab,
    type_in,
    under_cursor,
    until,
)
from tests.people import ANA, SAM, STAN, VIC

S = ErpStatus
OLDEST = RecordId("commitment-40")


async def test_accept_asks_for_the_sage_id_filled_in_and_then_exports():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "a")
        assert isinstance(app.screen, AnswersModal)

        await press(pilot, "enter")

        assert made.find(OLDEST).status is S.EXPORTING
        assert notice(app) == "Accepted SC1040 Structural steel, spans 3 to 5."
        assert under_cursor(app) == "SC1031"


async def test_a_suggested_id_that_will_not_do_is_asked_for_and_typed_over():
    made = store()
    made.keep_settings(Settings(commitment_mask="XX-XXXX"))
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "a")
        assert isinstance(app.screen, AnswersModal)

        await press(pilot, "ctrl+u")
        await type_in(pilot, "SC-1040")
        await press(pilot, "enter")

        accepted = made.find(OLDEST)
        assert (accepted.status, accepted.erp_id) == (S.EXPORTING, "SC-1040")


async def test_never_mind_leaves_everything_as_it_was():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "a", "escape")

        assert made.find(OLDEST).version == 1
        assert notice(app) == "Nothing was accepted."


async def test_reject_asks_for_a_reason_and_keeps_it():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "r")
        await type_in(pilot, "wrong job")
        await press(pilot, "enter")

        rejected = made.find(OLDEST)
        assert (rejected.status, rejected.note) == (S.REJECTED, "wrong job")


async def test_a_letter_acts_on_the_marked_records_and_the_sheet_says_what_became_of_them():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "asterisk", "a")
        assert says(app, "Accept 16 records")
        assert says(app, "Together 68,851,851.85 USD.")

        await press(pilot, "1", "6", "enter")

        assert isinstance(app.screen, BatchResultScreen)
        await press(pilot, "escape")
        assert notice(app) == "Accepted 13 of 16. 3 refused."
        assert says(app, "Ready to Export  3")


async def test_marks_are_gone_once_they_are_decided():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "space", "space", "a", "2", "enter")

        assert tab(app).records.marks == []


async def test_a_key_without_fields_acts_at_once():
    made = store()
    app = console(made, SAM)

    async with driven(app) as pilot:
        await press(pilot, "t")

        assert made.find(OLDEST).status is S.RETRIEVED
        assert notice(app).startswith("Retrieved SC1040")


@pytest.mark.parametrize("who", [VIC, STAN])
@pytest.mark.parametrize("key", ["a", "r"])
async def test_who_may_not_is_told_why_and_nothing_moves(who, key):
    made = store()
    app = console(made, who)

    async with driven(app) as pilot:
        await press(pilot, key)

        assert notice(app).startswith("Not ")
        assert "This takes" in notice(app)
        assert made.find(OLDEST).version == 1


async def test_marked_records_of_somebody_who_may_not_are_refused_one_and_all():
    made = store()
    app = console(made, STAN)

    async with driven(app) as pilot:
        await press(pilot, "asterisk", "a", "enter")

        assert isinstance(app.screen, BatchResultScreen)
        assert {made.find(RecordId(f"commitment-{n}")).version for n in (40, 31, 30)} == {1}


async def test_a_key_that_this_view_does_not_know_says_so():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "u")

        assert notice(app) == "There is no unlink from Ready to Export."


async def test_a_record_that_others_moved_meanwhile_is_refused_with_what_happened():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await pilot.press("a")
        await settled(pilot)
        Desk(made, SAM).perform(Action.RETRIEVE, Asked(OLDEST))

        await press(pilot, "enter")

        assert notice(app).startswith("Not accepted SC1040: It changed since you looked: Sam")
        assert made.find(OLDEST).status is S.RETRIEVED


async def test_a_rejected_record_is_sent_again_by_its_sender_and_accepted():
    made = store()
    Desk(made, ANA).perform(Action.REJECT, Asked(OLDEST), Answers(reason="no scope"))
    app = console(made, SAM)

    async with driven(app) as pilot:
        await press(pilot, *["greater_than_sign"] * 3)
        assert says(app, "Rejected & Retrieved")
        while under_cursor(app) != "SC1040":
            await press(pilot, "down")
        assert says(app, "no scope")

        await press(pilot, "e")

        assert made.find(OLDEST).status is S.READY_TO_EXPORT


async def test_enter_opens_the_record_and_a_key_there_acts_on_it():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "enter")
        assert isinstance(app.screen, RecordScreen)

        await press(pilot, "r")
        await type_in(pilot, "twice")
        await press(pilot, "enter")

        assert made.find(OLDEST).note == "twice"


async def test_a_batch_can_be_stopped_after_the_running_hundred():
    made = store(1300)
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "asterisk")
        screen = tab(app)
        asked = [mark.asked for mark in screen.records.marks]
        heard = []
        progress = screen._progress(Action.ACCEPT)

        def stopping(done: int, total: int) -> bool:
            heard.append(done)
            screen._stop_asked = True
            return progress(done, total)

        batch, _ = screen.desk.perform_many(Action.ACCEPT, asked, progress=stopping)

        assert (heard, len(batch.refused) + batch.done) == ([100], 100)


async def test_a_second_action_waits_for_the_first_and_says_so():
    app = console()

    async with driven(app) as pilot:
        tab(app)._doing = "Accepting"
        await pilot.press("r")

        await until(pilot, lambda: notice(app) == "Accepting is not over yet; Esc stops it.")
        tab(app)._doing = None


async def test_w_shows_every_reason():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "w")

        assert type(app.screen).__name__ == "WhyModal"


async def test_question_mark_shows_the_keys():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "question_mark")

        assert type(app.screen).__name__ == "HelpScreen"
