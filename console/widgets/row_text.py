"""A row as text of exactly so many cells: before its status, the status, and after it."""

from collections.abc import Sequence
from datetime import datetime

from console.clean import clean
from console.columns import GAP, Fitted
from console.widgets.lines import flowed, padded, plain, said
from core.records import Row

LEAD = 2
"""The cursor's and the mark's cells before each row."""


def cell(text: str, width: int, *, right: bool, figure: bool) -> str:
    """Text in exactly `width` cells. A figure is whole or it is not there."""
    seen = clean(text)
    if seen.isascii() and len(seen) <= width:
        return seen.rjust(width) if right else seen.ljust(width)
    if figure:
        return "#" * width
    return padded(seen, width, right=right)


def cells(row: Row, fit: Sequence[Fitted], now: datetime) -> tuple[str, str, str]:
    """The three stretches of a row; the middle one takes the colour of the status."""
    parts = ["", "", ""]
    stretch = 0
    for column, width in fit:
        if column.is_status:
            stretch = 1
        text = column.text(row, now)
        parts[stretch] += cell(text, width, right=column.right, figure=column.figure) + " " * GAP
        if column.is_status:
            stretch = 2
    last = max(n for n, part in enumerate(parts) if part) if any(parts) else 0
    parts[last] = parts[last][:-GAP]
    return parts[0], parts[1], parts[2]


def headings(fit: Sequence[Fitted]) -> str:
    texts = (cell(c.heading, width, right=c.right, figure=False) for c, width in fit)
    return " " * LEAD + (" " * GAP).join(texts)


def message_lines(words: Sequence[str], width: int) -> list[str]:
    """Sentences, each from a line of its own, set in from the left."""
    lines: list[str] = []
    for sentence in words:
        lines += [f"  {plain(line)}" for line in flowed([said(sentence)], max(8, width - 4))]
    return lines
