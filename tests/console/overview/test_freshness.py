"""The first line: how old either hop is, and when it is expected next."""

from datetime import timedelta

import pytest

from console.widgets.header import Standing, header
from console.widgets.lines import cells, plain
from core.ports import Expected, Freshness
from tests.people import ANA
from tests.records import NOW

MINUTES = timedelta(minutes=1)
AGES = Freshness(NOW - 4 * MINUTES, NOW - 2 * MINUTES)
DUE = Expected(NOW + MINUTES, NOW + 28 * MINUTES)
LONG_AGO = Freshness(NOW - timedelta(days=40), NOW - timedelta(days=30))


def line(width: int, ages: Freshness = AGES, due: Expected = DUE) -> str:
    standing = Standing("Lake Street Builders", True, ages, 3, NOW, due)
    made = header(ANA, standing, width)
    assert cells(made) == width
    return plain(made)


def test_where_there_is_room_each_hop_says_when_it_is_next():
    assert "Sage 11:56 next 12:01, relay 11:58 next 12:28 UTC  3 owed to the ERP" in line(130)


def test_on_eighty_columns_the_sooner_one_is_told():
    assert line(80).endswith("Sage 11:56 relay 11:58 next 12:01  3 owed ")


def test_what_should_have_come_is_due():
    assert "next due" in line(80, due=Expected(NOW, NOW + MINUTES))


@pytest.mark.parametrize("width", [60, 80, 110])
def test_long_dates_never_push_out_what_is_owed(width):
    assert line(width, LONG_AGO).rstrip().endswith("owed to the ERP" if width >= 110 else "owed")


def test_before_the_first_run_nothing_is_expected():
    never = line(80, Freshness(None, None), Expected(None, None))

    assert "Sage never relay never  3 owed" in never
