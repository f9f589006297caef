"""What we keep of hh2 beside the records: its rows by version, and exports that are under way."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from adapters.sqlite import Database
from core.epoch import Mark

TABLES = (
    # The planner takes the primary key of `rows` for want of statistics, and reads all of a call:
    # who asks for a part of it names the index.
    """CREATE TABLE IF NOT EXISTS rows (
        read TEXT NOT NULL, id TEXT NOT NULL, root TEXT NOT NULL, version INTEGER NOT NULL,
        gone INTEGER NOT NULL, content TEXT NOT NULL, PRIMARY KEY (read, id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS rows_of_root ON rows (root, read)",
    "CREATE INDEX IF NOT EXISTS rows_coded ON rows (read, content ->> '$.Code' COLLATE NOCASE)",
    (
        "CREATE INDEX IF NOT EXISTS rows_below ON rows (read, content ->> '$.ParentId')"
        " WHERE content ->> '$.ParentId' IS NOT NULL"
    ),
    """CREATE TABLE IF NOT EXISTS changes (
        read TEXT NOT NULL, root TEXT NOT NULL, change INTEGER NOT NULL,
        PRIMARY KEY (read, root)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS changes_in_order ON changes (change)",
    """CREATE TABLE IF NOT EXISTS watermarks (
        read TEXT PRIMARY KEY, version INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE IF NOT EXISTS epoch (mark TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS barred (credentials TEXT NOT NULL, why TEXT NOT NULL) STRICT",
    """CREATE TABLE IF NOT EXISTS errands (
        key TEXT PRIMARY KEY, entity TEXT NOT NULL, operation TEXT NOT NULL,
        begun_at REAL NOT NULL, record TEXT NOT NULL, ended INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
)


class Kept(NamedTuple):
    """A row of hh2, as it came."""

    id: str
    root: str
    """The id of the thing that it is, or is a part of."""
    version: int
    gone: bool
    content: dict[str, Any]


class Errand(NamedTuple):
    """An export that was begun."""

    key: str
    entity: str
    """The id of what hh2 keeps."""
    operation: str
    """The id of what hh2 does about it; empty while it was not asked to, or we never heard."""
    begun_at: float
    record: str
    """The id of ours."""
    ended: bool = False
    """Sage has it."""


class Keeping:
    """A file of its own: it can be thrown away, and is read again from hh2, but for the errands."""

    def __init__(self, path: Path | None) -> None:
        self._database = Database(path)
        with self._database.write() as connection:
            for statement in TABLES:
                connection.execute(statement)

    # rows

    def watermark(self, read: str) -> int | None:
        """The highest version that was read by a call; None before the first."""
        found = self._database.rows("SELECT version FROM watermarks WHERE read = ?", (read,))
        return found[0][0] if found else None

    def keep(self, read: str, rows: Sequence[Kept]) -> None:
        """Keep a block, and the watermark with it. What a root consists of has changed then."""
        if not rows:
            return
        with self._database.write() as connection:
            change = (
                connection.execute("SELECT coalesce(max(change), 0) FROM changes").fetchone()[0] + 1
            )
            connection.executemany(
                "INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (read, id) DO UPDATE SET"
                " root = excluded.root, version = excluded.version, gone = excluded.gone,"
                " content = excluded.content",
                [
                    (read, r.id, r.root, r.version, int(r.gone), json.dumps(r.content, default=str))
                    for r in rows
                ],
            )
            roots = list(dict.fromkeys(row.root for row in rows))
            connection.executemany(
                "INSERT INTO changes VALUES (?, ?, ?) ON CONFLICT (read, root) DO UPDATE SET"
                " change = excluded.change",
                [(read, root, change + place) for place, root in enumerate(roots)],
            )
            connection.execute(
                "INSERT INTO watermarks VALUES (?, ?) ON CONFLICT (read) DO UPDATE SET"
                " version = max(version, excluded.version)",
                (read, max(row.version for row in rows)),
            )

    def changed(self, reads: Sequence[str], after: int, limit: int) -> list[tuple[str, int]]:
        """Roots of which anything changed since a change, each once, in the order of the last."""
        marks = ", ".join("?" * len(reads))
        return self._database.rows(
            f"SELECT root, max(change) FROM changes WHERE read IN ({marks})"
            " GROUP BY root HAVING max(change) > ? ORDER BY max(change) LIMIT ?",
            (*reads, after, limit),
        )

    def left(self, reads: Sequence[str], after: int) -> int:
        """How many roots changed since a change."""
        marks = ", ".join("?" * len(reads))
        found = self._database.rows(
            "SELECT count(*) FROM (SELECT 1 FROM changes"
            f" WHERE read IN ({marks}) GROUP BY root HAVING max(change) > ?)",
            (*reads, after),
        )
        return int(found[0][0])

    def find(self, read: str, id: str) -> Kept | None:
        """A row by its id."""
        found = self._database.rows(
            "SELECT id, root, version, gone, content FROM rows WHERE read = ? AND id = ?",
            (read, id),
        )
        return _kept(found[0]) if found else None

    def parts(self, read: str, root: str) -> list[Kept]:
        """The rows of a root that are there still, by their ids."""
        found = self._database.rows(
            "SELECT id, root, version, gone, content FROM rows INDEXED BY rows_of_root"
            " WHERE root = ? AND read = ? AND gone = 0 ORDER BY version, id",
            (root, read),
        )
        return [_kept(row) for row in found]

    def coded(self, read: str, code: str) -> Kept | None:
        """A row that stands by itself, by its code, and is there still."""
        found = self._database.rows(
            "SELECT id, root, version, gone, content FROM rows INDEXED BY rows_coded"
            " WHERE read = ? AND gone = 0 AND content ->> '$.Code' = ? COLLATE NOCASE"
            " AND coalesce(content ->> '$.ParentId', '') = '' ORDER BY version DESC LIMIT 1",
            (read, code),
        )
        return _kept(found[0]) if found else None

    def below(self, read: str, parent: str) -> list[Kept]:
        """The rows that name another as their parent, and are there still."""
        found = self._database.rows(
            "SELECT id, root, version, gone, content FROM rows INDEXED BY rows_below"
            " WHERE read = ? AND content ->> '$.ParentId' = ? AND gone = 0",
            (read, parent),
        )
        return [_kept(row) for row in found]

    def all(self, read: str) -> list[Kept]:
        """Every row of a call that is there still."""
        found = self._database.rows(
            "SELECT id, root, version, gone, content FROM rows WHERE read = ? AND gone = 0",
            (read,),
        )
        return [_kept(row) for row in found]

    # how far our store had come

    def newest(self) -> Mark | None:
        """Fits core.epoch.Witness: a store that is restored does not bring this file back."""
        found = self._database.rows("SELECT mark FROM epoch")
        return Mark(*json.loads(found[0][0])) if found else None

    def remember(self, mark: Mark) -> None:
        with self._database.write() as connection:
            connection.execute("DELETE FROM epoch")
            connection.execute("INSERT INTO epoch VALUES (?)", (json.dumps(mark),))

    # who is not let in

    def barred(self, credentials: str) -> str:
        """Why hh2 turned these credentials away; empty where it did not."""
        found = self._database.rows("SELECT why FROM barred WHERE credentials = ?", (credentials,))
        return str(found[0][0]) if found else ""

    def bar(self, credentials: str, why: str) -> None:
        """Keep that hh2 turned these credentials away; with no reason, that it does so no more."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM barred")
            if why:
                connection.execute("INSERT INTO barred VALUES (?, ?)", (credentials, why))

    # errands

    def errand(self, key: str) -> Errand | None:
        """What was begun under a key."""
        found = self._database.rows("SELECT * FROM errands WHERE key = ?", (key,))
        if not found:
            return None
        errand: Errand = Errand._make(found[0])
        return errand._replace(ended=bool(errand.ended))

    def ended(self) -> list[tuple[str, str]]:
        """Record and key of everything that got into Sage."""
        return self._database.rows("SELECT record, key FROM errands WHERE ended = 1 ORDER BY key")

    def end(self, key: str) -> None:
        """Keep that Sage has it."""
        with self._database.write() as connection:
            connection.execute("UPDATE errands SET ended = 1 WHERE key = ?", (key,))

    def begin(self, errand: Errand) -> None:
        """Keep what hh2 holds for us, before it is asked to do anything about it."""
        with self._database.write() as connection:
            connection.execute("INSERT OR REPLACE INTO errands VALUES (?, ?, ?, ?, ?, ?)", errand)

    def forget(self, key: str) -> None:
        """Keep nothing of what came to nothing: under the same key it may be begun anew."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM errands WHERE key = ? AND ended = 0", (key,))

    def asked(self, key: str, operation: str) -> None:
        """Keep that hh2 does something about it by now."""
        with self._database.write() as connection:
            connection.execute("UPDATE errands SET operation = ? WHERE key = ?", (operation, key))

    def close(self) -> None:
        self._database.close()


def _kept(row: Iterable[Any]) -> Kept:
    name, root, version, gone, content = row
    return Kept(name, root, version, bool(gone), json.loads(content))
