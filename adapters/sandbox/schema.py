"""The sandbox's file: the books, the relay's copy of them, the project system, the fault dial."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.sqlite import Database
from core.ports import OutsideUnreachable, StoreUnusable

FIELDS = """
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    folded TEXT NOT NULL,
    scope TEXT NOT NULL,
    erp_id TEXT NOT NULL,
    title TEXT NOT NULL,
    amount INTEGER NOT NULL,
    active INTEGER NOT NULL,
    posted INTEGER NOT NULL,
    body TEXT,
    job TEXT NOT NULL,
    vendor TEXT NOT NULL,
    parent TEXT NOT NULL,
    record TEXT,
    gone INTEGER NOT NULL,
    change INTEGER NOT NULL,
    PRIMARY KEY (kind, place, folded)
"""
"""`place` and `folded` are scope and id as Sage compares them; `change` grows with every write."""

STATEMENTS = (
    f"CREATE TABLE IF NOT EXISTS documents ({FIELDS}) STRICT",
    "CREATE UNIQUE INDEX IF NOT EXISTS documents_change ON documents (change)",
    "CREATE INDEX IF NOT EXISTS documents_kind ON documents (kind, change)",
    "CREATE INDEX IF NOT EXISTS documents_job ON documents (job, kind)",
    "CREATE INDEX IF NOT EXISTS documents_vendor ON documents (vendor, kind)",
    "CREATE INDEX IF NOT EXISTS documents_parent ON documents (parent, kind)",
    f"CREATE TABLE IF NOT EXISTS relayed ({FIELDS}) STRICT",
    "CREATE INDEX IF NOT EXISTS relayed_kind ON relayed (kind, change)",
    "CREATE INDEX IF NOT EXISTS relayed_change ON relayed (change)",
    """CREATE TABLE IF NOT EXISTS exports (
        key TEXT PRIMARY KEY, kind TEXT NOT NULL, place TEXT NOT NULL, folded TEXT NOT NULL,
        erp_id TEXT NOT NULL, posted INTEGER NOT NULL, record TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS batches (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, place TEXT NOT NULL, folded TEXT NOT NULL,
        erp_id TEXT NOT NULL, title TEXT NOT NULL, amount INTEGER NOT NULL, body TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX IF NOT EXISTS batches_document ON batches (kind, place, folded)",
    "CREATE TABLE IF NOT EXISTS links (record TEXT PRIMARY KEY, erp_id TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS faults (kind TEXT PRIMARY KEY, percent INTEGER NOT NULL) STRICT",
    """CREATE TABLE IF NOT EXISTS copies (
        record TEXT PRIMARY KEY, kind TEXT NOT NULL, project TEXT NOT NULL, number TEXT NOT NULL,
        content TEXT NOT NULL, news INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX IF NOT EXISTS copies_news ON copies (news)",
    "CREATE INDEX IF NOT EXISTS copies_project ON copies (project, kind)",
    "CREATE INDEX IF NOT EXISTS copies_number ON copies (kind, number)",
    """CREATE TABLE IF NOT EXISTS delete_history (
        id INTEGER PRIMARY KEY, project TEXT NOT NULL, code TEXT NOT NULL, category TEXT NOT NULL,
        why TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT""",
    "CREATE TABLE IF NOT EXISTS stamps (change INTEGER PRIMARY KEY, at REAL NOT NULL) STRICT",
    *(
        f"CREATE TRIGGER IF NOT EXISTS stamped_{name} AFTER {event} ON documents"
        " BEGIN INSERT OR REPLACE INTO stamps"
        " VALUES (NEW.change, (julianday('now') - 2440587.5) * 86400.0); END"
        for name, event in (("new", "INSERT"), ("changed", "UPDATE OF change"))
    ),
    """CREATE TABLE IF NOT EXISTS first_steps (
        key TEXT PRIMARY KEY, span TEXT NOT NULL, depth TEXT NOT NULL, begun REAL NOT NULL,
        ends REAL NOT NULL, total INTEGER NOT NULL, finished REAL, failed INTEGER NOT NULL,
        result TEXT NOT NULL
    ) STRICT""",
)
"""`stamps` is when Sage itself says that something changed; 2440587.5 is 1970 as a Julian day."""
LAST = "first_steps"


def opened(place: Database | Path) -> Database:
    """The sandbox's database, with its tables made if they are not there yet.

    Raises:
        StoreUnusable: the file cannot be opened or written.
    """
    database = place if isinstance(place, Database) else Database(place)
    if not database.rows("SELECT 1 FROM sqlite_master WHERE name = ?", (LAST,)):
        with database.write() as connection:
            for statement in STATEMENTS:
                connection.execute(statement)
    return database


@contextmanager
def reached(what: str) -> Iterator[None]:
    """A file that is locked for too long is an outside that nobody can reach.

    Raises:
        OutsideUnreachable: nothing was written.
    """
    try:
        yield
    except StoreUnusable as why:
        raise OutsideUnreachable(f"{what} cannot be reached: {why}") from why


def fact(database: Database, name: str) -> str | None:
    """A fact about the sandbox; None where it was never kept."""
    found = database.rows("SELECT value FROM facts WHERE name = ?", (name,))
    return found[0][0] if found else None


def keep_fact(database: Database, name: str, value: str) -> None:
    with database.write() as connection:
        connection.execute(
            "INSERT INTO facts VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )
