"""Text is found by its letters wherever it stands in a list, and by those that have just come."""

import pytest

from adapters.stores import lists
from adapters.stores.sqlite import SqliteStore
from core.grammar import read
from core.people import CONNECTOR
from core.query import Order, Query
from core.vocabulary import ErpStatus, RecordId, View
from tests.records import NOW, commitment

WORDS = ("bridge", "deck", "Müller & Søn", "storm drain", "quartz", "50% zinc")
COUNT = 90
TYPED = (
    "bridge", "br", "b", "deck sc00", "müller", "ü", "z", "zq", "qu", "% z", "storm drain", "n 7",
    "nothing", "storm -deck", "title:quartz", "number:SC008", "zinc amount:>5",
)  # fmt: skip


def made(path=None) -> SqliteStore:
    store = SqliteStore(path, clock=lambda: NOW)
    store.arrive(
        [
            commitment(
                ErpStatus.READY_TO_EXPORT if n % 3 else ErpStatus.SYNCED,
                id=RecordId(f"c-{n}"), number=f"SC{n:04}", erp_id=f"SC{n:04}", export_key=f"k-{n}",
                title=f"{WORDS[n % len(WORDS)]} {n}", amount=n * 100,
            )
            for n in range(COUNT)
        ],
        CONNECTOR,
    )  # fmt: skip
    return store


def asked(typed: str, order: Order = Order.AGE, view: View | None = View.READY_TO_EXPORT) -> Query:
    return Query("commitments", view, read(typed, "commitments").terms, order)


def taken_in(store: SqliteStore) -> SqliteStore:
    while store.take_in():
        pass
    return store


@pytest.fixture(scope="module")
def plain() -> SqliteStore:
    return made()


@pytest.fixture(scope="module", params=["all taken in", "some taken in", "none taken in"])
def store(request) -> SqliteStore:
    made_so = made()
    if request.param == "some taken in":
        made_so._database.rows("DELETE FROM haystacks")
        with made_so._database.write() as connection:
            connection.execute(lists.TAKE_IN, (COUNT // 2,))
    return taken_in(made_so) if request.param == "all taken in" else made_so


@pytest.mark.parametrize("order", [Order.AGE, Order.TITLE])
@pytest.mark.parametrize("view", [View.READY_TO_EXPORT, None])
@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize(("few", "near"), [(COUNT, COUNT), (COUNT, 2), (3, 2)])
def test_what_letters_find_is_what_walking_finds(
    monkeypatch, store, plain, typed, view, order, few, near
):
    query = asked(typed, order, view)
    monkeypatch.setattr(lists, "SOME", -1)
    walked = plain.rows(query, COUNT), plain.ids(query, COUNT), plain.tally(query, COUNT)

    monkeypatch.setattr(lists, "SOME", COUNT)
    monkeypatch.setattr(lists, "FEW", few)
    monkeypatch.setattr(lists, "NEAR", near)
    found = store.rows(query, COUNT), store.ids(query, COUNT), store.tally(query, COUNT)

    assert found == walked


@pytest.mark.parametrize("typed", ["bridge", "br", "deck 1"])
def test_pages_follow_on_each_other_without_a_gap(monkeypatch, store, plain, typed):
    query = asked(typed)
    monkeypatch.setattr(lists, "NEAR", 2)
    row, pages = None, []
    while page := store.rows(query, 4, after=row):
        pages += page
        row = page[-1]

    assert pages == list(plain.rows(query, COUNT))
    assert list(store.rows(query, 4, last=True)) == pages[-4:]


def test_where_many_hold_it_nothing_is_counted(monkeypatch):
    store = taken_in(made())
    monkeypatch.setattr(lists, "FEW", 3)

    assert store.reckon(asked("deck"), 50) == (0, False)
    assert store.reckon(asked("sc0040"), 50) == (1, True)


def test_another_text_is_found_and_the_one_before_is_not():
    store = taken_in(made())
    before = store.find(RecordId("c-1"))
    with store._database.write() as connection:
        connection.execute(
            "UPDATE records SET haystack = replace(haystack, 'deck', 'pier') WHERE id = ?",
            (before.id,),
        )

    names = [row.id for row in store.rows(asked("pier"), COUNT)]

    assert names == ["c-1"]
    assert "c-1" not in [row.id for row in store.rows(asked("deck"), COUNT)]


def test_what_does_not_change_the_text_leaves_the_letters_alone():
    store = taken_in(made())
    kept = "SELECT count(*), sum(length(block)) FROM haystacks_data"
    before = store._database.rows(kept)
    with store._database.write() as connection:
        connection.execute("UPDATE records SET age_from = age_from + 1, haystack = haystack")

    assert store._database.rows(kept) == before


def test_a_copy_of_the_file_finds_the_same(tmp_path):
    store = taken_in(made(tmp_path / "first.sqlite"))
    store._database.copy_to(tmp_path / "second.sqlite")
    copy = SqliteStore(tmp_path / "second.sqlite", clock=lambda: NOW)
    copy.arrive([commitment(id=RecordId("late"), title="quartz late")], CONNECTOR)

    for typed in ("quartz", "quartz late"):
        found = [row.id for row in copy.rows(asked(typed), COUNT) if row.id != "late"]
        assert found == [row.id for row in store.rows(asked(typed), COUNT)]
    assert [row.id for row in taken_in(copy).rows(asked("quartz late"), COUNT)] == ["late"]
    store.close()
    copy.close()


def test_records_of_every_kind_are_numbered():
    store = made()

    numbers = store._database.rows("SELECT count(*), count(DISTINCT n), max(n) FROM records")

    assert numbers == [(COUNT, COUNT, COUNT)]
