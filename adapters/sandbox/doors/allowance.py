"""How often a door may be asked: two windows at once, told in the headers of every answer."""

import math
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from core.values import NamedTuple


class Window(NamedTuple):
    """So many calls in so many seconds."""

    calls: int
    seconds: float


USUAL = (Window(3_600, 3_600.0), Window(25, 10.0))
"""What the project system's pages show as an example, with an hour that lets a demo breathe."""


class Allowance:
    """Counts the calls of everybody together. Safe for many threads."""

    def __init__(
        self, windows: Sequence[Window] = USUAL, clock: Callable[[], float] = time.time
    ) -> None:
        self._windows = [(window, deque[float]()) for window in windows]
        self._clock = clock
        self._lock = Lock()
        self.refused = 0
        """How many calls were turned away so far."""

    def take(self) -> tuple[bool, Mapping[str, str]]:
        """Whether this call is allowed, and the headers that tell of the tightest window."""
        with self._lock:
            now = self._clock()
            for window, calls in self._windows:
                while calls and calls[0] <= now - window.seconds:
                    calls.popleft()
            allowed = all(len(calls) < window.calls for window, calls in self._windows)
            for _, calls in self._windows:
                if allowed:
                    calls.append(now)
            self.refused += not allowed
            return allowed, self._told(now)

    def _told(self, now: float) -> Mapping[str, str]:
        if not self._windows:
            return {}
        left, window, calls = min(
            ((window.calls - len(calls), window, calls) for window, calls in self._windows),
            key=lambda one: (one[0], -one[1].seconds),
        )
        resets = (calls[0] if calls else now) + window.seconds
        return {
            "X-Rate-Limit-Limit": str(window.calls),
            "X-Rate-Limit-Remaining": str(left),
            "X-Rate-Limit-Reset": str(math.ceil(resets)),
        }
