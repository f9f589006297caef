"""The batches: listed, read, and what failed in passing tried again."""

from core.approvals import Approvals
from core.case import Answers
from core.people import CONNECTOR
from core.ports import Asked
from core.records import Fault
from core.vocabulary import Action, ErpStatus
from tests.console.company import console, store
from tests.console.driving import driven, press, says
from tests.people import ANA

A = Action
BUSY = Answers(fault=Fault("SAGE_BUSY", "Sage was busy.", passing=True))


def company():
    """A named batch of two accepted, one of which failed in passing, and one refused."""
    made = store()
    asked = [Asked(f"commitment-{n}") for n in (1, 2, 6)]
    Approvals(made).perform_many(A.ACCEPT, asked, ANA, called="Friday")
    Approvals(made).perform(A.FAIL, Asked("commitment-1"), CONNECTOR, BUSY)
    return made


async def test_a_batch_is_read_by_its_line():
    async with driven(console(company())) as pilot:
        await press(pilot, "quotation_mark")
        listed = says(pilot.app, "Friday: accept 3: 2 done, 1 refused")
        await press(pilot, "enter")

        assert listed
        assert says(pilot.app, "Since then: ")
        assert says(pilot.app, "; 1 can be tried again.")
        assert says(pilot.app, "Refused, by rule")
        assert says(pilot.app, "ctrl+t tries the 1 again")


async def test_what_failed_in_passing_is_accepted_again_without_a_reject():
    made = company()
    async with driven(console(made)) as pilot:
        await press(pilot, "quotation_mark", "enter", "ctrl+t")

        assert says(pilot.app, "Accepted SC1001")
        assert made.find("commitment-1").status is ErpStatus.EXPORTING


async def test_esc_goes_back_to_the_list_and_then_to_the_tab():
    async with driven(console(company())) as pilot:
        await press(pilot, "quotation_mark", "enter", "escape")
        back = says(pilot.app, "Enter reads the batch")
        await press(pilot, "escape")

        assert back
        assert not says(pilot.app, "Enter reads the batch")


async def test_without_a_batch_it_says_what_would_make_one():
    async with driven(console(store())) as pilot:
        await press(pilot, "quotation_mark", "enter", "ctrl+t")

        assert says(pilot.app, "There is no batch yet")
