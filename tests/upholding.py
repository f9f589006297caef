"""Verifies, after each test, every store that was opened or made in it, and who opened its file."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import adapters.stores.sqlite as stores
from adapters.sqlite import Database
from adapters.stores import opening
from adapters.stores.invariants import findings
from adapters.stores.opening import APPLICATION, SCHEMA
from core.invariants import Finding

LARGE = 3_000_000
"""Bytes: a store of more is looked through once a module."""
HERE = Path(stores.__file__).parents[2]
ROOMS = tuple(f"{HERE / room}{os.sep}" for room in ("core", "adapters", "console"))
NAME = "countersign.sqlite"


class Upheld:
    """The stores that are known, and what was last seen of each."""

    def __init__(self) -> None:
        self._paths: dict[str, tuple[int, ...]] = {}
        self._large: set[tuple[str, str]] = set()
        self._memory: list[Database] = []
        self._found: list[tuple[str, str]] = []
        self.opened_by: list[str] = []
        """Code of ours that opened a store's file without SQLite, as `file:line path`."""

    def note(self, database: Database) -> None:
        """A store was opened."""
        if database.path is not None:
            self._paths.setdefault(str(Path(database.path).absolute()), ())
            return
        self._memory.append(database)
        close = database.close

        def last_look() -> None:
            self._look(database)
            close()

        database.close = last_look

    def verify(
        self, module: str, folder: Path | None, spared: frozenset[str] = frozenset()
    ) -> list[str]:
        """What does not hold in any store that changed since it was last looked at."""
        for database in self._memory:
            if database._shared is not None:
                self._look(database)
        self._memory.clear()
        for path in {*self._paths, *_made_in(folder)}:
            self._verify_file(path, module)
        if folder is not None:
            self._paths = {p: s for p, s in self._paths.items() if not p.startswith(f"{folder}")}
        found, self._found = self._found, []
        return [sentence for rule, sentence in found if rule not in spared]

    def forget(self, folder: Path | None) -> None:
        """Nothing in this folder is to be verified, nor what was opened in memory."""
        self._memory.clear()
        self._found.clear()
        self.opened_by.clear()
        self._paths = {p: () for p in self._paths if folder and not p.startswith(f"{folder}")}

    def _verify_file(self, path: str, module: str) -> None:
        stamp = _stamp(path)
        if not stamp or stamp == self._paths.get(path):
            return
        self._paths[path] = stamp
        if stamp[0] > LARGE:
            if (path, module) in self._large:
                return
            self._large.add((path, module))
        database = Database(path)
        try:
            if database.rows("PRAGMA user_version") != [(SCHEMA,)]:
                return
            if database.rows("PRAGMA application_id") != [(APPLICATION,)]:
                return
            self._look(database)
        finally:
            database.close()

    def _look(self, database: Database) -> None:
        with database.read() as connection:
            found: list[Finding] = list(findings(connection, datetime.now(UTC)))
        where = database.path or "in memory"
        self._found += [(each.rule, f"{where}: {each}") for each in found]

    def heard(self, event: str, arguments: tuple[object, ...]) -> None:
        """An audit event of the interpreter: nothing of ours opens the file of a store."""
        if event != "open" or not arguments:
            return
        path = arguments[0]
        if not isinstance(path, str) or not path.endswith(
            (".sqlite", ".sqlite-wal", ".sqlite-shm")
        ):
            return
        frame = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename.startswith(ROOMS):
                self.opened_by.append(f"{frame.f_code.co_filename}:{frame.f_lineno} {path}")
                return
            frame = frame.f_back


UPHELD = Upheld()


def watch() -> None:
    """From now on every store that is opened in this process is noted."""
    prepare = stores.prepare

    def noted(database: Database) -> None:
        if database.path is None:
            database.take_over(_tables(opening.SCHEMA, prepare))
        prepare(database)
        UPHELD.note(database)

    stores.prepare = noted
    sys.addaudithook(UPHELD.heard)


@cache
def _tables(_schema: int, prepare: Callable[[Database], None]) -> Database:
    """The tables of a new store, made once: each store in memory begins as a copy of them."""
    made = Database(None)
    prepare(made)
    return made


def _made_in(folder: Path | None) -> list[str]:
    """The stores of homes that other processes made in a test's folder."""
    if folder is None or not folder.exists():
        return []
    places = [folder, *(each for each in folder.iterdir() if each.is_dir())]
    return [str(place / NAME) for place in places if (place / NAME).exists()]


def _stamp(path: str) -> tuple[int, ...]:
    found: list[int] = []
    for name in (path, f"{path}-wal"):
        try:
            seen = Path(name).stat()
        except OSError:
            continue
        found += [seen.st_size, seen.st_mtime_ns]
    return tuple(found) if Path(path).exists() else ()
