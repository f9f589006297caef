"""What a judgement of jobs, sub jobs and cost codes reads besides what every judgement does."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol

from adapters.stores.filing import LINKED, in_words
from core.case import Answers
from core.records import CostCode, Record, lines_of
from core.values import NamedTuple
from core.vocabulary import VIEW_OF, ErpStatus, RecordId, RecordKind

K = RecordKind
Uses = Mapping[tuple[str, str], str]
"""Codes and categories on lines, each with a record that uses it."""
ACTIVE_VIEWS = tuple(VIEW_OF[status] for status in LINKED)
"""In these views of its tab a project counts against the company's cap."""


class Codings(Protocol):
    """Asked only where the answer may matter."""

    def linked_projects(self) -> int: ...

    def of_project(self, projects: Collection[RecordId]) -> Iterable[Record]:
        """Every record that belongs to one of these, themselves left out."""

    def cost_types(self) -> frozenset[str]:
        """The company's, by their abbreviations."""


class Naming(Protocol):
    """Finds records by any name that they have."""

    def records(self, ids: Collection[RecordId]) -> Mapping[RecordId, Record]: ...

    def carriers(self, ids: Collection[RecordId]) -> Mapping[RecordId, RecordId]: ...


class Coding(NamedTuple):
    """For all records of one judgement."""

    projects: int = 0
    categories: frozenset[str] = frozenset()
    uses: Mapping[RecordId, Uses] = {}


NOTHING: Coding = Coding()
NO_USE: Uses = {}


def coding(shelf: Codings, records: Collection[Record], answers: Answers) -> Coding:
    """Counts where a project is judged, uses where a code is named, types where one is."""
    kinds = {record.kind for record in records}
    asked = K.PROJECT in kinds and answers.code is not None
    if kinds.isdisjoint({K.PROJECT, K.COST_CODE}):
        return NOTHING
    return Coding(
        shelf.linked_projects() if K.PROJECT in kinds else 0,
        shelf.cost_types() if K.COST_CODE in kinds and answers.category else frozenset(),
        {r.id: uses(shelf, r) for r in records if r.kind is K.PROJECT} if asked else {},
    )


def names_of(shelf: Naming, project: RecordId) -> frozenset[RecordId]:
    """Under which a project's records may name it: of its row, and of the project system."""
    living = shelf.carriers([project]).get(project, project)
    record = shelf.records([living]).get(living)
    return frozenset({project, living} | ({record.at_origin} if record else set()))


def uses(shelf: Codings, project: Record) -> Uses:
    """What the records of a project are written on; a deleted one is written on nothing."""
    found: dict[tuple[str, str], str] = {}
    for record in shelf.of_project({project.id, project.at_origin}):
        if record.status is not ErpStatus.DELETED:
            for line in lines_of(record):
                if code := getattr(line, "code", ""):
                    pair = (code, getattr(line, "category", ""))
                    found.setdefault(pair, in_words(record.kind, record.number, record.title))
    return found


def cost_types_of(bodies: Iterable[Any]) -> frozenset[str]:
    return frozenset(
        kind.abbreviation for body in bodies if isinstance(body, CostCode) for kind in body.types
    )
