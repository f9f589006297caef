"""What a receiver promises, and what follows from it for a call that nobody answered.

Sending once more after silence doubles, unless the receiver prevents it or nothing of the first
call can arrive any more. Which of the two holds is a fact about the receiver, so it declares it.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from core.values import NamedTuple

NOTHING = timedelta(0)


class Reads(StrEnum):
    """Whether an answer to a question says as of when it is true."""

    WATERMARK = "watermark"
    """It does: what is absent was absent at that moment."""
    NONE = "none"
    """It does not: it may be older than the call that is asked about."""


class Traits(NamedTuple):
    """What an endpoint promises for one kind of record."""

    key_lifetime: timedelta | None = None
    """For how long one key is taken once, counted from its first call; None: not at all."""
    unique_code: bool = False
    """It refuses a second document of the same id."""
    searchable_ref: bool = False
    """It can be asked for what was written under our key."""
    reads: Reads = Reads.NONE
    delivery_bound: timedelta = NOTHING
    """How late a call may still be executed after we stopped waiting for it."""
    time_out: timedelta = NOTHING
    """How long we wait for one call in all, with what two clocks may differ by."""
    writes: bool = True
    """It takes this kind; where it does not, every export is refused and nothing is sent."""
    updates: bool = True
    """It takes additions to what it holds; where it does not, every update is refused."""
    tells: bool = True
    """It tells what Sage holds of this kind; where it does not, that stays a person's word."""

    @property
    def can_be_asked(self) -> bool:
        """Whether a look tells anything."""
        return self.searchable_ref or self.unique_code


class Strategy(StrEnum):
    """What to do while nobody knows whether a call arrived."""

    RESEND = "send again under the same key"
    WAIT_THEN_LOOK = "wait until nothing can arrive late, look, and send again only if absent"
    LOOK_FOR_A_TIME_THEN_PARK = "look for a time, then leave it to a person"
    PARK = "leave it to a person at once"


def strategy(traits: Traits, since_first: timedelta = NOTHING) -> Strategy:
    """What follows from the traits, so long after the first call of this key."""
    if traits.key_lifetime is not None and since_first + traits.time_out < traits.key_lifetime:
        return Strategy.RESEND
    if not traits.can_be_asked:
        return Strategy.PARK
    if traits.reads is Reads.WATERMARK:
        return Strategy.WAIT_THEN_LOOK
    return Strategy.LOOK_FOR_A_TIME_THEN_PARK


def horizon(traits: Traits, last_sent: datetime) -> datetime:
    """From when on a look that does not find it proves that it is not there."""
    return last_sent + traits.time_out + traits.delivery_bound
