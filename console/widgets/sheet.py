"""A sheet of prepared lines that scrolls; drawn line by line, laid out never."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from console.widgets.lines import EMPTY, Line, Look, cells

Drawing = Callable[[int], Sequence[Line]]
"""Writes the lines for a width in cells."""

LOOK_CLASSES: set[str] = {f"look--{look}" for look in Look}


def looks(widget: str) -> str:
    """The style rules of the looks for a widget that draws lines."""
    return f"""
    {widget} > .look--head {{ color: $accent; text-style: bold; }}
    {widget} > .look--faint {{ color: $text-muted; }}
    {widget} > .look--key {{ text-style: bold; }}
    {widget} > .look--may {{ color: $success; text-style: bold; }}
    {widget} > .look--not-yet {{ color: $error; }}
    {widget} > .look--warning {{ color: $warning; }}
    {widget} > .look--waiting {{ color: $primary; }}
    {widget} > .look--synced {{ color: $success; }}
    {widget} > .look--returned {{ color: $warning; }}
    {widget} > .look--failed {{ color: $error; }}
    """


def strip(widget: Widget, line: Line, width: int, left: int = 0) -> Strip:
    """A line in the styles that a widget gives to its looks."""
    styled = widget.get_component_rich_style
    drawn = Strip([Segment(text, styled(f"look--{look}")) for text, look in line])
    return drawn.crop_extend(left, left + width, widget.rich_style)


class Sheet(ScrollView, can_focus=True):
    """Shows what a drawing writes for its width, and moves by line, page and section."""

    COMPONENT_CLASSES: ClassVar[set[str]] = LOOK_CLASSES
    DEFAULT_CSS = """
    Sheet { height: 1fr; scrollbar-gutter: stable; scrollbar-size-vertical: 1; }
    """ + looks("Sheet")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
        Binding("g", "scroll_home", "First line", show=False),
        Binding("G", "scroll_end", "Last line", show=False),
        Binding("space", "page_down", "Page down", show=False),
    ]

    def __init__(self, draw: Drawing | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw = draw
        self._lines: Sequence[Line] = ()
        self._drawn_for = 0

    @property
    def lines(self) -> Sequence[Line]:
        return self._lines

    def show(self, draw: Drawing) -> None:
        """Draw something else, from its first line."""
        self._draw = draw
        self._drawn_for = 0
        self._write()
        self.scroll_to(0, 0, animate=False)

    def redraw(self, draw: Drawing) -> None:
        """Draw it where it says something else, and stay where one has read to."""
        self._draw = draw
        if self._drawn_for and tuple(draw(self._drawn_for)) != tuple(self._lines):
            self._drawn_for = 0
            self._write()

    def on_resize(self) -> None:
        self._write()

    def _write(self) -> None:
        width = self.scrollable_content_region.width
        if self._draw is None or width <= 0 or width == self._drawn_for:
            return
        self._drawn_for = width
        self._lines = self._draw(width)
        widest = max((cells(line) for line in self._lines), default=0)
        self.virtual_size = Size(max(width, widest), len(self._lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        left, top = self.scroll_offset
        number = top + y
        line = self._lines[number] if number < len(self._lines) else EMPTY
        return strip(self, line, self.size.width, left)

    def action_page_down(self) -> None:
        self.scroll_page_down(animate=False)

    def next_section(self, step: int) -> None:
        """Go to the next heading, or with -1 to the one before."""
        here = self.scroll_offset.y
        heads = [n for n, x in enumerate(self._lines) if x and x[0].look is Look.HEAD]
        ahead = [n for n in heads if n > here] if step > 0 else [n for n in heads if n < here]
        if ahead:
            self.scroll_to(0, ahead[0] if step > 0 else ahead[-1], animate=False)
