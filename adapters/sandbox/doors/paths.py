"""Which operation answers at which path: the table of a door, and the look into it."""

import re
from collections.abc import Callable, Mapping, Sequence

from adapters.sandbox.doors.exchange import Reply, Request
from core.values import NamedTuple

Answering = Callable[[Request, Mapping[str, str]], Reply]
"""Answers a call; the second are the values of the names in its path."""


class Path(NamedTuple):
    """One row of a door's table."""

    method: str
    pattern: str
    """With names in braces: `/rest/v1.0/vendors/{id}`."""
    answers: Answering
    writes: bool = False
    """Whether it changes something, so that an answer may be lost after it."""


class Found(NamedTuple):
    """The row that a call meets."""

    path: Path
    names: Mapping[str, str]


class Paths:
    """A door's table, ready to be looked into."""

    def __init__(self, rows: Sequence[Path]) -> None:
        self._rows = [(row, _compiled(row.pattern)) for row in rows]

    def find(self, method: str, path: str) -> Found | None:
        """The row for a call; None where there is none."""
        for row, pattern in self._rows:
            if row.method == method and (met := pattern.fullmatch(path)):
                return Found(row, met.groupdict())
        return None

    def knows(self, path: str) -> bool:
        """Whether anything answers here, by whatever method."""
        return any(pattern.fullmatch(path) for _, pattern in self._rows)


def _compiled(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", pattern)
    return re.compile(
        "".join(
            f"(?P<{part}>[^/]+)" if place % 2 else re.escape(part)
            for place, part in enumerate(parts)
        )
    )
