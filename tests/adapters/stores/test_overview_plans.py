"""What is asked over all tabs at once walks indexes, however much there is."""

from pathlib import Path

import pytest

from adapters.stores import overviews
from adapters.stores.sqlite import SqliteStore
from core.people import CONNECTOR
from core.vocabulary import ErpStatus
from tests.records import commitment, many


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> SqliteStore:
    store = SqliteStore(Path(tmp_path_factory.mktemp("plans")) / "countersign.sqlite")
    store.arrive(many(commitment, 100, status=ErpStatus.READY_TO_EXPORT, erp_id=None), CONNECTOR)
    yield store
    store.close()


def plan(store: SqliteStore, statement: str, *values: object) -> list[str]:
    found = store._database.rows(f"EXPLAIN QUERY PLAN {statement}", values)
    return [row[3] for row in found]


def scans(steps: list[str]) -> list[str]:
    """Whatever walks a whole table."""
    return [step for step in steps if step.startswith(("SCAN records", "SCAN audit", "SCAN r "))]


def test_what_waits_for_a_record_is_found_by_the_indexes_of_what_names_it(store):
    steps = plan(store, overviews.BLOCKING, "[]", 9)

    assert scans(steps) == []
    for index in ("of_vendor", "of_project", "of_parent"):
        assert any(f"USING INDEX {index} " in step for step in steps), steps


def test_failures_are_found_in_their_trays(store):
    steps = plan(store, overviews.FAILURES, 9)

    assert scans(steps) == []


def test_what_happened_is_a_walk_from_the_end_of_the_audit(store):
    steps = plan(store, overviews.HAPPENED, 5, 700, 799, 9)

    assert scans(steps) == []
    assert not any("TEMP B-TREE" in step for step in steps)


def test_deeds_are_a_walk_from_the_end_of_the_audit(store):
    steps = plan(store, overviews.DEEDS, 5, 0, "[]", 9)

    assert scans(steps) == []
    assert not any("TEMP B-TREE" in step for step in steps)
