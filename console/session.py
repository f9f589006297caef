"""Who is at the keyboard, and whether there is a terminal."""

import os
import sys
from datetime import UTC, datetime

from core.identity import record_id
from core.people import Actor, Session
from core.ports import RecordStore

USUAL = "approver"
"""Whom a sandbox takes you for unless --as says otherwise."""


class Nobody(Exception):
    """It is not known who asks, or not permitted to say so; the text says what to do."""


class NoTerminal(Exception):
    """A screen was asked for where there is none."""


def at_the_keyboard(store: RecordStore, claimed: str | None) -> Actor:
    """The person who asks.

    Only a sandbox believes what is claimed; elsewhere the session proves it.

    Raises:
        Nobody: the claim is not believed here, or the person is not known.
    """
    if store.kept("sandbox") is not None:
        return seated(_played(store, claimed or USUAL))
    if claimed is not None:
        raise Nobody(
            "--as is for sandbox companies only: here you are who your session says. "
            "Leave --as away."
        )
    name = _account()
    person = store.person(name)
    if person is None or person.connector:
        raise Nobody(
            f"{name} is not among the people of this company; "
            "ask an administrator to add this account."
        )
    return seated(person)


def seated(person: Actor) -> Actor:
    """The person in a session of their own.

    Raises:
        Nobody: they may not sign in.
    """
    if not person.may_enter:
        raise Nobody(f"{person.name} may not sign in; ask an administrator of this company.")
    return person._replace(session=Session(sitting()))


def sitting() -> str:
    """A name for a session that no other has."""
    now = datetime.now(UTC)
    return record_id(now, int.from_bytes(os.urandom(3), "big"))


def need_terminal() -> None:
    """Raises: NoTerminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminal(
            "There is no terminal here; use the commands, "
            "for example `countersign list commitments`."
        )


def sweep() -> None:
    """Let nothing of the environment into the screens, and no memory of the process onto the disk.

    Textual reads variables that name code to import and files to write.
    """
    from resource import RLIMIT_CORE, setrlimit

    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]
    setrlimit(RLIMIT_CORE, (0, 0))


def _played(store: RecordStore, name: str) -> Actor:
    person = store.person(name)
    if person is None or person.connector:
        known = ", ".join(p.id for p in store.people() if not p.connector)
        raise Nobody(f"Nobody here is called {name!r}; this sandbox knows {known}.")
    return person


def _account() -> str:
    """The account of the real uid: what the environment says counts for nothing."""
    import pwd  # only outside sandboxes

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
