"""Companies that are one too many: merged, or set aside by hand."""

import pytest

from core.case import Answers, Case, Directory
from core.decide import decide
from core.decision import Allowed
from core.merging import as_it_stands, planned
from core.objection import Cause, Objection
from core.records import Record
from core.settings import Settings
from core.vocabulary import Action, Effect, ErpStatus, RecordId
from tests.core.judging import codes_said, moved, said
from tests.people import ADA, ANA, SAM
from tests.records import case, company, project

A, S = Action, ErpStatus
ELSEWHERE = "merge into one that is not sent, returned, unlinked or synced."
LOCKED = "and the contract company of an approved one is locked."
FREE = (S.UNSENT, S.RETRIEVED, S.REJECTED, S.UNLINKED)


def goes(status: ErpStatus = S.UNSENT, **changes: object) -> Record:
    return company(status, id="company-2", number="C2", title="Walsh Inc", **changes)


def merging(goes: Record, stays: Record | None, keep: str | None = None, **changes: object) -> Case:
    answers = Answers(
        link_to=stays.id if stays else RecordId("nobody"), erp_id=keep, confirmed=True
    )
    return case(goes, ADA, answers=answers, target=stays, **changes)


def stays(status: ErpStatus = S.UNSENT, **changes: object) -> Record:
    return company(status, **changes)


@pytest.mark.rule("vendors 18")
@pytest.mark.parametrize("status", FREE)
def test_a_company_that_is_merged_ends_and_says_into_which(status):
    after = moved(merging(goes(status), stays()), A.MERGE)

    assert (after.status, after.erp_id, after.parent) == (S.ARCHIVED, None, "company-1")
    assert after.note == "merged into V1001, Walsh Construction"


@pytest.mark.rule("vendors 18")
def test_a_linked_company_that_is_merged_leaves_its_vendor_archived():
    decision = decide(merging(goes(S.SYNCED, erp_id="V2"), stays(S.SYNCED), "V1001"), A.MERGE)

    assert isinstance(decision, Allowed)
    assert (decision.record.status, decision.record.erp_id) == (S.ARCHIVED, "V2")
    assert (decision.absorbed, decision.effect) == (None, Effect.TIDY)


@pytest.mark.rule("vendors 18")
def test_the_other_vendor_may_survive():
    decision = decide(merging(goes(S.SYNCED, erp_id="V2"), stays(S.SYNCED), "V2"), A.MERGE)

    assert isinstance(decision, Allowed)
    assert (decision.record.status, decision.record.erp_id) == (S.ARCHIVED, "V1001")
    assert (decision.absorbed.status, decision.absorbed.erp_id) == (S.SYNCED, "V2")
    assert (decision.absorbed_by, decision.absorbed_owes) == (A.INHERIT, Effect.TELL)


@pytest.mark.rule("vendors 18")
@pytest.mark.parametrize("status", FREE)
def test_the_only_vendor_survives_unasked(status):
    decision = decide(merging(goes(S.SYNCED, erp_id="V2"), stays(status)), A.MERGE)

    assert isinstance(decision, Allowed)
    assert (decision.absorbed.status, decision.absorbed.erp_id) == (S.SYNCED, "V2")
    assert decision.record.erp_id is None


@pytest.mark.rule("vendors 18")
def test_of_two_vendors_somebody_has_to_choose_one():
    both = merging(goes(S.SYNCED, erp_id="V2"), stays(S.SYNCED))
    wrong = merging(goes(S.SYNCED, erp_id="V2"), stays(S.SYNCED), "V9")
    neither = merging(goes(), stays(), "V9")

    assert said(both, A.MERGE) == ["Merge needs: Sage vendor id that survives."]
    assert said(wrong, A.MERGE) == ["V9 is the Sage id of neither; keep V1001 or V2."]
    assert said(neither, A.MERGE) == [
        "Neither is linked to a vendor of Sage, so V9 cannot survive."
    ]


@pytest.mark.rule("vendors 18")
def test_what_names_a_merged_company_is_carried_over():
    row = goes(S.SYNCED, erp_id="V2", origin_id="company-9")

    decision = decide(merging(row, stays(S.SYNCED), "V1001"), A.MERGE)

    assert isinstance(decision, Allowed)
    assert decision.carried.names == ("company-2", "company-9")
    assert (decision.carried.to, decision.carried.title) == ("company-1", "Walsh Construction")


def test_merging_is_confirmed_in_words():
    unsure = merging(goes(), stays())
    unsure = unsure._replace(answers=unsure.answers._replace(confirmed=False))

    (told,) = said(unsure, A.MERGE)
    assert told == (
        "Merging cannot be undone, and what the other record says besides is lost: "
        "it has to be confirmed."
    )


@pytest.mark.parametrize(
    "status", sorted(set(S) - {*FREE, S.SYNCED, S.DELETED})
)  # fmt: skip
def test_what_waits_for_an_answer_or_is_only_in_sage_is_not_merged(status):
    word = status.replace("_", " ")

    assert said(merging(goes(status), stays()), A.MERGE) == [
        f"There is no merge of a company that is {word}."
    ]
    assert said(merging(goes(), stays(status, erp_id=None)), A.MERGE) == [
        f"Walsh Construction is {word}; {ELSEWHERE}"
    ]


def test_a_company_is_merged_into_another_company():
    itself = merging(goes(), goes())

    assert said(merging(goes(), None), A.MERGE) == ["There is no record nobody to merge it into."]
    assert said(merging(goes(), project(S.UNSENT)), A.MERGE) == [
        "Lake Street Bridge is a project, not a company."
    ]
    assert said(itself, A.MERGE) == ["A company is not merged into itself."]


def test_nothing_is_merged_while_sage_has_its_records_in_hand():
    one = merging(goes(), stays(), directory=Directory(on_their_way=1))
    two = merging(goes(), stays(), directory=Directory(on_their_way=2))

    assert said(one, A.MERGE) == [
        "1 record that names it is being exported; wait for the answer of Sage, then merge."
    ]
    assert said(two, A.MERGE) == [
        "2 records that name it are being exported; wait for the answer of Sage, then merge."
    ]


def test_two_companies_of_one_bid_package_are_not_merged():
    both = merging(goes(bid_packages=("Steel", "Doors")), stays(bid_packages=("Doors",)))
    apart = merging(goes(bid_packages=("Steel",)), stays(bid_packages=("Doors",)))

    assert said(both, A.MERGE) == [
        "Both stand in bid package Doors; take one of them out of it first."
    ]
    assert said(apart, A.MERGE) == []


def test_a_locked_contract_company_stays_as_it_is():
    locked = Settings(lock_contract_company=True)
    approved = Directory(approved_for_target=1)
    barred = merging(goes(), stays(), settings=locked, directory=approved)

    assert said(barred, A.MERGE) == [f"Walsh Construction has 1 approved contract, {LOCKED}"]
    assert said(barred._replace(settings=Settings()), A.MERGE) == []
    assert said(barred._replace(directory=Directory()), A.MERGE) == []


@pytest.mark.parametrize("action", [A.MERGE, A.CONSOLIDATE, A.REINSTATE])
def test_only_who_administers_the_directory_keeps_it(action):
    row = merging(goes(), stays())

    assert codes_said(row._replace(actor=ANA), action) == ["needs_source_tool_admin"]
    assert codes_said(row._replace(actor=SAM), action) == ["needs_source_tool_admin"]
    assert codes_said(row, action) == []


@pytest.mark.rule("vendors 19")
@pytest.mark.parametrize("status", FREE)
def test_a_duplicate_is_set_aside_and_fetched_back(status):
    aside = moved(case(goes(status), ADA), A.CONSOLIDATE)
    back = moved(case(aside, ADA), A.REINSTATE)

    assert (aside.title, aside.body.active, aside.status) == ("X-Walsh Inc", False, status)
    assert (back.title, back.body.active) == ("Walsh Inc", True)


@pytest.mark.rule("vendors 19")
def test_a_duplicate_with_a_commitment_is_merged_instead():
    one = case(goes(), ADA, directory=Directory(commitments=1))
    two = one._replace(directory=Directory(commitments=2))

    assert said(one, A.CONSOLIDATE) == [
        "1 commitment names it; merge it into the other company instead."
    ]
    assert said(two, A.CONSOLIDATE) == [
        "2 commitments name it; merge it into the other company instead."
    ]


def test_setting_aside_is_done_once_and_taken_back_once():
    aside = goes(active=False)._replace(title="X-Walsh Inc")

    assert said(case(aside, ADA), A.CONSOLIDATE) == [
        "X-Walsh Inc is consolidated already: inactive, with X- before it."
    ]
    assert said(case(goes(), ADA), A.REINSTATE) == [
        "It was not consolidated: it is active, or its name does not begin with X-."
    ]
    assert said(case(goes(S.SYNCED), ADA), A.CONSOLIDATE) == [
        "There is no consolidate of a company that is synced."
    ]


@pytest.mark.rule("vendors 18")
def test_whoever_holds_the_surviving_id_is_merged_first():
    one, two = goes(S.SYNCED, erp_id="V2"), goes(S.SYNCED, erp_id="V3")._replace(id="company-3")

    plan = planned(stays(), [one, two], "v3", confirmed=True)

    assert [asked.record for asked in plan] == ["company-3", "company-2"]
    assert {asked.answers.erp_id for asked in plan} == {"V3"}
    assert [a.answers.erp_id for a in as_it_stands(plan, stays(), [one, two])] == ["V3", None]


@pytest.mark.rule("vendors 18")
def test_several_vendors_and_no_choice_are_no_plan():
    one = goes(S.SYNCED, erp_id="V2")

    unsaid = planned(stays(S.SYNCED), [one], None, confirmed=True)
    wrong = planned(stays(), [one], "V9", confirmed=True)
    lone = planned(stays(), [one], None, confirmed=True)

    assert unsaid == Objection(
        "vendors 18", "Several are linked to Sage; say which id survives: V1001 or V2.", "you",
        cause=Cause.MISSING,
    )  # fmt: skip
    assert wrong.text == "V9 is the Sage id of none of them; keep V2."
    assert [asked.answers.erp_id for asked in lone] == [None]


def test_a_company_that_was_merged_is_not_restored():
    ended = goes(S.ARCHIVED, erp_id=None, parent="company-1", note="merged into V1001, Walsh")

    assert said(case(ended, ADA), A.RESTORE) == [
        "It was merged into V1001, Walsh and lives on there; only its history is kept here."
    ]


def test_a_company_named_twice_leaves_no_choice_of_id():
    twice = stays(S.SYNCED)

    plan = planned(twice, [twice], None, confirmed=True)

    assert [asked.record for asked in plan] == [twice.id]
