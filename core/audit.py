"""Who did what, when, from what to what, and with which words; chained so that edits show."""

from datetime import datetime

from core.values import NamedTuple
from core.vocabulary import Action, ErpStatus, RecordId

GENESIS = "0" * 64


class Entry(NamedTuple):
    """One change of one record."""

    seq: int
    at: datetime
    actor: str
    action: Action
    record: RecordId
    source: ErpStatus | None
    """None where the record appeared."""
    target: ErpStatus
    version: int
    batch: str
    said: str
    """Answers and evidence as `field=value` lines; the reason, the Sage id."""
    hash: str


def chained(before: str, entry: Entry) -> str:
    """The hash of an entry: SHA-256 over the hash before it and its own fields."""
    from hashlib import sha256  # loads OpenSSL, which nobody needs who only looks

    source = entry.source or ""
    # Fields are joined by the unit separator, which `said` never holds: clean text only.
    text = "\x1f".join(
        (
            before,
            str(entry.seq),
            str(round(entry.at.timestamp() * 1000)),
            entry.actor,
            entry.action,
            entry.record,
            source,
            entry.target,
            str(entry.version),
            entry.batch,
            entry.said.replace("\x1f", " "),
        )
    )
    return sha256(text.encode()).hexdigest()
