"""How the relay takes its copy of Sage's books: by what is new, by a range, and deeply."""

import time
from datetime import UTC, datetime, timedelta

from adapters.codec import decoded, encoded
from adapters.sandbox.books import COLUMNS
from adapters.sandbox.schema import fact
from adapters.sqlite import Connection, Database
from core.mappings import USUAL, Ticks, deeply_synced, kinds_read, kinds_whole, ticked
from core.ports import Depth, Span
from core.values import NamedTuple
from core.vocabulary import RecordKind

CONTENT = f"{COLUMNS}, place, folded, gone"
COPY = f"{CONTENT}, change"
UPDATED = ", ".join(f"{name} = excluded.{name}" for name in COPY.split(", ")[1:])
SAME = ", ".join(CONTENT.split(", ")[1:])
OURS = ", ".join(f"relayed.{name}" for name in SAME.split(", "))
THEIRS = ", ".join(f"excluded.{name}" for name in SAME.split(", "))
NEWEST = "SELECT coalesce(max(change), 0) FROM"
HEADS = ("commitment", "prime_contract")
"""Documents that others belong to."""

DAYS = {Span.WEEK: 7, Span.MONTH: 31, Span.YEAR: 366}


class Frozen(NamedTuple):
    """A kind of which the relay does not hold everything, because of a mapping."""

    kind: RecordKind
    read_at: datetime
    """As of when the relay knew all of it."""
    ticked_at: int | None = None
    """The newest change in Sage when it was ticked again; None while it is not."""


class Mapped(NamedTuple):
    """The boxes of the client, and what they keep the relay from knowing."""

    ticks: Ticks = USUAL
    frozen: tuple[Frozen, ...] = ()

    def read_at(self, kind: RecordKind, otherwise: datetime) -> datetime:
        """As of when all of a kind is known."""
        return next((f.read_at for f in self.frozen if f.kind is kind), otherwise)


def mapped(database: Database) -> Mapped:
    text = fact(database, "relay_mapped")
    return decoded(Mapped, text) if text else Mapped()


def keep(connection: Connection, name: str, value: str) -> None:
    connection.execute(
        "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def set_box(database: Database, name: str, *, on: bool) -> Ticks:
    """Tick a box or not. What was read stays; a kind that is ticked anew waits for a deep sync."""
    with database.write() as connection:
        held, read_at = mapped(database), _read_at(database)
        ticks = ticked(held.ticks, name, on=on)
        change = connection.execute(f"{NEWEST} documents").fetchone()[0]
        before = {f.kind: f for f in held.frozen}
        kept = []
        for kind in sorted(set(RecordKind) - kinds_whole(ticks)):
            was = before.get(kind, Frozen(kind, datetime.fromtimestamp(read_at, UTC)))
            if kind not in kinds_read(ticks):
                kept.append(was._replace(ticked_at=None))
            else:
                kept.append(was if was.ticked_at is not None else was._replace(ticked_at=change))
        keep(connection, "relay_mapped", encoded(Mapped(ticks, tuple(kept))))
    return ticks


def _read_at(database: Database) -> float:
    return float(fact(database, "relay_read_at") or 0)


def since(span: Span, now: float) -> float:
    """Where a range begins."""
    if span is Span.ALL:
        return 0.0
    today = datetime.fromtimestamp(now, UTC)
    if span is Span.TODAY:
        return today.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    return (today - timedelta(days=DAYS[span])).timestamp()


def copy_news(connection: Connection, database: Database) -> int:
    """What changed since the last whole reading, of all that is ticked."""
    before = fact(database, "relay_mark") or connection.execute(f"{NEWEST} relayed").fetchone()[0]
    held = mapped(database)
    news = f"d.change > {int(before)} AND {_among(kinds_read(held.ticks))}{_since_ticked(held)}"
    copied = _copied(connection, news)
    _read_whole(connection)
    return copied


def copy_range(connection: Connection, database: Database, span: Span, depth: Depth) -> int:
    """What a first step brings. It is a whole reading where nothing older was left out."""
    now = time.time()
    start, held = since(span, now), mapped(database)
    copied = _copied(connection, chosen(held, start, depth))
    if start <= _read_at(database):
        _read_whole(connection)
    if depth is Depth.DEEP and span is Span.ALL:
        keep(connection, "relay_mapped", encoded(Mapped(deeply_synced(held.ticks))))
    return copied


def chosen(held: Mapped, start: float, depth: Depth) -> str:
    """The documents that a first step reads, as a condition."""
    kinds = _among(kinds_read(held.ticks))
    recent = f"coalesce(s.at, 0) >= {start!r}"
    if depth is Depth.DEEP:
        heads = ", ".join(f"'{kind}'" for kind in HEADS)
        changed = (
            "SELECT h.erp_id FROM documents h JOIN stamps t ON t.change = h.change"
            f" WHERE h.kind IN ({heads}) AND t.at >= {start!r}"
        )
        return f"{kinds} AND ({recent} OR d.parent IN ({changed}))"
    return f"{kinds} AND {recent}{_since_ticked(held)}"


def _since_ticked(held: Mapped) -> str:
    """What stood in Sage before its box was ticked comes with a deep sync only."""
    return "".join(
        f" AND NOT (d.kind = '{f.kind}' AND d.change <= {f.ticked_at})"
        for f in held.frozen
        if f.ticked_at is not None
    )


def count(database: Database, where: str) -> int:
    found = database.rows(
        f"SELECT count(*) FROM documents d LEFT JOIN stamps s ON s.change = d.change WHERE {where}"
    )
    return int(found[0][0])


def _among(kinds: frozenset[RecordKind]) -> str:
    names = ", ".join(f"'{kind}'" for kind in sorted(kinds))
    return f"d.kind IN ({names})"


def _copied(connection: Connection, where: str) -> int:
    """Copy what differs, numbered in the order in which it reached the relay."""
    last = connection.execute(f"{NEWEST} relayed").fetchone()[0]
    theirs = ", ".join(f"d.{name}" for name in CONTENT.split(", "))
    done = connection.execute(
        f"INSERT INTO relayed ({COPY}) SELECT {theirs}, ? + row_number() OVER (ORDER BY d.change)"
        f" FROM documents d LEFT JOIN stamps s ON s.change = d.change WHERE {where}"
        f" ON CONFLICT (kind, place, folded) DO UPDATE SET {UPDATED}"
        f" WHERE ({OURS}) IS NOT ({THEIRS})",
        (last,),
    )
    return int(done.rowcount)


def _read_whole(connection: Connection) -> None:
    keep(connection, "relay_read_at", str(time.time()))
    keep(connection, "relay_mark", str(connection.execute(f"{NEWEST} documents").fetchone()[0]))
