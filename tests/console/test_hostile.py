"""Text that wants to be a link, a command or another name is only text, wherever it shows."""

import re

import pytest

from core.case import Answers
from core.desk import Desk
from core.ports import Asked
from core.records import Fault
from core.vocabulary import Action, ErpStatus
from tests.console.company import console, store
from tests.console.driving import LARGE, drawn, driven, press, settled, tab
from tests.people import ANA
from tests.records import NOW, commitment, subcontractor_invoice

S = ErpStatus

MARKUP = (
    "[@click=app.quit]x[/]",
    "[/x]",
    "[link=file:///etc/passwd]y[/link]",
    "[@click=screen.perform('accept')]z[/]",
    "$accent :skull: \\[",
)
CONTROLS = ("\x1b[2J\x1b[H\x07", "\x1b]52;c;c3RvbGVu\x07", "\x9b31m\x9d0;title\x9c")
MARKS = ("Acme \u202ecLL\u2066\u200b", "a\u0301\u0302\u0303\u0304\u0305")
ATTACKS = (*MARKUP[:2], "".join(reversed(MARKUP)), "".join(CONTROLS), "".join(MARKS))
"""By themselves where a parser may stop at the first of them, together where none does."""
ACTS = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def poisoned(text: str, status: ErpStatus = S.READY_TO_EXPORT):
    old = NOW.replace(year=2019)
    return commitment(
        status, id="poison", number=text[:20], title=text, vendor_name=text, project_number=text,
        sent_by=text, sent_at=old, changed_at=old, erp_id=text, note=text,
        fault=Fault(text, text) if status is S.FAILED else None, scope=text,
    )  # fmt: skip


def home(text: str, *more):
    made = store(5, *more)
    made.keep("company", text)
    return made


def assert_harmless(app):
    """No cell acts on a terminal, and none carries an action."""
    assert app.is_running
    for line in drawn(app):
        assert not ACTS.search(line), line
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            assert "@click" not in (segment.style.meta if segment.style else {})
            assert segment.style is None or segment.style.link is None


async def click_everywhere(pilot):
    screen = type(pilot.app.screen)
    width, height = pilot.app.size
    for y in range(0, height, 2):
        for x in (3, width // 2, width - 12):
            await pilot.click(offset=(x, y))
            if type(pilot.app.screen) is not screen:
                return
    await settled(pilot)


@pytest.mark.parametrize("attack", ATTACKS)
async def test_in_the_list_the_verdict_and_the_header(attack):
    person = ANA._replace(name=attack)
    app = console(home(attack, poisoned(attack)), person)

    async with driven(app, LARGE):
        assert tab(app).records.current.id == "poison"
        assert_harmless(app)


@pytest.mark.parametrize("attack", ATTACKS)
async def test_in_the_record_the_reasons_and_the_form(attack):
    app = console(home(attack, poisoned(attack)))

    async with driven(app) as pilot:
        for key in ("enter", "w", "r"):
            await press(pilot, key)
            assert_harmless(app)
            await press(pilot, "escape")


@pytest.mark.parametrize("attack", ATTACKS)
async def test_in_a_fault_and_in_what_was_last_said(attack):
    app = console(home("Lake Street", poisoned(attack, S.FAILED)))

    async with driven(app, LARGE) as pilot:
        await press(pilot, "greater_than_sign")
        assert tab(app).records.current.id == "poison"
        assert_harmless(app)


@pytest.mark.parametrize("attack", ATTACKS)
async def test_in_a_refusal_in_a_batch_and_in_the_notice(attack):
    made = home(attack, poisoned(attack), poisoned(attack)._replace(id="poison-2"))
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "space", "space", "a", "enter")
        assert_harmless(app)
        await press(pilot, "enter")
        assert_harmless(app)


@pytest.mark.parametrize("attack", [*ATTACKS, "\ud800"])
async def test_in_a_filter_that_was_pasted(attack):
    app = console(home("Lake Street"))

    async with driven(app) as pilot:
        await press(pilot, "slash")
        app.focused.insert_text_at_cursor(attack)
        await settled(pilot)
        assert_harmless(app)


@pytest.mark.parametrize("attack", [MARKUP[0], MARKUP[3]])
async def test_clicking_on_it_decides_nothing_and_leaves_nothing(attack):
    invoice = subcontractor_invoice(title=attack, number=attack[:20])
    made = home(attack, poisoned(attack), invoice)
    app = console(made, ANA._replace(name=attack))

    async with driven(app, LARGE) as pilot:
        await click_everywhere(pilot)

        assert app.is_running
        assert made.find("poison").status is S.READY_TO_EXPORT
        assert made.history("poison")[1:] == []


async def test_a_reason_that_was_typed_is_kept_clean():
    made = home("Lake Street", poisoned("plain"))
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "r")
        app.focused.insert_text_at_cursor("no\x1b[2J\u202e")
        await settled(pilot)
        await press(pilot, "enter")

        assert made.find("poison").note == "no␛[2J<U+202E>"


async def test_a_click_is_no_key():
    made = home("Lake Street", poisoned("plain"))
    Desk(made, ANA).perform(Action.REJECT, Asked("poison"), Answers(reason="x"))
    app = console(made)

    async with driven(app, LARGE) as pilot:
        await click_everywhere(pilot)

        assert made.find("poison").status is S.REJECTED
