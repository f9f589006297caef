"""The store in memory, seen over all tabs."""

import threading
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from adapters.stores.filing import age_from, row_of, tray_of
from adapters.stores.memory_shelf import MemoryShelf
from core.audit import Entry
from core.ports import Batch
from core.ports.overview import NOT_THROUGH, REFUSED, Deed, Failed
from core.tabs import TAB_OF
from core.vocabulary import Action, RecordId, View


class MemoryOverviews:
    """The part of the store that looks over all tabs at once."""

    _lock: threading.RLock
    _shelf: MemoryShelf
    _batches: dict[str, Batch]

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

    def waiting_since(
        self, views: Collection[View], edges: Sequence[datetime]
    ) -> Mapping[str, tuple[int, ...]]:
        counts: dict[str, list[int]] = {}
        with self._lock:
            for record in self._shelf.all.values():
                tab, view = tray_of(record)
                if view in views:
                    since = age_from(record)
                    bucket = sum(1 for edge in edges if since < edge)
                    counts.setdefault(tab, [0] * (len(edges) + 1))[bucket] += 1
        return {tab: tuple(figures) for tab, figures in counts.items()}

    def deeds(self, since: datetime, actions: Collection[Action], limit: int) -> Sequence[Deed]:
        with self._lock:
            found = [e for e in self._shelf.audit if e.at >= since and e.action in actions]
        return [Deed(e.at, e.actor, e.action, e.record, e.said) for e in found[-limit:]]

    def overrides(self, since: datetime) -> Sequence[Entry]:
        with self._lock:
            later = [e for e in self._shelf.audit if e.at >= since and e.action is Action.ACCEPT]
        return [e for e in later if "\noverride=" in f"\n{e.said}"]

    def refused_since(self, since: datetime, limit: int) -> Sequence[str]:
        with self._lock:
            later = [b for b in self._batches.values() if b.at >= since and b.refused]
        newest = sorted(later, key=lambda batch: batch.at, reverse=True)[:limit]
        return [reason for b in newest for _, reasons in b.refused for reason in reasons]

    def _naming(self, name: RecordId, most: int) -> int:
        names = {name, self._shelf.all[name].at_origin}
        waiting = [r for r in self._shelf.all.values() if r.status in NOT_THROUGH]
        by_column = zip(*((r.vendor, r.project, r.parent) for r in waiting), strict=True)
        return sum(
            min(most, sum(1 for named in column if named == one))
            for column in by_column
            for one in names
        )
