"""What a record moves on its cost codes, as lines; what goes below nothing is marked."""

from console.widgets.figures import amount
from console.widgets.lines import Column, Line, Look, faint, flowed, heading, said, table
from core.impact import Basis, Impact, Share

TITLE = "Budget impact"
MARK = "!"
"""Beside what goes below nothing, for those who see no colour."""
BROAD = 60
"""From so many cells on every figure has a column of its own."""
NO_BUDGET = "no budget"


def impact_lines(of: Impact | None, width: int) -> list[Line]:
    """The figures of each cost code, and a sentence on what goes below nothing."""
    return [*impact_table(of, width), *beyond(of, width)]


def impact_table(of: Impact | None, width: int) -> list[Line]:
    """A heading and the figures of each cost code; empty where nothing moves."""
    if of is None:
        return []
    lines: list[Line] = [heading(TITLE)]
    if of.why:
        return [*lines, *flowed([faint(of.why)], width)]
    if not of.shares:
        return [*lines, (faint("It is written on no cost code."),)]
    if width >= BROAD:
        lines += [_marked(line) for line in table(_columns(of), _rows(of), width)]
    else:
        lines += _stacked(of, width)
    if of.more:
        lines += flowed([faint("The project has more records than are added up here.")], width)
    return lines


def beyond(of: Impact | None, width: int) -> list[Line]:
    """How many codes go below nothing; empty where none does."""
    if of is None or not of.over:
        return []
    what = "budget" if of.basis is Basis.BUDGET else "commitments"
    codes = "1 code goes" if len(of.over) == 1 else f"{len(of.over):,} codes go"
    return flowed([said(f"{MARK} {codes} beyond the {what}.", Look.NOT_YET)], width)


def _columns(of: Impact) -> tuple[Column, ...]:
    billed = (Column("Invoiced", right=True),) if of.basis is Basis.COMMITMENT else ()
    return (
        Column("Code"), Column("Budget", right=True), Column("Committed", right=True),
        *billed, Column("This", right=True), Column("Left after", right=True), Column(""),
    )  # fmt: skip


def _rows(of: Impact) -> list[tuple[str, ...]]:
    return [
        (
            share.name, _budget(share, of), amount(share.committed, of.currency),
            *((amount(share.invoiced, of.currency),) if of.basis is Basis.COMMITMENT else ()),
            amount(share.amount, of.currency), _after(share, of), MARK if share.over else "",
        )
        for share in of.shares
    ]  # fmt: skip


def _stacked(of: Impact, width: int) -> list[Line]:
    """Where there is no room for a table: what is left, and how it comes about beneath."""
    lines: list[Line] = []
    for share in of.shares:
        left = said(f" {_after(share, of)} left", Look.NOT_YET if share.over else Look.PLAIN)
        mark = said(f" {MARK}", Look.NOT_YET) if share.over else said("")
        lines += flowed([said(share.name, Look.KEY), left, mark], width, 2)
        lines += flowed([said("  "), faint(_sum(share, of))], width, 2)
    return lines


def _sum(share: Share, of: Impact) -> str:
    """`250,000.00 budget - 35,000.00 committed - 210,000.00 this`."""
    committed, this = amount(share.committed, of.currency), amount(share.amount, of.currency)
    if of.basis is Basis.COMMITMENT:
        return (
            f"{committed} committed - {amount(share.invoiced, of.currency)} invoiced - {this} this"
        )
    if share.budget is None:
        return f"{NO_BUDGET}; {committed} committed, {this} this"
    sign = "-" if share.after == share.budget - share.committed - share.amount else "+"
    return f"{_budget(share, of)} budget - {committed} committed {sign} {this} this"


def _budget(share: Share, of: Impact) -> str:
    return NO_BUDGET if share.budget is None else amount(share.budget, of.currency)


def _after(share: Share, of: Impact) -> str:
    return "unknown" if share.after is None else amount(share.after, of.currency)


def _marked(line: Line) -> Line:
    """The row of a code that goes below nothing in another look."""
    text = "".join(span.text for span in line)
    return (said(text, Look.NOT_YET),) if text.endswith(f" {MARK}") else line
