"""What failed, by its root cause."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from console.cli import exits, shapes
from console.cli.call import Call
from core.decoding import Group


def errors(call: Call) -> int:
    """Every group, the largest first."""
    groups, now = call.desk.overviews.errors(), datetime.now(UTC)
    call.out.answer([_shape(group, now) for group in groups], _lines(groups))
    return exits.DONE


def _lines(groups: Sequence[Group]) -> Iterator[str]:
    if not groups:
        yield "Nothing failed."
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
