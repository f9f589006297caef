"""Cost codes on a project: adding, ticking, unticking, deleting, and bringing in line with Sage."""

from adapters.sandbox.projects import SandboxProjects
from adapters.sandbox.relay import Relay
from adapters.sandbox.removing import Deletion, absent, codes_of, history, removed
from core.codes import default_types, renewed
from core.objection import Objection
from core.records import CostCode, Project, ProjectCode
from core.vocabulary import ErpStatus, RecordId, RecordKind

K = RecordKind


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
            return absent(code)
        held = codes[code]
        more = tuple(t for t in types if t not in held.types)
        codes[code] = held._replace(types=held.types + more)
        return self._keep(project, codes)

    def untick(self, project: RecordId, code: str, category: str) -> Objection | None:
        """Take a category off a code. A failure keeps the tick and is kept in the history."""
        codes = self._codes(project)
        if code not in codes or category not in codes[code].types:
            return absent(f"{code} {category}")
        return removed(self._projects, project, code, category)

    def delete(self, project: RecordId, code: str) -> Objection | None:
        """Take a code off a project: unused here, and deleted in Sage before."""
        if code not in self._codes(project):
            return absent(code)
        return removed(self._projects, project, code, "")

    def refresh(self, project: RecordId) -> Objection | None:
        """Bring one project's codes in line with its Sage job, as the relay knows it."""
        erp_id = self._projects.find(project).erp_id or ""
        job = self._relay.held(K.PROJECT, "", erp_id)
        if job is None or not isinstance(job.body, Project):
            text = "The relay knows no Sage job for this project; sync it first."
            return Objection("jobs 17", text, "the accountant")
        codes = renewed(self._codes(project).values(), job.body.codes)
        return self._projects.edit(project, codes=codes)

    def history(self, project: RecordId) -> list[Deletion]:
        """Deletions that failed, oldest first."""
        return history(self._database, project)

    # the company's defaults

    def defaults(self, code: str) -> tuple[str, ...]:
        """The types that a project gets with a code."""
        standard = self._projects.numbered(K.COST_CODE, code)
        body = standard.body if standard else None
        return default_types(body) if isinstance(body, CostCode) else ()

    # inside

    def _codes(self, project: RecordId) -> dict[str, ProjectCode]:
        return codes_of(self._projects, project)

    def _keep(self, project: RecordId, codes: dict[str, ProjectCode]) -> Objection | None:
        return self._projects.edit(project, codes=tuple(codes.values()))
