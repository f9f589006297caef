"""Taking a cost code, or a category of it, off a project; what fails is kept as history."""

import time
from datetime import UTC, datetime
from typing import Protocol

from adapters.sqlite import Database
from core.objection import Cause, Objection
from core.ports import UnknownRecord
from core.records import Project, ProjectCode, Record, lines_of
from core.values import NamedTuple
from core.vocabulary import RecordId


class Deletion(NamedTuple):
    """A deletion that failed; the tick stayed."""

    code: str
    category: str
    why: str
    at: datetime


class Projects(Protocol):
    """What of the project system is needed here."""

    database: Database

    def find(self, record: RecordId) -> Record: ...
    def of_project(self, project: RecordId) -> list[Record]: ...
    def edit(self, record: RecordId, **fields: object) -> Objection | None: ...


def codes_of(projects: Projects, project: RecordId) -> dict[str, ProjectCode]:
    """Raises: UnknownRecord."""
    body = projects.find(project).body
    return {code.code: code for code in body.codes} if isinstance(body, Project) else {}


def removed(projects: Projects, project: RecordId, code: str, category: str) -> Objection | None:
    """Take it off, or say why it stays. What is gone already is no failure."""
    try:
        codes = codes_of(projects, project)
    except UnknownRecord:
        return None
    if code not in codes or (category and category not in codes[code].types):
        return None
    objection = used(projects, project, codes[code], category)
    if objection is None:
        objection = projects.edit(project, codes=_without(codes, code, category))
    if objection is not None:
        remember(projects, project, code, category, objection.text)
    return objection


def _without(codes: dict[str, ProjectCode], code: str, category: str) -> tuple[ProjectCode, ...]:
    if not category:
        return tuple(held for name, held in codes.items() if name != code)
    held = codes[code]
    left = held._replace(types=tuple(t for t in held.types if t != category))
    return tuple({**codes, code: left}.values())


def used(
    projects: Projects, project: RecordId, code: ProjectCode, category: str
) -> Objection | None:
    """Why a code, or one category of it, has to stay."""
    rule = "cost codes 13" if category else "cost codes 12"
    what = f"{code.code} {category}".strip()
    if category in code.erp_types or (code.erp_types and not category):
        text = f"{what} stands on the Sage job still; delete it there, then refresh."
        return Objection(rule, text, "the accountant")
    for record in projects.of_project(project):
        for line in lines_of(record):
            named = getattr(line, "code", None) == code.code
            if named and category in ("", getattr(line, "category", category)):
                kind = record.kind.replace("_", " ")
                text = f"{what} is used by {kind} {record.number}."
                return Objection(rule, text, "the owner of that record")
    return None


def remember(projects: Projects, project: RecordId, code: str, category: str, why: str) -> None:
    with projects.database.write() as connection:
        connection.execute(
            "INSERT INTO delete_history (project, code, category, why, at) VALUES (?, ?, ?, ?, ?)",
            (project, code, category, why, round(time.time() * 1000)),
        )


def history(database: Database, project: RecordId) -> list[Deletion]:
    """Deletions that failed, oldest first."""
    found = database.rows(
        "SELECT code, category, why, at FROM delete_history WHERE project = ? ORDER BY id",
        (project,),
    )
    return [
        Deletion(code, category, why, datetime.fromtimestamp(at / 1000, UTC))
        for code, category, why, at in found
    ]


def absent(what: str) -> Objection:
    return Objection("cost codes", f"The project has no {what}.", cause=Cause.UNKNOWN)
