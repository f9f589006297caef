"""For every test: nobody is a newcomer, nobody has keys of their own, and stores are verified."""

import gc
import os

os.environ.setdefault("COUNTERSIGN_WELCOME", "no")
os.environ["COUNTERSIGN_CONFIG"] = f"{os.devnull}/nobody"

import pytest

from tests.upholding import UPHELD, watch

watch()


def pytest_collection_finish() -> None:
    """What was collected stays until the end; the collector of garbage need not look at it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _stores_hold(request):
    """After each test: every store it touched keeps the invariants, and SQLite alone opened it.

    `broken_store("why")` spares a test that breaks a store on purpose; with rules named, those.
    """
    yield
    folder = request.node.funcargs.get("tmp_path")
    broken = request.node.get_closest_marker("broken_store")
    if broken and not broken.kwargs:
        UPHELD.forget(folder)
        return
    spared = frozenset(broken.kwargs["rules"]) if broken else frozenset()
    found = UPHELD.verify(request.node.module.__name__, folder, spared)
    opened, UPHELD.opened_by = UPHELD.opened_by, []
    assert found == []
    assert opened == [], "the file of a store was opened without SQLite"
