"""The way to Sage through hh2: what it can be asked, and what it takes."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from adapters.hh2.calls import JOBS
from adapters.hh2.costs import DIRECT_COSTS
from adapters.hh2.invoices import INVOICES
from adapters.hh2.keeping import Keeping, Kept
from adapters.hh2.naming import Linked
from adapters.hh2.reading import TELLS, WHOLE, Reader, text
from adapters.hh2.session import Session
from adapters.hh2.staged import HEARD_WITHIN, Flow, Staged
from adapters.hh2.telling import TELLING, is_gone
from adapters.wire.failures import WireFailure
from core.case import Mirrored
from core.ports import ErpRefused, OutsideUnreachable, Receipt, Seen, Sighting
from core.receivers import Traits
from core.records import Record
from core.vocabulary import RecordId, RecordKind, words
from core.watching import Watch

K = RecordKind
HOP = timedelta(minutes=5)
"""How old what hh2 tells may be: a round trip to Sage takes about so long (interfaces 2.6)."""
FOR_AS_LONG = timedelta(days=3650)
"""Our own note of what was begun under a key lasts as long as its file."""
FLOWS: dict[RecordKind, Flow] = {K.SUBCONTRACTOR_INVOICE: INVOICES, K.JOB_COST: DIRECT_COSTS}
"""What it has calls for; the others it has none for (interfaces 2.5)."""
OF_JOBS = frozenset({K.BUDGET, K.JOB_COST})
"""Kinds that are told of a job with all its extras."""


class Hh2Erp:
    """Fits Erp."""

    def __init__(
        self,
        session: Session,
        keeping: Keeping,
        linked: Linked,
        *,
        heard_within: float = HEARD_WITHIN,
        clock: Callable[[], float] = time.time,
        watch: Watch | None = None,
    ) -> None:
        """`heard_within` is how many seconds a request may still arrive after we gave it up."""
        self._session = session
        self._keeping = keeping
        self._reader = Reader(session, keeping, clock, watch)
        self._linked = linked
        self._staged = Staged(session, keeping, linked, self._reader.read, heard_within, clock)
        self._heard_within = timedelta(seconds=heard_within)
        self._clock = clock
        self._read_at: dict[RecordKind, datetime] = {}
        self._midway: set[RecordKind] = set()
        """Kinds of which there are more blocks than were asked for: they are not read meanwhile."""

    def traits(self, kind: RecordKind) -> Traits:
        """A key is taken once, since what was begun under it is kept on our side.

        Of what Sage would take twice that ends where a request may have been lost for good.
        """
        flow, tells = FLOWS.get(kind), kind in TELLS
        if flow is not None and not flow.twice:
            return Traits(
                key_lifetime=self._heard_within, searchable_ref=True, updates=False, tells=tells
            )
        return Traits(
            key_lifetime=FOR_AS_LONG, unique_code=True, writes=flow is not None, updates=False,
            tells=tells,
        )  # fmt: skip

    def export(self, record: Record, key: str) -> Receipt:
        """Raises: as Erp.export; UnderWay while hh2 carries it."""
        flow = FLOWS.get(record.kind)
        if flow is None:
            raise ErpRefused("NO_ROUTE", f"hh2 has no call that writes a {words(record.kind)}.")
        return self._staged.export(flow, record, key)

    def look(self, record: Record, key: str) -> Sighting:
        as_of, flow = self._now(), FLOWS.get(record.kind)
        return Sighting(self._staged.seen(flow, record, key) if flow else None, as_of)

    def update(self, record: Record, key: str) -> Receipt:  # noqa: ARG002  # there is no such call
        raise ErpRefused("NO_ROUTE", f"hh2 has no call that changes {record.number}.")

    def seen(self, kind: RecordKind, mark: int, limit: int) -> Seen:
        tells = [known.call.name for known in TELLS.get(kind, ())]
        if not tells:
            return Seen((), (), mark, 0)
        if kind not in self._midway:
            begun = self._now()
            try:
                self._reader.read(kind)
            except WireFailure as why:
                raise OutsideUnreachable(str(why)) from why
            self._read_at[kind] = begun
        found = self._keeping.changed(tells, mark, limit)
        told: dict[str, Mirrored] = {}
        gone: list[tuple[str, str]] = []
        for root, _ in found:
            row = self._whole(kind, root)
            if row is None:
                continue
            said = TELLING[kind](self._keeping, row)
            if said is None:
                continue
            if is_gone(kind, row):
                gone.append((said.scope, said.erp_id))
            else:
                told[row.id] = said
        last = found[-1][1] if found else mark
        left = self._keeping.left(tells, last)
        (self._midway.add if left else self._midway.discard)(kind)
        return Seen(list(told.values()), gone, last, left)

    def read_at(self, kind: RecordKind) -> datetime | None:
        """As of when what was told of a kind was surely true of Sage: a round trip earlier."""
        at = self._read_at.get(kind)
        return at - HOP if at else None

    def held(self, record: Record, key: str) -> Sequence[Mirrored]:  # noqa: ARG002  # by its number
        """The invoices of this number, of this vendor, that hh2 told of when it was last read."""
        wanted = (record.erp_id or record.number).casefold()
        owed_to = self._linked(record.vendor).casefold() if record.vendor else ""
        rows = self._keeping.all(WHOLE[K.SUBCONTRACTOR_INVOICE].call.name)
        found = [row for row in rows if text(row.content, "Code").casefold() == wanted]
        told = (
            TELLING[K.SUBCONTRACTOR_INVOICE](self._keeping, row)
            for row in found
            if not is_gone(K.SUBCONTRACTOR_INVOICE, row)
        )
        return [one for one in told if one and owed_to in ("", one.vendor.casefold())]

    def written(self) -> Sequence[tuple[RecordId, str]]:
        return [(RecordId(record), key) for record, key in self._keeping.ended()]

    def close(self) -> None:
        """Leave hh2, and the file of what is kept of it."""
        self._session.close()
        self._keeping.close()

    def _whole(self, kind: RecordKind, root: str) -> Kept | None:
        """The row of the document that a root belongs to."""
        row = self._keeping.find(WHOLE[kind].call.name, root)
        if row is not None and kind in OF_JOBS:
            above = text(row.content, "ParentId")
            return self._keeping.find(JOBS.call.name, above) if above else row
        return row

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)
