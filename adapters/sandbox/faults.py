"""The fault dial: how often the way to Sage goes wrong, and in which manner."""

import random
import time
from enum import StrEnum
from pathlib import Path

from adapters.sandbox.schema import fact, keep_fact, opened
from adapters.sqlite import Database
from core.ports import ErpRefused, OutcomeUnknown, OutsideUnreachable
from core.vocabulary import RecordId

SLOWNESS = 0.5
"""Seconds that a slow call takes longer."""


class FaultKind(StrEnum):
    """A manner in which a call goes wrong."""

    SLOW = "slow"
    """The answer comes late."""
    DOWN = "down"
    """Nobody answers, and nothing was sent."""
    REFUSE = "refuse"
    """A no that passes; nothing was written."""
    TIMEOUT = "timeout"
    """No answer, and nothing was written."""
    DROP = "drop"
    """Written, and the answer is lost."""


class FaultDial:
    """Keeps a percentage for each manner, and rolls the dice at each call."""

    def __init__(self, place: Database | Path, seed: int | None = None) -> None:
        """With a seed the dice fall the same way every time."""
        self._database = opened(place)
        self._dice = random.Random(seed)  # noqa: S311  # no secret hangs on it

    def turn(self, kind: FaultKind, percent: int) -> None:
        """Set how many of a hundred calls go wrong in this manner.

        Raises:
            ValueError: not a percentage.
        """
        if not 0 <= percent <= 100:  # noqa: PLR2004  # a percentage
            raise ValueError(f"{percent} is no percentage; turn the dial to 0 up to 100.")
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO faults VALUES (?, ?)"
                " ON CONFLICT (kind) DO UPDATE SET percent = excluded.percent",
                (kind, percent),
            )

    def turned(self) -> dict[FaultKind, int]:
        """Where the dial stands, each manner that is not at nothing."""
        found = self._database.rows("SELECT kind, percent FROM faults WHERE percent > 0")
        return {FaultKind(kind): percent for kind, percent in found}

    def befall(self, record: RecordId, kind: FaultKind) -> None:
        """Let the next writing of one record go wrong in this manner, whatever the dial says."""
        keep_fact(self._database, f"befall:{record}", kind)

    def slowness(self) -> float:
        return float(fact(self._database, "slowness") or SLOWNESS)

    def set_slowness(self, seconds: float) -> None:
        keep_fact(self._database, "slowness", str(seconds))

    def on_the_way(self) -> None:
        """What may befall a question, that changes nothing: slow and down.

        Raises:
            OutsideUnreachable: nobody answered.
        """
        dial = self.turned()
        if self._falls(dial, FaultKind.SLOW):
            time.sleep(self.slowness())
        if self._falls(dial, FaultKind.DOWN):
            raise OutsideUnreachable("The relay does not answer; nothing was sent.")

    def before_writing(self, record: RecordId | None = None) -> None:
        """What may befall a call before Sage has written anything, of a record where one is named.

        Raises:
            OutsideUnreachable: nobody answered.
            ErpRefused: a no that passes.
            OutcomeUnknown: no answer came.
        """
        self.on_the_way()
        dial = self.turned() | (self._meant_for(record) if record else {})
        if self._falls(dial, FaultKind.REFUSE):
            text = "Sage is busy with another import; nothing was written. Try again."
            raise ErpRefused("SAGE_BUSY", text, passing=True)
        if self._falls(dial, FaultKind.TIMEOUT):
            raise OutcomeUnknown("The import ran past its time; no answer came.")

    def _meant_for(self, record: RecordId) -> dict[FaultKind, int]:
        """What was meant for one record, once."""
        name = f"befall:{record}"
        kind = fact(self._database, name)
        if not kind:
            return {}
        keep_fact(self._database, name, "")
        return {FaultKind(kind): 100}

    def after_writing(self) -> None:
        """What may befall an answer after Sage has written.

        Raises:
            OutcomeUnknown: the answer was lost.
        """
        if self._falls(self.turned(), FaultKind.DROP):
            raise OutcomeUnknown("The connection broke before the answer was read.")

    def _falls(self, dial: dict[FaultKind, int], kind: FaultKind) -> bool:
        percent = dial.get(kind, 0)
        return percent > 0 and self._dice.random() * 100 < percent
