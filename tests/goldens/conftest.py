"""Golden screens live in snapshots/, one folder a test module."""

from pathlib import Path

import pytest
import pytest_textual_snapshot
from pytest_textual_snapshot import SVGImageExtension
from syrupy.location import PyTestLocation

from tests.console.driving import at_once
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


@pytest.fixture(autouse=True)
def _at_once():
    with at_once():
        yield
