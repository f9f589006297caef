"""Lists of what is blocked: judged truthfully, for this moment, and refused where too long."""

import pytest

from adapters.stores.memory import MemoryStore
from core import sieve
from core.case import Answers
from core.desk import Desk
from core.grammar import parsed
from core.people import CONNECTOR
from core.ports import Asked
from core.query import Order, Query
from core.vocabulary import Action, ErpStatus, RecordId, View
from tests.conformance.stores.deeds import world
from tests.people import ANA, VIC
from tests.records import commitment, company

S = ErpStatus
LONG = "A title that no field of Sage would ever take, for it is far too long"


@pytest.fixture
def store():
    made = MemoryStore()
    world(made)
    made.arrive(
        [
            commitment(S.READY_TO_EXPORT, id=f"c{n}", number=f"SC90{n}", erp_id=None, title=title)
            for n, title in enumerate(("Deck", LONG, "Drains", LONG, "Curb"))
        ],
        CONNECTOR,
    )
    return made


def listed(store, typed: str, who=ANA, **more) -> list[str]:
    query = Query("commitments", View.READY_TO_EXPORT, parsed(f"number:SC90* {typed}"), **more)
    return [row.number for row in Desk(store, who).rows(query, 50)]


def test_what_is_blocked_and_what_is_not_are_all_there_is(store):
    assert listed(store, "blocked", order=Order.NUMBER) == ["SC901", "SC903"]
    assert listed(store, "!blocked", order=Order.NUMBER) == ["SC900", "SC902", "SC904"]
    assert listed(store, "blocked:no -title:curb", order=Order.NUMBER) == ["SC900", "SC902"]


def test_a_reason_is_found_by_its_text(store):
    assert listed(store, "reason:title", order=Order.NUMBER) == ["SC901", "SC903"]
    assert listed(store, 'reason:"no such reason"') == []


def test_what_a_person_lacks_does_not_block_a_record(store):
    assert listed(store, "blocked", VIC) == listed(store, "blocked")


def test_it_is_judged_again_once_something_has_changed(store):
    desk = Desk(store, ANA)
    query = Query("commitments", View.READY_TO_EXPORT, parsed("number:SC90* !blocked"))
    before = desk.tally(query, 50)

    desk.perform(Action.REJECT, Asked(RecordId("c0")), Answers(reason="Not ours."))

    assert (before, desk.tally(query, 50)) == (3, 2)


def test_windows_and_ids_walk_what_is_left(store):
    desk = Desk(store, ANA)
    terms = parsed("number:SC90* !blocked")
    query = Query("commitments", View.READY_TO_EXPORT, terms, Order.NUMBER, descending=True)

    whole = desk.rows(query, 50)

    assert desk.rows(query, 2) == whole[:2]
    assert desk.rows(query, 2, after=whole[0]) == whole[1:3]
    assert desk.rows(query, 1, before=whole[2]) == whole[1:2]
    assert desk.rows(query, 1, last=True) == whole[2:]
    assert [asked.record for asked in desk.ids(query, 50)] == [row.id for row in whole]


def test_more_than_can_be_judged_is_refused_and_not_cut(store, monkeypatch):
    monkeypatch.setattr(sieve, "JUDGED_AT_MOST", 4)

    with pytest.raises(sieve.TooMany, match="each record is judged, 4 at most; more match"):
        listed(store, "blocked")


def test_nothing_blocks_what_is_where_it_belongs(store):
    synced = company(S.SYNCED)
    desk = Desk(store, ANA)

    found = desk.rows(Query("vendors", View.SYNCED, parsed("blocked")), 50)

    assert synced.id in {row.id for row in desk.rows(Query("vendors", View.SYNCED), 50)}
    assert not found
