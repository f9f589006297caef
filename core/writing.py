"""What would be written into Sage for a record, field by field, beside what Sage holds.

A value that is worked out says how: a sum, a rate, a cut, a number that is suggested.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from core.case import Case
from core.changes import proposed
from core.differences import MONEY, Difference, between
from core.fields import answered, fields_of
from core.impact import Impact
from core.payload import payload
from core.records import (
    Body,
    Budget,
    Commitment,
    CommitmentChange,
    Company,
    InvoiceLine,
    OwnerInvoice,
    PrimeChange,
    Project,
    Record,
    SubcontractorInvoice,
    SubJob,
    lines_of,
)
from core.settings import Retainage
from core.tabs import ROWS
from core.values import NamedTuple
from core.vocabulary import Action, ErpStatus, RecordKind, with_article, words

S = ErpStatus
Value = Any

TRAVELS: Mapping[type[Body], tuple[str, ...]] = {
    Company: ("vendor_type",),
    Project: ("address", "city", "state", "zip"),
    SubJob: (),
    Budget: ("forecast",),
    Commitment: ("type", "dated", "retainage", "scope"),
    CommitmentChange: ("created", "approved", "scope"),
    PrimeChange: ("transaction_date", "estimates"),
    SubcontractorInvoice: ("billing_date", "accounting_date", "gross", "retainage"),
    OwnerInvoice: ("period_end", "billing"),
}
"""What goes along of a body besides its lines; a kind that is not here is never exported."""
WITHOUT_SUM = frozenset({RecordKind.COMPANY, RecordKind.PROJECT, RecordKind.SUB_JOB})
ON_ITS_WAY = frozenset({S.EXPORTING, S.OUTCOME_UNKNOWN})
BY_ACCEPT = (S.UNSENT, S.RETRIEVED, S.REJECTED, S.UNLINKED, S.READY_TO_EXPORT, S.FAILED)


class Cell(NamedTuple):
    """One field: what Sage holds, what would be written, and how that is worked out."""

    field: str
    held: Value
    written: Value
    how: str = ""

    @property
    def money(self) -> bool:
        return self.field in MONEY or self.field in {"gross", "tax"}


class Writing(NamedTuple):
    """What one action would write."""

    action: Action
    record: Record
    """As it leaves."""
    held: Record | None
    """As Sage holds it; None where it holds nothing under its id."""
    cells: tuple[Cell, ...]
    lines: tuple[Difference, ...]
    """Lines that differ from those in Sage; empty where Sage holds none to compare."""
    left_out: tuple[str, ...]
    """What is changed on the way, or does not travel, in sentences."""
    one_way: tuple[str, ...]
    """What cannot be taken back once it is done."""
    on_its_way: bool = False
    """It is decided; what leaves is what was answered then."""


class Preview(NamedTuple):
    """All that is looked at before a record is decided."""

    case: Case
    writing: Writing | None
    impact: Impact | None


def writing(case: Case) -> Writing | None:
    """What an acceptance would write, or an update; None where nothing is to be written."""
    record = case.record
    action = _action(record)
    if action is None or type(record.body) not in TRAVELS:
        return None
    decided = record.status in ON_ITS_WAY
    asked = case if decided else answered(case, fields_of(case, action))
    proposes = action is Action.ACCEPT and not decided
    after = proposed(asked, asked.record) if proposes else asked.record
    leaving = payload(after, case.settings)
    held = _held(case)
    return Writing(
        action,
        leaving,
        held,
        tuple(_cells(asked, leaving, held)),
        _lines(held, leaving),
        tuple(_left_out(record, leaving)),
        () if decided else one_way(case, action),
        decided,
    )


def one_way(case: Case, action: Action) -> tuple[str, ...]:
    """Why an action cannot be taken back, in sentences; empty where it can."""
    said = [f"{f.label}." for f in fields_of(case, action) if f.name == "confirmed"]
    kind = case.record.kind
    unlinks = Action.UNLINK in ROWS.get((kind, S.SYNCED), {})
    if action is Action.ACCEPT and not unlinks and not said:
        said.append(
            f"There is no unlink of {with_article(words(kind))}: what Sage took stays linked."
        )
    return tuple(said)


def _action(record: Record) -> Action | None:
    rows = ROWS.get((record.kind, record.status), {})
    if Action.UPDATE in rows:
        return Action.UPDATE
    accepts = Action.ACCEPT in ROWS.get((record.kind, S.READY_TO_EXPORT), {})
    waits = record.status in BY_ACCEPT or record.status in ON_ITS_WAY
    return Action.ACCEPT if accepts and waits else None


def _held(case: Case) -> Record | None:
    seen, record = case.mirrored, case.record
    if seen is None:
        return None
    same = type(seen.body) is type(record.body)
    body = seen.body if same and seen.body is not None else type(record.body)()
    return record._replace(erp_id=seen.erp_id, title=seen.title, amount=seen.amount, body=body)


def _lines(held: Record | None, leaving: Record) -> tuple[Difference, ...]:
    """A budget's entries are added to what Sage holds, so they are no difference to it."""
    if held is None or not lines_of(held) or isinstance(leaving.body, Budget):
        return ()
    return tuple(one for one in between(held, leaving) if one.line)


def _cells(case: Case, leaving: Record, held: Record | None) -> Iterator[Cell]:
    suggested = "the number it has" if leaving.erp_id == leaving.number else ""
    named = leaving.erp_id or "typed when it is accepted"
    how = "as it was given" if case.record.erp_id else suggested
    yield Cell("Sage id", held.erp_id if held else None, named, how)
    yield Cell("title", held.title if held else None, leaving.title, _cut(case.record, leaving))
    yield from _named(case)
    if leaving.kind not in WITHOUT_SUM:
        yield Cell("amount", held.amount if held else None, leaving.amount, _amount(case, leaving))
    for name in TRAVELS[type(leaving.body)]:
        written = getattr(leaving.body, name)
        before = getattr(held.body, name) if held else None
        if written not in {None, "", 0} or before not in {None, "", 0}:
            how = HOW[name](case, leaving) if name in HOW else ""
            yield Cell(name, before, written, how)


def _named(case: Case) -> Iterator[Cell]:
    """Whatever Sage must hold already, by the id that it has there."""
    seen = case.mirrored
    around = (
        ("job", case.project, seen.job if seen else None),
        ("vendor", case.vendor, seen.vendor if seen else None),
        ("belongs to", case.parent, seen.parent if seen else None),
    )
    for name, one, there in around:
        if one is not None and one.id != case.record.id:
            yield Cell(name, there or None, one.erp_id or f"{one.number}, not in Sage yet")


def _cut(record: Record, leaving: Record) -> str:
    if record.title == leaving.title:
        return ""
    return f"the first {len(leaving.title)} of {len(record.title)} characters"


def _lines_of(count: int) -> str:
    return "1 line" if count == 1 else f"{count:,} lines"


def _amount(case: Case, leaving: Record) -> str:
    body, count = case.record.body, _lines_of(len(lines_of(leaving)))
    if isinstance(body, (SubcontractorInvoice, OwnerInvoice)):
        return "gross less retainage"
    if isinstance(body, Budget):
        if body.exported:
            return f"revised now less what was last exported, of {count} that differ"
        return f"original plus changes of {count}"
    same = leaving.amount == sum(line.amount for line in lines_of(leaving))
    return f"the sum of {count}" if same else f"not the sum of its {count}"


def _gross(_: Case, leaving: Record) -> str:
    return f"the sum of {_lines_of(len(lines_of(leaving)))}"


def _retainage(case: Case, leaving: Record) -> str:
    if isinstance(leaving.body, Commitment):
        return ""
    billed = [x for x in lines_of(case.record) if isinstance(x, InvoiceLine)]
    if case.settings.policies.retainage is Retainage.NET and any(x.released for x in billed):
        return "what the lines hold back less what they release"
    held, gross = sum(x.retainage for x in billed), sum(x.amount for x in billed)
    return f"what the lines hold back, {100 * held / gross:.1f} % of gross" if gross else ""


def _day(case: Case, leaving: Record) -> str:
    name = "transaction_date" if isinstance(leaving.body, PrimeChange) else "accounting_date"
    said = getattr(leaving.body, name)
    return "today, unless another day is said" if said == case.today else ""


def _estimates(_: Case, leaving: Record) -> str:
    return "an approved estimate change, too" if getattr(leaving.body, "estimates", False) else ""


HOW: Mapping[str, Callable[[Case, Record], str]] = {
    "gross": _gross,
    "retainage": _retainage,
    "accounting_date": _day,
    "transaction_date": _day,
    "estimates": _estimates,
}


def _left_out(record: Record, leaving: Record) -> Iterator[str]:
    before, after = lines_of(record), lines_of(leaving)
    if len(after) != len(before) and not isinstance(record.body, Budget):
        by = "item" if isinstance(record.body, CommitmentChange) else "sub job, code and category"
        yield f"{_lines_of(len(before))} are added up to {len(after):,}, by {by}."
    elif cut := _descriptions_cut(record, leaving):
        yield f"The description of {_lines_of(cut)} is cut to the width of Sage's field."
    scope = getattr(record.body, "scope", "")
    if scope != getattr(leaving.body, "scope", ""):
        yield f"The scope is cut, of {len(scope):,} characters."
    if getattr(record.body, "tax", 0):
        yield "Its tax does not travel."
    if isinstance(record.body, Company):
        yield "Of a vendor only id, name and type are written."


def _descriptions_cut(record: Record, leaving: Record) -> int:
    pairs = zip(lines_of(record), lines_of(leaving), strict=False)
    return sum(getattr(a, "description", "") != getattr(b, "description", "") for a, b in pairs)
