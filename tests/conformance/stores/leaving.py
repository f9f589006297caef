"""What approvals let leave: frozen with them, marked before each call, kept for ever."""

from datetime import timedelta

import pytest

from core.canonical import digest
from core.case import Answers
from core.payload import payload
from core.people import CONNECTOR
from core.ports import LostLease
from core.records import Fault
from core.settings import Settings
from core.vocabulary import Effect
from tests.conformance.stores.deeds import A, S, act, ready
from tests.people import ANA
from tests.records import company, project


class Leaving:
    """Part of StoreContract."""

    @pytest.fixture
    def order(self, store, clock):
        """One that was accepted."""
        store.arrive([project(S.SYNCED), company(S.SYNCED), ready()], CONNECTOR)
        store.keep_person(ANA)
        (allowed,) = act(store, A.ACCEPT, ready())
        return allowed.record

    def taken(self, store, effect=Effect.EXPORT):
        return next(o for o in store.claim("one", 30, 9) if o.effect is effect)

    def test_an_approval_freezes_what_leaves_with_its_key_and_digest(self, store, order):
        frozen = store.frozen(order.export_key)

        assert digest(frozen.payload) == digest(payload(order, Settings()))
        assert frozen.payload.erp_id == order.erp_id
        assert frozen.intact
        assert (frozen.record, frozen.version) == (order.id, order.version)
        assert (frozen.approved_by, frozen.sends, frozen.sending) == (ANA.name, 0, False)
        assert [one.key for one in store.under_way()] == [order.export_key]

    def test_a_call_is_marked_before_it_is_made(self, store, clock, order):
        owed = self.taken(store)
        clock.pass_(5)

        marked = store.mark_sending(owed, order.export_key, 30)

        assert (marked.sends, marked.sending, marked.sent_at) == (1, True, clock.now)
        assert marked == store.frozen(order.export_key)
        assert store.sent_since(clock.now - timedelta(seconds=1)).amount == order.amount
        assert store.calls_since(clock.now) == 1

    def test_nothing_is_marked_under_a_lease_that_is_lost(self, store, clock, order):
        owed = self.taken(store)
        clock.pass_(31)
        store.claim("two", 30, 9)

        with pytest.raises(LostLease):
            store.mark_sending(owed, order.export_key, 30)

        assert store.frozen(order.export_key).sends == 0

    def test_a_mark_is_taken_back_by_whoever_made_it_alone(self, store, clock, order):
        owed = self.taken(store)
        store.mark_sending(owed, order.export_key, 30)

        store.not_sent(owed._replace(owner="two"), order.export_key)
        by_another = store.frozen(order.export_key).sending
        store.not_sent(owed, order.export_key)

        assert by_another
        assert not store.frozen(order.export_key).sending

    def test_an_approval_ends_with_the_outcome_and_the_id_it_got(self, store, clock, order):
        owed = self.taken(store)
        store.mark_sending(owed, order.export_key, 30)

        act(store, A.CONFIRM, order, actor=CONNECTOR, answers=Answers(erp_id="SC0001"))

        ended = store.frozen(order.export_key)
        assert (ended.outcome, ended.erp_id, ended.sending) == (S.SYNCED, "SC0001", False)
        assert store.confirmed_since(clock.now, 9) == [ended]
        assert store.under_way() == []

    def test_one_that_is_tried_again_keeps_its_key_and_what_was_sent(self, store, clock, order):
        store.mark_sending(self.taken(store), order.export_key, 30)
        fault = Fault("SAGE_BUSY", "Busy.", passing=True)
        (failed,) = act(store, A.FAIL, order, actor=CONNECTOR, answers=Answers(fault=fault))

        (again,) = act(store, A.ACCEPT, failed.record)

        frozen = store.frozen(order.export_key)
        assert again.record.export_key == order.export_key
        assert (frozen.sends, frozen.version, frozen.ended_at) == (1, again.record.version, None)

    def test_the_store_knows_its_entries_by_their_hashes(self, store, order):
        seq = store.last_entry()

        assert store.hash_of(seq) == store.history(order.id)[-1].hash
        assert store.hash_of(seq + 1) is None
