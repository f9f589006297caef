"""Makes a sandbox company in a home: whole, or not at all.

It is built in a folder beside the home and takes the home's place when it is complete.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from console.home import Home, HomeUnusable

if TYPE_CHECKING:
    from console.bootstrap import Loaded, Progress

OURS = frozenset({"log", "connector.lock"})
"""What may lie in a folder that is to become a home."""


def vacant(home: Home, *, fresh: bool) -> bool:
    """Whether a company may be made here; False where a sandbox company is to be kept.

    Raises:
        HomeUnusable: something is here that is not ours to replace, or a connector works on it.
    """
    if home.settled:
        from console.bootstrap import opened
        from console.connector import running

        house = opened(home.checked())
        simulated = house.store.kept("sandbox") is not None
        house.store.close()
        if not simulated:
            raise HomeUnusable(
                f"{home.path} holds a company that is no sandbox; it is left alone. "
                "Name another folder with --home."
            )
        if fresh and running(home):
            raise HomeUnusable(
                f"A connector works on {home.path}; close the consoles on it, or stop it, first."
            )
        return fresh
    if home.path.exists() and not home.path.is_dir():
        raise HomeUnusable(f"{home.path} is a file, not a folder; name a folder with --home.")
    if home.path.is_dir():
        strange = sorted({p.name for p in _inside(home.path)} - OURS)
        if strange:
            raise HomeUnusable(
                f"{home.path} is not empty (it holds {strange[0]}) and is no home; "
                "name an empty or a new folder with --home."
            )
    return True


def found(home: Home, build: Callable[[Home], "Loaded"]) -> "Loaded":
    """Build a company beside the home and put it in its place.

    Raises:
        HomeUnusable: the folder cannot be made or written.
    """
    with _beside(home) as making:
        loaded = build(making)
        _take_place(making, home)
    return loaded


def built(csv: Path | None, limit: int | None, progress: "Progress") -> Callable[[Home], "Loaded"]:
    """What fills a home from a contracts CSV; None is the project's own extract."""

    def build(home: Home) -> "Loaded":
        from console.bootstrap import load_contracts

        return load_contracts(home, csv, limit, progress)

    return build


@contextmanager
def _beside(home: Home) -> Iterator[Home]:
    above = home.path.parent
    try:
        above.mkdir(parents=True, exist_ok=True)
        _clear_remains(home)
        making = Home(above / f".{home.path.name}.making-{os.getpid()}", home.origin)
        making.path.mkdir(mode=0o700)
    except FileExistsError as why:
        raise HomeUnusable(
            f"{why.filename} is a file, not a folder; name another folder with --home."
        ) from why
    except OSError as why:
        raise HomeUnusable(
            f"{above} cannot be written ({why.strerror}). "
            "Mend its rights, or name another folder with --home."
        ) from why
    try:
        yield making.made()
    finally:
        shutil.rmtree(making.path, ignore_errors=True)


def _clear_remains(home: Home) -> None:
    """Remove what makers that were killed have left."""
    for path in home.path.parent.glob(f".{home.path.name}.making-*"):
        number = path.name.rpartition("-")[2]
        if number.isdecimal() and not _lives(int(number)):
            shutil.rmtree(path, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid != os.getpid()


def _take_place(making: Home, home: Home) -> None:
    old = making.path.with_name(f"{making.path.name}.old")
    try:
        if home.path.exists():
            home.path.rename(old)
        making.path.rename(home.path)
    except OSError as why:
        with suppress(OSError):
            old.rename(home.path)
        raise HomeUnusable(
            f"{home.path} cannot be put in place ({why.strerror}); nothing was changed there."
        ) from why
    shutil.rmtree(old, ignore_errors=True)


def _inside(path: Path) -> list[Path]:
    try:
        return list(path.iterdir())
    except OSError as why:
        raise HomeUnusable(f"{path} cannot be read ({why.strerror}).") from why
