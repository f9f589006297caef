"""What is committed and not yet performed, and why not: one line an effect."""

from console.cli import exits
from console.cli.call import Call, Trouble
from console.cli.output import Column, table
from console.cli.shapes import moment
from core.permissions import Deed, deed_objections

USUAL = 50
COLUMNS = (
    Column("record"), Column("number", shrinks=True), Column("is owed", shrinks=True),
    Column("tried", right=True), Column("next, UTC"), Column("why it was not performed"),
)  # fmt: skip


def owed(call: Call) -> int:
    """What was tried oftenest first."""
    store = call.house.store
    objections = deed_objections(Deed.SEE_WORKLIST, call.actor, store.settings())
    if objections:
        raise Trouble(" ".join(o.text for o in objections), exits.DENIED)
    limit = call.count("limit")
    found = store.unperformed(USUAL if limit is None else limit)
    numbers = {one.record: store.find(one.record).number for one in found}
    value = [
        {
            "record": one.record, "number": numbers[one.record], "effect": one.effect.value,
            "attempts": one.attempts, "owed_at": one.owed_at.isoformat(),
            "due_at": one.due_at.isoformat(), "why": one.why or None,
        }
        for one in found
    ]  # fmt: skip
    rows = (
        (
            one.record, numbers[one.record], one.effect.value, str(one.attempts),
            moment(one.due_at) or "", one.why,
        )
        for one in found
    )  # fmt: skip
    call.out.answer(value, table(COLUMNS, rows) if found else ["Nothing is owed."])
    return exits.DONE
