"""The store seen over all tabs: what waits for what."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from adapters.sqlite import Database
from adapters.stores import rows
from adapters.stores.shelf import AMONG
from core.audit import Entry
from core.ports.overview import NOT_THROUGH, REFUSED, Deed, Failed
from core.records import Fault
from core.vocabulary import VIEW_OF, Action, RecordId, View

WAITING = ", ".join(f"'{status}'" for status in sorted(NOT_THROUGH))
NAMING = " + ".join(
    f"(SELECT count(*) FROM (SELECT 1 FROM records r WHERE r.{column} = n.name "
    f"AND r.status IN ({WAITING}) LIMIT ?2))"
    for column in ("vendor", "project", "parent")
)
BLOCKING = (
    f"WITH n (id, name) AS (SELECT id, id FROM records WHERE id {AMONG.replace('?', '?1')} "
    f"UNION SELECT id, origin_id FROM records WHERE id {AMONG.replace('?', '?1')} "
    "AND origin_id <> '') "
    f"SELECT n.id, sum({NAMING}) AS found FROM n GROUP BY n.id HAVING found > 0"
)
"""A record is named by its own id, or by the one that the project system knows it under."""

TAB_NAMED = {number: tab for tab, number in rows.TAB_NUMBER.items()}
REFUSED_ONES = ", ".join(f"'{status}'" for status in sorted(REFUSED))
REFUSED_VIEWS = frozenset(VIEW_OF[status] for status in REFUSED)
REFUSED_TRAYS = ", ".join(
    str(number) for (_, view), number in rows.TRAY_NUMBER.items() if view in REFUSED_VIEWS
)
FAILURES = (
    f"SELECT {rows.ROW}, fault_code, fault_text, fault_passing, parent_number FROM records "
    f"WHERE tray IN ({REFUSED_TRAYS}) AND status IN ({REFUSED_ONES}) AND fault_code IS NOT NULL "
    "ORDER BY age_from, id LIMIT ?"
)

OF_A = ", ".join(f"a.{column}" for column in rows.ENTRY.split(", "))
HAPPENED = (
    f"SELECT {OF_A} FROM audit a CROSS JOIN records r ON r.id = a.record "
    "WHERE a.seq > ? AND r.tray BETWEEN ? AND ? ORDER BY a.seq DESC LIMIT ?"
)
"""Along the audit, as far as something happened; a tab's records may be many more."""
NEWEST = (
    f"SELECT {rows.ENTRY}, max(seq) FROM audit WHERE record {AMONG} AND action = ? GROUP BY record"
)

ENTRY_AT = "SELECT at FROM audit WHERE seq = ?"
DEEDS = (
    "SELECT at, actor, action, record, said FROM audit WHERE seq >= ? AND at >= ? "
    f"AND action {AMONG} ORDER BY seq DESC LIMIT ?"
)
OVERRIDES = (
    f"SELECT {rows.ENTRY} FROM audit WHERE at >= ? "
    "AND instr(char(10) || said, char(10) || 'override=') > 0 ORDER BY seq"
)
BATCHES = (
    "SELECT refused FROM batches WHERE at >= ? AND refused <> '[]' ORDER BY at DESC, id LIMIT ?"
)


class Overviews:
    """The part of the store that looks over all tabs at once."""

    _database: Database

    def blocking(self, records: Collection[RecordId], most: int) -> Mapping[RecordId, int]:
        found = self._database.rows(BLOCKING, (json.dumps(list(records)), most))
        return {RecordId(name): count for name, count in found}

    def failures(self, limit: int) -> Sequence[Failed]:
        found = self._database.rows(FAILURES, (limit,))
        return [
            Failed(rows.row(row[:-4]), Fault(row[-4], row[-3], bool(row[-2])), row[-1])
            for row in found
        ]

    def last_entry(self) -> int:
        return int(self._database.rows("SELECT coalesce(max(seq), 0) FROM audit")[0][0])

    def happened(self, tab: str, after: int, limit: int) -> Sequence[Entry]:
        first = 100 * rows.TAB_NUMBER[tab]
        found = self._database.rows(HAPPENED, (after, first, first + 99, limit))
        return [rows.entry(row) for row in reversed(found)]

    def newest(self, records: Collection[RecordId], action: Action) -> Mapping[RecordId, Entry]:
        found = self._database.rows(NEWEST, (json.dumps(list(records)), action.value))
        return {entry.record: entry for entry in (rows.entry(row[:-1]) for row in found)}

    def waiting_since(
        self, views: Collection[View], edges: Sequence[datetime]
    ) -> Mapping[str, tuple[int, ...]]:
        trays = [n for (_, view), n in rows.TRAY_NUMBER.items() if view in views]
        whens = " ".join(f"WHEN age_from >= ? THEN {place}" for place in range(len(edges)))
        found = self._database.rows(
            f"SELECT tray / 100, CASE {whens} ELSE {len(edges)} END AS bucket, count(*) "
            f"FROM records WHERE tray {AMONG} GROUP BY 1, 2",
            (*(rows.micros(edge) for edge in edges), json.dumps(trays)),
        )
        counts: dict[str, list[int]] = {}
        for number, bucket, count in found:
            counts.setdefault(TAB_NAMED[number], [0] * (len(edges) + 1))[bucket] = count
        return {tab: tuple(figures) for tab, figures in counts.items()}

    def deeds(self, since: datetime, actions: Collection[Action], limit: int) -> Sequence[Deed]:
        at = rows.micros(since)
        wanted = json.dumps([action.value for action in actions])
        found = self._database.rows(DEEDS, (self._entry_since(at), at, wanted, limit))
        return [
            Deed(rows.moment(when), actor, rows.ACTION[action], RecordId(name), said)
            for when, actor, action, name, said in reversed(found)
        ]

    def _entry_since(self, at: int) -> int:
        """The first entry of that time or later: entries are written in the order of time."""
        low, high = 1, self.last_entry() + 1
        while low < high:
            middle = (low + high) // 2
            if self._database.rows(ENTRY_AT, (middle,))[0][0] < at:
                low = middle + 1
            else:
                high = middle
        return low

    def overrides(self, since: datetime) -> Sequence[Entry]:
        found = self._database.rows(OVERRIDES, (rows.micros(since),))
        return [e for e in map(rows.entry, found) if e.action is Action.ACCEPT]

    def refused_since(self, since: datetime, limit: int) -> Sequence[str]:
        found = self._database.rows(BATCHES, (rows.micros(since), limit))
        return [
            reason for (text,) in found for _, reasons in json.loads(text) for reason in reasons
        ]
