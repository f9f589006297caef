"""What Sage refuses of a document's lines: cost codes, items and amounts."""

from collections.abc import Iterable
from typing import Protocol

from adapters.sandbox.books import Books
from adapters.sandbox.draft import Draft, Refusal
from core.records import (
    Budget,
    Commitment,
    CommitmentChange,
    OwnerInvoice,
    PrimeChange,
    Project,
    ProjectCode,
    Record,
    SubcontractorInvoice,
    SubJob,
)
from core.vocabulary import RecordKind

K = RecordKind


class Coded(Protocol):
    """A line that names a cost code."""

    @property
    def code(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def sub_job(self) -> str: ...


def codes_have_categories(draft: Draft) -> Refusal | None:
    """A job's or an extra's own codes come from the standard list, each with a category."""
    codes = _codes(draft.record)
    bare = next((c.code for c in codes if not c.types), None)
    if bare is not None:
        return Refusal("CATEGORY_UNKNOWN", f"Cost code {bare} has no category.")
    return unknown_code(draft.books, codes)


def unknown_code(books: Books, codes: Iterable[ProjectCode]) -> Refusal | None:
    """Codes and categories are made in Sage only (cost codes 5)."""
    standard = books.standard_codes()
    categories = {t.abbreviation for body in standard.values() for t in body.types}
    for code in codes:
        if code.code not in standard:
            text = f"Cost code {code.code} is not in Sage's standard list."
            return Refusal("COST_CODE_UNKNOWN", text)
        strange = next((t for t in code.types if t not in categories), None)
        if strange is not None:
            text = f"Category {strange} of cost code {code.code} is not one of Sage's."
            return Refusal("CATEGORY_UNKNOWN", text)
    return None


def lines_are_on_the_job(draft: Draft) -> Refusal | None:
    """Every line's extra, cost code and category exist on the job, and no code is a group."""
    job, books = draft.document.job, draft.books
    standard = books.standard_codes()
    for line in _lines(draft.record):
        if line.sub_job and books.find(K.SUB_JOB, job, line.sub_job) is None:
            return Refusal("EXTRA_UNKNOWN", f"Job {job} has no extra {line.sub_job}.")
        known = standard.get(line.code)
        if known is not None and known.group:
            text = f"Cost code {line.code} is a group; amounts go to the codes within it."
            return Refusal("COST_CODE_IS_GROUP", text)
        if (line.code, line.category) not in (pairs := books.pairs(job, line.sub_job)):
            if any(code == line.code for code, _ in pairs):
                text = f"Cost code {line.code} has no category {line.category} on job {job}."
                return Refusal("CATEGORY_UNKNOWN", text)
            return Refusal("COST_CODE_UNKNOWN", f"Job {job} has no cost code {line.code}.")
    return None


def has_lines(draft: Draft) -> Refusal | None:
    if _lines(draft.record):
        return None
    return Refusal("NO_LINES", "Sage takes no document without a line.")


def _codes(record: Record) -> tuple[ProjectCode, ...]:
    return record.body.codes if isinstance(record.body, (Project, SubJob)) else ()


def _lines(record: Record) -> tuple[Coded, ...]:
    body = record.body
    if isinstance(body, (Budget, Commitment, CommitmentChange, SubcontractorInvoice)):
        return body.lines
    if isinstance(body, PrimeChange) and body.estimates:
        return body.lines
    return ()


# items and amounts


def items_are_well_formed(draft: Draft) -> Refusal | None:
    lines = draft.record.body.lines if isinstance(draft.record.body, Commitment) else ()
    limits = draft.setup.settings.limits
    items = [line.item for line in lines]
    twice = next((i for i in items if items.count(i) > 1), None)
    if twice is not None:
        return Refusal("ITEM_NOT_UNIQUE", f"Item {twice} stands twice on the commitment.")
    for line in lines:
        if len(line.unit) > limits.unit:
            text = f"Unit {line.unit!r} of item {line.item} is over {limits.unit} characters."
            return Refusal("UNIT_TOO_LONG", text)
    return texts_fit(draft)


def texts_fit(draft: Draft) -> Refusal | None:
    limit = draft.setup.settings.limits.description
    for line in _lines(draft.record):
        if len(getattr(line, "description", "")) > limit:
            text = f"A description on cost code {line.code} is over {limit} characters."
            return Refusal("DESCRIPTION_TOO_LONG", text)
    return None


def scope_fits(draft: Draft) -> Refusal | None:
    length, limit = len(getattr(draft.record.body, "scope", "")), draft.setup.settings.limits.scope
    if length <= limit:
        return None
    return Refusal("SCOPE_TOO_LONG", f"Scope is {length} characters; Sage takes {limit}.")


def items_change_once(draft: Draft) -> Refusal | None:
    """A line of the commitment once a change order, and at its own unit cost (50, 51)."""
    body = draft.record.body
    order = draft.parent.read if draft.parent else None
    ordered = {x.item: x for x in order.lines} if isinstance(order, Commitment) else {}
    seen: set[int] = set()
    for line in body.lines if isinstance(body, CommitmentChange) else ():
        if line.item is None:
            continue
        if line.item in seen:
            text = f"Item {line.item} stands twice; Sage changes an item once in a change order."
            return Refusal("CCO_DUPLICATE_LINE", text)
        seen.add(line.item)
        item = ordered.get(line.item)
        if item is None:
            return Refusal("ITEM_UNKNOWN", f"The commitment has no item {line.item}.")
        if line.unit_cost is not None and item.unit_cost and line.unit_cost != item.unit_cost:
            text = f"Item {line.item} keeps its unit cost of {item.unit_cost / 100:.2f}."
            return Refusal("UNIT_COST_MISMATCH", text)
    return None


def billed_items_exist(draft: Draft) -> Refusal | None:
    body = draft.record.body
    order = draft.parent.read if draft.parent else None
    if not isinstance(body, SubcontractorInvoice) or not isinstance(order, Commitment):
        return None
    items = {x.item for x in order.lines}
    for line in body.lines:
        if line.cco is not None and not draft.books.linked(line.cco):
            text = f"Line {line.item} bills a change order that Sage does not have."
            return Refusal("CCO_UNKNOWN", text)
        if line.cco is None and line.item not in items:
            return Refusal("ITEM_UNKNOWN", f"The commitment has no item {line.item}.")
    return None


def header_is_the_sum(draft: Draft) -> Refusal | None:
    """Gross, retainage and what is due follow from the distributions (financials 67)."""
    body = draft.record.body
    if not isinstance(body, (SubcontractorInvoice, OwnerInvoice)):
        return None
    gross = sum(line.amount for line in body.lines)
    held = sum(line.retainage for line in body.lines)
    header = (body.gross, body.retainage) if isinstance(body, SubcontractorInvoice) else None
    if header in (None, (gross, held)) and draft.record.amount == gross - held:
        return None
    text = (
        f"The header does not agree with the distributions: they sum to {gross / 100:.2f} gross "
        f"and {held / 100:.2f} retainage."
    )
    return Refusal("AMOUNTS_DIFFER", text)
