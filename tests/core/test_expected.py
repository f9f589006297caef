"""When each hop is expected next."""

from datetime import timedelta

from adapters.stores.memory import MemoryStore
from core.desk import Desk
from core.ports import Expected, Freshness
from core.settings import Schedule, Settings
from core.syncing import expected
from core.vocabulary import RecordKind
from tests.conformance.stores.deeds import Clock
from tests.people import VIC

MINUTES = timedelta(minutes=1)


def test_a_hop_is_expected_its_interval_after_it_was_taken():
    clock = Clock()
    store = MemoryStore(clock)
    store.keep_settings(Settings(schedule=Schedule(relay_minutes=7, poll_minutes=40)))
    ages = Freshness(clock.now - 3 * MINUTES, clock.now)

    due = expected(store, ages)

    assert due == Expected(clock.now + 4 * MINUTES, clock.now + 40 * MINUTES)
    assert due.soonest == due.relay_reads_erp


def test_a_relay_that_hurries_is_expected_sooner():
    clock = Clock()
    store = MemoryStore(clock)
    store.keep_settings(Settings(schedule=Schedule(relay_minutes=10, poll_minutes=30)))
    store.keep("pace", "10.0 60.0")

    due = expected(store, Freshness(clock.now, clock.now))

    assert due == Expected(clock.now + MINUTES, clock.now + MINUTES / 2)


def test_what_was_never_read_is_expected_at_no_time():
    store = MemoryStore()

    assert expected(store, Freshness(None, None)) == Expected(None, None)
    assert Expected(None, None).soonest is None


def test_a_tab_is_expected_to_be_read_by_its_oldest_kind():
    clock = Clock()
    store = MemoryStore(clock)
    store.mirror(RecordKind.COMPANY, (), clock.now - MINUTES, mark=0)
    desk = Desk(store, VIC)

    relay = timedelta(minutes=Settings().schedule.relay_minutes)
    assert (
        desk.overviews.expected(desk.freshness("vendors")).relay_reads_erp
        == clock.now - MINUTES + relay
    )
    assert desk.overviews.expected(desk.freshness("invoices")) == Expected(None, None)
