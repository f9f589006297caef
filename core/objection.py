"""Why not: a sentence, the rule it cites, and who can lift it."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from core.values import NamedTuple

if TYPE_CHECKING:
    from core.case import Case


class Cause(StrEnum):
    """The sort of refusal; the command line's exit code follows from it."""

    RULE = "rule"
    PERMISSION = "permission"
    STALE = "stale"
    NO_SUCH_STEP = "no_such_step"
    MISSING = "missing"
    """An answer the action needs was not given."""
    UNKNOWN = "unknown"
    """No such record."""


class Objection(NamedTuple):
    """One reason. A warning is shown and does not stop the action."""

    rule: str
    """Where the rule stands, for example `financials 27 (C4)`."""
    text: str
    lifted_by: str = ""
    cause: Cause = Cause.RULE
    warning: bool = False
    code: str = ""
    """For permissions: cross-cutting A.2's reason code."""
    asks: str = ""
    """The answer that it is about: another one may do."""


class Guard(NamedTuple):
    """A fact that should hold, the rules it enforces, and who can make it hold."""

    name: str
    rules: tuple[str, ...]
    lifted_by: str
    objects: Callable[["Case"], str | None]
    warns: Callable[["Case"], bool] | None = None
    """True where the company's policy makes this a warning."""
    asks: str = ""
    """The answer it examines: unasked while that answer is still missing."""
    set_aside_by: str = ""
    """The answer that sets it aside; it stands while that answer is missing."""

    def objection(self, case: "Case", text: str) -> Objection:
        """What it answered to a case, as an objection."""
        warning = self.warns is not None and self.warns(case)
        rules = ", ".join(self.rules)
        asks = self.asks or self.set_aside_by
        return Objection(rules, text, self.lifted_by, warning=warning, asks=asks)


def guard(
    *rules: str,
    lifted_by: str,
    warns: Callable[["Case"], bool] | None = None,
    asks: str = "",
    set_aside_by: str = "",
) -> Callable[[Callable[["Case"], str | None]], Guard]:
    """Make a guard of a function that returns None, or one sentence for the approver."""

    def made(objects: Callable[["Case"], str | None]) -> Guard:
        return Guard(objects.__name__, rules, lifted_by, objects, warns, asks, set_aside_by)

    return made
