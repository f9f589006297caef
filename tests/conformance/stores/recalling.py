"""What was decided waits for a moment, and may be taken back until then."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.approvals import Approvals
from core.decision import Allowed, Refused
from core.people import CONNECTOR
from core.ports import Asked
from core.query import Query
from core.settings import Settings
from core.vocabulary import RecordKind
from tests.conformance.stores.deeds import A, S, V, act, ready, world
from tests.people import ANA, SAM
from tests.records import project

GRACE = 10


class Recalling:
    @pytest.fixture
    def waiting(self, store):
        """One accepted record that has not left yet."""
        world(store)
        store.keep_settings(Settings(grace_seconds=GRACE))
        store.arrive([ready()], CONNECTOR)
        (decision,) = act(store, A.ACCEPT, ready())
        assert isinstance(decision, Allowed)
        return decision.record

    def test_it_is_not_claimed_before_its_moment_is_over(self, store, clock, waiting):
        before = store.claim("one", 30, 9)
        clock.pass_(GRACE)

        after = store.claim("one", 30, 9)

        assert before == []
        assert [owed.record for owed in after] == [waiting.id]

    def test_the_list_tells_when_it_leaves_until_somebody_takes_it(self, store, clock, waiting):
        query = Query("commitments", V.EXPORTING)
        leaves = store.case(waiting.id, ANA).held.leaves_at

        told = [row.leaves_at for row in store.rows(query, 9)]
        clock.pass_(GRACE)
        store.claim("one", 30, 9)

        assert told == [leaves]
        assert [row.leaves_at for row in store.rows(query, 9)] == [None]

    def test_recalled_it_is_as_it_was_and_nothing_is_owed(self, store, clock, waiting):
        clock.pass_(GRACE - 1)

        (decision,) = act(store, A.RECALL, waiting)

        back = store.find(waiting.id)
        assert isinstance(decision, Allowed)
        assert back._replace(version=1, changed_at=ready().changed_at) == ready()
        assert store.owing() == 0
        assert [e.action for e in store.history(waiting.id)] == [A.ARRIVE, A.ACCEPT, A.RECALL]
        assert store.counts()["commitments", V.READY_TO_EXPORT] == 1

    def test_recalled_it_can_be_accepted_again(self, store, waiting):
        act(store, A.RECALL, waiting)

        (decision,) = act(store, A.ACCEPT, store.find(waiting.id))

        assert isinstance(decision, Allowed)
        assert decision.record.erp_id == waiting.erp_id
        assert store.owing() == 1

    def test_what_the_connector_took_is_not_recalled(self, store, clock, waiting):
        clock.pass_(GRACE)
        store.claim("one", 30, 9)
        clock.pass_(5)

        (decision,) = act(store, A.RECALL, waiting)

        assert isinstance(decision, Refused)
        assert [o.text for o in decision.objections] == [
            "The connector took it at 12:00:10 UTC; it cannot be recalled."
        ]
        assert store.owing() == 1

    def test_nor_what_it_gave_back_to_try_again(self, store, clock, waiting):
        clock.pass_(GRACE)
        (owed,) = store.claim("one", 30, 9)
        store.postpone(owed, 60, "the line is cut")

        (decision,) = act(store, A.RECALL, waiting)

        assert isinstance(decision, Refused)

    def test_once_its_moment_is_over_it_leaves(self, store, clock, waiting):
        clock.pass_(GRACE)

        (decision,) = act(store, A.RECALL, waiting)

        assert isinstance(decision, Refused)
        assert "Its moment was over at 12:00:10 UTC" in decision.objections[0].text

    def test_a_sender_does_not_recall_what_an_approver_accepted(self, store, waiting):
        (decision,) = act(store, A.RECALL, waiting, actor=SAM)

        assert isinstance(decision, Refused)
        assert store.find(waiting.id) == waiting

    def test_what_was_sent_directly_is_its_senders_to_recall(self, store):
        direct = Settings(grace_seconds=GRACE, direct_exports=frozenset({RecordKind.COMMITMENT}))
        world(store)
        store.keep_settings(direct)
        store.arrive([ready(status=S.UNSENT)], CONNECTOR)
        (sent,) = act(store, A.SEND, ready(status=S.UNSENT), actor=SAM)

        (approvers,) = act(store, A.RECALL, sent.record, actor=ANA)
        (senders,) = act(store, A.RECALL, sent.record, actor=SAM)

        assert sent.record.status is S.EXPORTING
        assert isinstance(approvers, Refused)
        assert isinstance(senders, Allowed)
        assert store.find(sent.record.id).status is S.UNSENT
        assert store.owing() == 0

    def test_an_update_goes_back_to_waiting_for_one(self, store):
        world(store)
        store.keep_settings(Settings(grace_seconds=GRACE))
        waits = project(S.READY_TO_UPDATE, id="project-9", number="J9", erp_id="J9")
        store.arrive([waits], CONNECTOR)
        (updated,) = act(store, A.UPDATE, waits)

        (decision,) = act(store, A.RECALL, updated.record)

        assert isinstance(decision, Allowed)
        assert store.find(waits.id).status is S.READY_TO_UPDATE

    def test_without_a_moment_there_is_nothing_to_recall(self, store):
        world(store)
        store.arrive([ready()], CONNECTOR)
        (accepted,) = act(store, A.ACCEPT, ready())

        (decision,) = act(store, A.RECALL, accepted.record)

        assert isinstance(decision, Refused)
        assert len(store.claim("one", 30, 9)) == 1

    @pytest.mark.parametrize("seed", range(6))
    def test_of_two_connectors_and_a_recall_exactly_one_gets_each_record(self, store, clock, seed):
        """Each record is either taken once or recalled, whoever comes first."""
        world(store)
        store.keep_settings(Settings(grace_seconds=GRACE))
        mine = [ready(f"SC{n:04}") for n in range(12)]
        store.arrive(mine, CONNECTOR)
        accepted = [d.record for d in act(store, A.ACCEPT, *mine)]
        clock.pass_(GRACE - 1)
        chance = random.Random(seed)  # an order, no secret

        def take(owner: str) -> list[str]:
            return [owed.record for _ in range(6) for owed in store.claim(owner, 30, 2)]

        def recall() -> list[str]:
            wanted = chance.sample(accepted, len(accepted))
            done = [(r.id, act(store, A.RECALL, r)[0]) for r in wanted]
            return [record for record, decision in done if isinstance(decision, Allowed)]

        # The moment ends while the recall is under way.
        with ThreadPoolExecutor(3) as pool:
            recalling = pool.submit(recall)
            clock.pass_(chance.choice((0, 1)))
            taken = [pool.submit(take, owner) for owner in ("one", "two")]
            got = [record for future in taken for record in future.result()]
            back = recalling.result()
        clock.pass_(GRACE)
        got += take("three")

        assert sorted(got + back) == sorted(record.id for record in accepted)
        assert store.owing() == len(got)

    def test_a_batch_is_kept_with_its_name_and_its_rules(self, store, clock):
        world(store)
        store.arrive([ready(), ready("SC2")], CONNECTOR)
        approvals = Approvals(store)

        batch, _ = approvals.perform_many(A.RECALL, [Asked(ready().id)], ANA, called="Month end")
        clock.pass_(1)
        other, _ = approvals.perform_many(A.ACCEPT, [Asked(ready().id)], SAM)

        assert store.batch(batch.id) == batch
        assert (batch.name, batch.rules) == ("Month end", (("lifecycle",),))
        assert [b.id for b in store.batches(9)] in ([other.id, batch.id], [batch.id, other.id])
        assert [b.id for b in store.batches(9, actor=SAM.name)] == [other.id]
        assert store.batches(9, since=max(batch.at, other.at)) != []

    def test_what_a_batch_decided_is_found_by_it(self, store):
        world(store)
        store.arrive([ready(), ready("SC2")], CONNECTOR)

        batch, _ = Approvals(store).perform_many(
            A.ACCEPT, [Asked(ready().id), Asked(ready("SC2").id)], ANA
        )

        found = store.decided_in(batch.id)
        assert [(e.record, e.batch) for e in found] == [
            (ready().id, batch.id),
            (ready("SC2").id, batch.id),
        ]
        assert store.decided_in("") == []
