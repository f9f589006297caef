"""Figures beside their limits, measured in one run on the machine at hand."""

from typing import NamedTuple


class Figure(NamedTuple):
    """One line of a benchmark."""

    goal: str
    """Its number in docs/performance.md."""
    what: str
    figure: str
    limit: str = ""
    met: bool | None = None
    """None where a figure only says what another one is compared with."""


def table(figures: list[Figure]) -> str:
    """The lines, each with its limit and whether it is kept."""
    words = {True: "kept", False: "MISSED", None: ""}
    cells = [(f.goal, f.what, f.figure, f.limit, words[f.met]) for f in figures]
    widths = [max(len(row[place]) for row in cells) for place in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )
