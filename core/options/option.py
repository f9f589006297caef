"""What a setting is: its name, what values it takes, who may change it, and what it changes."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from core.objection import Objection
from core.permissions import Deed
from core.settings import ProjectSettings, Settings
from core.values import NamedTuple
from core.vocabulary import ErpStatus, RecordKind


class Group(StrEnum):
    """Under which heading a setting stands."""

    GENERAL = "General"
    NUMBERING = "Numbering"
    EXPORTS = "Exports"
    BUDGETS = "Budgets"
    INVOICES = "Invoices"
    VENDORS = "Vendors"
    JOBS = "Jobs"
    JOB_COSTS = "Job costs"
    POLICIES = "Policies"
    DUTIES = "Who decides"
    WIDTHS = "Widths of Sage"
    MAIL = "Mail"
    SCHEDULE = "Schedule"
    RELAY = "Relay"


class Switch(NamedTuple):
    """On or off."""


class OneOf(NamedTuple):
    """One word of several."""

    words: type[StrEnum]


class OneNamed(NamedTuple):
    """One entry of a list that is another setting."""

    of: str
    """The other setting's name."""
    none: bool = False
    """None of them will do, too."""


class Whole(NamedTuple):
    """A whole number."""

    least: int
    most: int
    unit: str = ""


class Money(NamedTuple):
    """An amount, kept in minor units."""

    least: int
    most: int


class Text(NamedTuple):
    """Words."""

    most: int
    form: Callable[[str], str | None] | None = None
    """Answers what is wrong with the words, if anything."""
    empty: str = "none"
    """What an empty one means; empty where words are required."""


class Mask(NamedTuple):
    """A form of ids, as core.masks reads it."""


class Names(NamedTuple):
    """Several names, separated by commas."""

    most: int
    """Characters of one name."""
    all: bool = False
    """`all` will do, too, for whatever there is."""
    needed: bool = False
    """At least one."""


class Zone(NamedTuple):
    """A time zone by its IANA name."""


class Told(NamedTuple):
    """What somebody else decides: the relay reports it, or the sources leave no choice."""

    by: str
    """Who, or what."""
    value: str = ""
    """The one possible value of a settled question."""


Sort = Switch | OneOf | OneNamed | Whole | Money | Text | Mask | Names | Zone | Told


class Uses(NamedTuple):
    """How many vendors have a vendor type."""

    linked: int = 0
    waiting: int = 0
    """Not imported yet."""
    one: str = ""
    """One of the linked, by its name."""


class Change(NamedTuple):
    """What a guard of a setting may look at."""

    option: "Option"
    wanted: Any
    settings: Settings
    """As they are before the change."""
    chosen: ProjectSettings = ProjectSettings()
    """Likewise, of the project whose setting it is."""
    vendor_types: Mapping[str, Uses] = {}
    transactions: bool = False
    """Some project takes job cost transactions."""
    project: ErpStatus | None = None
    """Where the project stands; None for a company's setting."""
    confirmed: bool = False
    """The person said in words that it is meant."""


class Option(NamedTuple):
    """One row: a setting."""

    name: str
    """Fields joined by dots; `project.` before those of a project."""
    title: str
    group: Group
    sort: Sort
    rule: str
    """The rule or section it comes from."""
    deed: Deed | None
    """Whose right changing it takes; None where nobody may."""
    effect: str
    """What it changes, in a sentence."""
    final: str = ""
    """Why switching it on cannot be taken back, to be confirmed in words; empty where it can."""
    guards: "tuple[Guards, ...]" = ()
    kind: RecordKind | None = None
    """Of a switch for each kind: the kind."""

    @property
    def of_project(self) -> bool:
        return self.name.startswith(PROJECT)


Guards = Callable[[Change], Objection | None]
"""Objects to a change, or warns of it."""
PROJECT = "project."
"""Before the names of a project's settings."""
USUAL, USUAL_CHOICE = Settings(), ProjectSettings()


def held(option: Option, settings: Settings, chosen: ProjectSettings = USUAL_CHOICE) -> Any:  # noqa: ANN401  # whatever the field holds
    """The value that a setting has."""
    if isinstance(option.sort, Told) and option.sort.value:
        return option.sort.value
    if option.kind is not None:
        return option.kind in settings.direct_exports
    value: Any = chosen if option.of_project else settings
    for name in option.name.removeprefix(PROJECT).split("."):
        value = getattr(value, name)
    return value


def usual(option: Option) -> Any:  # noqa: ANN401  # likewise
    """The value it has where nobody chose."""
    return held(option, USUAL, USUAL_CHOICE)


def replaced(option: Option, settings: Settings, value: Any) -> Settings:  # noqa: ANN401  # likewise
    """The settings with another value of a company's setting."""
    if option.kind is not None:
        others = settings.direct_exports - {option.kind}
        return settings._replace(direct_exports=others | {option.kind} if value else others)
    outer, _, inner = option.name.partition(".")
    if inner:
        value = getattr(settings, outer)._replace(**{inner: value})
    return settings._replace(**{outer: value})


def rechosen(option: Option, chosen: ProjectSettings, value: Any) -> ProjectSettings:  # noqa: ANN401
    """A project's settings with another value of one of them."""
    return chosen._replace(**{option.name.removeprefix(PROJECT): value})
