"""Whether what Sage shows is evidence that a person brought a record there."""

from collections import Counter

from core.case import Mirrored
from core.records import Budget, BudgetLine, Record
from core.vocabulary import Cents, words


def never_shows(record: Record) -> str:
    """Why nothing that is told of Sage can ever show it; empty where something can.

    Of a budget the estimates are told; forecasts and lines of nothing leave none.
    """
    body = record.body
    if isinstance(body, Budget) and not any(line.revised for line in body.lines):
        return f"a {words(record.kind)} without amounts leaves nothing to be seen"
    return ""


def lacks(record: Record, shown: Mirrored) -> str:
    """What of it Sage does not show yet; empty where it stands there.

    A document is there once its id is. A job's budget is there since its first export, so a later
    one is told by the estimates that it moves.
    """
    body, held = record.body, shown.body
    if not isinstance(body, Budget) or not body.exported:
        return ""
    theirs = _estimates(held.lines if isinstance(held, Budget) else ())
    before = _estimates(body.exported)
    for line in body.lines:
        wanted = before[_place(line)] + line.revised
        if line.revised and theirs[_place(line)] != wanted:
            where = " ".join(filter(None, (line.sub_job, line.code, line.category)))
            return f"{where} stands at {_money(theirs[_place(line)])} there, not {_money(wanted)}"
    return ""


def _estimates(lines: tuple[BudgetLine, ...]) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for line in lines:
        found[_place(line)] += line.revised
    return found


def _place(line: BudgetLine) -> tuple[str, str, str]:
    return line.sub_job, line.code, line.category


def _money(amount: Cents) -> str:
    return f"{amount / 100:,.2f}"
