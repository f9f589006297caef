"""The line: bytes and writes a key, a letter of a filter, leaving: S4, Q4, Q8 to Q10, B1 to B6.

`python -m benchmarks wire [--records N] [--keep FOLDER]`, at 120 by 40; bytes are steady.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from adapters.stores.sqlite import SqliteStore
from benchmarks import Figure, table
from benchmarks.list import CONSOLE, filled, tail
from benchmarks.start import COUNTERSIGN, ran
from benchmarks.terminal import DOWN, PAGE_DOWN, Terminal
from console.widgets import window
from core.grammar import read
from core.query import Query
from core.vocabulary import View

WAITING = Query("commitments", View.READY_TO_EXPORT)
TYPED = (
    "w", "wo", "wor", "work", "f", "fi", "fir", "firm 9", "firm 97", "j", "j0", "j00", "j004",
    "j0042", "7", "77", "771", "z", "zq", "zqx", "nomatch", "sc0000", "0042", "package 5",
)  # fmt: skip
"""What people type letter by letter: what many hold, what few hold, and what nobody holds."""
STEPS = 20
HELD = 90
"""Steps of a key held down, thirty a second."""
IDLE = 10.0


def less(goal: str, what: str, value: float, limit: float, unit: str, extra: str = "") -> Figure:
    said = f"{value:,.0f} {unit}" if value >= 100 else f"{value:.1f} {unit}"
    return Figure(goal, what, said + extra, f"{limit:,g} {unit}", value <= limit)


def bytes_of(goal: str, what: str, sent: list[tuple[int, int]], limit: float) -> Figure:
    """The median of the bytes, with the median of the writes."""
    writes = statistics.median(n for _, n in sent)
    middle = statistics.median(size for size, _ in sent)
    return less(goal, what, middle, limit, "bytes", f" in {writes:g} reads")


def walk(terminal: Terminal) -> list[Figure]:
    """Keys in a list, before the cursor has rested and the verdict follows it."""
    terminal.settle()
    view = [terminal.frame(DOWN) for _ in range(STEPS)]
    for _ in range(STEPS):
        terminal.press(DOWN)
    scroll = [terminal.frame(DOWN) for _ in range(STEPS)]
    terminal.settle()
    rest = [terminal.rested(DOWN) for _ in range(5)]
    page = [terminal.frame(PAGE_DOWN) for _ in range(9)]
    terminal.settle()
    terminal.rested(b"9")
    tabs = [terminal.rested(key) for key in (b"7", b"9") * 3]
    return [
        bytes_of("B1", "cursor down in view", view, 320),
        bytes_of("B2", "cursor down, scrolling", scroll, 420),
        bytes_of("", "cursor down, scrolling, and the verdict after it", rest, 1_000),
        bytes_of("B3", "page down", page, 3_700),
        bytes_of("B4", "another tab, and back", tabs, 4_100),
    ]


def marked(terminal: Terminal) -> list[Figure]:
    """The same with a mark for the cursor; lines move several at once, so their mean counts."""
    terminal.settle()
    view = [terminal.frame(DOWN) for _ in range(STEPS - 2)]
    for _ in range(STEPS):
        terminal.press(DOWN)
    scroll = [terminal.frame(DOWN)[0] for _ in range(24)]
    mean, most = statistics.mean(scroll), max(scroll)
    return [
        bytes_of("B1", "cursor down in view, a marker", view, 60),
        less("B2", "scrolling, a marker, a step", mean, 200, "bytes", f", at most {most} at once"),
    ]


def sandbox(home: Path) -> list[Figure]:
    """Starting, accepting and leaving in a sandbox company."""
    command = [COUNTERSIGN, "--home", str(home)]
    starts, decided, left = [], [], []
    for _ in range(5):
        terminal = Terminal(command)
        terminal.until(b"leave")
        terminal.settle(1.0)
        starts.append((len(terminal.drawn), 1))
        terminal.rested(b"7")
        terminal.settle(1.0)
        decided.append(terminal.rested(b"t"))  # it asks nothing, as accepting may
        terminal.settle(1.0)
        left.append(terminal.leave(b"q") * 1000)
    return [
        bytes_of("B5", "start to usable", starts, 5_500),
        bytes_of("B6", "decide one: it leaves the list", decided, 600),
        less("S4", "quit to prompt", statistics.median(left), 60, "ms"),
    ]


def filtering(place: Path) -> list[Figure]:
    """What a letter costs until its rows are read, by the processor's clock."""
    store = SqliteStore(place)
    while store.take_in():
        pass
    took = []
    for text in TYPED * 5:
        query = WAITING._replace(terms=read(text, "commitments").terms)
        begun = time.thread_time()
        window.begun(store, query)
        took.append((time.thread_time() - begun) * 1000)
    store.close()
    return [
        less("Q8", "filter, a letter, p50", statistics.median(took), 12, "ms"),
        less("Q8", "filter, a letter, p99", tail(took, 0.99), 40, "ms"),
    ]


def held(terminal: Terminal) -> list[Figure]:
    """A key held down for three seconds, and then nothing for ten."""
    terminal.settle()
    before, begun = terminal.busy(), time.perf_counter()
    for step in range(HELD):
        terminal.type(DOWN)
        terminal.listen(max(0.0, begun + (step + 1) / 30 - time.perf_counter()))
    lag = terminal.press(DOWN)[0]
    used = (terminal.busy() - before) * 1000
    each = []
    for _ in range(STEPS * 10):
        before = terminal.busy()
        terminal.press(DOWN)
        each.append((terminal.busy() - before) * 1000)
    terminal.settle(2.0)
    before = terminal.busy()
    drawn = terminal.listen(IDLE)
    idle = (terminal.busy() - before) * 1000 / IDLE
    return [
        less("Q9", "a key held for 3 s, of a processor", used, 500, "ms"),
        less("Q9", "the next key after it", lag, 33, "ms"),
        less("Q4", "a step, scrolling, of a processor, p50", statistics.median(each), 6, "ms"),
        less("Q4", "a step, scrolling, of a processor, p99", tail(each, 0.99), 10, "ms"),
        less("Q4", "a step, scrolling, of a processor, most", max(each), 16, "ms"),
        less("Q10", "doing nothing, of a processor", idle, 1.5, "ms/s"),
        less("Q10", "doing nothing, drawn", drawn / IDLE, 0, "bytes/s"),
    ]


def main() -> list[Figure]:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--records", type=int, default=100_000)
    asked.add_argument("--keep", type=Path, help="a folder in which the store stays")
    given = asked.parse_args()
    for name in [name for name in os.environ if name.startswith("PYTHON")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as passing:
        home = Path(passing) / "sandbox"
        ran([COUNTERSIGN, "demo", "--no-ui", "--home", str(home)])
        place = (given.keep or Path(passing)) / f"{given.records}.sqlite"
        filled(place, given.records)
        figures = sandbox(home)
        terminal = Terminal([COUNTERSIGN, "--home", str(home)])
        terminal.until(b"leave")
        terminal.settle(1.0)
        terminal.rested(b"7")
        figures += walk(terminal)
        terminal.leave(b"q")
        terminal = Terminal([COUNTERSIGN, "--home", str(home), "--marker"])
        terminal.until(b"leave")
        terminal.settle(1.0)
        terminal.rested(b"7")
        figures += marked(terminal)
        terminal.leave(b"q")
        figures += filtering(place)
        terminal = Terminal([sys.executable, "-c", CONSOLE, str(place)])
        terminal.until(b"leave")
        terminal.settle(1.0)
        figures += held(terminal)
        terminal.close()
        return figures


if __name__ == "__main__":
    print(table(main()))
