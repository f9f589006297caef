"""The accounting system of a company whose kinds take different ways to it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from adapters.routes.tables import Reads
from core.case import Mirrored
from core.ports import Erp, ErpRefused, Receipt, Seen, Sighting
from core.receivers import Traits
from core.records import Record
from core.routes import TAKEN, Route, Routes
from core.vocabulary import RecordId, RecordKind, words


class RoutedErp:
    """Fits Erp. Writes by the route of each kind; what Sage holds one relay tells of all."""

    def __init__(
        self, routes: Callable[[], Routes], ways: Mapping[Route, Erp], reads: Reads
    ) -> None:
        """`routes` is asked anew each time: an administrator may change it while this runs."""
        self._routes = routes
        self._ways = ways
        self._reads = reads

    def traits(self, kind: RecordKind) -> Traits:
        way = self._way(kind)
        found = way.traits(kind) if way else Traits(writes=False, updates=False)
        return found._replace(tells=self._reads.traits(kind).tells)

    def export(self, record: Record, key: str) -> Receipt:
        return self._taken(record).export(record, key)

    def look(self, record: Record, key: str) -> Sighting:
        return self._taken(record).look(record, key)

    def update(self, record: Record, key: str) -> Receipt:
        return self._taken(record).update(record, key)

    def seen(self, kind: RecordKind, mark: int, limit: int) -> Seen:
        return self._reads.seen(kind, mark, limit)

    def read_at(self, kind: RecordKind) -> datetime | None:
        return self._reads.read_at(kind)

    def held(self, record: Record, key: str) -> Sequence[Mirrored]:
        return self._taken(record).held(record, key)

    def written(self) -> Sequence[tuple[RecordId, str]]:
        return [one for way in self._ways.values() for one in way.written()]

    def _way(self, kind: RecordKind) -> Erp | None:
        return self._ways.get(self._routes().of(kind)) if kind in TAKEN else None

    def _taken(self, record: Record) -> Erp:
        way, what = self._way(record.kind), words(record.kind)
        if record.kind not in TAKEN:
            raise ErpRefused("NO_ROUTE", f"A {what} is never written into Sage from here.")
        if way is None:
            text = f"No route of this company takes a {what}; set routes.{record.kind} to one."
            raise ErpRefused("NO_ROUTE", text)
        return way
