"""A call that is held at the door, or an export that stands at a stage, until it is let go.

Whoever asks can be looked at meanwhile, or killed.
"""

import time
from enum import StrEnum
from pathlib import Path

from adapters.sandbox.schema import fact, keep_fact, opened
from adapters.sqlite import Database

WANTED, HERE, STAGE = "hold_wanted", "hold_here", "hold_stage"
LONGEST = 30.0
"""Seconds after which a call that nobody lets go goes on."""
STEP = 0.005
GIVEN = "given"


class Moment(StrEnum):
    """Where on its way a call is held."""

    ASKED = "asked"
    """Nothing was done about it yet."""
    ANSWERED = "answered"
    """It is done, and its answer is not given yet."""


class Hold:
    """Holds the next call of one sort; told by one process, heeded by the door of another."""

    def __init__(self, place: Database | Path) -> None:
        self._database = opened(place)

    # who watches

    def set(self, moment: Moment, method: str, path: str) -> None:
        """Hold the next call to a path; one that ends in a slash stands for all below it."""
        keep_fact(self._database, HERE, "")
        keep_fact(self._database, WANTED, f"{moment} {method} {path}")

    def holds(self) -> bool:
        """Whether a call stands there."""
        return fact(self._database, HERE) == WANTED

    def given(self) -> bool:
        """Whether the answer that was held has been given since."""
        return fact(self._database, HERE) == GIVEN

    def let_go(self) -> None:
        """Let whatever is held go on."""
        keep_fact(self._database, WANTED, "")

    def stand_at(self, stage: str) -> None:
        """Every export through hh2 goes to this stage at once, and no further; "": by the clock."""
        keep_fact(self._database, STAGE, stage)

    # the door

    def at(self, moment: Moment, method: str, path: str) -> bool:
        """Wait here while this call is held. Returns whether it was."""
        if not self._is_meant(moment, method, path):
            return False
        keep_fact(self._database, HERE, WANTED)
        end = time.monotonic() + LONGEST
        while time.monotonic() < end and self._is_meant(moment, method, path):
            time.sleep(STEP)
        return True

    def gave(self) -> None:
        """The answer that was held is on its way."""
        keep_fact(self._database, HERE, GIVEN)

    def stage(self) -> str:
        """Where every export stands; empty where the clock rules."""
        return fact(self._database, STAGE) or ""

    def _is_meant(self, moment: Moment, method: str, path: str) -> bool:
        said = (fact(self._database, WANTED) or "").split(" ")
        if len(said) != len(("moment", "method", "path")) or said[:2] != [moment, method]:
            return False
        wanted = said[-1]
        return path.startswith(wanted) if wanted.endswith("/") else path == wanted
