"""What the core asks of its store to see the whole: who waits for what, what failed, what moved."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.audit import Entry
from core.records import Fault, Row
from core.values import NamedTuple
from core.vocabulary import Action, ErpStatus, RecordId, View

NOT_THROUGH = frozenset(
    {
        ErpStatus.UNSENT,
        ErpStatus.READY_TO_EXPORT,
        ErpStatus.RETRIEVED,
        ErpStatus.REJECTED,
        ErpStatus.FAILED,
        ErpStatus.UNLINKED,
    }
)
"""Where a record has yet to get into the ERP: it waits, or was not sent."""

REFUSED = frozenset({ErpStatus.FAILED, ErpStatus.READY_TO_UPDATE, ErpStatus.OUTCOME_UNKNOWN})
"""Where a record stands that was tried and waits for somebody."""


class Failed(NamedTuple):
    """A record that the ERP did not take."""

    row: Row
    fault: Fault
    parent_number: str


class Deed(NamedTuple):
    """What somebody did to a record, and when."""

    at: datetime
    actor: str
    action: Action
    record: RecordId
    said: str


class Overviewing(Protocol):
    """Looks over all tabs at once."""

    def blocking(self, records: Collection[RecordId], most: int) -> Mapping[RecordId, int]:
        """How many records that have yet to get into the ERP name each of these.

        As their vendor, project or parent; each is counted no further than `most` a column.
        """

    def failures(self, limit: int) -> Sequence[Failed]:
        """What the ERP refused or did not answer, and what waits since, the oldest first."""

    def last_entry(self) -> int:
        """The number of the newest audit entry; 0 where there is none."""

    def happened(self, tab: str, after: int, limit: int) -> Sequence[Entry]:
        """The newest entries after a number that are about records of a tab, the oldest first."""

    def newest(self, records: Collection[RecordId], action: Action) -> Mapping[RecordId, Entry]:
        """The newest entry of an action, of each record that has one."""

    def waiting_since(
        self, views: Collection[View], edges: Sequence[datetime]
    ) -> Mapping[str, tuple[int, ...]]:
        """How many wait in these views of each tab, by since when.

        First those since the first edge or later, last those since before the last; edges go back
        in time. Tabs without any are absent.
        """

    def deeds(self, since: datetime, actions: Collection[Action], limit: int) -> Sequence[Deed]:
        """What was done since, the oldest first; of more than `limit` the newest."""

    def overrides(self, since: datetime) -> Sequence[Entry]:
        """The acceptances by an emergency override since a moment, the oldest first."""

    def refused_since(self, since: datetime, limit: int) -> Sequence[str]:
        """Every reason that a record of the newest `limit` batches was refused for since."""
