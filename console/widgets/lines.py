"""Lines of text as a pane draws them: cleaned, wrapped and aligned by cells.

Text gets into a line through `said()`, which cleans it; nothing here is ever markup.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from rich.cells import cell_len, chop_cells, set_cell_size

from console.clean import Shown, clean
from console.columns import SIGNS
from core.values import NamedTuple
from core.vocabulary import ErpStatus


class Look(StrEnum):
    """How a stretch of text is drawn; the style sheet says what that means."""

    PLAIN = "plain"
    HEAD = "head"
    FAINT = "faint"
    KEY = "key"
    MAY = "may"
    NOT_YET = "not-yet"
    WARNING = "warning"
    WAITING = "waiting"
    SYNCED = "synced"
    RETURNED = "returned"
    FAILED = "failed"


class Span(NamedTuple):
    """A stretch of one look."""

    text: Shown
    look: Look


Line = tuple[Span, ...]
EMPTY: Line = ()


def said(text: str, look: Look = Look.PLAIN) -> Span:
    """A stretch of text, from wherever it came, fit to be drawn."""
    return Span(clean(text), look)


def faint(text: str) -> Span:
    return said(text, Look.FAINT)


def standing(status: ErpStatus) -> Span:
    """A status as the lists draw it: letter, word and colour."""
    sign = SIGNS[status]
    return said(sign.text, Look(sign.look))


def heading(text: str) -> Line:
    """The first line of a section."""
    return (said(text, Look.HEAD),)


def cells(line: Line) -> int:
    return sum(cell_len(span.text) for span in line)


def plain(line: Line) -> Shown:
    return Shown("".join(span.text for span in line))


def shortened(text: Shown, width: int) -> Shown:
    """Clean text in at most `width` cells, with a sign where something is left out."""
    if cell_len(text) <= width:
        return text
    return Shown(set_cell_size(text, max(0, width - 1)).rstrip() + "…" if width > 0 else "")


def padded(text: Shown, width: int, *, right: bool = False) -> Shown:
    """Clean text in exactly `width` cells."""
    short = shortened(text, width)
    gap = " " * (width - cell_len(short))
    return Shown(gap + short if right else short + gap)


def flowed(spans: Iterable[Span], width: int, indent: int = 0) -> list[Line]:
    """One paragraph, broken between words; lines after the first are indented."""
    room = max(width, indent + 8)
    done: list[Line] = []
    line: list[Span] = []
    used = 0
    for span in spans:
        for word in _words(span.text, room - indent):
            if used + cell_len(word.rstrip()) > room and used > indent:
                done.append(_trimmed(line))
                line, used = ([said(" " * indent)] if indent else []), indent
                added = word.lstrip()
            else:
                added = word
            if line and line[-1].look is span.look:
                line[-1] = Span(Shown(line[-1].text + added), span.look)
            elif added:
                line.append(Span(Shown(added), span.look))
            used += cell_len(added)
    if line:
        done.append(_trimmed(line))
    return done


def _trimmed(line: list[Span]) -> Line:
    """Without the spaces at which it was broken."""
    while line and not line[-1].text.strip(" "):
        line.pop()
    if line:
        line[-1] = Span(Shown(line[-1].text.rstrip(" ")), line[-1].look)
    return tuple(line)


def _words(text: str, room: int) -> Iterable[str]:
    """Words with the spaces behind them; those wider than a line in pieces."""
    start = 0
    while start < len(text):
        end = text.find(" ", start)
        end = len(text) if end < 0 else end
        while end < len(text) and text[end] == " ":
            end += 1
        word = text[start:end]
        if cell_len(word.rstrip()) > room:
            yield from chop_cells(word, room)
        else:
            yield word
        start = end


NARROWEST = 8


class Column(NamedTuple):
    """A column of a table. Figures stand to the right and are never cut; their name may be."""

    name: str
    right: bool = False
    bends: bool = False
    """Gives way where the table is too wide."""
    least: int = NARROWEST
    """It never gets narrower than this."""


GAP = 2


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    width: int,
    sums: Sequence[str] | None = None,
) -> list[Line]:
    """Aligned rows under the names of their columns; columns that nobody fills are left out."""
    texts = [[clean(cell) for cell in row] for row in rows]
    footer = [clean(cell) for cell in sums or [""] * len(columns)]
    kept = [n for n in range(len(columns)) if any(row[n] for row in texts) or footer[n]]
    widths = {
        n: max(cell_len(x) for x in (columns[n].name, footer[n], *(row[n] for row in texts)))
        for n in kept
    }
    over = sum(widths.values()) + GAP * max(0, len(kept) - 1) - width
    for n in sorted((n for n in kept if columns[n].bends), key=lambda n: -widths[n]):
        narrower = max(columns[n].least, widths[n] - max(0, over))
        over -= max(0, widths[n] - narrower)
        widths[n] = min(widths[n], narrower)
    for n in (n for n in kept if columns[n].right and over > 0):
        figures = max(cell_len(x) for x in (footer[n], *(row[n] for row in texts)))
        narrower = min(widths[n], max(NARROWEST, figures, widths[n] - over))
        over -= widths[n] - narrower
        widths[n] = narrower
    names = [clean(column.name) for column in columns]
    lines = [_row(columns, names, kept, widths, Look.FAINT)]
    lines += [_row(columns, row, kept, widths, Look.PLAIN) for row in texts]
    if sums:
        lines.append(_row(columns, footer, kept, widths, Look.KEY))
    return lines


def _row(
    columns: Sequence[Column],
    texts: Sequence[Shown],
    kept: Sequence[int],
    widths: dict[int, int],
    look: Look,
) -> Line:
    parts = [padded(texts[n], widths[n], right=columns[n].right) for n in kept]
    return (Span(Shown((" " * GAP).join(parts).rstrip()), look),)
