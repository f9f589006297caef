"""What approvals froze and what was sent of it, in SQLite."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from adapters.codec import decoded_record
from adapters.sqlite import Connection, Database
from adapters.stores import debts, rows
from adapters.stores.freezing import leaving
from adapters.stores.frozen_rows import ADD
from adapters.stores.remembered import Remembered
from adapters.stores.shelf import SqliteShelf
from core.ports import Owed
from core.ports.leaving import Frozen, Sent
from core.vocabulary import ErpStatus, RecordId

COLUMNS = (
    "key, record, effect, version, approved_by, approved_at, amount, payload, digest, sends, "
    "sending, first_sent_at, sent_at, ended_at, outcome, erp_id"
)
MARK = (
    "UPDATE exports SET sends = sends + 1, sending = 1, owner = ?, attempt = ?, sent_at = ?, "
    "first_sent_at = coalesce(first_sent_at, ?) WHERE key = ?"
)
UNMARK = "UPDATE exports SET sending = 0 WHERE key = ? AND owner = ? AND attempt = ?"


class SqliteExports:
    """The part of the store that holds what leaves."""

    _database: Database
    _clock: Callable[[], datetime]
    _remembered: Remembered

    def now(self) -> datetime:
        return self._clock()

    def frozen(self, key: str) -> Frozen | None:
        found = self._frozen("key = ?", (key,))
        return found[0] if found else None

    def left_for(self, record: RecordId) -> Sequence[Frozen]:
        """All that approvals of a record ever let leave, the oldest first."""
        return self._frozen("record = ? ORDER BY approved_at, version, key", (record,))

    def mark_sending(self, owed: Owed, key: str, seconds: float) -> Frozen:
        now = self._clock()
        at, until = rows.micros(now), rows.micros(now + timedelta(seconds=seconds))
        mark = (owed.owner, owed.attempts, at, at, key)
        with self._database.write() as connection:
            debts.hold(connection, owed)
            if not connection.execute(MARK, mark).rowcount:
                self._freeze_late(connection, owed, now)
                connection.execute(MARK, mark)
            debts.prolong(connection, owed, until)
            found = connection.execute(f"SELECT {COLUMNS} FROM exports WHERE key = ?", (key,))
            return _frozen(found.fetchall()[0])

    def _freeze_late(self, connection: Connection, owed: Owed, now: datetime) -> None:
        shelf = SqliteShelf(connection, self._remembered, now)
        record = shelf.records([owed.record])[owed.record]
        of = leaving(record, shelf.settings(), owed.effect)
        at = rows.micros(now)
        added = (
            of.key, record.id, owed.effect.value, owed.version, "", at, record.amount, of.text,
            of.digest,
        )  # fmt: skip
        connection.execute(ADD, added)

    def not_sent(self, owed: Owed, key: str) -> None:
        with self._database.write() as connection:
            connection.execute(UNMARK, (key, owed.owner, owed.attempts))

    def under_way(self) -> Sequence[Frozen]:
        return self._frozen("ended_at IS NULL ORDER BY approved_at, key", ())

    def confirmed_since(self, at: datetime, limit: int) -> Sequence[Frozen]:
        where = "ended_at >= ? AND outcome = ? ORDER BY ended_at, key LIMIT ?"
        return self._frozen(where, (rows.micros(at), ErpStatus.SYNCED.value, limit))

    def sent_since(self, at: datetime) -> Sent:
        where = (
            "SELECT count(*), coalesce(sum(abs(amount)), 0) FROM exports WHERE first_sent_at >= ?"
        )
        return Sent(*self._database.rows(where, (rows.micros(at),))[0])

    def calls_since(self, at: datetime) -> int:
        counted = "SELECT count(*) FROM exports WHERE sent_at >= ?"
        return int(self._database.rows(counted, (rows.micros(at),))[0][0])

    def last_call_at(self) -> datetime | None:
        return rows.maybe_moment(self._database.rows("SELECT max(sent_at) FROM exports")[0][0])

    def hash_of(self, seq: int) -> str | None:
        found = self._database.rows("SELECT hash FROM audit WHERE seq = ?", (seq,))
        return found[0][0] if found else None

    def _frozen(self, where: str, values: Sequence[object]) -> list[Frozen]:
        found = self._database.rows(f"SELECT {COLUMNS} FROM exports WHERE {where}", values)
        return [_frozen(row) for row in found]


def _frozen(row: Sequence[Any]) -> Frozen:
    (
        key, record, effect, version, by, at, amount, text, digest, sends, sending, first, last,
        ended, outcome, erp_id,
    ) = row  # fmt: skip
    return Frozen(
        key, RecordId(record), rows.EFFECT[effect], version, by, rows.moment(at), amount, text,
        digest, decoded_record(text), sends, bool(sending), rows.maybe_moment(first),
        rows.maybe_moment(last), rows.maybe_moment(ended), outcome, erp_id,
    )  # fmt: skip
