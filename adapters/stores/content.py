"""What a record's content was before it changed, and giving content its digest in older files."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from adapters.codec import decoded_body
from adapters.sqlite import Connection
from core.canonical import canonical, digest
from core.records import Record
from core.vocabulary import ErpStatus, RecordId, RecordKind

BLOCK = 1000
BEFORE_THE_EYES = frozenset(
    {
        ErpStatus.READY_TO_EXPORT,
        ErpStatus.READY_TO_UPDATE,
        ErpStatus.FAILED,
        ErpStatus.EXPORTING,
    }
)
CONTENT = (
    "id, kind, number, title, body, project, project_number, vendor, vendor_name, parent, "
    "parent_number, amount, currency"
)
"""The columns of a record's content, as they were when digests began."""
REMEMBER = "INSERT INTO contents (record, digest, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
EARLIER = "SELECT digest, text FROM contents WHERE record = ? AND substr(digest, 1, ?) = ?"
RESTATE = "UPDATE records SET digest = ? WHERE id = ?"


def remember(connection: Connection, changing: Iterable[Record]) -> None:
    """Keep content that is about to be another one, where somebody may have it before the eyes to
    decide on it.
    """
    seen = [(r.id, digest(r), canonical(r)) for r in changing if r.status in BEFORE_THE_EYES]
    if seen:
        connection.executemany(REMEMBER, seen)


def earlier(connection: Connection, record: RecordId, begun: str) -> str | None:
    """The canonical content that a record had under a digest, or under one that begins so."""
    found = connection.execute(EARLIER, (record, len(begun), begun)).fetchall()
    return str(found[0][1]) if len(found) == 1 else None


def restate(connection: Connection) -> None:
    """Give every record the digest of its content."""
    last = ""
    while block := _block(connection, last):
        connection.executemany(RESTATE, list(_digests(block)))
        last = block[-1][0]


def _block(connection: Connection, last: str) -> Sequence[Any]:
    statement = f"SELECT {CONTENT} FROM records WHERE id > ? ORDER BY id LIMIT {BLOCK}"
    found: Sequence[Any] = connection.execute(statement, (last,)).fetchall()
    return found


def _digests(block: Iterable[Sequence[Any]]) -> Iterator[tuple[str, str]]:
    for row in block:
        name, kind, number, title, body, job, job_number, vendor, firm, parent, of, amount, in_ = (
            row
        )
        record = Record(
            name, RecordKind(kind), ErpStatus.UNSENT, 1, number, title,
            decoded_body(RecordKind(kind), body), project=job, project_number=job_number,
            vendor=vendor, vendor_name=firm, parent=parent, parent_number=of, amount=amount,
            currency=in_,
        )  # fmt: skip
        yield digest(record), name
