"""Use case: tell the head of the history to every witness, often enough."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import monotonic

from core.anchors import AT_LEAST_EVERY, MARK, WITHIN, Anchor, Unanchored
from core.ports import RecordStore
from core.ports.witnesses import Witness


class Anchoring:
    """Several side by side tell a head more than once, which harms nobody."""

    def __init__(
        self,
        store: RecordStore,
        witnesses: Callable[[], Sequence[Witness]],
        home: str,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        ticks: Callable[[], float] = monotonic,
    ) -> None:
        """`witnesses` are asked for each time: which there are is a setting."""
        self._store = store
        self._witnesses = witnesses
        self._home = home
        self._clock, self._ticks = clock, ticks
        self._last: float | None = None
        self.trouble: tuple[str, ...] = ()
        """Which witnesses did not take the last anchor, and why."""

    def round(self, *, at_once: bool = False) -> Anchor | None:
        """Anchor what is new, where it is time for that, or `at_once`: something was exported."""
        head, anchored = self._store.head(), self._store.mark(MARK)
        if head.seq == anchored:
            self._last = self._ticks()
            return None
        waited = None if self._last is None else self._ticks() - self._last
        few = 0 < head.seq - anchored < AT_LEAST_EVERY
        if few and not at_once and waited is not None and waited < WITHIN:
            return None
        return self._anchor(Anchor(head, self._clock(), self._home))

    def begin_anew(self) -> Anchor | None:
        """A backup was put in place: tell the witnesses, who keep anchors beyond its end."""
        anchor = Anchor(self._store.head(), self._clock(), self._home, restored=True)
        return self._anchor(anchor)

    def _anchor(self, anchor: Anchor) -> Anchor | None:
        """None where no witness took it: the next round tries again."""
        troubles, taken = [], 0
        for witness in self._witnesses():
            try:
                witness.tell(anchor)
                taken += 1
            except Unanchored as why:
                troubles.append(str(why))
        self.trouble = tuple(troubles)
        self._last = self._ticks()
        if not taken:
            return None
        self._store.keep_mark(MARK, anchor.head.seq)
        return anchor
