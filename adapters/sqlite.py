"""The one door to SQLite: which library, which promises, and how a write is made.

Two SQLite libraries in one process lose acknowledged commits (reliability 1.2), so nothing else
imports one: this module puts pysqlite3 in the standard library's place before anyone can.
"""

import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pysqlite3
from pysqlite3 import dbapi2

from adapters.breaking_off import while_wanted
from adapters.file_systems import refusal
from core.ports import StoreUnusable

if TYPE_CHECKING:
    from os import PathLike

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = dbapi2

Connection = Any
"""pysqlite3 ships no types."""

OperationalError: type[Exception] = dbapi2.OperationalError
IntegrityError: type[Exception] = dbapi2.IntegrityError
DatabaseError: type[Exception] = dbapi2.DatabaseError

PATIENCE = 30.0
"""Seconds somebody waits for a turn before giving up."""
NAP = 0.002
"""Seconds between two tries, at most: SQLite's own waiting starves some writers, short sleeps of
random length are fair (measurements 6)."""

BUSY = frozenset({5, 6})
UNUSABLE = {
    3: "it may not be opened",
    8: "it may not be written",
    10: "the disk reports an error",
    11: "it is damaged",
    13: "the disk is full",
    14: "it cannot be opened",
    26: "it is not a database",
}
"""SQLite's primary result codes that speak of the file and not of the statement."""
ADVICE = {
    8: "Check that the file and its folder are yours to write.",
    11: "Put a copy in its place; the newest lies beside it if one was made.",
    13: "Make room, then try again.",
    26: "Check that this is a Countersign home.",
}


def is_fixed(version: tuple[int, int, int]) -> bool:
    """Whether the WAL-reset bug is fixed in this SQLite (reliability 6.1)."""
    return (
        version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    )


VERSION: tuple[int, int, int] = dbapi2.sqlite_version_info


class Database:
    """One file, one connection a thread, every write a short BEGIN IMMEDIATE."""

    def __init__(
        self,
        path: "str | PathLike[str] | None",
        *,
        version: tuple[int, int, int] = VERSION,
        frozen: bool = False,
    ) -> None:
        """`path` None keeps everything in memory, in one connection shared under a lock.

        `frozen` is for a copy that nobody writes: it is read and not so much as locked.

        Raises:
            StoreUnusable: the folder cannot be written, or lies on a network file system.
        """
        self.path = None if path is None else os.fspath(path)
        self._threads = threading.local()
        self._shared: Connection | None = None
        self._watch: Connection | None = None
        self._lock = threading.RLock()
        self.admit: Callable[[Connection], None] | None = None
        """Looks, inside each write transaction, whether it may be made; raises where it may not."""
        self.journal = "WAL" if is_fixed(version) else "DELETE"
        self.synchronous = 2 if self.journal == "WAL" else 3
        """FULL; with a rollback journal EXTRA, since FULL may lose the last commit there."""
        self.longest_hold = 0.0
        """Seconds of the longest write transaction so far."""
        self.schema: int | None = None
        """The schema that this program writes, once it is known to be the file's."""
        self.read_only = ""
        """Why nothing may be written; empty where it may."""
        self._frozen = frozen
        if self.path is not None and (why := refusal(self.path)):
            raise StoreUnusable(why)

    @property
    def connection(self) -> Connection:
        """This thread's connection. Fetch all you select: an open cursor pins the past."""
        if self.path is None:
            if self._shared is None:
                self._shared = self._open(":memory:")
            return self._shared
        mine = getattr(self._threads, "connection", None)
        if mine is None:
            mine = self._open(self.path)
            self._threads.connection = mine
        return mine

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """All that one statement selects, seen at one moment.

        Raises:
            StoreUnusable: the file is damaged, or stayed locked for longer than PATIENCE.
            NotWanted: the answer is not wanted any more.
        """
        with self._lock if self.path is None else _free, while_wanted(self.connection):
            connection = self.connection
            deadline = 0.0
            while True:
                try:
                    return list(connection.execute(statement, values).fetchall())
                except DatabaseError as why:
                    deadline = self._patience(why, deadline)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Several statements that see the same moment. Nobody waits for it.

        Raises:
            StoreUnusable: as `rows`.
        """
        with self._lock if self.path is None else _free:
            connection = self.connection
            if connection.in_transaction:
                yield connection
                return
            self.rows("BEGIN")
            try:
                # The moment begins with the first reading, which may have to wait for its turn.
                self.rows("SELECT 1 FROM sqlite_master LIMIT 1")
                yield connection
            except DatabaseError as why:
                raise self._unusable(why) from why
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its first statement.

        Raises:
            StoreUnusable: somebody else held the lock for longer than PATIENCE, or the disk
                would not take it. Nothing is written then.
            RuntimeError: a write inside a write.
        """
        with self._lock if self.path is None else _free:
            connection = self.connection
            if connection.in_transaction:
                raise RuntimeError("a write was begun inside a write")
            if self.read_only:
                raise StoreUnusable(self.read_only)
            self.rows("BEGIN IMMEDIATE")
            begun = time.monotonic()
            try:
                with _nobody_tidies:
                    self._stay_of_this_schema(connection)
                    if self.admit is not None:
                        self.admit(connection)
                    yield connection
                    self._commit(connection)
            except BaseException as why:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if _code(why) in UNUSABLE:
                    raise self._unusable(why) from why
                raise
            finally:
                self.longest_hold = max(self.longest_hold, time.monotonic() - begun)

    def _stay_of_this_schema(self, connection: Connection) -> None:
        """Another process may have brought the file up to a newer program's schema meanwhile."""
        if self.schema is None:
            return
        found = connection.execute("PRAGMA user_version").fetchall()[0][0]
        if found != self.schema:
            self.read_only = newer(self.path, found, self.schema)
            raise StoreUnusable(self.read_only)

    def change(self) -> int:
        """A number that differs once anyone has written, this process included."""
        with self._lock:
            if self.path is None:
                return int(self.connection.total_changes)
            if self._watch is None:
                # It never writes, so that nothing of this process is its own doing either.
                self._watch = self._open(self.path)
            return int(_patiently(self._watch, "PRAGMA data_version")[0][0])

    def copy_to(self, path: "str | PathLike[str]") -> None:
        """Write a whole and consistent copy, also while somebody holds the write lock.

        Raises:
            StoreUnusable: the copy cannot be written.
        """
        connection = self._open(str(self.path))
        try:
            # SQLite fills an empty file; made here, it is nobody else's from the first byte on.
            os.mknod(path, 0o600)
            connection.execute("VACUUM INTO ?", (os.fspath(path),))
        except (DatabaseError, OSError) as why:
            raise StoreUnusable(f"No copy could be written to {path}: {why}.") from why
        finally:
            connection.close()

    def take_over(self, copy: "Database") -> None:
        """Become what a copy holds, in one transaction that whoever has the file open will see.

        Raises:
            StoreUnusable: the disk does not take it, or somebody is in the way for too long.
        """
        with self._lock:
            try:
                copy.connection.backup(self.connection, sleep=NAP)
            except DatabaseError as why:
                raise self._unusable(why) from why

    def close(self) -> None:
        """Close this thread's connection, and the one that watches."""
        with self._lock:
            for mine in (getattr(self._threads, "connection", None), self._shared, self._watch):
                if mine is not None:
                    mine.close()
            self._shared = self._watch = None
            self._threads.connection = None

    def _commit(self, connection: Connection) -> None:
        deadline = 0.0
        while True:
            try:
                connection.execute("COMMIT")
            except OperationalError as why:
                # With a rollback journal a commit waits for those who read.
                deadline = self._patience(why, deadline)
            else:
                return

    def _patience(self, why: Exception, deadline: float) -> float:
        """Sleep a moment if somebody else is in the way. Returns until when to go on trying.

        Raises:
            StoreUnusable: it took too long, or the file itself is at fault.
        """
        if _code(why) not in BUSY:
            if _code(why) in UNUSABLE:
                raise self._unusable(why) from why
            raise why
        now = time.monotonic()
        if deadline and now > deadline:
            raise StoreUnusable(
                f"{self.path} stayed locked by another process for {PATIENCE:.0f} s; "
                "try again, or see which process holds it."
            ) from why
        _nap()
        return deadline or now + PATIENCE

    def _unusable(self, why: BaseException) -> Exception:
        code = _code(why)
        if code not in UNUSABLE:
            return why if isinstance(why, Exception) else StoreUnusable(str(why))
        advice = ADVICE.get(
            code, "Check that the folder exists, is yours to write, and is a Countersign home."
        )
        return StoreUnusable(f"{self.path}: {UNUSABLE[code]} ({why}). {advice}")

    def _open(self, path: str) -> Connection:
        if self._frozen:
            return _open_frozen(path)
        try:
            fresh = self.path is not None and not os.path.exists(path)
            connection = dbapi2.connect(
                path, isolation_level=None, check_same_thread=False, timeout=0
            )
            _set(connection, "busy_timeout", 0)
            if self.path is not None:
                if fresh:
                    # The file comes into being here, before its log does, which takes its mode.
                    _patiently(connection, "PRAGMA schema_version")
                    os.chmod(path, 0o600)
                _set(connection, "journal_mode", self.journal.lower())
            _set(connection, "synchronous", self.synchronous)
            _set(connection, "foreign_keys", 1)
            _set(connection, "recursive_triggers", 1)
            _set(connection, "trusted_schema", 0)
        except DatabaseError as why:
            raise self._unusable(why) from why
        return connection


def newer(path: str | None, schema: int, known: int) -> str:
    """Why a file of a newer program is looked at and not written."""
    return (
        f"{path} was written by a newer Countersign (schema {schema}, this one knows {known}); it "
        "can be looked at, and not changed. Update this program."
    )


def _open_frozen(path: str) -> Connection:
    from urllib.parse import quote

    address = f"file:{quote(path)}?mode=ro&immutable=1"
    try:
        connection = dbapi2.connect(
            address, uri=True, isolation_level=None, check_same_thread=False, timeout=0
        )
        _set(connection, "query_only", 1)
        _set(connection, "foreign_keys", 1)
        _set(connection, "recursive_triggers", 1)
        _set(connection, "trusted_schema", 0)
    except DatabaseError as why:
        raise StoreUnusable(f"{path} cannot be read as a database ({why}).") from why
    return connection


class _Free:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


_free = _Free()


class _NobodyTidies:
    """Puts garbage collection off: a full one takes longer than a whole write transaction."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._writers = 0
        self._was_on = False

    def __enter__(self) -> None:
        with self._lock:
            if not self._writers:
                self._was_on = gc.isenabled()
                gc.disable()
            self._writers += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._writers -= 1
            if not self._writers and self._was_on:
                gc.enable()


_nobody_tidies = _NobodyTidies()


def _code(why: BaseException) -> int:
    """SQLite's primary result code; 0 where it is no error of SQLite's."""
    return int(getattr(why, "sqlite_errorcode", None) or 0) & 0xFF


def _patiently(connection: Connection, statement: str) -> list[Any]:
    """What a statement answers, once nobody is in its way."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return list(connection.execute(statement).fetchall())
        except OperationalError as why:
            if _code(why) not in BUSY or time.monotonic() > deadline:
                raise
            _nap()


def _set(connection: Connection, pragma: str, value: object) -> None:
    """Set a pragma and read it back: a promise that was not kept is an error."""
    _patiently(connection, f"PRAGMA {pragma} = {value}")
    held = _patiently(connection, f"PRAGMA {pragma}")[0][0]
    if held != value:
        raise StoreUnusable(f"SQLite keeps {pragma} at {held!r} where {value!r} is needed.")


def _nap() -> None:
    """Sleep for up to NAP, by the clock's last digits: fair enough, and quick to import."""
    time.sleep(NAP * (time.perf_counter_ns() % 997) / 997)
