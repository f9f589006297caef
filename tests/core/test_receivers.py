"""What follows from a receiver's promises for a call that nobody answered."""

from datetime import UTC, datetime, timedelta

import pytest

from core.receivers import Reads, Strategy, Traits, horizon, strategy

DAY = timedelta(days=1)
FRESH = Reads.WATERMARK


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        (Traits(key_lifetime=DAY), Strategy.RESEND),
        (Traits(key_lifetime=DAY, searchable_ref=True, reads=FRESH), Strategy.RESEND),
        (Traits(unique_code=True, reads=FRESH), Strategy.WAIT_THEN_LOOK),
        (Traits(searchable_ref=True, reads=FRESH), Strategy.WAIT_THEN_LOOK),
        (Traits(searchable_ref=True), Strategy.LOOK_FOR_A_TIME_THEN_PARK),
        (Traits(unique_code=True), Strategy.LOOK_FOR_A_TIME_THEN_PARK),
        (Traits(reads=FRESH), Strategy.PARK),
        (Traits(), Strategy.PARK),
    ],
)
def test_the_strategy_follows_the_promises(traits, expected):
    assert strategy(traits) is expected


def test_a_key_is_trusted_within_its_lifetime_only():
    traits = Traits(key_lifetime=DAY, time_out=timedelta(minutes=1), searchable_ref=True)

    young = strategy(traits, DAY - timedelta(minutes=2))
    old = strategy(traits, DAY - timedelta(minutes=1))

    assert (young, old) == (Strategy.RESEND, Strategy.LOOK_FOR_A_TIME_THEN_PARK)


def test_absence_is_proven_once_nothing_can_arrive_any_more():
    sent = datetime(2026, 3, 1, tzinfo=UTC)
    traits = Traits(time_out=timedelta(seconds=10), delivery_bound=timedelta(seconds=60))

    assert horizon(traits, sent) == sent + timedelta(seconds=70)
