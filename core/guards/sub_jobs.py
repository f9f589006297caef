"""Sub jobs on their way to the extras of Sage, and their end: sub jobs 1-4a, 8, 12."""

from core.case import Case
from core.guards.shared import (
    ACCOUNTANT,
    APPROVER,
    ERP_ADMIN,
    OWNER,
    citing,
    erp_id_objection,
    id_holder,
    project_is_synced,
    title_objection,
)
from core.objection import guard
from core.records import Project, SubJob

parent_project_is_synced = citing(project_is_synced, "sub jobs 4", "jobs 17")


@guard("sub jobs S9", lifted_by=f"{ERP_ADMIN}, by the setting")
def company_exchanges_extras(case: Case) -> str | None:
    if case.settings.sub_jobs:
        return None
    return "Sub jobs are switched off for this company; extras neither come in nor go out."


@guard("sub jobs S2", lifted_by="an administrator of the project, by the setting")
def project_has_sub_jobs(case: Case) -> str | None:
    if case.chosen.sub_jobs:
        return None
    return f"Sub jobs are switched off on project {case.record.project_number}."


@guard("sub jobs 4a", lifted_by=ACCOUNTANT)
def job_tracks_extras(case: Case) -> str | None:
    job = case.job_seen
    if job is None or not isinstance(job.body, Project) or job.body.tracks_extras:
        return None
    return f"Sage job {job.erp_id} does not track extras; switch that on in its set-up there."


@guard("sub jobs 8", lifted_by=OWNER)
def no_codes_are_attached(case: Case) -> str | None:
    body = case.record.body
    count = len(body.codes) if isinstance(body, SubJob) else 0
    if not count:
        return None
    noun = "cost code is" if count == 1 else "cost codes are"
    return f"{count} {noun} attached to sub job {case.record.number}; take them off first."


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
