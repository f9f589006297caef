"""How a list looks that holds every status, cannot be read, or has too little room."""

import pytest

from console.app import CountersignApp
from console.screens.tab import SCREENS
from core.desk import Desk
from core.ports import StoreUnusable
from tests.console.company import console, store
from tests.console.driving import LARGE, SMALL, press, settled
from tests.goldens.album import still
from tests.people import ANA
from tests.records import NOW

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])


@pytest.fixture
def looks(album):
    """Takes the picture of a tab, after seeing that it is the tab it should be."""

    async def taken(app, size, keys=()):
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            await press(pilot, *keys)
            assert type(app.screen) is SCREENS["commitments"]
            await still(pilot)
            album.take("tab", app)
        return album

    return taken


@SIZES
async def test_all_of_a_tab_in_every_status(looks, size):
    album = await looks(console(), size, ["less_than_sign", *["greater_than_sign"] * 7])

    assert (album.differ, album.faint) == ([], {})


class Unreadable(Desk):
    """A desk whose store has gone away."""

    def rows(self, *_: object, **__: object):
        raise StoreUnusable("The store cannot be read: the disk reports an error. Check the disk.")


@SIZES
async def test_a_list_that_cannot_be_read(looks, size):
    broken = CountersignApp(Unreadable(store(), ANA), "commitments", clock=lambda: NOW)

    album = await looks(broken, size)

    assert (album.differ, album.faint) == ([], {})


@pytest.mark.parametrize("size", [(50, 12), (60, 16)], ids=["too-small", "just-enough"])
async def test_a_small_terminal(looks, size):
    album = await looks(console(), size)

    assert (album.differ, album.faint) == ([], {})
