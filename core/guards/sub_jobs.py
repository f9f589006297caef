"""Sub jobs on their way to the extras of Sage: sub jobs 1-4, 12."""

from core.case import Case
from core.guards.shared import (
    APPROVER,
    OWNER,
    citing,
    erp_id_objection,
    id_holder,
    project_is_synced,
    title_objection,
)
from core.objection import guard
from core.records import SubJob

parent_project_is_synced = citing(project_is_synced, "sub jobs 4", "jobs 17")


@guard("sub jobs 1", lifted_by=OWNER)
def code_fits_sage(case: Case) -> str | None:
    code, limit = case.record.number, case.settings.limits.extra_id
    if 1 <= len(code) <= limit:
        return None
    return f"Sub job code is {len(code)} characters; Sage 300 CRE takes 1 to {limit}."


@guard("sub jobs 2", lifted_by=OWNER)
def name_fits_sage(case: Case) -> str | None:
    return title_objection(case, case.settings.limits.extra_name, "Name")


@guard("sub jobs 3", lifted_by=OWNER)
def sub_job_has_codes(case: Case) -> str | None:
    body = case.record.body
    if isinstance(body, SubJob) and body.codes:
        return None
    return f"Sub job {case.record.number} has no cost code of the ERP's list."


@guard("sub jobs 1", lifted_by=APPROVER, asks="erp_id")
def extra_id_fits_sage(case: Case) -> str | None:
    return erp_id_objection(case, case.settings.limits.extra_id, "Sage extra")


@guard("sub jobs 12", lifted_by=APPROVER, asks="erp_id")
def extra_id_is_free(case: Case) -> str | None:
    extra = id_holder(case)
    if extra is None:
        return None
    return f"Extra {case.answers.erp_id} of this job is taken by {extra}."
