"""A window over a long list: wherever it is put, it shows what is there."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.widgets import window as w
from core.desk import Desk
from core.grammar import parsed
from core.query import Order, Query
from core.vocabulary import Action, View
from tests.console.company import store
from tests.people import ANA
from tests.records import NOW, commitment

N = 1700
ALL = Query("commitments")


@pytest.fixture(scope="module")
def lists():
    return Desk(store(N), ANA)


@pytest.fixture(scope="module")
def whole(lists):
    return [row.id for row in lists.rows(ALL, 10 * N)]


def shown(window):
    return [row.id for row in window.rows]


def test_a_list_opens_at_its_beginning_and_knows_its_length(lists, whole):
    window = w.opened(lists, ALL)

    assert (window.first, window.total, window.exact) == (0, N, True)
    assert shown(window) == whole[: w.PAGE]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, N - 1), min_size=1, max_size=6))
def test_every_position_is_reached_from_everywhere(lists, whole, positions):
    window = w.opened(lists, ALL)
    for position in positions:
        window = w.reached(lists, window, position)

        assert window.at(position).id == whole[position]
        assert shown(window) == whole[window.first : window.end]
        assert len(window.rows) <= w.KEPT


def test_walking_down_and_up_again_keeps_three_pages_at_most(lists, whole):
    window = w.opened(lists, ALL)
    while window.end < window.total:
        window = w.below(lists, window)

        assert shown(window) == whole[window.first : window.end]
        assert len(window.rows) <= w.KEPT
    while window.first > 0:
        window = w.above(lists, window)

        assert shown(window) == whole[window.first : window.end]
    assert (window.total, window.exact) == (N, True)


def test_the_end_is_read_backwards(lists, whole):
    window = w.reached(lists, w.opened(lists, ALL), N - 1)

    assert window.end == window.total == N
    assert shown(window) == whole[-w.PAGE :]


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_can_be_walked_to_its_end(lists, order, descending):
    query = ALL._replace(order=order, descending=descending)
    everything = [row.id for row in lists.rows(query, 10 * N)]

    window = w.reached(lists, w.opened(lists, query), N // 2)

    assert window.at(N // 2).id == everything[N // 2]


def test_a_filter_that_finds_little_is_counted_by_what_came(lists):
    query = ALL._replace(terms=parsed("number:SC10"))

    window = w.opened(lists, query)

    assert (len(window.rows), window.total, window.exact) == (99, 99, True)


def test_what_is_sought_is_shown_before_the_rest_of_its_page_is_read(lists):
    query = ALL._replace(terms=parsed("deck"))
    whole = w.opened(lists, query)

    seen = w.begun(lists, query)

    assert shown(seen) == shown(whole)[: w.SEEN]
    assert w.below(lists, seen) == whole


def test_a_filter_that_finds_nothing_is_an_empty_window(lists):
    window = w.opened(lists, ALL._replace(terms=parsed("nobody")))

    assert (window.rows, window.total) == ((), 0)


def test_a_window_read_again_after_others_decided_holds_its_place():
    desk = Desk(store(N), ANA)
    query = Query("commitments", View.READY_TO_EXPORT)
    window = w.reached(desk, w.opened(desk, query), 300)
    gone = [desk.ids(query, N)[n] for n in range(310, 330)]
    desk.perform_many(Action.REJECT, gone, w_reason())
    everything = [row.id for row in desk.rows(query, N)]

    fresh = w.renewed(desk, window, 300)

    assert shown(fresh) == everything[fresh.first : fresh.end]
    assert fresh.at(300).id == window.at(300).id
    assert fresh.total == len(everything)


def test_new_rows_far_above_do_not_move_the_rows_in_view():
    made = store(N)
    desk = Desk(made, ANA)
    window = w.reached(desk, w.opened(desk, ALL), 900)
    top = window.at(900)
    older = commitment(id="older", number="OLD1", sent_at=NOW.replace(year=2020))
    made.arrive([older], ANA)

    fresh = w.renewed(desk, window, 900)

    assert fresh.place(top) in {900, 901}
    assert fresh.total == N + 1


def test_a_range_names_every_record_between_its_ends(lists, whole):
    first = w.reached(lists, w.opened(lists, ALL), 300).at(300)
    last = w.reached(lists, w.opened(lists, ALL), 1500).at(1500)

    found = w.between(lists, ALL, first, last)

    assert [asked.record for asked in found] == whole[300:1501]


def w_reason():
    from core.case import Answers

    return Answers(reason="wrong job")
