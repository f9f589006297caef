"""The rows of the ledger: reading a document, writing one, and which record stands behind it."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from adapters.codec import decoded, decoded_body, encoded
from adapters.sandbox.schema import fact, keep_fact, opened
from adapters.sqlite import Connection, Database
from core.case import Mirrored
from core.records import Body, CostCode, Project, SubJob, folded
from core.settings import Settings
from core.values import NamedTuple
from core.vocabulary import RecordId, RecordKind

K = RecordKind
Pairs = frozenset[tuple[str, str]]
"""Cost code and category."""


class Setup(NamedTuple):
    """What the accountants set up in Sage. It is Sage's own, not a copy of our settings."""

    settings: Settings = Settings()
    """Widths, masks, vendor types, versions and usages."""
    closed_through: str = ""
    """The last closed month as `2025-06`; empty while all are open."""
    project_management: bool = True
    """The PJ module: without it an approved CCO cannot be deleted (financials 53)."""


class Document(NamedTuple):
    """One document of the books, spelled as Sage shows it."""

    kind: RecordKind
    scope: str
    erp_id: str
    title: str
    amount: int = 0
    active: bool = True
    posted: bool = True
    body: str | None = None
    """As JSON; see adapters.codec."""
    job: str = ""
    vendor: str = ""
    parent: str = ""
    record: str | None = None
    """The record of ours that was exported as this document."""

    @property
    def read(self) -> Body | None:
        return read_body(self.kind, self.body) if self.body is not None else None


COLUMNS = ", ".join(Document._fields)
UPSERT = (
    f"INSERT INTO documents ({COLUMNS}, place, folded, gone, change)"
    f" VALUES ({', '.join('?' * (len(Document._fields) + 4))})"
)
ON_CONFLICT = " ON CONFLICT (kind, place, folded) DO UPDATE SET " + ", ".join(
    f"{name} = excluded.{name}" for name in (*Document._fields[1:], "gone", "change")
)


@lru_cache(maxsize=4096)
def read_body(kind: RecordKind, text: str) -> Body:
    return decoded_body(kind, text)


@lru_cache(maxsize=16)
def _setup(text: str) -> Setup:
    return decoded(Setup, text)


@lru_cache(maxsize=4096)
def _pairs(kind: RecordKind, text: str) -> Pairs:
    body = read_body(kind, text)
    if not isinstance(body, (Project, SubJob)):
        return frozenset()
    return frozenset((code.code, t) for code in body.codes for t in code.erp_types or code.types)


def document_of(seen: Mirrored, record: str | None = None) -> Document:
    body = None if seen.body is None else encoded(seen.body)
    return Document(
        seen.kind, seen.scope, seen.erp_id, seen.title, seen.amount, seen.active, seen.posted,
        body, seen.job, seen.vendor, seen.parent, record,
    )  # fmt: skip


def mirrored_of(document: Document) -> Mirrored:
    return Mirrored(
        document.kind, document.scope, document.erp_id, document.title, document.amount,
        document.active, document.posted, None, document.read,
        document.job, document.vendor, document.parent,
    )  # fmt: skip


class Books:
    """Reads and writes documents; whoever writes has begun the transaction."""

    def __init__(self, place: Database) -> None:
        self.database = opened(place)
        self._standard: tuple[int, dict[str, CostCode]] = (-1, {})

    def setup(self) -> Setup:
        text = fact(self.database, "setup")
        return _setup(text) if text else Setup()

    def keep_setup(self, setup: Setup) -> None:
        keep_fact(self.database, "setup", encoded(setup))

    # reading

    def find(self, kind: RecordKind, scope: str, erp_id: str) -> Document | None:
        """A document by its id; None where Sage holds none, or holds it no more."""
        found = self._select(
            "kind = ? AND place = ? AND folded = ? AND gone = 0",
            (kind, folded(scope), folded(erp_id)),
        )
        return found[0] if found else None

    def within(self, kind: RecordKind, column: str, erp_id: str) -> list[Document]:
        """Documents of a kind that name a job, a vendor or a parent."""
        return self._select(f"{column} = ? AND kind = ? AND gone = 0", (erp_id, kind))

    def naming(self, column: str, erp_id: str) -> int:
        """How many documents name a job, a vendor or a parent."""
        found = self.database.rows(
            f"SELECT count(*) FROM documents WHERE {column} = ? AND gone = 0", (erp_id,)
        )
        return int(found[0][0])

    def all(self, kind: RecordKind) -> list[Document]:
        return self._select("kind = ? AND gone = 0 ORDER BY change", (kind,))

    def _select(self, where: str, values: Sequence[object]) -> list[Document]:
        found = self.database.rows(f"SELECT {COLUMNS} FROM documents WHERE {where}", values)
        return [document_from(row) for row in found]

    def linked(self, record: RecordId | None) -> str:
        """Which id of Sage stands behind a record of ours; empty where none does."""
        found = self.database.rows("SELECT erp_id FROM links WHERE record = ?", (record,))
        return found[0][0] if found else ""

    def pairs(self, job: str, extra: str = "") -> Pairs:
        """The codes and categories that a job or one of its extras holds."""
        whole = self.find(K.PROJECT, "", job)
        pairs = _pairs(K.PROJECT, whole.body) if whole and whole.body else frozenset()
        part = self.find(K.SUB_JOB, job, extra) if extra else None
        return (_pairs(K.SUB_JOB, part.body) or pairs) if part and part.body else pairs

    def standard_codes(self) -> dict[str, CostCode]:
        """The company's standard cost codes, read again only when one changed."""
        newest = self.database.rows(
            "SELECT max(change) FROM documents WHERE kind = ?", (K.COST_CODE,)
        )[0][0]
        if self._standard[0] != newest:
            codes = {d.erp_id: d.read for d in self.all(K.COST_CODE)}
            known = {i: body for i, body in codes.items() if isinstance(body, CostCode)}
            self._standard = (newest, known)
        return self._standard[1]

    # writing

    def put(self, connection: Connection, document: Document, *, gone: bool = False) -> None:
        """Write a document over whatever stood under its id, as the newest change."""
        change = self.change() + 1
        connection.execute(UPSERT + ON_CONFLICT, _values(document, change, gone=gone))

    def put_many(self, connection: Connection, documents: Iterable[Document]) -> int:
        """Write many that are not there yet. Returns how many."""
        first = self.change() + 1
        rows = [_values(d, first + place, gone=False) for place, d in enumerate(documents)]
        connection.executemany(UPSERT, rows)
        return len(rows)

    def change(self) -> int:
        """The number of the newest change."""
        return int(self.database.rows("SELECT max(change) FROM documents")[0][0] or 0)


def _values(document: Document, change: int, *, gone: bool) -> tuple[object, ...]:
    place, erp_id = folded(document.scope), folded(document.erp_id)
    return (*document, place, erp_id, int(gone), change)


def document_from(row: Sequence[Any]) -> Document:
    kind, scope, erp_id, title, amount, active, posted, *rest = row
    return Document(
        RecordKind(kind), scope, erp_id, title, amount, bool(active), bool(posted), *rest
    )


def link(connection: Connection, record: str, erp_id: str) -> None:
    """Remember which id of Sage stands behind a record, as a connector's cross-reference does."""
    connection.execute(
        "INSERT INTO links VALUES (?, ?)"
        " ON CONFLICT (record) DO UPDATE SET erp_id = excluded.erp_id",
        (record, erp_id),
    )


def unlink(connection: Connection, record: str) -> None:
    connection.execute("DELETE FROM links WHERE record = ?", (record,))
