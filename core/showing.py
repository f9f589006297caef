"""Use case: what waits here to be imported is shown to the people of the project system, too.

Nothing hangs on it and nothing is owed: what differs from what was last shown is shown anew.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from time import monotonic
from typing import Protocol

from core.ports import Heard, RecordStore, UnknownRecord
from core.query import Query
from core.records import Record
from core.tabs import TAB_OF
from core.vocabulary import RecordId, RecordKind, View

EVERY = 60.0
"""Seconds from one comparison to the next."""
MOST = 1_000
"""Records that are shown at a time."""
NO_LIMIT = 1_000_000


class Shows(Protocol):
    """A project system that shows what waits to be imported."""

    def kinds(self) -> frozenset[RecordKind]:
        """Those that it shows."""

    def shown(self) -> Mapping[RecordId, int]:
        """What is shown as waiting, with the version that it had."""

    def show(self, records: Sequence[Record]) -> Sequence[Heard]:
        """Show them as they are by now, waiting or not any more; each is refused by itself.

        Raises:
            OutsideUnreachable: of none is known that it was taken.
        """


class Showing:
    """Compares now and then, and only where something happened."""

    def __init__(
        self, store: RecordStore, shows: Shows | None, clock: Callable[[], float] = monotonic
    ) -> None:
        self._store, self._shows, self._clock = store, shows, clock
        self._next, self._seen = 0.0, -1
        self._refused: frozenset[RecordId] = frozenset()

    def perform(self) -> Sequence[Heard]:
        """What was refused, each with why.

        Raises:
            OutsideUnreachable: nobody could be told.
        """
        if self._shows is None or self._clock() < self._next:
            return ()
        self._next = self._clock() + EVERY
        change = self._store.change()
        if change == self._seen:
            return ()
        # What was refused last is tried after the rest.
        found = self._differing(self._shows)
        records = sorted(found, key=lambda one: one.id in self._refused)
        heard = self._shows.show(records[:MOST]) if records else ()
        refused = [one for one in heard if one.why]
        self._refused = frozenset(one.record for one in refused)
        if len(records) <= MOST and not refused:
            self._seen = change
        return refused

    def _differing(self, shows: Shows) -> Iterator[Record]:
        known, kinds = shows.shown(), shows.kinds()
        waiting = {
            one.record: one.version
            for tab in dict.fromkeys(TAB_OF[kind].name for kind in kinds)
            for one in self._store.ids(Query(tab, View.READY_TO_IMPORT), NO_LIMIT)
        }
        new = (name for name, version in waiting.items() if known.get(name) != version)
        over = (name for name in known if name not in waiting)
        for name in (*new, *over):
            try:
                record = self._store.find(name)
            except UnknownRecord:
                continue
            if record.kind in kinds:
                yield record
