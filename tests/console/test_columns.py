"""What the eye sees: widths that add up, words beside every colour."""

from collections import Counter

import pytest

from adapters.stores.filing import row_of
from console.columns import COLUMNS, EMPTY_VIEWS, GAP, SHORT_VIEWS, SIGNS, fitted, offered, orders
from console.widgets.lines import cells as width_of
from console.widgets.lines import said
from console.widgets.row_text import LEAD, cell, cells
from core.tabs import TAB, TABS
from core.vocabulary import ErpStatus, View
from tests.console.company import store
from tests.records import NOW, commitment

TAB_NAMES = [tab.name for tab in TABS]


def test_every_status_has_a_letter_of_its_own_a_word_and_a_look():
    assert set(SIGNS) == set(ErpStatus)
    assert set(Counter(sign.letter for sign in SIGNS.values()).values()) == {1}


def test_every_view_has_a_short_name_and_says_what_fills_it():
    assert set(SHORT_VIEWS) == set(EMPTY_VIEWS) == set(View)


@pytest.mark.parametrize("name", TAB_NAMES)
@pytest.mark.parametrize("width", [40, 60, 62, 90, 101, 120, 180])
def test_columns_fill_a_list_exactly(name, width):
    fit = fitted(COLUMNS[name], width)

    assert sum(f.width for f in fit) + GAP * (len(fit) - 1) == width


@pytest.mark.parametrize("name", TAB_NAMES)
def test_eighty_columns_show_number_and_status_of_every_tab_and_the_amount_where_there_is_one(name):
    headings = {f.column.heading for f in fitted(COLUMNS[name], 60)}
    every = {column.heading for column in COLUMNS[name]}

    assert {"Number", "Title", "Status"} <= headings
    assert ("Amount" in every) == ("Amount" in headings)


@pytest.mark.parametrize("name", TAB_NAMES)
def test_every_row_is_drawn_as_wide_as_the_list(name):
    from core.query import Query

    fit = fitted(COLUMNS[name], 62 - LEAD)
    for row in store().rows(Query(name), 100):
        assert width_of((said("".join(cells(row, fit, NOW))),)) == 62 - LEAD


def test_a_figure_that_does_not_fit_is_not_cut():
    assert cell("-123,456,789,012.34", 14, right=True, figure=True) == "#" * 14


def test_wide_letters_take_two_cells():
    text = cell("漢字漢字漢字", 7, right=False, figure=False)

    assert width_of((said(text),)) == 7


def test_a_long_list_is_offered_only_in_orders_that_need_no_sorting():
    every = orders(TAB["commitments"])

    assert offered(every, 10_000) == every
    assert offered(every, 10_001) == ("age", "amount")


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.name)
def test_a_list_is_sorted_by_what_it_shows(tab):
    assert len(set(orders(tab))) == len(orders(tab))
    assert orders(tab)[0] == "age"


def test_what_sets_a_record_apart_stands_where_its_view_already_says_the_status():
    (status,) = (c for c in COLUMNS["commitments"] if c.is_status)
    plain, fallen = commitment(), commitment(fell_back="It has no id.")
    unposted = commitment(ErpStatus.SYNCED, unposted_since=NOW)

    shown = [status.text(row_of(one), NOW) for one in (plain, fallen, unposted)]

    assert shown == ["S sent", "S fell back", "= unposted"]
    assert max(map(len, shown)) <= status.width
