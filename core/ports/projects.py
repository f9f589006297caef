"""What the core needs of the project system."""

from collections.abc import Sequence
from typing import Protocol

from core.records import Record
from core.vocabulary import ErpStatus, RecordId


class ProjectSystem(Protocol):
    """Where most records are born, and where they are locked while they wait."""

    def tell(self, record: Record, held: ErpStatus) -> None:
        """Show a record's status, ERP id and last words at its origin; lock or unlock it there.

        The project system knows the record as `record.at_origin`.

        Raises:
            OutsideUnreachable: nobody could be told.
        """

    def create(self, record: Record) -> None:
        """Make the project side's own copy of an imported record, once.

        Raises:
            OutsideUnreachable: nothing was sent.
        """

    def find(self, record: RecordId) -> Record:
        """A record as its people see it.

        Raises:
            UnknownRecord: there is none.
            OutsideUnreachable: nobody could be asked.
        """

    def news(self, mark: int, limit: int) -> tuple[Sequence[Record], int]:
        """Records made or edited there since a mark, and the next mark.

        Raises:
            OutsideUnreachable: nobody could be asked.
        """
