"""G1: processes that decide on one store are killed at any moment; nothing is lost or half."""

import os
import random
import signal
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from soak import Figures
from soak.company import founded
from soak.deciders import Acknowledged, decide_on, forked, judged

WRITERS = 8
RECORDS = 800


def run(size: int, seed: int) -> Figures:
    """So many kills."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "countersign.sqlite"
        told = killed(path, size, seed)
        wrong = judged(path, told)
    decisions = sum(told.batches.values())
    counted = (
        ("processes at a time", WRITERS),
        ("killed with SIGKILL", size),
        ("batches acknowledged", len(told.batches)),
        ("decisions acknowledged", decisions),
        ("lost, doubled or half", len(wrong)),
    )
    if not decisions:
        wrong.append("no process ever got as far as a decision")
    return Figures(counted, tuple(wrong[:20]))


def killed(path: Path, kills: int, seed: int) -> Acknowledged:
    """Let writers work, kill one after the other, and put a new one in its place."""
    founded(path, RECORDS).close()
    chance, told = random.Random(seed), Acknowledged()
    starts = iter(range(seed, seed + kills + WRITERS))

    def start() -> int:
        return forked(partial(decide_on, path, next(starts), told))

    writers = [start() for _ in range(WRITERS)]
    try:
        for _ in range(kills):
            time.sleep(chance.uniform(0.0, 0.03))
            _kill(writers.pop(chance.randrange(len(writers))))
            told.listen()
            writers.append(start())
    finally:
        for writer in writers:
            _kill(writer)
    told.listen()
    told.close()
    return told


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
