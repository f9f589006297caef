"""Companies on their way to and from the vendors of Sage: vendors 1-10."""

from collections.abc import Sequence

from core.case import Case, Near
from core.guards.shared import APPROVER, ERP_ADMIN, erp_id_objection, id_holder, title_objection
from core.objection import guard
from core.records import Company
from core.settings import Policy
from core.vocabulary import ErpStatus, words

S = ErpStatus
ALL = 100
DIRECTORY = "an administrator of the directory"


HELD = frozenset({S.SYNCED, S.EXPORTING, S.OUTCOME_UNKNOWN, S.READY_TO_IMPORT})
"""What Sage holds, or may hold by the time anyone looks."""


def _long_names_are_cut(case: Case) -> bool:
    return case.settings.policies.company_name is Policy.WARN


def _always(_: Case) -> bool:
    return True


@guard("vendors 1", lifted_by=DIRECTORY, warns=_long_names_are_cut)
def name_fits_sage(case: Case) -> str | None:
    return title_objection(case, case.settings.limits.vendor_name, "Name")


@guard("vendors 2", lifted_by=DIRECTORY)
def company_is_active(case: Case) -> str | None:
    body = case.record.body
    if not isinstance(body, Company) or body.active:
        return None
    return f"{case.record.title} is inactive in the directory; only active companies go to Sage."


@guard("vendors 5", lifted_by=APPROVER, asks="erp_id")
def vendor_id_fits_sage(case: Case) -> str | None:
    return erp_id_objection(case, case.settings.limits.vendor_id, "Sage vendor id")


@guard("vendors 4", lifted_by=APPROVER, asks="erp_id")
def vendor_id_is_free(case: Case) -> str | None:
    vendor = id_holder(case)
    if vendor is None:
        return None
    return f"Sage vendor id {case.answers.erp_id} is taken by {vendor}."


@guard("vendors 6", lifted_by=f"{ERP_ADMIN}, by the settings", asks="vendor_type")
def vendor_type_is_known(case: Case) -> str | None:
    known, chosen = case.settings.vendor_types, case.answers.vendor_type
    if chosen in known:
        return None
    return f"Vendor type {chosen} is none of Sage's: {', '.join(known)}."


@guard("vendors 2.2", lifted_by="whoever links, merges or renames one of them", warns=_always)
def no_namesake_in_sage(case: Case) -> str | None:
    return _namesakes([near for near in case.directory.near if near.company.status in HELD])


@guard("vendors 2.2", lifted_by="whoever links, merges or renames one of them", warns=_always)
def no_namesake_anywhere(case: Case) -> str | None:
    """At an import a company of the directory counts, too: it would be linked instead."""
    return _namesakes(case.directory.near)


def _namesakes(near: Sequence[Near]) -> str | None:
    if not near:
        return None
    other, percent = near[0]
    name = f"Vendor {other.erp_id}, {other.title}" if other.erp_id else f"Company {other.title}"
    alike = "has the same name" if percent == ALL else f"is {percent} % alike by name"
    more = f" ({len(near) - 1} more likewise)" if len(near) > 1 else ""
    standing = words(other.status)
    return f"{name} ({other.id}, {standing}) {alike}{more}; link or merge if it is the same."


@guard("vendors V7", lifted_by="the accountant, in Sage; until then archive it")
def erp_vendor_is_active(case: Case) -> str | None:
    if case.mirrored is None or case.mirrored.active:
        return None
    return f"Vendor {case.record.erp_id} is inactive in Sage; archive it instead."


@guard("vendors 8", lifted_by=DIRECTORY, asks="link_to")
def target_company_is_active(case: Case) -> str | None:
    target = case.target
    if target is None or not isinstance(target.body, Company) or target.body.active:
        return None
    return f"{target.title} is inactive in the directory; only active companies can be linked."


@guard("vendors V13", lifted_by="whoever unlinks those records")
def nothing_synced_names_it(case: Case) -> str | None:
    count = case.dependants
    if not count:
        return None
    noun = "record names" if count == 1 else "records name"
    return f"{count} synced {noun} it as contract company; unlink those first."
