"""Leases on what is owed."""

from datetime import timedelta

import pytest

from core.approvals import Approvals
from core.case import NOTHING_SAID, Answers
from core.decision import Allowed, Refused
from core.people import CONNECTOR
from core.ports import (
    Asked,
    LostLease,
    Owed,
)
from core.records import (
    Record,
)
from core.vocabulary import Effect, RecordId, RecordKind
from tests.conformance.stores.deeds import A, S, move, ready


class Owing:
    """Part of StoreContract."""

    @pytest.fixture
    def owed(self, store, clock) -> list[Record]:
        records = [ready(f"SC{n}") for n in range(4)]
        store.arrive(records, CONNECTOR)
        for record in records:
            move(store, record, S.EXPORTING)
            clock.pass_(1)
        return records

    def test_the_oldest_effects_are_taken_first_and_once(self, store, owed):
        first = store.claim("one", 30, 3)
        second = store.claim("two", 30, 3)

        assert [o.record for o in first] == [r.id for r in owed[:3]]
        assert [o.record for o in second] == [owed[3].id]
        assert {(o.owner, o.attempts) for o in first} == {("one", 1)}
        assert store.owing() == 4

    def test_an_effect_whose_lease_ran_out_is_taken_by_another(self, store, clock, owed):
        (mine,) = store.claim("one", 30, 1)
        clock.pass_(31)

        (theirs,) = [o for o in store.claim("two", 30, 9) if o.seq == mine.seq]
        store.settle(mine)

        assert (theirs.owner, theirs.attempts) == ("two", 2)
        assert store.owing() == 4

    def test_more_of_the_same_sort_kind_and_project_are_taken_under_leases_of_their_own(
        self, store, clock, owed
    ):
        other = ready("SC9", project=RecordId("project-9"))
        store.arrive([other], CONNECTOR)
        move(store, other, S.EXPORTING)
        (mine,) = store.claim("one", 30, 1)

        more = store.claim_alike(mine, 30, 2)
        rest = store.claim_alike(mine, 30, 9)

        assert [o.record for o in more] == [r.id for r in owed[1:3]]
        assert [o.record for o in rest] == [owed[3].id]
        assert {(o.owner, o.attempts) for o in (*more, *rest)} == {("one", 1)}
        assert [o.record for o in store.claim("two", 30, 9)] == [other.id]
        clock.pass_(31)
        assert len(store.claim_alike(mine, 30, 9)) == 4

    def test_many_are_answered_for_at_once_but_none_of_which_the_lease_was_lost(
        self, store, clock, owed
    ):
        done, lost, late, left = store.claim("one", 30, 4)
        clock.pass_(20)
        store.renew(done, 30)
        store.renew(late, 30)
        store.renew(left, 30)
        clock.pass_(11)
        (theirs,) = store.claim("two", 30, 9)

        store.answer_for([done, lost], [(late, 60.0, "no such vendor")])

        told = {one.record: one.why for one in store.unperformed(9)}
        assert theirs.record == lost.record
        assert told == {lost.record: "", late.record: "no such vendor", left.record: ""}

    def test_what_is_owed_is_told_with_its_tries_and_why(self, store, clock, owed):
        one, two = store.claim("one", 30, 2)
        store.postpone(two, 1.0, "the line is cut")
        clock.pass_(2)
        (again,) = (o for o in store.claim("one", 30, 9) if o.seq == two.seq)
        store.postpone(again, 60.0, "the line is cut")

        first, *_ = store.unperformed(9)
        (mine,) = store.unperformed(9, one.record)

        assert (first.record, first.attempts, first.why) == (two.record, 2, "the line is cut")
        assert first.due_at == clock() + timedelta(seconds=60)
        assert (mine.record, mine.effect, mine.owed_at) == (one.record, one.effect, one.owed_at)
        assert len(store.unperformed(1)) == 1

    def test_a_settled_effect_is_gone(self, store, owed):
        (mine,) = store.claim("one", 30, 1)

        store.settle(mine)

        assert store.owing() == 3

    def test_a_postponed_effect_waits_and_then_goes_to_anyone(self, store, clock, owed):
        taken = store.claim("one", 30, 9)
        for each in taken[1:]:
            store.settle(each)

        store.postpone(taken[0], 60, "the relay is closed")

        assert store.claim("two", 30, 9) == []
        clock.pass_(60)
        (again,) = store.claim("two", 30, 9)
        assert (again.seq, again.attempts) == (taken[0].seq, 2)

    def test_what_was_tried_and_is_owed_still_is_counted_by_sort_and_kind(self, store, owed):
        first, second, _ = store.claim("one", 30, 3)
        store.settle(first)
        store.postpone(second, 60, "not yet")

        sorts, kinds = {first.effect, Effect.TIDY}, {RecordKind.COMMITMENT, RecordKind.CCO}
        assert store.put_off(sorts, kinds) == 2
        assert store.put_off(sorts, {RecordKind.CCO}) == 0
        assert store.put_off({Effect.TIDY}, kinds) == 0
        assert store.owing() == 3

    def test_what_was_put_off_is_due_once_the_erp_shows_something_new_of_its_kind(
        self, store, clock, owed
    ):
        (mine, *others) = store.claim("one", 30, 9)
        for each in others:
            store.settle(each)
        store.postpone(mine, 60, "it is on the worklist")

        store.hasten(RecordKind.COMPANY)
        before = store.claim("two", 30, 9)
        store.hasten(RecordKind.COMMITMENT)

        assert before == []
        assert [again.seq for again in store.claim("two", 30, 9)] == [mine.seq]

    def test_a_lost_lease_can_neither_settle_nor_postpone(self, store, clock, owed):
        (mine,) = store.claim("one", 5, 1)
        clock.pass_(6)
        store.claim("one", 30, 9)

        store.settle(mine)
        store.postpone(mine, 0, "no")

        assert store.owing() == 4
        assert store.claim("two", 30, 9) == []

    def test_an_outcome_settles_its_effect_in_the_same_breath(self, store, owed):
        (mine,) = store.claim("one", 30, 1)
        evidence = Answers(erp_id="S-9")

        done = Approvals(store).perform(
            A.CONFIRM, Asked(mine.record, mine.version), CONNECTOR, evidence, settles=mine
        )

        assert isinstance(done, Allowed)
        seqs = {o.seq for o in store.claim("two", 30, 9)}
        assert mine.seq not in seqs
        assert store.owing() == 4

    def test_a_refused_outcome_leaves_its_effect_owed(self, store, owed):
        (mine,) = store.claim("one", 30, 1)

        done = Approvals(store).perform(
            A.CONFIRM, Asked(mine.record, 1), CONNECTOR, Answers(), settles=mine
        )
        store.postpone(mine, 0, "refused")

        assert isinstance(done, Refused)
        assert store.owing() == 4
        assert mine.seq in {o.seq for o in store.claim("two", 30, 9)}

    @pytest.mark.rule("invariant I15")
    def test_an_outcome_under_a_lost_lease_is_not_recorded(self, store, clock, owed):
        (mine,) = store.claim("one", 5, 1)
        clock.pass_(6)
        store.claim("two", 30, 9)
        before = store.find(mine.record)

        with pytest.raises(LostLease):
            Approvals(store).perform(
                A.CONFIRM, Asked(mine.record), CONNECTOR, Answers(erp_id="S"), settles=mine
            )

        assert store.find(mine.record) == before
        assert store.owing() == 4

    def test_an_effect_nobody_owes_is_no_lease(self, store, clock):
        nobody = Owed(99, Effect.TELL, RecordId("x"), 1, 1, "one", clock.now)

        with pytest.raises(LostLease):
            store.decide([], CONNECTOR, NOTHING_SAID, None, A.CONFIRM, settles=nobody)

        assert store.claim("one", 30, 9) == []
