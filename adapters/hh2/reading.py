"""Reads hh2 by version, block by block, and tells what Sage holds in our own words."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from adapters.hh2.progress import BLOCK, Course
from adapters.hh2.session import Session
from adapters.wire.failures import NotUnderstood, TooOften
from adapters.wire.known import Known
from adapters.wire.wire import Answer
from core.vocabulary import RecordKind
from core.watching import Watch

MOST_BLOCKS = 10_000
PATIENCE = 25.0
"""Seconds that a reading waits for the pace, at most: nobody else may take it up meanwhile."""
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

    def __init__(
        self,
        session: Session,
        keeping: Keeping,
        clock: Callable[[], float] = time.time,
        watch: Watch | None = None,
    ) -> None:
        self._session = session
        self.keeping = keeping
        self._clock = clock
        self._watch = watch or Watch()

    def read(self, kind: RecordKind) -> None:
        """Read everything that is needed to tell of a kind, from where it was left.

        Raises:
            WireFailure: what was read until then is kept.
        """
        course = Course(self._session.pace, self._clock)
        calls = READS_OF.get(kind, ())
        for place, known in enumerate(calls, 1):
            rows = 0
            mark = self.keeping.watermark(known.call.name)
            for block in self._blocks(known):
                rows += len(block)
                last = len(block) < BLOCK
                more = 0 if last else self._more(kind, known, rows, first=mark is None)
                course.came(len(block))
                self._watch.tell(course.reading(more, self._later(calls[place:])))

    def _more(self, kind: RecordKind, known: Known, rows: int, *, first: bool) -> int | None:
        """How many rows a call has still, about: hh2 does not say. None where nobody can tell."""
        if not first:
            return 0
        expects = self._watch.expects if known is WHOLE.get(kind) else 0
        return max(0, expects - rows) if expects else None

    def _later(self, calls: Sequence[Known]) -> int | None:
        """How many calls follow, about; None where one of them was never made."""
        known = all(self.keeping.watermark(one.call.name) is not None for one in calls)
        return len(calls) if known else None

    def _blocks(self, known: Known) -> Iterator[list[Kept]]:
        name = known.call.name
        for _ in range(MOST_BLOCKS):
            mark = self.keeping.watermark(name)
            query = {"version": mark} if mark is not None else {}
            answer = self._patiently(known, query)
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

    def _patiently(self, known: Known, query: Mapping[str, int]) -> Answer:
        """A reading waits for the pace: nothing hangs on when it ends."""
        try:
            return self._session.ask(known, query=query, waits=PATIENCE)
        except TooOften:
            return self._session.ask(known, query=query, waits=PATIENCE)


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
