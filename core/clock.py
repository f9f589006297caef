"""The company's own day: what date it is where its books are kept."""

from datetime import UTC, date, datetime, time, tzinfo
from functools import cache

PLAIN = frozenset({"", "UTC"})


@cache
def zone_named(name: str) -> tzinfo | None:
    """A time zone by its IANA name; None where this machine knows none of that name."""
    if name in PLAIN:
        return UTC
    from zoneinfo import ZoneInfo  # slow, and most homes keep UTC

    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return None


def day_of(at: datetime, name: str) -> date:
    """The date at a moment in a zone; in UTC where the zone is not known."""
    return at.date() if name in PLAIN else at.astimezone(zone_named(name) or UTC).date()


def day_start(at: datetime, name: str) -> datetime:
    """When the day of a moment began in a zone; in UTC where the zone is not known."""
    zone = zone_named(name) or UTC
    return datetime.combine(at.astimezone(zone).date(), time(), zone).astimezone(UTC)
