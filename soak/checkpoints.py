"""G2: writers beside checkpointers, the load under which older SQLites lose commits."""

import os
import signal
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.sqlite import VERSION, Database
from soak import Figures
from soak.company import founded
from soak.deciders import Acknowledged, decide_on, forked, judged

WRITERS, CHECKPOINTERS = 3, 8
RECORDS = 400


def run(size: int, seed: int) -> Figures:
    """For so many seconds."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "countersign.sqlite"
        founded(path, RECORDS).close()
        told = Acknowledged()
        pids = [forked(partial(decide_on, path, seed + n, told)) for n in range(WRITERS)]
        pids += [forked(partial(checkpoint, path)) for _ in range(CHECKPOINTERS)]
        end = time.monotonic() + size
        while time.monotonic() < end:
            told.listen(0.2)
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        told.listen()
        told.close()
        wrong = judged(path, told)
    counted = (
        ("SQLite", ".".join(map(str, VERSION))),
        ("writers and checkpointers", f"{WRITERS} and {CHECKPOINTERS}"),
        ("seconds", size),
        ("decisions acknowledged", sum(told.batches.values())),
        ("lost, doubled or half", len(wrong)),
    )
    return Figures(counted, tuple(wrong[:20]))


def checkpoint(path: Path) -> None:
    """Move the log into the file, over and over."""
    database = Database(path)
    while True:
        database.rows("PRAGMA wal_checkpoint(PASSIVE)")
