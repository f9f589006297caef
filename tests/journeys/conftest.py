"""A sandbox company on real contracts, made once by the program itself and copied for each test."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PROGRAM = [sys.executable, "-m", "console"]


class Company:
    """A home on disk, and the command line on it."""

    def __init__(self, home: Path) -> None:
        self.home = home

    @property
    def words(self) -> list[str]:
        return [*PROGRAM]

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """A process of its own, to be waited for or killed."""
        return subprocess.Popen(
            [*PROGRAM, *words, "--home", str(self.home)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def run(self, *words: str, code: int | None = 0) -> str:
        """What a command prints.

        Raises:
            AssertionError: it ended with another exit code than `code`.
        """
        process = self.start(*words)
        out, err = process.communicate(timeout=240)
        assert code is None or process.returncode == code, (words, process.returncode, out, err)
        return out

    def json(self, *words: str, code: int | None = 0):
        return json.loads(self.run(*words, "--json", code=code))

    def rows(self, tab: str, view: str | None = None):
        chosen = ("--view", view) if view else ()
        listed = self.json("list", tab, *chosen, "--limit", "0")
        return listed["records"] if isinstance(listed, dict) else listed


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("template") / "home"
    Company(home).run("demo", "--no-ui", "--records", "600")
    return home


@pytest.fixture
def company(template: Path, tmp_path: Path) -> Company:
    shutil.copytree(template, tmp_path / "home")
    return Company(tmp_path / "home")


@pytest.fixture
def until() -> Callable[[Callable[[], bool], float], None]:
    """Waits until something holds."""
    import time

    def wait(holds: Callable[[], bool], seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "it never came to hold"
            time.sleep(0.05)

    return wait
