"""Dying at a named point, as if the power had gone: for trials on sandbox companies only."""

import os
import signal
from collections.abc import Callable

VARIABLE = "COUNTERSIGN_CRASH"


def dying_at(point: str) -> Callable[[str], None]:
    """Ends this process at a point, without a word."""

    def passing(reached: str) -> None:
        if reached == point:
            os.kill(os.getpid(), signal.SIGKILL)

    return passing


def told_to_die(*, sandbox: bool) -> Callable[[str], None]:
    """What the environment asks for; nothing where it asks for nothing, or the books are real."""
    point = os.environ.get(VARIABLE, "") if sandbox else ""
    return dying_at(point) if point else lambda _: None
