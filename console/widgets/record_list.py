"""The list of records: rows drawn line by line, and marks on them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.geometry import Region
from textual.message import Message
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from console.columns import SIGNS, Column, Fitted, Look, fitted
from console.keys import MOVES, named
from console.widgets import window as w
from console.widgets.long_list import LongList
from console.widgets.row_text import LEAD, cells, headings, message_lines
from console.widgets.still import Still
from console.widgets.thumb import ThumbBar
from console.widgets.window import Lists, Window
from core.lately import Mark as Letter
from core.ports import Asked, StoreUnusable
from core.query import BadQuery, Query
from core.records import Row
from core.values import NamedTuple
from core.vocabulary import RecordId

AT_ONCE = 6
"""So many lines move together where little is to be sent."""
DRAWN = 400
"""Lines kept drawn."""


class Mark(NamedTuple):
    """A marked record as it was when it was marked."""

    asked: Asked
    amount: int | None = None
    currency: str = ""


class RecordList(LongList, inherit_bindings=False):
    """Shows the rows of a query, a cursor and marks. It decides nothing."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--cursor",
        "list--cursor-away",
        "list--marked",
        "list--faint",
        "list--trouble",
        *(f"list--{look}" for look in Look),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(keys, action, text, show=False, id=named("list", action))
        for keys, action, text in MOVES
    ]

    class Opened(Message):
        """Somebody wants to see the record under the cursor whole."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    class Marked(Message):
        """Other records are marked than before, or a range was begun."""

    class Found(Message):
        """A thread has found the records to mark."""

        def __init__(self, found: Sequence[Asked]) -> None:
            super().__init__()
            self.found = found

    def __init__(
        self,
        lists: Lists,
        columns: tuple[Column, ...],
        clock: Callable[[], datetime],
        changed: Callable[[Window], None],
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(lists, changed, id=id)
        self._columns = columns
        self._clock = clock
        self._marks: dict[RecordId, Mark] = {}
        self._span: Row | None = None
        self._news: Mapping[RecordId, Letter] = {}
        self._empty: Sequence[str] = ()
        self._drawn: dict[tuple[Row, bool, bool, bool], Strip] = {}
        self._fit: tuple[Fitted, ...] = ()
        self._styles: dict[str, Style] = {}
        self._ground: Color | None = None
        self._room = 0

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """Made when it is first asked for, as Textual makes its own."""
        bar = self._vertical_scrollbar
        if bar is None:
            bar = self._vertical_scrollbar = ThumbBar(thickness=self.scrollbar_size_vertical)
            bar.display = False
            self.app._start_widget(self, bar)  # noqa: SLF001 - there is no other way
        return bar

    @property
    def marks(self) -> Sequence[Mark]:
        return list(self._marks.values())

    @property
    def span_from(self) -> Row | None:
        """Where a range was begun that has no end yet."""
        return self._span

    @property
    def letter(self) -> Letter | None:
        """What became of the record under the cursor since somebody last looked."""
        return self._news.get(row.id) if (row := self.current) is not None else None

    def tell_news(self, news: Mapping[RecordId, Letter]) -> None:
        """Mark what is new, changed or back with its letter, where the cursor is not."""
        if news != self._news:
            self._news = news
            self._drawn.clear()
            self.refresh()

    def show(self, query: Query, empty: Sequence[str]) -> None:
        """List something else; `empty` is said where there is nothing."""
        self._empty = empty
        self._span = None
        self.list_anew(query)

    def unmark(self) -> None:
        self._span = None
        if self._marks:
            self._marks.clear()
            self.refresh()
        self.post_message(self.Marked())

    @property
    def marker(self) -> bool:
        """Whether a mark is the cursor, and no bar, so that little is sent."""
        return bool(getattr(self.app, "marker", False))

    def on_resize(self) -> None:
        self.more = min(AT_ONCE, self.size.height) - 1 if self.marker else 0
        self._reveal(self._cursor)
        self._follow()

    def _fit_to(self, width: int) -> None:
        if width != self._room:
            self._room = width
            self._drawn.clear()
            self._fit = fitted(self._columns, max(0, width - LEAD))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._drawn.clear()
        self._styles.clear()
        self._ground = None

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor or marks; it never decides."""
        position = event.y + self.scroll_offset.y
        if self._window is None or self._window.at(position) is None:
            return
        self.go(position)
        if event.x < LEAD:
            self._toggle(position)
        elif event.chain > 1:
            self.action_open()

    def action_open(self) -> None:
        if (row := self.current) is not None:
            self.post_message(self.Opened(row))

    # marking

    def _toggle(self, position: int) -> None:
        row = self._window.at(position) if self._window else None
        if row is None:
            return
        if self._marks.pop(row.id, None) is None:
            self._mark(row)
        self._redraw(position)
        self.post_message(self.Marked())

    def _mark(self, row: Row) -> None:
        self._marks[row.id] = Mark(
            Asked(row.id, row.version, digest=row.digest), row.amount, row.currency
        )

    def mark_again(self, marks: Iterable[Mark]) -> None:
        """What was marked before, at the versions it was marked at."""
        self._marks.update({mark.asked.record: mark for mark in marks})
        self.refresh()

    def action_mark(self) -> None:
        self._toggle(self._cursor)
        self.action_move(1)

    def action_extend(self, by: int) -> None:
        if (row := self.current) is not None:
            self._mark(row)
        self.action_move(by)
        if (row := self.current) is not None:
            self._mark(row)
            self._redraw(self._cursor, self._cursor - by)
        self.post_message(self.Marked())

    def action_span(self) -> None:
        """Begin a range, or mark all from its beginning to here."""
        row, window = self.current, self._window
        if row is None or window is None:
            return
        start, self._span = self._span, None
        if start is None:
            self._span = row
            self.post_message(self.Marked())
            return
        ends = (start, row)
        place = window.place(start)
        if place is not None and place > self._cursor:
            ends = (row, start)
        self._find(partial(w.between, query=window.query, start=ends[0], stop=ends[1]))

    def mark_all(self) -> None:
        """Mark everything the query finds, seen or not."""
        if self._window is not None:
            self._find(partial(w.everything, query=self._window.query))

    @work(thread=True, exclusive=True, group="marks", description="mark")
    def _find(self, finds: Callable[[Lists], Sequence[Asked]]) -> None:
        try:
            found = finds(self._lists)
        except (BadQuery, StoreUnusable) as why:
            self.post_message(self.Unreachable(str(why)))
        else:
            self.post_message(self.Found(found))

    def on_record_list_found(self, event: Found) -> None:
        event.stop()
        rows = {row.id: row for row in self._window.rows} if self._window else {}
        for asked in event.found:
            row = rows.get(asked.record)
            amount, currency = (row.amount, row.currency) if row else (None, "")
            self._marks[asked.record] = Mark(asked, amount, currency)
        self.refresh()
        self.post_message(self.Marked())

    # drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines as they go to the terminal: without border and padding nothing is to be added."""
        self._fit_to(self.scrollable_content_region.width)
        strips = [self.render_line(y) for y in crop.line_range]
        if crop.x or crop.right < self._room:
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        window = self._window
        if self._trouble or window is None or not window.total:
            return self._say(y)
        position = y + self.scroll_offset.y
        row = window.at(position)
        if row is None:
            return self._filtered(Strip([Segment(" " * self._room, self._style())], self._room))
        key = (row, position == self._cursor, self.has_focus, row.id in self._marks)
        strip = self._drawn.get(key)
        if strip is None:
            if len(self._drawn) > DRAWN:
                self._drawn.clear()
            strip = self._drawn[key] = self._filtered(self._line(*key))
        return strip

    def _filtered(self, strip: Strip) -> Strip:
        """In the colours that this terminal can show."""
        ground = self._ground = self._ground or self.background_colors[1]
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, ground)
        return strip

    def _line(self, row: Row, here: bool, focused: bool, marked: bool) -> Strip:  # noqa: FBT001
        lead = (">" if here else self._news.get(row.id, " ")) + ("*" if marked else " ")
        before, status, after = cells(row, self._fit, self._clock())
        if here and not self.marker:
            # One stretch: a bar is half as many bytes as a bar in three colours.
            style = self._style("list--cursor" if focused else "list--cursor-away")
            return Strip([Segment(lead + before + status + after, style)], self._room)
        plain = self._style("list--marked") if marked else self._style()
        look = self._style(f"list--{SIGNS[row.status].look}")
        parts = (Segment(lead + before, plain), Segment(status, look), Segment(after, plain))
        return Strip([part for part in parts if part.text], self._room)

    def _style(self, name: str = "") -> Style:
        """A style of the list; working it out costs more than drawing a line with it."""
        style = self._styles.get(name)
        if style is None:
            style = self.rich_style
            if name:
                style += self.get_component_rich_style(name, partial=True)
            self._styles[name] = style
        return style

    def _say(self, y: int) -> Strip:
        waiting = ("Reading the list ...",)
        words = self._trouble or (self._empty if self._window is not None else waiting)
        lines = message_lines(words, self._room)
        text = lines[y - 1] if 0 < y <= len(lines) else ""
        name = ("list--trouble" if self._trouble else "list--faint") if text else ""
        segment = Segment(text.ljust(self._room), self._style(name))
        return self._filtered(Strip([segment], self._room))


class ListHead(Still):
    """The names of the columns, above the list and as wide."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        super().__init__()
        self._columns = columns

    def render_line(self, y: int) -> Strip:
        del y
        width = self.size.width
        text = headings(fitted(self._columns, max(0, width - LEAD - 1)))
        return Strip([Segment(text.ljust(width)[:width], self.rich_style)], width)
