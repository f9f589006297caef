"""How far a refresh is, asked by commands while it runs."""

from datetime import timedelta

import pytest

from adapters.stores.sqlite import SqliteStore
from tests.people import ADA

MANY, SOME = 10_000, 2_500


@pytest.fixture
def under_way(home):
    """A refresh that somebody else's connector is at."""
    store = SqliteStore(home / "countersign.sqlite")
    store.ask_refresh("vendors", ADA)
    run = store.next_refresh("another", 600)
    ends_at = store.now() + timedelta(seconds=90)
    yield lambda **told: store.report_refresh(run._replace(ends_at=ends_at, **told))
    store.close()


def test_the_tabs_say_which_system_is_read_how_many_of_how_many_and_how_long_still(
    countersign, under_way
):
    under_way(stage="Procore", seen=SOME, total=MANY)

    told = {tab["tab"]: tab["refreshing"] for tab in countersign("tabs", "--json").json}
    vendors = told.pop("vendors")

    assert set(told.values()) == {None}
    assert 80 < vendors.pop("left_s") <= 90
    assert vendors == {
        "state": "running", "reads": "Procore", "seen": SOME, "total": MANY, "about": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({"stage": "Procore", "seen": SOME, "total": MANY}, "Procore 2,500 of 10,000"),
        ({"stage": "hh2", "seen": SOME, "total": MANY, "about": True}, "hh2 2,500 of about 10,000"),
        ({"stage": "hh2", "seen": SOME}, "hh2 2,500"),
        ({"seen": SOME, "total": MANY}, "2,500 of 10,000"),
    ],
)
def test_it_is_said_in_the_same_words_wherever_it_is_asked(countersign, under_way, told, text):
    under_way(**told)

    line = f"Vendors: {text}, about 2 min left; Ada Administrator asked."
    assert countersign("refreshes").out.splitlines() == [line]
    assert countersign("tabs").out.splitlines()[-1] == line
