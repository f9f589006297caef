"""A few prepared lines at a fixed place: the header, the status, the filter."""

from collections.abc import Sequence
from typing import ClassVar

from textual.strip import Strip
from textual.widget import Widget

from console.widgets.lines import EMPTY, Line
from console.widgets.sheet import LOOK_CLASSES, Drawing, looks, strip


class Bar(Widget):
    """Draws what it is given, and nothing again that has not changed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = LOOK_CLASSES
    DEFAULT_CSS = "Bar { height: 1; }" + looks("Bar")

    def __init__(self, *lines: Line, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Line] = lines
        self._draw: Drawing | None = None

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
        if self.size.width:
            self.show(*draw(self.size.width))

    def on_resize(self) -> None:
        if self._draw is not None:
            self.fit(self._draw)

    def render_line(self, y: int) -> Strip:
        line = self._lines[y] if y < len(self._lines) else EMPTY
        return strip(self, line, self.size.width)
