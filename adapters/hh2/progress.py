"""How far a reading of hh2 is, and how long the rest of it takes."""

from collections.abc import Callable

from adapters.wire.pace import Pace
from adapters.wire.work import Work
from core.watching import Reading

BLOCK = 1_000
"""Rows of an answer, at most; fewer mean that it was the last (interfaces 2.2)."""


class Course:
    """Counts the rows of a reading, and what a block of them takes."""

    def __init__(self, pace: Pace, clock: Callable[[], float]) -> None:
        self._work = Work(pace, clock)
        self._rows = self._blocks = 0

    def came(self, rows: int) -> None:
        """A block came, and is kept."""
        self._rows += rows
        self._blocks += 1
        self._work.done()

    def reading(self, more: int | None, later: int | None) -> Reading:
        """Where it stands: so many rows more, and so many calls later; None: nobody can tell."""
        if more is None:
            return Reading("hh2", self._rows)
        total, about = self._rows + more, more > 0
        if later is None:
            return Reading("hh2", self._rows, total, about)
        left = self._work.left(later + -(-more // BLOCK))
        a_row = self._work.each * self._blocks / max(self._rows, 1)
        return Reading("hh2", self._rows, total, about, left, a_row)
