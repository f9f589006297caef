"""The list under the keyboard: moving, marking, filtering, and staying where one was."""

import pytest

from console.app import CountersignApp
from console.widgets.header import Header
from core.case import Answers
from core.desk import Desk
from core.ports import Asked, StoreUnusable
from core.tabs import TABS
from core.vocabulary import Action
from tests.console.company import console, store
from tests.console.driving import (
    LARGE,
    SMALL,
    drawn,
    driven,
    notice,
    press,
    says,
    settled,
    tab,
    type_in,
    under_cursor,
)
from tests.people import ANA, SAM, VIC
from tests.records import NOW


def marked(app):
    return [mark.asked.record for mark in tab(app).records.marks]


async def test_a_tab_opens_on_its_first_view_with_the_cursor_on_the_oldest_record():
    app = console()

    async with driven(app):
        assert under_cursor(app) == "SC1040"
        assert says(app, "Ready to Export  16")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_number_status_and_amount_are_on_screen_without_scrolling_sideways(size):
    app = console()

    async with driven(app, size):
        line = next(line for line in drawn(app) if "SC1031" in line)

        assert all(text in line for text in ("SC1031", "S sent", "7,750,000.00"))


async def test_a_long_title_ends_in_an_ellipsis():
    app = console()

    async with driven(app):
        assert says(app, "Electrical distribu…")


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        (["down"], "SC1031"),
        (["j", "j", "k"], "SC1031"),
        (["end"], "SC1001"),
        (["G", "g"], "SC1040"),
        (["pagedown"], "SC1014"),
        (["pagedown", "pageup"], "SC1040"),
        (["up"], "SC1040"),
    ],
)
async def test_keys_move_the_cursor(keys, number):
    app = console()

    async with driven(app) as pilot:
        await press(pilot, *keys)

        assert under_cursor(app) == number


async def test_the_terminals_own_cursor_follows_the_row():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "down", "down")

        line = drawn(app)[app.cursor_position.y]
        assert under_cursor(app) in line


async def test_space_marks_and_moves_down():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "space", "space")

        assert marked(app) == ["commitment-40", "commitment-31"]
        assert under_cursor(app) == "SC1030"
        assert notice(app).startswith("3 of 16   2 marked, 17,750,000.00 USD")


async def test_space_on_a_marked_record_takes_the_mark_away():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "space", "up", "space")

        assert marked(app) == []


async def test_shift_and_an_arrow_mark_as_they_go():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "shift+down", "shift+down")

        assert marked(app) == ["commitment-40", "commitment-31", "commitment-30"]


@pytest.mark.parametrize("keys", [["v", "G", "v"], ["G", "v", "g", "v"]])
async def test_v_marks_from_one_end_to_the_other_whichever_comes_first(keys):
    app = console()

    async with driven(app) as pilot:
        await press(pilot, *keys)

        assert len(marked(app)) == 16


@pytest.mark.parametrize("key", ["asterisk", "V"])
async def test_one_key_marks_all_that_the_filter_shows_seen_or_not(key):
    app = console(store(1300))

    async with driven(app) as pilot:
        await press(pilot, key)

        assert len(marked(app)) == 500
        assert "500 marked" in notice(app)


async def test_minus_clears_the_marks():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "asterisk", "minus")

        assert marked(app) == []


async def test_another_view_drops_the_marks_so_that_nobody_decides_what_is_out_of_sight():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "space", "greater_than_sign")

        assert marked(app) == []
        assert says(app, "Failed to Export  3")


async def test_a_filter_works_while_it_is_typed_and_stays_after_enter():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "slash")
        await type_in(pilot, "conc")
        assert under_cursor(app) == "SC1029"

        await press(pilot, "enter", "down")

        assert under_cursor(app) == "SC1017"
        assert says(app, "Ready to Export  3  /conc")


async def test_esc_clears_the_filter():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "slash")
        await type_in(pilot, "conc")
        await press(pilot, "escape")

        assert says(app, "Ready to Export  16")
        assert app.focused is tab(app).records


async def test_a_filter_that_cannot_be_read_names_the_column_and_leaves_the_list():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "slash")
        await type_in(pilot, "steel ")
        app.focused.insert_text_at_cursor("colour:red")
        await settled(pilot)

        assert notice(app).startswith("Column 7: There is no field 'colour'")
        assert says(app, "Ready to Export  4")


async def test_a_filter_that_finds_nothing_says_so_and_how_to_get_back():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "slash")
        await type_in(pilot, "zzz")

        assert says(app, "Nothing here matches the filter.")
        assert says(app, "Press \\ to clear it.")


async def test_o_sorts_by_the_next_column_and_capital_o_turns_it_round():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "o")
        assert (under_cursor(app), says(app, "by number")) == ("SC1001", True)

        await press(pilot, "O")

        assert (under_cursor(app), says(app, "by number, last first")) == ("SC1040", True)


async def test_an_empty_view_says_what_would_put_rows_there():
    app = console(tab="sub_jobs")

    async with driven(app) as pilot:
        await press(pilot, *["greater_than_sign"] * 3)

        assert says(app, "Nothing here.")
        assert says(app, "A record passes through here between its acceptance and")


@pytest.mark.parametrize(
    ("key", "name"), list(zip("1234567890", [t.name for t in TABS], strict=True))
)
async def test_a_digit_goes_to_its_tab_and_each_tab_is_a_class_of_its_own(key, name):
    app = console(tab="jobs" if name == "vendors" else "vendors")

    async with driven(app) as pilot:
        await press(pilot, key)

        assert type(app.screen).__name__ == name.title().replace("_", "") + "Screen"
        assert tab(app).TAB.name == name


async def test_brackets_go_round_the_tabs():
    app = console(tab="prime_contracts")

    async with driven(app) as pilot:
        await press(pilot, "right_square_bracket")
        assert tab(app).TAB.name == "cost_codes"

        await press(pilot, "left_square_bracket")

        assert tab(app).TAB.name == "prime_contracts"


async def test_screens_are_made_when_they_are_first_visited():
    app = console()

    async with driven(app) as pilot:
        assert set(app._screen_stacks) == {"_default", "commitments"}

        await press(pilot, "2")

        assert set(app._screen_stacks) == {"_default", "commitments", "vendors"}


async def test_what_others_decide_leaves_the_list_and_the_cursor_stays_on_its_record():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "down", "down")
        before = under_cursor(app)
        Desk(made, ANA).perform(Action.REJECT, Asked("commitment-40"), Answers(reason="not ours"))
        tab(app).on_desk_screen_moved()
        await settled(pilot)

        assert under_cursor(app) == before
        assert not says(app, "SC1040")
        assert says(app, "Ready to Export  15")


async def test_when_the_record_itself_leaves_the_cursor_is_on_its_neighbour():
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "down")
        Desk(made, ANA).perform(Action.REJECT, Asked("commitment-31"), Answers(reason="not ours"))
        tab(app).on_desk_screen_moved()
        await settled(pilot)

        assert under_cursor(app) == "SC1030"


async def test_a_click_moves_the_cursor_and_one_on_the_margin_marks():
    app = console()

    async with driven(app) as pilot:
        await pilot.click("RecordList", offset=(20, 2))
        await settled(pilot)
        assert (under_cursor(app), marked(app)) == ("SC1030", [])

        await pilot.click("RecordList", offset=(0, 3))
        await settled(pilot)

        assert marked(app) == ["commitment-29"]


async def test_a_click_on_a_tab_and_on_a_view_goes_there():
    app = console()

    async with driven(app) as pilot:
        await pilot.click("ViewList", offset=(3, 2))
        await settled(pilot)
        assert says(app, "Failed to Export  3")

        await pilot.click("TabStrip", offset=(9, 0))
        await settled(pilot)

        assert tab(app).TAB.name == "vendors"


async def test_the_verdict_is_on_screen_before_a_key_is_pressed():
    app = console()

    async with driven(app):
        assert says(app, "This takes Admin of Commitments")


@pytest.mark.parametrize("size", [(59, 24), (80, 15), (20, 5)])
async def test_a_terminal_too_small_is_told_so_and_recovers(size):
    app = console()

    async with driven(app, size) as pilot:
        assert says(app, "too small") or says(app, "The terminal is")

        await pilot.resize_terminal(80, 24)
        await settled(pilot)

        assert says(app, "Ready to Export  16")


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (200, 60)])
async def test_no_line_is_wider_than_the_terminal_and_none_is_cut_at_an_amount(size):
    app = console()

    async with driven(app, size):
        assert {len(line) for line in drawn(app)} == {size[0]}
        assert says(app, "10,000,000.00")


async def test_the_header_names_company_sandbox_person_and_role():
    app = console(who=SAM)

    async with driven(app, LARGE):
        head = app.screen.query_one(Header).lines[0]
        text = "".join(span.text for span in head)

        assert "SANDBOX Lake Street Builders  Sam Sender, sender" in text
        assert "0 owed to the ERP" in text


async def test_a_long_list_is_walked_from_end_to_end_without_being_loaded():
    app = console(store(1300))

    async with driven(app) as pilot:
        await press(pilot, "less_than_sign", *["greater_than_sign"] * 7)
        await press(pilot, "end")
        assert under_cursor(app) == "SC1001"

        await press(pilot, *["pageup"] * 14)

        records = tab(app).records
        assert len(records.window.rows) <= 768
        assert says(app, f"{records.window.at(records.cursor).number}")


class Away(Desk):
    """A desk whose store may be out of reach."""

    gone = True

    def rows(self, *args, **keys):
        if self.gone:
            raise StoreUnusable("The store is away. Bring it back.")
        return super().rows(*args, **keys)


async def test_a_list_that_could_not_be_read_comes_back_by_itself():
    desk = Away(store(), ANA)
    app = CountersignApp(desk, "commitments", clock=lambda: NOW)

    async with driven(app) as pilot:
        assert says(app, "The store is away. Bring it back.")

        desk.gone = False
        tab(app)._tick()
        await settled(pilot)

        assert under_cursor(app) == "SC1040"


async def test_a_list_that_was_lost_and_found_is_where_it_was():
    desk = Away(store(), ANA)
    desk.gone = False
    app = CountersignApp(desk, "commitments", clock=lambda: NOW)

    async with driven(app) as pilot:
        await press(pilot, "down", "down")
        desk.gone = True
        tab(app).records.renew()
        await settled(pilot)
        assert says(app, "! The list cannot be read.")

        desk.gone = False
        tab(app)._tick()
        await settled(pilot)

        assert under_cursor(app) == "SC1030"


async def click_on(pilot, text):
    """The left button, on a text in the last line."""
    line = drawn(pilot.app)[-1]
    await pilot.click("StatusBar", offset=(line.index(text), 1))
    await settled(pilot)


async def test_a_click_in_the_last_line_is_the_key_that_stands_there():
    made = store()
    async with driven(console(made)) as pilot:
        await click_on(pilot, "mark")
        marked = len(tab(pilot.app).records.marks)
        await click_on(pilot, "reject")
        asked = says(pilot.app, "Reject SC1040")
        await press(pilot, "escape")
        await click_on(pilot, "keys")

        assert marked == 1
        assert asked
        assert says(pilot.app, "Help: Commitments")


async def test_a_click_on_what_may_not_be_done_says_why():
    async with driven(console(store(), VIC)) as pilot:
        await click_on(pilot, "accept")

        assert notice(pilot.app).startswith("Not accepted SC1040: This takes")


async def test_a_click_beside_the_keys_does_nothing():
    made = store()
    async with driven(console(made)) as pilot:
        before = drawn(pilot.app)
        await pilot.click("StatusBar", offset=(79, 1))
        await pilot.click("StatusBar", offset=(5, 0))
        await settled(pilot)

        assert drawn(pilot.app) == before


async def test_a_key_of_another_tab_says_that_it_does_nothing_here():
    async with driven(console(store())) as pilot:
        await press(pilot, "x")

        assert notice(pilot.app) == "x does nothing on Commitments; ? lists the keys."
