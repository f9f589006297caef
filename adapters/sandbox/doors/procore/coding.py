"""Cost codes and their types under the API's ids: the company's, a project's, a sub job's."""

from adapters.sandbox.doors.procore.operating import Row, origin_of
from adapters.sandbox.doors.procore.register import Held, Register
from core.records import CostCode, Project, SubJob, lines_of
from core.values import NamedTuple
from core.vocabulary import RecordId, RecordKind

K = RecordKind
LIST = 1
"""The one list of standard cost codes; it is the ERP's."""
BASE = {"L": "other", "M": "materials", "S": "commitment", "E": "equipment"}
WITH_LINES = (
    K.BUDGET, K.COMMITMENT, K.CCO, K.PCCO, K.SUBCONTRACTOR_INVOICE, K.OWNER_INVOICE,
)  # fmt: skip


class Coding(NamedTuple):
    """A code with a type, on a project or on one of its sub jobs."""

    code: str
    category: str
    sub_job: str = ""

    @property
    def flat(self) -> str:
        return ".".join(part for part in (self.sub_job, self.code, self.category) if part)


def standard_row(_: Register, held: Held) -> Row:
    record = held.record
    return {
        "id": held.id, "standard_cost_code_list_id": LIST, "parent_id": None,
        "code": record.number, "full_code": record.number, "name": record.title,
        **origin_of(held.origin, code=False),
    }  # fmt: skip


def types_of(register: Register) -> list[str]:
    """The abbreviations that the company's codes use."""
    found = {
        cost_type.abbreviation
        for held in register.held(K.COST_CODE)
        if isinstance(held.record.body, CostCode)
        for cost_type in held.record.body.types
    }
    return sorted(found | set(BASE))


def type_row(register: Register, abbreviation: str) -> Row:
    thing = f"type|{abbreviation}"
    return {
        "id": register.number(thing), "name": abbreviation, "code": abbreviation,
        "base_type": BASE.get(abbreviation, "other"),
        **origin_of(register.origin(thing), code=False),
    }  # fmt: skip


def codings(register: Register, project: str) -> list[Coding]:
    """Every code with every type that a project, its sub jobs or its lines have."""
    found: dict[Coding, None] = {}
    mine = register.projects.find(RecordId(project))
    for record in (mine, *register.projects.of_project(mine.id)):
        body = record.body
        if isinstance(body, (Project, SubJob)):
            sub_job = record.number if record.kind is K.SUB_JOB else ""
            for code in body.codes:
                found |= {Coding(code.code, t, sub_job): None for t in code.types}
        elif record.kind in WITH_LINES:
            for line in lines_of(record):
                found[Coding(line.code, line.category, line.sub_job)] = None
    return list(found)


def wbs_row(register: Register, project: str, coding: Coding) -> Row:
    """A budget code: the parts that make it up, and its own id."""
    parts = [("cost_code", coding.code), ("line_item_type", coding.category)]
    if coding.sub_job:
        parts.insert(0, ("sub_job", coding.sub_job))
    return {
        "id": wbs_id(register, project, coding), "flat_code": coding.flat,
        "flat_name": coding.flat, "description": coding.code, "status": "active",
        "segment_items": [
            {
                "id": register.number(f"segment|{project}|{kind}|{code}"), "code": code,
                "name": code, "path_codes": [code], "segment": {"type": kind, "name": kind},
            }
            for kind, code in parts
        ],
    }  # fmt: skip


def wbs_id(register: Register, project: str, coding: Coding) -> int:
    return register.number(f"wbs|{project}|{coding.sub_job}|{coding.code}|{coding.category}")


def wbs_part(register: Register, project: str, coding: Coding) -> Row:
    """A budget code as a line names it."""
    return {
        "id": wbs_id(register, project, coding), "flat_code": coding.flat,
        "description": coding.code,
    }  # fmt: skip


def code_row(register: Register, project: str, sub_job: str, code: str, name: str = "") -> Row:
    """A cost code on a project or on one of its sub jobs, its types besides."""
    thing = f"code|{project}|{sub_job}|{code}"
    standard = register.projects.numbered(K.COST_CODE, code)
    biller = sub_job_id(register, project, sub_job) if sub_job else register.number(project)
    return {
        "id": register.number(thing), "biller": sub_job or "project",
        "biller_id": biller,
        "biller_type": "SubJob" if sub_job else "Project", "budgeted": True,
        "code": code, "full_code": code, "sortable_code": code, "name": name or code,
        "standard_cost_code_id": register.number(standard.id) if standard else None,
        **origin_of(register.origin(thing), code=False),
    }  # fmt: skip


def sub_job_id(register: Register, project: str, number: str) -> int:
    """The id of a sub job by its number."""
    for record in register.projects.of_project(RecordId(project)):
        if record.kind is K.SUB_JOB and record.number == number:
            return register.number(record.id)
    return register.number(f"sub job|{project}|{number}")


def code_rows(register: Register, held: Held) -> list[Row]:
    """The codes that a project or a sub job has."""
    record, body = held.record, held.record.body
    project = record.project or record.id
    sub_job = record.number if record.kind is K.SUB_JOB else ""
    codes = body.codes if isinstance(body, (Project, SubJob)) else ()
    return [
        {
            **code_row(register, project, sub_job, code.code, code.description),
            "line_item_types": [type_row(register, t) for t in code.types],
        }
        for code in codes
    ]
