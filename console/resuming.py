"""Where a session stands, in a file beside the store: who comes back after a dropped line finds it.

A session holds its file by a lock that ends with its process, however that ends. Who leaves takes
the file along.
"""

import fcntl
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import time

from core.tabs import TAB
from core.values import NamedTuple

FORSAKEN = 20.0
"""Seconds without a change after which a session that still runs may have lost its line."""
SESSIONS = 32
"""So many of one person are kept apart."""


class Kept(NamedTuple):
    """A mark, and the version that was before the eyes."""

    record: str
    version: int | None
    amount: int | None
    currency: str
    digest: str = ""
    """Of what was before the eyes."""


class Stand(NamedTuple):
    """What is listed on a tab, and what is marked there."""

    view: str
    """Empty for all of them."""
    typed: str
    order: str
    descending: bool
    marks: Sequence[Kept]
    current: str
    """The record under the cursor."""


MARKS = Stand._fields.index("marks")


class Place(NamedTuple):
    """Where a session stood."""

    tab: str
    at: datetime
    stands: Mapping[str, Stand]
    """By tab, of those that were looked at."""


class Bookmark:
    """The file of one session. What cannot be read or written is done without."""

    def __init__(self, folder: Path, person: str) -> None:
        self._folder = folder
        name = person.encode().hex()
        self._paths = [folder / f"{name}.{n}" for n in range(SESSIONS)]
        self._path = folder
        self._file = -1

    def take(self) -> Place | None:
        """Hold a file from now on; where the last session that lost its line stood, if one did."""
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            known = sorted(filter(Path.exists, self._paths), key=_moved_at, reverse=True)
            for path in known:
                if self._hold(path):
                    return _read(self._file)
            any(self._hold(path) for path in self._paths if path not in known)
            return _forsaken(known)
        return None

    def keep(self, place: Place) -> None:
        """Write it over what stood there."""
        if self._file >= 0:
            text = json.dumps((place.tab, place.at.isoformat(), place.stands)).encode() + b"\n"
            with suppress(OSError):
                os.pwrite(self._file, text, 0)
                os.ftruncate(self._file, len(text))

    def forget(self) -> None:
        """They left of their own will: the next session begins at the beginning."""
        if self._file >= 0:
            with suppress(OSError):
                self._path.unlink()

    def _hold(self, path: Path) -> bool:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        if os.fstat(file).st_nlink == 0:  # taken along meanwhile
            os.close(file)
            return False
        self._path, self._file = path, file
        return True


class Whereabouts:
    """Where a session stands, from tab to tab, and where the one before it stood."""

    def __init__(self, bookmark: Bookmark) -> None:
        self._bookmark = bookmark
        self.before = bookmark.take()
        """None where the last session was left."""
        self._stands = dict(self.before.stands) if self.before else {}

    def tab(self, usual: str) -> str:
        """The tab to begin on."""
        return self.before.tab if self.before and self.before.tab in TAB else usual

    def stand(self, tab: str) -> Stand | None:
        """What was listed and marked on a tab."""
        return self._stands.get(tab)

    def stood(self, tab: str, stand: Stand) -> None:
        """Keep it at once: the line may drop before there is a pause."""
        self._stands[tab] = stand
        self._bookmark.keep(Place(tab, datetime.now(UTC), self._stands))

    def leave(self) -> None:
        """The person goes of their own will."""
        self._bookmark.forget()


def _moved_at(path: Path) -> float:
    return path.stat().st_mtime


def _forsaken(known: Sequence[Path]) -> Place | None:
    """Of sessions that all still run, the last one, if nothing moves there."""
    if not known or time() - _moved_at(known[0]) < FORSAKEN:
        return None
    file = os.open(known[0], os.O_RDONLY)
    try:
        return _read(file)
    finally:
        os.close(file)


def _read(file: int) -> Place | None:
    """A first line that is whole; None where there is none, or another version wrote it."""
    text = os.pread(file, os.fstat(file).st_size, 0).partition(b"\n")[0]
    try:
        tab, at, stands = json.loads(text)
        found = {
            name: Stand(*stand)._replace(marks=tuple(Kept(*mark) for mark in stand[MARKS]))
            for name, stand in stands.items()
        }
        return Place(tab, datetime.fromisoformat(at), found)
    except (ValueError, TypeError, AttributeError):
        return None
