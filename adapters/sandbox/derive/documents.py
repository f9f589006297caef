"""What the ERP holds when the company opens, document by document."""

from collections.abc import Iterable, Mapping

from adapters.sandbox.derive.budgets import is_unposted
from adapters.sandbox.derive.costs import Journal
from adapters.sandbox.derive.life import HELD
from adapters.sandbox.derive.primes import grown, measured
from core.case import Mirrored
from core.records import (
    Body,
    Budget,
    Commitment,
    Company,
    JobCost,
    PrimeContract,
    Project,
    ProjectCode,
    Record,
    SubJob,
)
from core.vocabulary import Cents, RecordId, RecordKind

K = RecordKind

JOB_NAME = 30
"""Characters of a project's name that Sage keeps."""


def documents(records: Iterable[Record]) -> list[Mirrored]:
    """One for every record that Sage holds, in an order in which nothing names what comes later."""
    held = [record for record in records if record.status in HELD]
    by_id = {record.id: record for record in held}
    added = _added(held)
    journal = Journal(held)
    return [
        _document(_with_costs(record, journal), by_id, added.get(record.id, 0)) for record in held
    ]


def _with_costs(record: Record, journal: Journal) -> Record:
    """With the transactions behind a job's totals, which a record of ours has not."""
    body = record.body
    if not isinstance(body, JobCost):
        return record
    return record._replace(body=body._replace(transactions=journal.transactions(record)))


def _added(held: Iterable[Record]) -> dict[RecordId, Cents]:
    """By commitment or contract, what its change orders came to: Sage's total includes them."""
    sums: dict[RecordId, Cents] = {}
    for record in held:
        if record.kind in {K.CCO, K.PCCO} and record.parent is not None:
            sums[record.parent] = sums.get(record.parent, 0) + record.amount
    return sums


def _document(record: Record, by_id: Mapping[RecordId, Record], added: Cents) -> Mirrored:
    parent = by_id.get(record.parent) if record.parent else None
    vendor = by_id.get(record.vendor) if record.vendor else None
    job = by_id.get(record.project) if record.project else None
    body, amount = _body(record), record.amount + added
    news = grown(record)
    if news is not None:
        body = news._replace(lines=measured(news))
        amount += sum(x.scheduled for x in news.lines) - record.amount
    return Mirrored(
        record.kind, _scope(record, parent, vendor, job), record.erp_id or record.number,
        record.title[:JOB_NAME] if record.kind is K.PROJECT else record.title, amount,
        active=_is_active(record), posted=not is_unposted(record), body=body,
        job=_erp_id(job), vendor=_erp_id(vendor), parent=_erp_id(parent),
    )  # fmt: skip


def _erp_id(named: Record | None) -> str:
    return (named.erp_id or "") if named else ""


def _scope(record: Record, parent: Record | None, vendor: Record | None, job: Record | None) -> str:
    match record.kind:
        case K.CCO | K.PCCO:
            return _erp_id(parent)
        case K.SUBCONTRACTOR_INVOICE:
            return _erp_id(vendor)
        case K.SUB_JOB | K.BUDGET | K.JOB_COST:
            return _erp_id(job)
        case _:
            return ""


def _is_active(record: Record) -> bool:
    return record.body.erp_active if isinstance(record.body, Company) else True


def _body(record: Record) -> Body:
    """As Sage has it: the codes it holds, the estimates it was given, the wording it was sent."""
    body = record.body
    match body:
        case Project():
            return Project(codes=_codes(body.codes))
        case SubJob():
            return SubJob(_codes(body.codes))
        case Budget():
            return Budget(body.exported or body.lines)
        case Company():
            return body._replace(active=True)
        case PrimeContract():
            return body._replace(projects=1, lines=measured(body))
        case Commitment():
            return body
        case _:
            return body


def _codes(codes: Iterable[ProjectCode]) -> tuple[ProjectCode, ...]:
    """Only what Sage holds; a code without a category is one that came from there."""
    return tuple(c._replace(types=c.erp_types) for c in codes if c.erp_types or not c.types)
