"""Ways to Sage that end with a person: nothing is written, and what appears there is recognised."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from core.case import Mirrored
from core.ports import ErpRefused, OnlyAPersonSees, Receipt, Seen, Sighting, UnderWay
from core.receivers import Reads, Traits
from core.recognising import lacks, never_shows
from core.records import Record
from core.vocabulary import RecordId, RecordKind, with_article, words

ASK_AGAIN = 15.0
"""Seconds from one look at what Sage holds to the next."""
FOR_EVER = timedelta(days=36_500)
Held = Callable[[Record], Mirrored | None]
"""What Sage holds under the id of a record, as last mirrored."""


class ByHand:
    """Fits Erp. Takes a record once, since it writes nothing; it is there when Sage shows it."""

    def __init__(
        self, shown: Held, waits: str, tells: Callable[[RecordKind], bool] = lambda _: True
    ) -> None:
        """`waits` says what a person has to do: `It is on the worklist, to be keyed in`.

        `tells` is whether Sage's relay tells of a kind at all.
        """
        self._shown = shown
        self._tells = tells
        self._waits = waits

    def traits(self, kind: RecordKind) -> Traits:
        if not self._tells(kind):
            return Traits(updates=False, tells=False)
        return Traits(key_lifetime=FOR_EVER, searchable_ref=True, reads=Reads.NONE, updates=False)

    def export(self, record: Record, key: str) -> Receipt:  # noqa: ARG002  # nothing is written
        unseen = never_shows(record)
        if not self._tells(record.kind):
            unseen = f"hh2 tells nothing of {with_article(words(record.kind))}"
        if unseen:
            raise OnlyAPersonSees(
                f"{self._waits}. It is never synced by itself, for {unseen}: once it is in Sage, "
                "say so with `vouch` and its id there; if it is not to be, with `disprove`."
            )
        shown = self._shown(record)
        if shown is None:
            raise UnderWay(f"{self._waits}; it is synced once Sage shows it.", ASK_AGAIN)
        if still := lacks(record, shown):
            raise UnderWay(f"{self._waits}; it is synced once Sage shows it: {still}.", ASK_AGAIN)
        return Receipt(shown.erp_id, shown.posted)

    def look(self, record: Record, key: str) -> Sighting:  # noqa: ARG002  # by its id
        return Sighting(self._receipt(record), datetime.now(UTC))

    def update(self, record: Record, key: str) -> Receipt:  # noqa: ARG002  # no such call
        text = f"{record.number} is changed in Sage by hand: nothing writes to a {record.kind}."
        raise ErpRefused("NO_ROUTE", text)

    def seen(self, kind: RecordKind, mark: int, limit: int) -> Seen:  # noqa: ARG002  # it reads not
        return Seen((), (), mark, 0)

    def read_at(self, kind: RecordKind) -> datetime | None:  # noqa: ARG002  # likewise
        return None

    def held(self, record: Record, key: str) -> Sequence[Mirrored]:  # noqa: ARG002  # by its id
        shown = self._shown(record)
        return [shown] if shown else []

    def written(self) -> Sequence[tuple[RecordId, str]]:
        return ()

    def _receipt(self, record: Record) -> Receipt | None:
        shown = self._shown(record)
        if shown is None or never_shows(record) or lacks(record, shown):
            return None
        return Receipt(shown.erp_id, shown.posted)
