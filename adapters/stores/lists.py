"""Lists: windows of rows, ids for a bulk decision, tallies, and the counts that are kept."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from adapters.sqlite import Database
from adapters.stores import rows
from adapters.stores.matching import comparable, place_of
from adapters.stores.names import COMPANIES, named
from adapters.stores.windows import GROUPED, listed, tally, window
from core.case import Named
from core.ports import Asked
from core.query import Query, settled
from core.records import Row
from core.vocabulary import ErpStatus, RecordId, RecordKind, View

LEAVING = (
    "SELECT record, free_at FROM owed WHERE record IN (SELECT value FROM json_each(?)) "
    "AND before <> '' AND taken_at IS NULL"
)


BEGIN = {
    RecordKind.COMPANY: "title",
    RecordKind.PROJECT: "number",
}
"""By which column a kind is called; an index of its own knows the first letters."""
LAST_LETTER = "\U0010ffff"


def beginnings_of(kind: RecordKind) -> str:
    """Bound to it: the first letters, those with the last letter of all behind, how many."""
    called = BEGIN[kind]
    return (
        f"SELECT DISTINCT {called} FROM records WHERE kind = '{kind.value}' "
        f"AND {called} >= ? AND {called} < ? AND status NOT IN ('archived', 'deleted') "
        f"ORDER BY {called} LIMIT ?"
    )


class Lists:
    """The part of the store that lists."""

    _database: Database
    _clock: Callable[[], datetime]

    def counts(self) -> Mapping[tuple[str, View], int]:
        found = self._database.rows("SELECT tab, view, n FROM counts WHERE n > 0")
        return {(tab, View(view)): n for tab, view, n in found}

    def rows(
        self,
        query: Query,
        limit: int,
        *,
        after: Row | None = None,
        before: Row | None = None,
        last: bool = False,
    ) -> Sequence[Row]:
        query = settled(query, self._clock())
        backwards = last or before is not None
        statement = window(query, limit, after or before, backwards=backwards)
        read = rows.grouped if query.tab in GROUPED else rows.row
        found = [read(row) for row in self._database.rows(*statement)]
        found = self._leaving(found)
        down = query.descending != backwards
        if query.view is None:
            found.sort(key=lambda row: place_of(query.order, row), reverse=down)
            found = found[:limit]
        return found[::-1] if backwards else found

    def _leaving(self, found: list[Row]) -> list[Row]:
        """With the moment until which what is being exported may be recalled."""
        exporting = [row.id for row in found if row.status is ErpStatus.EXPORTING]
        if not exporting:
            return found
        until = dict(self._database.rows(LEAVING, (json.dumps(exporting),)))
        return [
            row._replace(leaves_at=rows.moment(until[row.id])) if row.id in until else row
            for row in found
        ]

    def ids(self, query: Query, limit: int) -> Sequence[Asked]:
        query = settled(query, self._clock())
        found = self._database.rows(*listed(query, limit))
        if query.view is None:
            found.sort(key=lambda row: comparable(row[3], row[0]), reverse=query.descending)
            found = found[:limit]
        return [Asked(RecordId(name), version, digest=of) for name, version, of, _ in found]

    def beginnings(self, kind: RecordKind, begun: str, limit: int) -> Sequence[str]:
        bound = (begun, f"{begun}{LAST_LETTER}", limit)
        return [str(name) for (name,) in self._database.rows(beginnings_of(kind), bound)]

    def companies(self) -> Sequence[Named]:
        first, last = rows.trays_of(RecordKind.COMPANY)
        return [named(row) for row in self._database.rows(COMPANIES, (first, last))]

    def tally(self, query: Query, limit: int) -> int:
        if not query.terms:
            kept = self.counts()
            views = View if query.view is None else (query.view,)
            return min(limit, sum(kept.get((query.tab, view), 0) for view in views))
        query = settled(query, self._clock())
        return int(self._database.rows(*tally(query, limit))[0][0])
