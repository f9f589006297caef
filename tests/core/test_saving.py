"""Saved views: kept by their owner, shared by an administrator, written out by name."""

import pytest

from adapters.stores.memory import MemoryStore
from core.decision import Refused
from core.ports import Adjusted
from core.query import BadQuery
from core.saving import Saver, placed, reading
from core.vocabulary import View
from tests.people import ADA, ANA, VIC


@pytest.fixture
def store():
    return MemoryStore()


def test_a_view_is_kept_for_its_owner_and_found_by_its_name(store):
    saver = Saver(store, ANA)

    done = saver.save("Big", "commitments", "state:failed  amount:>10000")

    assert isinstance(done, Adjusted)
    assert saver.named("@big") == done.value
    assert done.value.text == "state:failed amount:>10000"
    assert Saver(store, VIC).listed() == []


def test_sharing_takes_an_administrator_of_the_erp_tool_and_so_does_deleting_what_is_shared(store):
    refused = Saver(store, ANA).save("big", "commitments", "amount:>1", shared=True)
    shared = Saver(store, ADA).save("big", "commitments", "amount:>1", shared=True)
    kept = Saver(store, ANA).delete("big")

    assert isinstance(refused, Refused)
    assert refused.objections[0].rule == "our own"
    assert isinstance(shared, Adjusted)
    assert isinstance(kept, Refused)
    assert Saver(store, VIC).named("big") == shared.value


def test_ones_own_view_comes_before_a_shared_one_of_the_same_name(store):
    Saver(store, ADA).save("big", "commitments", "amount:>1", shared=True)
    Saver(store, ANA).save("big", "invoices", "amount:>2")

    assert Saver(store, ANA).named("big").tab == "invoices"
    assert [one.shared for one in Saver(store, ANA).listed()] == [False, True]
    assert Saver(store, ANA).delete("big").value is None
    assert Saver(store, ANA).named("big").shared


@pytest.mark.parametrize("name", ["", "two words", "a" * 33, "a\x07b", "a:b", "@"])
def test_a_name_is_a_word(store, name):
    done = Saver(store, ANA).save(name, "commitments", "amount:>1")

    assert isinstance(done, Refused)
    assert Saver(store, ANA).listed() == []


def test_what_cannot_be_read_is_not_kept(store):
    with pytest.raises(BadQuery):
        Saver(store, ANA).save("big", "commitments", "amount:many")


def test_names_are_written_out_in_a_query(store):
    saver = Saver(store, ANA)
    saver.save("big", "commitments", "amount:>10000")
    saver.save("old", "commitments", "age:>2d")
    saver.save("bills", "invoices", "age:>1d")

    assert saver.meant("@big kerr @OLD") == ("amount:>10000 kerr age:>2d", "commitments")
    assert saver.meant('"@big" a@b') == ('"@big" a@b', "")
    with pytest.raises(BadQuery, match="There is no saved view 'bgi'; there are big, "):
        saver.meant("@bgi")
    with pytest.raises(BadQuery, match="two tabs"):
        saver.meant("@big @bills")


@pytest.mark.parametrize(
    ("view", "text"),
    [
        (View.SYNCED, "view:synced kerr"),
        (View.READY_TO_EXPORT, 'view:"ready to export" kerr'),
        (View.RETURNED, 'view:"rejected & retrieved" kerr'),
        (None, "view:all kerr"),
    ],
)
def test_what_is_saved_from_a_list_opens_in_its_view(store, view, text):
    whole = placed("kerr", "commitments", view)
    done = Saver(store, ANA).save("kerr", "commitments", whole)

    assert whole == text
    assert reading(done.value)[1] is view
    assert placed("view:failed kerr", "commitments", view) == "view:failed kerr"
