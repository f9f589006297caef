"""What an entry moves: batches that wait for Post, and the totals that move with it.

Budgets and prime contract change orders land in unposted batches, and so do commitments where Sage
does not post them by itself; nothing moves before somebody posts (financials 1.7).
"""

import time
from collections.abc import Iterable

from adapters.codec import decoded, encoded
from adapters.sandbox.books import Books, Document
from adapters.sandbox.draft import Draft
from adapters.sandbox.entries import billed_cost
from adapters.sqlite import Connection
from core.records import (
    Budget,
    BudgetLine,
    CostTotal,
    CostTransaction,
    JobCost,
    PrimeChange,
    Project,
    ProjectCode,
    SubcontractorInvoice,
    SubJob,
    folded,
)
from core.relay import posts_commitments
from core.values import NamedTuple
from core.vocabulary import RecordKind

K = RecordKind
BATCHED = frozenset({K.BUDGET, K.PCCO, K.COMMITMENT})
"""Kinds that may wait for Post."""


class Batch(NamedTuple):
    """Entries that wait for Post."""

    id: int
    kind: RecordKind
    scope: str
    erp_id: str
    title: str
    amount: int
    body: str


def entered(books: Books, connection: Connection, draft: Draft) -> bool:
    """Write an accepted draft and what follows from it. Returns whether it is posted."""
    document, body = draft.document, draft.record.body
    match document.kind:
        case K.COMMITMENT if not posts_commitments(draft.setup.settings.relay):
            return _batched(books, connection, document)
        case K.PCCO:
            _estimate(books, connection, document, 1)
            return _batched(books, connection, document)
        case K.BUDGET:
            stands = books.find(K.BUDGET, document.scope, document.erp_id)
            blank = document._replace(amount=0, body=encoded(Budget()))
            return _batched(books, connection, stands or blank, document)
        case K.CCO if draft.parent is not None:
            _move(books, connection, draft.parent, document.amount)
        case K.SUBCONTRACTOR_INVOICE:
            _cost(books, connection, document, 1)
        case K.PROJECT | K.SUB_JOB if isinstance(body, (Project, SubJob)):
            codes = tuple(c._replace(erp_types=c.types) for c in body.codes)
            held = (
                Project(
                    codes=codes,
                    address=body.address,
                    city=body.city,
                    state=body.state,
                    zip=body.zip,
                )
                if isinstance(body, Project)
                else SubJob(codes)
            )
            document = document._replace(body=encoded(held))
        case _:
            pass
    books.put(connection, document._replace(posted=True))
    return True


def _estimate(books: Books, connection: Connection, change: Document, sign: int) -> None:
    """The approved estimate change that a prime change order makes where the company wants it."""
    body = change.read if change.kind is K.PCCO else None
    if not isinstance(body, PrimeChange) or not body.estimates:
        return
    lines = tuple(
        BudgetLine(line.code, line.category, 0, sign * line.amount, line.sub_job)
        for line in body.lines
    )
    budget = Document(
        K.BUDGET, change.job, change.job, change.title, body=encoded(Budget()), job=change.job
    )
    entries = budget._replace(amount=sign * change.amount, body=encoded(Budget(lines)))
    _batched(books, connection, books.find(K.BUDGET, change.job, change.job) or budget, entries)


def _batched(
    books: Books, connection: Connection, shown: Document, entries: Document | None = None
) -> bool:
    """Show a document as unposted, and put its entries into a batch."""
    books.put(connection, shown._replace(posted=False))
    _wait(connection, entries or shown)
    return False


def opening(connection: Connection, document: Document) -> Document:
    """A document of books that are opened: as it stands there before its batch is posted."""
    if document.posted or document.kind not in BATCHED:
        return document
    _wait(connection, document)
    blank = document._replace(amount=0, body=encoded(Budget()))
    return blank if document.kind is K.BUDGET else document


def _wait(connection: Connection, entry: Document) -> None:
    connection.execute(
        "INSERT INTO batches (kind, place, folded, erp_id, title, amount, body, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            entry.kind, entry.scope, folded(entry.erp_id), entry.erp_id, entry.title,
            entry.amount, entry.body or "", round(time.time() * 1000),
        ),
    )  # fmt: skip


def unposted(books: Books) -> list[Batch]:
    """What waits for Post, oldest first."""
    found = books.database.rows(
        "SELECT id, kind, place, erp_id, title, amount, body FROM batches ORDER BY id"
    )
    return [Batch(number, RecordKind(kind), *rest) for number, kind, *rest in found]


def post(books: Books, connection: Connection, batch: Batch) -> None:
    """Post one batch: now totals move (financials 60)."""
    connection.execute("DELETE FROM batches WHERE id = ?", (batch.id,))
    document = books.find(batch.kind, batch.scope, batch.erp_id)
    if document is None:
        return
    if batch.kind is K.BUDGET:
        document = _estimated(document, decoded(Budget, batch.body))
    elif batch.kind is K.PCCO:
        contract = books.find(K.PRIME_CONTRACT, "", document.parent)
        if contract is not None:
            _move(books, connection, contract, batch.amount)
    waiting = books.database.rows(
        "SELECT 1 FROM batches WHERE kind = ? AND place = ? AND folded = ? LIMIT 1",
        (batch.kind, batch.scope, folded(batch.erp_id)),
    )
    books.put(connection, document._replace(posted=not waiting))


def reverse(books: Books, connection: Connection, document: Document) -> None:
    """Take back what a document moved, as it is deleted."""
    connection.execute(
        "DELETE FROM batches WHERE kind = ? AND place = ? AND folded = ?",
        (document.kind, document.scope, folded(document.erp_id)),
    )
    _estimate(books, connection, document, -1)
    if document.kind is K.CCO or (document.kind is K.PCCO and document.posted):
        kind = K.COMMITMENT if document.kind is K.CCO else K.PRIME_CONTRACT
        parent = books.find(kind, "", document.parent)
        if parent is not None:
            _move(books, connection, parent, -document.amount)
    elif document.kind is K.SUBCONTRACTOR_INVOICE:
        _cost(books, connection, document, -1)


def with_codes(body: Project | SubJob, added: Iterable[ProjectCode]) -> Project | SubJob:
    """A job's codes with more categories; a description that Sage has is never overwritten."""
    codes = {code.code: code for code in body.codes}
    for new in added:
        held = codes.get(new.code)
        if held is None:
            codes[new.code] = new._replace(erp_types=new.types)
            continue
        types = (*held.erp_types, *(t for t in new.types if t not in held.erp_types))
        codes[new.code] = held._replace(
            types=types, erp_types=types, description=held.description or new.description
        )
    return body._replace(codes=tuple(codes.values()))


def _move(books: Books, connection: Connection, document: Document, amount: int) -> None:
    books.put(connection, document._replace(amount=document.amount + amount))


def _estimated(document: Document, entries: Budget) -> Document:
    """A budget's totals with the posted entries."""
    body = document.read
    lines: dict[tuple[str, str, str], BudgetLine] = {}
    for line in (*(body.lines if isinstance(body, Budget) else ()), *entries.lines):
        key = (line.sub_job, line.code, line.category)
        before = lines.get(key, line._replace(original=0, changes=0))
        lines[key] = before._replace(
            original=before.original + line.original,
            changes=before.changes + line.changes,
            completion=before.completion if line.completion is None else line.completion,
            to_complete=before.to_complete if line.to_complete is None else line.to_complete,
        )
    total = sum(line.revised for line in lines.values())
    return document._replace(amount=total, body=encoded(Budget(tuple(lines.values()))))


def _cost(books: Books, connection: Connection, invoice: Document, sign: int) -> None:
    """An AP invoice on a commitment is cost of its job, line by line (master-data 5.2)."""
    bill = invoice.read
    if not isinstance(bill, SubcontractorInvoice):
        return
    entries = (
        billed_cost(line, bill, invoice.erp_id, invoice.vendor, invoice.parent)
        for line in bill.lines
    )
    costed(
        books, connection, invoice.job,
        [
            cost._replace(
                amount=sign * cost.amount, billed=sign * cost.billed,
                retainage=sign * cost.retainage,
            )
            for cost in entries
        ],
    )  # fmt: skip


def costed(
    books: Books, connection: Connection, job: str, entries: Iterable[CostTransaction]
) -> None:
    """Enter costs of a job under a run of their own; they are never changed or deleted after."""
    blank = Document(K.JOB_COST, job, job, _title(books, job), body=encoded(JobCost()), job=job)
    summary = next(iter(books.within(K.JOB_COST, "place", folded(job))), blank)
    held = summary.read
    if not isinstance(held, JobCost):
        return
    run = books.change() + 1
    numbered = [cost._replace(run=run, sequence=n) for n, cost in enumerate(entries, 1)]
    lines = _moved(held.lines, numbered)
    body = JobCost(lines, (*held.transactions, *numbered))
    amount = sum(total.job_to_date for total in lines)
    books.put(connection, summary._replace(amount=amount, body=encoded(body)))


def _title(books: Books, job: str) -> str:
    found = books.find(K.PROJECT, "", job)
    return found.title if found else job


def _moved(lines: Iterable[CostTotal], entries: Iterable[CostTransaction]) -> tuple[CostTotal, ...]:
    """A job's totals with more entries; what names a commitment came through it."""
    totals = {(x.sub_job, x.code, x.category): x for x in lines}
    for entry in entries:
        key = (entry.sub_job, entry.code, entry.category)
        held = totals.get(key, CostTotal(entry.code, entry.category, entry.sub_job))
        totals[key] = held._replace(
            job_to_date=held.job_to_date + entry.amount,
            commitment_invoiced=held.commitment_invoiced
            + (entry.amount if entry.commitment else 0),
        )
    return tuple(totals.values())
