"""Whether this store is the newest copy of itself: the outside remembers how far it has come.

A backup that was restored knows nothing of what was sent after it was made. It would send that
again; so it sends nothing until everything under way was looked up.
"""

import json
from typing import Protocol

from core.ports import RecordStore
from core.values import NamedTuple

FACT = "epoch"


class Mark(NamedTuple):
    """How far a store had come."""

    epoch: int
    """Grows with every restore that was reconciled."""
    seq: int
    """The number of the newest audit entry."""
    hash: str
    """Of that entry."""
    called_at: str = ""
    """When its last call to the ERP was marked; empty before the first."""


class Witness(Protocol):
    """Remembers outside the store how far it has come, and is not restored along with it."""

    def newest(self) -> Mark | None:
        """Raises: OutsideUnreachable: it cannot be asked."""

    def remember(self, mark: Mark) -> None:
        """Raises: OutsideUnreachable: it cannot be told."""


def mark_of(store: RecordStore) -> Mark:
    """How far a store has come."""
    seq = store.last_entry()
    called_at = store.last_call_at()
    called = called_at.isoformat() if called_at else ""
    return Mark(_epoch(store), seq, store.hash_of(seq) or "", called)


def behind(store: RecordStore, newest: Mark | None) -> str:
    """Why this is not the newest copy; empty where it is, as far as the witness knows."""
    if newest is None:
        return ""
    mine = mark_of(store)
    if newest.epoch < mine.epoch:
        return ""
    if newest.epoch == mine.epoch and mine.seq >= newest.seq and mine.called_at < newest.called_at:
        return (
            f"This store is an older copy: it knows of no call to Sage after "
            f"{mine.called_at or 'its beginning'}, and one was made at {newest.called_at}. "
            "Nothing is sent until `countersign reconcile --after-restore` has looked up what was "
            "under way."
        )
    if newest.epoch > mine.epoch or mine.seq < newest.seq:
        return (
            f"This store is an older copy: its history ends at entry {mine.seq:,}, and it had come "
            f"to entry {newest.seq:,}. Nothing is sent until `countersign reconcile "
            "--after-restore` has looked up what was under way."
        )
    if store.hash_of(newest.seq) != newest.hash:
        return (
            f"This store is another copy: its entry {newest.seq:,} is not the one that was "
            "remembered. Nothing is sent until `countersign reconcile --after-restore` has looked "
            "up what was under way."
        )
    return ""


def begin(store: RecordStore, witness: Witness) -> Mark:
    """A new epoch from here on; whoever still has an older copy open stops sending."""
    newest = witness.newest()
    after = max(_epoch(store), newest.epoch if newest else 0) + 1
    store.keep(FACT, json.dumps(after))
    mark = mark_of(store)
    witness.remember(mark)
    return mark


def _epoch(store: RecordStore) -> int:
    return int(json.loads(store.kept(FACT) or "1"))
