"""How far a turn of reading Procore is, and how long the rest of it takes."""

from collections.abc import Callable

from adapters.procore.session import Session, Told
from adapters.wire.work import Work
from core.watching import Reading

A_PROJECT = 14
"""Calls that the lists of a project take, about."""


class Course:
    """Counts the rows of a turn over all its lists, and what a page of them takes."""

    def __init__(self, session: Session, clock: Callable[[], float]) -> None:
        self._session = session
        self._clock = clock
        self.later = 0
        """Calls that follow the list that is read, about."""
        self.begin()

    def begin(self) -> None:
        """A turn begins."""
        self._before = 0
        """Rows of the lists that are read already."""
        self._now = Told(0, 0)
        self._pages = 0
        """Of the list that is read."""
        self._work = Work(self._session.pace, self._clock)

    def heard(self, told: Told) -> None:
        """A page came."""
        self._now = told
        self._pages += 1

    def ended(self) -> None:
        """A list is read."""
        self._before += self._now.rows
        self._now, self._pages = Told(0, 0), 0

    def reading(self) -> Reading:
        """Where it stands, now that all that came was dealt with."""
        self._work.done()
        rows = self._before + self._now.rows
        if self._now.total < self._now.rows:
            # It does not say how many there are.
            return Reading("Procore", rows)
        total = self._before + self._now.total
        if not self._now.rows:
            return Reading("Procore", rows, total, left=self._work.left(self.later))
        a_page = self._now.rows / self._pages
        pages = -(-(self._now.total - self._now.rows) // a_page)
        left, a_row = self._work.left(int(pages) + self.later), self._work.each / a_page
        return Reading("Procore", rows, total, left=left, a_row=a_row)
