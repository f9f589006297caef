"""How many sessions one person has at once: each takes a place, which its end gives back."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from console.gate.identity import NotLetIn

FULL = (
    "{most} of your sessions are open, as many as one person may have; close one, or have an "
    "administrator raise sessions_most."
)


@contextmanager
def seated(folder: Path, person: str, most: int) -> Iterator[None]:
    """Hold one of a person's places; the kernel gives it back however this process ends.

    Raises:
        NotLetIn: all are taken.
    """
    if not most:
        yield
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    name = sha256(person.encode()).hexdigest()[:24]  # an id is no name of a file
    held = next(filter(None, (_taken(folder / f"{name}.{n}") for n in range(most))), None)
    if held is None:
        raise NotLetIn(FULL.format(most=most))
    try:
        yield
    finally:
        os.close(held)


def _taken(place: Path) -> int | None:
    """The lock of a place; None where another session holds it."""
    held = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        return None
    return held
