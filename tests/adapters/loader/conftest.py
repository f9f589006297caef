"""The whole company on the real contracts, loaded once for all tests that only look."""

from pathlib import Path
from typing import NamedTuple

import pytest

from adapters.sandbox.derive import Derived, derive
from adapters.sandbox.extract import Extract, read
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.loader import Loaded, load
from adapters.sandbox.projects import SandboxProjects
from adapters.stores.sqlite import SqliteStore


class Company(NamedTuple):
    """A loaded home."""

    store: SqliteStore
    ledger: Ledger
    projects: SandboxProjects
    loaded: Loaded


def company(folder: Path, extract: Extract, limit: int | None = None) -> Company:
    store, ledger = SqliteStore(folder / "countersign.sqlite"), Ledger(folder / "sandbox.sqlite")
    projects = SandboxProjects(ledger.database)
    return Company(store, ledger, projects, load(store, ledger, projects, extract, limit=limit))


@pytest.fixture(scope="session")
def extract() -> Extract:
    return read()


@pytest.fixture(scope="session")
def derived(extract: Extract) -> Derived:
    return derive(extract.rows)


@pytest.fixture(scope="session")
def whole(extract: Extract, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """To look at; whoever decides anything loads a company of their own."""
    return company(tmp_path_factory.mktemp("whole"), extract)
