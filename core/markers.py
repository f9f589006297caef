"""How a record is told apart: its status by a letter and a word, and what else is odd about it."""

from core.disguise import disguise
from core.records import Record, Row
from core.values import NamedTuple
from core.vocabulary import ErpStatus, RecordKind


class Seen(NamedTuple):
    """How a status is told apart on a list, and named in a filter."""

    letter: str
    word: str


S = ErpStatus
SEEN_AS: dict[ErpStatus, Seen] = {
    S.UNSENT: Seen(".", "not sent"),
    S.READY_TO_EXPORT: Seen("S", "sent"),
    S.RETRIEVED: Seen("R", "retrieved"),
    S.REJECTED: Seen("X", "rejected"),
    S.EXPORTING: Seen(">", "exporting"),
    S.OUTCOME_UNKNOWN: Seen("?", "unknown"),
    S.FAILED: Seen("!", "failed"),
    S.SYNCED: Seen("=", "synced"),
    S.READY_TO_UPDATE: Seen("U", "to update"),
    S.UNLINKED: Seen("~", "unlinked"),
    S.READY_TO_IMPORT: Seen("I", "to import"),
    S.ARCHIVED: Seen("A", "archived"),
    S.DELETED: Seen("D", "deleted"),
}

FELL_BACK, UNPOSTED, ENDORSED = "fell back", "unposted", "1 of 2"
SECOND_AWAITED = frozenset({S.READY_TO_EXPORT, S.FAILED})


def marker(of: Record | Row) -> str:
    """In a word or two; empty where nothing does."""
    if of.endorsed_by and of.status in SECOND_AWAITED:
        return ENDORSED
    if of.fell_back:
        return FELL_BACK
    return UNPOSTED if of.unposted_since else ""


def marking(of: Record | Row) -> str:
    """In a sentence or two; empty where nothing does."""
    apart = ""
    if of.endorsed_by and of.status in SECOND_AWAITED:
        apart = f"{of.endorsed_by} gave the first of two acceptances; another has to give one, too."
    elif of.fell_back:
        apart = f"Fell back from direct export: {of.fell_back}"
    elif of.unposted_since:
        since = f"{of.unposted_since:%Y-%m-%d %H:%M} UTC"
        apart = f"Exported, and not posted in Sage yet; it waits in a batch there since {since}."
    odd = disguise(_vendor(of))
    return f"Look twice: the vendor's name {odd}. {apart}".rstrip() if odd else apart


def name_of(of: Record | Row, name: str) -> str:
    """A name as a list shows it: marked where it is the vendor's and may pass for another."""
    return f"! {name}" if name == _vendor(of) and disguise(name) else name


def _vendor(of: Record | Row) -> str:
    """The vendor that a record names, or is."""
    return of.title if of.kind is RecordKind.COMPANY else of.vendor_name
