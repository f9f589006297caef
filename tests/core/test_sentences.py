"""What is said in the cases between the plain ones: first of several, just within, just beyond."""

from datetime import timedelta

import pytest

from core.case import Case, Named, Near
from core.decide import decide
from core.decision import Allowed
from core.forecast import COLUMN
from core.records import ContractItem, Project, ProjectCode, Removal
from core.settings import ChangesAtUnlock, ProjectSettings, SubcontractStatus
from core.vocabulary import Action, Approval, ErpStatus, RecordId, RecordKind, with_article
from tests.core.guard_examples import (
    COSTS,
    DELETED_THERE,
    MERGING,
    SYNCED_BUDGET,
    accepted,
    best,
)
from tests.core.spoiling import (
    Spoil,
    about,
    body,
    both,
    chosen,
    head,
    job,
    known,
    line,
    named,
    policy,
    said,
    seen,
    target,
    targets_body,
)
from tests.people import ADA
from tests.records import CODES, NOW, budget, case, cco, mirrored, related

A, K, S = Action, RecordKind, ErpStatus
DAY = timedelta(days=1)


def heard(good: Case, action: Action, spoil: Spoil) -> list[str]:
    decision = decide(spoil(good), action)
    found = decision.warnings if isinstance(decision, Allowed) else decision.objections
    return [o.text for o in found]


def each_line(**changes: object) -> Spoil:
    """All lines are others."""
    return lambda of: body(lines=tuple(x._replace(**changes) for x in of.record.body.lines))(of)


def thirty(sign: str = "x") -> str:
    return sign * 30


SENT_COMPANY = best(K.COMPANY, S.UNSENT, A.SEND)
SENT_COMMITMENT = best(K.COMMITMENT, S.UNSENT, A.SEND)
COMMITMENT, CCO = accepted(K.COMMITMENT), accepted(K.CCO)
PROJECT, COMPANY = accepted(K.PROJECT), accepted(K.COMPANY)
SENT_PROJECT = best(K.PROJECT, S.UNSENT, A.SEND)
INVOICE, SUB_JOB = accepted(K.SUBCONTRACTOR_INVOICE), accepted(K.SUB_JOB)
SENT_BUDGET = best(K.BUDGET, S.UNSENT, A.SEND)
STANDARD_CODE = best(K.COST_CODE, S.READY_TO_IMPORT, A.IMPORT)
IMPORTED_JOB = best(K.PROJECT, S.READY_TO_IMPORT, A.IMPORT)
SENT_SUB_JOB = best(K.SUB_JOB, S.UNSENT, A.SEND)
DELETED_SUB_JOB = best(K.SUB_JOB, S.UNSENT, A.DELETE)
REMOVING = best(K.PROJECT, S.SYNCED, A.REMOVE)
IN_DOUBT = best(K.COMMITMENT, S.OUTCOME_UNKNOWN, A.VOUCH)
UNLINKING = best(K.COMMITMENT, S.SYNCED, A.UNLINK)
FAILED = best(K.COMMITMENT, S.FAILED, A.ACCEPT)
OTHER = Named(RecordId("c"), S.SYNCED, 1, "V2", "Walsh Co", "V2")
HERE = Named(RecordId("d"), S.UNSENT, 1, "C3", "Walsh", None)
UNLOCKING = case(budget(S.UNSENT), ADA)
FORECASTING = ProjectSettings(
    export_forecast=True, budget_view="ERP", budget_view_columns=(COLUMN, "EAC"),
    completion_column="EAC",
)  # fmt: skip
CONTRACT = best(K.PRIME_CONTRACT, S.SYNCED, A.REIMPORT)
ITEMS = (ContractItem("8", "Ramp", 1_00), ContractItem("9", "Rail", 1_00))
TWO_MORE = mirrored(CONTRACT, body=CONTRACT.record.body._replace(lines=ITEMS))
BARE = (ProjectCode("02-200"), ProjectCode("04-400"))


@pytest.mark.parametrize(
    ("good", "action", "spoil", "sentences"),
    [
        (COMMITMENT, A.ACCEPT, each_line(code="99-999"), [
            "Line 1 uses 99-999 S, which the Sage job does not have (1 more likewise)."]),
        (COMMITMENT, A.ACCEPT, both(each_line(code="05-100"), job(
            pending=frozenset({("05-100", "S")}))), [
            "Line 1 uses 05-100 S, which waits in Jobs to be updated in Sage (1 more likewise)."]),
        (COMMITMENT, A.ACCEPT, job(pending=frozenset({("05-100", "S"), ("01-100", "S")})), []),
        (COMMITMENT, A.ACCEPT, each_line(sub_job="EXTRA9"), [
            "Line 1 is on sub job EXTRA9, which is not synced on this job (1 more likewise)."]),
        (COMMITMENT, A.ACCEPT, both(each_line(code="01-000"), job(
            codes=frozenset({("01-000", "S")}))), [
            "Line 1 is on 01-000, a group code that takes no cost (1 more likewise)."]),
        (COMMITMENT, A.ACCEPT, job(groups=frozenset()), []),
        (COMMITMENT, A.ACCEPT, each_line(category=""), [
            "Line 1 has no cost code and category (1 more likewise)."]),
        (COMMITMENT, A.ACCEPT, each_line(unit="fathoms"), [
            "Line 1 has unit fathoms of 7 characters; Sage 300 CRE takes 6 (1 more likewise)."]),
        (COMMITMENT, A.ACCEPT, each_line(amount=-1_000_000_01), [
            "Line 1 is -1,000,000.01; Sage may take no more than 999,999.99 a line."]),
        (COMMITMENT, A.ACCEPT, each_line(amount=-999_999_99), []),
        (COMMITMENT, A.ACCEPT, line(amount=999_999_99), []),
        (COMMITMENT, A.ACCEPT, body(lines=()), [
            "It has no line; at least one with a cost code and category is needed."]),
        (COMMITMENT, A.ACCEPT, both(body(approval=Approval.COMPLETE), policy(
            subcontract_status=SubcontractStatus.APPROVED)), [
            "Status of the subcontract is Complete; it must be Approved."]),
        (COMMITMENT, A.ACCEPT, body(approval=Approval.COMPLETE), []),
        (COMMITMENT, A.ACCEPT, head(project=None, project_number=""), ["It is in no project."]),
        (COMMITMENT, A.ACCEPT, both(head(project=None), known(job=None)), [
            "Its job J1200 is not in any project yet."]),
        (COMMITMENT, A.ACCEPT, known(job=None), []),
        (COMMITMENT, A.ACCEPT, head(vendor=None), ["It names no contract company."]),
        (COMMITMENT, A.ACCEPT, head(title=thirty()), []),
        (COMMITMENT, A.ACCEPT, both(chosen(commitment_mask="X" * 13), said(erp_id="S" * 12)), []),
        (SENT_COMMITMENT, A.SEND, head(number="S" * 12), []),
        (SENT_COMMITMENT, A.SEND, head(number="S"), []),
        (SENT_COMMITMENT, A.SEND, head(number=""), [
            "Number is 0 characters; Sage 300 CRE takes 1 to 12."]),
        (INVOICE, A.ACCEPT, head(amount=0), [
            "0.00 is due, amount less retainage is 9,000.00."]),
        (INVOICE, A.ACCEPT, head(amount=-5), [
            "-0.05 is due, amount less retainage is 9,000.00."]),
        (INVOICE, A.ACCEPT, body(retainage=0), [
            "Retainage is 0.00, its lines say 1,000.00."]),
        (FAILED, A.ACCEPT, head(fault=None), [
            ("Sage refused it for no reason that is known, which does not pass by itself. "
            "Reject it to have it mended.")]),
        (UNLINKING, A.UNLINK, known(dependants=2), [
            "2 linked records still belong to it; unlink those first."]),
        (UNLINKING, A.UNLINK, lambda of: known(mirror_age=of.record.changed_at)(of), [
            ("Sage was last read at 2025-12-11 11:00 UTC, before SC0001 was linked; "
            "sync first, then unlink.")]),
        (UNLINKING, A.UNLINK, known(mirror_age=None), [
            "What Sage holds was never read; sync first, then unlink."]),
        (CCO, A.ACCEPT, head(parent=None), ["It belongs to no commitment."]),
        (CCO, A.ACCEPT, body(approved=NOW.date()), []),
        (COMPANY, A.ACCEPT, said(erp_id="V1001 "), [
            "The Sage id holds a blank at an end, or a sign that Sage cannot keep."]),
        (COMPANY, A.ACCEPT, said(erp_id="V\t1"), [
            "The Sage id holds a blank at an end, or a sign that Sage cannot keep."]),
        (COMPANY, A.ACCEPT, said(erp_id="V"), []),
        (COMPANY, A.ACCEPT, about(near=(Near(OTHER, 100), Near(HERE, 91))), [
            ("Vendor V2, Walsh Co (c, synced) has the same name; "
            "link or merge if it is the same.")]),
        (COMPANY, A.ACCEPT, about(near=(Near(HERE, 100),)), []),
        (best(K.COMPANY, S.READY_TO_IMPORT, A.IMPORT), A.IMPORT,
         about(near=(Near(HERE, 99), Near(OTHER, 91))), [
            ("Company Walsh (d, unsent) is 99 % alike by name (1 more likewise); "
            "link or merge if it is the same.")]),
        (best(K.COMPANY, S.SYNCED, A.UNLINK), A.UNLINK, known(dependants=1), [
            "1 synced record names it as contract company; unlink those first."]),
        (SENT_COMPANY, A.SEND, head(title=thirty()), []),
        (MERGING, A.MERGE, target(id=RecordId("company-2")), [
            "A company is not merged into itself."]),
        (MERGING, A.MERGE, known(target=None), [
            "There is no record company-1 to merge it into."]),
        (MERGING, A.MERGE, both(body(bid_packages=("B2", "B1")),
                                targets_body(bid_packages=("B1", "B2"))), [
            "Both stand in bid package B1; take one of them out of it first."]),
        (MERGING, A.MERGE, both(chosen(lock_contract_company=True), about(approved_for_target=2)), [
            ("Walsh Construction has 2 approved contracts, and the contract company of an approved "
            "one is locked.")]),
        (MERGING, A.MERGE, about(on_their_way=2), [
            "2 records that name it are being exported; wait for the answer of Sage, then merge."]),
        (best(K.COMPANY, S.UNSENT, A.CONSOLIDATE), A.CONSOLIDATE, head(title="X-Ray Inc"), []),
        (best(K.COMPANY, S.UNSENT, A.CONSOLIDATE), A.CONSOLIDATE, about(commitments=2), [
            "2 commitments name it; merge it into the other company instead."]),
        (SENT_PROJECT, A.SEND, body(codes=BARE), [
            "Cost code 02-200 has no cost type (1 more likewise)."]),
        (SENT_PROJECT, A.SEND, head(title=thirty()), []),
        (PROJECT, A.ACCEPT, both(chosen(job_mask="X" * 12), said(erp_id="J123456789")), []),
        (PROJECT, A.ACCEPT, both(chosen(job_mask="X-X-X-X"), said(erp_id="1-2-3-4")), [
            "Sage job id 1-2-3-4 has 4 sections; Sage 300 CRE takes 3."]),
        (PROJECT, A.ACCEPT, said(erp_id="J"), []),
        (IMPORTED_JOB, A.IMPORT, lambda of: known(projects=of.settings.project_cap)(of), [
            "100,000 projects are linked to jobs; the company may have 100,000."]),
        (IMPORTED_JOB, A.IMPORT, lambda of: known(projects=of.settings.project_cap - 1)(of), []),
        (IMPORTED_JOB, A.IMPORT, seen(body=Project(codes=BARE)), [
            "Cost code 02-200 has no category in Sage (1 more likewise)."]),
        (IMPORTED_JOB, A.IMPORT, seen(body=Project(codes=(
            ProjectCode("02-200", types=("L",)), ProjectCode("04-400", erp_types=("L",))))), []),
        (REMOVING, A.REMOVE, said(code="99-999"), ["Project J1200 has no cost code 99-999."]),
        (REMOVING, A.REMOVE, said(category="S"), [
            "05-100 has no cost type S on project J1200."]),
        (REMOVING, A.REMOVE, said(category="M"), []),
        (REMOVING, A.REMOVE, body(removals=(Removal("05-100", "", "Sam", NOW),)), [
            "The project system was asked to remove it and has not answered yet."]),
        (REMOVING, A.REMOVE, body(removals=(
            Removal("05-100", "", "Sam", NOW, done=True), Removal("01-100", "", "Sam", NOW),
            Removal("05-100", "M", "Sam", NOW))), []),
        (SENT_SUB_JOB, A.SEND, head(number="E"), []),
        (SENT_SUB_JOB, A.SEND, head(number="EXTRA12345"), []),
        (SENT_SUB_JOB, A.SEND, head(number=""), [
            "Sub job code is 0 characters; Sage 300 CRE takes 1 to 10."]),
        (SUB_JOB, A.ACCEPT, lambda of: of._replace(job_seen=seen(body=Project())(of).mirrored), []),
        (DELETED_SUB_JOB, A.DELETE, body(codes=CODES[:1]), [
            "1 cost code is attached to sub job EXTRA2; take them off first."]),
        (DELETED_SUB_JOB, A.DELETE, body(codes=CODES), [
            "2 cost codes are attached to sub job EXTRA2; take them off first."]),
        (STANDARD_CODE, A.IMPORT, both(head(number="03-3333333333"), chosen(
            cost_code_mask="##-##########")), []),
        (STANDARD_CODE, A.IMPORT, head(title=thirty()), []),
        (STANDARD_CODE, A.IMPORT, lambda of: body(types=(
            of.record.body.types[0]._replace(abbreviation="LAB"),))(of), []),
        (COSTS, A.EDIT_COST, said(cost_description=thirty()), []),
        (COSTS, A.EDIT_COST, said(cost_amount=None), ["Direct cost 118-2 stands so already."]),
        (COSTS, A.EDIT_COST, said(cost_amount=None, cost_description="Planks"), []),
        (SENT_BUDGET, A.SEND, each_line(category=""), [
            "Line 1 has cost code 01-100 without a cost type (1 more likewise)."]),
        (SENT_BUDGET, A.SEND, line(code="", category=""), ["Line 1 has no cost code."]),
        (SYNCED_BUDGET, A.SEND, lambda of: both(
            known(mirror_age=of.record.changed_at), body(exported_at=None))(of), [
            "The last export has not come back from Sage yet; post its entries there and sync."]),
        (accepted(K.BUDGET), A.ACCEPT, known(chosen=ProjectSettings(export_forecast=True)), [
            ("The forecast stays here: the company's export of forecasts is off; the project "
            "has no default ERP budget view; the project's budget view has no column Forecast to "
            "Complete; no column of that view is designated as Estimated Cost at Completion.")]),
        (SYNCED_BUDGET, A.SEND, lambda of: both(
            body(lines=tuple(x._replace(completion=1_00) for x in of.record.body.exported)),
            chosen(forecast_export=True), known(chosen=FORECASTING))(of), []),
        (UNLOCKING, A.UNLOCK, both(
            each_line(changes=5_00), policy(unlock_with_changes=ChangesAtUnlock.REFUSED)), [
            "2 lines have budget changes; the company unlocks no budget that has any."]),
        (UNLOCKING, A.UNLOCK, policy(unlock_with_changes=ChangesAtUnlock.REFUSED), []),
        (accepted(K.PCCO), A.ACCEPT, known(contract=CONTRACT.record, contract_seen=TWO_MORE), [
            "Item 8 of contract PC100 in Sage is not here yet (1 more likewise); re-import it."]),
        (accepted(K.PCCO), A.ACCEPT, known(contract=CONTRACT.record), []),
        (accepted(K.PCCO), A.ACCEPT, known(contract_seen=TWO_MORE), []),
        (accepted(K.OWNER_INVOICE), A.ACCEPT, body(approval=Approval.DRAFT), [
            ("Status of the invoice is Draft; it must be Approved, Approved as Noted, "
            "Pending Owner Approval.")]),
        (INVOICE, A.ACCEPT, lambda of: both(
            body(lines=(of.record.body.lines[0], of.record.body.lines[0]._replace(
                amount=0, retainage=0, cco=cco().id))),
            known(related={**of.related, cco().id: related(cco(S.FAILED), S.FAILED)}))(of), [
            "Line 2 bills change order 1, which is failed; it must be synced first."]),
        (INVOICE, A.ACCEPT, lambda of: both(
            line(cco=cco().id),
            known(related={**of.related, cco().id: related(cco(S.SYNCED), S.SYNCED)}))(of), []),
        (IN_DOUBT, A.VOUCH, head(changed_at=NOW - timedelta(minutes=15)), []),
        (IN_DOUBT, A.VOUCH, both(head(changed_at=NOW), known(looks=1)), []),
        (IN_DOUBT, A.VOUCH, head(changed_at=NOW - timedelta(minutes=14)), [
            "The connector has not looked in Sage yet; let it, or wait 15 minutes."]),
        (INVOICE, A.ACCEPT, both(
            chosen(override_invoice_number=False), said(erp_id="INV-7001")), []),
        (INVOICE, A.ACCEPT, both(line(released=500_00), head(amount=9_500_00)), []),
        (INVOICE, A.ACCEPT, both(known(related={}), line(cco=cco().id)), [
            "Its job J1200 is not in any project yet.",
            "It names no contract company.", "It belongs to no commitment.",
            "Line 1 bills a change order that is not known here."]),
        (DELETED_THERE, A.ARCHIVE, named("project", erp_id=None), []),
    ],
)  # fmt: skip
def test_the_sentence_is_this(good, action, spoil, sentences):
    assert heard(good, action, spoil) == sentences


@pytest.mark.parametrize(
    ("noun", "told"), [("budget", "a budget"), ("owner invoice", "an owner invoice")]
)
def test_a_noun_has_the_article_that_it_is_said_with(noun, told):
    assert with_article(noun) == told
