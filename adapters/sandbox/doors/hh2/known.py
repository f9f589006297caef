"""What hh2's cloud knows: the relay's copy of Sage, under the ids that hh2 gives out."""

from collections.abc import Iterator
from threading import Lock
from typing import Any
from uuid import UUID, uuid5

from adapters.sandbox.books import COLUMNS, Document, document_from
from adapters.sqlite import Database
from core.records import folded
from core.values import NamedTuple
from core.vocabulary import RecordKind

NAMESPACE = UUID("6f1f3c1e-3a55-4c3e-9a55-5d3a1c0e7a10")
PARTS = 100_000
"""Rows that one document may make: their versions lie between its own and that of the next."""


class Known(NamedTuple):
    """A document as the relay last read it."""

    document: Document
    gone: bool
    change: int


def guid(*parts: str) -> str:
    """The id of a thing: the same for ever, whatever becomes of its content."""
    return str(uuid5(NAMESPACE, "|".join(folded(part) for part in parts)))


def document_guid(document: Document) -> str:
    """The id of a document of the books."""
    return guid(document.kind, document.scope, document.erp_id)


class Cloud:
    """The relay's copy, read anew only as far as it changed. Safe for many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._newest = -1
        self._known: dict[str, Known] = {}

    def refresh(self) -> None:
        """Take in what the relay has read since."""
        with self._lock:
            found = self._database.rows(
                f"SELECT {COLUMNS}, gone, change FROM relayed WHERE change > ? ORDER BY change",
                (self._newest,),
            )
            for row in found:
                document = document_from(row[:-2])
                self._known[document_guid(document)] = Known(document, bool(row[-2]), row[-1])
                self._newest = row[-1]

    @property
    def newest(self) -> int:
        return self._newest

    def of(self, *kinds: RecordKind) -> Iterator[Known]:
        """All of some kinds, deleted ones too."""
        with self._lock:
            return iter([known for known in self._known.values() if known.document.kind in kinds])

    def known(self, kind: RecordKind, scope: str, erp_id: str) -> Known | None:
        """A document by its ids in Sage, a deleted one too."""
        return self._known.get(guid(kind, scope, erp_id))

    def find(self, kind: RecordKind, id: str | None) -> Document | None:
        """A document by the id that hh2 gave out; None where there is none any more."""
        known = self._known.get(id or "")
        if known is None or known.gone or known.document.kind is not kind:
            return None
        return known.document

    def held(self, kind: RecordKind, scope: str, erp_id: str) -> Document | None:
        """A document by its ids in Sage."""
        return self.find(kind, guid(kind, scope, erp_id))

    def changes(self, after: int, limit: int) -> list[dict[str, Any]]:
        """What changed since a change, the oldest first."""
        with self._lock:
            found = [
                (known.change, name, known.document.kind)
                for name, known in self._known.items()
                if known.change * PARTS > after
            ]
        return [
            {"RootEntityId": name, "TypeId": guid("type", kind), "Version": change}
            for change, name, kind in sorted(found)[:limit]
        ]
