"""Judging and committing in one transaction."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from core.approvals import Approvals
from core.audit import GENESIS, chained
from core.case import NOTHING_SAID, Answers, Mirrored
from core.decision import Allowed, Refused
from core.grammar import parsed
from core.objection import Cause
from core.people import CONNECTOR
from core.ports import (
    Asked,
)
from core.query import Query
from core.records import (
    SovLine,
    folded,
)
from core.vocabulary import Effect
from tests.conformance.stores.deeds import (
    A,
    K,
    S,
    V,
    act,
    allowing,
    move,
    numbers,
    permit,
    ready,
    world,
)
from tests.people import ADA, ANA, SAM, VIC
from tests.records import (
    cco,
    commitment,
    company,
    project,
)


class Deciding:
    """Part of StoreContract."""

    def test_an_accepted_record_is_entered_counted_and_owed(self, store, clock):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)
        clock.pass_(10)

        (decision,) = act(store, A.ACCEPT, record)

        assert isinstance(decision, Allowed)
        assert store.find(record.id) == decision.record
        assert decision.record.status is S.EXPORTING
        entry = store.history(record.id)[-1]
        assert entry[1:10] == (
            clock.now, ANA.name, A.ACCEPT, record.id, S.READY_TO_EXPORT, S.EXPORTING, 2, "",
            decision.said,
        )  # fmt: skip
        assert store.counts()["commitments", V.EXPORTING] == 1
        assert ("commitments", V.READY_TO_EXPORT) not in store.counts()
        (owed,) = store.claim("w", 30, 5)
        assert (owed.effect, owed.record, owed.version, owed.owed_at) == (
            Effect.EXPORT, record.id, 2, clock.now,
        )  # fmt: skip

    def test_a_refused_record_stays_and_owes_nothing(self, store):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)

        (decision,) = act(store, A.ACCEPT, record, actor=VIC)

        assert isinstance(decision, Refused)
        assert store.find(record.id) == record
        assert store.owing() == 0
        assert len(store.history(record.id)) == 1

    def test_an_unknown_id_is_refused_and_not_raised(self, store):
        (decision,) = act(store, A.ACCEPT, ready())

        assert decision.cause is Cause.UNKNOWN

    @pytest.mark.rule("invariant I1")
    def test_a_stale_decision_saves_nothing_owes_nothing_and_says_what_happened(self, store):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)
        act(store, A.RETRIEVE, record, actor=SAM)
        owing = store.owing()

        (decision,) = act(store, A.ACCEPT, record)

        assert decision.cause is Cause.STALE
        assert "Sam Sender did retrieve" in decision.objections[0].text
        assert store.find(record.id).status is S.RETRIEVED
        assert store.owing() == owing

    def test_a_version_that_never_was_is_stale(self, store):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)

        (decision,) = act(store, A.ACCEPT, record._replace(version=9))

        assert decision.cause is Cause.STALE

    def test_whoever_names_no_version_decides_on_the_latest(self, store):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)
        move(store, record, S.READY_TO_EXPORT)

        done = Approvals(store).perform(A.ACCEPT, Asked(record.id), ANA)

        assert isinstance(done, Allowed)

    def test_one_refusal_does_not_spoil_the_rest(self, store):
        world(store)
        good, bad, also = ready("SC1"), ready("SC2", title="x" * 31), ready("SC3")
        store.arrive([good, bad, also], CONNECTOR)

        decisions = act(store, A.ACCEPT, good, bad, ready("SC9"), also)

        assert [type(d) for d in decisions] == [Allowed, Refused, Refused, Allowed]
        assert store.counts()["commitments", V.EXPORTING] == 2

    def test_outcomes_come_in_the_order_asked(self, store):
        world(store)
        records = [ready(f"SC{n}") for n in (5, 3, 9, 1)]
        store.arrive(records, CONNECTOR)

        batch, outcomes = Approvals(store).perform_many(
            A.ACCEPT, [Asked(r.id) for r in records], ANA
        )

        assert [o.record for o in outcomes] == [r.id for r in records]
        assert store.batch(batch.id) == batch
        assert {store.history(r.id)[-1].batch for r in records} == {batch.id}

    def test_a_record_asked_for_twice_is_decided_once(self, store):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)

        first, second = act(store, A.ACCEPT, record, record)

        assert isinstance(first, Allowed)
        assert second.cause is Cause.STALE
        assert store.find(record.id).version == 2

    @pytest.mark.rule("financials 25 (C2)")
    def test_two_records_of_a_batch_never_take_the_same_erp_id(self, store):
        world(store)
        one, two = ready("SC1"), ready("SC2")
        store.arrive([one, two], CONNECTOR)

        first, second = act(store, A.ACCEPT, one, two, answers=Answers(erp_id="S1"))

        assert isinstance(first, Allowed)
        assert isinstance(second, Refused)
        assert "S1" in second.objections[0].text
        assert "SC1" in second.objections[0].text
        assert store.find(two.id) == two

    @pytest.mark.parametrize(
        "spelling", ["ACME-1", "acme-1", " Acme-1 ", "ACME\u200b-1", "\uff21CME-1"]
    )
    @pytest.mark.rule("financials 25 (C2)")
    def test_an_id_in_another_spelling_is_refused_at_commit(self, store, spelling):
        one, two = ready("SC1"), ready("SC2")
        store.arrive([one, two], CONNECTOR)
        move(store, one, S.EXPORTING, erp_id="ACME-1")

        clash = move(store, two, S.EXPORTING, erp_id=spelling)

        assert folded(spelling) == "acme-1"
        assert isinstance(clash, Refused)
        assert store.find(two.id) == two
        assert store.owing() == 1

    def test_an_id_that_was_given_up_is_free(self, store):
        one, two = ready("SC1"), ready("SC2")
        store.arrive([one, two], CONNECTOR)
        move(store, one, S.EXPORTING, erp_id="S-1")
        move(store, one, S.REJECTED, erp_id=None)

        assert isinstance(move(store, two, S.EXPORTING, erp_id="S-1"), Allowed)

    def test_an_id_given_up_in_the_same_batch_is_free(self, store):
        one, two = ready("SC1"), ready("SC2")
        store.arrive([one, two], CONNECTOR)
        move(store, one, S.EXPORTING, erp_id="S-1")
        for record in (one, two):
            permit(store, record, A.ACCEPT, S.SYNCED)

        done = store.decide(
            [Asked(one.id), Asked(two.id)],
            ADA,
            NOTHING_SAID,
            lambda case, _: allowing(
                case, A.ACCEPT, S.SYNCED, erp_id=None if case.record.id == one.id else "S-1"
            ),
            A.ACCEPT,
        )

        assert [type(o.decision) for o in done] == [Allowed, Allowed]
        assert store.linked(K.COMMITMENT, "s-1").id == two.id

    def test_a_later_record_of_a_batch_sees_what_became_of_an_earlier_one(self, store):
        parent, child = commitment(S.SYNCED), cco(S.SYNCED)
        store.arrive([parent, child], CONNECTOR)
        seen = {}

        def judge(case, _):
            seen[case.record.id] = (case.dependants, case.parent and case.parent.status)
            return allowing(case, A.UNLINK, S.UNLINKED, erp_id=None)

        store.decide([Asked(child.id), Asked(parent.id)], ADA, NOTHING_SAID, judge, A.UNLINK)

        assert seen == {child.id: (0, S.SYNCED), parent.id: (0, None)}

    def test_a_changed_body_and_head_are_kept(self, store):
        record = ready()
        store.arrive([record], CONNECTOR)
        lines = (SovLine(1, "09-900", "M", 7),)

        move(store, record, S.REJECTED, title="Other", body=record.body._replace(lines=lines))

        assert store.find(record.id).body.lines == lines
        assert numbers(store.rows(Query("commitments", terms=parsed("other")), 5)) == ["SC0001"]

    def test_linking_moves_both_records_at_once(self, store, clock):
        mine = company(S.UNSENT, title="Walsh")
        theirs = company(S.READY_TO_IMPORT, id="company-2", erp_id="V7", title="WALSH CO")
        store.arrive([mine, theirs], CONNECTOR)
        store.mirror(K.COMPANY, [Mirrored(K.COMPANY, "", "V7", "WALSH CO")], clock.now, mark=1)

        (decision,) = act(store, A.LINK, theirs, actor=ADA, answers=Answers(link_to=mine.id))

        assert isinstance(decision, Allowed), decision
        assert store.find(theirs.id) == decision.record
        assert store.find(mine.id) == decision.absorbed
        assert store.history(mine.id)[-1].action is A.ABSORB
        assert store.counts() == {("vendors", V.SYNCED): 1, ("vendors", V.ARCHIVED): 1}

    def test_a_judge_that_fails_leaves_everything_as_it_was(self, store):
        one, two = ready("SC1"), ready("SC2")
        store.arrive([one, two], CONNECTOR)
        counts = store.counts()

        def judge(case, _):
            if case.record.id == two.id:
                raise ZeroDivisionError
            return allowing(case, A.ACCEPT, S.EXPORTING)

        with pytest.raises(ZeroDivisionError):
            store.decide(
                [Asked(one.id), Asked(one.id), Asked(two.id)], ADA, NOTHING_SAID, judge, A.ACCEPT
            )

        assert store.find(one.id) == one
        assert (store.counts(), store.owing()) == (counts, 0)
        assert len(store.history(one.id)) == 1

    def test_the_audit_is_one_chain(self, store):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)
        act(store, A.ACCEPT, record)
        store.amend(store.find(project().id)._replace(title="New"), CONNECTOR, "edited")

        ids = (project().id, company().id, record.id)
        entries = sorted((e for i in ids for e in store.history(i)), key=lambda e: e.seq)

        assert [e.seq for e in entries] == [1, 2, 3, 4, 5]
        before = GENESIS
        for entry in entries:
            assert chained(before, entry) == entry.hash
            before = entry.hash

    def test_answers_on_any_thread(self, store):
        world(store)
        records = [ready(f"SC{n}") for n in range(20)]
        with ThreadPoolExecutor(4) as pool:
            pool.submit(store.arrive, records, CONNECTOR).result()
            done = list(pool.map(lambda r: act(store, A.ACCEPT, r)[0], records))
            found = pool.submit(store.find, records[0].id).result()

        assert all(isinstance(d, Allowed) for d in done)
        assert found.status is S.EXPORTING
        assert store.counts()["commitments", V.EXPORTING] == 20
