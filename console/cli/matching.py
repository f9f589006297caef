"""Suggested matches: listed, and linked all at once."""

from collections.abc import Iterator, Sequence
from typing import Any

from console.cli import act, exits
from console.cli.call import Call, Trouble
from console.cli.output import Column, table
from core.case import NOTHING_SAID
from core.matches import Match, ties
from core.vocabulary import Action, words

SHOWN = 100
COLUMNS = (
    Column("vendor"),
    Column("Sage id"),
    Column("name in Sage", shrinks=True),
    Column("company"),
    Column("name in the directory", shrinks=True),
    Column("status", spare=True),
    Column("how alike"),
)


def matches(call: Call) -> int:
    """Every pair, the equal names first."""
    found = call.desk.matches(_likeness() if call.flag("near") else None)
    limit = call.count("limit")
    limit = SHOWN if limit is None else limit
    shown = found[:limit] if limit else found
    call.out.answer([_shape(match) for match in shown], _lines(shown, found))
    return exits.DONE


def link(call: Call) -> int:
    """Link what is named, or with --suggested every pair that leaves no doubt."""
    if not call.flag("suggested"):
        return act.perform(call)
    if call.several("id") or call.flag("all"):
        raise Trouble("Name records, or say --suggested, not both.")
    asked = [match.asked for match in ties(call.desk.matches())]
    return act.done(call, Action.LINK, asked, NOTHING_SAID)


def _likeness() -> Any:  # noqa: ANN401  # bootstrap alone knows what it is
    from console.bootstrap import likeness

    return likeness()


def _lines(shown: Sequence[Match], found: Sequence[Match]) -> Iterator[str]:
    if not found:
        yield "No vendor that is ready to import has the name of a company that may be linked."
        return
    rows = [
        (
            m.vendor.id, m.vendor.erp_id or "", m.vendor.title, m.company.id, m.company.title,
            words(m.company.status), m.words,
        )
        for m in shown
    ]  # fmt: skip
    yield from table(COLUMNS, rows)
    sure = len(ties(found))
    yield f"{len(found):,} in all; `link --suggested` links the {sure:,} that leave no doubt."


def _shape(match: Match) -> dict[str, Any]:
    vendor, company = match.vendor, match.company
    return {
        "vendor": {
            "id": vendor.id, "version": vendor.version, "erp_id": vendor.erp_id,
            "name": vendor.title,
        },
        "company": {
            "id": company.id, "version": company.version, "number": company.number,
            "name": company.title, "status": company.status.value,
        },
        "percent": match.percent,
        "suggested": match.sure,
        "rivals": match.rivals,
    }  # fmt: skip
