"""The list at a terminal of 120 by 40, over ten thousand and over a million records: S2, Q1 to Q7.

`python -m benchmarks.list [--records N] [--keep FOLDER]` prints each figure beside its limit.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.terminal import DOWN, END, HOME, PAGE_DOWN, Terminal
from core.people import CONNECTOR
from core.records import Commitment, Record, SovLine
from core.vocabulary import ErpStatus, RecordId, RecordKind

SMALL = 10_000
ROUNDS = 9
WHOLE = 120
"""Rows a walk down the list covers."""

CONSOLE = """
import gc; gc.disable()
import sys; from pathlib import Path
from adapters.stores.sqlite import SqliteStore
from core.desk import Desk; from core.people import Actor; from core.vocabulary import Level, Tool
ann = Actor("ann", "Ann", {Tool.ERP: Level.STANDARD}, can_push=True)
from console.app import CountersignApp
from console.terminal import TerminalDriver
app = CountersignApp(Desk(SqliteStore(Path(sys.argv[1])), ann), "commitments")
app.driver_class = TerminalDriver
app.run_at_terminal()
"""
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self): yield Static("EMPTY-APP")
Empty().run()
"""


def records(count: int) -> Iterator[Record]:
    """Commitments that wait, no two with the same amount beside each other."""
    now = datetime(2025, 12, 11, tzinfo=UTC)
    body = Commitment(lines=(SovLine(1, "03-300", "S", 100),))
    for n in range(count):
        since = now - timedelta(minutes=(n * 7919) % 500_000, seconds=n % 60)
        yield Record(
            RecordId(f"{n:010}-0000"), RecordKind.COMMITMENT, ErpStatus.READY_TO_EXPORT, 1,
            f"SC{n:08}", f"Work package {n * 104_729 % count}", body,
            project_number=f"J{n % 499:04}", vendor_name=f"Firm {n % 977}",
            amount=n * 15_485_863 % 900_000_000, created_at=since, sent_by="Sam", sent_at=since,
            changed_at=since,
        )  # fmt: skip


def filled(place: Path, count: int) -> bytes:
    """A store of so many records; the number of the one that is listed first."""
    from adapters.stores.sqlite import SqliteStore
    from core.query import Query
    from core.vocabulary import View

    store = SqliteStore(place)
    view = Query("commitments", View.READY_TO_EXPORT)
    if not store.rows(view, 1):
        begun = time.perf_counter()
        store.arrive(records(count), CONNECTOR)
        print(f"{count:,} records written in {time.perf_counter() - begun:.0f} s", flush=True)
    first = store.rows(view, 1)[0].number.encode()
    store.close()
    return first


def console(place: Path) -> Terminal:
    return Terminal([sys.executable, "-c", CONSOLE, str(place)])


def start(place: Path, first: bytes) -> float:
    terminal = console(place)
    took = terminal.until(first)
    terminal.close()
    return took * 1000


def start_empty() -> float:
    terminal = Terminal([sys.executable, "-c", EMPTY])
    took = terminal.until(b"EMPTY-APP")
    terminal.close()
    return took * 1000


def presses(terminal: Terminal, key: bytes, times: int) -> list[float]:
    return [terminal.press(key)[0] for _ in range(times)]


def tail(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, round(len(values) * share))]


class Sheet:
    """Figures beside their limits."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def line(self, name: str, value: float, limit: float, unit: str = "ms") -> None:
        held = value <= limit
        if not held:
            self.missed.append(name)
        sign = "held  " if held else "MISSED"
        print(f"{sign} {name:<46} {value:>9.2f} {unit:<4} limit {limit:g}", flush=True)

    def keys(self, name: str, values: list[float], limits: tuple[float, ...]) -> None:
        figures = (statistics.median(values), tail(values, 0.99), max(values))
        for label, value, limit in zip(("p50", "p99", "max"), figures, limits, strict=False):
            self.line(f"{name}, {label}", value, limit)


def starts(sheet: Sheet, small: tuple[Path, bytes], large: tuple[Path, bytes]) -> None:
    took: dict[str, list[float]] = {"bare": [], "empty": [], "small": [], "large": []}
    for _ in range(ROUNDS):  # in turn, so that a busy moment falls on all of them
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        took["bare"].append((time.perf_counter() - begun) * 1000)
        took["empty"].append(start_empty())
        took["small"].append(start(*small))
        took["large"].append(start(*large))
    middle = {name: statistics.median(values) for name, values in took.items()}
    print(f"       python -c pass {middle['bare']:.0f} ms, empty app {middle['empty']:.0f} ms")
    sheet.line("S2, Q1 start to first rows, large", middle["large"], 200)
    sheet.line("S2 large to an empty Textual app", middle["large"] / middle["empty"], 1.1, "x")
    sheet.line("S2 large to small", middle["large"] / middle["small"], 1.05, "x")


def walked(place: Path, first: bytes) -> tuple[Terminal, dict[str, list[float]]]:
    """A terminal after every key, and what each of them took."""
    terminal = console(place)
    terminal.until(first)
    terminal.settle()
    presses(terminal, DOWN, 2)
    took = {"view": presses(terminal, DOWN, 18)}
    presses(terminal, DOWN, 10)
    took["scroll"] = presses(terminal, DOWN, WHOLE)
    took["page"] = presses(terminal, PAGE_DOWN, 40)
    took["end, cold"] = presses(terminal, END, 1)
    took["start"] = presses(terminal, HOME, 1)
    took["end"] = presses(terminal, END, 1)
    for _ in range(5):
        took["start"] += presses(terminal, HOME, 1)
        took["end"] += presses(terminal, END, 1)
    presses(terminal, HOME, 1)
    took["sort"] = presses(terminal, b"o", 8)
    return terminal, took


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--records", type=int, default=1_000_000)
    asked.add_argument("--keep", type=Path, help="a folder in which the stores stay")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = given.keep or Path(passing)
        small = folder / f"{SMALL}.sqlite"
        large = folder / f"{given.records}.sqlite"
        ends = (small, filled(small, SMALL)), (large, filled(large, given.records))
        sheet = Sheet()
        print(f"120 by 40, {given.records:,} and {SMALL:,} records; medians of {ROUNDS} starts")
        starts(sheet, *ends)
        little, _ = walked(*ends[0])
        terminal, took = walked(*ends[1])
        sheet.keys("Q3 cursor down in view", took["view"], (2.5, 6))
        sheet.keys("Q4 cursor down, scrolling", took["scroll"], (6, 10))
        sheet.keys("Q5 page down", took["page"], (8, 12))
        sheet.keys("Q6 to the end, cold", took["end, cold"], (35,))
        sheet.keys("Q6 to the end", took["end"], (12,))
        sheet.keys("Q6 to the start", took["start"], (12,))
        sheet.keys("Q7 another order", took["sort"], (16,))
        sheet.line("Q2 resident, large", terminal.memory(), 48, "MiB")
        sheet.line("Q2 large less small", terminal.memory() - little.memory(), 2, "MiB")
        terminal.settle(1.5)
        sheet.line("idle, five seconds", terminal.listen(5.0), 0, "B")
        terminal.close()
        little.close()
    print("every limit held" if not sheet.missed else f"missed: {', '.join(sheet.missed)}")


if __name__ == "__main__":
    main()
