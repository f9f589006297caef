"""How the ten tabs look, and a list that is empty, unread, marked, filtered or too small."""

import pytest

from console.app import CountersignApp
from console.screens.answers import AnswersModal
from console.screens.tab import SCREENS
from core.desk import Desk
from core.ports import RunState, StoreUnusable
from core.tabs import TABS
from tests.console.company import console, store
from tests.console.driving import LARGE, SMALL, settled, type_in
from tests.people import ANA, VIC
from tests.records import NOW

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])


@pytest.fixture
def looks(snap_compare):
    """Compares the picture of a screen, after seeing that it is the screen it should be."""

    def compared(app, size, expected, press=(), text=""):
        async def before(pilot):
            await settled(pilot)
            for key in press:
                await pilot.press(key)
                await settled(pilot)
            await type_in(pilot, text)
            assert type(app.screen) is expected

        return snap_compare(app, terminal_size=size, run_before=before)

    return compared


@SIZES
@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.name)
def test_a_tab(looks, tab, size):
    assert looks(console(tab=tab.name), size, SCREENS[tab.name])


@SIZES
def test_marked_records(looks, size):
    app = console()

    assert looks(app, size, SCREENS["commitments"], ["space", "space", "down", "space"])


@SIZES
def test_all_of_a_tab_in_every_status(looks, size):
    app = console()

    assert looks(app, size, SCREENS["commitments"], ["less_than_sign", *["greater_than_sign"] * 7])


@SIZES
def test_failed_records(looks, size):
    assert looks(console(), size, SCREENS["commitments"], ["greater_than_sign"])


@SIZES
def test_a_filter_being_typed(looks, size):
    assert looks(console(), size, SCREENS["commitments"], ["slash"], "steel")


@SIZES
def test_a_filter_that_cannot_be_read(looks, size):
    assert looks(console(), size, SCREENS["commitments"], ["slash"], "amount:many")


@SIZES
def test_an_empty_view(looks, size):
    app = console(tab="sub_jobs")

    assert looks(app, size, SCREENS["sub_jobs"], ["greater_than_sign"] * 3)


@SIZES
def test_who_may_only_look(looks, size):
    assert looks(console(who=VIC), size, SCREENS["commitments"])


@SIZES
def test_what_a_bulk_acceptance_asks(looks, size):
    assert looks(console(), size, AnswersModal, ["asterisk", "a"])


@SIZES
def test_a_refresh_under_way(looks, size):
    made = store()
    run = made.ask_refresh("vendors", ANA)
    made.next_refresh("a connector", 1e6)
    made.report_refresh(run._replace(state=RunState.RUNNING, seen=1500, total=2300, arrived=12))

    assert looks(console(made, tab="vendors"), size, SCREENS["vendors"], ["R"])


class Unreadable(Desk):
    """A desk whose store has gone away."""

    def rows(self, *_: object, **__: object):
        raise StoreUnusable("The store cannot be read: the disk reports an error. Check the disk.")


@SIZES
def test_a_list_that_cannot_be_read(looks, size):
    broken = CountersignApp(Unreadable(store(), ANA), "commitments", clock=lambda: NOW)
    assert looks(broken, size, SCREENS["commitments"])


def test_a_terminal_that_is_too_small(looks):
    assert looks(console(), (50, 12), SCREENS["commitments"])


def test_the_smallest_terminal_that_is_not(looks):
    assert looks(console(), (60, 16), SCREENS["commitments"])
