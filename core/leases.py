"""Holding what was claimed for as long as it takes to deal with it."""

from collections.abc import Callable

from core.ports import LostLease, Owed, RecordStore
from core.ports.leaving import Frozen


class Lease:
    """Of one connector: when it last made sure that what it has in hand is its own."""

    def __init__(self, store: RecordStore, seconds: float, clock: Callable[[], float]) -> None:
        self._store, self.seconds, self._clock = store, seconds, clock
        self._since = 0.0

    def now(self) -> float:
        return self._clock()

    def held_since(self, since: float) -> None:
        self._since = since

    def hold(self, owed: Owed) -> None:
        """Make sure that the lease outlasts the next call, and is ours still.

        Raises:
            LostLease: it is not.
        """
        now = self._clock()
        if now - self._since > self.seconds / 2:
            self._store.renew(owed, self.seconds)
            self._since = now

    def mark(self, owed: Owed, key: str) -> Frozen:
        """Commit that a call is about to be made, under a lease that outlasts it.

        Raises:
            LostLease: it is in other hands by now.
        """
        asked = self._clock()
        marked = self._store.mark_sending(owed, key, self.seconds)
        self._since = asked
        return marked

    def still_ours(self, owed: Owed) -> None:
        """Right before the first byte: that nothing kept us since the mark.

        Raises:
            LostLease: it may be in other hands by now; the mark stays, for nobody knows.
        """
        if self._clock() - self._since > self.seconds / 2:
            raise LostLease(f"effect {owed.seq} was held up for too long to be sent")
