"""Who did what, when, from what to what, and with which words; chained so that edits show."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any, cast

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
    return str(_sha256()(text.encode()).hexdigest())


@cache
def _sha256() -> Callable[[bytes], Any]:
    """Python's own, as `random` takes it too: hashlib loads OpenSSL, which outlasts a decision."""
    for name in ("_sha2", "_sha256"):  # since Python 3.12, and before
        with suppress(ImportError):
            return cast("Callable[[bytes], Any]", import_module(name).sha256)
    from hashlib import sha256

    return sha256
