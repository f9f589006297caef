"""Lists of what is blocked, or is not: found by judging each record, so only where there are few.

Whether something stands against a record follows from other records, settings and the ERP's
mirror. Nobody keeps it, for it would be wrong by the next change of any of them.
"""

import threading
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from core.case import Case
from core.decide import decide
from core.decision import Refused
from core.objection import Cause, Objection
from core.people import Actor
from core.ports import Asked, RecordStore
from core.query import JUDGED, BadQuery, Field, Order, Query, Term
from core.records import Row
from core.tabs import ROWS
from core.vocabulary import Action, ErpStatus, RecordId

A, S = Action, ErpStatus
USUAL: dict[ErpStatus, Action] = {
    S.READY_TO_EXPORT: A.ACCEPT,
    S.FAILED: A.ACCEPT,
    S.READY_TO_UPDATE: A.UPDATE,
    S.READY_TO_IMPORT: A.IMPORT,
    S.UNSENT: A.SEND,
    S.UNLINKED: A.SEND,
    S.RETRIEVED: A.SEND,
    S.REJECTED: A.RESEND,
}
"""What is usually done next to a record; nothing blocks one that is where it belongs."""
JUDGED_AT_MOST = 5_000
"""So many are judged while somebody waits."""
AT_ONCE = 250
FRESH = 60.0
"""Seconds after which a judgement is made again although nobody has written: days end."""
PERSONAL = frozenset({Cause.PERMISSION, Cause.MISSING})
"""What stands against the person or waits for an answer; it does not block the record."""


class TooMany(BadQuery):
    """More than can be judged match the rest of the query."""


def barriers(case: Case) -> tuple[Objection, ...]:
    """Every rule that stands against what is usually done next, whoever does it."""
    action = USUAL.get(case.record.status)
    if action not in ROWS.get((case.record.kind, case.record.status), {}) or action is None:
        return ()
    ruled = decide(case, action)
    if not isinstance(ruled, Refused):
        return ()
    return tuple(o for o in ruled.objections if not o.warning and o.cause not in PERSONAL)


class Sieve:
    """Answers as a store does, of what the judgement leaves."""

    def __init__(self, store: RecordStore, actor: Actor) -> None:
        self._store, self._actor = store, actor
        self._lock = threading.Lock()
        self._moment: tuple[int, float] | None = None
        self._verdicts: dict[RecordId, tuple[Objection, ...]] = {}
        """What stands against each record, as judged at that moment."""
        self._key: Query | None = None
        self._left: Sequence[Row] = ()
        """What is left of the query that was asked last."""

    def rows(
        self,
        query: Query,
        limit: int,
        *,
        after: Row | None = None,
        before: Row | None = None,
        last: bool = False,
    ) -> Sequence[Row]:
        """Raises: TooMany."""
        found = self._judged(query)
        if after is not None:
            found = [row for row in found if _beyond(query, row, after)]
        if before is not None:
            found = [row for row in found if _beyond(query, before, row)]
        backwards = last or before is not None
        return found[-limit:] if backwards and limit else found[:limit]

    def ids(self, query: Query, limit: int) -> Sequence[Asked]:
        """Raises: TooMany."""
        return [
            Asked(row.id, row.version, digest=row.digest) for row in self._judged(query)[:limit]
        ]

    def tally(self, query: Query, limit: int) -> int:
        """Raises: TooMany."""
        return min(limit, len(self._judged(query)))

    def reckon(self, query: Query, limit: int) -> tuple[int, bool]:
        """Raises: TooMany."""
        count = self.tally(query, limit)
        return count, count < limit

    def _judged(self, query: Query) -> Sequence[Row]:
        """What is left, in order."""
        asked = tuple(term for term in query.terms if term.field in JUDGED)
        rest = query._replace(terms=tuple(t for t in query.terms if t.field not in JUDGED))
        with self._lock:
            # Read before anything is judged: what changes meanwhile is judged again next time.
            moment = (self._store.change(), monotonic() // FRESH)
            if moment != self._moment:
                self._moment, self._verdicts, self._key, self._left = moment, {}, None, ()
            if query != self._key:
                self._left = self._sieved(asked, self._read(rest, asked))
                self._key = query
            return self._left

    def _read(self, rest: Query, asked: tuple[Term, ...]) -> Sequence[Row]:
        rows = self._store.rows(rest, JUDGED_AT_MOST + 1)
        if len(rows) > JUDGED_AT_MOST:
            names = " and ".join(dict.fromkeys(term.field.value for term in asked))
            raise TooMany(
                f"For {names} each record is judged, {JUDGED_AT_MOST:,} at most; more match the "
                "rest of the filter. Narrow it, by a view, a job, a vendor or an age.",
                1,
            )
        return rows

    def _sieved(self, asked: tuple[Term, ...], rows: Sequence[Row]) -> list[Row]:
        known = self._verdicts
        new = [row.id for row in rows if row.id not in known]
        for start in range(0, len(new), AT_ONCE):
            for case in self._store.cases(new[start : start + AT_ONCE], self._actor):
                known[case.record.id] = barriers(case)
        return [
            row
            for row in rows
            if row.id in known
            and all(_holds(term, known[row.id]) is not term.negated for term in asked)
        ]


def _holds(term: Term, against: tuple[Objection, ...]) -> bool:
    if term.field is Field.BLOCKED:
        return bool(against)
    return any(str(term.value) in objection.text.casefold() for objection in against)


PLACE: dict[Order, Callable[[Row], Any]] = {
    Order.AGE: lambda row: row.age_from,
    Order.AMOUNT: lambda row: row.amount,
    Order.NUMBER: lambda row: row.number.lower(),
    Order.TITLE: lambda row: row.title.lower(),
    Order.VENDOR: lambda row: row.vendor_name.lower(),
    Order.PROJECT: lambda row: row.project_number.lower(),
}


def _beyond(query: Query, row: Row, edge: Row) -> bool:
    """Whether a row stands behind another in the query's order."""
    value = PLACE[query.order]
    mine, theirs = (value(row), row.id), (value(edge), edge.id)
    return mine < theirs if query.descending else mine > theirs
