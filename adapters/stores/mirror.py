"""What the ERP held when it was last read, and what of it no record of ours stands for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from adapters.sqlite import Database
from adapters.stores import rows
from adapters.stores.facts import MARK
from adapters.stores.filing import NARROW, mirror_key, wide_key, within
from adapters.stores.shelf import CARRIES
from core.case import Mirrored
from core.ports import Freshness
from core.records import Row
from core.vocabulary import RecordId, RecordKind

_KEPT = rows.MIRRORED.replace("kind, scope, ", "").replace("seen_at, ", "").split(", ")
SEE = (
    f"INSERT INTO mirror ({rows.MIRRORED}, key) VALUES ({rows.places(rows.MIRRORED)}, ?) "
    f"ON CONFLICT (key) DO UPDATE SET "
    f"{', '.join(f'{c} = excluded.{c}' for c in [*_KEPT, 'seen_at'])} "
    f"WHERE ({', '.join(_KEPT)}) IS NOT ({', '.join(f'excluded.{c}' for c in _KEPT)})"
)
READ = (
    "INSERT INTO freshness (kind, relay_read_erp, we_read_relay) VALUES (?, ?, ?) "
    "ON CONFLICT (kind) DO UPDATE SET relay_read_erp = excluded.relay_read_erp, "
    "we_read_relay = excluded.we_read_relay"
)
UNHELD_WIDE = (
    f"SELECT {', '.join('m.' + c for c in rows.MIRRORED.split(', '))} FROM mirror m "
    "WHERE m.kind = ? AND NOT EXISTS "
    "(SELECT 1 FROM records r WHERE r.erp_key = substr(m.key, 1, length(m.key) - 1)) "
    "ORDER BY m.erp_id"
)
CARRIER = f"SELECT id FROM records WHERE origin_id = ? AND {CARRIES}"
HELD_NARROW = (
    "SELECT r.kind, coalesce(p.erp_id, r.project_number), coalesce(v.erp_id, r.vendor_name), "
    "coalesce(q.erp_id, r.parent_number), r.erp_id FROM records r "
    "LEFT JOIN records p ON p.id = r.project LEFT JOIN records v ON v.id = r.vendor "
    "LEFT JOIN records q ON q.id = r.parent WHERE r.tray BETWEEN ? AND ? AND r.kind = ? "
    "AND r.erp_key IS NOT NULL"
)


class Mirror:
    """The part of the store that remembers the ERP."""

    _database: Database
    _clock: Callable[[], datetime]

    def mirror(
        self,
        kind: RecordKind,
        seen: Iterable[Mirrored],
        as_of: datetime,
        gone: Iterable[tuple[str, str]] = (),
        *,
        mark: int,
    ) -> int:
        now = rows.micros(self._clock())
        kept = [rows.of_mirrored(one, as_of) for one in seen]
        left = [(mirror_key(kind, scope, erp_id),) for scope, erp_id in gone]
        with self._database.write() as connection:
            changed = connection.executemany(SEE, kept).rowcount if kept else 0
            if left:
                changed += connection.executemany("DELETE FROM mirror WHERE key = ?", left).rowcount
            connection.execute(READ, (kind, rows.micros(as_of), now))
            connection.execute(MARK, (kind, mark))
        return int(changed)

    def linked(self, kind: RecordKind, erp_id: str) -> Row | None:
        key = wide_key(kind, erp_id)
        first, end = (f"{key}:", f"{key};") if kind in NARROW else (key, f"{key}!")
        found = self._database.rows(
            f"SELECT {rows.ROW} FROM records WHERE erp_key >= ? AND erp_key < ? "
            "ORDER BY erp_key LIMIT 1",
            (first, end),
        )
        return rows.row(found[0]) if found else None

    def carrier(self, record: RecordId) -> RecordId:
        found = self._database.rows(CARRIER, (record,))
        return RecordId(found[0][0]) if found else record

    def mirrored(self, kind: RecordKind) -> Iterator[Mirrored]:
        found = self._database.rows(
            f"SELECT {rows.MIRRORED} FROM mirror WHERE kind = ? ORDER BY erp_id", (kind,)
        )
        return map(rows.mirrored, found)

    def unheld(self, kind: RecordKind) -> Sequence[Mirrored]:
        if kind not in NARROW:
            return [rows.mirrored(row) for row in self._database.rows(UNHELD_WIDE, (kind,))]
        held = set()
        for of, project, vendor, parent, erp_id in self._database.rows(
            HELD_NARROW, (*rows.trays_of(kind), kind)
        ):
            place = within(rows.KIND[of], project, vendor, parent)
            held.add(mirror_key(kind, place, erp_id))
        return [
            one
            for one in self.mirrored(kind)
            if mirror_key(one.kind, one.scope, one.erp_id) not in held
        ]

    def freshness(self, kind: RecordKind) -> Freshness:
        found = self._database.rows(
            "SELECT relay_read_erp, we_read_relay FROM freshness WHERE kind = ?", (kind,)
        )
        if not found:
            return Freshness(None, None)
        relay, we = found[0]
        return Freshness(rows.moment(relay) if relay else None, rows.moment(we))
