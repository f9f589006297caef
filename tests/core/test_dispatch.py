"""Leases and late deliveries: what a connector does when it was slow, or came after a dead one."""

from datetime import datetime, timedelta

import pytest

from adapters.sandbox.projects import SandboxProjects
from adapters.sqlite import Database
from adapters.stores.memory import MemoryStore
from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.dispatch import Dispatcher
from core.people import CONNECTOR
from core.ports import Asked, LostLease, OutsideUnreachable, Receipt, RecordStore, Sighting
from core.receivers import Reads, Traits
from core.records import Record
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind
from tests.people import ANA
from tests.records import NOW, commitment, company, many, project

S = ErpStatus
LEASE = 30.0
SLOW = 12.0
"""Seconds that a call takes: less than half a lease."""


class Time:
    """Goes on when it is told to."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return self.passed


class SlowErp:
    """Takes its time over every write, holds what was written, and drops no key."""

    def __init__(self, time: Time) -> None:
        self.time = time
        self.written: list[RecordId] = []
        self.thief = lambda: None
        """What somebody else does while this one is looked at."""
        self.down = False

    def traits(self, kind: RecordKind) -> Traits:
        return Traits(searchable_ref=True, reads=Reads.WATERMARK)

    def look(self, record: Record, key: str) -> Sighting:
        if self.down:
            raise OutsideUnreachable("The line is cut.")
        self.thief()
        found = Receipt(record.erp_id or "") if record.id in self.written else None
        return Sighting(found, self.time.now())

    def export(self, record: Record, key: str) -> Receipt:
        self.time.passed += SLOW
        self.written.append(record.id)
        return Receipt(record.erp_id or "")


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, time: Time) -> RecordStore:
    """Three commitments that were accepted."""
    made = MemoryStore(time.now) if request.param == "memory" else SqliteStore(None, time.now)
    orders = many(commitment, 3)
    made.arrive([project(S.SYNCED), company(S.SYNCED), *orders], CONNECTOR)
    for order in orders:
        Approvals(made).perform(Action.ACCEPT, Asked(order.id), ANA)
    return made


def dispatcher(store: RecordStore, erp: SlowErp, bound: float = 0) -> Dispatcher:
    projects = SandboxProjects(Database(None))
    return Dispatcher(
        store, erp, projects, owner="us", lease=LEASE,
        delivery_bound=timedelta(seconds=bound), clock=erp.time.monotonic,
    )  # fmt: skip


def test_a_lease_is_renewed_before_it_runs_out(store, time):
    erp = SlowErp(time)
    stolen = []
    erp.thief = lambda: stolen.extend(store.claim("them", LEASE, 10)) if time.passed else None

    dispatcher(store, erp).perform_owed()

    assert len(erp.written) == 3
    assert not {o.record for o in stolen if o.effect == "export to the ERP"}


def test_nothing_is_written_under_a_lease_that_another_one_took(store, time):
    erp = SlowErp(time)

    def overslept() -> None:
        if len(erp.written) == 1 and time.passed < LEASE:
            time.passed += LEASE
            store.claim("them", LEASE, 10)

    erp.thief = overslept
    dispatcher(store, erp).perform_owed()

    assert len(erp.written) == 1


def test_a_lost_lease_is_not_renewed(store, time):
    (taken,) = store.claim("us", LEASE, 1)
    time.passed += LEASE
    store.claim("them", LEASE, 10)

    with pytest.raises(LostLease):
        store.renew(taken, LEASE)


def test_who_comes_after_a_dead_one_waits_until_nothing_can_arrive_late(store, time):
    (dead,) = store.claim("dead", LEASE, 1)
    store.mark_sending(dead, store.find(dead.record).export_key, LEASE)
    time.passed += LEASE
    erp = SlowErp(time)
    ours = dispatcher(store, erp, bound=60)

    ours.perform_owed(1)
    ours.perform_owed(10)
    at_first = store.find(dead.record).status
    written = dead.record in erp.written
    time.passed += 90
    for _ in range(4):
        ours.perform_owed(10)

    assert (at_first, written) == (S.OUTCOME_UNKNOWN, False)
    assert store.find(dead.record).status is S.SYNCED
    assert erp.written.count(dead.record) == 1


def test_an_outage_of_days_is_outlived(store, time):
    erp = SlowErp(time)
    erp.down = True
    ours = dispatcher(store, erp)
    for _ in range(1100):
        time.passed += 61
        ours.perform_owed()
    erp.down = False

    time.passed += 61
    ours.perform_owed()

    assert len(erp.written) == 3
