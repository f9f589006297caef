"""Direct exports: what is sent leaves at once, or falls back and says so (B.3, T11)."""

import pytest

from core.decide import decide, offers
from core.decision import Allowed
from core.markers import marker, marking
from core.objection import Cause
from core.permissions import Deed, deed_objections
from core.rights import DIRECT_EXPORT, rights
from core.settings import DIRECT, Policy, Settings
from core.vocabulary import Action, Approval, Effect, ErpStatus, Level, RecordKind, Tool
from tests.core.judging import FULL, codes_said, moved, said
from tests.people import ADA, ANA, SAM, VIC
from tests.records import (
    NOW,
    TODAY,
    case,
    cco,
    commitment,
    mirrored,
    record,
    subcontractor_invoice,
)

A, S, K = Action, ErpStatus, RecordKind
DIRECTLY = Settings(direct_exports=DIRECT)
SENT_FROM = [
    (S.UNSENT, A.SEND),
    (S.RETRIEVED, A.SEND),
    (S.UNLINKED, A.SEND),
    (S.REJECTED, A.RESEND),
]


def sent(of, settings=DIRECTLY, **changes):
    return case(of, SAM, settings=settings, **changes)


@pytest.mark.parametrize("kind", sorted(DIRECT))
@pytest.mark.parametrize(("source", "action"), SENT_FROM)
def test_what_is_sent_is_exported_at_once_by_the_sender_alone(kind, source, action):
    decision = decide(sent(record(kind, source)), action)

    assert isinstance(decision, Allowed), decision
    assert decision.record.status is S.EXPORTING
    assert decision.effect is Effect.EXPORT_AT_ONCE
    assert decision.record.export_key == f"ex1:main:{kind}:{kind}-1:1"
    assert (decision.record.sent_by, decision.record.sent_at) == (SAM.name, NOW)
    assert "direct_export=yes" in decision.said.splitlines()


def test_it_leaves_with_the_answers_that_an_approver_would_have_found_filled_in():
    exported = moved(sent(subcontractor_invoice(S.UNSENT)), A.SEND)

    assert exported.erp_id == "INV-7001"
    assert exported.body.accounting_date == TODAY


@pytest.mark.parametrize("kind", [K.COMPANY, K.PROJECT, K.SUB_JOB, K.BUDGET, K.PCCO])
def test_any_other_kind_always_needs_an_approver(kind):
    everything = Settings(direct_exports=frozenset(K))

    assert moved(sent(record(kind, S.UNSENT), everything), A.SEND).status is S.READY_TO_EXPORT


def test_a_kind_that_is_not_switched_on_waits_as_ever():
    only_changes = Settings(direct_exports=frozenset({K.CCO}))

    waiting = moved(sent(commitment(S.UNSENT), only_changes), A.SEND)

    assert (waiting.status, waiting.fell_back) == (S.READY_TO_EXPORT, "")


def test_what_needs_an_approver_falls_back_with_its_reason_and_the_sender_is_told():
    masked = DIRECTLY._replace(commitment_mask="##-####")

    decision = decide(sent(commitment(S.UNSENT), masked), A.SEND)

    assert isinstance(decision, Allowed)
    waiting, why = (
        decision.record,
        "Sage commitment id SC0001 is not in the company's form, ##-####.",
    )
    assert (waiting.status, waiting.fell_back) == (S.READY_TO_EXPORT, why)
    assert (waiting.erp_id, waiting.export_key) == (None, None)
    assert decision.effect is Effect.TELL
    assert decision.said == f"fell_back={why}"
    (told,) = decision.warnings
    assert told.text == (
        f"This commitment is not exported directly and waits for an approver: {why}"
    )
    assert told.warning


def test_an_id_that_somebody_has_already_falls_back():
    taken = sent(commitment(S.UNSENT), holder="commitment SC0001, Other deck")

    assert moved(taken, A.SEND).fell_back == (
        "Sage commitment id SC0001 is not unique: commitment SC0001, Other deck has it."
    )


def test_an_id_that_only_sage_has_falls_back_too():
    unsent = sent(cco(S.UNSENT))

    fallen = moved(unsent._replace(mirrored=mirrored(unsent, title="Entered there")), A.SEND)

    assert fallen.fell_back == "Commitment SC0001 has a 1 already: Entered there."


def test_a_field_that_the_item_cannot_carry_falls_back():
    typed = DIRECTLY._replace(use_contract_number=False)

    fallen = moved(sent(commitment(S.UNSENT), typed), A.SEND)

    assert fallen.status is S.READY_TO_EXPORT
    assert fallen.fell_back == "Sage commitment id has to be given."


def test_what_an_approver_would_only_be_warned_of_does_not_hold_it_back():
    lenient = DIRECTLY._replace(commitment_title=Policy.WARN)
    long = commitment(S.UNSENT, title="t" * 31)

    assert moved(sent(long, lenient), A.SEND).status is S.EXPORTING


def test_what_may_not_be_sent_at_all_is_refused_and_falls_nowhere():
    draft = sent(commitment(S.UNSENT, approval=Approval.DRAFT))

    assert said(draft, A.SEND) == [
        "Status of the subcontract is Draft; it must be Approved or Complete."
    ]


def test_direct_export_takes_the_senders_right_and_none_of_the_approvers():
    assert not SAM.can_push
    assert codes_said(case(commitment(S.UNSENT), VIC, settings=DIRECTLY), A.SEND) == [
        "needs_source_tool_admin"
    ]
    assert codes_said(case(commitment(S.UNSENT), ANA, settings=DIRECTLY), A.SEND) == [
        "needs_source_tool_admin"
    ]


def test_an_offer_leads_where_the_record_would_go():
    at_once = next(o for o in offers(sent(commitment(S.UNSENT))) if o.action is A.SEND)
    masked = DIRECTLY._replace(commitment_mask="##-####")
    fallen = next(o for o in offers(sent(commitment(S.UNSENT), masked)) if o.action is A.SEND)

    assert (at_once.target, at_once.open, at_once.objections) == (S.EXPORTING, True, ())
    assert (fallen.target, fallen.open) == (S.READY_TO_EXPORT, True)
    assert "waits for an approver" in fallen.objections[0].text


@pytest.mark.parametrize(("action", "actor"), [(A.ACCEPT, ANA), (A.REJECT, ANA), (A.RETRIEVE, SAM)])
def test_the_marker_goes_when_the_record_does(action, actor):
    fallen = commitment(S.READY_TO_EXPORT, fell_back="It has no id.")

    assert moved(case(fallen, actor, answers=FULL), action).fell_back == ""


def test_switched_off_everything_is_the_approvers_again():
    waiting = moved(case(commitment(S.UNSENT), SAM), A.SEND)
    failed = commitment(S.FAILED)

    assert (waiting.status, waiting.fell_back) == (S.READY_TO_EXPORT, "")
    assert moved(case(failed, ANA), A.ACCEPT).status is S.EXPORTING


def test_a_marker_is_a_word_in_a_list_and_a_sentence_beside_it():
    fallen = commitment(S.READY_TO_EXPORT, fell_back="It has no id.")

    assert (marker(fallen), marking(fallen)) == (
        "fell back",
        "Fell back from direct export: It has no id.",
    )
    assert (marker(commitment()), marking(commitment())) == ("", "")


def test_the_matrix_tells_who_exports_directly_while_it_is_switched_on():
    def told(settings):
        return {(r.kind, r.may, r.row) for r in rights(SAM, settings) if r.verb == DIRECT_EXPORT}

    assert told(Settings()) == set()
    assert told(Settings(direct_exports=frozenset({K.CCO}))) == {(K.CCO, True, "25, B.3")}


def test_switching_takes_an_administrator_who_may_push_that_kind():
    def lacks(actor, kind):
        objections = deed_objections(Deed.SWITCH_DIRECT_EXPORTS, actor, Settings(), kind)
        assert all(o.cause is Cause.PERMISSION for o in objections)
        return [o.code for o in objections]

    keeper = ADA._replace(
        levels={**ADA.levels, Tool.COMPANY_DIRECTORY: Level.STANDARD}, exports=frozenset({K.CCO})
    )
    assert lacks(keeper, K.CCO) == []
    assert lacks(keeper, K.COMMITMENT) == ["needs_type_export_right"]
    assert lacks(ANA, K.CCO) == ["level_too_low"]
    assert lacks(ADA._replace(can_push=False), K.CCO) == ["needs_cpa"]
