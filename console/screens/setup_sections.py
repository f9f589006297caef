"""The sections of the Setup screen, one row each, and what a section is."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from console.widgets.lines import Column, Line, Look
from core.desk import Desk
from core.health import Facts
from core.records import Row
from core.values import NamedTuple
from core.vocabulary import RecordKind

if TYPE_CHECKING:
    from textual.screen import Screen


class Seat(NamedTuple):
    """From where somebody opened the setup."""

    desk: Desk
    facts: Callable[[], Facts] | None = None
    """Gathers what the checks look at; None where there is no home to look at."""
    row: Row | None = None
    """The record under the cursor: its project's settings are a section, too."""


class SetupRow(NamedTuple):
    """One line of a section."""

    name: str
    """By which the cursor finds it again; empty for a heading."""
    cells: tuple[str, ...]
    look: Look = Look.PLAIN
    detail: Callable[[int], Sequence[Line]] = lambda _: ()
    """What is told of it beneath the list, for a width."""
    opens: "Callable[[], Screen[str | None]] | None" = None
    """What Enter opens; it answers with a sentence about what was done."""


class Section(Protocol):
    """One page of the setup."""

    @property
    def title(self) -> str: ...

    @property
    def columns(self) -> tuple[Column, ...]: ...

    @property
    def spare(self) -> int:
        """So many of the last columns are left out where the terminal is narrow."""

    @property
    def hint(self) -> str:
        """Its keys, in words."""

    def rows(self) -> Sequence[SetupRow]:
        """Everything there is to list, asked in a thread."""

    def adds(self) -> "Screen[str | None] | None":
        """What the key for something new opens; None where nothing is added."""


def settings(seat: Seat) -> Section | None:
    from console.screens.setup_settings import SettingsSection

    return SettingsSection(seat.desk)


def project(seat: Seat) -> Section | None:
    from console.screens.setup_settings import SettingsSection

    if seat.row is None:
        return None
    record = seat.desk.record(seat.row.id)
    if record.kind is RecordKind.PROJECT:
        return SettingsSection(seat.desk, record.id, record.number)
    if record.project is None:
        return None
    return SettingsSection(seat.desk, seat.desk.living(record.project), record.project_number)


def people(seat: Seat) -> Section | None:
    from console.screens.setup_people import PeopleSection

    return PeopleSection(seat.desk)


def checks(seat: Seat) -> Section | None:
    from console.screens.setup_checks import ChecksSection

    return ChecksSection(seat.facts)


def schedule(seat: Seat) -> Section | None:
    from console.screens.setup_sync import ScheduleSection

    return ScheduleSection(seat.desk)


def mappings(seat: Seat) -> Section | None:
    from console.screens.setup_sync import MappingsSection

    return MappingsSection(seat.desk)


SECTIONS: tuple[Callable[[Seat], Section | None], ...] = (
    settings, project, people, checks, schedule, mappings,
)  # fmt: skip
"""From left to right; None where a section has nothing to be about."""


def sections(seat: Seat) -> tuple[Section, ...]:
    made = (make(seat) for make in SECTIONS)
    return tuple(section for section in made if section is not None)
