"""One record written out: its fields beside the ERP's, its lines, its relatives, its history."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from console.columns import SIGNS
from console.widgets.figures import age, day, moment, money, percentage
from console.widgets.impact_lines import impact_lines
from console.widgets.lines import (
    EMPTY,
    Column,
    Line,
    Look,
    faint,
    flowed,
    heading,
    said,
    table,
)
from console.widgets.offer_lines import block, in_order
from console.widgets.typed_lines import typed_lines
from core.audit import Entry
from core.canonical import short
from core.case import Case
from core.decision import Offer
from core.markers import marking
from core.objection import Objection
from core.permissions import Deed, deed_objections
from core.ports import asked_for
from core.records import Record, lines_of
from core.tabs import TAB_OF
from core.values import NamedTuple
from core.vocabulary import Cents, ErpStatus, RecordKind, capital, words
from core.writing import Preview


class Page(NamedTuple):
    """All that the page of a record is made of."""

    case: Case
    offers: Sequence[Offer]
    history: Sequence[Entry]
    preview: Preview | None = None
    """What would be written, and what that moves."""


def page(of: Page, width: int) -> list[Line]:
    """Every section, top to bottom."""
    numbers = {known.id: known.number for known in of.case.related.values()}
    sections = (
        _head(of.case, width),
        _offers(of, width),
        _writing(of, width),
        impact_lines(of.preview.impact, width) if of.preview else [],
        typed_lines(of.case.record, numbers, width),
        _costs(of.case, width),
        _differences(of, width),
        _requested(of.case.record, width),
        _erp_lines(of.case, width),
        _relatives(of.case, width),
        _history(of.history, width),
    )
    lines: list[Line] = []
    for section in sections:
        if section:
            lines += [*section, EMPTY]
    return lines


def _head(case: Case, width: int) -> list[Line]:
    columns = (Column("Field"), Column("Here", bends=True), Column("In the ERP", bends=True))
    rows = [(name, here, there) for name, here, there in _compared(case)]
    rows += [(name, here, "") for name, here in _body_fields(case.record) if here]
    rows += [(name, here, "") for name, here in _origin(case.record) if here]
    lines = [heading("Record"), *table(columns, rows, width)]
    lines += flowed([faint(_sighting(case))], width)
    record = case.record
    if record.fault:
        told = [said("The ERP said: ", Look.NOT_YET), said(record.fault.text)]
        lines += flowed([*told, faint(f" [{record.fault.code}]")], width, 2)
    if text := marking(record):
        lines += flowed([said(text, Look.WARNING)], width, 2)
    if record.note:
        lines += flowed([faint("Last reason: "), said(record.note)], width, 2)
    return lines


def _compared(case: Case) -> Iterator[tuple[str, str, str]]:
    """What both sides have, and only those rows that either side fills."""
    record, seen = case.record, case.mirrored
    yield "Status", SIGNS[record.status].text, _posting(case)
    yield "Number", record.number, ""
    if record.erp_id or seen:
        yield "ERP id", record.erp_id or "", seen.erp_id if seen else ""
    yield "Title", record.title, seen.title if seen else ""
    there = money(seen.amount, record.currency) if seen and (seen.amount or record.amount) else ""
    if record.amount or there:
        yield "Amount", money(record.amount, record.currency), there
    named = (
        ("Job", record.project_number, seen.job if seen else ""),
        ("Vendor", record.vendor_name, seen.vendor if seen else ""),
        ("Belongs to", record.parent_number, seen.parent if seen else ""),
    )
    yield from (row for row in named if row[1] or row[2])


def _posting(case: Case) -> str:
    seen = case.mirrored
    if seen is None:
        return "not there" if case.mirror_age else "not read yet"
    posted = "posted" if seen.posted else "in an unposted batch"
    return posted if seen.active else f"{posted}, inactive"


def _sighting(case: Case) -> str:
    """How fresh the ERP's side is, in words."""
    seen = case.mirrored.seen_at if case.mirrored else case.mirror_age
    if seen is None:
        return f"The ERP has not been read for this kind yet; {_reader(case.record.kind)}."
    since = age(seen, case.now)
    ago = "just now" if since == "now" else f"{since} ago"
    if case.mirrored is None:
        return f"The ERP holds nothing under its id, as read {ago} ({moment(seen)} UTC)."
    return f"The ERP's side as read {ago} ({moment(seen)} UTC)."


def _reader(kind: RecordKind) -> str:
    """Whose turn it is to look."""
    refresh = TAB_OF[kind].refresh
    return f"{refresh} looks" if refresh else "the connector looks by itself"


SHOWN_ELSEWHERE = frozenset(
    {
        "lines", "exported", "codes", "types", "insurance", "removals", "tracks_extras",
        "transactions", "direct_costs", "unsyncable", "earlier",
    }
)  # fmt: skip
AMOUNTS = frozenset({"gross", "tax"})


def _body_fields(record: Record) -> Iterator[tuple[str, str]]:
    """Whatever the body of this kind has besides its lines, by its own names."""
    for name, value in record.body._asdict().items():
        if name not in SHOWN_ELSEWHERE:
            yield _label(name), _value(record, name, value)
    if released := sum(getattr(line, "released", 0) for line in lines_of(record)):
        yield "Retainage released", money(released, record.currency)


def _label(name: str) -> str:
    """`ERP active` for `erp_active`."""
    first, *rest = ["ERP" if word == "erp" else word for word in name.split("_")]
    return " ".join([capital(first), *rest])


def _value(record: Record, name: str, value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int() if name in AMOUNTS:
            return money(value, record.currency)
        case int() if name == "retainage":
            return _retainage(record, value)
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case None:
            return ""
        case tuple():
            return " ".join(str(part) for part in value)
        case _:
            return str(value)


def _retainage(record: Record, value: int) -> str:
    """A rate on a commitment, an amount where something is billed."""
    billed = hasattr(record.body, "gross")
    return money(Cents(value), record.currency) if billed else percentage(value)


def _origin(record: Record) -> Iterator[tuple[str, str]]:
    yield "Made by", _by(record.created_by, record.created_at)
    yield "Sent by", _by(record.sent_by, record.sent_at)
    yield "Changed", moment(record.changed_at)
    yield "Edited by", record.edited_by
    yield "Id and version", f"{record.id}, {record.version}"
    yield "Content", short(asked_for(record).digest)


def _by(who: str, when: datetime | None) -> str:
    return ", ".join(x for x in (who, moment(when)) if x)


def _offers(of: Page, width: int) -> list[Line]:
    if not of.offers:
        nothing = f"Nothing, while it is {words(of.case.record.status)}."
        return [heading("What may be done"), (faint(nothing),)]
    blocks = [block(offer, width) for offer in in_order(of.offers)]
    return [heading("What may be done"), *(line for b in blocks for line in b.lines)]


def _writing(of: Page, width: int) -> list[Line]:
    """What an acceptance would write; nothing where nothing is to be written."""
    from console.widgets.preview_lines import writing_lines

    preview = of.preview
    return writing_lines(preview, width) if preview and preview.writing else []


def _differences(of: Page, width: int) -> list[Line]:
    """What taking over Sage's values would change, where somebody may think of it."""
    from console.widgets.difference_lines import difference_lines
    from core.differences import COMPARED, choices

    lines: list[Line] = []
    for offer in of.offers:
        if offer.action in COMPARED and (found := choices(of.case, offer.action)):
            lines.append(heading(f"Difference to Sage: {words(offer.action)}"))
            lines += difference_lines(found, of.case.record.currency, width)
    return lines


def _requested(record: Record, width: int) -> list[Line]:
    """What a job asks to be made in Sage, and what was asked to be taken off it."""
    from console.widgets.difference_lines import removal_lines, requested_lines

    removals = removal_lines(record.body, width)
    requests = requested_lines(record.body, width)
    return [*requests, *([EMPTY] if requests and removals else []), *removals]


def _erp_lines(case: Case, width: int) -> list[Line]:
    """The ERP's lines, where they differ from ours."""
    seen = case.mirrored
    if seen is None or seen.body is None or type(seen.body) is not type(case.record.body):
        return []
    theirs = case.record._replace(body=seen.body)
    if lines_of(theirs) == lines_of(case.record) or not lines_of(theirs):
        return []
    lines = typed_lines(theirs, {}, width)
    return [heading(f"In the ERP: {lines[0][0].text}"), *lines[1:]]


def _costs(case: Case, width: int) -> list[Line]:
    """What a job's direct costs come to, where its project takes them one by one."""
    if case.record.kind is not RecordKind.JOB_COST:
        return []
    from console.widgets.cost_lines import cost_summary

    hidden: tuple[Objection, ...] = ()
    if case.chosen.transactions:
        hidden = deed_objections(Deed.SEE_COST_DETAILS, case.actor, case.settings)
    return cost_summary(case.record, hidden, width)


def _relatives(case: Case, width: int) -> list[Line]:
    columns = (
        Column("Is"), Column("Number"), Column("Title", bends=True),
        Column("Status"), Column("ERP id"),
    )  # fmt: skip
    rows = [
        (words(r.kind), r.number, r.title, _standing(r.status, active=r.active), r.erp_id or "")
        for r in case.related.values()
    ]
    if not rows and not case.dependants:
        return []
    lines = [heading("Related records"), *(table(columns, rows, width) if rows else [])]
    if case.dependants:
        are = "record names" if case.dependants == 1 else "records name"
        lines.append((faint(f"{case.dependants:,} linked {are} this one."),))
    return lines


def _standing(status: ErpStatus, *, active: bool) -> str:
    word = SIGNS[status].text
    return word if active else f"{word}, inactive"


def _history(entries: Sequence[Entry], width: int) -> list[Line]:
    """Newest first."""
    lines: list[Line] = [heading(f"History ({len(entries):,})")]
    if not entries:
        return [*lines, (faint("Nothing has been done to it yet."),)]
    columns = (
        Column("When (UTC)"), Column("Who", bends=True), Column("Did"), Column("From and to"),
    )  # fmt: skip
    newest = list(reversed(entries))
    rows = [(moment(e.at), e.actor, words(e.action), _moved(e)) for e in newest]
    drawn = table(columns, rows, width)
    lines.append(drawn[0])
    for entry, row in zip(newest, drawn[1:], strict=True):
        lines.append(row)
        lines += _quoted(entry, width)
    return lines


def _moved(entry: Entry) -> str:
    source = words(entry.source) if entry.source else "new"
    return entry.left_it if entry.source == entry.target else f"{source} → {entry.left_it}"


def _quoted(entry: Entry, width: int) -> list[Line]:
    pairs = [line.partition("=") for line in entry.said.splitlines() if line]
    texts = [
        f"{name.replace('_', ' ')}: {value}" if equals else name for name, equals, value in pairs
    ]
    if entry.batch:
        texts.append(f"batch {entry.batch}")
    if not texts:
        return []
    return flowed([said(" " * 4), faint("; ".join(texts))], width, 4)
