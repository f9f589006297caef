"""How far a turn of reading Procore is, and how long the rest of it takes."""

from collections.abc import Callable

from adapters.procore.session import Session, Told
from core.watching import Reading

A_PROJECT = 14
"""Calls that the lists of a project take, about."""


class Course:
    """Counts the rows of a turn over all its lists, and what a page of them takes."""

    def __init__(self, session: Session, clock: Callable[[], float]) -> None:
        self._pace = session.pace
        self._clock = clock
        self.later = 0
        """Calls that follow the list that is read, about."""
        self.begin()

    def begin(self) -> None:
        """A turn begins."""
        self._before = 0
        """Rows of the lists that are read already."""
        self._now = Told(0, 0)
        self._pages = self._pages_of_list = 0
        self._begun, self._waited = self._clock(), self._pace.waited

    def heard(self, told: Told) -> None:
        """A page came."""
        self._now = told
        self._pages += 1
        self._pages_of_list += 1

    def ended(self) -> None:
        """A list is read."""
        self._before += self._now.rows
        self._now, self._pages_of_list = Told(0, 0), 0

    def reading(self) -> Reading:
        """Where it stands, now that all that came was dealt with."""
        rows = self._before + self._now.rows
        if self._now.total < self._now.rows:
            # It does not say how many there are.
            return Reading("Procore", rows)
        return Reading("Procore", rows, self._before + self._now.total, left=self._left())

    def _left(self) -> float | None:
        if not self._pages_of_list or not self._now.rows:
            return None
        a_page = self._now.rows / self._pages_of_list
        pages = -(-max(0, self._now.total - self._now.rows) // a_page)
        worked = self._clock() - self._begun - (self._pace.waited - self._waited)
        return self._pace.ahead(int(pages) + self.later, max(0.0, worked / self._pages))
