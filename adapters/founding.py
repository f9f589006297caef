"""Founds a company on systems of its own: its store, its first administrator, its connections."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adapters.connections import Connections, Secrets, checked, write, write_secrets
from adapters.stores.sqlite import SqliteStore
from core.founding import Founding
from core.people import Actor
from core.settings import NEW_COMPANY
from core.vocabulary import Level, Tool

Said = Mapping[str, Mapping[str, Any]]
"""What was said of both systems: a part for each, with its fields."""


def founded(
    home: Path, store: str, who: Founding, reached: tuple[Said, Said], program: str
) -> None:
    """Make the store and keep the connections; nothing is written before all of it is sound.

    Raises:
        ConnectionsUnusable: naming the field, and never what a secret was.
        StoreUnusable: the home cannot be written.
    """
    connections = checked(Connections, dict(reached[0]), "init")
    secrets = checked(Secrets, dict(reached[1]), "secrets")
    made = SqliteStore(store, program=program)
    try:
        made.keep_settings(NEW_COMPANY._replace(routes=who.routes))
        made.keep("company", who.company)
        # Rights are granted by who holds Can Push to Accounting besides the level (row 47).
        rights = dict.fromkeys(Tool, Level.ADMIN)
        made.keep_person(Actor(who.admin, who.name, rights, can_push=True))
    finally:
        made.close()
    write_secrets(home, secrets)
    write(home, connections)
