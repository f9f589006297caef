"""The thumb of a scroll bar in whole letters: where it is moves by lines, as what it stands beside.

Textual draws it in eighths of a letter and turned round, which is another pen for each step.
"""

from typing import ClassVar

from rich.color import Color
from rich.segment import Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

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
