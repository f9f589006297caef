"""What failed, by its cause; acted on by group."""

import pytest

from adapters.stores.sqlite import SqliteStore
from console.screens.answers import AnswersModal
from console.screens.errors import ErrorsScreen
from console.screens.record import RecordScreen
from console.screens.result import BatchResultScreen
from console.screens.tab import TabScreen
from core.records import Fault
from core.vocabulary import ErpStatus, RecordId
from tests.console import company as made
from tests.console.driving import LARGE, SMALL, driven, press, says, type_in
from tests.people import CAST
from tests.records import NOW, commitment

S = ErpStatus
BUSY = Fault("SAGE_BUSY", "Sage is busy with another import; nothing was written.", passing=True)
ODD = Fault("E4711", "Something odd [bold]happened[/].")


def failing(number: str, fault: Fault):
    return commitment(S.FAILED, id=RecordId(number), number=number, erp_id=number, fault=fault)


def store():
    odd = failing("SC8009", ODD)
    return made.store(4, *(failing(f"SC800{n}", BUSY) for n in range(3)), odd)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_group_says_its_cause_the_next_step_and_who_takes_it(size):
    async with driven(made.console(store()), size) as pilot:
        await press(pilot, "exclamation_mark")

        assert isinstance(pilot.app.screen, ErrorsScreen)
        place = [g.root.code for g in pilot.app.screen._groups].index("SAGE_BUSY")
        await press(pilot, *["j"] * place)
        assert says(pilot.app, "Sage was busy with another import.")
        assert says(pilot.app, "Next: Try it again. By an accounting approver.")
        assert says(pilot.app, "a retry 3   r reject 3")
        assert says(pilot.app, "[E4711] Something odd [b")


async def to_group(pilot, code: str) -> None:
    await press(pilot, "E")
    place = [g.root.code for g in pilot.app.screen._groups].index(code)
    await press(pilot, *["down"] * place)


async def test_enter_lists_the_records_of_a_group_and_then_opens_one():
    async with driven(made.console(store())) as pilot:
        await to_group(pilot, "SAGE_BUSY")
        await press(pilot, "enter")
        assert says(pilot.app, "Errors: SAGE_BUSY, 3 records")
        assert says(pilot.app, "SC8002")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RecordScreen)

        await press(pilot, "escape", "escape")
        assert says(pilot.app, "failed for")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TabScreen)


async def test_all_of_a_group_are_tried_again_once_it_is_confirmed():
    kept = store()
    async with driven(made.console(kept)) as pilot:
        await to_group(pilot, "SAGE_BUSY")
        await press(pilot, "a")
        assert isinstance(pilot.app.screen, AnswersModal)
        assert says(pilot.app, "Accept 3 records")
        await press(pilot, "enter")

        entries = [kept.history(RecordId(f"SC800{n}"))[-1] for n in range(3)]
        assert len({entry.batch for entry in entries}) == 1
        if isinstance(pilot.app.screen, BatchResultScreen):
            await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ErrorsScreen)


async def test_all_of_a_group_are_rejected_with_one_reason():
    kept = store()
    async with driven(made.console(kept)) as pilot:
        await to_group(pilot, "SAGE_BUSY")
        await press(pilot, "r")
        await type_in(pilot, "Send them tomorrow")
        await press(pilot, "enter")

        rejected = [kept.find(RecordId(f"SC800{n}")) for n in range(3)]
        assert {(r.status, r.note) for r in rejected} == {(S.REJECTED, "Send them tomorrow")}
        assert "SAGE_BUSY" not in [g.root.code for g in pilot.app.screen._groups]


async def test_what_does_not_pass_by_itself_is_not_tried_again():
    async with driven(made.console(store())) as pilot:
        await to_group(pilot, "E4711")
        await press(pilot, "a")
        assert says(pilot.app, "None of these passes by itself")

        await press(pilot, "u")
        assert says(pilot.app, "There is no unlink of all of these")


async def test_where_nothing_failed_that_is_said():
    kept = SqliteStore(None, clock=lambda: NOW)
    for person in CAST:
        kept.keep_person(person)
    async with driven(made.console(kept)) as pilot:
        await press(pilot, "exclamation_mark", "enter", "a")

        assert says(pilot.app, "Nothing failed.")
