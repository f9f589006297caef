"""What a page of a reading takes besides the waiting, by the last of them."""

from collections import deque
from collections.abc import Callable

from adapters.wire.pace import Pace

LATELY = 12
"""How many pages tell of those to come."""


class Work:
    """Told after each page that it was dealt with.

    The first, which opens the line and wakes whoever answers, counts only while it is alone.
    """

    def __init__(self, pace: Pace, clock: Callable[[], float]) -> None:
        self._pace = pace
        self._clock = clock
        self._first: float | None = None
        self._lately: deque[float] = deque(maxlen=LATELY)
        self._at, self._waited = clock(), pace.waited

    def done(self) -> None:
        """One page more was dealt with."""
        at, waited = self._clock(), self._pace.waited
        took = max(0.0, at - self._at - (waited - self._waited))
        self._at, self._waited = at, waited
        if self._first is None:
            self._first = took
        else:
            self._lately.append(took)

    @property
    def each(self) -> float:
        """Seconds that a page takes."""
        if self._lately:
            return sum(self._lately) / len(self._lately)
        return self._first or 0.0

    def left(self, pages: int) -> float:
        """Seconds that so many pages more will take, with the waiting."""
        return self._pace.ahead(pages, self.each)
