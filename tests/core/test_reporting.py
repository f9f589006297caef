"""What the connector makes of answers, and how long it waits: outcomes, evidence, pauses."""

from datetime import datetime, timedelta

import pytest

from adapters.sandbox.projects import SandboxProjects
from adapters.sqlite import Database
from adapters.stores.memory import MemoryStore
from core.approvals import Approvals
from core.dispatch import Dispatcher
from core.people import CONNECTOR
from core.ports import Asked, ErpRefused, OutcomeUnknown, OutsideUnreachable, Receipt, Sighting
from core.receivers import Reads, Traits
from core.records import Record
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind
from tests.people import ANA
from tests.records import NOW, commitment, company, project

A, S = Action, ErpStatus
ORDER = RecordId("commitment-1")


class Erp:
    """Answers as it is told to, and remembers under which keys it was asked."""

    def __init__(self) -> None:
        self.answer: Receipt | Exception = Receipt("SC0001")
        self.held: Receipt | None = None
        self.seen_at = NOW
        self.keys: list[str] = []
        self.left: list[Record] = []

    def traits(self, kind: RecordKind) -> Traits:
        return Traits(searchable_ref=True, reads=Reads.WATERMARK)

    def look(self, record: Record, key: str) -> Sighting:
        self.keys.append(key)
        return Sighting(self.held, self.seen_at)

    def export(self, record: Record, key: str) -> Receipt:
        self.keys.append(key)
        self.left.append(record)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class World:
    def __init__(self) -> None:
        self.passed = 0.0
        self.erp = Erp()
        self.store = MemoryStore(lambda: NOW + timedelta(seconds=self.passed))
        self.store.arrive([project(S.SYNCED), company(S.SYNCED), commitment()], CONNECTOR)
        Approvals(self.store).perform(A.ACCEPT, Asked(ORDER), ANA)

    def connector(self, bound: float = 0) -> Dispatcher:
        projects = SandboxProjects(Database(None))
        return Dispatcher(
            self.store, self.erp, projects, owner="us", lease=30.0,
            delivery_bound=timedelta(seconds=bound), clock=lambda: self.passed,
        )  # fmt: skip

    def work(self, bound: float = 0) -> Record:
        self.connector(bound).perform_owed(1)
        return self.store.find(ORDER)

    @property
    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.passed)


@pytest.fixture
def world() -> World:
    return World()


def test_what_is_held_already_is_confirmed_and_not_written_again(world):
    world.erp.held = Receipt("SC0001")

    found = world.work()

    assert (found.status, world.erp.left) == (S.SYNCED, [])


def test_every_call_of_one_acceptance_goes_under_its_key(world):
    key = world.store.find(ORDER).export_key

    world.work()

    assert world.erp.keys == [key, key]


@pytest.mark.parametrize("posted", [True, False])
def test_what_waits_in_a_batch_is_marked_so(world, posted):
    world.erp.answer = Receipt("SC0001", posted)

    found = world.work()

    assert found.status is S.SYNCED
    assert (found.unposted_since is None) is posted


def test_a_refusal_fails_it_with_the_words_of_sage(world):
    world.erp.answer = ErpRefused("PERIOD_CLOSED", "The period is closed.", passing=True)

    found = world.work()

    assert found.status is S.FAILED
    assert found.fault == ("PERIOD_CLOSED", "The period is closed.", True)


def test_no_answer_is_neither_success_nor_failure(world):
    world.erp.answer = OutcomeUnknown("The line broke.")

    found = world.work()

    assert found.status is S.OUTCOME_UNKNOWN
    assert found.fault == (
        "OUTCOME_UNKNOWN",
        "No answer came back. Looking in Sage whether it arrived before anything is written again.",
        True,
    )


def test_absence_is_believed_only_when_it_was_seen_late_enough(world):
    world.erp.answer = OutcomeUnknown("The line broke.")
    world.work(bound=60)
    lost_at = world.now

    statuses = []
    for after in (-1, 59, 60):
        world.erp.seen_at = lost_at + timedelta(seconds=after)
        statuses.append(world.work(bound=60).status)
        world.passed += 1

    assert statuses == [S.OUTCOME_UNKNOWN, S.OUTCOME_UNKNOWN, S.EXPORTING]


def test_it_is_found_where_the_answer_was_lost(world):
    world.erp.answer = OutcomeUnknown("The line broke.")
    world.work()
    world.erp.held = Receipt("SC0001", posted=False)

    found = world.work()

    assert (found.status, found.erp_id) == (S.SYNCED, "SC0001")
    assert found.unposted_since == world.now


def test_pauses_double_from_a_second_up_to_a_minute(world):
    world.erp.answer = OutsideUnreachable("The line is cut.")
    world.work()

    pauses = []
    for _ in range(9):
        waited = 0
        tries = len(world.erp.left)
        while len(world.erp.left) == tries:
            world.passed += 0.5
            waited += 1
            world.work()
        pauses.append(waited / 2)

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
