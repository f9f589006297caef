"""Connectors, exporters and commands are killed at random moments while calls fail in every way."""

import importlib
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from soak import Figures

EACH = 20
"""So many kills befall one home at most: after more there is nothing left to be killed at."""
DECISIONS = 5
"""For each kill, as people who are killed still get somewhere."""


def run(size: int, seed: int) -> Figures:
    """So many kills of each sort."""
    found: list[str] = []
    trials = 0
    with TemporaryDirectory() as folder:
        for trial, (name, of) in enumerate(_trials(Path(folder), size, seed)):
            place = Path(folder) / f"{trial}"
            place.mkdir()
            trials += 1
            try:
                of(place)
            except AssertionError as why:
                at = traceback.extract_tb(why.__traceback__)[-1]
                found.append(f"{name}: {at.name}, line {at.lineno}: {at.line} {why}")
    counted = (("kills of each sort, at least", size), ("homes", trials))
    return Figures(counted, tuple(found))


def _trials(folder: Path, size: int, seed: int) -> Iterator[tuple[str, Callable[[Path], None]]]:
    exporters = importlib.import_module("tests.adapters.sandbox.test_killed")
    connectors = importlib.import_module("tests.adapters.sandbox.test_connector_killed")
    program = importlib.import_module("tests.journeys.test_exactly_once")
    journeys = importlib.import_module("tests.journeys.conftest")
    template = journeys.founded(folder / "template")

    def copied(of: Callable[..., None], *figures: int) -> Callable[[Path], None]:
        def on(place: Path) -> None:
            of(journeys.Company(copytree(template, place / "home")), *figures)

        return on

    for number, done in enumerate(range(0, size, EACH)):
        kills, dice = min(EACH, size - done), seed + number
        yield "exporters", partial(exporters.two_exporters, kills=kills, seed=dice)
        yield "connectors", partial(connectors.killed_and_brought_to_an_end, kills=kills, seed=dice)
        yield "the program", copied(program.on_a_bad_line, kills, dice)
        yield "people", copied(program.people_and_a_connector, kills, kills * DECISIONS, dice)
