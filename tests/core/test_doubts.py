"""A way out for people: what became of a call that nobody answered."""

from datetime import timedelta

import pytest

from core.case import Answers
from core.decide import decide
from core.decision import Allowed
from core.records import Fault
from core.settings import Sending, Settings
from core.vocabulary import Action, Effect, ErpStatus, RecordKind
from tests.core.judging import codes_said, moved, said
from tests.people import ADA, ANA, CONNECTOR, SAM, STAN
from tests.records import NOW, budget, case, commitment, record

A, S, K = Action, ErpStatus, RecordKind
SURE = Answers(confirmed=True)
LATELY = NOW - timedelta(minutes=1)
EXPORTED = [
    K.COMPANY, K.PROJECT, K.SUB_JOB, K.BUDGET, K.COMMITMENT, K.CCO, K.PCCO,
    K.SUBCONTRACTOR_INVOICE, K.OWNER_INVOICE,
]  # fmt: skip


def lost(kind=K.COMMITMENT, actor=ANA, **changes):
    of = record(kind, S.OUTCOME_UNKNOWN, changed_at=LATELY)
    return case(of, actor, **({"answers": SURE, "looks": 1} | changes))


@pytest.mark.parametrize("kind", EXPORTED)
def test_an_approver_who_found_it_in_sage_links_it(kind):
    decision = decide(lost(kind), A.VOUCH)

    assert isinstance(decision, Allowed), decision
    assert decision.record.status is S.SYNCED
    assert decision.record.erp_id == lost(kind).record.erp_id
    assert decision.effect is Effect.TELL
    assert decision.said.splitlines()[-1] == "confirmed=True"


@pytest.mark.parametrize("kind", EXPORTED)
def test_an_approver_who_found_nothing_may_try_it_again_under_the_same_key(kind):
    failed = moved(lost(kind), A.DISPROVE)

    assert (failed.status, failed.fault.code, failed.fault.passing) == (
        S.FAILED, "NOT_IN_SAGE", True,
    )  # fmt: skip
    assert failed.fault.text == "Ana Approver looked in Sage and did not find it there."
    assert failed.export_key == lost(kind).record.export_key
    again = moved(case(failed, ANA, answers=SURE), A.ACCEPT)
    assert (again.status, again.export_key) == (S.EXPORTING, failed.export_key)


def test_it_is_linked_under_the_id_it_was_found_by():
    found = moved(lost(answers=SURE._replace(erp_id="SC0001-A")), A.VOUCH)

    assert found.erp_id == "SC0001-A"


def test_an_id_that_another_record_has_is_not_what_was_found():
    taken = lost(answers=SURE._replace(erp_id="SC0002"), holder="commitment SC0002, Ramp")

    assert said(taken, A.VOUCH) == [
        "SC0002 is commitment SC0002, Ramp here already; what you found is that one."
    ]


@pytest.mark.parametrize("action", [A.VOUCH, A.DISPROVE])
def test_it_takes_a_word_on_having_looked(action):
    (objection,) = said(lost(answers=Answers()), action)

    assert "I looked into Sage myself" in objection


@pytest.mark.parametrize("action", [A.VOUCH, A.DISPROVE])
def test_the_connector_looks_first_or_a_quarter_of_an_hour_passes(action):
    at_once = lost(looks=0)
    later = lost(looks=0, now=LATELY + timedelta(minutes=15))

    assert said(at_once, action) == [
        "The connector has not looked in Sage yet; let it, or wait 15 minutes."
    ]
    assert said(at_once._replace(looks=1), action) == said(later, action) == []


@pytest.mark.parametrize("action", [A.VOUCH, A.DISPROVE])
def test_only_an_accounting_approver_says_so(action):
    assert codes_said(lost(actor=STAN), action) == ["needs_cpa"]
    assert codes_said(lost(actor=SAM), action) == ["level_too_low", "needs_cpa"]
    assert codes_said(lost(actor=ADA._replace(can_push=False)), action) == ["needs_cpa"]
    assert codes_said(lost(actor=CONNECTOR), action) == ["level_too_low", "needs_cpa"]


def test_nothing_else_is_in_doubt():
    for status in set(S) - {S.OUTCOME_UNKNOWN}:
        assert codes_said(case(commitment(status), answers=SURE), A.VOUCH) == []
        assert not isinstance(decide(case(commitment(status), answers=SURE), A.VOUCH), Allowed)


def test_a_budget_that_was_found_was_exported():
    found = moved(lost(K.BUDGET), A.VOUCH)

    assert (found.body.exported, found.body.exported_at) == (budget().body.lines, NOW)


TWO = Settings(sending=Sending(disprove_by_two=True))


def test_that_it_is_not_there_may_have_to_be_said_by_two_people():
    once = moved(lost(settings=TWO), A.DISPROVE)
    by_the_same = case(once, ANA, answers=SURE, settings=TWO, looks=1)
    by_another = case(once, ADA, answers=SURE, settings=TWO, looks=1)

    assert (once.status, once.fault.code) == (S.OUTCOME_UNKNOWN, "SAID_NOT_IN_SAGE")
    assert decide(lost(settings=TWO), A.DISPROVE).effect is Effect.LOOK
    assert said(by_the_same, A.DISPROVE) == [
        "You said that it is not in Sage; a second person has to look there, too."
    ]
    assert moved(by_another, A.DISPROVE).status is S.FAILED


def test_what_only_a_person_can_tell_may_be_told_at_once():
    parked = lost(looks=0).record._replace(fault=Fault("NEEDS_A_PERSON", "Nobody can tell."))

    decision = decide(case(parked, ANA, answers=SURE), A.VOUCH)

    assert isinstance(decision, Allowed)
