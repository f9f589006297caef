"""What the connector writes down: JSON lines in a file, with no field that is not on the list."""

import os
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, cast

import structlog

WORDS = (
    "event level at owner pid took owing tab seen arrived news seconds why made sent failed state"
)
ALLOWED = frozenset(WORDS.split(" "))
"""Fields that may carry their value; of any other only the type is written."""
TURNED_AT = 5_000_000
"""Bytes; a longer log is put aside when it is next opened."""
LONGEST = 500

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
    return {name: _kept(name, value) for name, value in event.items()}


def _kept(name: str, value: object) -> object:
    if name not in ALLOWED:
        return f"<{type(value).__name__}>"
    return value[:LONGEST] if isinstance(value, str) else value
