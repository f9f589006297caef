"""Writes cells: pen by pen, so that none is taken twice, and erases what is blank.

A pen costs up to forty bytes in true colour, and a move across the screen eight.
"""

from collections.abc import Iterator, Sequence

from console.cells import BLANK, PLAIN, UNKNOWN, Cell, Inks, Pen, stroke, suits
from core.values import NamedTuple

WORTH_ERASING = 10
"""So many blanks are erased sooner than written."""

CLOSE = 2
"""Columns that are reached from the beginning of a line sooner than directly."""


class Piece(NamedTuple):
    """Cells beside each other that one pen writes."""

    y: int
    x: int
    pen: Pen
    cells: Sequence[Cell]
    erased: bool = False
    """Blank, and long enough to be erased."""
    to_the_end: bool = False
    """Nothing follows in the line."""


class Pencil:
    """One frame: the sequences so far, and where the terminal is after them."""

    def __init__(self, inks: Inks, pen: Pen | None, *, erases: bool) -> None:
        """`pen` is the one in hand, None where nobody knows."""
        self._inks = inks
        self._erases = erases
        self._out: list[str] = [] if pen else ["\x1b[m"]
        self._begun = len(self._out)
        self.pen: Pen = pen or PLAIN
        self._pieces: dict[Pen, list[Piece]] = {}
        self._at: tuple[int, int] | None = None
        """Where the next letter would go, where that is known."""

    def done(self, cursor: tuple[int, int], *, moved: bool) -> str:
        """All of it, with the terminal's own cursor where it belongs."""
        while self._pieces:
            pen = min(self._pieces, key=self._price)
            for piece in sorted(self._pieces.pop(pen)):
                self._put(piece)
        if moved or len(self._out) > self._begun:
            self.move(*cursor)
            return "".join(self._out)
        return ""

    def write(self, x: int, y: int, cells: Sequence[Cell]) -> None:
        """Cells beside each other, whenever their pens are in hand."""
        for piece in self._known(x, y, cells):
            self._pieces.setdefault(piece.pen, []).append(piece)

    def write_doubted(self, y: int, cells: Sequence[Cell]) -> None:
        """A line of which terminals may think otherwise, now and from left to right."""
        start = 0
        for place, cell in enumerate(cells):
            if cell in self._inks.doubted:
                self._put_all(start, y, cells[start : place + 1])
                self._at = None
                start = place + 1
            elif start == place and not cell[0]:
                start += 1
        self._put_all(start, y, cells[start:])
        self._at = None

    def erase_line(self, x: int, y: int, blank: Cell) -> None:
        """From here to the end of the line."""
        piece = Piece(y, x, blank[1], (blank,), erased=True, to_the_end=True)
        self._pieces.setdefault(piece.pen, []).append(piece)

    def clear(self, blank: Cell) -> None:
        """The whole screen."""
        self._take(blank)
        self._out.append("\x1b[2J")

    def scroll(self, top: int, stop: int, by: int, blank: Cell) -> None:
        """Move lines up, or down if `by` is below 0; blank ones follow them."""
        self._take(blank)
        region, there = f"\x1b[{top + 1};{stop}r", f"\x1b[{top + 1}H" if top else ""
        self._out.append(f"{region}{there}\x1b[{abs(by)}{'M' if by > 0 else 'L'}\x1b[r")
        self._at = None

    def move(self, x: int, y: int) -> None:
        at = self._at
        if at == (x, y):
            return
        if at is not None and at[1] == y:
            by = x - at[0]
            self._out.append(f"\x1b[{x + 1}G" if by < 0 else f"\x1b[{by}C" if by > 1 else "\x1b[C")
        elif at is not None and at[1] == y - 1 and x < CLOSE:
            self._out.append("\r\n" if x == 0 else "\r\n\x1b[C")
        elif x == 0:
            self._out.append(f"\x1b[{y + 1}H" if y else "\x1b[H")
        else:
            self._out.append(f"\x1b[{y + 1};{x + 1}H")
        self._at = (x, y)

    def _known(self, x: int, y: int, cells: Sequence[Cell]) -> Iterator[Piece]:
        """Pieces to be written; what nobody knows stays as it is."""
        return (piece for piece in self._parted(x, y, cells) if piece.pen is not UNKNOWN[1])

    def _parted(self, x: int, y: int, cells: Sequence[Cell]) -> Iterator[Piece]:
        """Pieces of one pen each; a blank goes with any pen of its ground."""
        start, pen = 0, cells[0][1]
        place, count = 0, len(cells)
        while place < count:
            cell = cells[place]
            blank = cell[0] == BLANK and not cell[1].attributes
            if blank and self._erases and (long := _alike(cells, place)) >= WORTH_ERASING:
                if place > start:
                    yield Piece(y, x + start, pen, cells[start:place])
                yield Piece(y, x + place, cell[1], cells[place : place + long], erased=True)
                place = start = place + long
                pen = cells[place][1] if place < count else pen
                continue
            if cell[1] is not pen and not suits(pen, cell):
                if suits(cell[1], (BLANK, pen)) and all(c[0] == BLANK for c in cells[start:place]):
                    pen = cell[1]
                else:
                    yield Piece(y, x + start, pen, cells[start:place])
                    start, pen = place, cell[1]
            place += 1
        if place > start:
            yield Piece(y, x + start, pen, cells[start:place])

    def _price(self, pen: Pen) -> tuple[int, Pen]:
        """What it costs to take this pen next."""
        return (0 if suits(self.pen, self._of(pen)) else len(stroke(self.pen, pen))), pen

    def _of(self, pen: Pen) -> Cell:
        """A cell that stands for all of a pen's pieces."""
        return BLANK if pen == PLAIN._replace(ground=pen.ground) else "", pen

    def _put_all(self, x: int, y: int, cells: Sequence[Cell]) -> None:
        if cells:
            for piece in self._known(x, y, cells):
                self._put(piece)

    def _put(self, piece: Piece) -> None:
        self.move(piece.x, piece.y)
        self._take(piece.cells[0] if piece.erased else self._of(piece.pen))
        width = len(piece.cells)
        if piece.to_the_end:
            self._out.append("\x1b[K")
        elif piece.erased:
            self._out.append(f"\x1b[{width}X")
        else:
            self._out += [letter for letter, _ in piece.cells]
            self._at = (piece.x + width, piece.y)

    def _take(self, cell: Cell) -> None:
        if self.pen is not cell[1] and not suits(self.pen, cell):
            self._out.append(stroke(self.pen, cell[1]))
            self.pen = cell[1]


def _alike(cells: Sequence[Cell], place: int) -> int:
    """How many cells from here on are the same."""
    stop, cell = place + 1, cells[place]
    while stop < len(cells) and cells[stop] is cell:
        stop += 1
    return stop - place
