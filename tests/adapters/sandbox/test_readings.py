"""What reading Sage and the projects brings, counts and says."""

import pytest

from adapters.stores.memory import MemoryStore
from core.ports import RunState
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind
from tests.adapters.sandbox.test_round_trips import World
from tests.core.costing import cost
from tests.people import ADA
from tests.records import commitment

A, K, S = Action, RecordKind, ErpStatus


@pytest.fixture
def world() -> World:
    return World(MemoryStore())


def test_what_a_project_made_is_read_once(world):
    world.projects.draft(commitment(S.UNSENT))

    assert [world.refresher.take_news(), world.refresher.take_news()] == [1, 0]


def test_an_edit_that_came_too_late_names_what_sage_keeps_in_words(world):
    world.drafted(commitment(S.UNSENT))
    world.act(A.SEND, "commitment-1")
    world.act(A.ACCEPT, "commitment-1")
    world.projects.edit(
        RecordId("commitment-1"), vendor=RecordId("company-9"), vendor_name="Other", scope="All"
    )

    world.drain()

    said = world.store.history(RecordId("commitment-1"))[-1].said
    assert said == (
        "edited in the project system; Sage keeps what was approved: vendor, vendor name"
    )


def test_a_reading_counts_what_it_saw_from_nothing(world):
    world.made.relay.sync()

    first = world.refresher.poll([K.COMPANY])[K.COMPANY]
    again = world.refresher.poll([K.COMPANY])[K.COMPANY]

    assert (first.seen, first.total, first.changed) == (2, 2, 2)
    assert (again.seen, again.total, again.changed, again.arrived) == (0, 0, 0, 0)


def test_a_refresh_reports_how_far_it_is_and_how_it_ended(world):
    world.made.relay.sync()
    world.store.ask_refresh("vendors", ADA)

    ended = world.refresher.perform_asked("test")

    assert (ended.state, ended.result) == (RunState.DONE, "1 new, 2 changed")
    assert (ended.seen, ended.total, ended.arrived) == (2, 2, 1)
    assert ended.finished_at is not None


def test_where_nobody_asked_nothing_is_refreshed(world):
    assert world.refresher.perform_asked("test") is None


def test_a_waiting_vendor_is_shown_as_sage_has_it_by_now(world):
    world.look()
    ledger = world.made.ledger
    with ledger.database.write() as connection:
        held = ledger.books.find(K.COMPANY, "", "V2")
        ledger.books.put(connection, held._replace(title="Second, renamed", active=False))

    world.look()

    row = next(row for row in world.importable("vendors") if row.erp_id == "V2")
    waiting = world.store.find(row.id)
    assert waiting.title == "Second, renamed"
    assert waiting.body.erp_active is False
    assert world.store.history(row.id)[-1].said == "read again from the ERP"


def test_what_needs_nobody_says_that_it_was_synced_from_the_erp(world):
    world.look()
    before = world.store.linked(K.JOB_COST, "J1200")
    world.made.ledger.add_cost("J1200", cost())

    world.look()

    row = world.store.linked(K.JOB_COST, "J1200")
    assert row.version == before.version + 1
    assert world.store.history(row.id)[-1].said == "synced from the ERP"
