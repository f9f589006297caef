"""How the screens beside the tabs look when they are opened by their keys."""

import pytest

from console.keys import PLACES
from console.screens.tab import TabScreen
from core.tabs import TABS
from tests.console.company import console
from tests.console.driving import LARGE, SMALL, settled
from tests.people import ADA

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
SECTIONS = ("project", "people", "checks", "schedule", "mappings")


def where(only):
    """A tab that has the place."""
    return next(tab.name for tab in TABS if tab.name in (only or ("commitments",)))


@pytest.fixture
def opened(snap_compare):
    """Compares the picture of what a key opens, after seeing that it opened something."""

    def compared(tab, keys, size):
        app = console(who=ADA, tab=tab)

        async def before(pilot):
            await settled(pilot)
            for key in keys:
                await pilot.press(key)
                await settled(pilot)
            assert not isinstance(app.screen, TabScreen)

        return snap_compare(app, terminal_size=size, run_before=before)

    return compared


@SIZES
@pytest.mark.parametrize(("keys", "name", "_", "only"), PLACES, ids=[row[1] for row in PLACES])
def test_a_place(opened, keys, name, _, only, size):
    assert opened(where(only), [keys.split(",")[0]], size), name


@SIZES
@pytest.mark.parametrize("steps", range(1, 6), ids=SECTIONS)
def test_a_section_of_the_setup(opened, steps, size):
    assert opened("commitments", ["f2", *["right_square_bracket"] * steps], size)
