"""The store in memory, seen over all tabs."""

import threading
from collections.abc import Collection, Mapping, Sequence

from adapters.stores.filing import age_from, row_of
from adapters.stores.memory_shelf import MemoryShelf
from core.audit import Entry
from core.ports.overview import NOT_THROUGH, REFUSED, Failed
from core.tabs import TAB_OF
from core.vocabulary import Action, RecordId


class MemoryOverviews:
    """The part of the store that looks over all tabs at once."""

    _lock: threading.RLock
    _shelf: MemoryShelf

    def blocking(self, records: Collection[RecordId], most: int) -> Mapping[RecordId, int]:
        with self._lock:
            found = {name: self._naming(name, most) for name in records if name in self._shelf.all}
        return {name: count for name, count in found.items() if count}

    def failures(self, limit: int) -> Sequence[Failed]:
        with self._lock:
            refused = [r for r in self._shelf.all.values() if r.fault and r.status in REFUSED]
        refused.sort(key=lambda record: (age_from(record), record.id))
        return [
            Failed(row_of(record), record.fault, record.parent_number)
            for record in refused[:limit]
            if record.fault
        ]

    def last_entry(self) -> int:
        return self._shelf.head()[0]

    def happened(self, tab: str, after: int, limit: int) -> Sequence[Entry]:
        with self._lock:
            later = [entry for entry in self._shelf.audit if entry.seq > after]
        return [e for e in later if self._tab_of(e.record) == tab][-limit:]

    def _tab_of(self, name: RecordId) -> str:
        record = self._shelf.all.get(name)
        return TAB_OF[record.kind].name if record else ""

    def newest(self, records: Collection[RecordId], action: Action) -> Mapping[RecordId, Entry]:
        with self._lock:
            entries = [e for e in self._shelf.audit if e.action is action and e.record in records]
        return {entry.record: entry for entry in entries}

    def _naming(self, name: RecordId, most: int) -> int:
        names = {name, self._shelf.all[name].at_origin}
        waiting = [r for r in self._shelf.all.values() if r.status in NOT_THROUGH]
        by_column = zip(*((r.vendor, r.project, r.parent) for r in waiting), strict=True)
        return sum(
            min(most, sum(1 for named in column if named == one))
            for column in by_column
            for one in names
        )
