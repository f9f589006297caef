"""Writing what approvals froze, in the transaction that decides."""

from collections.abc import Iterator, Sequence

from adapters.sqlite import Connection
from adapters.stores.cases import Change
from adapters.stores.filing import IN_FLIGHT
from adapters.stores.freezing import ends

ADD = (
    "INSERT INTO exports (key, record, effect, version, approved_by, approved_at, amount, payload, "
    "digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
    "version = excluded.version, approved_by = excluded.approved_by, "
    "approved_at = excluded.approved_at, ended_at = NULL, outcome = '' "
    "WHERE digest = excluded.digest"
)
"""A key that is approved anew keeps what was sent under it, and is never given other bytes."""
MOVED = "UPDATE exports SET sending = 0 WHERE record = ? AND sending = 1"
END = (
    "UPDATE exports SET sending = 0, ended_at = ?, outcome = ?, erp_id = ? "
    "WHERE record = ? AND ended_at IS NULL"
)


def write(connection: Connection, changes: Sequence[Change], at: int) -> None:
    """Freeze what is approved, and note which approvals moved on or came to their end.

    Raises:
        RuntimeError: a key would be given other bytes than it had.
    """
    added = list(_added(changes, at))
    if added and connection.executemany(ADD, added).rowcount != len(added):
        raise RuntimeError("a key that was used already would leave with other content")
    flown = [c for c in changes if c.before.status in IN_FLIGHT]
    if not flown:
        return
    over = [
        (at, c.after.status.value, c.after.erp_id or "", c.after.id)
        for c in flown
        if ends(c.before.status, c.after.status)
    ]
    connection.executemany(END, over)
    connection.executemany(MOVED, [(c.after.id,) for c in flown])


def _added(changes: Sequence[Change], at: int) -> Iterator[tuple[object, ...]]:
    for change in changes:
        if change.leaving is not None and change.effect is not None:
            of, (key, text, digest) = change.after, change.leaving
            yield (
                key, of.id, change.effect.value, of.version, change.entry.actor, at, of.amount,
                text, digest,
            )  # fmt: skip


def sealed_as(connection: Connection, key: str) -> str | None:
    """The digest of what was frozen under a key; None where nothing was."""
    found = connection.execute("SELECT digest FROM exports WHERE key = ?", (key,)).fetchall()
    return str(found[0][0]) if found else None
