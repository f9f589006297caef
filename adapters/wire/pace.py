"""How fast a system may be asked: what its own headers say is left, so that no call is wasted."""

import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

SLACK = 1.0
"""Seconds to wait after a reset: their clock is whole seconds, and not ours."""
LATELY = 4_000
"""Calls that are kept in mind; an hour allows about so many."""
FORESEEN = 2_000
"""Calls that are gone through one by one, to tell when the last will be made."""
LONGEST = 3600.0
"""Seconds that a header can make us wait, at most: a wrong one must not stop us for good."""


class Pace:
    """Counts down what a rate limit leaves, and waits for its reset.

    `X-Rate-Limit-Remaining` and `X-Rate-Limit-Reset` (Unix seconds) tell of the limit that is hit
    first (interfaces 1.5). Safe for one thread.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._left: int | None = None
        self._resets = 0.0
        self._closed_until = 0.0
        self._window = _Window()
        self.waited = 0.0
        """Seconds waited so far."""

    def wait(self) -> float:
        """Seconds until the next call is allowed; 0 when it is."""
        now = self._clock()
        until = self._closed_until
        if self._left is not None and self._left <= 0:
            until = max(until, self._resets)
        return min(max(0.0, until - now), LONGEST)

    def rest(self, seconds: float) -> None:
        """Wait."""
        self._sleep(seconds)
        self.waited += seconds

    def ahead(self, calls: int, each: float) -> float:
        """Seconds that so many more calls will take, with `each` of them besides the waiting."""
        if self._left is None:
            return calls * each
        now = self._clock()
        begins = now + self.wait() if calls else now
        return self._window.ahead(begins, calls, each) - now

    def begin(self) -> None:
        """A call is made now: one less is left, whatever it will answer."""
        self._window.called(self._clock())
        if self._left is not None:
            if self._left <= 0:
                self._left = None
            else:
                self._left -= 1

    def heed(self, headers: Mapping[str, str]) -> None:
        """Take over what an answer says is left."""
        left, resets = headers.get("x-rate-limit-remaining"), headers.get("x-rate-limit-reset")
        if left is not None and resets is not None and left.isdecimal() and resets.isdecimal():
            self._left = int(left[:9])
            at = float(resets[:12])
            self._resets = at + SLACK
            limit = headers.get("x-rate-limit-limit", "")
            self._window.told(self._clock(), limit, self._left, at)

    def turned_away(self, headers: Mapping[str, str]) -> float:
        """Heed a refusal for calling too often. Returns the seconds it asks to wait."""
        self.heed(headers)
        asked = retry_after(headers, self._clock())
        resets = self._resets - self._clock() if self._left is not None else 0.0
        wait = min(max(asked, resets, 1.0), LONGEST)
        self._closed_until = self._clock() + wait
        return wait


class _Window:
    """So many calls in so many seconds, as far as answers tell, and ours that lie in it."""

    def __init__(self) -> None:
        self._lasts = 0.0
        self._limit = ""
        self._calls: deque[float] = deque(maxlen=LATELY)
        self._allows = 0
        """How many of ours may lie in it: what others use of the limit is not for us."""

    def called(self, now: float) -> None:
        self._calls.append(now)

    def told(self, now: float, limit: str, left: int, resets: float) -> None:
        """An answer says how many calls are left until something resets."""
        if limit != self._limit:
            self._limit, self._lasts = limit, 0.0
        # Resets are told in whole seconds, rounded up.
        self._lasts = max(self._lasts, float(math.floor(resets - now)))
        # One at its edge may be in it by their clock; there are no more than the limit, then.
        ours = left + sum(call > now - self._lasts - SLACK for call in self._calls)
        self._allows = min(ours, int(limit[:9])) if limit.isdecimal() else ours

    def ahead(self, now: float, calls: int, each: float) -> float:
        """When so many more calls are made, if each waits until it is allowed."""
        inside, begun = deque(call for call in self._calls if call > now - self._lasts), now
        for made in range(min(calls, FORESEEN)):
            if made and len(inside) >= self._allows:
                # A reset is told in whole seconds, and the call was counted a little later.
                now = max(now, math.floor(inside[0] + self._lasts) + 1.0 + SLACK)
            inside.append(now)
            while inside[0] <= now - self._lasts:
                inside.popleft()
            now += each
        # What is not gone through goes on at the same rate.
        return now + max(0, calls - FORESEEN) * (now - begun) / FORESEEN


def retry_after(headers: Mapping[str, str], now: float) -> float:
    """Seconds that `Retry-After` asks for, as a number or a date; 0 where it says nothing."""
    text = headers.get("retry-after", "").strip()
    if text.isdecimal():
        return min(float(text[:9]), LONGEST)
    if not text:
        return 0.0
    try:
        return min(max(0.0, parsedate_to_datetime(text).timestamp() - now), LONGEST)
    except ValueError:
        return 0.0
