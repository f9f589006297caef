"""Lists: windows of rows, ids for a bulk decision, tallies, and the counts that are kept."""

from collections.abc import Mapping, Sequence

from adapters.sqlite import Database
from adapters.stores import rows
from adapters.stores.matching import comparable, place_of
from adapters.stores.names import COMPANIES, named
from adapters.stores.windows import GROUPED, listed, tally, window
from core.case import Named
from core.ports import Asked
from core.query import Query
from core.records import Row
from core.vocabulary import RecordId, RecordKind, View


class Lists:
    """The part of the store that lists."""

    _database: Database

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
        backwards = last or before is not None
        statement = window(query, limit, after or before, backwards=backwards)
        read = rows.grouped if query.tab in GROUPED else rows.row
        found = [read(row) for row in self._database.rows(*statement)]
        down = query.descending != backwards
        if query.view is None:
            found.sort(key=lambda row: place_of(query.order, row), reverse=down)
            found = found[:limit]
        return found[::-1] if backwards else found

    def ids(self, query: Query, limit: int) -> Sequence[Asked]:
        found = self._database.rows(*listed(query, limit))
        if query.view is None:
            found.sort(key=lambda row: comparable(row[2], row[0]), reverse=query.descending)
            found = found[:limit]
        return [Asked(RecordId(name), version) for name, version, _ in found]

    def companies(self) -> Sequence[Named]:
        first, last = rows.trays_of(RecordKind.COMPANY)
        return [named(row) for row in self._database.rows(COMPANIES, (first, last))]

    def tally(self, query: Query, limit: int) -> int:
        if not query.terms:
            kept = self.counts()
            views = View if query.view is None else (query.view,)
            return min(limit, sum(kept.get((query.tab, view), 0) for view in views))
        return int(self._database.rows(*tally(query, limit))[0][0])
