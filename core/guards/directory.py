"""Companies that are one too many: merged into another, or set aside by hand (vendors 18, 19)."""

from core.case import Case
from core.changes import SET_ASIDE
from core.objection import guard
from core.records import Company, folded
from core.vocabulary import ErpStatus, with_article, words

DIRECTORY = "an administrator of the Company Directory"
S = ErpStatus
SETTLED = frozenset({S.UNSENT, S.RETRIEVED, S.REJECTED, S.UNLINKED, S.SYNCED})
"""Where a company of the directory waits for nobody's answer."""


@guard("vendors 18", lifted_by="whoever names another company", asks="link_to")
def primary_is_another_company(case: Case) -> str | None:
    primary = case.target
    if primary is None:
        return f"There is no record {case.answers.link_to} to merge it into."
    if primary.kind is not case.record.kind:
        return f"{primary.title} is {with_article(words(primary.kind))}, not a company."
    if primary.id == case.record.id:
        return "A company is not merged into itself."
    return None


@guard("vendors 18", lifted_by="whoever retrieves, answers or imports it first", asks="link_to")
def primary_waits_for_nobody(case: Case) -> str | None:
    primary = case.target
    if primary is None or primary.status in SETTLED:
        return None
    return (
        f"{primary.title} is {words(primary.status)}; "
        "merge into one that is not sent, returned, unlinked or synced."
    )


@guard("vendors 18", lifted_by="the connector, once Sage has answered")
def nothing_of_it_is_on_its_way(case: Case) -> str | None:
    count = case.directory.on_their_way
    if not count:
        return None
    noun = "record that names it is" if count == 1 else "records that name it are"
    return f"{count} {noun} being exported; wait for the answer of Sage, then merge."


@guard("vendors V14", lifted_by="whoever keeps the bid package", asks="link_to")
def they_share_no_bid_package(case: Case) -> str | None:
    mine, theirs = case.record.body, case.target.body if case.target else None
    if not isinstance(mine, Company) or not isinstance(theirs, Company):
        return None
    both = sorted({*mine.bid_packages} & {*theirs.bid_packages})
    if not both:
        return None
    return f"Both stand in bid package {both[0]}; take one of them out of it first."


@guard("vendors V14", lifted_by="an administrator of Commitments, by unlocking", asks="link_to")
def primary_has_no_locked_contract(case: Case) -> str | None:
    count = case.directory.approved_for_target
    if not case.settings.lock_contract_company or not count or case.target is None:
        return None
    noun = "approved contract" if count == 1 else "approved contracts"
    return (
        f"{case.target.title} has {count} {noun}, and the contract company of an approved one is "
        "locked."
    )


@guard("vendors 18", lifted_by="whoever names one of the two ids", asks="erp_id")
def surviving_id_is_one_of_theirs(case: Case) -> str | None:
    mine, theirs = case.record.erp_id, case.target.erp_id if case.target else None
    known = [erp_id for erp_id in (theirs, mine) if erp_id]
    wanted = case.answers.erp_id or ""
    if folded(wanted) in map(folded, known):
        return None
    if not known:
        return f"Neither is linked to a vendor of Sage, so {wanted} cannot survive."
    return f"{wanted} is the Sage id of neither; keep {' or '.join(known)}."


@guard("vendors 19", lifted_by=DIRECTORY)
def no_commitment_names_it(case: Case) -> str | None:
    count = case.directory.commitments
    if not count:
        return None
    noun = "commitment names" if count == 1 else "commitments name"
    return f"{count} {noun} it; merge it into the other company instead."


@guard("vendors V15", lifted_by=DIRECTORY)
def it_is_not_set_aside(case: Case) -> str | None:
    if not is_set_aside(case):
        return None
    return f"{case.record.title} is consolidated already: inactive, with {SET_ASIDE} before it."


@guard("vendors V15", lifted_by=DIRECTORY)
def it_is_set_aside(case: Case) -> str | None:
    if is_set_aside(case):
        return None
    return "It was not consolidated: it is active, or its name does not begin with X-."


def is_set_aside(case: Case) -> bool:
    """Whether a company was consolidated by hand."""
    body, title = case.record.body, case.record.title
    return isinstance(body, Company) and not body.active and title.startswith(SET_ASIDE)
