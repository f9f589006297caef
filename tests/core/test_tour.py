"""The tour: five tasks, each noticed in the history, whoever pressed which key."""

from datetime import UTC, datetime

import pytest

from adapters.stores.memory import MemoryStore
from core.case import Answers
from core.desk import Desk
from core.people import CONNECTOR
from core.ports import Asked
from core.settings import Settings
from core.tour import Task, Tour
from core.vocabulary import Action, ErpStatus, RecordId
from tests.people import ANA
from tests.records import commitment, company, project

A, S = Action, ErpStatus


class World:
    """A store with a chain and four records that may be accepted, and what befell them."""

    def __init__(self):
        self.now = datetime(2025, 12, 11, 12, 0, tzinfo=UTC)
        self.store = MemoryStore(lambda: self.now)
        self.store.keep_settings(Settings(grace_seconds=10))
        self.store.keep_person(ANA)
        vendor = company(S.READY_TO_EXPORT, id="company-2", number="V2", erp_id=None)
        held = commitment(id="SC9", number="SC9", vendor="company-2", erp_id=None)
        free = [commitment(id=f"SC{n}", number=f"SC{n}", erp_id=None) for n in range(1, 6)]
        self.store.arrive([project(S.SYNCED), company(S.SYNCED), vendor, held, *free], CONNECTOR)
        self.befallen = []
        self.desk = Desk(self.store, ANA)

    def tour(self):
        """As any session finds it."""
        return Tour(self.store, ANA, self.befallen.append, lambda: self.now)

    def do(self, action, record, **answers):
        done = self.desk.perform(action, Asked(RecordId(record)), Answers(**answers))
        assert not getattr(done, "objections", ()), done

    def connect(self, action, record, **answers):
        found = self.desk._approvals.perform(
            action, Asked(RecordId(record)), CONNECTOR, Answers(**answers)
        )
        assert not getattr(found, "objections", ()), found


@pytest.fixture
def world():
    return World()


def done(world):
    return {step.task for step in world.tour().progress().steps if step.done}


def test_it_chooses_a_record_for_each_task_and_lets_one_of_them_time_out(world):
    steps = {step.task: step for step in world.tour().begin().steps}

    chosen = {task: step.record.id for task, step in steps.items()}
    assert chosen[Task.CHAIN] == "SC9"
    assert steps[Task.CHAIN].before.id == "company-2"
    assert len(set(chosen.values())) == 5
    assert world.befallen == [chosen[Task.TIME_OUT]]


def test_what_was_chosen_stays_while_it_serves(world):
    first = world.tour().begin()

    assert world.tour().progress() == first
    assert len(world.befallen) == 1


def test_each_task_is_noticed_when_it_is_done(world):
    steps = {step.task: step.record.id for step in world.tour().begin().steps}
    seen = []

    world.do(A.ACCEPT, steps[Task.ACCEPT])
    seen.append(done(world))
    world.do(A.REJECT, steps[Task.REJECT], reason="Wrong job")
    seen.append(done(world))
    world.do(A.ACCEPT, "company-2")
    world.connect(A.CONFIRM, "company-2", erp_id="V2")
    world.do(A.ACCEPT, "SC9")
    seen.append(done(world))
    world.do(A.ACCEPT, steps[Task.TIME_OUT])
    world.connect(A.LOSE, steps[Task.TIME_OUT])
    seen.append(done(world))
    world.connect(A.FIND, steps[Task.TIME_OUT], erp_id="SC")
    seen.append(done(world))
    world.do(A.RECALL, "SC9")
    seen.append(done(world))

    one, two = {Task.ACCEPT}, {Task.ACCEPT, Task.REJECT}
    three = {*two, Task.CHAIN}
    four = {*three, Task.TIME_OUT}
    assert seen == [one, two, three, three, four, set(Task)]
    assert world.tour().progress().next is None


def test_what_was_done_before_it_began_counts_for_nothing(world):
    world.do(A.ACCEPT, "SC1")
    world.now = world.now.replace(minute=5)

    world.tour().begin()

    assert done(world) == set()


def test_a_record_that_serves_no_more_is_chosen_anew(world):
    steps = {step.task: step.record.id for step in world.tour().begin().steps}
    late = steps[Task.TIME_OUT]

    world.do(A.REJECT, late, reason="Wrong job")
    again = {step.task: step.record for step in world.tour().progress().steps}

    assert again[Task.TIME_OUT].id != late
    assert world.befallen == [late, again[Task.TIME_OUT].id]


def test_dismissed_it_is_silent_until_somebody_begins_it_again(world):
    world.tour().begin()
    world.do(A.ACCEPT, "SC1")

    world.tour().dismiss()

    assert world.tour().progress() is None
    assert world.tour().dismissed
    world.tour().begin()
    assert done(world) == {Task.ACCEPT}


def test_where_nothing_waits_it_names_no_record():
    store = MemoryStore()
    store.keep_person(ANA)

    progress = Tour(store, ANA, lambda _: None, lambda: datetime.now(UTC)).begin()

    assert [step.record for step in progress.steps] == [None] * 5
