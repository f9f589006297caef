"""A record before it is decided, as lines: what Sage holds, what would be written and moved."""

from collections.abc import Iterator
from datetime import date, datetime

from console.widgets.figures import age, amount, day, moment, money, percentage
from console.widgets.impact_lines import BROAD, beyond, impact_table
from console.widgets.lines import (
    EMPTY,
    Line,
    Look,
    Span,
    faint,
    flowed,
    heading,
    said,
    standing,
)
from console.widgets.typed_lines import typed_lines
from core.records import Commitment, Record, lines_of
from core.vocabulary import capital, words
from core.writing import Cell, Preview, Writing

NOTHING = "Nothing is to be written."


def preview_lines(of: Preview, width: int) -> list[Line]:
    """Every section, top to bottom."""
    record = of.case.record
    sections = (
        [*_head(record, width), *beyond(of.impact, width)],
        writing_lines(of, width),
        impact_table(of.impact, width),
        _lines(of, width),
    )
    lines: list[Line] = []
    for section in sections:
        if section:
            lines += [*section, EMPTY]
    return lines[:-1]


def _head(record: Record, width: int) -> list[Line]:
    lines = flowed([said(record.number, Look.HEAD), said(f"  {record.title}")], width, 2)
    sum_ = f"  {money(record.amount, record.currency)}" if record.amount else ""
    return [*lines, (standing(record.status), said(sum_))]


def writing_lines(of: Preview, width: int) -> list[Line]:
    """What would be written beside what Sage holds, for a page that shows the rest itself."""
    return [*_writing(of, width), *_one_way(of.writing, width)]


def _writing(of: Preview, width: int) -> list[Line]:
    made = of.writing
    if made is None:
        return [heading("In Sage"), *_sighting(of, width), (faint(NOTHING),)]
    currency = of.case.record.currency
    would = f"{capital(words(made.action))} would write"
    lines: list[Line] = [heading("On its way into Sage" if made.on_its_way else would)]
    lines += _sighting(of, width)
    for cell in made.cells:
        lines += flowed(list(_cell(cell, made, currency)), width, 2)
    for text in made.left_out:
        lines += flowed([said(text, Look.WARNING)], width, 2)
    return lines


def _sighting(of: Preview, width: int) -> list[Line]:
    """What Sage holds under its id, and how old that is."""
    case, held = of.case, of.case.mirrored
    seen = held.seen_at if held else case.mirror_age
    if seen is None:
        return flowed([faint("Sage has not been read for this kind yet.")], width)
    since = age(seen, case.now)
    when = f"as read {'just now' if since == 'now' else f'{since} ago'}"
    if held is None:
        return flowed([faint(f"Sage holds nothing under its id, {when}.")], width)
    sum_ = f", {amount(held.amount, case.record.currency)}" if held.amount else ""
    where = "" if held.posted else ", in an unposted batch"
    text = f"Sage holds {held.erp_id}: {held.title}{sum_}{where}; {when}."
    return flowed([faint(text)], width)


def _cell(cell: Cell, made: Writing, currency: str) -> Iterator[Span]:
    """`Amount  1,200.00 → 1,250.00  the sum of 2 lines`."""
    name = cell.field.replace("_", " ")
    yield said(f"{capital(name)}  ", Look.FAINT)
    now = _value(cell.written, cell, made, currency)
    if made.held is not None and cell.held != cell.written:
        before = _value(cell.held, cell, made, currency) or "nothing"
        yield said(f"{before} → ", Look.FAINT)
        yield said(now or "nothing", Look.WARNING)
    else:
        yield said(now)
    if cell.how:
        yield faint(f"  {cell.how}")


def _value(value: object, cell: Cell, made: Writing, currency: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case int() if cell.field == "retainage" and isinstance(made.record.body, Commitment):
            return percentage(value)
        case int() if cell.money or cell.field == "retainage":
            return amount(value, currency)
        case _:
            return str(value)


def _one_way(made: Writing | None, width: int) -> list[Line]:
    if made is None or not made.one_way:
        return []
    lines: list[Line] = []
    for text in made.one_way:
        lines += flowed([said("One way: ", Look.NOT_YET), said(text)], width, 2)
    return lines


def _lines(of: Preview, width: int) -> list[Line]:
    """Lines as they leave; where Sage holds some, how they differ from those."""
    made = of.writing
    if made is None:
        return []
    if made.lines:
        from console.widgets.difference_lines import shown

        lines = [heading(f"Lines that differ from Sage ({len(made.lines):,})")]
        for one in made.lines:
            before, after = (shown(x, one, made.record.currency) for x in (one.before, one.after))
            field = one.field.replace("_", " ")
            told = [said(f"{one.line} ", Look.KEY), faint(f"{field} "), said(f"{before} → {after}")]
            lines += flowed(told, width, 2)
        return lines
    if width < BROAD:
        return _slim(made.record, width)
    numbers = {known.id: known.number for known in of.case.related.values()}
    return typed_lines(made.record, numbers, width)


def _slim(record: Record, width: int) -> list[Line]:
    """One paragraph a line: a table would not fit, and its figures are never cut."""
    found = lines_of(record)
    if not found:
        return []
    lines: list[Line] = [heading(f"Lines as they leave ({len(found):,})")]
    for line in found:
        names = (getattr(line, part, "") for part in ("sub_job", "code", "category"))
        name = " ".join(part for part in names if part)
        cents = getattr(line, "revised", getattr(line, "amount", None))
        sum_ = f"  {amount(cents, record.currency)}" if cents is not None else ""
        kept = getattr(line, "retainage", 0)
        less = f"  less {amount(kept, record.currency)} retained" if kept else ""
        told = (said(name, Look.KEY), said(f"{sum_}{less}"), faint(_description(line)))
        lines += flowed(told, width, 2)
    return lines


def _description(line: object) -> str:
    text = getattr(line, "description", "")
    return f"  {text}" if text else ""
