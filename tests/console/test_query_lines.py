"""The filter bar and the `:` line: proposals, errors by their column, and where a line goes."""

import pytest
from textual.app import App
from textual.widgets import Input

from console.screens.inbox import InboxScreen
from core.query import Order
from core.vocabulary import View
from tests.console.company import console, store
from tests.console.driving import LARGE, SMALL, drawn, driven, notice, press, says, tab, type_in


def proposals(app: App[None]) -> list[str]:
    """What Tab would take first, and what else could be meant."""
    line = next((line for line in drawn(app) if " Tab " in line), "")
    return line.partition(" Tab ")[2].split()


def typed(app: App[None]) -> str:
    return app.screen.query_one(Input).value


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_fields_and_their_values_are_proposed_and_tab_takes_them(size):
    app = console()

    async with driven(app, size) as pilot:
        await press(pilot, "slash")
        await type_in(pilot, "sta")
        first = proposals(app)
        await press(pilot, "tab")
        await type_in(pilot, "fa")
        second = proposals(app)
        await press(pilot, "tab")

        assert first == ["state:", "status:"]
        assert second == ["failed"]
        assert typed(app) == "state:failed "


async def test_vendors_are_proposed_from_the_store_with_their_quotation_marks():
    app = console()

    async with driven(app, LARGE) as pilot:
        await press(pilot, "slash")
        await type_in(pilot, "vendor:wal")
        await press(pilot, "tab")

        assert typed(app) == 'vendor:"Walsh Construction" '
        assert tab(app).records.window.total == 3


async def test_the_names_of_the_columns_come_back_when_typing_is_over():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "slash")
        typing = says(app, "Number")
        await press(pilot, "escape")

        assert not typing
        assert says(app, "Number")


async def test_what_cannot_be_read_is_named_by_its_column_and_the_list_stays():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "slash")
        await type_in(pilot, "bridge stat:failed")

        assert notice(app).startswith("Column 8: There is no field 'stat'; fields are state, ")
        assert tab(app).records.window.query.terms[0].value == "bridge"


async def test_a_filter_may_name_the_view_and_the_order():
    app = console()

    async with driven(app, LARGE) as pilot:
        await press(pilot, "slash")
        await type_in(pilot, "view:synced sort:title")
        await press(pilot, "enter")
        query = tab(app).query_now
        await press(pilot, "o")

        assert (query.view, query.order) == (View.SYNCED, Order.TITLE)
        assert says(app, "/view:synced")
        assert not says(app, "sort:title")


async def test_leaving_the_view_that_was_typed_takes_it_out_of_the_filter():
    app = console()

    async with driven(app, LARGE) as pilot:
        await press(pilot, "slash")
        await type_in(pilot, "bridge view:synced")
        await press(pilot, "enter", "greater_than_sign")

        assert says(app, "/bridge ")
        assert not says(app, "view:synced")


async def test_a_line_goes_to_a_tab_with_a_filter_in_the_view_it_means():
    app = console(tab="vendors")

    async with driven(app, LARGE) as pilot:
        await press(pilot, "colon")
        await type_in(pilot, "commitm state:failed amount:>10000")
        await press(pilot, "enter")

        assert tab(app).TAB.name == "commitments"
        assert tab(app).query_now.view is View.FAILED
        assert says(app, "/state:failed amount:>10000")


async def test_a_line_that_cannot_be_read_stays_with_its_column():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "colon")
        await type_in(pilot, "c state:failed")
        await press(pilot, "enter")
        ambiguous = "\n".join(drawn(app))
        await press(pilot, *["left"] * 13)
        await type_in(pilot, "ommi")
        await press(pilot, "enter")

        assert "Column 1: 'c' may be cost_codes, job_costs, commitments, change_orders" in ambiguous
        assert tab(app).query_now.view is View.FAILED


async def test_lines_come_back_in_the_same_session_on_any_tab():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "colon")
        await type_in(pilot, "invoices")
        await press(pilot, "enter", "colon")
        await type_in(pilot, "x")
        await press(pilot, "up")
        before = typed(app)
        await press(pilot, "down")
        draft = typed(app)
        await press(pilot, "escape")

        assert (before, draft) == ("invoices", "x")
        assert not app.screen.query(Input)
        assert tab(app).TAB.name == "invoices"


async def test_tab_completes_a_line_first_the_tab_then_its_filter():
    app = console()

    async with driven(app, LARGE) as pilot:
        await press(pilot, "colon")
        await type_in(pilot, "commi")
        await press(pilot, "tab")
        await type_in(pilot, "sta")
        await press(pilot, "tab")
        await type_in(pilot, "fa")
        await press(pilot, "tab", "enter")

        assert tab(app).query_now.view is View.FAILED


async def test_a_line_goes_to_a_view_and_to_a_place():
    app = console()

    async with driven(app, LARGE) as pilot:
        await press(pilot, "colon")
        await type_in(pilot, "view synced")
        await press(pilot, "enter")
        view = tab(app).query_now.view
        await press(pilot, "colon")
        await type_in(pilot, "inbox")
        await press(pilot, "enter")

        assert view is View.SYNCED
        assert isinstance(app.screen, InboxScreen)


async def test_a_line_decides_nothing():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "colon")
        await type_in(pilot, "accept SC1040")
        await press(pilot, "enter")

        assert says(app, "There is no tab 'accept'")


async def test_hostile_text_is_shown_and_matches_nothing():
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "slash")
        await type_in(pilot, "[bold]%_'\";")
        await press(pilot, '"')

        assert says(app, "Nothing here matches the filter.") or "Column" in notice(app)


async def test_what_is_typed_is_saved_and_gone_to_from_another_tab():
    app = console()

    async with driven(app, LARGE) as pilot:
        await press(pilot, "slash")
        await type_in(pilot, "amount:>5000000")
        await press(pilot, "ctrl+s")
        await type_in(pilot, "big")
        await press(pilot, "enter")
        told = notice(app)
        await press(pilot, "escape", "1", "apostrophe")
        listed = [line for line in drawn(app) if "@big" in line]
        await press(pilot, "enter")

        assert told.startswith("Saved as @big")
        assert 'view:"ready to export" amount:>5000000' in listed[0]
        assert tab(app).TAB.name == "commitments"
        assert tab(app).query_now.view is View.READY_TO_EXPORT
        assert tab(app).query_now.terms[0].value == 5_000_000_00


async def test_a_line_goes_to_a_saved_view_by_its_name():
    app = console()
    app._desk.saver.save("big", "commitments", "view:synced amount:>1")

    async with driven(app) as pilot:
        await press(pilot, "1", "colon")
        await type_in(pilot, "view BIG")
        await press(pilot, "enter")

        assert (tab(app).TAB.name, tab(app).query_now.view) == ("commitments", View.SYNCED)


async def test_a_view_is_deleted_where_it_is_listed():
    app = console()
    app._desk.saver.save("big", "commitments", "amount:>1")

    async with driven(app) as pilot:
        await press(pilot, "apostrophe")
        await press(pilot, "delete")

        assert says(app, "big is deleted.")
        assert says(app, "Saved views: none yet.")


async def test_what_cannot_be_saved_says_why():
    app = console()

    async with driven(app, LARGE) as pilot:
        await press(pilot, "slash", "ctrl+s")
        await type_in(pilot, "big")
        await press(pilot, "ctrl+e")

        assert notice(app).startswith("This takes Admin of ERP Integrations")


async def test_a_saved_view_that_names_no_view_is_of_the_whole_tab():
    app = console()
    app._desk.saver.save("bridges", "commitments", "bridge")

    async with driven(app) as pilot:
        await press(pilot, "apostrophe")
        counted = next(line for line in drawn(app) if "@bridges" in line).split()[2]
        await press(pilot, "enter")

        assert tab(app).query_now.view is None
        assert tab(app).records.window.total == int(counted)


async def test_the_count_is_whole_while_a_filter_is_typed_in_a_small_terminal():
    app = console(store(400))

    async with driven(app) as pilot:
        await press(pilot, "greater_than_sign", "slash")
        await type_in(pilot, "view:all")

        total = tab(app).records.window.total
        assert total > 99
        assert f" {total}" in drawn(app)[3]
