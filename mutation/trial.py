"""A trial: tests run in a process of their own, until one fails."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

PYTEST = (
    "-q", "-p", "no:cacheprovider", "-p", "pytest_asyncio.plugin",
    "-p", "_hypothesis_pytestplugin", "--no-header", "--tb=no",
    "-W", "ignore::pytest.PytestAssertRewriteWarning",
)  # fmt: skip
GO_ON = "--continue-on-collection-errors"
WARM = ("hypothesis", "pytest_asyncio.plugin", "sqlite_utils", "pysqlite3", "click", "pydantic")
KILLED, SURVIVED, TIMED_OUT = "killed", "survived", "timed out"


def warm() -> None:
    """Load what every trial needs and no trial changes."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in WARM:
        __import__(name)


def outcome(status: int | None) -> str:
    """What a trial's exit status says of the wrong line."""
    if status is None:
        return TIMED_OUT
    return KILLED if status else SURVIVED


def keep_line(kept: Path, key: str, said: str) -> None:
    """Kept as soon as it is known: a run that is ended early has told what it tried."""
    with kept.open("a", encoding="utf-8") as file:
        file.write(json.dumps([key, said]) + "\n")


def read_lines(kept: Path) -> dict[str, str]:
    """By key, the outcomes kept; none where nothing was tried."""
    if not kept.exists():
        return {}
    return dict(map(json.loads, kept.read_text(encoding="utf-8").splitlines()))


def first_failure(items: Sequence[pytest.Item]) -> int:
    """1 as soon as a test fails, 0 where none does."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            return 1
    return 0


def forked(work: Callable[[], int], seconds: float) -> int | None:
    """What work answers in a process of its own; None where it takes longer."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.setsid()
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        answer = 99
        try:
            answer = work()
        finally:
            os._exit(answer)
    return _awaited(child, seconds)


def _awaited(child: int, seconds: float) -> int | None:
    until = time.monotonic() + seconds
    pause = 0.002
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(pause)
        pause = min(pause * 1.3, 0.03)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None
