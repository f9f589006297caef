"""Writes cells: pen by pen, so that none is taken twice, and erases what is blank.

A pen costs up to forty bytes in true colour, and a move across the screen eight.
"""

import re
from collections.abc import Iterator, Sequence

from console.cells import (
    BLANK,
    PLAIN,
    UNKNOWN,
    Cell,
    Inks,
    Pen,
    is_sure,
    shows_nothing_on_blanks,
    stroke,
    suits,
    turned,
)
from core.values import NamedTuple

BLANKS = re.compile(" {10,}")
"""So many are erased sooner than written."""
ERASING = 10
"""About so many letters it takes to erase, and to go on behind what was erased."""
TO_THE_END = 3
"""More blanks than these are erased where nothing follows in the line."""

CLOSE = 5
"""Cells that may be written once more sooner than jumped over."""
BELOW = 2
"""Lines that are gone down one by one."""


class Piece(NamedTuple):
    """Cells beside each other that one pen writes."""

    y: int
    x: int
    pen: Pen
    cells: Sequence[Cell]


class Pencil:
    """One frame: the sequences so far, and where the terminal is after them."""

    def __init__(
        self,
        inks: Inks,
        pen: Pen | None,
        picture: Sequence[Sequence[Cell]],
        region: tuple[int, int],
        *,
        erases: bool,
    ) -> None:
        """`pen` is the one in hand, None where nobody knows; `picture` what will stand there.

        `region` are the lines that move if any do, as the last frame left them.
        """
        self._inks = inks
        self._erases = erases
        self._picture = picture
        self._width = len(picture[0]) if picture else 0
        self._whole = (0, len(picture))
        self.region = region if pen else self._whole
        """Between these lines what is moved stays; every other frame moves the same ones."""
        self._out: list[str] = [] if pen else ["\x1b[m\x1b[r"]
        self._begun = len(self._out)
        self.pen: Pen = pen or PLAIN
        self._pieces: dict[Pen, list[Piece]] = {}
        self._at: tuple[int, int] | None = None
        """Where the next letter would go, where that is known."""

    def done(self, cursor: tuple[int, int], *, moved: bool) -> str:
        """All of it, with the terminal's own cursor where it belongs."""
        self._join_blanks()
        while self._pieces:
            pen = min(self._pieces, key=self._price)
            pieces = sorted(self._pieces.pop(pen))
            self._take_for(pieces)
            for piece in pieces:
                self._put(piece, erases=self._erases)
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

    def clear(self, blank: Cell) -> None:
        """The whole screen."""
        self._take(blank, erasing=True)
        self._out.append("\x1b[2J")

    def scroll(self, top: int, stop: int, by: int, blank: Cell) -> None:
        """Move lines up, or down if `by` is below 0; blank ones follow them."""
        self._take(blank, erasing=True)
        if self.region != (top, stop):
            self.region = (top, stop)
            self._out.append(f"\x1b[{top + 1};{stop}r")
            self._at = (0, 0)
        self.move(0, top)
        steps = abs(by) if abs(by) > 1 else ""
        self._out.append(f"\x1b[{steps}{'M' if by > 0 else 'L'}")

    def move(self, x: int, y: int) -> None:
        if self._at != (x, y):
            self._out.append(min(self._ways(x, y), key=len))
            self._at = (x, y)

    def _ways(self, x: int, y: int) -> Iterator[str]:
        """How to get there: by its numbers, or past cells that the pen in hand may write again."""
        yield f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"
        begun = self._again(0, x, y)
        if begun is not None:
            yield f"\x1b[{y + 1}H{begun}"
        if self._at is None:
            return
        from_x, down = self._at[0], y - self._at[1]
        if down == 0 and x > from_x:
            yield f"\x1b[{x - from_x}C" if x - from_x > 1 else "\x1b[C"
            passed = self._again(from_x, x, y)
            if passed is not None:
                yield passed
        elif down == 0:
            yield f"\x1b[{x + 1}G"
        # Going down from the last of the lines that move would move them, and there are terminals
        # that go no further down from beneath it.
        if 0 <= down <= BELOW and begun is not None and y < self.region[1]:
            yield "\r" + "\n" * down + begun

    def _again(self, start: int, stop: int, y: int) -> str | None:
        """What stands there, where writing it again is short and takes no other pen."""
        cells = self._picture[y][start:stop] if y < len(self._picture) else ()
        known = len(cells) == stop - start <= CLOSE
        if not known or not all(self._suits(cell) for cell in cells):
            return None
        text = "".join([letter for letter, _ in cells])
        return text if len(text) == len(cells) and text.isascii() else None

    def _known(self, x: int, y: int, cells: Sequence[Cell]) -> Iterator[Piece]:
        """Pieces to be written; what nobody knows stays as it is."""
        return (piece for piece in self._parted(x, y, cells) if piece.pen is not UNKNOWN[1])

    def _parted(self, x: int, y: int, cells: Sequence[Cell]) -> Iterator[Piece]:
        """Pieces of one pen each; a blank goes with any pen of its ground."""
        start, pen = 0, cells[0][1]
        place, count = 0, len(cells)
        while place < count:
            cell = cells[place]
            if cell[1] is not pen and not suits(pen, cell):
                if suits(cell[1], (BLANK, pen)) and all(c[0] == BLANK for c in cells[start:place]):
                    pen = cell[1]
                else:
                    yield Piece(y, x + start, pen, cells[start:place])
                    start, pen = place, cell[1]
            place += 1
        if place > start:
            yield Piece(y, x + start, pen, cells[start:place])

    def _join_blanks(self) -> None:
        """Write blanks with the pen that writes letters beside them."""
        for pen in [pen for pen in self._pieces if not (pen.ink or pen.attributes)]:
            alone: list[Piece] = []
            for piece in self._pieces.pop(pen):
                others = self._pieces if _cell_of(piece)[0] == BLANK else ()
                joined = (o for o in others if suits(o, (BLANK, pen)) and self._writes_in(o, piece))
                into = next(joined, None)
                (alone if into is None else self._pieces[into]).append(piece)
            if alone:
                self._pieces[pen] = alone

    def _writes_in(self, pen: Pen, piece: Piece) -> bool:
        return any(other.y == piece.y for other in self._pieces[pen])

    def _price(self, pen: Pen) -> tuple[int, Pen]:
        """What it costs to take this pen next."""
        if any(self._suits(_cell_of(piece)) for piece in self._pieces[pen]):
            return 0, pen
        return min(len(stroke(self.pen, way)) for way in (pen, turned(pen))), pen

    def _put_all(self, x: int, y: int, cells: Sequence[Cell]) -> None:
        if cells:
            for piece in self._known(x, y, cells):
                self._put(piece, erases=False)

    def _put(self, piece: Piece, *, erases: bool) -> None:
        y, x, _, cells = piece
        self._take(_cell_of(piece))
        self.move(x, y)
        text = "".join([letter for letter, _ in cells])
        if not erases or not is_sure(text) or not shows_nothing_on_blanks(self.pen):
            self._letters(x, y, text, len(cells))
            return
        # Where the line ends in blanks they are erased together, however many they are.
        end = len(text.rstrip(BLANK)) if x + len(text) == self._width else len(text)
        if len(text) - end <= TO_THE_END:
            end = len(text)
        start = 0
        for found in BLANKS.finditer(text, 0, end):
            self._letters(x + start, y, text[start : found.start()])
            self.move(x + found.start(), y)
            self._out.append(f"\x1b[{len(found[0])}X")
            start = found.end()
        self._letters(x + start, y, text[start:end])
        if end < len(text):
            self.move(x + end, y)
            self._out.append("\x1b[K")

    def _letters(self, x: int, y: int, text: str, width: int | None = None) -> None:
        if text:
            self.move(x, y)
            self._out.append(text)
            self._at = (x + (len(text) if width is None else width), y)

    def _suits(self, cell: Cell) -> bool:
        """Whether the pen in hand may write it."""
        return suits(self.pen, cell) or suits(turned(self.pen), cell)

    def _take(self, cell: Cell, *, erasing: bool = False) -> None:
        """A pen for a cell. What is erased gets the ground of a pen, be it turned round or not."""
        letter, pen = cell
        if suits(self.pen, cell) or (not erasing and suits(turned(self.pen), cell)):
            return
        if letter == BLANK and not pen.attributes:
            # What ink it has nobody sees.
            shown = shows_nothing_on_blanks(self.pen)
            self._change(Pen(self.pen.attributes if shown else "", self.pen.ink, pen.ground))
        else:
            self._change(*({pen} if erasing else {pen, turned(pen)}))

    def _take_for(self, pieces: Sequence[Piece]) -> None:
        """A pen for all of these, turned round where that is shorter with all that is written."""
        pen = next((cell[1] for cell in map(_cell_of, pieces) if cell[0] != BLANK), None)
        if pen is None or self._suits(("", pen)):
            return
        other = turned(pen)
        spared = sum(_erased(piece.cells) for piece in pieces) if self._erases else 0
        lengths = len(stroke(self.pen, pen)), len(stroke(self.pen, other)) + spared
        self._change(pen if lengths[0] <= lengths[1] else other)

    def _change(self, *ways: Pen) -> None:
        self.pen, way = min(((pen, stroke(self.pen, pen)) for pen in ways), key=_length)
        self._out.append(way)


def _length(way: tuple[Pen, str]) -> int:
    return len(way[1])


def _erased(cells: Sequence[Cell]) -> int:
    """About as many letters as erasing blanks spares."""
    text = "".join([letter for letter, _ in cells])
    return sum(len(found[0]) - ERASING for found in BLANKS.finditer(text))


def _cell_of(piece: Piece) -> Cell:
    """One that needs what all of a piece need: a blank where there is nothing else."""
    pen = piece.pen
    if pen.ink or pen.attributes or any(letter != BLANK for letter, _ in piece.cells):
        return "", pen
    return BLANK, pen
