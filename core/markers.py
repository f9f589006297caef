"""What sets a record apart among those of its status: it fell back, or sits unposted in Sage."""

from core.records import Record, Row

FELL_BACK, UNPOSTED = "fell back", "unposted"


def marker(of: Record | Row) -> str:
    """In a word or two; empty where nothing does."""
    if of.fell_back:
        return FELL_BACK
    return UNPOSTED if of.unposted_since else ""


def marking(of: Record | Row) -> str:
    """In a sentence; empty where nothing does."""
    if of.fell_back:
        return f"Fell back from direct export: {of.fell_back}"
    if of.unposted_since:
        since = f"{of.unposted_since:%Y-%m-%d %H:%M} UTC"
        return f"Exported, and not posted in Sage yet; it waits in a batch there since {since}."
    return ""
