"""A moment to take it back: how long what was decided waits before it leaves for the ERP."""

from datetime import datetime, timedelta

from core.settings import Settings
from core.vocabulary import ASKABLE, Action, Effect

WAITING = frozenset({Effect.EXPORT, Effect.EXPORT_AT_ONCE, Effect.UPDATE})
"""What waits. A reject is told to its sender at once, for somebody may be waiting to mend it; so
there is nothing of it to take back."""


def leaves_at(
    action: Action, effect: Effect | None, settings: Settings, now: datetime
) -> datetime | None:
    """Until when a decision may be recalled; None where it leaves at once, or does not leave.

    What the connector tries once more does not wait again.
    """
    if effect not in WAITING or action not in ASKABLE or settings.grace_seconds <= 0:
        return None
    return now + timedelta(seconds=settings.grace_seconds)
