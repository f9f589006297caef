"""What a record would write into Sage and what that moves: as JSON and as text."""

from collections.abc import Iterator
from typing import Any

from console.cli import shapes
from console.cli.output import Column, table
from core.impact import Basis, Impact
from core.vocabulary import capital, words
from core.writing import Cell, Preview, Writing


def of_writing(writing: Writing | None) -> dict[str, Any] | None:
    if writing is None:
        return None
    return {
        "action": writing.action.value,
        "on_its_way": writing.on_its_way,
        "in_sage": writing.held is not None,
        "fields": [
            {
                "field": cell.field,
                "held": _json(cell, writing, cell.held),
                "written": _json(cell, writing, cell.written),
                "how": cell.how or None,
            }
            for cell in writing.cells
        ],
        "lines": shapes.of_field(writing.record.body, "lines")
        if hasattr(writing.record.body, "lines")
        else [],
        "changed_on_the_way": list(writing.left_out),
        "one_way": list(writing.one_way),
    }


def of_impact(impact: Impact | None) -> dict[str, Any] | None:
    if impact is None:
        return None
    return {
        "left_of": impact.basis.value,
        "currency": impact.currency,
        "codes": [
            {
                "sub_job": share.sub_job or None,
                "code": share.code,
                "category": share.category,
                "budget": None if share.budget is None else shapes.money(share.budget),
                "committed": shapes.money(share.committed),
                "invoiced": shapes.money(share.invoiced),
                "amount": shapes.money(share.amount),
                "left": None if share.after is None else shapes.money(share.after),
                "over": share.over,
            }
            for share in impact.shares
        ],
        "over": len(impact.over),
        "why": impact.why or None,
        "incomplete": impact.more,
    }


def told(preview: Preview) -> Iterator[str]:
    """Both, as lines of text."""
    if preview.writing is not None:
        yield from _written(preview.writing)
    if preview.impact is not None:
        yield from _moved(preview.impact)


def _written(writing: Writing) -> Iterator[str]:
    would = f"{capital(words(writing.action))} would write"
    yield "On its way into Sage" if writing.on_its_way else would
    for cell in writing.cells:
        before, now = (_text(cell, writing, value) for value in (cell.held, cell.written))
        change = f"{before or 'nothing'} > " if writing.held and cell.held != cell.written else ""
        how = f"  ({cell.how})" if cell.how else ""
        yield f"  {cell.field.replace('_', ' '):16} {change}{now}{how}"
    yield from (f"  {text}" for text in writing.left_out)
    yield from (f"  One way: {text}" for text in writing.one_way)


def _moved(impact: Impact) -> Iterator[str]:
    yield "Budget impact"
    if impact.why or not impact.shares:
        yield f"  {impact.why or 'It is written on no cost code.'}"
        return
    billed = impact.basis is Basis.COMMITMENT
    columns = [
        Column("code"), Column("budget", right=True), Column("committed", right=True),
        *([Column("invoiced", right=True)] if billed else []),
        Column("this", right=True), Column("left", right=True), Column(""),
    ]  # fmt: skip
    rows = [
        [
            share.name, "none" if share.budget is None else shapes.money(share.budget),
            shapes.money(share.committed), *([shapes.money(share.invoiced)] if billed else []),
            shapes.money(share.amount),
            "unknown" if share.after is None else shapes.money(share.after),
            "over" if share.over else "",
        ]
        for share in impact.shares
    ]  # fmt: skip
    yield from (f"  {line}" for line in table(columns, rows))
    if impact.more:
        yield "  The project has more records than are added up here."


def _json(cell: Cell, writing: Writing, value: Any) -> Any:  # noqa: ANN401  # a field of any kind
    if isinstance(value, int) and not isinstance(value, bool) and _is_money(cell, writing):
        return shapes.money(value)
    return shapes.plain(value)


def _is_money(cell: Cell, writing: Writing) -> bool:
    share = (type(writing.record.body), cell.field) in shapes.SHARES
    return not share and (cell.money or cell.field in shapes.MONEY)


def _text(cell: Cell, writing: Writing, value: Any) -> str:  # noqa: ANN401  # likewise
    if value and (type(writing.record.body), cell.field) in shapes.SHARES:
        return f"{value / 100:g} %"
    made = _json(cell, writing, value)
    return "" if made is None else str(made)
