"""Effects that are committed and not yet performed, and the leases under which they are."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from adapters.codec import encoded
from adapters.sqlite import Connection, Database
from adapters.stores import rows
from adapters.stores.cases import Change
from core.ports import LostLease, Owed, Unperformed
from core.vocabulary import Effect, RecordId, RecordKind

DUE = f"SELECT {rows.OWED} FROM owed WHERE free_at <= ? ORDER BY free_at, seq LIMIT ?"
ADD_OWED = (
    "INSERT INTO owed (effect, record, version, owed_at, free_at, before) VALUES (?, ?, ?, ?, ?, ?)"
)
ALIKE = (
    f"SELECT {', '.join(f'o.{name}' for name in rows.OWED.split(', '))} FROM records m, owed o"
    " JOIN records r ON r.id = o.record AND r.kind = m.kind AND r.project IS m.project"
    " WHERE m.id = ? AND o.free_at <= ? AND o.effect = ? ORDER BY o.free_at, o.seq LIMIT ?"
)
OURS = "seq = ? AND owner = ? AND attempts = ?"
"""The lease is still in the hands that took it: the attempt tells one owner's leases apart."""

PUT_OFF = f"UPDATE owed SET owner = '', free_at = ?, why = ? WHERE {OURS}"


class Debts:
    """The part of the store that owes."""

    _database: Database
    _clock: Callable[[], datetime]

    def claim(self, owner: str, seconds: float, limit: int) -> Sequence[Owed]:
        now = self._clock()
        at, until = rows.micros(now), rows.micros(now + timedelta(seconds=seconds))
        # Looking first spares everybody else a lock while nothing is due.
        if not self._database.rows("SELECT 1 FROM owed WHERE free_at <= ? LIMIT 1", (at,)):
            return []
        with self._database.write() as connection:
            found = connection.execute(DUE, (at, limit)).fetchall()
            return _taken(connection, found, owner, at, until)

    def claim_alike(self, owed: Owed, seconds: float, limit: int) -> Sequence[Owed]:
        now = self._clock()
        at, until = rows.micros(now), rows.micros(now + timedelta(seconds=seconds))
        with self._database.write() as connection:
            found = connection.execute(
                ALIKE, (owed.record, at, owed.effect.value, limit)
            ).fetchall()
            return _taken(connection, found, owed.owner, at, until)

    def answer_for(
        self, done: Sequence[Owed], later: Sequence[tuple[Owed, float, str]] = ()
    ) -> None:
        now = self._clock()
        with self._database.write() as connection:
            connection.executemany(f"DELETE FROM owed WHERE {OURS}", map(_lease, done))
            connection.executemany(
                PUT_OFF,
                [
                    (rows.micros(now + timedelta(seconds=seconds)), why, *_lease(owed))
                    for owed, seconds, why in later
                ],
            )

    def unperformed(self, limit: int, record: RecordId | None = None) -> Sequence[Unperformed]:
        of = "" if record is None else "WHERE record = ? "
        found = self._database.rows(
            f"SELECT effect, record, attempts, owed_at, free_at, why FROM owed {of}"
            "ORDER BY attempts DESC, seq LIMIT ?",
            (limit,) if record is None else (record, limit),
        )
        return [rows.unperformed(row) for row in found]

    def renew(self, owed: Owed, seconds: float) -> None:
        until = rows.micros(self._clock() + timedelta(seconds=seconds))
        with self._database.write() as connection:
            hold(connection, owed)
            prolong(connection, owed, until)

    def settle(self, owed: Owed) -> None:
        with self._database.write() as connection:
            connection.execute(f"DELETE FROM owed WHERE {OURS}", _lease(owed))

    def postpone(self, owed: Owed, seconds: float, why: str) -> None:
        free_at = rows.micros(self._clock() + timedelta(seconds=seconds))
        with self._database.write() as connection:
            connection.execute(PUT_OFF, (free_at, why, *_lease(owed)))

    def hasten(self, kind: RecordKind) -> None:
        waits = (
            "owner = '' AND taken_at IS NOT NULL AND free_at > ? AND record IN"
            " (SELECT id FROM records WHERE kind = ?)"
        )
        at = rows.micros(self._clock())
        if not self._database.rows(f"SELECT 1 FROM owed WHERE {waits} LIMIT 1", (at, kind)):
            return
        with self._database.write() as connection:
            connection.execute(f"UPDATE owed SET free_at = ? WHERE {waits}", (at, at, kind))

    def owing(self) -> int:
        return int(self._database.rows("SELECT count(*) FROM owed")[0][0])

    def put_off(self, effects: Collection[Effect], kinds: Collection[RecordKind]) -> int:
        sorts, of = (", ".join("?" * len(some)) for some in (effects, kinds))
        found = self._database.rows(
            "SELECT count(*) FROM owed JOIN records ON records.id = owed.record"
            f" WHERE taken_at IS NOT NULL AND effect IN ({sorts}) AND kind IN ({of})",
            (*(effect.value for effect in effects), *(kind.value for kind in kinds)),
        )
        return int(found[0][0])

    def owed_since(self) -> datetime | None:
        return rows.maybe_moment(self._database.rows("SELECT min(owed_at) FROM owed")[0][0])


def owed_row(change: Change, effect: Effect, at: int) -> tuple[object, ...]:
    """The columns of ADD_OWED for what follows a change; with the record as it was before it, where
    that may be recalled.
    """
    of, leaves = change.after, change.leaves_at
    free_at, before = (rows.micros(leaves), encoded(change.before)) if leaves else (at, "")
    return effect.value, of.id, of.version, at, free_at, before


def hold(connection: Connection, owed: Owed) -> None:
    """Make sure that a lease is still ours.

    Raises:
        LostLease: it is not.
    """
    if not connection.execute(f"SELECT 1 FROM owed WHERE {OURS}", _lease(owed)).fetchall():
        raise LostLease(f"effect {owed.seq} on {owed.record} is no longer {owed.owner}'s")


def prolong(connection: Connection, owed: Owed, until: int) -> None:
    """Hold a lease that is ours for longer."""
    connection.execute(f"UPDATE owed SET free_at = ? WHERE {OURS}", (until, *_lease(owed)))


def end(connection: Connection, owed: Owed) -> None:
    """The effect is answered for, in the same transaction as its outcome."""
    connection.execute("DELETE FROM owed WHERE seq = ?", (owed.seq,))


def _taken(
    connection: Connection, found: Sequence[Sequence[Any]], owner: str, at: int, until: int
) -> list[Owed]:
    """What was found free, under a lease of its own from now on."""
    taken = [
        owed._replace(owner=owner, attempts=owed.attempts + 1) for owed in map(rows.owed, found)
    ]
    connection.executemany(
        "UPDATE owed SET owner = ?, attempts = ?, free_at = ?, "
        "taken_at = coalesce(taken_at, ?) WHERE seq = ?",
        [(o.owner, o.attempts, until, at, o.seq) for o in taken],
    )
    return taken


def _lease(owed: Owed) -> tuple[int, str, int]:
    return owed.seq, owed.owner, owed.attempts
