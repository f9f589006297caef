"""Opening the store's file: whose it is, which schema it has, and bringing it up to this one's."""

from adapters.sqlite import Connection, Database, newer
from core.ports import StoreUnusable

APPLICATION = 0x43534731
"""Marks the file as a store of ours: "CSG1"."""
SCHEMA = 14
"""The number of migrations; a file that has more comes from a newer version."""


def prepare(database: Database) -> None:
    """Make or migrate the tables where the file's schema is not this one's.

    A newer file is left alone: it can be read, and not written.

    Raises:
        StoreUnusable: the file is somebody else's, damaged, or cannot be written.
    """
    schema = _schema(database)
    if schema > SCHEMA:
        database.read_only = newer(database.path, schema, SCHEMA)
        return
    database.schema = SCHEMA
    if schema == SCHEMA:
        return
    database.schema = None
    with database.write() as connection:
        # Another process may have done it while this one waited for its turn.
        schema = _schema(database)
        if schema > SCHEMA:
            database.read_only = newer(database.path, schema, SCHEMA)
            return
        if schema == SCHEMA:
            database.schema = SCHEMA
            return
        if schema and database.path is not None:
            database.copy_to(spare(f"{database.path}.schema-{schema}"))
        _migrate(connection)
    database.schema = SCHEMA


def _schema(database: Database) -> int:
    """The file's schema; 0 for a new file.

    Raises:
        StoreUnusable: it is somebody else's.
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
    return int(schema)


def _migrate(connection: Connection) -> None:
    from sqlite_utils import Database as Tables

    from adapters.stores.guarding import learn
    from adapters.stores.schema import MIGRATIONS

    MIGRATIONS.apply(Tables(connection, recursive_triggers=False))
    learn(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def spare(wanted: str) -> str:
    """A name that no file has: the wanted one, or with a number."""
    from pathlib import Path  # slow, and needed only where a file is copied

    name, count = Path(wanted), 1
    while name.exists():
        count += 1
        name = Path(f"{wanted}-{count}")
    return str(name)
