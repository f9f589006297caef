"""Starting: S2 and S3 of docs/performance.md, each beside what Python or Textual takes by itself.

`python -m benchmarks start [--rounds N] [--records N] [--keep FOLDER]`. The programs take turns,
so that a busy moment falls on all of them, and ratios are taken turn by turn.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from adapters.stores.sqlite import SqliteStore
from benchmarks import Figure, table
from benchmarks.list import SMALL, records
from benchmarks.terminal import DOWN, Terminal
from core.approvals import Approvals
from core.decision import Allowed
from core.people import CONNECTOR, Actor
from core.query import Query
from core.records import CostCode
from core.tabs import TABS
from core.vocabulary import Action, ErpStatus, Level, RecordId, RecordKind, Tool, View

COUNTERSIGN = str(Path(sys.executable).with_name("countersign"))
NOTHING = (sys.executable, "-c", "pass")
OPENING = Query(TABS[0].name, TABS[0].views[0])
"""What the console lists first."""
AS_PASS = 4.0
AS_EMPTY = 1.1
AS_SMALL = 1.05

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("one", id="one")
        yield Static("two")
        yield Static("EMPTY-APP")
    def on_key(self, event):
        self.query_one("#one", Static).update(event.key)
Empty().run()
"""
"""The least that Textual can show and answer."""

Times = dict[str, list[float]]


def in_turn(programs: dict[str, Callable[[], float]], rounds: int) -> Times:
    """Milliseconds of each, one after the other in every round; the first round is not counted."""
    times: Times = {name: [] for name in programs}
    for place in range(rounds + 1):
        for name, program in programs.items():
            took = program()
            if place:
                times[name].append(took)
    return times


def ratio(times: Times, name: str, to: str) -> float:
    return statistics.median(a / b for a, b in zip(times[name], times[to], strict=True))


def figure(goal: str, times: Times, name: str, to: str, limit: float) -> Figure:
    """The median with the quickest, and how many times the other program's."""
    found = ratio(times, name, to)
    middle, least = statistics.median(times[name]), min(times[name])
    what = f"{middle:.1f} ms (least {least:.1f}), {found:.2f} x {to}"
    return Figure(goal, name, what, f"{limit:g} x", found <= limit)


def alone(times: Times, name: str) -> Figure:
    middle, least = statistics.median(times[name]), min(times[name])
    return Figure("", name, f"{middle:.1f} ms (least {least:.1f})")


# S3: a command, from exec to exit


def ran(command: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - begun) * 1000


def acceptable(home: Path, count: int) -> Iterator[RecordId]:
    """Commitments that nothing stands against."""
    store = SqliteStore(home / "countersign.sqlite")
    approver = store.person("approver")
    assert approver is not None
    waiting = store.ids(Query("commitments", View.READY_TO_EXPORT), 20 * count)
    judged = Approvals(store).rehearse(Action.ACCEPT, waiting, approver)
    store.close()
    return iter([o.record for o in judged if isinstance(o.decision, Allowed)][:count])


def commands(home: Path, rounds: int) -> list[Figure]:
    """Every one-shot command on a sandbox company of the whole extract."""
    undecided = acceptable(home, rounds + 2)
    shown = next(undecided)

    def command(*words: str) -> Callable[[], float]:
        return lambda: ran([COUNTERSIGN, *words, "--home", str(home)])

    programs: dict[str, Callable[[], float]] = {
        "python -c pass": lambda: ran(NOTHING),
        "--version": lambda: ran([COUNTERSIGN, "--version"]),
        "tabs": command("tabs"),
        "list --limit 50": command("list", "commitments", "--limit", "50"),
        "show ID": command("show", shown),
        "accept ID": lambda: ran([COUNTERSIGN, "accept", next(undecided), "--home", str(home)]),
    }
    times = in_turn(programs, rounds)
    bare, *rest = times
    return [alone(times, bare), *(figure("S3", times, name, bare, AS_PASS) for name in rest)]


# S2: the console, from exec to the answer to a first key


class Start:
    """Starts one program in a terminal, and remembers what memory it takes."""

    def __init__(self, command: Sequence[str], text: bytes) -> None:
        self._command, self._text = command, text
        self.painted: list[float] = []
        self.memory = 0.0

    def __call__(self) -> float:
        terminal = Terminal(self._command)
        painted = terminal.until(self._text) * 1000
        answered = terminal.press(DOWN)[0]
        self.painted.append(painted)
        self.memory = terminal.memory()
        terminal.close()
        return painted + answered


def company(home: Path, count: int) -> Start:
    """A home with so many records where the console opens, and somebody to look at them."""
    home.mkdir(exist_ok=True)
    store = SqliteStore(home / "countersign.sqlite")
    if not store.rows(OPENING, 1):
        codes = (
            r._replace(kind=RecordKind.COST_CODE, status=ErpStatus.SYNCED, body=CostCode())
            for r in records(count)
        )
        store.arrive(codes, CONNECTOR)
    first = store.rows(OPENING, 1)[0].number.encode()
    store.keep("sandbox", "yes")
    store.keep_person(Actor("approver", "Ann Approver", {Tool.ERP: Level.STANDARD}, can_push=True))
    store.close()
    command = [COUNTERSIGN, "--home", str(home)]
    return Start(command, first)


def consoles(folder: Path, count: int, rounds: int) -> list[Figure]:
    """The console over few and many records, and an empty app."""
    few, many = f"{SMALL:,} records", f"{count:,} records"
    bare = Start([sys.executable, "-c", EMPTY], b"EMPTY-APP")
    programs = {"an empty app": bare}
    for name, size in ((few, SMALL), (many, count)):
        programs[name] = company(folder / str(size), size)
    times = in_turn(dict(programs), rounds)
    painted = {name: start.painted[1:] for name, start in programs.items()}
    return [
        alone(times, "an empty app"),
        *(figure("S2", times, name, "an empty app", AS_EMPTY) for name in (few, many)),
        figure("S2", {few: times[few], many: times[many]}, many, few, AS_SMALL),
        *(
            Figure("S2", f"{name}, first rows", f"{statistics.median(painted[name]):.1f} ms")
            for name in programs
        ),
        *(Figure("Q2", f"{name}, resident", f"{p.memory:.1f} MiB") for name, p in programs.items()),
    ]


def main() -> list[Figure]:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=15)
    asked.add_argument("--records", type=int, default=1_000_000)
    asked.add_argument("--keep", type=Path, help="a folder in which the homes stay")
    given = asked.parse_args()
    # What is said of Python here would be said of every program, and an interpreter that may not
    # keep what it compiled starts four times as slowly.
    for name in [name for name in os.environ if name.startswith("PYTHON")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as passing:
        home = Path(passing) / "sandbox"
        ran([COUNTERSIGN, "demo", "--no-ui", "--home", str(home)])
        return [
            *commands(home, given.rounds),
            *consoles(given.keep or Path(passing), given.records, given.rounds),
        ]


if __name__ == "__main__":
    print(table(main()))
