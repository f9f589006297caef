"""The inbox: what the person at the keyboard may decide now, over all tabs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from console.cli import exits, shapes
from console.cli.call import Call
from console.cli.output import Column, table
from core.inbox import Inbox, Item
from core.tabs import TAB_OF
from core.vocabulary import words

SHOWN = 50
EVERY = 1_000_000
COLUMNS = (
    Column("points", right=True),
    Column("age", right=True),
    Column("tab", spare=True),
    Column("id"),
    Column("number", shrinks=True),
    Column("title", shrinks=True),
    Column("status", shrinks=True),
    Column("amount", right=True),
    Column("waits", right=True, spare=True),
    Column("may"),
)


def inbox(call: Call) -> int:
    """The most pressing first."""
    said, now = call.count("limit"), datetime.now(UTC)
    found = call.desk.overviews.inbox(now, SHOWN if said is None else said or EVERY)
    call.out.answer(_shape(found, now), _lines(found, now))
    return exits.DONE


def _lines(found: Inbox, now: datetime) -> Iterator[str]:
    yield from found.overrides
    if not found.items:
        yield "Nothing waits for you."
        return
    yield from table(COLUMNS, (_cells(item, now) for item in found.items))
    places = ", ".join(f"{tab} {count:,}" for tab, count in found.waiting.items())
    yield f"{found.total:,} in all: {places}."


def _cells(item: Item, now: datetime) -> tuple[str, ...]:
    row = item.row
    return (
        str(item.points.total), _days(item, now), TAB_OF[row.kind].name, row.id, row.number,
        row.title, words(row.status), shapes.money(row.amount), str(item.blocks or ""),
        " ".join(words(a) for a in item.open) or "held",
    )  # fmt: skip


def _days(item: Item, now: datetime) -> str:
    return f"{max(0, (now - item.row.age_from).days)}d"


def _shape(found: Inbox, now: datetime) -> dict[str, Any]:
    return {
        "total": found.total,
        "overrides": list(found.overrides),
        "waiting": dict(found.waiting),
        "items": [
            shapes.of_row(item.row, now)
            | {
                "points": {**item.points._asdict(), "total": item.points.total},
                "blocks": item.blocks,
                "decisions": [a.value for a in item.decisions],
                "open": [a.value for a in item.open],
                "held": [shapes.of_objection(o) for o in item.held],
            }
            for item in found.items
        ],
    }
