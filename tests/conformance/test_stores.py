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


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def store(self, clock, tmp_path: Path) -> RecordStore:
        store = SqliteStore(tmp_path / "countersign.sqlite", clock)
        yield store
        assert store.verify() == []
        store.close()


class TestSqliteStoreInMemory(StoreContract):
    @pytest.fixture
    def store(self, clock) -> RecordStore:
        store = SqliteStore(None, clock)
        yield store
        assert store.verify() == []
        store.close()
