from datetime import timedelta

import pytest

from core.case import Answers
from core.locks import deletion_objection, edit_objection
from core.records import SovLine
from core.relay import posts_commitments
from core.settings import Policy, Relay, Settings
from core.vocabulary import Action, Approval, ContractType, ErpStatus, RecordId
from tests.core.judging import FULL, moved, said, warned
from tests.people import ADA, SAM
from tests.records import LASTING, NOW, case, commitment, company, project, related

A, S = Action, ErpStatus


def with_line(**changes: object):
    first, second = commitment().body.lines
    return commitment(lines=(first, second._replace(**changes)))


def with_id(erp_id: str, **settings: object):
    return case(commitment(), answers=Answers(erp_id=erp_id), settings=Settings(**settings))


@pytest.mark.rule("financials 2")
def test_a_commitment_without_a_linked_job_is_not_sent():
    unsent = case(commitment(S.UNSENT), SAM)
    named = {**unsent.related, RecordId("project-1"): related(project(), S.FAILED)}

    objections = said(unsent._replace(related=named), A.SEND)

    assert objections == ["Project J1200 is failed; it must be synced first."]


@pytest.mark.rule("financials 3")
def test_a_pair_that_was_requested_and_not_yet_accepted_bars_the_export():
    waiting = case(with_line(category="M", code="05-100"))
    job = waiting.job._replace(pending=frozenset({("05-100", "M")}))

    objections = said(waiting._replace(job=job), A.ACCEPT)

    assert objections == ["Line 2 uses 05-100 M, which waits in Jobs to be updated in Sage."]


@pytest.mark.rule("financials 4")
def test_a_line_uses_a_pair_that_the_sage_job_has():
    lines = tuple(x._replace(code="09-900") for x in commitment().body.lines)

    objections = said(case(commitment(lines=lines)), A.ACCEPT)

    assert objections == [
        "Line 1 uses 09-900 S, which the Sage job does not have (1 more likewise)."
    ]


@pytest.mark.rule("financials 5")
def test_a_line_is_on_a_synced_sub_job():
    assert said(case(with_line(sub_job="EXTRA1")), A.ACCEPT) == []
    assert said(case(with_line(sub_job="EXTRA9")), A.ACCEPT) == [
        "Line 2 is on sub job EXTRA9, which is not synced on this job."
    ]


@pytest.mark.rule("financials 6")
@pytest.mark.parametrize("answer", [A.ACCEPT, A.REJECT])
def test_nothing_is_retrieved_once_it_is_answered(answer):
    answered = moved(case(commitment(), answers=FULL), answer)
    word = answered.status.replace("_", " ")

    objections = said(case(answered, SAM), A.RETRIEVE)

    assert objections == [f"There is no retrieve of a commitment that is {word}."]


@pytest.mark.rule("financials 7")
@pytest.mark.parametrize("status", sorted(set(S) - {S.REJECTED}))
def test_only_what_was_rejected_is_resent(status):
    word = status.replace("_", " ")

    objections = said(case(commitment(status), SAM), A.RESEND)

    assert objections == [f"There is no resend of a commitment that is {word}."]


@pytest.mark.rule("financials 8")
def test_a_sent_commitment_takes_no_edit():
    objection = edit_objection(commitment(), {"scope"})

    assert objection.text == "It is ready to export; retrieve it to change it."


@pytest.mark.rule("financials 9")
def test_a_reject_takes_a_reason_and_keeps_it():
    waiting = case(commitment())

    rejected = moved(waiting._replace(answers=Answers(reason="No scope")), A.REJECT)

    assert said(waiting, A.REJECT) == ["Reject needs: Reason."]
    assert (rejected.note, rejected.erp_id) == ("No scope", None)


@pytest.mark.rule("financials 9")
def test_a_failed_commitment_is_rejected_without_a_reason():
    assert said(case(commitment(S.FAILED)), A.REJECT) == []


@pytest.mark.rule("financials 10")
def test_only_a_passing_fault_is_tried_again():
    passing = case(commitment(S.FAILED))
    lasting = case(commitment(S.FAILED, fault=LASTING))

    assert said(passing, A.ACCEPT) == []
    assert said(lasting, A.ACCEPT) == [
        (
            "Sage refused it for SAGE_ID_NOT_UNIQUE, which does not pass by itself. "
            "Reject it to have it mended."
        )
    ]


def test_a_retry_is_not_barred_by_its_own_attempt_that_arrived_late():
    late = case(commitment(S.FAILED), mirrored=case(commitment(S.SYNCED)).mirrored)

    again = moved(late, A.ACCEPT)

    assert again.status is S.EXPORTING


@pytest.mark.rule("financials 24 (C1)")
def test_a_commitment_number_has_twelve_characters_at_most():
    objections = said(case(commitment(S.UNSENT, number="S" * 13), SAM), A.SEND)

    assert objections == ["Number is 13 characters; Sage 300 CRE takes 1 to 12."]


@pytest.mark.rule("financials 24 (C1)")
def test_a_number_that_does_not_become_the_id_may_be_longer():
    own_ids = Settings(use_contract_number=False)

    assert said(case(commitment(S.UNSENT, number="S" * 13), SAM, settings=own_ids), A.SEND) == []


@pytest.mark.rule("financials 24 (C1)")
def test_a_commitment_id_has_twelve_characters_at_most():
    mask = "X" * 20

    assert said(with_id("S" * 12, commitment_mask=mask), A.ACCEPT) == []
    assert said(with_id("S" * 13, commitment_mask=mask), A.ACCEPT) == [
        "Sage commitment id SSSSSSSSSSSSS is 13 characters; Sage 300 CRE takes 12."
    ]


@pytest.mark.rule("financials 25 (C2)")
def test_a_commitment_id_is_unique_in_the_company():
    objections = said(case(commitment(), holder="commitment sc0001"), A.ACCEPT)

    assert objections == ["Sage commitment id SC0001 is not unique: commitment sc0001 has it."]


@pytest.mark.rule("financials 26 (C3)")
def test_a_commitment_id_outside_the_mask_is_refused_by_the_masks_name():
    assert said(with_id("SC0001", commitment_mask="AA-####"), A.ACCEPT) == [
        "Sage commitment id SC0001 is not in the company's form, AA-####."
    ]


@pytest.mark.rule("financials 27 (C4)")
def test_a_title_of_thirty_one_characters_is_not_sent():
    objections = said(case(commitment(S.UNSENT, title="t" * 31), SAM), A.SEND)

    assert objections == ["Title is 31 characters; Sage 300 CRE takes 30."]


@pytest.mark.rule("financials 27 (C4)")
def test_a_long_title_is_a_warning_where_the_company_is_lenient():
    lenient = Settings(commitment_title=Policy.WARN)

    warnings = warned(case(commitment(title="t" * 31), settings=lenient), A.ACCEPT)

    assert warnings == ["Title is 31 characters; Sage 300 CRE takes 30."]


@pytest.mark.rule("financials 28 (C5)")
@pytest.mark.parametrize(
    ("status", "active", "objection"),
    [
        (S.ARCHIVED, True, "Vendor Walsh Construction is archived; it must be synced first."),
        (S.SYNCED, False, "Vendor Walsh Construction is inactive."),
    ],
)
def test_the_contract_company_is_a_live_vendor(status, active, objection):
    waiting = case(commitment())
    vendor = related(company(), status, active=active)

    objections = said(waiting._replace(related={**waiting.related, vendor.id: vendor}), A.ACCEPT)

    assert objections == [objection]


@pytest.mark.rule("financials 29 (C6)")
@pytest.mark.parametrize(
    ("type", "approval", "objections"),
    [
        (ContractType.SUBCONTRACT, Approval.COMPLETE, []),
        (
            ContractType.PURCHASE_ORDER,
            Approval.COMPLETE,
            ["Status of the purchase order is Complete; it must be Approved."],
        ),
        (
            ContractType.SUBCONTRACT,
            Approval.DRAFT,
            ["Status of the subcontract is Draft; it must be Approved or Complete."],
        ),
    ],
)
def test_a_commitment_is_approved_before_it_travels(type, approval, objections):
    record = commitment(type=type, approval=approval)

    assert said(case(record), A.ACCEPT) == objections


@pytest.mark.rule("financials 30 (C7)")
def test_a_commitment_has_a_line_and_every_line_a_code():
    assert said(case(commitment(lines=())), A.ACCEPT) == [
        "It has no line; at least one with a cost code and category is needed."
    ]
    assert said(case(with_line(category="")), A.ACCEPT) == ["Line 2 has no cost code and category."]


@pytest.mark.rule("financials 31 (C8)")
def test_an_extra_on_a_line_exists_on_the_job():
    line = SovLine(1, "01-100", "S", 1_00, sub_job="NOWHERE")

    assert said(case(commitment(lines=(line,))), A.ACCEPT) == [
        "Line 1 is on sub job NOWHERE, which is not synced on this job."
    ]


@pytest.mark.rule("financials 32 (C9)")
def test_a_unit_of_measure_has_six_characters_at_most():
    assert said(case(with_line(unit="barrel")), A.ACCEPT) == []
    assert said(case(with_line(unit="barrels")), A.ACCEPT) == [
        "Line 2 has unit barrels of 7 characters; Sage 300 CRE takes 6."
    ]


@pytest.mark.rule("financials 33 (C10)")
@pytest.mark.parametrize(("amount", "shown"), [(1_000_000_00, "1,000,000.00"),
                                               (-1_000_000_00, "-1,000,000.00")])  # fmt: skip
def test_a_line_of_a_million_is_a_warning(amount, shown):
    assert warned(case(with_line(amount=999_999_99)), A.ACCEPT) == []
    assert warned(case(with_line(amount=amount)), A.ACCEPT) == [
        f"Line 2 is {shown}; Sage may take no more than 999,999.99 a line."
    ]


@pytest.mark.rule("financials 34 (C11)")
def test_a_line_is_not_on_a_summary_code():
    waiting = case(with_line(code="01-000"))
    job = waiting.job._replace(codes=waiting.job.codes | {("01-000", "S")})

    assert said(waiting._replace(job=job), A.ACCEPT) == [
        "Line 2 is on 01-000, a group code that takes no cost."
    ]


@pytest.mark.rule("financials 35")
def test_a_synced_commitment_keeps_what_sage_holds():
    locked = {
        field
        for field in ("vendor", "title", "approval", "retainage", "lines", "scope", "dated")
        if edit_objection(commitment(S.SYNCED), {field})
    }

    assert locked == {"vendor", "title", "approval", "retainage", "lines"}
    assert edit_objection(commitment(S.SYNCED), {"title"}).text == (
        "Synced with Sage as SC0001: title cannot be changed here."
    )


@pytest.mark.rule("financials 36")
def test_a_commitment_that_sage_still_holds_is_not_unlinked():
    held = case(commitment(S.SYNCED), ADA)

    assert said(held, A.UNLINK) == [
        "Sage still holds SC0001; delete it there and sync, then unlink."
    ]
    assert said(held._replace(mirrored=None), A.UNLINK) == []


@pytest.mark.rule("financials 36")
def test_an_absence_that_is_older_than_the_link_proves_nothing():
    early = case(commitment(S.SYNCED), ADA, mirrored=None, mirror_age=NOW - timedelta(hours=2))

    assert said(early._replace(mirror_age=None), A.UNLINK) == [
        "What Sage holds was never read; sync first, then unlink."
    ]
    assert said(early, A.UNLINK) == [
        (
            "Sage was last read at 2025-12-11 10:00 UTC, before SC0001 was linked; "
            "sync first, then unlink."
        )
    ]


def test_a_commitment_with_linked_change_orders_is_not_unlinked():
    parent = case(commitment(S.SYNCED), ADA, mirrored=None, dependants=1)

    assert said(parent, A.UNLINK) == ["1 linked record still belongs to it; unlink those first."]


@pytest.mark.rule("financials 38")
def test_only_an_unlinked_draft_is_deleted():
    synced = deletion_objection(commitment(S.SYNCED))
    approved = deletion_objection(commitment(S.UNLINKED))

    assert synced.text == "It is synced; only what is not sent or unlinked can be deleted."
    assert approved.text == "Its status is Approved; set it to Draft first, then delete it."
    assert deletion_objection(commitment(S.UNLINKED, approval=Approval.DRAFT)) is None


@pytest.mark.rule("financials 39")
@pytest.mark.parametrize(
    ("sage", "posts"), [("23.1", False), ("23.2", True), ("24", True), ("unheard of", False)]
)
def test_commitments_post_themselves_from_a_version_on(sage, posts):
    assert posts_commitments(Relay(sage=sage)) is posts


@pytest.mark.rule("financials 40")
def test_a_code_that_sage_holds_already_is_refused_before_it_fails():
    again = case(commitment())
    there = case(commitment(S.SYNCED)).mirrored

    assert said(again._replace(mirrored=there), A.ACCEPT) == [
        "Sage commitment id SC0001 is not unique: Bridge deck has it."
    ]
