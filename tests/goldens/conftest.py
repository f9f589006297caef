"""Golden screens live in snapshots/, one folder a test module."""

import asyncio
from pathlib import Path

import pytest
import pytest_textual_snapshot
from pytest_textual_snapshot import SVGImageExtension
from syrupy.location import PyTestLocation

from tests.goldens.album import Album

GOLDEN = Path(__file__).parents[2] / "snapshots"


class GoldenScreen(SVGImageExtension):
    """The plugin keeps pictures beside the tests; ours are looked at, so they have a place."""

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        return str(GOLDEN / Path(test_location.filepath).stem)


pytest_textual_snapshot.SVGImageExtension = GoldenScreen


@pytest.fixture
def album(snapshot, tmp_path) -> Album:
    return Album(snapshot.use_extension(GoldenScreen), tmp_path)


async def soon(*_: float) -> None:
    """Others go first. What a picture waits for is told by `settled`, not by an idle processor."""
    for _turn in range(5):
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def _no_waiting_for_an_idle_processor(monkeypatch):
    monkeypatch.setattr("textual.app.wait_for_idle", soon)
    monkeypatch.setattr("textual.pilot.wait_for_idle", soon)
