"""A session whose line dropped is found again where it stood."""

import os

import pytest

from console import resuming
from console.app import CountersignApp
from console.resuming import Bookmark, Place, Stand, Whereabouts
from core.case import Answers
from core.desk import Desk
from core.ports import Asked
from core.vocabulary import Action, RecordId
from tests.console.company import store
from tests.console.driving import driven, notice, press, says, tab, type_in
from tests.people import ANA
from tests.records import NOW

PLACE = Place(
    "vendors", NOW, {"vendors": Stand("", "kerr", "age", descending=True, marks=(), current="")}
)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "sessions"


@pytest.fixture
def opened():
    """Bookmarks whose process has not ended; the end of one is its lock's."""
    held = []
    yield held.append
    for bookmark in held:
        dropped(bookmark)


def dropped(bookmark):
    """As the end of its process does."""
    if bookmark._file >= 0:
        os.close(bookmark._file)
    bookmark._file = -1


def session(made, folder, who=ANA):
    bookmark = Bookmark(folder, who.id)
    desk = Desk(made, who)
    return bookmark, CountersignApp(
        desk, "commitments", clock=lambda: NOW, where=Whereabouts(bookmark)
    )


async def test_tab_view_filter_order_marks_and_tray_are_back(folder):
    made = store()
    bookmark, app = session(made, folder)
    async with driven(app) as pilot:
        await press(pilot, "slash")
        await type_in(pilot, "amount:>1000")
        await press(pilot, "enter", "O", "space", "left_parenthesis", "space", "space")
        before = [mark.asked for mark in tab(app).records.marks]
        await press(pilot, "2", "greater_than_sign")
        await press(pilot, "7")
    dropped(bookmark)

    bookmark, app = session(made, folder)
    async with driven(app) as pilot:
        here = tab(app)

        assert here.TAB.name == "commitments"
        assert says(app, "/amount:>1000")
        assert says(app, "newest first")
        assert [mark.asked for mark in here.records.marks] == before
        assert len(before) == 2
        assert notice(app).startswith("Back where you were: ")
        assert "Tray 1, " in notice(app)
        await press(pilot, "2")
        assert tab(app).query_now.view is tab(app).TAB.views[1]
    dropped(bookmark)


async def test_what_moved_meanwhile_is_still_marked_as_it_was_seen_and_refused(folder):
    made = store()
    bookmark, app = session(made, folder)
    async with driven(app) as pilot:
        await press(pilot, "space")
    dropped(bookmark)
    Desk(made, ANA).perform(Action.REJECT, Asked(RecordId("commitment-40")), Answers(reason="no"))

    bookmark, app = session(made, folder)
    async with driven(app) as pilot:
        await press(pilot, "a", "enter")

        assert "changed since you looked" in notice(app)
    dropped(bookmark)


async def test_who_leaves_begins_at_the_beginning(folder):
    made = store()
    bookmark, app = session(made, folder)
    async with driven(app) as pilot:
        await press(pilot, "space")
        await pilot.press("q")
    dropped(bookmark)

    bookmark, app = session(made, folder)
    async with driven(app):
        assert tab(app).records.marks == []
        assert notice(app) == "1 of 16"
    dropped(bookmark)


def test_a_session_that_still_runs_keeps_its_own_and_another_begins_anew(folder, opened):
    first, second = Bookmark(folder, "ana"), Bookmark(folder, "ana")
    opened(first)
    opened(second)
    first.take()
    first.keep(PLACE)

    assert second.take() is None
    second.keep(PLACE._replace(tab="jobs"))
    dropped(first)
    again = Bookmark(folder, "ana")
    opened(again)
    assert again.take() == PLACE


def test_a_line_that_hangs_is_taken_for_dropped_once_nothing_moves_there(
    folder, opened, monkeypatch
):
    first, second = Bookmark(folder, "ana"), Bookmark(folder, "ana")
    opened(first)
    opened(second)
    first.take()
    first.keep(PLACE)
    monkeypatch.setattr(resuming, "FORSAKEN", 0.0)

    assert second.take() == PLACE


def test_nobody_finds_where_another_stood(folder, opened):
    first, second = Bookmark(folder, "ana"), Bookmark(folder, "../ana")
    opened(first)
    opened(second)
    first.take()
    first.keep(PLACE)
    dropped(first)

    assert second.take() is None


@pytest.mark.parametrize("text", [b"", b"{", b"[1]\n", b'["vendors", "then", {}]\n', b"\xff\n"])
def test_what_cannot_be_read_begins_anew(folder, opened, text):
    first = Bookmark(folder, "ana")
    opened(first)
    first.take()
    first.keep(PLACE)
    os.pwrite(first._file, text, 0)
    os.ftruncate(first._file, len(text))
    dropped(first)

    second = Bookmark(folder, "ana")
    opened(second)
    assert second.take() is None


def test_a_shorter_place_leaves_nothing_of_a_longer_one(folder, opened):
    first, second = Bookmark(folder, "ana"), Bookmark(folder, "ana")
    opened(second)
    first.take()
    first.keep(PLACE._replace(stands=dict.fromkeys(("vendors", "jobs"), PLACE.stands["vendors"])))
    first.keep(PLACE)
    dropped(first)

    assert second.take() == PLACE


def test_where_no_file_can_be_made_a_session_goes_without(tmp_path):
    (tmp_path / "sessions").write_text("")
    bookmark = Bookmark(tmp_path / "sessions", "ana")

    assert bookmark.take() is None
    bookmark.keep(PLACE)
    bookmark.forget()
