"""What the connector writes down: JSON lines in a file, with no field that is not on the list.

A text keeps no address of somebody's account: of a URL neither who asks nor what is asked, and
nothing that follows a word such as `token`. What could act on a terminal is written as an escape.
"""

import os
import re
from collections.abc import Container, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, cast

import structlog

WORDS = (
    "event level at owner pid took owing tab seen total left reads "
    "arrived news seconds why made sent failed state seq head checked incidents free floor"
)
ALLOWED = frozenset(WORDS.split(" "))
"""Fields that may carry their value; of any other only the type is written."""
TURNED_AT = 5_000_000
"""Bytes; a longer log is put aside when it is next opened."""
LONGEST = 500
URL = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)(?:[^\s/@]*@)?([^\s?#]*)[?#]?\S*")
SECRET = re.compile(
    r"(?i)\b((?:bearer|basic)\s+"
    r"|(?:authorization|token|password|passwd|secret|api[_-]?key)[\"']?\s*[:=]\s*[\"']?"
    r"(?:bearer\s+|basic\s+)?)[^\s,;\"']+"
)

Event = MutableMapping[str, Any]


class Log(Protocol):
    """What the connector needs of a logger."""

    def bind(self, **fields: object) -> "Log": ...

    def info(self, event: str, **fields: object) -> None: ...

    def warning(self, event: str, **fields: object) -> None: ...

    def error(self, event: str, **fields: object) -> None: ...


@contextmanager
def opened(path: Path) -> Iterator[Log]:
    """A logger that appends to a file which nobody else may read."""
    if path.exists() and path.stat().st_size > TURNED_AT:
        path.replace(path.with_suffix(".log.1"))
    number = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(number, "a", buffering=1, encoding="utf-8") as file:
        made = structlog.wrap_logger(
            structlog.WriteLogger(file),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
                listed,
                structlog.processors.JSONRenderer(),
            ],
            wrapper_class=structlog.BoundLogger,
        )
        yield cast("Log", made)


def listed(_: object, __: str, event: Event) -> Event:
    """Keep what is on the list; of the rest its type, so that nothing private is written."""
    return {name: as_logged(name, value) for name, value in event.items()}


def as_logged(name: str, value: object, allowed: Container[str] = ALLOWED) -> object:
    """A value as it may be written under this name; of any other only its type."""
    if name in allowed:
        if isinstance(value, str):
            return without_secrets(value)[:LONGEST]
        if value is None or isinstance(value, bool | int | float):
            return value
    return f"<{type(value).__name__}>"


def without_secrets(text: str) -> str:
    """The text without what opens doors, on one line whatever reads it."""
    bare = SECRET.sub(r"\1<left out>", URL.sub(r"\1\2", text))
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in bare)
