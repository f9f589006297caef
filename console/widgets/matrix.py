"""Codes by cost type as a grid of any length, drawn line by line, with a box under the cursor."""

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from console.clean import clean
from console.widgets.lines import padded
from core.codes import Matrix, MatrixRow, Tick

SIGNS: dict[Tick, str] = {Tick.EMPTY: "·", Tick.DEFAULT: "x", Tick.HELD: "=", Tick.PENDING: "+"}
LOOKS: dict[Tick, str] = {
    Tick.EMPTY: "faint", Tick.DEFAULT: "may", Tick.HELD: "synced", Tick.PENDING: "waiting",
}  # fmt: skip
CODE, NOTE, LEAST_TEXT = 13, 16, 12
GAP = 1


class MatrixGrid(ScrollView, can_focus=True, inherit_bindings=False):
    """Moves over the boxes; what is done with one is for the screen to say."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--head", "grid--cursor", "grid--row", "grid--faint", "grid--may", "grid--synced",
        "grid--waiting",
    }  # fmt: skip
    DEFAULT_CSS = """
    MatrixGrid { height: 1fr; scrollbar-gutter: stable; scrollbar-size-vertical: 1; padding: 0; }
    MatrixGrid > .grid--head { color: $accent; text-style: bold; }
    MatrixGrid > .grid--row { background: $panel; }
    MatrixGrid > .grid--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground;
        text-style: $block-cursor-text-style;
    }
    MatrixGrid > .grid--faint { color: $text-muted; }
    MatrixGrid > .grid--may { color: $success; text-style: bold; }
    MatrixGrid > .grid--synced { color: $success; }
    MatrixGrid > .grid--waiting { color: $primary; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1, 0)", "Down", show=False),
        Binding("up,k", "move(-1, 0)", "Up", show=False),
        Binding("right,l", "move(0, 1)", "Next type", show=False),
        Binding("left,h", "move(0, -1)", "Type before", show=False),
        Binding("pagedown,ctrl+d,ctrl+f", "page(1)", "Page down", show=False),
        Binding("pageup,ctrl+u,ctrl+b", "page(-1)", "Page up", show=False),
        Binding("home,g", "first", "First code", show=False),
        Binding("end,G", "last", "Last code", show=False),
    ]

    class Moved(Message):
        """Another box is under the cursor."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._matrix: Matrix | None = None
        self._row = 0
        self._column = 0

    @property
    def row(self) -> MatrixRow | None:
        rows = self._matrix.rows if self._matrix else ()
        return rows[self._row] if self._row < len(rows) else None

    @property
    def column(self) -> int:
        """Which of the matrix's categories is under the cursor."""
        return self._column

    def show(self, matrix: Matrix) -> None:
        """Draw a matrix; the cursor stays where it was, as far as that is there."""
        self._matrix = matrix
        self._row = max(0, min(self._row, len(matrix.rows) - 1))
        self._column = max(0, min(self._column, len(matrix.categories) - 1))
        self.virtual_size = Size(1, len(matrix.rows) + 1)
        self.refresh()
        self.post_message(self.Moved())

    # moving

    def action_move(self, down: int, right: int) -> None:
        if self._matrix is None or not self._matrix.rows:
            return
        before = self._row
        self._row = max(0, min(self._row + down, len(self._matrix.rows) - 1))
        self._column = max(0, min(self._column + right, len(self._matrix.categories) - 1))
        self._reveal()
        if right:
            self.refresh()
        else:
            self._redraw(before, self._row)
        self.post_message(self.Moved())

    def action_page(self, by: int) -> None:
        self.action_move(by * max(1, self.size.height - 2), 0)

    def action_first(self) -> None:
        self.action_move(-self._row, 0)

    def action_last(self) -> None:
        if self._matrix is not None:
            self.action_move(len(self._matrix.rows), 0)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; it changes nothing."""
        place = event.y + self.scroll_offset.y - 1
        if self._matrix is not None and event.y > 0:
            self.action_move(place - self._row, 0)

    def _reveal(self) -> None:
        """The heading stays on the first line, so one line less shows codes."""
        top, height = self.scroll_offset.y, max(1, self.size.height - 1)
        if self._row < top:
            self.scroll_to(y=self._row, animate=False, force=True, immediate=True)
        elif self._row >= top + height:
            to = self._row - height + 1
            self.scroll_to(y=to, animate=False, force=True, immediate=True)

    def _redraw(self, *rows: int) -> None:
        top = self.scroll_offset.y
        self.refresh(*(Region(0, row - top + 1, self.size.width, 1) for row in set(rows)))

    # drawing

    def render_line(self, y: int) -> Strip:
        width, matrix = self.size.width, self._matrix
        if matrix is None:
            return Strip([Segment("Reading the codes.".ljust(width), self._style("faint"))])
        first, shown, text = self._layout(matrix, width)
        if y == 0:
            return self._heading(matrix, first, shown, text).crop_extend(0, width, self.rich_style)
        place = y - 1 + self.scroll_offset.y
        if place >= len(matrix.rows):
            return Strip.blank(width, self.rich_style)
        return self._line(matrix.rows[place], place, first, shown, text).crop_extend(
            0, width, self.rich_style
        )

    def _layout(self, matrix: Matrix, width: int) -> tuple[int, int, int]:
        """The first category that is drawn, how many, and the cells of the description."""
        each = self._each(matrix)
        room = width - CODE - GAP - LEAST_TEXT - GAP
        shown = max(1, min(len(matrix.categories), room // each))
        first = max(0, min(self._column - shown // 2, len(matrix.categories) - shown))
        note = NOTE if any(row.note for row in matrix.rows) else 0
        text = width - CODE - 2 * GAP - shown * each - note
        return (first, shown, text) if text >= LEAST_TEXT else (first, shown, text + note)

    def _each(self, matrix: Matrix) -> int:
        return 2 + max((cell_len(clean(c.abbreviation)) for c in matrix.categories), default=1)

    def _heading(self, matrix: Matrix, first: int, shown: int, text: int) -> Strip:
        head, each = self._style("head"), self._each(matrix)
        parts = [
            Segment(
                padded(clean("Code"), CODE) + " " * GAP + padded(clean("Description"), text), head
            )
        ]
        for place in range(first, first + shown):
            name = padded(clean(matrix.categories[place].abbreviation), each - 2)
            here = place == self._column and self.has_focus
            parts.append(Segment(f" {name} ", self._style("cursor") if here else head))
        return Strip(parts)

    def _line(self, row: MatrixRow, place: int, first: int, shown: int, text: int) -> Strip:
        here = place == self._row
        ground = self._style("row") if here else self.rich_style
        matrix = self._matrix
        each = self._each(matrix) if matrix else 1
        parts = [
            Segment(padded(clean(row.code), CODE) + " " * GAP, ground),
            Segment(padded(clean(row.description), text), ground),
        ]
        for column in range(first, first + shown):
            tick = row.ticks[column]
            under = here and column == self._column and self.has_focus
            style = self._style("cursor") if under else ground + self._look(LOOKS[tick])
            stays = bool(row.stays) and bool(row.stays[column])
            sign = SIGNS[tick] + ("!" if stays else "")
            parts.append(Segment(f" {padded(clean(sign), each - 1)}", style))
        if row.note:
            parts.append(Segment(f" {clean(row.note)}", ground + self._look("faint")))
        return Strip(parts)

    def _look(self, name: str) -> Style:
        """Only what the look adds to the ground it is drawn on."""
        return self.get_component_rich_style(f"grid--{name}", partial=True)

    def _style(self, name: str) -> Style:
        return self.rich_style + self.get_component_rich_style(f"grid--{name}", partial=True)

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - as Textual calls it
        super().watch_has_focus(has_focus)
        self.refresh()
