"""Keys that come faster than what they ask for; pastes; floods."""

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from console import terminal
from console.screens.answers import AnswersModal
from console.screens.record import RecordScreen
from console.terminal import TYPED, Reads
from console.type_ahead import Flood
from core.vocabulary import ErpStatus, RecordId
from tests.console.company import console, store
from tests.console.driving import driven, notice, press, settled, tab, under_cursor
from tests.people import SAM

S = ErpStatus
OLDEST = RecordId("commitment-40")
NOT_A_COMMAND = "A paste is not a command; press / first to filter by it."
NAMES = {" ": "space", "\r": "enter"}


async def at_once(pilot: Pilot[None], *keys: str) -> None:
    """All in one packet: none waits for what the one before it did."""
    for key in keys:
        name = key if len(key) > 1 else NAMES.get(key, _character_to_key(key))
        pilot.app.post_message(events.Key(name, key if len(key) == 1 else None))
    await settled(pilot)


async def pasted(pilot: Pilot[None], text: str, sort: type[events.Paste] = events.Paste) -> None:
    pilot.app.post_message(sort(text))
    await settled(pilot)


async def test_a_verb_and_enter_in_one_packet_accept():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await at_once(pilot, "a", "enter")

        assert made.find(OLDEST).status is S.EXPORTING
        assert notice(app).startswith("Accepted SC1040")


async def test_a_verb_its_reason_and_enter_in_one_packet_reject_with_that_reason():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await at_once(pilot, *"rwrong job\r")

        rejected = made.find(OLDEST)
        assert (rejected.status, rejected.note) == (S.REJECTED, "wrong job")


async def test_two_decisions_in_one_packet_are_on_two_records():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await at_once(pilot, "a", "enter", "a", "enter")

        assert made.find(OLDEST).status is S.EXPORTING
        assert made.find(RecordId("commitment-31")).status is S.EXPORTING


async def test_verbs_without_a_question_follow_each_other_down_the_list():
    made = store()
    app = console(made, SAM)

    async with driven(app) as pilot:
        await at_once(pilot, "t", "t")

        moved = [RecordId(f"commitment-{n}") for n in (40, 31)]
        assert {made.find(one).status for one in moved} == {S.RETRIEVED}


async def test_a_step_after_a_verb_does_not_move_what_the_verb_is_about():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await at_once(pilot, "a", "j", "j")
        assert isinstance(app.screen, AnswersModal)
        await press(pilot, "escape")

        assert under_cursor(app) == "SC1040"


async def test_marks_and_steps_in_one_packet_keep_their_order():
    app = console()

    async with driven(app) as pilot:
        await at_once(pilot, " ", "j", " ")

        marked = [mark.asked.record for mark in tab(app).records.marks]
        assert marked == [OLDEST, "commitment-30"]


async def test_a_verb_typed_behind_enter_is_taken_by_the_page_that_enter_opens():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await at_once(pilot, "enter", "a", "enter")

        assert made.find(OLDEST).status is S.EXPORTING
        assert not isinstance(app.screen, RecordScreen)


async def test_esc_drops_the_question_and_what_was_typed_ahead_of_it():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await at_once(pilot, "a", "enter", "escape")

        assert not isinstance(app.screen, AnswersModal)
        assert made.find(OLDEST).version == 1


async def test_what_is_typed_ahead_of_something_slow_is_dropped_and_that_is_said(monkeypatch):
    monkeypatch.setattr("console.type_ahead.PATIENCE", 0.05)
    app = console()

    async with driven(app) as pilot:
        tab(app)._doing = "Accepting"
        await pilot.pause()
        pilot.app.post_message(events.Key("enter", "\r"))
        await pilot.pause(0.2)
        tab(app)._doing = None

        assert not isinstance(app.screen, RecordScreen)
        assert notice(app) == "Accepting is not over yet; Esc stops it."


async def test_a_paste_over_the_list_does_nothing_and_says_so():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await pasted(pilot, "a\rr\rwrong\r*a\r")

        assert notice(app) == NOT_A_COMMAND
        assert not tab(app).records.marks
        assert made.find(OLDEST).version == 1


async def test_a_paste_into_a_field_is_one_line_of_text():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "r")
        await pasted(pilot, "wrong job\nask \x1b[31mKerr\n")
        await press(pilot, "enter")

        assert made.find(OLDEST).note == "wrong job ask ␛[31mKerr"


async def test_a_flood_that_begins_with_the_filters_key_is_a_filter_and_no_more():
    app = console()

    async with driven(app) as pilot:
        await pasted(pilot, "/number:SC1031\ra\r", Flood)
        await press(pilot, "enter")

        assert under_cursor(app) == "SC1031"
        assert not isinstance(app.screen, AnswersModal)


@pytest.mark.parametrize(
    ("data", "flood"),
    [
        ("rwrong job\r", False),
        ("a" * 90, False),
        ("x" * 9 + "y" * (TYPED - 9), False),
        ("Walsh Construction Company", True),
        ("\x1b[B" * 30, False),
        ("\x1b[200~Walsh Construction Company\x1b[201~", False),
    ],
)
def test_one_read_is_a_flood_when_nobody_can_have_typed_it(data, flood):
    found = list(Reads().feed(data))

    assert any(isinstance(event, Flood) for event in found) is flood


def test_the_rest_of_a_flood_in_the_next_read_belongs_to_it(monkeypatch):
    reads = Reads()

    first, rest = [list(reads.feed(data)) for data in ("Walsh Construction Company, a", "\r")]
    monkeypatch.setattr(terminal, "PAUSE", -1.0)
    later = list(reads.feed("a"))

    assert [type(event) for event in (*first, *rest, *later)] == [Flood, Flood, events.Key]


def test_a_marked_paste_in_several_reads_stays_one_paste():
    reads = Reads()

    parts = ("\x1b[200", "~Walsh Construction", " Company, and some more\r", "\x1b[201", "~a")
    found = [event for part in parts for event in reads.feed(part)]

    assert [type(event) for event in found] == [events.Paste, events.Key]
    assert found[0].text == "Walsh Construction Company, and some more\r"
