"""One company made of several: in which order, so that the surviving vendor is handed on."""

from collections.abc import Sequence

from core.case import Answers
from core.objection import Cause, Objection
from core.ports import Asked
from core.records import Record, folded
from core.vocabulary import ErpStatus


def linked_ids(primary: Record, others: Sequence[Record]) -> tuple[str, ...]:
    """The vendors of Sage that are linked to one of them; which survives is a choice if several."""
    found = {record.id: record for record in (primary, *others)}.values()
    return tuple(r.erp_id for r in found if r.status is ErpStatus.SYNCED and r.erp_id)


def planned(
    primary: Record, others: Sequence[Record], keep: str | None, *, confirmed: bool
) -> Sequence[Asked] | Objection:
    """What to ask of each company that ends; whoever holds the surviving id comes first.

    An objection where several are linked and nobody said which id survives, or none has that id.
    """
    held = linked_ids(primary, others)
    if keep is None and len(held) > 1:
        text = f"Several are linked to Sage; say which id survives: {' or '.join(held)}."
        return Objection("vendors 18", text, "you", cause=Cause.MISSING)
    spelt = next((h for h in held if folded(h) == folded(keep or "")), None)
    if keep is not None and spelt is None:
        text = f"{keep} is the Sage id of none of them; keep {' or '.join(held) or 'nothing'}."
        return Objection("vendors 18", text, "you")
    answers = Answers(link_to=primary.id, erp_id=spelt, confirmed=confirmed)
    first = sorted(others, key=lambda r: spelt is None or r.erp_id != spelt)
    return [Asked(record.id, record.version, answers) for record in first]


def as_it_stands(plan: Sequence[Asked], primary: Record, others: Sequence[Record]) -> list[Asked]:
    """The same for a rehearsal, in which no id is handed on from one to the next."""
    held = {record.id: record.erp_id for record in others}
    return [
        one._replace(answers=said._replace(erp_id=None))
        if (said := one.answers) and said.erp_id not in {held.get(one.record), primary.erp_id}
        else one
        for one in plan
    ]
