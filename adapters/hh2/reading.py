"""Reads hh2 by version, block by block, and tells what Sage holds in our own words."""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from adapters.hh2.calls import (
    CATEGORIES,
    DISTRIBUTIONS,
    INVOICES,
    ITEMS,
    JOB_CODES,
    JOBS,
    ORDERS,
    READS_OF,
    STANDARD_CATEGORIES,
    STANDARD_CODES,
    TRANSACTIONS,
    VENDORS,
)
from adapters.hh2.keeping import Keeping, Kept
from adapters.hh2.session import Session
from adapters.wire.failures import NotUnderstood
from adapters.wire.known import Known
from core.vocabulary import RecordKind

BLOCK = 1_000
"""Rows of an answer, at most; fewer mean that it was the last (interfaces 2.2)."""
MOST_BLOCKS = 10_000
PATIENCE = 120.0
"""Seconds that a reading waits for the pace, at most."""
PART_OF = {
    JOB_CODES: "JobId", CATEGORIES: "JobId", TRANSACTIONS: "JobId", ITEMS: "CommitmentId",
    DISTRIBUTIONS: "InvoiceId",
}  # fmt: skip
"""What names the whole that a row is a part of."""
WHOLE: dict[RecordKind, Known] = {
    RecordKind.COST_CODE: STANDARD_CODES,
    RecordKind.COMPANY: VENDORS,
    RecordKind.PROJECT: JOBS,
    RecordKind.SUB_JOB: JOBS,
    RecordKind.JOB_COST: JOBS,
    RecordKind.BUDGET: JOBS,
    RecordKind.COMMITMENT: ORDERS,
    RecordKind.SUBCONTRACTOR_INVOICE: INVOICES,
}
"""The call whose rows are the documents of a kind."""
TELLS: dict[RecordKind, tuple[Known, ...]] = {
    RecordKind.COST_CODE: (STANDARD_CODES, STANDARD_CATEGORIES),
    RecordKind.COMPANY: (VENDORS,),
    RecordKind.PROJECT: (JOBS, JOB_CODES, CATEGORIES),
    RecordKind.SUB_JOB: (JOBS, JOB_CODES, CATEGORIES),
    RecordKind.JOB_COST: (JOBS, CATEGORIES, TRANSACTIONS),
    RecordKind.BUDGET: (JOBS, CATEGORIES),
    RecordKind.COMMITMENT: (ORDERS, ITEMS),
    RecordKind.SUBCONTRACTOR_INVOICE: (INVOICES, DISTRIBUTIONS),
}
"""Calls whose changes change a document of a kind."""


class Reader:
    """Keeps a copy of hh2's rows up to date."""

    def __init__(self, session: Session, keeping: Keeping) -> None:
        self._session = session
        self.keeping = keeping

    def read(self, kind: RecordKind, progress: Callable[[int], None] = lambda _: None) -> None:
        """Read everything that is needed to tell of a kind, from where it was left.

        Raises:
            WireFailure: what was read until then is kept.
        """
        for known in READS_OF.get(kind, ()):
            for block in self._blocks(known):
                progress(len(block))

    def _blocks(self, known: Known) -> Iterator[list[Kept]]:
        name = known.call.name
        for _ in range(MOST_BLOCKS):
            mark = self.keeping.watermark(name)
            query = {"version": mark} if mark is not None else {}
            answer = self._session.ask(known, query=query, waits=PATIENCE)
            rows = [_row(known, raw) for raw in _list(known, answer.value)]
            if not rows:
                return
            if mark is not None and max(row.version for row in rows) <= mark:
                # It repeats itself: what it has was read already.
                return
            self.keeping.keep(name, rows)
            yield rows
            if len(rows) < BLOCK:
                return


def _list(known: Known, value: Any) -> list[Any]:  # noqa: ANN401  # whatever they answer
    if not isinstance(value, list):
        raise NotUnderstood("hh2", known.call.name, "its answer is no list")
    if len(value) > BLOCK:
        raise NotUnderstood("hh2", known.call.name, f"it sends more than {BLOCK:,} rows at once")
    return value


def _row(known: Known, raw: Any) -> Kept:  # noqa: ANN401  # whatever they answer
    """A row with an id and a version.

    Raises:
        NotUnderstood: it has none, or they are of the wrong type.
    """
    if not isinstance(raw, dict):
        raise NotUnderstood("hh2", known.call.name, "a row of its answer is no object")
    name, version = text(raw, "Id"), raw.get("Version")
    if isinstance(version, bool) or not isinstance(version, int) or not 0 <= version < 2**62:
        raise NotUnderstood("hh2", known.call.name, "a row has no Version that is a number")
    if not is_guid(name):
        raise NotUnderstood("hh2", known.call.name, "a row has no Id that is one")
    root = text(raw, PART_OF[known]) if known in PART_OF else name
    gone = raw.get("IsArchived") is True
    return Kept(name, root, version, gone, raw)


def text(row: dict[str, Any], name: str) -> str:
    """A text of a row; empty where it has none, or something else."""
    found = row.get(name)
    return found.strip() if isinstance(found, str) else ""


def cents(row: dict[str, Any], name: str) -> int:
    """An amount of a row in minor units; 0 where it has none."""
    try:
        amount = Decimal(str(row.get(name) or 0))
        return int((amount * 100).to_integral_value()) if amount.is_finite() else 0
    except (InvalidOperation, ValueError):
        return 0


def is_guid(id: str) -> bool:
    """Whether it is one of hh2's ids."""
    try:
        return bool(UUID(id))
    except ValueError:
        return False
