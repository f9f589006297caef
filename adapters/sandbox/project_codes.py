"""Cost codes on a project: adding, ticking, unticking, deleting, and bringing in line with Sage."""

import time
from datetime import UTC, datetime

from adapters.sandbox.projects import SandboxProjects
from adapters.sandbox.relay import Relay
from core.objection import Cause, Objection
from core.records import CostCode, Project, ProjectCode, lines_of
from core.values import NamedTuple
from core.vocabulary import ErpStatus, RecordId, RecordKind

K = RecordKind


class Deletion(NamedTuple):
    """A deletion that failed; the tick stayed."""

    code: str
    category: str
    why: str
    at: datetime


class ProjectCodes:
    """What a project's administrator does with its cost codes. A method returns why not."""

    def __init__(self, projects: SandboxProjects, relay: Relay) -> None:
        self._projects = projects
        self._database = projects.database
        self._relay = relay

    def add(self, project: RecordId, code: str, *types: str) -> Objection | None:
        """Put a standard code on a project, with the company's default types if none are named."""
        codes = self._codes(project)
        if code in codes:
            return self.tick(project, code, *types)
        standard = self._projects.numbered(K.COST_CODE, code)
        if standard is None:
            text = f"Cost code {code} is not on the company's list; make it in Sage."
            return Objection("cost codes 5", text, "the accountant")
        inactive = isinstance(standard.body, CostCode) and not standard.body.active
        if inactive or standard.status is ErpStatus.ARCHIVED:
            text = f"Cost code {code} is inactive and this project does not have it."
            return Objection("cost codes 8", text, "an administrator who restores it")
        chosen = types or self.defaults(code)
        codes[code] = ProjectCode(code, standard.title, chosen)
        return self._keep(project, codes)

    def tick(self, project: RecordId, code: str, *types: str) -> Objection | None:
        """Choose more categories for a code that the project has."""
        codes = self._codes(project)
        if code not in codes:
            return _absent(code)
        held = codes[code]
        more = tuple(t for t in types if t not in held.types)
        codes[code] = held._replace(types=held.types + more)
        return self._keep(project, codes)

    def untick(self, project: RecordId, code: str, category: str) -> Objection | None:
        """Take a category off a code. A failure keeps the tick and is kept in the history."""
        codes = self._codes(project)
        if code not in codes or category not in codes[code].types:
            return _absent(f"{code} {category}")
        objection = self._used(project, code, category, "cost codes 13")
        if objection is not None:
            self._remember(project, code, category, objection.text)
            return objection
        held = codes[code]
        codes[code] = held._replace(types=tuple(t for t in held.types if t != category))
        return self._keep(project, codes)

    def delete(self, project: RecordId, code: str) -> Objection | None:
        """Take a code off a project: unused here, and deleted in Sage before."""
        codes = self._codes(project)
        if code not in codes:
            return _absent(code)
        objection = self._used(project, code, "", "cost codes 12")
        if objection is not None:
            self._remember(project, code, "", objection.text)
            return objection
        del codes[code]
        return self._keep(project, codes)

    def refresh(self, project: RecordId) -> Objection | None:
        """Bring one project's codes in line with its Sage job, as the relay knows it."""
        erp_id = self._projects.find(project).erp_id or ""
        job = self._relay.held(K.PROJECT, "", erp_id)
        if job is None or not isinstance(job.body, Project):
            text = "The relay knows no Sage job for this project; sync it first."
            return Objection("jobs 17", text, "the accountant")
        held = {code.code: code for code in job.body.codes}
        codes = {
            code: mine._replace(erp_types=held[code].types if code in held else ())
            for code, mine in self._codes(project).items()
        }
        for code, theirs in held.items():
            mine = codes.get(code, theirs)
            more = tuple(t for t in theirs.types if t not in mine.types)
            codes[code] = mine._replace(
                description=theirs.description or mine.description,
                types=mine.types + more, erp_types=theirs.types,
            )  # fmt: skip
        return self._keep(project, codes)

    def history(self, project: RecordId) -> list[Deletion]:
        """Deletions that failed, oldest first."""
        found = self._database.rows(
            "SELECT code, category, why, at FROM delete_history WHERE project = ? ORDER BY id",
            (project,),
        )
        return [
            Deletion(code, category, why, datetime.fromtimestamp(at / 1000, UTC))
            for code, category, why, at in found
        ]

    # the company's defaults

    def defaults(self, code: str) -> tuple[str, ...]:
        """The types that a project gets with a code."""
        found = self._database.rows(
            "SELECT category FROM default_types WHERE code = ? ORDER BY category", (code,)
        )
        return tuple(row[0] for row in found)

    def set_default(self, code: str, category: str, *, ticked: bool) -> None:
        """Tick or untick one default; it is kept at once."""
        with self._database.write() as connection:
            if ticked:
                connection.execute(
                    "INSERT INTO default_types VALUES (?, ?) ON CONFLICT DO NOTHING",
                    (code, category),
                )
            else:
                connection.execute(
                    "DELETE FROM default_types WHERE code = ? AND category = ?", (code, category)
                )

    def tick_column(self, category: str) -> None:
        """Tick a category as a default for every standard code."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO default_types SELECT DISTINCT number, ? FROM copies WHERE kind = ?"
                " ON CONFLICT DO NOTHING",
                (category, K.COST_CODE),
            )

    # inside

    def _codes(self, project: RecordId) -> dict[str, ProjectCode]:
        body = self._projects.find(project).body
        return {code.code: code for code in body.codes} if isinstance(body, Project) else {}

    def _keep(self, project: RecordId, codes: dict[str, ProjectCode]) -> Objection | None:
        return self._projects.edit(project, codes=tuple(codes.values()))

    def _used(self, project: RecordId, code: str, category: str, rule: str) -> Objection | None:
        """Why a code, or one category of it, has to stay."""
        held = self._codes(project)[code].erp_types
        what = f"{code} {category}".strip()
        if category in held or (held and not category):
            text = f"{what} stands on the Sage job still; delete it there, then refresh."
            return Objection(rule, text, "the accountant")
        for record in self._projects.of_project(project):
            for line in lines_of(record):
                named = getattr(line, "code", None) == code
                if named and category in ("", getattr(line, "category", category)):
                    kind = record.kind.replace("_", " ")
                    text = f"{what} is used by {kind} {record.number}."
                    return Objection(rule, text, "the owner of that record")
        return None

    def _remember(self, project: RecordId, code: str, category: str, why: str) -> None:
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO delete_history (project, code, category, why, at)"
                " VALUES (?, ?, ?, ?, ?)",
                (project, code, category, why, round(time.time() * 1000)),
            )


def _absent(what: str) -> Objection:
    return Objection("cost codes", f"The project has no {what}.", cause=Cause.UNKNOWN)
