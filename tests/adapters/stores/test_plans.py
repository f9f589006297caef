"""Every statement of the hot paths walks an index and sorts nothing."""

from pathlib import Path

import pytest

from adapters.stores import shelf
from adapters.stores.debts import DUE
from adapters.stores.lists import beginnings_of
from adapters.stores.mirror import UNHELD_WIDE
from adapters.stores.shelf import AMONG
from adapters.stores.sqlite import SqliteStore
from adapters.stores.windows import Part, listed, tally, window
from core.grammar import parsed
from core.people import CONNECTOR
from core.query import INDEXED, Order, Query, offered
from core.vocabulary import ErpStatus, RecordKind, View
from tests.records import commitment, many

READY = Query("commitments", View.READY_TO_EXPORT)
WHOLE = Query("commitments")


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> SqliteStore:
    store = SqliteStore(Path(tmp_path_factory.mktemp("plans")) / "countersign.sqlite")
    store.arrive(many(commitment, 300, status=ErpStatus.READY_TO_EXPORT, erp_id=None), CONNECTOR)
    yield store
    store.close()


def plan(store: SqliteStore, statement: str, values: tuple = ()) -> list[str]:
    found = store._database.rows(f"EXPLAIN QUERY PLAN {statement}", values)
    return [row[3] for row in found]


def walks_an_index(steps: list[str], table: str) -> bool:
    touched = [s for s in steps if table in s.split()]
    return bool(touched) and all(s.startswith("SEARCH") or "INDEX" in s for s in touched)


@pytest.mark.parametrize("typed", ["", "walsh amount:>5"])
@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("edged", [False, True])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("order", sorted(INDEXED))
@pytest.mark.parametrize("query", [READY, WHOLE], ids=["view", "tab"])
def test_a_window_walks_its_index_from_its_edge(
    store, query, order, descending, edged, backwards, typed
):
    query = query._replace(order=order, descending=descending, terms=parsed(typed))
    edge = store.rows(READY, 1)[0] if edged else None

    steps = plan(store, *window(query, 50, Part(edge, backwards)))

    walked = [s for s in steps if "records" in s.split()]
    assert all(f"INDEX by_{order} (tray=?" in step for step in walked)
    assert len(walked) == (1 if query.view else len(View))
    assert not any("TEMP B-TREE" in step for step in steps)
    if edged:
        assert all(f"{'age_from' if order is Order.AGE else order}" in s for s in walked)


@pytest.mark.parametrize("query", [READY, WHOLE], ids=["view", "tab"])
def test_ids_and_tallies_walk_an_index(store, query):
    for statement in (listed(query, 100), tally(query, 100)):
        steps = plan(store, *statement)

        assert walks_an_index(steps, "records")
        assert not any("TEMP B-TREE" in step for step in steps)


@pytest.mark.parametrize(
    ("statement", "table", "index"),
    [
        (DUE, "owed", "due"),
        (shelf.HISTORY, "audit", "history"),
        ("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", "audit", ""),
        (f"SELECT id FROM records WHERE id {AMONG}", "records", "sqlite_autoindex_records_1"),
        (f"SELECT id FROM records WHERE erp_key {AMONG}", "records", "by_erp_key"),
        (f"SELECT kind FROM mirror WHERE key {AMONG}", "mirror", "sqlite_autoindex_mirror_1"),
        (shelf.SUB_JOBS, "records", "sub_jobs"),
        (shelf.GROUPS, "records", "groups"),
        (shelf.dependants_by("vendor"), "records", "of_vendor"),
        (shelf.dependants_by("project"), "records", "of_project"),
        (shelf.dependants_by("parent"), "records", "of_parent"),
        (beginnings_of(RecordKind.COMPANY), "records", "called"),
        (beginnings_of(RecordKind.PROJECT), "records", "numbered"),
        (UNHELD_WIDE, "r", "by_erp_key"),
        (UNHELD_WIDE, "m", "mirrored_kind"),
        (shelf.MOVE, "records", "sqlite_autoindex_records_1"),
        (shelf.REWRITE, "records", "sqlite_autoindex_records_1"),
    ],
)
def test_what_a_decision_reads_and_writes_is_found_by_an_index(store, statement, table, index):
    steps = plan(store, statement, ("[]",) * statement.count("?"))

    touched = [step for step in steps if table in step.split()]
    assert touched
    assert all(index in step for step in touched)
    assert not any("TEMP B-TREE" in step for step in steps)


def test_an_order_without_an_index_is_offered_for_short_lists_only():
    assert all(offered(order, 10_000) for order in Order)
    assert {order for order in Order if offered(order, 10_001)} == INDEXED
