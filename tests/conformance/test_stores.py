"""Both stores keep to the contract."""

from pathlib import Path

import pytest

from adapters.stores.memory import MemoryStore
from adapters.stores.sqlite import SqliteStore
from core.ports import RecordStore
from tests.conformance.store import StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self, clock) -> RecordStore:
        return MemoryStore(clock)


JUDGED_FREELY = pytest.mark.broken_store(
    "the judges of a contract follow no lifecycle, and the props share a key",
    rules=("I9", "I12", "I13", "I16", "I17", "I18", "steps"),
)


@JUDGED_FREELY
class TestSqliteStore(StoreContract):
    @pytest.fixture
    def store(self, clock, tmp_path: Path) -> RecordStore:
        store = SqliteStore(tmp_path / "countersign.sqlite", clock)
        yield store
        assert store.verify() == []
        store.close()


@JUDGED_FREELY
class TestSqliteStoreInMemory(StoreContract):
    @pytest.fixture
    def store(self, clock) -> RecordStore:
        store = SqliteStore(None, clock)
        yield store
        assert store.verify() == []
        store.close()
