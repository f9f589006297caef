"""A terminal's cells: a letter and the pen it is written with, cut out of what Textual draws."""

import re
from collections.abc import Iterable
from functools import cache

from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.values import NamedTuple


class Pen(NamedTuple):
    """The parameters of a select-graphic-rendition sequence; empty where they are the usual."""

    attributes: str = ""
    ink: str = ""
    ground: str = ""


Cell = tuple[str, Pen]
"""What starts in a cell: a letter with the marks it carries; empty in the second half of a wide
one. Equal cells are one object, so that lines are compared as fast as they can be."""

PLAIN = Pen()
BLANK = " "
UNKNOWN: Cell = ("", PLAIN._replace(attributes="unknown"))
"""In a cell of which nobody knows what it shows; it is never written."""
USUAL = ("39", "49")
ENDS = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
"""The parameters that end an attribute."""
SAME_TURNED = {"": "7", "1": "1;7", "7": "", "1;7": "1"}
"""Attributes of two pens that may show the same."""
UNSEEN_ON_BLANKS = frozenset({"1", "2", "3", "5"})
"""Attributes that a blank does not show."""
STYLES = 4096
"""So many styles are remembered; a style may carry more than a pen shows."""
SURE = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0587\u1e00-\u1fff\u2010-\u2027"
    "\u2030-\u205e\u20a0-\u20bf\u2100-\u2319\u2400-\u2426\u2500-\u25fc]*"
)
"""Letters that every terminal draws in one cell. About others terminals differ."""


def is_sure(text: str) -> bool:
    """Whether every letter takes one cell wherever it is drawn."""
    return SURE.fullmatch(text) is not None


def stroke(old: Pen, new: Pen) -> str:
    """The sequence that changes one pen for another, as short as it can be."""
    if new == PLAIN:
        return "\x1b[m"
    before, after = _parts(old.attributes), _parts(new.attributes)
    ended = {ENDS.get(one, "") for one in before if one not in after}
    # What ends one attribute may end another with it.
    begun = [one for one in after if one not in before or ENDS.get(one, "") in ended]
    ways = [] if "" in ended else [_changed(old, new, [*sorted(ended), *begun])]
    if before:
        ways.append(_changed(PLAIN, new, ["0", *after]))
    return min(ways, key=len)


@cache
def turned(pen: Pen) -> Pen:
    """The pen that shows the same with ink and ground changed for each other, and turned round.

    Itself where terminals may not show the same: of colours they name, some brighten bold ink.
    """
    attributes = SAME_TURNED.get(pen.attributes)
    if attributes is None or not (pen.ink.startswith("38;2") and pen.ground.startswith("48;2")):
        return pen
    return Pen(attributes, f"3{pen.ground[1:]}", f"4{pen.ink[1:]}")


def _changed(old: Pen, new: Pen, parts: list[str]) -> str:
    """The sequence with these attributes, and with the colours that differ."""
    parts = parts + [
        after or usual
        for before, after, usual in zip(old[1:], new[1:], USUAL, strict=True)
        if before != after
    ]
    return f"\x1b[{';'.join(parts)}m"


def suits(pen: Pen, cell: Cell) -> bool:
    """Whether a pen may stay in hand for a cell: a blank shows its ground only."""
    letter, wanted = cell
    return pen == wanted or (
        letter == BLANK
        and pen.ground == wanted.ground
        and not wanted.attributes
        and shows_nothing_on_blanks(pen)
    )


def shows_nothing_on_blanks(pen: Pen) -> bool:
    """Whether a blank of this pen is its ground and nothing else."""
    return UNSEEN_ON_BLANKS.issuperset(_parts(pen.attributes))


def _parts(attributes: str) -> list[str]:
    return attributes.split(";") if attributes else []


class Inks(dict[Style | None, "Ink"]):
    """The cells of every style that was drawn with."""

    def __init__(self, colours: ColorSystem | None) -> None:
        super().__init__()
        self._colours = colours or ColorSystem.TRUECOLOR
        self._pens: dict[Pen, Ink] = {}
        self.doubted: dict[Cell, int] = {}
        """Those that terminals may draw in another width than they take here, and that."""

    def __missing__(self, style: Style | None) -> "Ink":
        if len(self) > STYLES:
            self.clear()
        made = self[style] = self.of(self._pen(style))
        return made

    def of(self, pen: Pen) -> "Ink":
        """The cells of a pen; there is one object for each."""
        return self._pens.setdefault(pen, Ink(pen, self))

    def _pen(self, style: Style | None) -> Pen:
        if style is None:
            return PLAIN
        colours = [
            ";".join(colour.downgrade(self._colours).get_ansi_codes(foreground)) if colour else ""
            for colour, foreground in ((style.color, True), (style.bgcolor, False))
        ]
        ink, ground = ("" if c == usual else c for c, usual in zip(colours, USUAL, strict=True))
        return Pen(Strip.render_ansi(style.without_color, self._colours), ink, ground)

    def mend(self, line: list[Cell]) -> None:
        """Blank what is left of a wide letter when something was drawn over half of it."""
        for x, cell in enumerate(line):
            width = self.doubted.get(cell, 1)
            lost = not cell[0] and cell is not UNKNOWN
            half = lost and (x == 0 or self.doubted.get(line[x - 1], 1) == 1)
            if half or (width > 1 and (x + 1 == len(line) or line[x + 1][0])):
                line[x] = self.of(cell[1])[BLANK]

    def cells(self, segments: Iterable[Segment]) -> list[Cell]:
        """One after the other, as many as the segments are wide."""
        found: list[Cell] = []
        for text, style, control in segments:
            if control:
                continue
            ink = self[style]
            if is_sure(text):
                found += map(ink.__getitem__, text)
            else:
                ink.cut(text, found)
        return found


class Ink(dict[str, Cell]):
    """The cells of one pen, by their letters."""

    def __init__(self, pen: Pen, inks: Inks) -> None:
        super().__init__()
        self._pen, self._inks = pen, inks

    def __missing__(self, letter: str) -> Cell:
        unseen = shows_nothing_on_blanks(self._pen)
        if letter == BLANK and unseen and (self._pen.attributes or self._pen.ink):
            made = self._inks.of(Pen(ground=self._pen.ground))[BLANK]
        else:
            made = (letter, self._pen)
        self[letter] = made
        return made

    def cut(self, text: str, found: list[Cell]) -> None:
        """Add the cells of a text in which a letter may take two of them, or none."""
        for start, end, width in split_graphemes(text)[0]:
            letter = text[start:end]
            if not width and found:
                before, pen = found.pop()
                letter = before + letter
                cell = self._inks.of(pen)[letter]
                self._inks.doubted[cell] = self._inks.doubted.get((before, pen), 1)
                found.append(cell)
            elif width:
                cell = self[letter]
                if width > 1 or not is_sure(letter):
                    self._inks.doubted[cell] = width
                found.append(cell)
                found += [self[""]] * (width - 1)
