"""A store's backup and its return: always through SQLite, never as a copy of a file in use."""

from datetime import UTC, datetime
from pathlib import Path

from adapters.sqlite import Database
from adapters.stores.invariants import findings
from adapters.stores.opening import APPLICATION, SCHEMA, prepare, spare
from adapters.whole_files import durable
from core.anchors import Head
from core.ports import StoreUnusable
from core.values import NamedTuple


class Copied(NamedTuple):
    """What a copy holds."""

    path: str
    head: Head
    records: int
    schema: int
    kept: str = ""
    """Where what was there before is kept; empty where there was nothing."""


def back_up(store: str, to: str) -> Copied:
    """Write a whole copy that was looked through, or none.

    Raises:
        StoreUnusable: it cannot be written, or does not hold.
    """
    target = Path(to).absolute()
    if target.exists():
        raise StoreUnusable(f"{target} is there already; name a new file.")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        database = Database(store)
        try:
            database.copy_to(part)
        finally:
            database.close()
        copied = examined(str(part))
        durable(part)
        part.rename(target)
        durable(target.parent)
    except OSError as why:
        raise StoreUnusable(f"{target} cannot be written ({why.strerror}).") from why
    finally:
        part.unlink(missing_ok=True)
    return copied._replace(path=str(target))


def restore(copy: str, store: str) -> Copied:
    """Put a copy in a store's place; what was there is kept beside it.

    Whoever has the store open sees it change, as after any other commit.

    Raises:
        StoreUnusable: the copy is none of ours, newer or does not hold; or it cannot be written.
    """
    copied = examined(copy)
    there = Path(store).exists()
    database, frozen = Database(store), Database(copy, frozen=True)
    kept = ""
    try:
        if there:
            _same_or_older(database)
            kept = spare(f"{store}.before-restore")
            database.copy_to(kept)
        database.take_over(frozen)
        try:
            prepare(database)
            _hold(database, f"What was restored from {copy}")
        except StoreUnusable:
            if kept:
                before = Database(kept, frozen=True)
                database.take_over(before)
                before.close()
            raise
    finally:
        frozen.close()
        database.close()
    return copied._replace(path=store, kept=kept)


def examined(copy: str) -> Copied:
    """What a copy holds, after it was looked through.

    Raises:
        StoreUnusable: it is none of ours, newer, damaged, or does not hold.
    """
    if not Path(copy).is_file():
        raise StoreUnusable(f"There is no file {copy}.")
    frozen = Database(copy, frozen=True)
    try:
        (application,), (schema,) = (
            frozen.rows("PRAGMA application_id")[0],
            frozen.rows("PRAGMA user_version")[0],
        )
        if application != APPLICATION:
            raise StoreUnusable(f"{copy} is no store of Countersign.")
        if schema > SCHEMA:
            raise StoreUnusable(
                f"{copy} was written by a newer Countersign (schema {schema}, this one knows "
                f"{SCHEMA}); update this program first."
            )
        if schema == SCHEMA:
            _hold(frozen, copy)
        else:
            _whole(frozen, copy)
        head = frozen.rows("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
        records = frozen.rows("SELECT count(*) FROM records")[0][0]
        return Copied(copy, Head(*head[0]) if head else Head(0, ""), records, schema)
    finally:
        frozen.close()


def _same_or_older(database: Database) -> None:
    schema = database.rows("PRAGMA user_version")[0][0]
    if schema > SCHEMA:
        raise StoreUnusable(
            f"{database.path} was written by a newer Countersign (schema {schema}, this one knows "
            f"{SCHEMA}); restore it with that one."
        )


def _whole(frozen: Database, copy: str) -> None:
    """A copy of an older schema: its file is looked through now, the rest once it is migrated."""
    for (said,) in frozen.rows("PRAGMA integrity_check"):
        if said != "ok":
            raise StoreUnusable(f"{copy} is damaged: {said}.")


def _hold(database: Database, what: str) -> None:
    with database.read() as connection:
        # That entries were not anchored for long says nothing against a copy of some days ago.
        found = [f for f in findings(connection, datetime.now(UTC)) if f.rule != "I22"]
    if found:
        raise StoreUnusable(f"{what} does not hold ({len(found)} findings): {found[0]}")
