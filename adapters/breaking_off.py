"""Statements are broken off when nobody waits for their answer any more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from core.ports import NotWanted, still_wanted

BROKEN_OFF = 9
"""SQLite's code for a statement that it was told to end."""
LOOKS_UP = 5_000
"""So many steps of SQLite's machine, about a tenth of a millisecond, between two questions whether
the answer is still wanted."""


class Asked(Protocol):
    """A connection that looks up in the midst of a statement."""

    def set_progress_handler(self, ends: Callable[[], bool] | None, steps: int, /) -> object: ...


@contextmanager
def while_wanted(connection: Asked) -> Iterator[None]:
    """What a connection is asked meanwhile ends as soon as it is not wanted.

    Raises:
        NotWanted: it was.
    """
    wanted = still_wanted.get()
    if wanted is None:
        yield
        return
    connection.set_progress_handler(lambda: not wanted(), LOOKS_UP)
    try:
        yield
    except Exception as why:
        if getattr(why, "sqlite_errorcode", None) == BROKEN_OFF:
            raise NotWanted from why
        raise
    finally:
        connection.set_progress_handler(None, 0)
