"""Who comes in over SSH: the person of the key that sshd has verified, and nobody else."""

import os
import re
import stat
from collections.abc import Mapping
from datetime import datetime

from core.people import Actor, Session
from core.ports import RecordStore
from core.user_keys import BadKey, public_key, turned_away

TOLD = "SSH_USER_AUTH"
"""Names the file in which sshd says by what somebody was verified (ExposeAuthInfo)."""
CONNECTION = "SSH_CONNECTION"
METHOD = "publickey "
LONGEST = 65_536
ADDRESS = re.compile(r"[0-9A-Fa-f:.%\w]{1,60}")
SETUP = "docs/operating.md says how sshd is set up."


class NotLetIn(Exception):
    """Nobody is let in; the text is one plain sentence that says why."""


def visitor(store: RecordStore, told: Mapping[str, str], now: datetime, session: str) -> Actor:
    """The person of the verified key, who sits in a session of this name.

    Raises:
        NotLetIn: no key was verified, it belongs to nobody or to several, or it lets nobody in.
    """
    marks = sorted({_fingerprint(line) for line in _verified(told.get(TOLD, ""))})
    people = {person.id: person for person in [_admitted(store, mark, now) for mark in marks]}
    if not people:
        raise NotLetIn(f"sshd verified no key for this session. {SETUP}")
    if len(people) > 1:
        raise NotLetIn("The keys of this session belong to different people; use one of them.")
    (person,) = people.values()
    address = _address(told.get(CONNECTION, ""))
    return person._replace(session=Session(session, marks[0], address))


def _admitted(store: RecordStore, mark: str, now: datetime) -> Actor:
    key = store.user_key(mark)
    person = store.person(key.person) if key else None
    why = turned_away(mark, key, person, now)
    if why is not None or person is None:
        raise NotLetIn(why or "")
    return person


def _verified(path: str) -> list[str]:
    """The keys in the file of sshd, which is this account's own and nobody else's to write.

    Raises:
        NotLetIn: there is no such file, or somebody else may have written it.
    """
    if not path:
        raise NotLetIn(f"{TOLD} is not set, so nobody knows who you are. {SETUP}")
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as why:
        raise NotLetIn(f"What sshd says of your key cannot be read ({why.strerror}).") from None
    with os.fdopen(number, "rb") as file:
        held = os.fstat(number)
        mine = stat.S_ISREG(held.st_mode) and held.st_uid == os.getuid() and held.st_nlink == 1
        if not mine or held.st_mode & 0o077:
            raise NotLetIn(f"{TOLD} names a file that is not as sshd makes it; nobody is let in.")
        text = file.read(LONGEST).decode("ascii", errors="replace")
    return [line.removeprefix(METHOD) for line in text.splitlines() if line.startswith(METHOD)]


def _fingerprint(line: str) -> str:
    try:
        return public_key(line).fingerprint
    except BadKey as why:
        raise NotLetIn(f"The key that sshd verified is not one of ours: {why}") from None


def _address(connection: str) -> str:
    """The client's, which comes first in what sshd tells of the connection."""
    first = connection.partition(" ")[0]
    return first if ADDRESS.fullmatch(first) else "unknown"
