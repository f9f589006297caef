"""The names of all companies, kept in memory and brought up to date by the audit."""

import threading
from collections.abc import Mapping, Sequence

from adapters.likeness import NameIndex
from adapters.sqlite import Connection
from adapters.stores import rows
from core.case import Named, Near
from core.matches import plain
from core.records import Record
from core.vocabulary import ErpStatus, RecordId

NAMED = "id, status, version, number, title, erp_id, is_active"
COMPANIES = (
    f"SELECT {NAMED} FROM records WHERE tray BETWEEN ? AND ? AND kind = 'company' "
    "AND status <> 'archived' ORDER BY title, id"
)
SINCE = (
    f"SELECT {NAMED} FROM records WHERE kind = 'company' "
    "AND id IN (SELECT record FROM audit WHERE seq > ?)"
)


def named(row: Sequence[object]) -> Named:
    """A row of NAMED."""
    name, status, version, number, title, erp_id, active = row
    return Named(name, rows.STATUS[status], version, number, title, erp_id, bool(active))  # type: ignore[arg-type,index]  # as the columns are


class NameIndexed:
    """Companies by their plain names."""

    def __init__(self) -> None:
        self._named: dict[RecordId, Named] = {}
        self._index = NameIndex[RecordId]()

    def put(self, company: Named) -> None:
        if company.status is ErpStatus.ARCHIVED:
            self._named.pop(company.id, None)
            self._index.drop(company.id)
        else:
            before = self._named.get(company.id)
            if before is None or before.title != company.title:
                self._index.put(company.id, plain(company.title))
            self._named[company.id] = company

    def near(self, records: Sequence[Record], percent: int) -> Mapping[RecordId, tuple[Near, ...]]:
        """Of each record, the others whose names are at least so much alike."""
        return {
            record.id: tuple(
                Near(self._named[name], alike)
                for name, alike in self._index.near(plain(record.title), percent)
                if name != record.id
            )
            for record in records
        }


class NamePool:
    """All names, read once; later only those of companies that something happened to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._names = NameIndexed()
        self._seq, self._hash = 0, ""

    def warm(self, connection: Connection) -> None:
        """Read what is new, so that nobody waits for it inside a transaction."""
        with self._lock:
            self._bring_up_to_date(connection)

    def near(
        self, connection: Connection, records: Sequence[Record], percent: int
    ) -> Mapping[RecordId, tuple[Near, ...]]:
        with self._lock:
            self._bring_up_to_date(connection)
            return self._names.near(records, percent)

    def _bring_up_to_date(self, connection: Connection) -> None:
        found = connection.execute(
            "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"
        ).fetchall()
        seq, hash_ = found[0] if found else (0, "")
        if (seq, hash_) == (self._seq, self._hash):
            return
        known = connection.execute("SELECT hash FROM audit WHERE seq = ?", (self._seq,)).fetchall()
        if known == [(self._hash,)]:
            changed = connection.execute(SINCE, (self._seq,)).fetchall()
        else:
            # What was read last never came to be: its transaction was taken back.
            self._names = NameIndexed()
            first, last = rows.trays_of(rows.KIND["company"])
            changed = connection.execute(COMPANIES, (first, last)).fetchall()
        for row in changed:
            self._names.put(named(row))
        self._seq, self._hash = seq, hash_
