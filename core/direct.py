"""Which records leave for the ERP as they are sent, and why one waits for an approver after all."""

from core.case import Case
from core.fields import answered, fields_of, missing
from core.objection import Cause, Objection
from core.records import Record
from core.requirements import guards_of
from core.tabs import DIRECT_ROWS
from core.transitions import Transition
from core.values import NamedTuple
from core.vocabulary import Action, ErpStatus, words

RULE = "cross-cutting B.3"


class Way(NamedTuple):
    """How a record that is sent goes on."""

    row: Transition
    """The step without an approver."""
    case: Case
    """With the answers that the record carries by itself."""
    barriers: tuple[Objection, ...]
    """What an approver has to settle first; empty where it leaves at once."""


def way_of(case: Case, row: Transition) -> Way | None:
    """The way of a record whose kind is exported directly; None for any other (T11)."""
    kind = case.record.kind
    direct = DIRECT_ROWS.get((kind, case.record.status), {}).get(row.action)
    if direct is None or kind not in case.settings.direct_exports:
        return None
    fields = fields_of(case, Action.ACCEPT)
    asked = answered(case, fields)
    lacking = tuple(
        Objection(f.rule, f"{f.label} has to be given.", "an accounting approver", Cause.MISSING)
        for f in missing(asked, fields)
    )
    barred = standing(asked, Action.ACCEPT, ErpStatus.READY_TO_EXPORT)
    return Way(direct, asked, (*(o for o in barred if not o.warning), *lacking))


def standing(case: Case, action: Action, source: ErpStatus) -> tuple[Objection, ...]:
    """What the guards of an action say of a case, warnings included."""
    answers = case.answers
    return tuple(
        guard.objection(case, text)
        for guard in guards_of(case.record.kind, action, source)
        if not guard.asks or getattr(answers, guard.asks) is not None
        if (text := guard.objects(case)) is not None
    )


def told(barriers: tuple[Objection, ...]) -> str:
    """Why a record fell back, in one line."""
    return " ".join(o.text for o in barriers)


def warnings(record: Record, barriers: tuple[Objection, ...]) -> tuple[Objection, ...]:
    """The same for whoever sends it: allowed, and not what they may expect."""
    if not barriers:
        return ()
    text = f"This {words(record.kind)} is not exported directly and waits for an approver: "
    return (Objection(RULE, text + told(barriers), barriers[0].lifted_by, warning=True),)
