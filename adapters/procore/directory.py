"""Companies, projects, sub jobs and their cost codes, as Procore lists them."""

from adapters.procore.calls import (
    BUDGET_CODES,
    PROJECT,
    PROJECTS,
    STANDARD_CODES,
    SUB_JOB,
    SUB_JOBS,
    TYPES,
    VENDOR,
    VENDORS,
)
from adapters.procore.fields import Row, flag, inner, inners, moment, optional_number, text
from adapters.procore.keeping import Keeping, Kept
from adapters.procore.listing import Listing
from adapters.procore.shelf import record_of
from core.records import Company, Project, ProjectCode, Record, SubJob
from core.vocabulary import RecordKind

K = RecordKind


def _address(row: Row) -> Row:
    return {
        "address": text(row, "address"), "city": text(row, "city"),
        "state": text(row, "state_code"), "zip": text(row, "zip"),
    }  # fmt: skip


def vendor(row: Row) -> Row:
    return {
        "number": text(row, "abbreviated_name"), "title": text(row, "name"),
        "active": flag(row, "is_active", usual=True), "made": moment(row, "created_at"),
        **_address(row),
    }  # fmt: skip


def as_company(keeping: Keeping, row: Kept) -> Record:
    content = row.content
    body = Company(
        content["active"], "", content["address"], content["city"], content["state"], content["zip"]
    )
    return record_of(keeping, row, K.COMPANY, body)


def project(row: Row) -> Row:
    return {
        "number": text(row, "project_number"), "title": text(row, "name"),
        "active": flag(row, "active", usual=True), "made": moment(row, "created_at"),
        "list": optional_number(row, "standard_cost_code_list_id"), **_address(row),
    }  # fmt: skip


def as_project(keeping: Keeping, row: Kept) -> Record:
    content = row.content
    body = Project(
        address=content["address"], city=content["city"], state=content["state"],
        zip=content["zip"], codes=_codes(content),
    )  # fmt: skip
    return record_of(keeping, row, K.PROJECT, body)


def sub_job(row: Row) -> Row:
    return {
        "number": text(row, "code"), "title": text(row, "name"), "made": moment(row, "created_at"),
    }  # fmt: skip


def as_sub_job(keeping: Keeping, row: Kept) -> Record:
    return record_of(keeping, row, K.SUB_JOB, SubJob(_codes(row.content)))


def _codes(content: Row) -> tuple[ProjectCode, ...]:
    return tuple(
        ProjectCode(code["code"], code["name"], tuple(code["types"]))
        for code in content.get("codes", ())
    )


def standard_code(row: Row) -> Row:
    return {
        "number": text(row, "full_code") or text(row, "code"), "title": text(row, "name"),
        "list": optional_number(row, "standard_cost_code_list_id"),
    }  # fmt: skip


def line_item_type(row: Row) -> Row:
    return {"code": text(row, "code") or text(row, "name")}


def project_code(row: Row) -> Row:
    """A cost code with its types, and the sub job that it belongs to, if it does."""
    of_sub_job = text(row, "biller_type") == "SubJob"
    return {
        "code": text(row, "full_code") or text(row, "code"), "name": text(row, "name"),
        "types": [text(one, "code") or text(one, "name") for one in inners(row, "line_item_types")],
        "sub_job": optional_number(row, "biller_id") if of_sub_job else None,
        "gone": bool(text(row, "deleted_at")),
    }  # fmt: skip


def budget_code(row: Row) -> Row:
    """The parts of a budget code, by what its segments are."""
    found = {"cost_code": "", "line_item_type": "", "sub_job": ""}
    for item in inners(row, "segment_items"):
        sort = text(inner(item, "segment"), "type")
        if sort in found:
            found[sort] = text(item, "path_code") or text(item, "code")
    return {
        "code": found["cost_code"], "category": found["line_item_type"],
        "sub_job": found["sub_job"],
    }  # fmt: skip


VENDOR_LIST = Listing(
    "vendors", VENDORS, vendor, K.COMPANY, as_company, VENDOR, {"view": "extended"},
    of_project=False,
)  # fmt: skip
PROJECT_LIST = Listing(
    "projects", PROJECTS, project, K.PROJECT, as_project, PROJECT, {"view": "normal"},
    of_project=False,
)  # fmt: skip
SUB_JOB_LIST = Listing("sub_jobs", SUB_JOBS, sub_job, K.SUB_JOB, as_sub_job, SUB_JOB, since=False)
STANDARD_LIST = Listing(
    "standard_codes", STANDARD_CODES, standard_code, of_project=False, since=False
)
TYPE_LIST = Listing("types", TYPES, line_item_type, since=False)
BUDGET_CODE_LIST = Listing("budget_codes", BUDGET_CODES, budget_code)
