"""What we keep of Procore beside the records: its rows, which record each is, and watermarks."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from adapters.sqlite import Database
from core.vocabulary import RecordId

TABLES = (
    """CREATE TABLE IF NOT EXISTS rows (
        list TEXT NOT NULL, id INTEGER NOT NULL, project INTEGER NOT NULL, at TEXT NOT NULL,
        origin TEXT NOT NULL, content TEXT NOT NULL, change INTEGER NOT NULL,
        PRIMARY KEY (list, id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS rows_changed ON rows (change) WHERE change > 0",
    "CREATE INDEX IF NOT EXISTS rows_of_project ON rows (project, list)",
    "CREATE INDEX IF NOT EXISTS rows_of_vendor ON rows (content ->> '$.vendor')",
    "CREATE TABLE IF NOT EXISTS counted (one INTEGER PRIMARY KEY, change INTEGER NOT NULL) STRICT",
    "INSERT OR IGNORE INTO counted VALUES (1, 0)",
    "CREATE TABLE IF NOT EXISTS unfinished (record TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    """CREATE TABLE IF NOT EXISTS names (
        record TEXT PRIMARY KEY, list TEXT NOT NULL, id INTEGER NOT NULL, UNIQUE (list, id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS watermarks (
        list TEXT NOT NULL, project INTEGER NOT NULL, at TEXT NOT NULL, whole REAL NOT NULL,
        PRIMARY KEY (list, project)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS doubts (
        record TEXT PRIMARY KEY, at REAL NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS staged (
        record TEXT PRIMARY KEY, version INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS told (
        record TEXT PRIMARY KEY, at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
)
GONE = "gone"
STAGED = "SELECT record, version FROM staged"
COLUMNS = "list, id, project, at, origin, content, change"


OURS = "countersign:"
"""How our mark in origin_data begins; the rest is the record's own name."""


class Kept(NamedTuple):
    """A row of Procore, reduced to what we read of it."""

    list: str
    id: int
    project: int
    """Of which project it is; 0 for those of the company."""
    at: str
    """When Procore says that it changed last."""
    origin: dict[str, str]
    """origin_id, origin_code, origin_data as they were last seen or written."""
    content: dict[str, Any]
    change: int = 0

    @property
    def gone(self) -> bool:
        """Whether it is not there any more."""
        return GONE in self.content

    @property
    def record(self) -> RecordId:
        """How a record is called that was born there."""
        return RecordId(f"procore-{self.list}-{self.id}")


class Mark(NamedTuple):
    """Up to where a list was read."""

    at: str
    """The newest change that was seen, in Procore's own time."""
    whole: float
    """When the list was last read from its beginning, in ours."""


class Keeping:
    """A file of its own. Thrown away, it is read again, but for the names of what was imported:
    those come back one by one, as each is looked up by its origin_id.
    """

    def __init__(self, path: Path | None) -> None:
        self._database = Database(path)
        with self._database.write() as connection:
            for statement in TABLES:
                connection.execute(statement)

    # rows

    def keep(self, rows: Iterable[Kept], *, news: bool) -> int:
        """Keep rows. What is new or reads otherwise is a change, where it is news.

        Returns how many were.
        """
        changed = 0
        with self._database.write() as connection:
            change = connection.execute("SELECT change FROM counted").fetchone()[0]
            for row in rows:
                content = json.dumps(row.content, sort_keys=True)
                before = connection.execute(
                    "SELECT content, change FROM rows WHERE list = ? AND id = ?", (row.list, row.id)
                ).fetchone()
                number = before[1] if before else 0
                if news and (before is None or _told(json.loads(before[0])) != _told(row.content)):
                    changed += 1
                    number = change + changed
                connection.execute(
                    "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (
                        row.list, row.id, row.project, row.at, json.dumps(row.origin), content,
                        number,
                    ),
                )  # fmt: skip
            connection.execute("UPDATE counted SET change = ?", (change + changed,))
        return changed

    def at_least(self, change: int) -> None:
        """Count on from a change that others have seen, also where the file was thrown away."""
        with self._database.write() as connection:
            connection.execute("UPDATE counted SET change = max(change, ?)", (change,))

    def find(self, name: str, id: int | None) -> Kept | None:
        """A row by its list and id."""
        found = self._rows("list = ? AND id = ?", (name, id))
        return found[0] if found else None

    def of_project(self, name: str, project: int) -> list[Kept]:
        """The rows of a list that belong to a project."""
        where = "project = ? AND list = ? ORDER BY id"
        return self._rows(where, (project, name), "rows INDEXED BY rows_of_project")

    def all(self, name: str) -> list[Kept]:
        return self._rows("list = ? ORDER BY id", (name,))

    def naming_vendor(self, vendor: int) -> list[Kept]:
        """The rows that name a company as their vendor."""
        return self._rows("content ->> '$.vendor' = ? ORDER BY list, id", (vendor,))

    def changed(self, after: int, limit: int) -> list[Kept]:
        """What changed since a change, the oldest first."""
        where = "change > 0 AND change > ? ORDER BY change LIMIT ?"
        return self._rows(where, (after, limit))

    def missing(self, name: str, project: int, seen: set[int]) -> list[Kept]:
        """The rows of a list that were not seen in it, but for those that are known to be gone."""
        rows = self.of_project(name, project)
        return [row for row in rows if row.id not in seen and not row.gone]

    def end(self, row: Kept) -> None:
        """A row is not there any more, which is news."""
        self.keep([row._replace(content={**row.content, GONE: True})], news=True)

    def _rows(self, where: str, values: Sequence[object], source: str = "rows") -> list[Kept]:
        found = self._database.rows(f"SELECT {COLUMNS} FROM {source} WHERE {where}", values)
        return [_kept(row) for row in found]

    # which record a row is

    def name(self, row: Kept) -> RecordId:
        """Our name for a row: its own, unless we made or linked it under another.

        Of one that was made, and whose answer was lost, our mark on it tells.
        """
        found = self._database.rows(
            "SELECT record FROM names WHERE list = ? AND id = ?", (row.list, row.id)
        )
        if found:
            return RecordId(found[0][0])
        mark = row.origin.get("origin_data", "")
        marked = RecordId(mark.removeprefix(OURS))
        return marked if marked != mark and self.called(marked) is None else row.record

    def call(self, record: RecordId, name: str, id: int) -> None:
        """Remember under which name of ours something is known there."""
        self.call_all([(record, name, id)])

    def call_all(self, names: Iterable[tuple[RecordId, str, int]]) -> None:
        """The same for many."""
        with self._database.write() as connection:
            for record, *row in names:
                connection.execute("DELETE FROM names WHERE list = ? AND id = ?", row)
                connection.execute("INSERT OR REPLACE INTO names VALUES (?, ?, ?)", (record, *row))

    def called(self, record: RecordId) -> Kept | None:
        """The row that a record is."""
        found = self._database.rows("SELECT list, id FROM names WHERE record = ?", (record,))
        if found:
            return self.find(*found[0])
        name, _, number = record.removeprefix("procore-").rpartition("-")
        if not record.startswith("procore-") or not number.isdecimal():
            return None
        return self.find(name, int(number))

    # what is being made

    def begin(self, record: RecordId) -> None:
        """It is made from now on, part by part: until it is whole it is no news, whoever reads."""
        with self._database.write() as connection:
            connection.execute("INSERT OR IGNORE INTO unfinished VALUES (?)", (record,))

    def finish(self, record: RecordId) -> None:
        with self._database.write() as connection:
            connection.execute("DELETE FROM unfinished WHERE record = ?", (record,))

    def unfinished(self) -> frozenset[RecordId]:
        """What is being made."""
        found = self._database.rows("SELECT record FROM unfinished")
        return frozenset(RecordId(name) for (name,) in found)

    # how far we are

    def mark(self, name: str, project: int) -> Mark | None:
        found = self._database.rows(
            "SELECT at, whole FROM watermarks WHERE list = ? AND project = ?", (name, project)
        )
        return Mark(*found[0]) if found else None

    def keep_mark(self, name: str, project: int, mark: Mark) -> None:
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO watermarks VALUES (?, ?, ?, ?)", (name, project, *mark)
            )

    def told(self, record: RecordId) -> str:
        """When what we last said of a record was true; empty before the first word."""
        found = self._database.rows("SELECT at FROM told WHERE record = ?", (record,))
        return str(found[0][0]) if found else ""

    def keep_told(self, *told: tuple[RecordId, str]) -> None:
        with self._database.write() as connection:
            connection.executemany("INSERT OR REPLACE INTO told VALUES (?, ?)", told)

    # what is shown as waiting to be imported

    def staged(self) -> dict[RecordId, int]:
        """Each with the version that it was shown in."""
        return {RecordId(name): version for name, version in self._database.rows(STAGED)}

    def keep_staged(self, waiting: Mapping[RecordId, int], over: Iterable[RecordId]) -> None:
        """These are shown as they wait, and those do not wait any more."""
        with self._database.write() as connection:
            connection.executemany("INSERT OR REPLACE INTO staged VALUES (?, ?)", waiting.items())
            connection.executemany("DELETE FROM staged WHERE record = ?", [(n,) for n in over])

    # what was sent with many others

    def doubt(self, records: Iterable[RecordId], at: float) -> None:
        """A call is about to be made that says something of these; nobody knows whether it came."""
        with self._database.write() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO doubts VALUES (?, ?)", [(record, at) for record in records]
            )

    def doubted(self) -> dict[RecordId, float]:
        """Those of which nobody knows, and since when."""
        return {RecordId(name): at for name, at in self._database.rows("SELECT * FROM doubts")}

    def answered(self, records: Iterable[RecordId]) -> None:
        """What became of these is known."""
        with self._database.write() as connection:
            connection.executemany(
                "DELETE FROM doubts WHERE record = ?", [(record,) for record in records]
            )

    def close(self) -> None:
        self._database.close()


def _told(content: dict[str, Any]) -> dict[str, Any]:
    """What a record says itself: no name of another one, which that one tells of."""
    return {name: value for name, value in content.items() if name != "vendor_name"}


def _kept(row: Sequence[Any]) -> Kept:
    name, number, project, at, origin, content, change = row
    return Kept(name, number, project, at, json.loads(origin), json.loads(content), change)
