"""A sandbox company on real contracts, made once by the program itself and copied for each test."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.seat import Seat
from tests.journeys.terminal import Terminal

ROOT = Path(__file__).parent.parent.parent
PROGRAM = [sys.executable, "-m", "console"]


class Company:
    """A home on disk, and the command line on it."""

    def __init__(self, home: Path) -> None:
        self.home = home

    @property
    def console_words(self) -> list[str]:
        return [*PROGRAM, "--home", str(self.home)]

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

    def console(self, *words: str, columns: int = 80, rows: int = 24) -> Terminal:
        """The console in a window of its own."""
        return Terminal(
            [*self.console_words, *words],
            columns=columns,
            rows=rows,
            cwd=str(ROOT),
        )

    def json(self, *words: str, code: int | None = 0):
        return json.loads(self.run(*words, "--json", code=code))

    def rows(self, tab: str, view: str | None = None):
        chosen = ("--view", view) if view else ()
        return self.json("list", tab, *chosen, "--limit", "0")

    def would(self, action: str, ids: list[str], *words: str) -> tuple[list[str], dict]:
        """Which of these records an action would take, and the reasons against the others."""
        told = self.json(action, *ids, "--dry-run", *words, code=None)
        against = {no["id"]: no["reasons"] for no in told["refused"]}
        return [one for one in ids if one not in against], against

    def able(self, tab: str, view: str, action: str, *words: str, kind: str = "") -> list[str]:
        """The records of a view that an action takes as it is, in the order of the list."""
        ids = [row["id"] for row in self.rows(tab, view) if kind in {"", row["kind"]}]
        return self.would(action, ids, *words)[0]

    def against(self, record: str, action: str, *words: str) -> list[str]:
        """The rules against an action on a record."""
        (offer,) = self.json("why", record, action, *words)["offers"]
        return [o["rule"] for o in offer["objections"] if not o["warning"]]


def founded(home: Path) -> Path:
    Company(home).run("demo", "--no-ui", "--records", "600")
    # What is accepted leaves without a moment to take it back: no journey waits for its end.
    Company(home).run("settings", "set", "grace_seconds", "0", "--as", "admin")
    return home


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("template") / "home")


@pytest.fixture
def company(template: Path, tmp_path: Path) -> Company:
    shutil.copytree(template, tmp_path / "home")
    return Company(tmp_path / "home")


@pytest.fixture
def slow_relay(company: Company) -> None:
    """The relay reads Sage when it is told to; by itself not before a journey is over.

    The connector reads the relay as often as before, every three seconds.
    """
    with closing(sqlite3.connect(company.home / "sandbox.sqlite")) as sandbox, sandbox:
        sandbox.execute("INSERT OR REPLACE INTO facts VALUES ('relay_hop_one', '150')")
    company.run("settings", "set", "schedule.poll_minutes", "1", "--as", "admin")
    company.run("connector", "--once")


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return request.param


@pytest.fixture
def window(company: Company) -> Iterator[Callable[..., Terminal]]:
    """Opens the console for somebody; whatever is still open at the end is closed."""
    opened: list[Terminal] = []

    def open_one(*words: str, size: tuple[int, int] = (80, 24)) -> Terminal:
        opened.append(company.console(*words, columns=size[0], rows=size[1]))
        return opened[-1]

    yield open_one
    for terminal in opened:
        terminal.close()


@pytest.fixture
def seat(window: Callable[..., Terminal]) -> Callable[..., Seat]:
    """Sits somebody down at the console, and waits for its first list."""

    def sit(person: str = "approver", size: tuple[int, int] = (80, 24)) -> Seat:
        terminal = window("--as", person, size=size)
        terminal.until(r"\d +oldest first")
        return Seat(terminal)

    return sit


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
