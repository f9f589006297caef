"""What the core needs of the project system."""

from collections.abc import Callable, Sequence
from typing import Protocol

from core.case import Mirrored
from core.records import Record
from core.values import NamedTuple
from core.vocabulary import Effect, ErpStatus, RecordId, RecordKind


class Keeps(NamedTuple):
    """What a project system keeps of what it is told of a kind; the rest is shown here alone."""

    link: bool = True
    """Its id in Sage, or that it has none any more."""
    status: bool = True
    """Where it stands, and the last words; its people cannot edit it while accounting has it."""
    imports: bool = True
    """What only Sage holds is made there, once."""
    content: bool = True
    """What Sage rules stays there as Sage has it."""
    deletion: bool = True
    """What is deleted here is deleted there."""
    codes: bool = True
    """Cost codes and categories are taken away there, and become lines of its budget."""


class Heard(NamedTuple):
    """What became of one of many that were told or made in one call."""

    record: RecordId
    why: str = ""
    """Why it was not taken; empty where it was."""
    seen: Record | None = None
    """As its people were last seen to have it; None where it has to be asked for."""


class Together(NamedTuple):
    """How many records of one kind and one project go at once, and how."""

    most: int
    perform: Callable[[Sequence[Record]], Sequence[Heard]]
    """Each is taken or refused by itself. Doing it twice changes nothing.

    Raises:
        OutsideUnreachable: nobody knows of any that it was taken.
    """


class ProjectSystem(Protocol):
    """Where most records are born, and where they are locked while they wait."""

    def keeps(self, kind: RecordKind) -> Keeps:
        """What it keeps of a kind; what it does not is told in vain, and does no harm."""

    def tell(self, record: Record, held: ErpStatus) -> None:
        """Show a record's status, ERP id and last words at its origin; lock or unlock it there.

        The project system knows the record as `record.at_origin`.

        Raises:
            OutsideUnreachable: nobody could be told.
        """

    def together(self, effect: Effect, kind: RecordKind) -> Together | None:
        """How many records of a kind one call tells or makes; None where each takes its own."""

    def create(self, record: Record) -> None:
        """Make the project side's own copy of an imported record, once.

        Raises:
            OutsideUnreachable: nothing was sent.
        """

    def renew(self, record: Record, seen: Mirrored, *, into_budget: bool) -> None:
        """Bring one project's cost codes in line with its Sage job, and touch no other project.

        With `into_budget`, codes and categories that are new become lines of 0.00 in its budget,
        unless that is locked.

        Raises:
            OutsideUnreachable: nothing was sent.
        """

    def remove(self, record: Record, code: str, category: str) -> str | None:
        """Take a category off a code of a project, or the whole code; the tick stays on a no.

        Returns why not; None where it is gone, now or since before.

        Raises:
            OutsideUnreachable: nothing was sent.
        """

    def tidy(self, record: Record) -> None:
        """Keep a company of the directory as the record says: name, standing, address, insurance.

        One that was merged names the company it was merged into as its parent; what named it there
        names that one from now on. Doing it twice changes nothing.

        Raises:
            OutsideUnreachable: nobody could be told.
        """

    def find(self, record: RecordId) -> Record:
        """A record as its people see it.

        Raises:
            UnknownRecord: there is none.
            OutsideUnreachable: nobody could be asked.
        """

    def told_all(self) -> bool:
        """Whether everything that is there was told as news once.

        Until then nobody knows which of Sage's things only Sage holds.
        """

    def news(self, mark: int, limit: int) -> tuple[Sequence[Record], int]:
        """Records made or edited there since a mark, and the next mark.

        What is not there any more comes as deleted, as it was last.

        Raises:
            OutsideUnreachable: nobody could be asked.
        """
