"""The small company that goals are run on: a project, a vendor, and commitments that wait."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from adapters.stores.sqlite import SqliteStore
from core.people import CONNECTOR
from core.vocabulary import ErpStatus
from tests.records import commitment, company, many, project


def founded(path: Path, waiting: int, clock: Callable[[], datetime] | None = None) -> SqliteStore:
    """A store in which so many commitments are ready to export."""
    store = SqliteStore(path, clock or (lambda: datetime.now(UTC)))
    records = many(commitment, waiting, status=ErpStatus.READY_TO_EXPORT)
    store.arrive(
        [
            project(ErpStatus.SYNCED),
            company(ErpStatus.SYNCED),
            *(record._replace(export_key=None) for record in records),
        ],
        CONNECTOR,
    )
    return store
