"""The relay: what it last read of Sage, and how old that is. The first of the two hops."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.sandbox.books import COLUMNS, document_from, mirrored_of
from adapters.sandbox.copying import (
    chosen,
    copy_news,
    copy_range,
    count,
    mapped,
    set_box,
    since,
)
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.schema import fact, keep_fact
from adapters.sqlite import Connection
from core.case import Mirrored
from core.mappings import Ticks
from core.ports import Depth, OutsideUnreachable, Pace, Progress, Report, RunState, Seen, Span
from core.records import folded
from core.values import NamedTuple
from core.vocabulary import RecordKind

HOP_ONE = 5.0
"""Seconds between two readings of Sage: they stand for the real relay's five minutes."""
REAL_HOP = timedelta(minutes=5)
LIVELY = 10.0
"""A sandbox is polled so many times as often as its pace asks, that nobody waits for it."""
SHORTEST = timedelta(milliseconds=50)
TAKES = {Span.TODAY: 0.1, Span.WEEK: 0.2, Span.MONTH: 0.3, Span.YEAR: 0.5, Span.ALL: 0.7}
"""How long a shallow first step takes, in hops of the relay; a deep one takes twice as long."""
STOPPED = "The relay is stopped; nothing was sent. Start it again."


class Snapshot(NamedTuple):
    """What the relay knows: all of Sage as it was at one moment."""

    read_at: datetime
    hop_one: timedelta
    running: bool

    @property
    def due(self) -> bool:
        return datetime.now(UTC) - self.read_at >= self.hop_one


class Relay:
    """Fits RelayDoor. Copies Sage's books from time to time, and answers from its copy alone."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def snapshot(self) -> Snapshot:
        kept = dict(self._database.rows("SELECT name, value FROM facts WHERE name LIKE 'relay_%'"))
        return Snapshot(
            datetime.fromtimestamp(float(kept.get("relay_read_at", 0)), UTC),
            timedelta(seconds=float(kept.get("relay_hop_one", HOP_ONE))),
            kept.get("relay_running", "yes") == "yes",
        )

    # the client and its set-up

    def set_hop_one(self, seconds: float) -> None:
        keep_fact(self._database, "relay_hop_one", str(seconds))

    def stop(self) -> None:
        """Until it is started nothing reaches Sage, and nothing new comes from there."""
        keep_fact(self._database, "relay_running", "no")

    def start(self) -> None:
        keep_fact(self._database, "relay_running", "yes")

    def lock_out(self, why: str) -> None:
        """Its account does not get into Sage any more, for this reason; empty: it does again."""
        keep_fact(self._database, "relay_account", why)

    def set_box(self, name: str, *, on: bool) -> Ticks:
        """Tick a mapping in the client, or take the tick away."""
        return set_box(self._database, name, on=on)

    def trouble(self) -> str:
        """Why the client does not reach Sage; empty while it does."""
        if fact(self._database, "relay_running") == "no":
            return STOPPED
        account = fact(self._database, "relay_account")
        return f"The relay's account does not get into Sage: {account}" if account else ""

    def check(self) -> None:
        """Raises: OutsideUnreachable: it does not reach Sage."""
        if trouble := self.trouble():
            raise OutsideUnreachable(trouble)

    def report(self) -> Report:
        """What it tells of itself."""
        now = self.snapshot()
        pace = REAL_HOP / max(now.hop_one, SHORTEST)
        relay = self._ledger.setup().settings.relay._replace(
            mappings=mapped(self._database).ticks,
            account=fact(self._database, "relay_account") or "",
        )
        return Report(relay, self.trouble(), now.read_at, Pace(pace, pace * LIVELY))

    # reading Sage

    def sync(self) -> int:
        """Read Sage now, all that changed. Returns how many documents changed.

        Raises:
            OutsideUnreachable: it does not reach Sage.
        """
        self.check()
        return self._read(only_if_due=False)

    def begin(self, key: str, span: Span, depth: Depth) -> None:
        """Start a first step; it takes a while. The same key again starts nothing.

        Raises:
            OutsideUnreachable: it does not reach Sage.
        """
        self.check()
        hop = min(self.snapshot().hop_one.total_seconds(), HOP_ONE)
        takes = hop * TAKES[span] * (2 if depth is Depth.DEEP else 1)
        now = time.time()
        total = count(self._database, chosen(mapped(self._database), since(span, now), depth))
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO first_steps VALUES (?, ?, ?, ?, ?, ?, NULL, 0, '')",
                (key, span, depth, now, now + takes, total),
            )

    def progress(self, key: str) -> Progress:
        """How far a first step is."""
        self._end_steps()
        found = self._database.rows(
            "SELECT begun, ends, total, finished, failed, result FROM first_steps WHERE key = ?",
            (key,),
        )
        if not found:
            return Progress(RunState.FAILED, result="The relay knows no such step.")
        begun, ends, total, finished, failed, result = found[0]
        if finished is None:
            share = min(1.0, (time.time() - begun) / max(ends - begun, 1e-6))
            return Progress(RunState.RUNNING, int(total * share), total)
        at = datetime.fromtimestamp(finished, UTC)
        if failed:
            return Progress(RunState.FAILED, 0, total, at, result)
        return Progress(RunState.DONE, total, total, at, result)

    def _end_steps(self) -> None:
        """End the steps whose time is over, or that the relay cannot go on with."""
        running = "SELECT key, span, depth, ends FROM first_steps WHERE finished IS NULL"
        if not self._database.rows(running):
            return
        trouble = self.trouble()
        with self._database.write() as connection:
            for key, span, depth, ends in connection.execute(running).fetchall():
                now = time.time()
                if trouble:
                    text = trouble
                elif ends <= now:
                    text = self._stepped(connection, Span(span), Depth(depth))
                else:
                    continue
                connection.execute(
                    "UPDATE first_steps SET finished = ?, failed = ?, result = ? WHERE key = ?",
                    (now, int(bool(trouble)), text, key),
                )

    def _stepped(self, connection: Connection, span: Span, depth: Depth) -> str:
        before = self.snapshot().read_at
        copied = copy_range(connection, self._database, span, depth)
        text = f"{copied:,} changed"
        if since(span, time.time()) > before.timestamp():
            when = f"{before:%Y-%m-%d %H:%M} UTC"
            text += f"; what changed in Sage between {when} and that range was left out"
        return text

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

        Where the relay does not reach Sage this is what it read last (invariant I7).
        """
        self._end_steps()
        if self.snapshot().due and not self.trouble():
            self._read(only_if_due=True)
        # The moment is read first: another process may take a new copy in between, and then the
        # block is newer than it says, never older.
        read_at = mapped(self._database).read_at(kind, self.snapshot().read_at)
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
            return copy_news(connection, self._database)


def _mirrored(row: Sequence[Any], read_at: datetime) -> Mirrored:
    return mirrored_of(document_from(row))._replace(seen_at=read_at)
