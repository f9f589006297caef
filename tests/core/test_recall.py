"""Taking back what was decided: which effects wait, where a recall leads, and what it says."""

from datetime import timedelta

import pytest

from adapters.stores.memory import MemoryStore
from core.approvals import Approvals
from core.case import Answers, Held
from core.decide import decide
from core.decision import Allowed, Refused
from core.desk import Desk
from core.grace import WAITING, leaves_at
from core.people import CONNECTOR
from core.ports import Asked
from core.records import Fault
from core.settings import Settings
from core.vocabulary import Action, Effect, ErpStatus
from tests.core.judging import FULL, said
from tests.people import ANA
from tests.records import NOW, case, commitment, company, project

A, S = Action, ErpStatus
TEN = Settings(grace_seconds=10)
THEN = NOW + timedelta(seconds=10)


@pytest.mark.parametrize("effect", Effect)
def test_what_goes_to_the_erp_waits_and_nothing_else_does(effect):
    assert leaves_at(A.ACCEPT, effect, TEN, NOW) == (THEN if effect in WAITING else None)


def test_what_the_connector_tries_again_does_not_wait_again():
    assert leaves_at(A.MISS, Effect.EXPORT, TEN, NOW) is None


def test_where_no_moment_is_set_nothing_waits():
    assert leaves_at(A.ACCEPT, Effect.EXPORT, Settings(), NOW) is None


@pytest.mark.parametrize("stood", [S.READY_TO_EXPORT, S.FAILED])
def test_a_recall_leads_back_to_where_the_record_stood(stood):
    before = commitment(stood, fault=Fault("BUSY", "The relay was busy.", passing=True))
    under_way = case(commitment(S.EXPORTING, version=4))._replace(held=Held(THEN, before))

    decision = decide(under_way, A.RECALL)

    assert isinstance(decision, Allowed)
    assert decision.record == before._replace(version=5, changed_at=under_way.now)
    assert decision.effect is None


def test_what_left_long_ago_says_since_when_it_is_what_it_is():
    at = NOW - timedelta(minutes=1)

    (sentence,) = said(case(commitment(S.SYNCED, changed_at=at)), A.RECALL)

    assert sentence.startswith("Only what waits to leave for Sage can be recalled; ")
    assert sentence.endswith("this commitment is synced since 11:59:00 UTC.")


class TestAtADesk:
    """One session: what it decided last, and what becomes of that."""

    @pytest.fixture
    def desk(self):
        store = MemoryStore(clock=lambda: NOW)
        store.keep_settings(TEN)
        store.keep_person(ANA)
        store.arrive([project(S.SYNCED), company(S.SYNCED), commitment()], CONNECTOR)
        return Desk(store, ANA)

    def test_it_knows_what_it_decided_last_until_that_is_recalled(self, desk):
        before = desk.decided_last
        done = desk.perform(A.ACCEPT, Asked(commitment().id))
        last = desk.decided_last

        batch, _ = desk.perform_many(A.RECALL, last)

        assert before == ()
        assert last == (Asked(commitment().id, 2),)
        assert done.leaves_at == THEN
        assert (batch.done, desk.decided_last) == (1, ())
        assert desk.record(commitment().id).status is S.READY_TO_EXPORT

    def test_a_reject_is_not_taken_back_and_says_so(self, desk):
        desk.perform(A.REJECT, Asked(commitment().id), FULL)

        decision = desk.perform(A.RECALL, *desk.decided_last)

        assert isinstance(decision, Refused)
        assert [o.text for o in decision.objections] == [
            "A reject is told at once and cannot be recalled; its sender can send it again."
        ]
        assert desk.decided_last != ()

    def test_what_a_batch_did_is_recalled_by_its_id(self, desk):
        batch, _ = desk.perform_many(A.ACCEPT, [Asked(commitment().id), Asked(project().id)])

        found = desk.batches.decided(batch.id)

        assert found == [Asked(commitment().id, 2)]
        assert desk.batches.decided("B-UNKNOWN") == []

    def test_what_left_meanwhile_says_that_it_left_rather_than_that_it_changed(self, desk):
        desk.perform(A.ACCEPT, Asked(commitment().id))
        perform = Approvals(desk._store).perform
        perform(A.CONFIRM, Asked(commitment().id), CONNECTOR, Answers(erp_id="SC1"))

        decision = desk.perform(A.RECALL, *desk.decided_last)

        (objection,) = decision.objections
        assert objection.text.startswith("Only what waits to leave for Sage can be recalled; ")
