"""Standard cost codes, as they come from Sage, and their defaults: cost codes 1-5, 8, 14."""

from core.case import Case
from core.codes import default_types
from core.guards.shared import ACCOUNTANT
from core.masks import SEPARATORS, sections, unpunctuated
from core.objection import guard
from core.records import CostCode

FEWEST_SECTIONS = 2


@guard("cost codes 1", lifted_by=ACCOUNTANT)
def code_is_sectioned(case: Case) -> str | None:
    code = case.record.number
    if any(s in code for s in SEPARATORS):
        return None
    return (
        f"Code {code} is not sectioned; it needs a separator, as in {case.settings.cost_code_mask}."
    )


@guard("cost codes 2", lifted_by=ACCOUNTANT)
def separators_are_known(case: Case) -> str | None:
    plain = unpunctuated(case.record.number)
    if plain.isascii() and plain.isalnum():
        return None
    odd = next((c for c in plain if not (c.isascii() and c.isalnum())), "")
    return f"Code {case.record.number} holds {odd!r}; only / - and . separate its sections."


@guard("cost codes 3", lifted_by="an administrator of ERP Integrations, by the setting")
def sections_are_few(case: Case) -> str | None:
    code, most = case.record.number, case.settings.max_cost_code_sections
    count = len(sections(code))
    if FEWEST_SECTIONS <= count <= most or count == 1:  # of one section, rule 1 speaks
        return None
    return f"Code {code} has {count} sections; {FEWEST_SECTIONS} to {most} are taken."


@guard("cost codes 4", lifted_by=ACCOUNTANT)
def code_fits_sage(case: Case) -> str | None:
    code, limit = case.record.number, case.settings.limits.cost_code
    length = len(unpunctuated(code))
    if length <= limit:
        return None
    return f"Code {code} is {length} characters without separators; Sage 300 CRE takes {limit}."


@guard("cost codes 4", lifted_by=ACCOUNTANT)
def code_has_the_layout(case: Case) -> str | None:
    code, mask = case.record.number, case.settings.cost_code_mask
    if [len(part) for part in sections(code)] == [len(part) for part in sections(mask)]:
        return None
    return f"Code {code} has not the company's layout, {mask}."


@guard("cost codes 4", lifted_by=ACCOUNTANT)
def description_fits_sage(case: Case) -> str | None:
    length, limit = len(case.record.title), case.settings.limits.description
    if length <= limit:
        return None
    return f"Description is {length} characters; Sage 300 CRE takes {limit}."


@guard("cost codes 4", lifted_by=ACCOUNTANT)
def categories_fit_sage(case: Case) -> str | None:
    body, limit = case.record.body, case.settings.limits.category
    if not isinstance(body, CostCode):
        return None
    for kind in body.types:
        if not 1 <= len(kind.abbreviation) <= limit:
            return f"Category {kind.abbreviation!r} is not of 1 to {limit} characters."
    return None


@guard("cost codes 4a", lifted_by=ACCOUNTANT)
def code_takes_cost(case: Case) -> str | None:
    body = case.record.body
    if not isinstance(body, CostCode) or not body.group:
        return None
    return f"{case.record.number} is a group code; no cost is written on it."


@guard("cost codes 8", lifted_by=ACCOUNTANT)
def code_is_active(case: Case) -> str | None:
    body = case.record.body
    if not isinstance(body, CostCode) or body.active:
        return None
    return f"{case.record.number} is inactive in Sage; no project gets it any more."


@guard("cost codes 5", lifted_by=ACCOUNTANT, asks="category")
def category_is_the_companys(case: Case) -> str | None:
    wanted, known = case.answers.category, case.categories
    if wanted in known:
        return None
    return f"There is no cost type {wanted}; Sage has {', '.join(sorted(known)) or 'none'}."


@guard("cost codes 14", lifted_by="whoever removes it first", asks="category")
def category_is_no_default_yet(case: Case) -> str | None:
    body, wanted = case.record.body, case.answers.category
    if not isinstance(body, CostCode) or wanted not in default_types(body):
        return None
    return f"{wanted} is a default of {case.record.number} already."


@guard("cost codes 14", lifted_by="whoever assigns it first", asks="category")
def category_is_a_default(case: Case) -> str | None:
    body, wanted = case.record.body, case.answers.category
    if not isinstance(body, CostCode) or wanted in default_types(body):
        return None
    return f"{wanted} is no default of {case.record.number}."
