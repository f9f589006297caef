"""What the core needs of the accounting system, reached through its relay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.case import Mirrored
from core.receivers import Traits
from core.records import Record
from core.values import NamedTuple
from core.vocabulary import RecordId, RecordKind


class Receipt(NamedTuple):
    """Evidence that the ERP holds a record."""

    erp_id: str
    posted: bool = True


class Sighting(NamedTuple):
    """What a look into the ERP by key found, and how fresh the look is."""

    receipt: Receipt | None
    as_of: datetime


class Seen(NamedTuple):
    """A block of what the relay knows of a kind."""

    records: Sequence[Mirrored]
    gone: Sequence[tuple[str, str]]
    """(scope, erp id) of what Sage no longer holds."""
    mark: int
    """Where the next block starts; the same number again at the end."""
    remaining: int


class Erp(Protocol):
    """The accounting system, reached through its relay."""

    def traits(self, kind: RecordKind) -> Traits:
        """What this receiver promises for a kind: what follows from silence hangs on it."""

    def export(self, record: Record, key: str) -> Receipt:
        """Write a record under a key.

        Raises:
            ErpRefused: the ERP said no; nothing was written.
            OutcomeUnknown: no answer came.
            OutsideUnreachable: nothing was sent.
            OnlyAPersonSees: a person has it, and has to say what became of it.
            UnderWay: it was taken, and is not ended; only where a key is taken once.
        """

    def look(self, record: Record, key: str) -> Sighting:
        """Ask whether anything was written under this key.

        Raises:
            OutsideUnreachable: nobody could be asked.
        """

    def update(self, record: Record, key: str) -> Receipt:
        """Bring a linked record's additions to the ERP; adding twice changes nothing.

        Raises: as `export`.
        """

    def seen(self, kind: RecordKind, mark: int, limit: int) -> Seen:
        """What the relay has of a kind since a mark, in blocks.

        Raises:
            OutsideUnreachable: the relay does not answer.
        """

    def read_at(self, kind: RecordKind) -> datetime | None:
        """When the relay last read Sage for this kind."""

    def held(self, record: Record, key: str) -> Sequence[Mirrored]:
        """Every document that the ERP holds of what was written under a key, to be compared.

        Raises:
            OutsideUnreachable: nobody could be asked.
        """

    def written(self) -> Sequence[tuple[RecordId, str]]:
        """Records of ours of which the ERP holds what was exported, each with its key.

        Raises:
            OutsideUnreachable: nobody could be asked.
        """
