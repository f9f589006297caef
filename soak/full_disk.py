"""G17: the disk is full, may not be written, or reports errors while somebody decides."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from adapters.stores.sqlite import SqliteStore
from core.vocabulary import RecordId
from soak import Figures
from soak.company import founded

RECORDS = 60
ROOM = 60_000
"""Bytes; some decisions still fit."""
SENTENCE = {
    "limited": "the disk reports an error",
    "full": "the disk is full",
    "errors": "the disk reports an error",
}
"""What a refusal says."""
TIMEOUT = 120


class Ran(NamedTuple):
    """What one process said, and what is in its store afterwards."""

    done: int
    refused: int
    reads: int
    resumed: int
    """Decisions after one was refused."""
    wrong: tuple[str, ...]


def limited(folder: Path, seed: int) -> Ran:
    """No file may grow any further, until one decision was refused; then there is room again."""
    return _ran(folder, seed, "limited", (), (f"{ROOM}",))


def read_only(folder: Path, seed: int) -> Ran:
    """The store and its folder may be read and not written, by somebody who is not root."""
    return _ran(folder, seed, "read-only", (), ())


def full(folder: Path, seed: int) -> Ran:
    """Some writes fail with ENOSPC, as the kernel answers where there is no room."""
    return _ran(folder, seed, "full", _failing(folder, seed, "ENOSPC", "pwrite64"), ())


def errors(folder: Path, seed: int) -> Ran:
    """Some writes and syncs fail with EIO, as the kernel answers for a bad disk."""
    return _ran(folder, seed, "errors", _failing(folder, seed, "EIO", "pwrite64,fdatasync"), ())


def _failing(folder: Path, seed: int, error: str, calls: str) -> Sequence[str]:
    every = random.Random(seed).randrange(17, 60)
    return (
        "strace", "-f", "-qq", "-o", os.devnull, "-P", f"{folder / 'countersign.sqlite-wal'}",
        "-e", f"inject={calls}:error={error}:when={every}+{every}",
    )  # fmt: skip


def _ran(folder: Path, seed: int, fault: str, before: Sequence[str], more: Sequence[str]) -> Ran:
    path = folder / "countersign.sqlite"
    founded(path, RECORDS).close()
    names = dict(os.environ)
    if fault == "read-only":
        folder.chmod(0o555)
        for file in folder.iterdir():
            file.chmod(0o444)
        if os.getuid() == 0:
            names["SOAK_AS_NOBODY"] = "yes"
    words = [*before, sys.executable, "-m", "soak.one_writer", f"{path}", f"{seed}", f"{RECORDS}"]
    ended = subprocess.run(
        [*words, *more], capture_output=True, text=True, check=False, timeout=TIMEOUT, env=names
    )
    folder.chmod(0o700)
    for file in folder.iterdir():
        file.chmod(0o600)
    if fault == "read-only":
        return _nothing_begun(path, ended.stderr)
    return _compared(path, fault, ended)


def _nothing_begun(path: Path, said: str) -> Ran:
    """Where the folder itself may not be written, the store is not opened: one sentence says so."""
    wrong = [] if "StoreUnusable" in said and str(path) in said else [f"it said {said[-200:]!r}"]
    store = SqliteStore(path)
    wrong += [str(finding) for finding in store.findings()]
    store.close()
    return Ran(0, 1, 0, 0, tuple(wrong))


def _compared(path: Path, fault: str, ended: "subprocess.CompletedProcess[str]") -> Ran:
    lines = [line.partition(" ")[::2] for line in ended.stdout.splitlines()]
    done = [name for word, name in lines if word == "done"]
    refused = [text for word, text in lines if word == "refused"]
    wrong = [f"it ended with {ended.stderr[-300:]!r}"] if ended.returncode else []
    wrong += [f"it said {text!r}" for text in refused if SENTENCE[fault] not in text][:3]
    store = SqliteStore(path)
    wrong += [f"{name} is lost" for name in done if store.find(RecordId(name)).version != 2]
    wrong += [str(finding) for finding in store.findings()]
    store.close()
    words = [word for word, _ in lines]
    first = words.index("refused") if refused else len(words)
    return Ran(
        len(done), len(refused), words.count("read"), words[first:].count("done"), tuple(wrong)
    )


def run(size: int, seed: int) -> Figures:
    """Each fault so many times."""
    counted: list[tuple[str, object]] = []
    wrong: list[str] = []
    traced = shutil.which("strace") is not None
    for fault in (limited, read_only, *((full, errors) if traced else ())):
        runs = []
        for number in range(size):
            with TemporaryDirectory() as folder:
                Path(folder).chmod(0o755)
                (home := Path(folder) / "home").mkdir()
                runs.append(fault(home, seed + number))
        name = fault.__name__.replace("_", " ")
        told = (
            f"{sum(r.done for r in runs)} done, {sum(r.refused for r in runs)} refused with a "
            f"sentence, {sum(r.reads for r in runs)} reads then, "
            f"{sum(r.resumed for r in runs)} done after a refusal"
        )
        counted.append((f"{name}, {size} times", told))
        wrong += [f"{name}: {each}" for ran in runs for each in ran.wrong]
        if fault is not read_only and not any(ran.refused for ran in runs):
            wrong.append(f"{name}: nothing was ever refused, so nothing was tried")
    note = "" if traced else "ENOSPC and EIO were not tried: strace is not installed."
    return Figures(tuple(counted), tuple(wrong[:20]), note)
