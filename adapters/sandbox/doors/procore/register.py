"""What the API adds to the project system's copies: whole numbers as ids, stamps, and origins."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, overload

from adapters.codec import decoded_record
from adapters.sandbox.directory import keep
from adapters.sandbox.projects import SandboxProjects
from core.records import Record
from core.values import NamedTuple
from core.vocabulary import ErpStatus, RecordId, RecordKind

NOW = "(julianday('now') - 2440587.5) * 86400.0"
"""Seconds since 1970; 2440587.5 is its start as a Julian day."""
DIGITS = 18
"""Of an id, at most: SQLite's numbers end at 19."""
NUMBER = "(SELECT id FROM procore_things WHERE thing = {})"
LINKED = (
    "INSERT OR IGNORE INTO procore_origins SELECT c.record, c.kind,"
    " CASE c.kind"
    f" WHEN 'sub_job' THEN {NUMBER.format('c.project')} || '/'"
    f" WHEN 'subcontractor_invoice' THEN {NUMBER.format('c.record')} || '/'"
    " ELSE '' END || l.erp_id, l.erp_id, NULL FROM copies c JOIN links l ON l.record = c.record"
)
TABLES = (
    """CREATE TABLE IF NOT EXISTS procore_things (
        id INTEGER PRIMARY KEY AUTOINCREMENT, thing TEXT NOT NULL UNIQUE
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS procore_stamps (
        record TEXT PRIMARY KEY, made REAL NOT NULL, at REAL NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS procore_origins (
        thing TEXT PRIMARY KEY, kind TEXT NOT NULL, origin_id TEXT, origin_code TEXT,
        origin_data TEXT
    ) STRICT""",
    "CREATE UNIQUE INDEX IF NOT EXISTS procore_origins_once ON procore_origins (kind, origin_id)",
    "INSERT OR IGNORE INTO procore_things (thing) SELECT record FROM copies ORDER BY rowid",
    f"INSERT OR IGNORE INTO procore_stamps SELECT record, {NOW}, {NOW} FROM copies",
    LINKED,
    f"""CREATE TRIGGER IF NOT EXISTS procore_made AFTER INSERT ON copies BEGIN
        INSERT OR IGNORE INTO procore_things (thing) VALUES (NEW.record);
        INSERT OR REPLACE INTO procore_stamps VALUES (NEW.record, {NOW}, {NOW});
        {LINKED} WHERE c.record = NEW.record;
    END""",
    f"""CREATE TRIGGER IF NOT EXISTS procore_changed AFTER UPDATE OF content ON copies
        WHEN NEW.content <> OLD.content BEGIN
        UPDATE procore_stamps SET at = {NOW} WHERE record = NEW.record;
    END""",
    f"""CREATE TRIGGER IF NOT EXISTS procore_linked AFTER INSERT ON links BEGIN
        {LINKED} WHERE c.record = NEW.record;
    END""",
    """CREATE TRIGGER IF NOT EXISTS procore_unlinked AFTER DELETE ON links BEGIN
        DELETE FROM procore_origins WHERE thing = OLD.record;
    END""",
)
"""The triggers keep them right whoever writes the copies, through this door or beside it."""


class Taken(Exception):
    """Another thing of its sort has this origin id."""


class Origin(NamedTuple):
    """What another system wrote on a thing to know it again."""

    origin_id: str | None = None
    origin_code: str | None = None
    origin_data: str | None = None


class Held(NamedTuple):
    """A copy, as the API speaks of it."""

    id: int
    record: Record
    made: str
    at: str
    origin: Origin


class _Lazily(Sequence[Held]):
    """Of a long list most pages are not looked at."""

    def __init__(self, rows: Sequence[Sequence[Any]]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Held: ...

    @overload
    def __getitem__(self, place: slice) -> list[Held]: ...

    def __getitem__(self, place: int | slice) -> Held | list[Held]:
        if isinstance(place, slice):
            return [_held(row) for row in self._rows[place]]
        return _held(self._rows[place])


class Register:
    """Safe for many threads: everything lies in the sandbox's own file."""

    def __init__(self, projects: SandboxProjects) -> None:
        self.projects = projects
        self._database = projects.database
        if not self._database.rows("SELECT 1 FROM sqlite_master WHERE name = 'procore_unlinked'"):
            with self._database.write() as connection:
                for statement in TABLES:
                    connection.execute(statement)

    def number(self, thing: str) -> int:
        """The id of a thing, the same for ever."""
        found = self._database.rows("SELECT id FROM procore_things WHERE thing = ?", (thing,))
        if found:
            return int(found[0][0])
        with self._database.write() as connection:
            connection.execute("INSERT OR IGNORE INTO procore_things (thing) VALUES (?)", (thing,))
        return self.number(thing)

    def thing(self, number: str | int) -> str:
        """What an id names; empty where it names nothing."""
        found = self._database.rows(
            "SELECT thing FROM procore_things WHERE id = ?", (whole(number),)
        )
        return str(found[0][0]) if found else ""

    def held(
        self,
        kind: RecordKind,
        *,
        project: str = "",
        number: int = 0,
        since: float = 0.0,
        origin_id: str = "",
    ) -> Sequence[Held]:
        """Copies of a kind, in the order of their ids, each read when it is looked at."""
        where, values = ["c.kind = ?", "s.at >= ?"], [kind, since]
        for column, value in (
            ("c.project", project), ("t.id", number), ("o.origin_id", origin_id),
        ):  # fmt: skip
            if value:
                where.append(f"{column} = ?")
                values.append(value)
        found = self._database.rows(
            "SELECT t.id, c.content, s.made, s.at, o.origin_id, o.origin_code, o.origin_data"
            " FROM copies c JOIN procore_things t ON t.thing = c.record"
            " JOIN procore_stamps s ON s.record = c.record"
            " LEFT JOIN procore_origins o ON o.thing = c.record"
            f" WHERE {' AND '.join(where)} ORDER BY t.id",
            values,
        )
        return _Lazily(found)

    def one(self, kind: RecordKind, number: str | int) -> Held | None:
        """A copy by its id."""
        name = whole(number)
        found = self.held(kind, number=name) if name else ()
        return found[0] if found else None

    def record(self, name: RecordId | None) -> Held | None:
        """The copy that another one names."""
        if not name:
            return None
        found = self._database.rows("SELECT kind FROM copies WHERE record = ?", (name,))
        return self.one(RecordKind(found[0][0]), self.number(name)) if found else None

    def origin(self, thing: str) -> Origin:
        """What was written on a thing that is no record of its own."""
        found = self._database.rows(
            "SELECT origin_id, origin_code, origin_data FROM procore_origins WHERE thing = ?",
            (thing,),
        )
        return Origin(*found[0]) if found else Origin()

    def taken(self, kind: str, origin_id: str, but: str = "") -> bool:
        """Whether another thing of this sort has this origin id."""
        return bool(
            self._database.rows(
                "SELECT 1 FROM procore_origins WHERE kind = ? AND origin_id = ? AND thing <> ?",
                (kind, origin_id, but),
            )
        )

    def mark(self, kind: str, thing: str, origin: Origin) -> None:
        """Write an origin on a thing; a link for a record, which is one no more without it.

        Raises:
            Taken: another one has it.
        """
        if origin.origin_id and self.taken(kind, origin.origin_id, thing):
            raise Taken(origin.origin_id)
        held = self.record(RecordId(thing))
        if held is not None:
            self._show(held.record, origin)
        with self._database.write() as connection:
            connection.execute("DELETE FROM procore_origins WHERE thing = ?", (thing,))
            connection.execute(
                "INSERT INTO procore_origins VALUES (?, ?, ?, ?, ?)", (thing, kind, *origin)
            )
            connection.execute(f"UPDATE procore_stamps SET at = {NOW} WHERE record = ?", (thing,))

    def give(self, mine: Record, vendor: Record) -> None:
        """Let a contract name another company: a program may, where its people may not any more."""
        with self._database.write() as connection:
            keep(connection, mine._replace(vendor=vendor.id, vendor_name=vendor.title))

    def _show(self, mine: Record, origin: Origin) -> None:
        """A linked record is locked for its people; without an origin it is open to them again."""
        if not origin.origin_id:
            if mine.erp_id is not None:
                status = ErpStatus.UNLINKED
                self.projects.tell(mine._replace(erp_id=None, status=status), status)
            return
        code = origin.origin_code or origin.origin_id.rpartition("/")[2]
        status = ErpStatus.SYNCED
        self.projects.tell(mine._replace(erp_id=code, status=status), status)


def whole(number: object) -> int:
    """An id as it was sent; 0, which names nothing, where it is none."""
    text = str(number)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else 0


def stamp(at: float) -> str:
    """A moment as the API writes it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _held(row: Sequence[Any]) -> Held:
    number, content, made, at, *origin = row
    return Held(number, decoded_record(content), stamp(made), stamp(at), Origin(*origin))
