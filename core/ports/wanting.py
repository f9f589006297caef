"""Whether anybody still waits for what a thread reads."""

from collections.abc import Callable
from contextvars import ContextVar


class NotWanted(Exception):
    """What was being read is of no use any more; the reading was broken off."""


still_wanted: ContextVar[Callable[[], bool] | None] = ContextVar("still_wanted", default=None)
"""Set by whoever reads something long: asked now and then, also in the midst of one statement."""
