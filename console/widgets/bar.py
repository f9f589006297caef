"""A few prepared lines at a fixed place: the header, the status, the filter."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from console.widgets.lines import EMPTY, Line
from console.widgets.sheet import Drawing
from console.widgets.still import Still


class Bar(Still):
    """Draws what it is given, and nothing again that has not changed.

    The looks are its screen's: ten bars with looks of their own cost a fifth of the start.
    """

    DEFAULT_CSS = "Bar { height: 1; }"

    def __init__(self, *lines: Line, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Line] = lines
        self._draw: Drawing | None = None
        self._fitted = 0
        """The width that was last drawn for."""

    @property
    def lines(self) -> Sequence[Line]:
        return self._lines

    def show(self, *lines: Line) -> None:
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def fit(self, draw: Drawing) -> None:
        """Show what `draw` writes for the width there is, now and after every change of it."""
        self._draw = draw
        self._fitted = self.size.width
        if self._fitted:
            self.show(*draw(self._fitted))

    def again(self) -> None:
        """Write once more what depends on more than the width."""
        if self._draw is not None:
            self.fit(self._draw)

    def on_resize(self) -> None:
        self.again()

    def render_line(self, y: int) -> Strip:
        if self._draw is not None and self._fitted != self.size.width:
            # Where a neighbour is made in the same moment the new width comes without an event.
            self._fitted = self.size.width
            self._lines = self._draw(self._fitted)
        line = self._lines[y] if y < len(self._lines) else EMPTY
        own = self.rich_style
        ground = Style(bgcolor=own.bgcolor)
        style = self.screen.get_component_rich_style
        drawn = Strip([Segment(text, style(f"look--{look}") + ground) for text, look in line])
        return drawn.crop_extend(0, self.size.width, own)
