"""The answer to "may this be done?": allowed with what follows, or refused with every reason."""

from collections.abc import Iterable
from datetime import datetime

from core.objection import Cause, Objection
from core.records import Record
from core.values import NamedTuple
from core.vocabulary import Action, Effect, ErpStatus, RecordId


class Carried(NamedTuple):
    """All that names one company is to name another one."""

    names: tuple[RecordId, ...]
    """Under which the company that ends is named."""
    to: RecordId
    number: str
    title: str


class Allowed(NamedTuple):
    """What to commit."""

    action: Action
    record: Record
    """As it will be: moved, with its version one higher."""
    effect: Effect | None
    said: str = ""
    """What the audit entry quotes: answers and evidence."""
    warnings: tuple[Objection, ...] = ()
    absorbed: Record | None = None
    """A second record that ends with this decision, already moved (Action.ABSORB)."""
    absorbed_by: Action = Action.ABSORB
    """What became of that second record."""
    absorbed_owes: Effect | None = None
    carried: Carried | None = None
    """What names the record is to name another one."""
    leaves_at: datetime | None = None
    """Until when it can be recalled; None where it leaves at once, or does not leave."""


class Refused(NamedTuple):
    """What stands against it; never empty."""

    action: Action
    objections: tuple[Objection, ...]

    @property
    def cause(self) -> Cause:
        """The gravest: what may be known comes before what may be done."""
        order = (Cause.UNKNOWN, Cause.STALE, Cause.NO_SUCH_STEP, Cause.PERMISSION, Cause.RULE)
        causes = {o.cause for o in self.objections}
        return next((c for c in order if c in causes), Cause.MISSING)


class Outcome(NamedTuple):
    """What became of one record of a batch."""

    record: RecordId
    decision: Allowed | Refused


def leaves_at(outcomes: Iterable[Outcome]) -> datetime | None:
    """When the first of what was decided leaves; None where nothing waits."""
    allowed = (o.decision for o in outcomes if isinstance(o.decision, Allowed))
    return min((a.leaves_at for a in allowed if a.leaves_at), default=None)


class Field(NamedTuple):
    """An answer the action takes: shown as an extra field, or set with --set."""

    name: str
    """A field of core.case.Answers."""
    label: str
    rule: str
    required: bool = True
    default: str | None = None
    choices: tuple[str, ...] = ()
    hint: str = ""
    suggestions: tuple[str, ...] = ()
    """Texts that are offered, and none of which has to be taken."""


class Offer(NamedTuple):
    """An action the tables know from here, what it asks for, and what stands against it."""

    action: Action
    target: ErpStatus
    objections: tuple[Objection, ...]
    fields: tuple[Field, ...] = ()

    @property
    def open(self) -> bool:
        """Nothing but warnings stands against it."""
        return all(o.warning for o in self.objections)

    @property
    def askable(self) -> bool:
        """Nothing stands against it but what another answer to its fields may mend."""
        asked = {field.name for field in self.fields}
        return all(o.warning or o.asks in asked for o in self.objections)
