"""What failed, by its root cause."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from console.cli import exits, shapes
from console.cli.call import Call
from core.decoding import Group

if TYPE_CHECKING:
    from core.reconciling import Incident

LOOK_INTO_IT = "Look in Sage and mend what differs, there or here; then `countersign reconcile`."


def errors(call: Call) -> int:
    """Every group, the largest first."""
    groups, now = call.desk.overviews.errors(), datetime.now(UTC)
    incidents = _incidents(call)
    value = [*(_shape(group, now) for group in groups), *map(_of_incident, incidents)]
    call.out.answer(value, _lines(groups, incidents))
    return exits.DONE


def _incidents(call: Call) -> "tuple[Incident, ...]":
    """What the last comparison with Sage found."""
    from core.reconciling import last

    found = last(call.house.store)
    return found.incidents if found else ()


def _of_incident(one: "Incident") -> dict[str, Any]:
    return {
        "code": f"COMPARED_{one.sort.name}",
        "about": one.record,
        "known": True,
        "cause": one.text,
        "next": LOOK_INTO_IT,
        "who": "an accounting approver",
        "count": 1,
        "passing": 0,
        "totals": {},
        "sage": one.text,
        "records": [],
    }


def _lines(groups: Sequence[Group], incidents: "tuple[Incident, ...]") -> Iterator[str]:
    if not groups and not incidents:
        yield "Nothing failed."
    for one in incidents:
        yield f"COMPARED_{one.sort.name} {one.record}: {one.text}"
        yield f"  Next: {LOOK_INTO_IT} By an accounting approver."
    for group in groups:
        root, meaning = group.root, group.meaning
        sums = "".join(f", {shapes.money(total)} {currency}" for currency, total in group.totals)
        passing = f", {group.passing:,} may pass" if group.passing else ""
        about = f" {root.thing}" if root.thing and group.known else ""
        yield f"{root.code}{about}: {len(group.failures):,}{sums}{passing}"
        yield f"  {meaning.cause}"
        yield f"  Next: {meaning.step} By {meaning.who}."
        yield f"  Sage: {group.example}"
        named = " ".join(one.row.id for one in group.failures[:NAMED])
        more = f" and {len(group.failures) - NAMED:,} more" if len(group.failures) > NAMED else ""
        yield f"  {named}{more}"


NAMED = 5
"""How many records of a group are named; --json names all."""


def _shape(group: Group, now: datetime) -> dict[str, Any]:
    meaning = group.meaning
    return {
        "code": group.root.code,
        "about": group.root.thing or None,
        "known": group.known,
        "cause": meaning.cause,
        "next": meaning.step,
        "who": meaning.who,
        "count": len(group.failures),
        "passing": group.passing,
        "totals": {currency: shapes.money(total) for currency, total in group.totals},
        "sage": group.example,
        "records": [
            shapes.of_row(row, now) | {"passing": fault.passing} for row, fault, _ in group.failures
        ],
    }
