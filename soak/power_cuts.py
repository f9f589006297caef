"""G3: the power is cut at any moment; every acknowledged decision is there afterwards.

The real writer runs under strace, which notes each write, sync, truncation and removal. For each
cut the disk is made as a power loss may leave it: what was synced is there, and each later write is
kept, dropped, or torn at a sector. Then the store is opened and everything is verified.
"""

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from adapters.sqlite import Database
from adapters.stores.sqlite import SqliteStore
from core.ports import StoreUnusable
from core.vocabulary import RecordId
from soak import Figures
from soak.company import founded

RECORDS = 150
SECTOR = 512
STORE = "countersign.sqlite"
CALLS = "pwrite64,write,fdatasync,fsync,ftruncate,unlink"
CALL = re.compile(
    r"^\d+ +(?P<call>\w+)\((?:(?P<fd>\d+)<(?P<path>[^>]*)>|\"(?P<name>[^\"]*)\")"
    r"(?:, \"(?P<data>[^\"]*)\", \d+(?:, (?P<at>\d+))?|, (?P<size>\d+))?\) += (?P<ended>-?\d+)"
)
OLD = (3, 40, 1)
"""An SQLite on which the store keeps a rollback journal."""


class Step(NamedTuple):
    """One thing that was asked of the disk, or one word to the outside."""

    what: str
    file: str = ""
    at: int = 0
    data: bytes = b""


class Disk:
    """What surely lies on the disk, and what may."""

    def __init__(self, base: dict[str, bytes]) -> None:
        self.sure = {name: bytearray(held) for name, held in base.items()}
        self.maybe: dict[str, list[Step]] = {}
        self.removed: set[str] = set()
        self.acknowledged: list[str] = []

    def take(self, step: Step) -> None:
        match step.what:
            case "say":
                word, _, name = step.data.decode().strip().partition(" ")
                if word == "done":
                    self.acknowledged.append(name)
            case "write" | "truncate":
                if step.file in self.removed:
                    self.removed.discard(step.file)
                    self.sure.pop(step.file, None)
                self.maybe.setdefault(step.file, []).append(step)
            case "sync":
                for each in self.maybe.pop(step.file, []):
                    _apply(self.sure.setdefault(step.file, bytearray()), each)
                for name in self.removed:  # a journalling file system takes them along
                    self.sure.pop(name, None)
                self.removed.clear()
            case "remove":
                self.maybe.pop(step.file, None)
                self.removed.add(step.file)
            case _:
                raise ValueError(step.what)

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """One way in which it may be found."""
        found = {name: bytearray(held) for name, held in self.sure.items()}
        for name in self.removed:
            if chance.random() < 0.5:
                found.pop(name, None)
        for name, steps in self.maybe.items():
            held = found.setdefault(name, bytearray())
            for step in steps:
                luck = chance.random()
                if luck < 0.4:
                    _apply(held, step)
                elif luck < 0.6 and len(step.data) > SECTOR:
                    sectors = chance.randrange(1, len(step.data) // SECTOR)
                    _apply(held, step._replace(data=step.data[: SECTOR * sectors]))
        return {name: bytes(held) for name, held in found.items()}


def _apply(held: bytearray, step: Step) -> None:
    if len(held) < step.at:
        held.extend(bytes(step.at - len(held)))
    if step.what == "truncate":
        del held[step.at :]
    else:
        held[step.at : step.at + len(step.data)] = step.data


class Mode(NamedTuple):
    """How the store keeps its promise, and whether it is ours."""

    name: str
    options: tuple[str, ...]
    ours: bool = True


MODES = (
    Mode("WAL, synchronous FULL", ()),
    Mode("rollback journal, synchronous EXTRA", ("journal",)),
    Mode("control: WAL, synchronous NORMAL", ("normal",), ours=False),
)


def noted(
    folder: Path, seed: int, mode: Mode, records: int = RECORDS
) -> tuple[dict[str, bytes], list[Step]]:
    """The files before the first decision, and every step from then on."""
    path, log = folder / STORE, folder.parent / f"{folder.name}.strace"
    founded(path, records).close()
    base = {STORE: path.read_bytes()}
    traced = ["strace", "-f", "-qq", "-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}"]
    program = [sys.executable, "-m", "soak.power_cuts", f"{path}", f"{seed}", f"{records}"]
    subprocess.run(
        [*traced, "-o", str(log), *program, *mode.options],
        check=True,
        capture_output=True,
        timeout=300,
    )
    steps = list(_steps(log))
    log.unlink()
    return base, steps


def _steps(log: Path) -> Iterator[Step]:
    with log.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            found = CALL.match(line)
            if found is None or found["ended"].startswith("-"):
                continue
            place = _plain(found["path"] or found["name"] or "")
            file = Path(place).name if STORE in place else ""
            data = bytes.fromhex((found["data"] or "").replace("\\x", ""))
            match found["call"]:
                case "pwrite64" if file:
                    yield Step("write", file, int(found["at"]), data)
                case "write" if found["fd"] == "1":
                    yield Step("say", data=data)
                case "fdatasync" | "fsync" if file:
                    yield Step("sync", file)
                case "ftruncate" if file:
                    yield Step("truncate", file, int(found["size"]))
                case "unlink" if file:
                    yield Step("remove", file)


def _plain(path: str) -> str:
    """A path, which strace may write in hexadecimal, too."""
    return bytes.fromhex(path.replace("\\x", "")).decode() if path.startswith("\\x") else path


class Cuts(NamedTuple):
    """What came of the cuts in one mode."""

    steps: int
    acknowledged: int
    lost: int
    broken: tuple[str, ...]


def cut(folder: Path, base: dict[str, bytes], steps: list[Step], count: int, seed: int) -> Cuts:
    """Cut the power so often, and look at what is found."""
    chance, disk = random.Random(seed), Disk(base)
    begun = next(n for n, step in enumerate(steps) if step.data.startswith(b"ready"))
    places = sorted(chance.randrange(begun + 1, len(steps) + 1) for _ in range(count))
    lost, broken, done = 0, list[str](), 0
    for number, step in enumerate(steps, 1):
        disk.take(step)
        while places and places[0] == number:
            places.pop(0)
            missing, wrong = _found(folder, disk, chance)
            lost += bool(missing)
            broken += wrong
    done = len(disk.acknowledged)
    return Cuts(len(steps), done, lost, tuple(broken))


def _found(folder: Path, disk: Disk, chance: random.Random) -> tuple[int, list[str]]:
    with TemporaryDirectory(dir=folder) as place:
        for name, held in disk.after_a_cut(chance).items():
            (Path(place) / name).write_bytes(held)
        try:
            store = SqliteStore(Path(place) / STORE)
            missing = [n for n in disk.acknowledged if store.find(RecordId(n)).version < 2]
            wrong = [str(finding) for finding in store.findings()]
            store.close()
        except StoreUnusable as why:
            return 1, [str(why)]
        return len(missing), wrong


def run(size: int, seed: int) -> Figures:
    """So many cuts in each mode."""
    if shutil.which("strace") is None:
        return Figures((), ("strace is not installed, so no power was cut",))
    counted: list[tuple[str, object]] = []
    wrong: list[str] = []
    for mode in MODES:
        with TemporaryDirectory() as folder:
            home = Path(folder) / "home"
            home.mkdir()
            base, steps = noted(home, seed, mode)
            cuts = cut(Path(folder), base, steps, size, seed)
        told = (
            f"{cuts.acknowledged} acknowledged, {cuts.steps} steps, {cuts.lost} cuts with a loss, "
            f"{len(cuts.broken)} findings"
        )
        counted.append((f"{mode.name}, {size} cuts", told))
        if mode.ours and cuts.lost:
            wrong.append(f"{mode.name}: {cuts.lost} cuts lost what was acknowledged")
        if mode.ours:
            wrong += cuts.broken[:5]
    note = "Simulated from the program's own calls; a disk that lies about a sync defeats it."
    return Figures(tuple(counted), tuple(wrong), note)


def writer() -> None:
    """The program that is watched: `python -m soak.power_cuts PATH SEED COUNT [journal|normal]`."""
    from soak import one_writer

    options = sys.argv[4:]
    if "journal" in options:
        (Database.__init__.__kwdefaults__ or {})["version"] = OLD
    if "normal" in options:
        set_up = Database._open  # noqa: SLF001  # the control weakens what the store promises

        def weaker(self: Database, path: str) -> object:
            connection = set_up(self, path)
            connection.execute("PRAGMA synchronous = 1")
            return connection

        Database._open = weaker  # type: ignore[method-assign]  # noqa: SLF001  # likewise
    del sys.argv[4:]
    one_writer.main()


if __name__ == "__main__":
    writer()
