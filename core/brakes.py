"""What holds exports back: the stop switch, silence of the outside, a rate, a day's amount."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from core.clock import day_start
from core.people import CONNECTOR
from core.ports import Adjusted, RecordStore
from core.ports.leaving import Frozen
from core.settings import Sending, Settings
from core.values import NamedTuple
from core.vocabulary import RecordKind, words

FACT = "breakers"
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 50.0
"""Seconds that a kind is held back; doubled each time that the one that is tried fails, too."""
MINUTE = timedelta(minutes=1)
LOOK_AGAIN = 5.0
"""Seconds until what is held back by a person is looked at again."""


class Later(NamedTuple):
    """Not now: in so many seconds, for a reason."""

    seconds: float
    why: str


class Breaker(NamedTuple):
    """How an endpoint fares for one kind."""

    silences: int = 0
    """Calls in a row that nobody answered."""
    until: datetime | None = None
    """Until when nothing is tried; None where the circuit is closed."""
    pause: float = FIRST_PAUSE
    why: str = ""


CLOSED = Breaker()


def breakers(text: str | None) -> Mapping[RecordKind, Breaker]:
    """Those that are not as good as new, as they were kept."""
    kept = json.loads(text) if text else {}
    return {
        RecordKind(kind): Breaker(n, datetime.fromisoformat(until) if until else None, pause, why)
        for kind, (n, until, pause, why) in kept.items()
    }


def open_ones(store: RecordStore) -> Mapping[RecordKind, Breaker]:
    """The kinds that are held back because nobody answers."""
    return {kind: one for kind, one in breakers(store.kept(FACT)).items() if one.until}


def told(kind: RecordKind, breaker: Breaker) -> str:
    """One that is open, in a sentence."""
    until = f"{breaker.until:%H:%M:%S}" if breaker.until else "now"
    return (
        f"Exports of kind {words(kind)} are held back after {breaker.silences} calls that nobody "
        f"answered; one is tried at {until} UTC. Last: {breaker.why}"
    )


class Brakes:
    """Asked before each call, told after it."""

    def __init__(self, store: RecordStore) -> None:
        self._store = store

    def held(self, kind: RecordKind, frozen: Frozen | None, amount: int) -> Later | None:
        """Why nothing of this kind leaves now; None where it may.

        Of a kind that was held back until now one call is let through, to see.
        """
        settings = self._store.settings()
        sending = settings.sending
        if sending.stopped:
            return Later(LOOK_AGAIN, f"Exports are stopped: {sending.stopped}")
        return (
            self._silent_kind(kind)
            or self._too_fast(sending)
            or self._too_much(settings, frozen, amount)
        )

    def answered(self, kind: RecordKind) -> None:
        """Somebody answered, be it with a no."""
        if kind in breakers(self._store.kept(FACT)):
            self._store.revise(FACT, lambda text: _with(text, kind, CLOSED))

    def silent(self, kind: RecordKind, why: str) -> None:
        """Nobody answered."""
        now, limit = self._store.now(), self._store.settings().sending.breaker_after

        def worse(text: str | None) -> str:
            known = breakers(text).get(kind, CLOSED)
            after = known._replace(silences=known.silences + 1, why=why)
            if after.silences >= limit:
                pause = min(LONGEST_PAUSE, known.pause * 2 if known.until else FIRST_PAUSE)
                after = after._replace(until=now + timedelta(seconds=pause), pause=pause)
            return _with(text, kind, after)

        self._store.revise(FACT, worse)

    def _silent_kind(self, kind: RecordKind) -> Later | None:
        known = breakers(self._store.kept(FACT)).get(kind, CLOSED)
        if known.until is None:
            return None
        now = self._store.now()
        if now < known.until:
            return Later((known.until - now).total_seconds(), told(kind, known))
        tried = known._replace(until=now + timedelta(seconds=known.pause))
        mine = _with(None, kind, tried)

        def try_one(text: str | None) -> str:
            # Of several connectors one tries; the others see that it does.
            return _with(text, kind, tried) if breakers(text).get(kind) == known else text or "{}"

        after = self._store.revise(FACT, try_one)
        if breakers(after).get(kind) == breakers(mine)[kind]:
            return None
        return Later(known.pause, told(kind, known))

    def _too_fast(self, sending: Sending) -> Later | None:
        if not sending.per_minute:
            return None
        if self._store.calls_since(self._store.now() - MINUTE) < sending.per_minute:
            return None
        most = sending.per_minute
        return Later(MINUTE.total_seconds() / most, f"{most} calls went out within a minute.")

    def _too_much(self, settings: Settings, frozen: Frozen | None, amount: int) -> Later | None:
        ceiling = settings.sending.daily_ceiling
        if not ceiling or (frozen is not None and frozen.first_sent_at is not None):
            return None
        start = day_start(self._store.now(), settings.time_zone)
        gone = self._store.sent_since(start).amount
        if gone + abs(amount) <= ceiling:
            return None
        why = f"today's exports would come to {(gone + abs(amount)) / 100:,.2f}, over the ceiling"
        self._stop(f"{why} of {ceiling / 100:,.2f}")
        return Later(LOOK_AGAIN, f"Exports are stopped: {why}.")

    def _stop(self, why: str) -> None:
        """A person lets them go on, once the ceiling is higher or the day is over."""

        def stopped(_: object, present: Settings) -> Adjusted[Settings]:
            sending = present.sending._replace(stopped=why)
            return Adjusted(present._replace(sending=sending), f"sending.stopped= > {why}")

        self._store.adjust_settings(CONNECTOR, stopped)


def _with(text: str | None, kind: RecordKind, breaker: Breaker) -> str:
    """The same facts with another one for a kind."""
    every = {**breakers(text), kind: breaker}
    kept = {
        str(k): [b.silences, b.until.isoformat() if b.until else None, b.pause, b.why]
        for k, b in every.items()
        if b != CLOSED
    }
    return json.dumps(kept)
