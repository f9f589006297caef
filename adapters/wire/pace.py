"""How fast a system may be asked: what its own headers say is left, so that no call is wasted."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

LATELY = 12
"""How many spells tell of those to come."""
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
        self._spell = _Spell(clock())
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
        self._spell.over(self._clock())

    def ahead(self, calls: int, each: float) -> float:
        """Seconds that so many more calls will take, with `each` of them besides the waiting."""
        now = self._clock()
        if self._left is None:
            return calls * each
        allowed, lasts = self._spell.reckoned(self._left, self._resets)
        at_once = min(calls, max(self._left, allowed - self._spell.calls))
        takes = at_once * each
        rest = calls - at_once
        if rest <= 0:
            return takes
        takes = max(takes, self._resets - now, self._spell.begun + lasts - now)
        spells, last = divmod(rest - 1, max(allowed, 1))
        return takes + spells * max(lasts, allowed * each) + (last + 1) * each

    def begin(self) -> None:
        """A call is made now: one less is left, whatever it will answer."""
        self._spell.calls += 1
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
            # A second more: their clock is whole seconds, and not ours.
            self._resets = float(resets[:12]) + 1.0
            self._spell.told(self._left)

    def turned_away(self, headers: Mapping[str, str]) -> float:
        """Heed a refusal for calling too often. Returns the seconds it asks to wait."""
        self.heed(headers)
        asked = retry_after(headers, self._clock())
        resets = self._resets - self._clock() if self._left is not None else 0.0
        wait = min(max(asked, resets, 1.0), LONGEST)
        self._closed_until = self._clock() + wait
        return wait


class _Spell:
    """The calls between two waits, and what the last ones tell of those to come."""

    def __init__(self, begun: float) -> None:
        self.begun = begun
        self.calls = 0
        self._allowed = 0
        """How many calls the first answer of this spell said that there are in all."""
        self._before: deque[tuple[int, float]] = deque(maxlen=LATELY)
        """Calls and seconds of the spells before, their waits among them."""

    def told(self, left: int) -> None:
        """An answer came: so many calls are left."""
        if self.calls == 1:
            self._allowed = left + 1

    def over(self, now: float) -> None:
        """It was waited for the next one, which begins now."""
        self._before.append((self.calls, now - self.begun))
        self.begun, self.calls = now, 0

    def reckoned(self, left: int, resets: float) -> tuple[int, float]:
        """How many calls a spell has, and how many seconds it lasts with its wait."""
        if self._before:
            calls, seconds = map(sum, zip(*self._before, strict=True))
            return round(calls / len(self._before)), seconds / len(self._before)
        return max(self._allowed, self.calls + left), resets - self.begun


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
