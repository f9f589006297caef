"""The one door to SQLite: which library, which promises, and how a write is made.

Two SQLite libraries in one process lose acknowledged commits (reliability 1.2), so nothing else
imports one: this module puts pysqlite3 in the standard library's place before anyone can.
"""

import random
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pysqlite3
from pysqlite3 import dbapi2

from core.ports import StoreUnusable

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = dbapi2

Connection = Any
"""pysqlite3 ships no types."""

OperationalError: type[Exception] = dbapi2.OperationalError
IntegrityError: type[Exception] = dbapi2.IntegrityError
DatabaseError: type[Exception] = dbapi2.DatabaseError

PATIENCE = 30.0
"""Seconds a writer waits for its turn before it gives up."""

NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs"})


def is_fixed(version: tuple[int, int, int]) -> bool:
    """Whether the WAL-reset bug is fixed in this SQLite (reliability 6.1)."""
    return (
        version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    )


VERSION: tuple[int, int, int] = dbapi2.sqlite_version_info


class Database:
    """One file, one connection a thread, every write a short BEGIN IMMEDIATE."""

    def __init__(self, path: Path | None) -> None:
        """`path` None keeps everything in memory, in one connection shared under a lock.

        Raises:
            StoreUnusable: the folder cannot be written, or lies on a network file system.
        """
        self.path = path
        self._threads = threading.local()
        self._shared: Connection | None = None
        self._lock = threading.RLock()
        self.journal = "WAL" if is_fixed(VERSION) else "DELETE"
        self.longest_hold = 0.0
        """Seconds of the longest write transaction so far."""
        if path is not None:
            _refuse_network(path)

    @property
    def connection(self) -> Connection:
        """This thread's connection. Fetch all you select: an open cursor pins the past."""
        if self.path is None:
            if self._shared is None:
                self._shared = self._open(":memory:")
            return self._shared
        mine = getattr(self._threads, "connection", None)
        if mine is None:
            mine = self._open(str(self.path))
            self._threads.connection = mine
        return mine

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        if self.path is None:
            with self._lock:
                return list(self.connection.execute(statement, values).fetchall())
        return list(self.connection.execute(statement, values).fetchall())

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its first statement.

        Raises:
            StoreUnusable: somebody else held the lock for longer than PATIENCE.
            RuntimeError: a write inside a write.
        """
        with self._lock if self.path is None else _free:
            connection = self.connection
            if connection.in_transaction:
                raise RuntimeError("a write was begun inside a write")
            self._begin(connection)
            begun = time.monotonic()
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            try:
                connection.execute("COMMIT")
            except OperationalError as why:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise StoreUnusable(f"{self.path} cannot be written: {why}.") from why
            self.longest_hold = max(self.longest_hold, time.monotonic() - begun)

    def close(self) -> None:
        """Close this thread's connection."""
        mine = self._shared if self.path is None else getattr(self._threads, "connection", None)
        if mine is not None:
            mine.close()
        self._shared = None
        self._threads.connection = None

    def _begin(self, connection: Connection) -> None:
        # SQLite's own waiting starves some writers; short random sleeps are fair (measurements 6).
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except OperationalError as why:
                if "locked" not in str(why) and "busy" not in str(why):
                    raise StoreUnusable(f"{self.path} cannot be written: {why}.") from why
                if time.monotonic() > deadline:
                    raise StoreUnusable(
                        f"{self.path} stayed locked by another process for {PATIENCE:.0f} s; "
                        "try again, or see which process holds it."
                    ) from why
                time.sleep(random.uniform(0, 0.002))  # noqa: S311
            else:
                return

    def _open(self, path: str) -> Connection:
        try:
            connection = dbapi2.connect(
                path, isolation_level=None, check_same_thread=False, timeout=0
            )
            connection.execute("PRAGMA busy_timeout = 0")
            if self.path is not None:
                _set(connection, "journal_mode", self.journal.lower())
            _set(connection, "synchronous", 2 if self.journal == "WAL" else 3)
            _set(connection, "foreign_keys", 1)
            _set(connection, "trusted_schema", 0)
        except DatabaseError as why:
            raise StoreUnusable(
                f"{path} cannot be opened: {why}. Check that the folder exists, is yours to write, "
                "and that this is a Countersign home."
            ) from why
        return connection


class _Free:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


_free = _Free()


def _set(connection: Connection, pragma: str, value: object) -> None:
    """Set a pragma and read it back: a promise that was not kept is an error."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute(f"PRAGMA {pragma} = {value}").fetchall()
            break
        except OperationalError as why:
            if "locked" not in str(why) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0, 0.005))  # noqa: S311
    held = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
    if held != value:
        raise StoreUnusable(f"SQLite keeps {pragma} at {held!r} where {value!r} is needed.")


def _refuse_network(path: Path) -> None:
    """WAL needs one host: the lock lives in shared memory.

    Raises:
        StoreUnusable: the file would lie on a network file system.
    """
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    place = str(path.resolve().parent)
    best, kind = "", ""
    for line in mounts:
        _, point, type_, *_ = line.split(" ")
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, type_
    if kind in NETWORK:
        raise StoreUnusable(
            f"{path} lies on a network file system ({kind} at {best}); "
            "keep the home on a local disk."
        )
