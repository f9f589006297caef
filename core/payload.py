"""A record as it leaves for the ERP: lines summed, texts cut, and what never travels left out.

The record itself keeps everything; only the copy that is exported is changed.
"""

from collections.abc import Iterable
from typing import TypeVar

from core.records import (
    Budget,
    BudgetLine,
    ChangeLine,
    Commitment,
    CommitmentChange,
    Company,
    InvoiceLine,
    OwnerInvoice,
    Project,
    ProjectCode,
    Record,
    SovLine,
    SubcontractorInvoice,
    SubJob,
)
from core.settings import Limits, Retainage, Settings
from core.vocabulary import Cents

Described = TypeVar("Described", SovLine, ChangeLine, InvoiceLine, ProjectCode)


def payload(record: Record, settings: Settings) -> Record:
    """What is written under the record's export key."""
    body, limits = record.body, settings.limits
    match body:
        case Company():
            # Only id, name and type are known to be written into a new vendor (master-data 2.3).
            sent = Company(active=body.active, vendor_type=body.vendor_type)
            return record._replace(title=record.title[: limits.vendor_name], body=sent)
        case Project():
            body = body._replace(parent_job="", codes=described(body.codes, limits))
            return record._replace(title=record.title[: limits.job_name], body=body)
        case SubJob():
            return record._replace(body=body._replace(codes=described(body.codes, limits)))
        case Budget():
            owed = entries(body)
            amount = sum(entry.revised for entry in owed)
            return record._replace(body=body._replace(lines=owed), amount=amount)
        case Commitment():
            lines = described(body.lines, limits)
            body = body._replace(scope=body.scope[: limits.scope], lines=lines)
            return record._replace(title=record.title[: limits.commitment_title], body=body)
        case CommitmentChange():
            lines_sent = described(summed(body.lines), limits)
            body = body._replace(scope=body.scope[: limits.scope], lines=lines_sent)
            return record._replace(body=body)
        case SubcontractorInvoice() | OwnerInvoice():
            return _billed(record, body, settings)
        case _:
            return record


def _billed(
    record: Record, body: SubcontractorInvoice | OwnerInvoice, settings: Settings
) -> Record:
    """An invoice: its distributions, and a header that is their sum (financials 67)."""
    lines = retained(body.lines, settings.policies.retainage)
    gross, retainage = sum(x.amount for x in lines), sum(x.retainage for x in lines)
    if isinstance(body, SubcontractorInvoice):
        if settings.summarise_invoice_lines:
            lines = summarised(lines)
        body = body._replace(gross=gross, retainage=retainage, tax=0)
    body = body._replace(lines=described(lines, settings.limits))
    return record._replace(body=body, amount=gross - retainage)


def retained(lines: Iterable[InvoiceLine], policy: Retainage) -> tuple[InvoiceLine, ...]:
    """What each distribution says was retained: held less released, or held alone (X4)."""
    net = policy is Retainage.NET
    return tuple(
        line._replace(retainage=line.retainage - (line.released if net else 0), released=0)
        for line in lines
    )


def described(lines: tuple[Described, ...], limits: Limits) -> tuple[Described, ...]:
    """Descriptions cut at the width of the ERP's field (financials 66)."""
    width = limits.description
    return tuple(
        line if len(line.description) <= width else line._replace(description=_cut(line, width))
        for line in lines
    )


def _cut(line: SovLine | ChangeLine | InvoiceLine | ProjectCode, width: int) -> str:
    return line.description[:width]


def summed(lines: Iterable[ChangeLine]) -> tuple[ChangeLine, ...]:
    """One line for each item of the commitment, in order of first mention (financials 50).

    The ERP takes an item once in a change order. A new line has no item and stays by itself.
    """
    found: dict[object, ChangeLine] = {}
    for place, line in enumerate(lines):
        key = ("new", place) if line.item is None else line.item
        before = found.get(key)
        total = line.amount if before is None else before.amount + line.amount
        found[key] = (before or line)._replace(amount=total)
    return tuple(found.values())


def summarised(lines: Iterable[InvoiceLine]) -> tuple[InvoiceLine, ...]:
    """One distribution for each sub job, code and category; totals unchanged (financials 72)."""
    found: dict[tuple[str, str, str], InvoiceLine] = {}
    for line in lines:
        key = (line.sub_job, line.code, line.category)
        before = found.get(key)
        if before is None:
            found[key] = line
            continue
        found[key] = before._replace(
            amount=before.amount + line.amount, retainage=before.retainage + line.retainage
        )
    return tuple(found.values())


def entries(budget: Budget) -> tuple[BudgetLine, ...]:
    """The estimate entries that a budget still owes the ERP.

    The first export owes every line as it is, a line of nothing too (financials 20). From then on
    what differs leaves as approved estimate changes: the original estimate is never written again.
    With the forecast every line goes along, for its figures are those of today (financials 21).
    """
    now = _totals(budget.lines)
    if not budget.exported:
        return tuple(_figured(line, budget) for line in now.values())
    before = _totals(budget.exported)
    changed = [
        _figured(_changed(line, before.pop(key, None)), budget)
        for key, line in now.items()
        if _is_owed(line, before.get(key), budget)
    ]
    gone = (_withdrawn(x) for key, x in before.items() if key not in now and x.revised)
    return (*changed, *(_figured(line, budget) for line in gone))


def _is_owed(line: BudgetLine, was: BudgetLine | None, budget: Budget) -> bool:
    if was is None or line.revised != was.revised:
        return True
    return budget.forecast and _forecast(line) != _forecast(was)


def _changed(line: BudgetLine, was: BudgetLine | None) -> BudgetLine:
    return line._replace(original=0, changes=line.revised - (was.revised if was else 0))


def _withdrawn(line: BudgetLine) -> BudgetLine:
    return line._replace(original=0, changes=-line.revised, completion=0, to_complete=0)


def _figured(line: BudgetLine, budget: Budget) -> BudgetLine:
    return line if budget.forecast else line._replace(completion=None, to_complete=None)


def _forecast(line: BudgetLine) -> tuple[Cents | None, Cents | None]:
    return line.completion, line.to_complete


def _totals(lines: Iterable[BudgetLine]) -> dict[tuple[str, str, str], BudgetLine]:
    found: dict[tuple[str, str, str], BudgetLine] = {}
    for line in lines:
        key = (line.sub_job, line.code, line.category)
        before = found.get(key)
        found[key] = line if before is None else _together(before, line)
    return found


def _together(one: BudgetLine, other: BudgetLine) -> BudgetLine:
    return one._replace(
        original=one.original + other.original,
        changes=one.changes + other.changes,
        completion=_added(one.completion, other.completion),
        to_complete=_added(one.to_complete, other.to_complete),
    )


def _added(one: Cents | None, other: Cents | None) -> Cents | None:
    return one if other is None else other + (one or 0)
