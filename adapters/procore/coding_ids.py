"""Under which ids a project of Procore knows its cost codes and their types."""

from collections.abc import Collection

from adapters.procore.calls import PROJECT_CODES, TYPES
from adapters.procore.directory import SUB_JOB_LIST, line_item_type, project_code
from adapters.procore.fields import Row, number, of_call
from adapters.procore.keeping import Keeping
from adapters.procore.session import Session
from adapters.procore.shelf import Coding
from adapters.wire.failures import Declined
from adapters.wire.known import Known

MISSING = 404


class CodingIds:
    """The codes of a project and of those of its sub jobs that are named, asked for once."""

    def __init__(
        self, session: Session, keeping: Keeping, project: int, sub_jobs: Collection[str]
    ) -> None:
        """Raises: WireFailure: as Session.ask."""
        self._codes: dict[tuple[str, str], int] = {}
        query: Row = {"project_id": project, "view": "default"}
        self._take("", session.rows(PROJECT_CODES, query=query))
        for row in keeping.of_project(SUB_JOB_LIST.name, project):
            name = row.content["number"]
            if name in sub_jobs:
                self._take(name, session.rows(PROJECT_CODES, query={**query, "sub_job_id": row.id}))
        head = {"project_id": project, "company_id": session.company}
        rows = session.rows(TYPES, query=head)
        with of_call(TYPES.call.name):
            self._types = {line_item_type(row)["code"]: number(row) for row in rows}

    def of(self, known: Known, coding: Coding) -> Row:
        """How a line of a call names its code and its type.

        Raises:
            Declined: the project has not got them.
        """
        code = self._codes.get((coding.sub_job, coding.code))
        sort = self._types.get(coding.category)
        if code is None or sort is None:
            what = " ".join(filter(None, coding))
            text = f"the project has no budget code {what}"
            raise Declined("Procore", known.call.name, MISSING, text, {})
        return {"cost_code_id": code, "line_item_type_id": sort}

    def _take(self, sub_job: str, rows: list[Row]) -> None:
        with of_call(PROJECT_CODES.call.name):
            for row in rows:
                code = project_code(row)
                if not code["gone"]:
                    self._codes.setdefault((sub_job, code["code"]), number(row))
