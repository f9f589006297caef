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


@pytest.mark.broken_store("the judge of a contract follows no lifecycle", rules=("I17", "steps"))
class TestSqliteOutbox(OutboxContract):
    @pytest.fixture
    def store(self, clock, tmp_path: Path) -> SqliteStore:
        store = SqliteStore(tmp_path / "countersign.sqlite", clock)
        yield store
        assert store.verify() == []
        store.close()
