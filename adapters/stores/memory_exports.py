"""What approvals froze and what was sent of it, in memory."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from adapters.stores.freezing import frozen, leaving
from adapters.stores.memory_shelf import MemoryShelf
from core.audit import Entry
from core.ports import LostLease, Owed
from core.ports.leaving import Frozen, Sent
from core.vocabulary import Action, ErpStatus


class MemoryExports:
    """The part of the store that holds what leaves."""

    _clock: Callable[[], datetime]
    _lock: threading.RLock
    _shelf: MemoryShelf
    _changes: int

    def now(self) -> datetime:
        return self._clock()

    def frozen(self, key: str) -> Frozen | None:
        return self._shelf.exports.get(key)

    def mark_sending(self, owed: Owed, key: str, seconds: float) -> Frozen:
        now = self._clock()
        with self._lock:
            debt = self._shelf.debts.get(owed.seq)
            mine = (owed.owner, owed.attempts)
            if debt is None or (debt.owed.owner, debt.owed.attempts) != mine:
                raise LostLease(f"effect {owed.seq} is no longer {owed.owner}'s")
            one = self._shelf.exports.get(key) or self._freeze_late(owed, now)
            first = one.first_sent_at or now
            sends = one.sends + 1
            one = one._replace(sends=sends, sending=True, first_sent_at=first, sent_at=now)
            self._shelf.exports[key] = one
            self._shelf.marked_by[key] = mine
            free_at = now + timedelta(seconds=seconds)
            self._shelf.debts[owed.seq] = debt._replace(free_at=free_at)
            self._changes += 1
            return one

    def _freeze_late(self, owed: Owed, now: datetime) -> Frozen:
        record = self._shelf.all[owed.record]
        entry = Entry(0, now, "", Action.ACCEPT, record.id, None, None, owed.version, "", "", "")
        of = leaving(record, self._shelf.settings(), owed.effect)
        return frozen(of, record, owed.effect, entry)

    def not_sent(self, owed: Owed, key: str) -> None:
        with self._lock:
            if self._shelf.marked_by.get(key) == (owed.owner, owed.attempts):
                self._shelf.exports[key] = self._shelf.exports[key]._replace(sending=False)
                self._changes += 1

    def under_way(self) -> Sequence[Frozen]:
        with self._lock:
            found = [one for one in self._shelf.exports.values() if one.ended_at is None]
        return sorted(found, key=lambda one: (one.approved_at, one.key))

    def confirmed_since(self, at: datetime, limit: int) -> Sequence[Frozen]:
        with self._lock:
            ended = [(x.ended_at, x.key, x) for x in self._shelf.exports.values() if x.ended_at]
        found = [x for when, _, x in sorted(ended) if when >= at if x.outcome == ErpStatus.SYNCED]
        return found[:limit]

    def sent_since(self, at: datetime) -> Sent:
        with self._lock:
            found = [
                one
                for one in self._shelf.exports.values()
                if one.first_sent_at and one.first_sent_at >= at
            ]
        return Sent(len(found), sum(abs(one.amount) for one in found))

    def calls_since(self, at: datetime) -> int:
        with self._lock:
            return sum(bool(x.sent_at and x.sent_at >= at) for x in self._shelf.exports.values())

    def last_call_at(self) -> datetime | None:
        with self._lock:
            return max((x.sent_at for x in self._shelf.exports.values() if x.sent_at), default=None)

    def hash_of(self, seq: int) -> str | None:
        with self._lock:
            there = 0 < seq <= len(self._shelf.audit)
            return self._shelf.audit[seq - 1].hash if there else None
