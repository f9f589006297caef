"""A list of any length: a window over it, a cursor in it, and the ways to move there."""

from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic

from textual import events, work
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.timer import Timer

from console.keys import steps
from console.later import later
from console.widgets import window as w
from console.widgets.window import Lists, Step, Window
from core.ports import NotWanted, StoreUnusable, still_wanted
from core.query import BadQuery, Query
from core.records import Row
from core.values import NamedTuple
from core.vocabulary import RecordId

AHEAD = 64
"""So many rows before the edge of the window the next page is read."""
WHEEL = 3
REST = 0.12
"""Seconds the cursor stays on a record before that is told."""
HARDLY = 0.001
"""Seconds that are no wait."""


class Aim(NamedTuple):
    """What a reading was for."""

    number: int
    """Only the latest reading is taken."""
    cursor: int | None = None
    """Where the cursor goes with it; None where it stays on its record."""
    opens: bool = False
    """A list of its own: the cursor starts at the top."""


class LongList(ScrollView, can_focus=True, inherit_bindings=False):
    """Reads in threads what comes into view, and holds the cursor on its record meanwhile."""

    more = 0  # lines that move besides where one has to

    class Highlighted(Message):
        """The cursor rests on another record, or on another version of it."""

        def __init__(self, row: Row | None, *, moved: float) -> None:
            """`moved` says when somebody went there; 0 where the row itself has come or changed."""
            super().__init__()
            self.row = row
            self.moved = moved

    class Unreachable(Message):
        """The store did not answer."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Read(Message):
        """A thread has read a window."""

        def __init__(self, window: Window, aim: Aim) -> None:
            super().__init__()
            self.window = window
            self.aim = aim

    class BrokenOff(Message):
        """A thread was told that nobody waits for its window any more."""

    def __init__(
        self, lists: Lists, changed: Callable[[Window], None], *, id: str | None = None
    ) -> None:
        """`changed` hears of every window that is shown, in time for the same frame."""
        super().__init__(id=id)
        self._lists = lists
        self._on_change = changed
        self._window: Window | None = None
        self._cursor = 0
        self._wanted = Aim(0)
        self._reading = False
        self._stale = False
        self._busy = False
        self._next: Step | None = None
        self._query: Query | None = None
        self._trouble: Sequence[str] = ()
        self._resting: Timer | None = None
        self._changed_at = 0.0
        self._moved = 0.0
        self._at_once = False
        self._begins_at: RecordId | None = None

    @property
    def at_rest(self) -> bool:
        """Whether the cursor has been told of where it is."""
        return self._resting is None

    @property
    def reading(self) -> bool:
        """Whether what was asked for last is still to come."""
        return self._reading

    @property
    def window(self) -> Window | None:
        return self._window

    @property
    def cursor(self) -> int:
        """The position of the cursor in the whole list."""
        return self._cursor

    @property
    def current(self) -> Row | None:
        return self._window.at(self._cursor) if self._window else None

    @property
    def trouble(self) -> Sequence[str]:
        """Why the list could not be read, in sentences; empty if it could."""
        return self._trouble

    def begin_at(self, record: RecordId) -> None:
        """Where the cursor starts in the list that is shown first, if that is near its top."""
        self._begins_at = record

    def list_anew(self, query: Query) -> None:
        """List something else from its beginning; the old rows stay until the new ones are here."""
        self._query = query
        self._ask(partial(w.begun, query=query), cursor=0, opens=True)

    def renew(self, *, told_at_once: bool = False) -> None:
        """Read the same rows again; the cursor stays on its record, or on its neighbour.

        `told_at_once` where something was decided: the record under the cursor is told of as soon
        as it is known, be it the same.
        """
        self._at_once = self._at_once or told_at_once
        if self._reading:
            self._stale = True
        elif self._window is None:
            if self._query is not None:
                self.list_anew(self._query)
        else:
            self._ask(partial(w.renewed, window=self._window, top=self.scroll_offset.y))

    # reading

    def _ask(self, step: Step, cursor: int | None = None, *, opens: bool = False) -> None:
        self._wanted = Aim(self._wanted.number + 1, cursor, opens)
        self._reading = True
        self._next = step
        self._start()

    def _start(self) -> None:
        """One reading at a time: who types fast waits for no stale answer, and starts no ten."""
        if self._next is not None and self._reading and not self._busy:
            self._busy = True
            step, self._next = self._next, None
            self._fetch(step, self._wanted)

    # Without a description Textual writes out the arguments: a window of 768 rows, each time.
    @work(thread=True, group="list", description="read")
    def _fetch(self, step: Step, aim: Aim) -> None:
        before = still_wanted.set(lambda: aim.number == self._wanted.number)
        try:
            window = step(self._lists)
        except NotWanted:
            self.post_message(self.BrokenOff())
        except (BadQuery, StoreUnusable) as why:
            self.post_message(self.Unreachable(str(why)))
        else:
            self.post_message(self.Read(window, aim))
        finally:
            still_wanted.reset(before)  # the thread goes on to read other things

    def on_long_list_unreachable(self, event: Unreachable) -> None:
        self._busy = self._reading = False
        self._next = None
        self._trouble = ("! The list cannot be read.", event.text, "It is tried again by itself.")
        self.refresh()

    def on_long_list_broken_off(self, event: BrokenOff) -> None:
        event.stop()
        self._busy = False
        self._start()

    def on_long_list_read(self, event: Read) -> None:
        event.stop()
        self._busy = False
        if event.aim.number != self._wanted.number:
            self._start()
            return
        self._reading = False
        if self._trouble:
            self._trouble = ()
            self.refresh()
        self._take(event.window, event.aim)
        if self._stale:
            self._stale = False
            self.renew()

    def _take(self, window: Window, aim: Aim) -> None:
        before, row, top = self._window, self.current, self.scroll_offset.y
        line = self._cursor - top
        in_view = 0 <= line < self.size.height
        seen = self._in_view()
        self._window = window
        self._on_change(window)
        to = _still(before, window, row, self._cursor) if aim.cursor is None else aim.cursor
        if aim.opens and self._begins_at is not None:
            wanted, self._begins_at = self._begins_at, None
            to = next((p for p, r in enumerate(window.rows, window.first) if r.id == wanted), to)
        to = max(0, min(to, window.total - 1))
        if before is None or before.total != window.total:
            self._measure(window.total)
        self._cursor = to
        if aim.opens:
            self.scroll_to(y=0, animate=False, force=True, immediate=True)
        elif aim.cursor is None:
            self._scroll(to - line)
        if in_view or aim.cursor is not None:
            self._reveal(to)
        if aim.opens or seen != self._in_view():
            self.refresh()
        self._told(changed=aim.opens or self.current != row)
        self._read_ahead()

    def _in_view(self) -> tuple[int, list[Row | None]] | None:
        """Where the cursor stands and what is on screen; nothing is drawn anew that is the same."""
        if self._window is None:
            return None
        top, at = self.scroll_offset.y, self._window.at
        return self._cursor - top, [at(p) for p in range(top, top + self.size.height)]

    def _measure(self, total: int) -> None:
        """Set the length under the scroll bar. Nothing else moves, so nothing is laid out anew."""
        size = Size(1, total)
        self.set_reactive(LongList.virtual_size, size)
        self._scroll_update(size)

    def _told(self, *, changed: bool, moved: bool = False) -> None:
        """Tell once the cursor rests: a step costs two lines and no message."""
        self._follow()
        if moved:
            self._moved = monotonic()
        if self._at_once:
            self._at_once = False
            self._changed_at = 0.0
            if self._resting is not None:
                self._resting.stop()
            self._rested()
        elif changed or moved:
            self._changed_at = monotonic()
            if self._resting is None:
                self._resting = later(self, REST, self._rested)

    def _rested(self) -> None:
        early = REST - (monotonic() - self._changed_at)
        if early > HARDLY:
            self._resting = later(self, early, self._rested)
            return
        self._resting = None
        self.post_message(self.Highlighted(self.current, moved=self._moved))
        self._moved = 0.0

    def _read_ahead(self) -> None:
        window = self._window
        if window is None or self._reading or not window.rows:
            return
        low = min(self._cursor, self.scroll_offset.y)
        high = max(self._cursor, self.scroll_offset.y + self.size.height)
        if high > window.end - AHEAD and (window.end < window.total or not window.exact):
            self._ask(partial(w.below, window=window))
        elif low < window.first + AHEAD and window.first > 0:
            self._ask(partial(w.above, window=window))

    # moving

    def go(self, to: int) -> None:
        """Put the cursor on a position, reading what lies there if need be."""
        window = self._window
        if window is None or not window.total:
            return
        to = max(0, min(to, window.total - 1))
        if window.at(to) is None:
            self._ask(partial(w.reached, window=window, position=to), to)
            return
        if self._reading and self._wanted.cursor is not None:
            self._wanted = Aim(self._wanted.number + 1)
            self._reading = False
        old, self._cursor = self._cursor, to
        if not self._reveal(to):
            self._redraw(old, to)
        self._told(changed=old != to, moved=True)
        self._read_ahead()

    @property
    def _here(self) -> int:
        """Where the cursor is, or is about to be."""
        aimed = self._wanted.cursor if self._reading else None
        return self._cursor if aimed is None else aimed

    def _reveal(self, to: int) -> bool:
        """Scroll as far as needed to show a position; whether that took a scroll."""
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if top <= to < top + height:
            return False
        far = abs(to - top) > height * 2
        near = to - self.more if to < top else to + self.more - height + 1
        return self._scroll(to - height // 2 if far else near)

    def _scroll(self, top: int) -> bool:
        before = self.scroll_offset.y
        self.scroll_to(y=max(0, top), animate=False, force=True, immediate=True)
        return self.scroll_offset.y != before

    def _redraw(self, *positions: int) -> None:
        top, width = self.scroll_offset.y, self.size.width
        self.refresh(*(Region(0, p - top, width, 1) for p in set(positions)))

    def _follow(self) -> None:
        """The terminal's own cursor stands on the row: readers of the screen follow it."""
        if self.has_focus and self.is_attached:
            y = self.region.y + self._cursor - self.scroll_offset.y
            self.app.cursor_position = Offset(self.region.x, y)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        window, top = self._window, round(new_value)
        if window is None or self._reading or not window.total:
            return
        bottom = min(top + self.size.height, window.total) - 1
        missing = next((p for p in (top, bottom) if window.at(p) is None), None)
        if missing is not None:
            self._ask(partial(w.reached, window=window, position=missing))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        event.prevent_default()
        self._scroll(self.scroll_offset.y + WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        event.prevent_default()
        self._scroll(self.scroll_offset.y - WHEEL)

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - as Textual calls it
        super().watch_has_focus(has_focus)
        self._follow()
        self._redraw(self._cursor)

    def on_key(self, event: events.Key) -> None:
        """Take a step at once, before the key has climbed to whoever binds it."""
        if (by := steps().get(event.key)) is not None:
            event.stop()
            self.action_move(by)

    def action_move(self, by: int) -> None:
        self.go(self._here + by)

    def action_page(self, by: int) -> None:
        self._leap(by * max(1, self.size.height - 1))

    def _leap(self, by: int) -> None:
        """Scroll and move together, so that the cursor keeps its line."""
        window = self._window
        if window is None or not window.total:
            return
        to = max(0, min(self._here + by, window.total - 1))
        if window.at(to) is not None:
            self._scroll(self.scroll_offset.y + by)
        self.go(to)

    def action_first(self) -> None:
        self.go(0)

    def action_last(self) -> None:
        if self._window is not None:
            self.go(self._window.total - 1)


def _still(before: Window | None, window: Window, row: Row | None, cursor: int) -> int:
    """Where the cursor's record is now; if it is gone, its next neighbour that is left."""
    if before is None or row is None:
        return cursor
    place = window.place(row)
    if place is not None:
        return place
    now = {r.id: p for p, r in enumerate(window.rows, window.first)}
    at = cursor - before.first
    for neighbour in before.rows[at:]:
        if neighbour.id in now:
            return now[neighbour.id]
    for neighbour in reversed(before.rows[:at]):
        if neighbour.id in now:
            return now[neighbour.id]
    return cursor
