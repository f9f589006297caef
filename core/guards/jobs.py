"""Projects on their way to and from the jobs of Sage: jobs 1-8, 12-15, cost codes 6, 7, 12-15."""

from core.case import Case
from core.codes import pairs_seen, stays
from core.fields import NO_TEMPLATE
from core.guards.shared import APPROVER, ERP_ADMIN, id_holder, others
from core.masks import fits, sections, unpunctuated
from core.objection import guard
from core.records import Project, ProjectCode
from core.settings import Policy

PROJECT_ADMIN = "an administrator of the project"
MOST_SECTIONS = 3


@guard("jobs 8", lifted_by=PROJECT_ADMIN)
def erp_sync_is_on(case: Case) -> str | None:
    body = case.record.body
    if not isinstance(body, Project) or body.erp_sync:
        return None
    return f"Project {case.record.number} is not set to be synced with the ERP."


@guard("jobs 7", "cost codes 15", lifted_by=PROJECT_ADMIN)
def code_list_is_the_erps(case: Case) -> str | None:
    body = case.record.body
    if not isinstance(body, Project) or body.erp_code_list:
        return None
    return f"Project {case.record.number} uses a cost code list that is not the ERP's."


@guard("jobs 6", lifted_by=PROJECT_ADMIN)
def project_has_codes(case: Case) -> str | None:
    body = case.record.body
    if not isinstance(body, Project) or body.codes:
        return None
    return f"Project {case.record.number} has no cost code of the ERP's list."


@guard("jobs 6", "cost codes 6", lifted_by=PROJECT_ADMIN)
def codes_have_types(case: Case) -> str | None:
    body = case.record.body
    bare = [c for c in body.codes if not c.types] if isinstance(body, Project) else []
    if not bare:
        return None
    return f"Cost code {bare[0].code} has no cost type{others(len(bare))}."


@guard("cost codes CC8", lifted_by=PROJECT_ADMIN)
def something_waits_for_sage(case: Case) -> str | None:
    body = case.record.body
    if isinstance(body, Project) and any(code.pending for code in body.codes):
        return None
    return f"Job {case.record.erp_id} has every cost code and category of the project already."


@guard(
    "jobs 5", lifted_by=PROJECT_ADMIN,
    warns=lambda case: case.settings.project_name is Policy.WARN,
)  # fmt: skip
def name_fits_sage(case: Case) -> str | None:
    length, limit = len(case.record.title), case.settings.limits.job_name
    if length <= limit:
        return None
    return f"Name is {length} characters; Sage 300 CRE keeps the first {limit}."


@guard("jobs 1", lifted_by=APPROVER, asks="erp_id")
def job_id_has_the_form(case: Case) -> str | None:
    job, mask = case.answers.erp_id or "", case.settings.job_mask
    if fits(mask, job):
        return None
    return f"Sage job id {job} is not in the company's form, {mask}."


@guard("jobs 2", lifted_by=APPROVER, asks="erp_id")
def job_id_is_spelt_plainly(case: Case) -> str | None:
    job = case.answers.erp_id or ""
    plain = job.replace("-", "").replace(".", "")
    if plain.isascii() and plain.isalnum():
        return None
    return f"Sage job id {job} may hold letters, digits, - and . only."


@guard("jobs 3", lifted_by=APPROVER, asks="erp_id")
def job_id_is_free(case: Case) -> str | None:
    job = id_holder(case)
    if job is None:
        return None
    return f"Sage job id {case.answers.erp_id} is taken by {job}."


@guard("jobs 4", lifted_by=APPROVER, asks="erp_id")
def job_id_fits_sage(case: Case) -> str | None:
    job, limit = case.answers.erp_id or "", case.settings.limits.job_id
    length = len(unpunctuated(job))
    if not 1 <= length <= limit:
        return f"Sage job id {job} is {length} characters; Sage 300 CRE takes 1 to {limit}."
    count = len(sections(job))
    if count <= MOST_SECTIONS:
        return None
    return f"Sage job id {job} has {count} sections; Sage 300 CRE takes {MOST_SECTIONS}."


@guard("jobs 12", "cost codes 7", lifted_by="the accountant, in Sage")
def erp_codes_have_categories(case: Case) -> str | None:
    seen = case.mirrored.body if case.mirrored else None
    body = seen or case.record.body
    codes = body.codes if isinstance(body, Project) else ()
    bare = [c for c in codes if not _categories(c)]
    if not bare:
        return None
    return f"Cost code {bare[0].code} has no category in Sage{others(len(bare))}."


def _categories(code: ProjectCode) -> tuple[str, ...]:
    return code.erp_types or code.types


@guard("jobs 13", lifted_by=f"{ERP_ADMIN}, by the setting")
def cap_is_not_reached(case: Case) -> str | None:
    held, cap = case.projects, case.settings.project_cap
    if held < cap:
        return None
    return f"{held:,} projects are linked to jobs; the company may have {cap:,}."


@guard("jobs J7", lifted_by="whoever chooses another template", asks="template")
def template_is_known(case: Case) -> str | None:
    wanted, known = case.answers.template or NO_TEMPLATE, case.settings.project_templates
    if wanted == NO_TEMPLATE or wanted in known:
        return None
    some = ", ".join(known) or "none at all"
    return f"There is no project template {wanted}; the company has {some}."


@guard("cost codes 12", lifted_by="whoever names another", asks="code")
def code_is_the_projects(case: Case) -> str | None:
    wanted, category = case.answers.code, case.answers.category or ""
    code = _code_named(case)
    if code is None:
        return f"Project {case.record.number} has no cost code {wanted}."
    if category and category not in code.types:
        return f"{wanted} has no cost type {category} on project {case.record.number}."
    return None


@guard("cost codes 12", "cost codes 13", lifted_by="the accountant, in Sage", asks="code")
def code_can_go(case: Case) -> str | None:
    """What still stands in Sage, or is written on here, stays."""
    code, category = _code_named(case), case.answers.category or ""
    if code is None or (category and category not in code.types):
        return None
    seen = case.mirrored.body if case.mirrored else None
    return stays(code, category, pairs_seen(seen), case.uses)


def _code_named(case: Case) -> ProjectCode | None:
    body = case.record.body
    codes = body.codes if isinstance(body, Project) else ()
    return next((c for c in codes if c.code == case.answers.code), None)


@guard("cost codes 13", lifted_by="the connector, by finishing it", asks="code")
def it_is_not_asked_already(case: Case) -> str | None:
    body, said = case.record.body, case.answers
    removals = body.removals if isinstance(body, Project) else ()
    wanted = (said.code, said.category or "")
    if any(r.open and (r.code, r.category) == wanted for r in removals):
        return "The project system was asked to remove it and has not answered yet."
    return None


@guard("jobs 15", lifted_by=f"{ERP_ADMIN}, by the setting")
def linking_is_allowed(case: Case) -> str | None:
    if case.settings.allow_link_existing_project:
        return None
    return "A job is made in one system and carried to the other; linking two is switched off."


@guard("jobs 14", "cost codes 15", lifted_by=PROJECT_ADMIN, asks="link_to")
def target_project_is_integrated(case: Case) -> str | None:
    target = case.target
    if target is None or not isinstance(target.body, Project):
        return None
    if not target.body.erp_sync:
        return f"Project {target.number} is not set to be synced with the ERP."
    if not target.body.erp_code_list:
        return f"Project {target.number} uses a cost code list that is not the ERP's."
    return None
