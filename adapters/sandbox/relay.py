"""The relay: what it last read of Sage, and how old that is. The first of the two hops."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.sandbox.books import COLUMNS, document_from, mirrored_of
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.schema import fact, keep_fact
from core.case import Mirrored
from core.ports import OutsideUnreachable, Seen
from core.records import folded
from core.values import NamedTuple
from core.vocabulary import RecordKind

HOP_ONE = 5.0
"""Seconds between two readings of Sage: they stand for the real relay's five minutes."""

COPY = f"{COLUMNS}, place, folded, gone, change"
UPDATED = ", ".join(f"{name} = excluded.{name}" for name in COPY.split(", ")[1:])


class Snapshot(NamedTuple):
    """What the relay knows: all of Sage as it was at one moment."""

    read_at: datetime
    hop_one: timedelta
    running: bool

    @property
    def due(self) -> bool:
        return datetime.now(UTC) - self.read_at >= self.hop_one


class Relay:
    """Copies Sage's books from time to time, and answers from its copy alone."""

    def __init__(self, ledger: Ledger) -> None:
        self._database = ledger.database

    def snapshot(self) -> Snapshot:
        kept = dict(self._database.rows("SELECT name, value FROM facts WHERE name LIKE 'relay_%'"))
        return Snapshot(
            datetime.fromtimestamp(float(kept.get("relay_read_at", 0)), UTC),
            timedelta(seconds=float(kept.get("relay_hop_one", HOP_ONE))),
            kept.get("relay_running", "yes") == "yes",
        )

    def set_hop_one(self, seconds: float) -> None:
        keep_fact(self._database, "relay_hop_one", str(seconds))

    def stop(self) -> None:
        """Until it is started nothing reaches Sage, and nothing comes from there."""
        keep_fact(self._database, "relay_running", "no")

    def start(self) -> None:
        keep_fact(self._database, "relay_running", "yes")

    def check(self) -> None:
        """Raises: OutsideUnreachable: it is stopped."""
        if fact(self._database, "relay_running") == "no":
            raise OutsideUnreachable("The relay is stopped; nothing was sent. Start it again.")

    def sync(self) -> int:
        """Read Sage now: the on-demand first step. Returns how many documents changed.

        Raises:
            OutsideUnreachable: it is stopped.
        """
        self.check()
        return self._read(only_if_due=False)

    def held(self, kind: RecordKind, scope: str, erp_id: str) -> Mirrored | None:
        """One document as the relay knows it."""
        found = self._database.rows(
            f"SELECT {COLUMNS} FROM relayed"
            " WHERE kind = ? AND place = ? AND folded = ? AND gone = 0",
            (kind, folded(scope), folded(erp_id)),
        )
        return _mirrored(found[0], self.snapshot().read_at) if found else None

    def block(self, kind: RecordKind, mark: int, limit: int) -> tuple[Seen, datetime]:
        """What changed of a kind since a mark, and when the relay read it.

        Raises:
            OutsideUnreachable: it is stopped.
        """
        self.check()
        if self.snapshot().due:
            self._read(only_if_due=True)
        # The moment is read first: another process may take a new copy in between, and then the
        # block is newer than it says, never older.
        read_at = self.snapshot().read_at
        found = self._database.rows(
            f"SELECT {COLUMNS}, gone, change FROM relayed"
            " WHERE kind = ? AND change > ? ORDER BY change LIMIT ?",
            (kind, mark, limit),
        )
        last = found[-1][-1] if found else mark
        left = self._database.rows(
            "SELECT count(*) FROM relayed WHERE kind = ? AND change > ?", (kind, last)
        )[0][0]
        records = [_mirrored(row[:-2], read_at) for row in found if not row[-2]]
        gone = [(row[1], row[2]) for row in found if row[-2]]
        return Seen(records, gone, last, left), read_at

    def _read(self, *, only_if_due: bool) -> int:
        with self._database.write() as connection:
            if only_if_due and not self.snapshot().due:
                return 0
            # Nobody writes while this holds the lock, so the copy is of this very moment.
            now = time.time()
            before = connection.execute("SELECT max(change) FROM relayed").fetchone()[0] or 0
            copied = connection.execute(
                f"INSERT INTO relayed ({COPY}) SELECT {COPY} FROM documents WHERE change > ?"
                f" ON CONFLICT (kind, place, folded) DO UPDATE SET {UPDATED}",
                (before,),
            ).rowcount
            connection.execute(
                "INSERT INTO facts VALUES ('relay_read_at', ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (str(now),),
            )
        return int(copied)


def _mirrored(row: Sequence[Any], read_at: datetime) -> Mirrored:
    return mirrored_of(document_from(row))._replace(seen_at=read_at)
