"""Which tests run which lines of the core, and how long each takes."""

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mutation.trial import GO_ON, PYTEST, forked

LONGEST = 900.0
SLOW = 0.2
"""Seconds: a longer test is not asked about what every test runs."""
ALWAYS = re.compile(r"/test_(tables|decisions|handbook|guards_matter)\.py")
"""Tests that look at all of the tables at once."""


class Lines(NamedTuple):
    """What one run of the tests on the true core has shown."""

    tests: tuple[str, ...]
    """All of them, the quickest first."""
    seconds: dict[str, float]
    ran: dict[str, dict[int, frozenset[str]]]
    """By module and line: the tests that ran it."""

    def of(self, path: str, span: range) -> tuple[str, ...]:
        """The tests of some lines; every test where they are a module's own, run as it loads."""
        ran = self.ran.get(path, {})
        found = {test for line in span for test in ran.get(line, ())}
        return self.tests if "" in found else tuple(t for t in self.tests if t in found)

    def stages(self, path: str, span: range) -> tuple[tuple[str, ...], ...]:
        """The same in two parts: those that are likely to notice, and the others."""
        tests = self.of(path, span)
        if tests is self.tests:
            quick = (t for t in tests if self.seconds[t] < SLOW or ALWAYS.search(t))
            tests = tuple(test for test in quick if _tier(test) == 0)
        stem = Path(path).stem.removesuffix("s")
        likely = [test for test in tests if stem in test.partition("::")[0] or ALWAYS.search(test)]
        chosen = set(likely)
        others = [test for test in tests if test not in chosen]
        return tuple(tuple(part) for part in (likely, others) if part)


def learnt(folder: Path, suites: Sequence[str]) -> Lines:
    """Run the tests once, with their lines observed; one that fails by itself tells nothing.

    Raises:
        RuntimeError: they could not be run.
    """
    folder.mkdir(exist_ok=True)
    kept = folder / "lines.json"
    kept.unlink(missing_ok=True)
    status = forked(lambda: _observe(kept, suites), LONGEST)
    if not kept.exists():
        raise RuntimeError(f"The tests cannot be run on the core as it is (pytest says {status}).")
    return read(folder)


def read(folder: Path) -> Lines:
    kept = json.loads((folder / "lines.json").read_text(encoding="utf-8"))
    seconds = kept["seconds"]
    tests = tuple(sorted(seconds, key=lambda test: (_tier(test), seconds[test])))
    names = kept["names"]
    ran = {
        path: {int(line): frozenset(names[n] for n in numbers) for line, numbers in lines.items()}
        for path, lines in kept["ran"].items()
    }
    return Lines(tests, seconds, ran)


def _tier(test: str) -> int:
    """The core's own tests are asked first."""
    return 0 if test.startswith("tests/core/") else 1


def _observe(kept: Path, suites: Sequence[str]) -> int:
    import coverage
    import pytest

    observer = coverage.Coverage(data_file=None, source=["core"], config_file=False)
    clock = _Clock(observer)
    observer.start()
    status = int(pytest.main([*PYTEST, GO_ON, *suites], plugins=[clock]))
    observer.stop()
    data = observer.get_data()
    for test in clock.failed:
        del clock.seconds[test]
    names = ["", *clock.seconds]
    number = {name: place for place, name in enumerate(names)}
    ran: dict[str, dict[int, list[int]]] = defaultdict(dict)
    for path in data.measured_files():
        ours = str(Path(path).relative_to(Path.cwd()))
        for line, contexts in data.contexts_by_lineno(path).items():
            ran[ours][line] = sorted(number[c] for c in contexts if c in number)
    text = json.dumps({"seconds": clock.seconds, "names": names, "ran": ran})
    kept.write_text(text, encoding="utf-8")
    return status


class _Clock:
    """A plugin of pytest: names the test that runs, and times it."""

    def __init__(self, observer: object) -> None:
        self._observer = observer
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._observer.switch_context(nodeid)  # type: ignore[attr-defined]  # coverage is untyped

    def pytest_runtest_logfinish(self) -> None:
        self._observer.switch_context("")  # type: ignore[attr-defined]  # coverage is untyped

    def pytest_runtest_logreport(self, report: object) -> None:
        name, took = report.nodeid, report.duration  # type: ignore[attr-defined]  # pytest's
        self.seconds[name] = self.seconds.get(name, 0.0) + took
        if report.failed:  # type: ignore[attr-defined]  # pytest's
            self.failed.add(name)
