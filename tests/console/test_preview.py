"""The preview: beside the list where there is room, over it where there is none, and if asked."""

import pytest

from console.screens.previewing import PreviewModal
from console.widgets.preview_pane import PreviewPane
from tests.console.company import console, store
from tests.console.driving import drawn, driven, press, says, settled, tab, under_cursor

MADE = {"commitments": 12}
PREVIEW = "P"


def pane(app):
    return tab(app).query_one(PreviewPane)


async def test_nothing_is_made_or_read_before_somebody_asks():
    app = console(store(**MADE))

    async with driven(app, (120, 40)):
        assert not tab(app).query(PreviewPane)
        assert says(app, "P preview")


@pytest.mark.parametrize("size", [(100, 24), (100, 40), (120, 24), (120, 40)])
async def test_it_follows_the_cursor_and_the_list_keeps_id_amount_and_state(size):
    app = console(store(**MADE))

    async with driven(app, size) as pilot:
        await press(pilot, PREVIEW)
        first = says(app, "Accept would write")
        before = pane(app).lines
        await press(pilot, "j")

        rows = [line[: tab(app).records.region.right] for line in drawn(app)]
        mine = next(line for line in rows if under_cursor(app) in line)
        assert first
        assert pane(app).lines != before
        assert under_cursor(app) in pane(app).lines[0][0].text
        assert "S sent" in mine
        assert ".79" in mine or ".58" in mine or ".00" in mine


async def test_the_same_key_takes_it_away_and_other_tabs_remember():
    app = console(store(**MADE))

    async with driven(app, (120, 40)) as pilot:
        await press(pilot, PREVIEW, "2")
        elsewhere = pane(app).display
        await press(pilot, PREVIEW, "7")

        assert elsewhere
        assert not pane(app).display


async def test_where_there_is_no_room_it_lies_over_the_list():
    app = console(store(**MADE))

    async with driven(app) as pilot:
        await press(pilot, PREVIEW)
        over = isinstance(app.screen, PreviewModal)
        told = says(app, "Accept would write") and says(app, "Budget impact")
        await press(pilot, PREVIEW)

        assert over
        assert told
        assert under_cursor(app)


async def test_it_goes_where_the_terminal_gets_too_narrow_and_comes_back():
    app = console(store(**MADE))

    async with driven(app, (120, 40)) as pilot:
        await press(pilot, PREVIEW)
        await pilot.resize_terminal(90, 30)
        await settled(pilot)
        hidden = not pane(app).display
        await pilot.resize_terminal(100, 40)
        await settled(pilot)

        assert hidden
        assert pane(app).has_class("beneath")


async def test_tab_goes_into_it_and_it_scrolls():
    app = console(store(**MADE))

    async with driven(app, (100, 24)) as pilot:
        await press(pilot, PREVIEW, "tab")
        while app.focused is not pane(app):
            await press(pilot, "tab")
        top = drawn(app)
        await press(pilot, "j", "j")

        assert drawn(app) != top
        assert pane(app).scroll_offset.y == 2


async def test_what_goes_beyond_the_budget_is_said_before_it_is_accepted():
    app = console(store(**MADE))

    async with driven(app) as pilot:
        await press(pilot, "j", "a")

        assert says(app, "Budget impact")
        assert says(app, "beyond the budget")


async def test_the_page_of_a_record_shows_it_too():
    app = console(store(**MADE))

    async with driven(app, (120, 60)) as pilot:
        await press(pilot, "enter")

        assert says(app, "Accept would write")
        assert says(app, "Left after")
