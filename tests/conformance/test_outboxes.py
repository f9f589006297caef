"""Both outboxes keep to the contract."""

from pathlib import Path

import pytest

from adapters.stores.memory import MemoryStore
from adapters.stores.sqlite import SqliteStore
from tests.conformance.outbox import OutboxContract


class TestMemoryOutbox(OutboxContract):
    @pytest.fixture
    def store(self, clock) -> MemoryStore:
        return MemoryStore(clock)


class TestSqliteOutbox(OutboxContract):
    @pytest.fixture
    def store(self, clock, tmp_path: Path) -> SqliteStore:
        store = SqliteStore(tmp_path / "countersign.sqlite", clock)
        yield store
        assert store.verify() == []
        store.close()
