"""Rows that are new, changed or back since somebody last looked."""

import pytest

from core.approvals import Approvals
from core.case import Answers
from core.desk import Desk
from core.people import CONNECTOR
from core.ports import Asked
from core.vocabulary import Action, RecordId
from tests.console import company as made
from tests.console.driving import LARGE, SMALL, drawn, driven, notice, press, says, tab
from tests.people import ANA, SAM
from tests.records import NOW, commitment

NEW = commitment(id=RecordId("SC9001"), number="SC9001")


def looked_at():
    """A company that Ana has looked at, where something came and something came back."""
    kept = made.store(6)
    one = Asked(RecordId("commitment-2"), kept.find(RecordId("commitment-2")).version)
    Approvals(kept).perform(Action.REJECT, one, ANA, Answers(reason="Too dear"))
    Desk(kept, ANA).overviews.keep_looked("commitments", kept.last_entry(), NOW)
    kept.arrive([NEW], CONNECTOR)
    Approvals(kept).perform(Action.RESEND, Asked(one.record), SAM)
    return kept


def row_of(app, number: str) -> str:
    return next(line for line in drawn(app) if number in line)


def letter_of(app, number: str) -> str:
    """What stands before the mark, two cells before the number."""
    line = row_of(app, number)
    return line[line.index(number) - 2]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_new_and_returned_rows_carry_a_letter_and_are_counted_once(size):
    async with driven(made.console(looked_at()), size) as pilot:
        assert says(pilot.app, "1 new, 1 back since 12:00.")
        await press(pilot, "G", "g")

        records = tab(pilot.app).records
        letters = {n: letter_of(pilot.app, n) for n in ("SC9001", "SC1002", "SC1003")}
        under = records.current.number
        expected = {"SC9001": "N", "SC1002": "B", "SC1003": " "}
        assert {n: x for n, x in letters.items() if n != under} == {
            n: x for n, x in expected.items() if n != under
        }


async def test_the_word_stands_beneath_where_the_cursor_is():
    async with driven(made.console(looked_at())) as pilot:
        said = set()
        for _ in range(8):
            said.add(notice(pilot.app).partition("   ")[2])
            await press(pilot, "j")

        assert {"N new since you looked", "B came back after your reject"} <= said


async def test_a_key_takes_all_as_seen_and_the_end_of_a_session_does():
    kept = looked_at()
    async with driven(made.console(kept)) as pilot:
        await press(pilot, "underscore")

        assert says(pilot.app, "From now on only what happens from now on is marked.")
        assert letter_of(pilot.app, "SC9001") != "N"

    kept.arrive([commitment(id=RecordId("SC9002"), number="SC9002", erp_id=None)], CONNECTOR)
    async with driven(made.console(kept)) as pilot:
        assert says(pilot.app, "1 new since 12:00.")
    async with driven(made.console(kept)) as pilot:
        assert not says(pilot.app, "since 12:00")


async def test_a_tab_that_was_not_open_stays_unlooked_at():
    kept = looked_at()
    async with driven(made.console(kept, tab="vendors")):
        pass

    assert Desk(kept, ANA).overviews.lately("commitments").marks != {}
