"""Opening the store's file: whose it is, which schema it has, and bringing it up to this one's."""

from adapters.sqlite import Connection, Database
from core.ports import StoreUnusable

APPLICATION = 0x43534731
"""Marks the file as a store of ours: "CSG1"."""
SCHEMA = 11
"""The number of migrations; a file that has more comes from a newer version."""


def prepare(database: Database) -> None:
    """Make or migrate the tables where the file's schema is not this one's.

    Raises:
        StoreUnusable: the file is somebody else's, newer, damaged, or cannot be written.
    """
    if _schema(database) == SCHEMA:
        return
    with database.write() as connection:
        # Another process may have done it while this one waited for its turn.
        schema = _schema(database)
        if schema == SCHEMA:
            return
        if schema and database.path is not None:
            database.copy_to(_copy_of(database.path, schema))
        _migrate(connection)


def _schema(database: Database) -> int:
    """The file's schema; 0 for a new file.

    Raises:
        StoreUnusable: it is somebody else's, or newer.
    """
    # One statement sees one moment: somebody else may be making the tables.
    application, schema, holds = database.rows(
        "SELECT (SELECT application_id FROM pragma_application_id), "
        "(SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_master)"
    )[0]
    if (application or holds) and application != APPLICATION:
        raise StoreUnusable(
            f"{database.path} is a database, but no store of Countersign; choose another home."
        )
    if schema > SCHEMA:
        raise StoreUnusable(
            f"{database.path} was written by a newer Countersign (schema {schema}, this one knows "
            f"{SCHEMA}); update this program. Nothing was changed."
        )
    return int(schema)


def _migrate(connection: Connection) -> None:
    from sqlite_utils import Database as Tables

    from adapters.stores.schema import MIGRATIONS

    MIGRATIONS.apply(Tables(connection, recursive_triggers=False))
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def _copy_of(path: str, schema: int) -> str:
    """`countersign.sqlite.schema-1`, or with a number where that exists."""
    from pathlib import Path  # slow, and needed only where a file is migrated

    wanted = Path(f"{path}.schema-{schema}")
    copy, count = wanted, 1
    while copy.exists():
        count += 1
        copy = wanted.with_name(f"{wanted.name}-{count}")
    return str(copy)
