"""Takes back what has not left for the ERP yet: records, or all that a batch did."""

from collections.abc import Sequence

from console.cli import act
from console.cli.call import Call, Trouble
from console.cli.choose import asked_of
from core.case import NOTHING_SAID
from core.ports import Asked
from core.vocabulary import Action


def recall(call: Call) -> int:
    """Raises: Trouble: nothing is named, or what is named is not there."""
    return act.done(call, Action.RECALL, _asked(call), NOTHING_SAID)


def _asked(call: Call) -> Sequence[Asked]:
    named = call.text("batch")
    if named is None:
        return asked_of(call)
    if call.several("id") or call.flag("all"):
        raise Trouble("Name records, or one --batch, not both.")
    batch = named.strip().upper()
    if call.desk.batch(batch) is None:
        raise Trouble(f"There is no batch {named!r}; `countersign batches` lists them.")
    return call.desk.batches.decided(batch)
