"""What reports and the doctor ask: the newest of each, the oldest of all."""

from core.people import CONNECTOR
from core.vocabulary import Action
from tests.conformance.stores.deeds import A, S, act, move, ready, world
from tests.people import ANA, SAM


class Newest:
    """Part of StoreContract."""

    def test_the_newest_entry_of_each_person_is_found_by_what_was_done(self, store, clock):
        world(store)
        first, second = ready("SC0001"), ready("SC0002")
        third = ready("SC0003", S.REJECTED)
        store.arrive([first, second, third], CONNECTOR)
        act(store, A.ACCEPT, first, actor=ANA)
        clock.pass_(60)
        act(store, A.RESEND, third, actor=SAM)
        act(store, A.ACCEPT, second, actor=ANA)

        accepted, sent = store.last_by((A.ACCEPT, A.REJECT)), store.last_by((A.RESEND,))

        assert {who: (e.action, e.record, e.at) for who, e in accepted.items()} == {
            ANA.name: (A.ACCEPT, second.id, clock.now)
        }
        assert [e.record for e in sent.values()] == [third.id]
        assert store.last_by(()) == {}

    def test_everybody_who_ever_wrote_is_found_by_all_that_can_be_done(self, store):
        store.arrive([ready()], CONNECTOR)

        assert list(store.last_by(tuple(Action))) == [CONNECTOR.name]

    def test_the_head_is_the_newest_entry(self, store):
        empty = store.head()
        store.arrive([ready("SC0001"), ready("SC0002")], CONNECTOR)
        newest = store.history(ready("SC0002").id)[-1]

        assert (empty.seq, empty.short) == (0, "no entries")
        assert store.head() == (newest.seq, newest.hash)
        assert store.head().short == f"{newest.seq} {newest.hash[:8]}"

    def test_what_is_owed_is_owed_since_the_oldest_of_it_was_committed(self, store, clock):
        assert store.owed_since() is None
        store.arrive([ready("SC0001"), ready("SC0002")], CONNECTOR)
        since = clock.now
        move(store, ready("SC0001"), S.EXPORTING)
        clock.pass_(60)
        move(store, ready("SC0002"), S.EXPORTING)

        assert store.owed_since() == since
        store.settle(store.claim("one", 30, 1)[0])
        assert store.owed_since() == clock.now
        store.settle(store.claim("one", 30, 1)[0])
        assert store.owed_since() is None
