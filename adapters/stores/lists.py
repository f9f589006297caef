"""Lists: windows of rows, ids for a bulk decision, tallies, and the counts that are kept."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.sqlite import Database
from adapters.stores import rows
from adapters.stores.matching import comparable, place_of
from adapters.stores.names import COMPANIES, named
from adapters.stores.seeking import (
    AT_ONCE,
    BEGINNING,
    BEGINNINGS,
    COUNT,
    FEW,
    GRAM,
    LAST_LETTER,
    NEAR,
    OUTSIDE,
    SOME,
    TAKE_IN,
    of_all,
    of_any,
    texts_of,
)
from adapters.stores.windows import GROUPED, Part, further, listed, tally, window
from core.case import Named
from core.ports import Asked
from core.query import INDEXED, Query, settled
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
        read = rows.grouped if query.tab in GROUPED else rows.row
        part = Part(after or before, backwards)
        found = [read(row) for row in self._walked(query, limit, part)]
        found = self._leaving(found)
        down = query.descending != backwards
        if query.view is None:
            found.sort(key=lambda row: place_of(query.order, row), reverse=down)
            found = found[:limit]
        return found[::-1] if backwards else found

    def _walked(self, query: Query, limit: int, part: Part) -> list[Any]:
        """Along the list for a little, and if that is not enough to what the letters find."""
        ask = self._database.rows
        texts = texts_of(query)
        if not texts:
            return ask(*window(query, limit, part))
        if query.view is not None and query.order in INDEXED:
            end = ask(*further(query, query.view, NEAR, part))
            near = part._replace(until=end[0]) if end else part
            found = ask(*window(query, limit, near))
            if not end or len(found) >= limit:
                return found
        match, count = self._match(texts)
        along = count > FEW and query.order in INDEXED
        return ask(*window(query, limit, part._replace(match=match, along=along)))

    def _match(self, texts: list[str]) -> tuple[str | None, int]:
        """What finds the records that may hold all texts, and how many; None where they are many.

        Those that are not taken in are counted along.
        """
        text = texts[0]
        if len(text) >= GRAM:
            match = of_all(texts)
        else:
            bound = (text, f"{text}{LAST_LETTER}", BEGINNINGS + 1)
            begun = [str(term) for (term,) in self._database.rows(BEGINNING, bound)]
            if len(begun) > BEGINNINGS:
                return None, SOME
            match = of_any(begun)
        outside = int(self._database.rows(OUTSIDE, (NEAR + 1,))[0][0])
        if outside > NEAR:
            return None, SOME
        count = int(self._database.rows(COUNT, (match, SOME + 1))[0][0])
        return (match if count <= SOME else None), count + outside

    def take_in(self) -> bool:
        """Learn the letters of some records that have come; whether there may be more of them.

        What arrives is taken in afterwards: its letters cost as much as all the rest of it.
        """
        if not self._database.rows(OUTSIDE, (1,))[0][0]:
            return False
        with self._database.write() as connection:
            taken: int = connection.execute(TAKE_IN, (AT_ONCE,)).rowcount
        return taken == AT_ONCE

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
        texts = texts_of(query)
        found = self._database.rows(*listed(query, limit, self._match(texts)[0] if texts else None))
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
        texts = texts_of(query)
        match = self._match(texts)[0] if texts else None
        return int(self._database.rows(*tally(query, limit, match))[0][0])

    def reckon(self, query: Query, limit: int) -> tuple[int, bool]:
        texts = texts_of(query)
        # Where a list is short that is seen before anybody asks; a short text is in many records.
        if texts and (len(texts[0]) < GRAM or self._match(texts)[1] > FEW):
            return 0, False
        count = self.tally(query, limit)
        return count, count < limit
