"""Saved views: of one owner each name once, shared ones seen by all, audited like settings."""

from core.audit import of_view
from core.ports import Adjusted
from core.saved import SHARED, Saved
from tests.people import ADA, ANA


def kept(saved: Saved):
    return lambda *_: Adjusted(saved, f"query={saved.text}")


def dropped(*_):
    return Adjusted(None, "deleted=yes")


class Views:
    """Part of StoreContract."""

    def test_a_view_is_its_owners_and_a_shared_one_is_everybodys(self, store):
        mine = Saved("big", "ana", "commitments", "amount:>10000")
        shared = Saved("big", SHARED, "invoices", "age:>2d")
        store.adjust_view("big", "ana", ANA, kept(mine))
        store.adjust_view("big", SHARED, ADA, kept(shared))

        assert set(store.saved_views("ana")) == {mine, shared}
        assert store.saved_views("vic") == [shared]
        assert store.saved_views(SHARED) == [shared]

    def test_a_name_is_taken_however_it_is_spelt(self, store):
        first = Saved("Big", "ana", "commitments", "amount:>1")
        second = Saved("BIG", "ana", "commitments", "amount:>2")
        store.adjust_view("Big", "ana", ANA, kept(first))
        seen = []
        store.adjust_view("BIG", "ana", ANA, lambda _, now: seen.append(now) or kept(second)())

        assert seen == [first]
        assert store.saved_views("ana") == [second]

    def test_each_change_of_a_view_is_an_entry_of_its_own_subject(self, store):
        saved = Saved("big", "ana", "commitments", "amount:>1")
        store.adjust_view("big", "ana", ANA, kept(saved))
        store.adjust_view("big", "ana", ANA, kept(saved))
        store.adjust_view("big", "ana", ANA, dropped)

        entries = store.history(of_view("ana", "big"))

        assert [(e.version, e.said) for e in entries] == [
            (1, "query=amount:>1"),
            (2, "deleted=yes"),
        ]
        assert store.saved_views("ana") == []
