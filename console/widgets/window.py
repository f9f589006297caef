"""The part of an endless list that is in memory: read forwards and backwards by key, never whole.

A window is a value. Every function here reads and answers with another one, so that a thread may
work on it while the screen draws the last.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from core.ports import Asked
from core.query import Query
from core.records import Row
from core.values import NamedTuple
from core.vocabulary import View

PAGE = 256
SEEN = 64
"""So many rows are shown of what is sought, before the rest of a page is looked for."""
KEPT = 3 * PAGE
STRIDE = 2048
"""Rows a step on the way to a far place; they are passed, not kept."""
TALLIED = 10_000
"""How far a filtered list is counted."""

MARKED = 100_000
"""How many records one bulk decision may name."""


class Lists(Protocol):
    """Where rows come from."""

    def counts(self) -> Mapping[tuple[str, View], int]: ...
    def rows(
        self,
        query: Query,
        limit: int,
        *,
        after: Row | None = None,
        before: Row | None = None,
        last: bool = False,
    ) -> Sequence[Row]: ...
    def ids(self, query: Query, limit: int) -> Sequence[Asked]: ...
    def reckon(self, query: Query, limit: int) -> tuple[int, bool]: ...


class Window(NamedTuple):
    """Some neighbouring rows, and where they stand in the whole list."""

    query: Query
    rows: tuple[Row, ...] = ()
    first: int = 0
    """The position of the first of them."""
    total: int = 0
    exact: bool = True
    """False where there are at least `total`."""

    @property
    def end(self) -> int:
        return self.first + len(self.rows)

    def at(self, position: int) -> Row | None:
        return self.rows[position - self.first] if self.first <= position < self.end else None

    def place(self, row: Row) -> int | None:
        """Where a record stands, if it is in here."""
        return next((p for p, r in enumerate(self.rows, self.first) if r.id == row.id), None)


Step = Callable[[Lists], Window]


def begun(lists: Lists, query: Query) -> Window:
    """As much of a list as is seen first: what is sought may stand far apart in it."""
    return opened(lists, query, SEEN if query.terms else PAGE)


def opened(lists: Lists, query: Query, limit: int = PAGE) -> Window:
    """The beginning of a list."""
    rows = tuple(lists.rows(query, limit))
    if len(rows) < limit:
        return Window(query, rows, 0, len(rows))
    total, exact = _total(lists, query)
    return Window(query, rows, 0, max(total, len(rows)), exact)


def ending(lists: Lists, query: Query, total: int, *, exact: bool) -> Window:
    """The end of a list, read backwards."""
    rows = tuple(lists.rows(query, PAGE, last=True))
    if len(rows) < PAGE:
        return Window(query, rows, 0, len(rows))
    total = max(total, len(rows))
    return Window(query, rows, total - len(rows), total, exact)


def below(lists: Lists, window: Window) -> Window:
    """With the next page; what is far above is let go."""
    limit = max(0, PAGE - len(window.rows)) or PAGE
    more = tuple(lists.rows(window.query, limit, after=window.rows[-1]))
    rows = (window.rows + more)[-KEPT:]
    first = window.end + len(more) - len(rows)
    end = first + len(rows)
    if len(more) < limit:
        return window._replace(rows=rows, first=first, total=end, exact=True)
    return window._replace(rows=rows, first=first, total=max(window.total, end))


def above(lists: Lists, window: Window) -> Window:
    """With the page before; what is far below is let go."""
    more = tuple(lists.rows(window.query, PAGE, before=window.rows[0]))
    first = _first(window.first - len(more), len(more))
    rows = (more + window.rows)[:KEPT]
    return window._replace(rows=rows, first=first, total=max(window.total, first + len(rows)))


def reached(lists: Lists, window: Window, position: int) -> Window:
    """A window that holds a position, by the shortest way that keys allow."""
    query, total = window.query, window.total
    position = max(0, min(position, total - 1))
    if window.at(position) is not None:
        return window
    if not window.rows or position < PAGE:
        return opened(lists, query)
    if position >= total - PAGE:
        return ending(lists, query, total, exact=window.exact)
    over = position < window.first
    near = window.first - position if over else position - window.end
    if near <= min(position, total - position):
        return (_upwards if over else _downwards)(lists, window, position)
    if position <= total - position:
        return _downwards(lists, opened(lists, query), position)
    return _upwards(lists, ending(lists, query, total, exact=window.exact), position)


def renewed(lists: Lists, window: Window, top: int) -> Window:
    """The same stretch of the list as it is now; `top` is the position to hold still."""
    anchor = window.at(top) or (window.rows[0] if window.rows else None)
    if anchor is None or top < PAGE:
        fresh = opened(lists, window.query)
        while fresh.rows and fresh.end < min(top + PAGE, fresh.total) and len(fresh.rows) < KEPT:
            fresh = below(lists, fresh)
        return fresh
    total, exact = _total(lists, window.query)
    up = tuple(lists.rows(window.query, PAGE, before=anchor))
    down = tuple(lists.rows(window.query, 2 * PAGE, after=up[-1] if up else None))
    rows = up + down
    first = _first(top - len(up), len(up))
    if len(down) < 2 * PAGE and exact and first:
        first = max(0, total - len(rows))
    end = first + len(rows)
    total = end if len(down) < 2 * PAGE else max(total, end)
    return Window(window.query, rows, first, total, exact)


def between(lists: Lists, query: Query, start: Row, stop: Row) -> list[Asked]:
    """Every record from one row to another, both included."""
    found = [Asked(start.id, start.version, digest=start.digest)]
    row = start
    while True:
        more = lists.rows(query, STRIDE, after=row)
        for row in more:
            found.append(Asked(row.id, row.version, digest=row.digest))
            if row.id == stop.id:
                return found
        if len(more) < STRIDE:
            return found


def everything(lists: Lists, query: Query) -> Sequence[Asked]:
    """Every record of a query, seen or not."""
    return lists.ids(query, MARKED)


def _first(supposed: int, above_it: int) -> int:
    """A page that is not full ends at the top; a full one leaves at least one row above it."""
    return 0 if above_it < PAGE else max(1, supposed)


def _total(lists: Lists, query: Query) -> tuple[int, bool]:
    if query.terms:
        return lists.reckon(query, TALLIED)
    counts = lists.counts()
    if query.view is not None:
        return counts.get((query.tab, query.view), 0), True
    return sum(n for (tab, _), n in counts.items() if tab == query.tab), True


def _downwards(lists: Lists, window: Window, position: int) -> Window:
    while window.end + KEPT <= position:
        passed = lists.rows(window.query, STRIDE, after=window.rows[-1])
        if not passed:
            return window
        end = window.end + len(passed)
        kept = tuple(passed[-PAGE:])
        window = window._replace(rows=kept, first=end - len(kept), total=max(window.total, end))
        if len(passed) < STRIDE:
            return window._replace(total=end, exact=True)
    while window.end <= position:
        longer = below(lists, window)
        if longer.end == window.end:
            return longer
        window = longer
    return window if window.at(position) else above(lists, window)


def _upwards(lists: Lists, window: Window, position: int) -> Window:
    while window.first - KEPT > position:
        passed = lists.rows(window.query, STRIDE, before=window.rows[0])
        kept = tuple(passed[:PAGE])
        if len(passed) < STRIDE:
            return opened(lists, window.query)
        window = window._replace(rows=kept, first=max(1, window.first - len(passed)))
    while window.first > position:
        window = above(lists, window)
    return window
