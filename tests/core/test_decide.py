"""One judgement, asked in two ways: decide() is obeyed, offers() is drawn."""

from datetime import date

import pytest

from core.case import Answers
from core.decide import decide, offers, stale, unknown
from core.decision import Allowed, Refused
from core.objection import Cause
from core.records import Fault
from core.tabs import ROWS
from core.vocabulary import CONNECTORS_OWN, Action, Effect, ErpStatus, RecordKind
from tests.core.judging import FULL, moved, said
from tests.people import ADA, ANA, CAST, CONNECTOR, SAM
from tests.records import (
    LASTING,
    NOW,
    case,
    commitment,
    company,
    pcco,
    record,
    subcontractor_invoice,
)

A, S, K = Action, ErpStatus, RecordKind


def test_an_accepted_record_moves_and_the_erp_is_owed_an_export():
    decision = decide(case(commitment()), A.ACCEPT)

    assert isinstance(decision, Allowed)
    assert decision.effect is Effect.EXPORT
    assert decision.record.status is S.EXPORTING
    assert decision.record.version == 2
    assert decision.record.changed_at == NOW
    assert decision.record.erp_id == "SC0001"


def test_the_same_case_has_the_same_answer():
    one = case(commitment())

    assert decide(one, A.ACCEPT) == decide(one, A.ACCEPT)


def test_each_acceptance_has_a_key_of_its_own():
    first = moved(case(commitment()), A.ACCEPT)
    later = moved(case(commitment(version=5)), A.ACCEPT)

    assert first.export_key != later.export_key


def test_all_reasons_are_given_at_once():
    amiss = commitment(title="t" * 31, lines=(), number="S" * 13)

    texts = said(case(amiss, SAM, mirrored=None), A.ACCEPT)

    assert texts == [
        "This takes Standard of ERP Integrations; you hold Read Only.",
        "This takes Can Push to Accounting besides the level, an administrator's too.",
        "Title is 31 characters; Sage 300 CRE takes 30.",
        "It has no line; at least one with a cost code and category is needed.",
        "Sage commitment id SSSSSSSSSSSSS is 13 characters; Sage 300 CRE takes 12.",
        "Sage commitment id SSSSSSSSSSSSS is not in the company's form, XXXXXXXXXXXX.",
    ]


def test_a_step_that_does_not_exist_says_so():
    refused = decide(case(commitment(S.SYNCED)), A.ACCEPT)

    assert isinstance(refused, Refused)
    assert refused.cause is Cause.NO_SUCH_STEP
    assert refused.objections[0].text == "There is no accept of a commitment that is synced."


def test_an_unanswered_field_is_named():
    refused = decide(case(commitment()), A.REJECT)

    assert isinstance(refused, Refused)
    assert refused.cause is Cause.MISSING


def test_a_default_answers_for_who_said_nothing():
    accepted = decide(case(pcco()), A.ACCEPT)

    assert isinstance(accepted, Allowed)
    assert accepted.said == "erp_id=1\ntransaction_date=2025-12-11"


def test_an_answer_goes_before_the_default():
    chosen = Answers(erp_id="7", transaction_date=date(2025, 12, 1))

    accepted = moved(case(pcco(), answers=chosen), A.ACCEPT)

    assert (accepted.erp_id, accepted.body.transaction_date) == ("7", date(2025, 12, 1))


def test_an_accounting_date_is_kept_with_the_invoice():
    chosen = Answers(accounting_date=date(2025, 11, 30))

    accepted = moved(case(subcontractor_invoice(), answers=chosen), A.ACCEPT)

    assert accepted.body.accounting_date == date(2025, 11, 30)


def test_the_audit_quotes_a_reason_on_one_line():
    rejected = decide(case(commitment(), answers=Answers(reason="No\nscope")), A.REJECT)

    assert isinstance(rejected, Allowed)
    assert rejected.said == "reason=No scope"


def test_offers_and_decide_never_disagree():
    for kind, status in ROWS:
        for actor in CAST:
            one = case(record(kind, status), actor, answers=FULL)
            for offer in offers(one):
                missing = any(f.required and not f.default for f in offer.fields)
                allowed = isinstance(decide(one, offer.action), Allowed)
                assert offer.open == allowed or missing, (kind, status, offer.action, actor.name)


def test_offers_show_no_outcome_of_the_connector():
    under_way = case(commitment(S.EXPORTING), ADA)

    assert [o.action for o in offers(under_way)] == [A.RECALL]
    assert not {o.action for o in offers(case(company(), ADA))} & CONNECTORS_OWN


def test_a_field_still_to_be_filled_in_is_no_objection():
    reject = next(o for o in offers(case(commitment())) if o.action is A.REJECT)

    assert reject.open
    assert [f.name for f in reject.fields] == ["reason"]


def test_a_default_that_will_not_do_is_an_objection():
    accept = next(o for o in offers(case(commitment(number="A-1"))) if o.action is A.ACCEPT)

    assert [o.rule for o in accept.objections] == ["financials 26 (C3)"]


@pytest.mark.parametrize(
    ("action", "answers", "status", "effect"),
    [
        (A.CONFIRM, Answers(erp_id="SC0001"), S.SYNCED, Effect.TELL),
        (A.FAIL, Answers(fault=LASTING), S.FAILED, Effect.TELL),
        (A.LOSE, Answers(fault=Fault("OUTCOME_UNKNOWN", "…")), S.OUTCOME_UNKNOWN, Effect.LOOK),
    ],
)
def test_an_export_ends_in_one_of_three_ways(action, answers, status, effect):
    decision = decide(case(commitment(S.EXPORTING), CONNECTOR, answers=answers), action)

    assert isinstance(decision, Allowed)
    assert (decision.record.status, decision.effect) == (status, effect)
    assert decision.record.fault == answers.fault


@pytest.mark.parametrize(
    ("action", "status", "effect"),
    [(A.FIND, S.SYNCED, Effect.TELL), (A.MISS, S.EXPORTING, Effect.EXPORT)],
)
def test_an_unknown_outcome_is_looked_up_before_anything_is_written(action, status, effect):
    lost = case(commitment(S.OUTCOME_UNKNOWN), CONNECTOR)

    decision = decide(lost, action)

    assert isinstance(decision, Allowed)
    assert (decision.record.status, decision.effect) == (status, effect)
    assert decision.record.export_key == lost.record.export_key


def test_a_link_ends_the_companys_own_row():
    target = company(S.UNSENT, id="company-2", title="Walsh Group")
    row = case(company(S.READY_TO_IMPORT), ADA, answers=Answers(link_to=target.id), target=target)

    decision = decide(row, A.LINK)

    assert isinstance(decision, Allowed)
    assert decision.absorbed is not None
    assert decision.absorbed.status is S.ARCHIVED
    assert decision.absorbed.note == "linked as V1001"
    assert decision.record.at_origin == "company-2"


def test_a_stale_decision_tells_what_happened():
    refused = stale(A.ACCEPT, "Sam did retrieve it")

    assert refused.cause is Cause.STALE
    assert refused.objections[0].text == (
        "It changed since you looked: Sam did retrieve it. Look again, then decide."
    )


def test_an_unknown_record_is_refused_in_words():
    refused = unknown(A.ACCEPT)

    assert refused.cause is Cause.UNKNOWN
    assert refused.objections[0].text == "There is no record with this id."


def test_the_gravest_cause_of_a_refusal_comes_first():
    refused = decide(case(commitment(title="t" * 31), SAM), A.ACCEPT)

    assert isinstance(refused, Refused)
    assert refused.cause is Cause.PERMISSION


def test_only_an_approver_moves_what_was_sent_except_its_sender_taking_it_back():
    """Invariant I5."""
    for kind, status in ROWS:
        if status is not S.READY_TO_EXPORT:
            continue
        one = case(record(kind, status), SAM, answers=FULL)
        mine = [o.action for o in offers(one) if o.open]
        assert mine == [A.RETRIEVE], kind
        assert A.RETRIEVE not in [o.action for o in offers(one._replace(actor=ANA)) if o.open]
