"""The thumb of a scroll bar in whole letters: where it is moves by lines, as what it stands beside.

Textual draws it in eighths of a letter and turned round, which is another pen for each step.
"""

from typing import ClassVar

from rich.color import Color
from rich.segment import Segments
from rich.style import Style
from textual.reactive import Reactive
from textual.scrollbar import ScrollBar, ScrollBarRender

FULL = "█"
UNSET = Color.default()


class Thumb(ScrollBarRender):
    """Blank where the thumb is not, and full where it is."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]

    @classmethod
    def render_bar(
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,  # noqa: FBT001, FBT002 - as Textual calls it
        back_color: Color = UNSET,
        bar_color: Color = UNSET,
    ) -> Segments:
        drawn = super().render_bar(
            size, virtual_size, window_size, position, thickness, vertical, back_color, bar_color
        )
        parts = [
            part._replace(
                text=FULL * len(part.text), style=Style(color=style.color, meta=style.meta)
            )
            if (style := part.style) is not None and style.reverse
            else part
            for part in drawn.segments
        ]
        return Segments(parts, drawn.new_lines)


class ThumbBar(ScrollBar):
    """A scroll bar that is drawn anew where its thumb moves by a line, and not at every step."""

    renderer = Thumb
    position: Reactive[float] = Reactive(0, repaint=False)

    def watch_position(self, before: float, now: float) -> None:
        if self._begins(before) != self._begins(now):
            self.refresh()

    def _begins(self, position: float) -> int:
        """The line on which the thumb begins."""
        length, beyond = self.size.height, self.window_virtual_size - self.window_size
        if beyond <= 0:
            return 0
        thumb = max(1, self.window_size * length / self.window_virtual_size)
        return int((length - thumb) * position / beyond)
