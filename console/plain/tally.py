"""What was decided in one sitting, for the last lines and the exit code."""

from collections.abc import Iterator, Sequence

from console.cli import exits
from core.decision import Outcome, Refused
from core.objection import Cause
from core.vocabulary import Action, RecordId, capital, words


class Tally:
    """Counts what was done and what was refused."""

    def __init__(self) -> None:
        self._done: dict[Action, int] = {}
        self._refused = 0
        self._causes: set[Cause] = set()
        self.decided: set[RecordId] = set()
        """Records that something was done to."""

    def add(self, action: Action, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            if isinstance(outcome.decision, Refused):
                self._refused += 1
                self._causes.add(outcome.decision.cause)
            else:
                self._done[action] = self._done.get(action, 0) + 1
                (self.decided.discard if action is Action.RECALL else self.decided.add)(
                    outcome.record
                )

    def told(self, waiting: int) -> Iterator[str]:
        """How it went, of a queue that was so long."""
        for action, count in self._done.items():
            yield f"{capital(words(action))}: {count:,} done."
        if self._refused:
            yield f"Refused: {self._refused:,}."
        yield f"Left as they were: {max(0, waiting - len(self.decided)):,} of {waiting:,}."

    @property
    def code(self) -> int:
        """How the sitting ended, as an exit code."""
        return exits.of_batch(sum(self._done.values()), self._causes)
