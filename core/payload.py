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
from core.settings import Limits

Described = TypeVar("Described", SovLine, ChangeLine, InvoiceLine, ProjectCode)


def payload(record: Record, limits: Limits) -> Record:
    """What is written under the record's export key."""
    body = record.body
    match body:
        case Company():
            # Only id, name and type are known to be written into a new vendor (master-data 2.3).
            sent = Company(active=body.active, vendor_type=body.vendor_type)
            return record._replace(body=sent)
        case Project():
            body = body._replace(parent_job="", codes=described(body.codes, limits))
            return record._replace(title=record.title[: limits.job_name], body=body)
        case SubJob():
            return record._replace(body=body._replace(codes=described(body.codes, limits)))
        case Budget():
            entries = deltas(body)
            amount = sum(entry.original + entry.changes for entry in entries)
            return record._replace(body=body._replace(lines=entries), amount=amount)
        case Commitment():
            lines = described(body.lines, limits)
            body = body._replace(scope=body.scope[: limits.scope], lines=lines)
            return record._replace(title=record.title[: limits.commitment_title], body=body)
        case CommitmentChange():
            lines_sent = described(summed(body.lines), limits)
            body = body._replace(scope=body.scope[: limits.scope], lines=lines_sent)
            return record._replace(body=body)
        case SubcontractorInvoice():
            billed = described(summarised(body.lines), limits)
            return record._replace(body=body._replace(tax=0, lines=billed))
        case OwnerInvoice():
            return record._replace(body=body._replace(lines=described(body.lines, limits)))
        case _:
            return record


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


def deltas(budget: Budget) -> tuple[BudgetLine, ...]:
    """The estimate entries that a budget still owes the ERP: all lines at first, then differences.

    A line of nothing is an entry too when it is new (financials 20).
    """
    before = _totals(budget.exported)
    entries = []
    for key, line in _totals(budget.lines).items():
        was = before.pop(key, None)
        if was is None:
            entries.append(line)
        elif (line.original, line.changes) != (was.original, was.changes):
            entries.append(
                line._replace(
                    original=line.original - was.original, changes=line.changes - was.changes
                )
            )
    gone = (x._replace(original=-x.original, changes=-x.changes) for x in before.values())
    return (*entries, *gone)


def _totals(lines: Iterable[BudgetLine]) -> dict[tuple[str, str, str], BudgetLine]:
    found: dict[tuple[str, str, str], BudgetLine] = {}
    for line in lines:
        key = (line.sub_job, line.code, line.category)
        before = found.get(key)
        found[key] = (
            line
            if before is None
            else before._replace(
                original=before.original + line.original, changes=before.changes + line.changes
            )
        )
    return found
