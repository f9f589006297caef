"""The modal that asks what an action takes."""

from datetime import date

import pytest
from textual.widgets import Input, Static

from console.screens.answers import AnswersModal
from console.widgets.choice import Choice
from core.case import NOTHING_SAID, Answers
from core.decide import offers
from core.decision import Field
from core.vocabulary import Action, ErpStatus
from tests.console.panes.hosts import ScreenHost, links, seen, sentences, settled
from tests.people import ADA, ANA
from tests.records import case, commitment, company, pcco, project

A = Action


def asked(of, action, actor=ANA):
    return next(o.fields for o in offers(case(of, actor)) if o.action is action)


def modal(of, action, count=1, actor=ANA, **rest):
    return AnswersModal(action, count, asked(of, action, actor), f"{action} it", **rest)


async def test_enter_takes_the_suggestions_one_after_the_other():
    host = ScreenHost(modal(company(), A.ACCEPT))

    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "enter")
        await settled(pilot)

    assert host.left_with == [Answers(erp_id="V1001", vendor_type="Subcontractor")]


async def test_what_is_typed_and_chosen_is_answered():
    host = ScreenHost(modal(company(), A.ACCEPT))

    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("home", "shift+end", "W", "7", "enter")
        await pilot.press("right", "enter")
        await settled(pilot)

    assert host.left_with == [Answers(erp_id="W7", vendor_type="Material supplier")]


async def test_esc_means_never_mind():
    host = ScreenHost(modal(commitment(), A.REJECT))

    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "o", "escape")
        await settled(pilot)

    assert host.left_with == [None]


async def test_a_required_reason_is_waited_for_and_the_way_out_named():
    host = ScreenHost(modal(commitment(), A.REJECT))

    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await settled(pilot)
        told = seen(host)
        await pilot.press(*"late", "enter")
        await settled(pilot)

    assert "Reason is required; type it, or press Esc to leave." in told
    assert host.left_with == [Answers(reason="late")]


async def test_an_optional_reason_may_stay_empty():
    host = ScreenHost(modal(company(), A.REJECT))

    async with host.run_test(size=(80, 24)) as pilot:
        text = seen(host)
        await pilot.press("enter")
        await settled(pilot)

    assert "may be left out" in text
    assert host.left_with == [NOTHING_SAID]


async def test_a_broken_date_is_named_and_the_cursor_stays_with_it():
    host = ScreenHost(modal(pcco(), A.ACCEPT))

    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", *"2025-12-39", "enter")
        await settled(pilot)
        told = sentences(host)
        focused = host.screen.focused
        await pilot.press("backspace", "backspace", "3", "1", "enter")
        await settled(pilot)

    assert "2025-12-39 is not a day; write YYYY-MM-DD, for example 2025-12-11." in told
    assert focused is not None
    assert focused.id == "answer-1"
    assert host.left_with == [Answers(erp_id="1", transaction_date=date(2025, 12, 31))]


async def test_many_records_keep_their_own_ids_and_the_button_names_their_number():
    host = ScreenHost(modal(pcco(), A.ACCEPT, 1200, about="In all 8,400,000.00 USD."))

    async with host.run_test(size=(80, 24)) as pilot:
        text = sentences(host)
        inputs = len(host.screen.query(Input))
        await pilot.press("enter")
        await settled(pilot)

    assert "Sage change order id: each of the 1,200 keeps its own suggestion." in text
    assert "In all 8,400,000.00 USD." in text
    assert "Accept 1,200" in text
    assert inputs == 1
    assert host.left_with == [Answers(transaction_date=date(2025, 12, 11))]


async def test_an_action_without_fields_is_confirmed_with_one_key():
    host = ScreenHost(AnswersModal(A.RETRIEVE, 100, (), "Retrieve 100 commitments"))

    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await settled(pilot)

    assert host.left_with == [NOTHING_SAID]


async def test_a_one_way_step_takes_the_word_yes():
    host = ScreenHost(modal(pcco(ErpStatus.SYNCED), A.UNLINK, actor=ADA))

    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("y", "enter")
        await settled(pilot)
        told = sentences(host)
        await pilot.press("e", "s", "enter")
        await settled(pilot)

    assert "Type yes to go on" in told
    assert host.left_with == [Answers(confirmed=True)]


async def test_the_buttons_do_what_the_keys_do():
    host = ScreenHost(modal(project(), A.ACCEPT))

    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.click("#confirm")
        await settled(pilot)

    assert host.left_with == [Answers(erp_id="J1200")]


async def test_a_second_enter_under_way_closes_nothing_else():
    host = ScreenHost(modal(project(), A.ACCEPT))

    async with host.run_test(size=(80, 24)) as pilot:
        one = host.screen.query_one(Input)
        one.post_message(Input.Submitted(one, one.value))
        one.post_message(Input.Submitted(one, one.value))
        await settled(pilot)

    assert host.left_with == [Answers(erp_id="J1200")]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_longest_form_fits(size):
    host = ScreenHost(modal(pcco(), A.ACCEPT))

    async with host.run_test(size=size) as pilot:
        await settled(pilot)
        text = seen(host)

    assert "Transaction date" in text
    assert "Never mind" in text


TRAP = "[@click=app.accept]x[/]\x1b[2Jy\u202ez"


async def test_hostile_text_in_every_place_of_the_form_stays_text():
    fields = (
        Field("erp_id", f"Id {TRAP}", f"r {TRAP}", default=TRAP, hint=TRAP),
        Field("vendor_type", "Type", "vendors 3", default=TRAP, choices=(TRAP, "b")),
    )
    host = ScreenHost(AnswersModal(A.ACCEPT, 1, fields, TRAP, about=TRAP))

    async with host.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        text, found = seen(host), links(host)
        await pilot.click(Static)
        await pilot.press("enter", "enter")
        await settled(pilot)

    assert text.count("[@click=app.accept]x[/]␛[2Jy<U+202E>z") >= 6
    assert found == []
    assert not {"\x1b", "\u202e"} & set(text)
    assert not host.clicked
    assert host.left_with == [Answers(erp_id=TRAP, vendor_type=TRAP)]


async def test_a_paste_shows_what_is_hidden_in_it():
    host = ScreenHost(modal(commitment(), A.REJECT))

    async with host.run_test(size=(80, 24)) as pilot:
        host.screen.query_one(Input).insert_text_at_cursor("bad\x1b]0;x\x07\u200bname")
        await settled(pilot)
        value = host.screen.query_one(Input).value
        await pilot.press("!", "enter")
        await settled(pilot)

    assert value == "bad␛]0;x␇<U+200B>name"
    assert host.left_with == [Answers(reason="bad␛]0;x␇<U+200B>name!")]


async def test_a_choice_goes_round_and_jumps_by_letter():
    field = Field("existing_lines", "Lines", "financials 17", choices=("keep", "override"))
    host = ScreenHost(AnswersModal(A.IMPORT, 1, (field,), "Import it"))

    async with host.run_test(size=(80, 24)) as pilot:
        choice = host.screen.query_one(Choice)
        shown = [choice.value]
        for key in ("right", "right", "right", "left", "k", "o"):
            await pilot.press(key)
            shown.append(choice.value)

    assert shown == ["", "keep", "override", "keep", "override", "keep", "override"]


async def test_a_choice_that_was_not_made_is_asked_for():
    field = Field("existing_lines", "Lines", "financials 17", choices=("keep", "override"))
    host = ScreenHost(AnswersModal(A.IMPORT, 1, (field,), "Import it"))

    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await settled(pilot)
        told = seen(host)

    assert "Lines is required" in told
    assert host.left_with == []
