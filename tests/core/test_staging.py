"""The tray: it outlives the session, decides nothing twice, and keeps what is held."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest

from adapters.stores.memory import MemoryStore
from core.batches import summary
from core.canonical import digest
from core.case import Answers
from core.desk import Desk
from core.people import CONNECTOR
from core.ports import Asked
from core.settings import Settings
from core.staging import Staged, totals
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind
from tests.people import ADA, ANA
from tests.records import budget, commitment, company, project

A, S = Action, ErpStatus
WRONG = "The scope is wrong."


def numbered(number, **changes):
    return commitment(id=RecordId(number), number=number, **changes)


FIRST_THREE = [numbered(f"SC{n}", amount=n * 100_00) for n in range(1, 4)]


@pytest.fixture
def store():
    made = MemoryStore()
    made.keep_person(ANA)
    made.keep_person(ADA)
    held = numbered("SC9", vendor="company-2")
    vendor = company(S.READY_TO_EXPORT, id="company-2", number="V2", title="Other", erp_id=None)
    made.arrive([project(S.SYNCED), company(S.SYNCED), vendor, *FIRST_THREE, held], CONNECTOR)
    return made


@pytest.fixture
def desk(store):
    return Desk(store, ANA)


def tray(store, who=ANA):
    """As another session of the same person finds it."""
    return Desk(store, who).batches.tray


def names(staged):
    return [(one.record, one.action.value) for one in staged]


def test_what_is_staged_is_found_by_the_next_session_and_by_nobody_else(store, desk):
    desk.batches.tray.stage([Asked(RecordId("SC1")), Asked(RecordId("SC2"), 1)], A.ACCEPT)
    desk.batches.tray.stage([Asked(RecordId("SC3"))], A.REJECT, Answers(reason=WRONG))

    found = tray(store).staged()

    assert names(found) == [("SC1", "accept"), ("SC2", "accept"), ("SC3", "reject")]
    seen = digest(store.find(RecordId("SC3")))
    assert found[2] == Staged(RecordId("SC3"), 1, A.REJECT, WRONG, 300_00, "USD", seen)
    assert totals(found) == {"USD": 600_00}
    assert tray(store, ADA).staged() == ()


def test_of_two_decisions_on_a_record_the_last_is_staged(desk):
    desk.batches.tray.stage([Asked(RecordId("SC1"))], A.ACCEPT)

    staged = desk.batches.tray.stage([Asked(RecordId("SC1"))], A.REJECT, Answers(reason=WRONG))

    assert names(staged) == [("SC1", "reject")]


def test_committed_it_is_decided_and_what_is_held_stays_staged(store, desk):
    desk.batches.tray.stage([Asked(RecordId(n)) for n in ("SC9", "SC1", "company-2")], A.ACCEPT)
    desk.batches.tray.stage([Asked(RecordId("SC3"))], A.REJECT, Answers(reason=WRONG))

    batch = desk.batches.tray.commit(desk.perform_each, "Monday")

    assert (batch.name, batch.done) == ("Monday", 3)
    assert batch.parts == ((A.REJECT, 1), (A.ACCEPT, 2))
    assert summary(batch) == "reject 1, accept 2: 3 done"
    assert list(store.batches(9)) == [batch]
    assert len(desk.batches.account(batch.id).done) == 3
    assert {one.record for one in desk.decided_last} == {"SC1", "company-2"}
    assert len(desk.batches.decided(batch.id)) == 2
    assert store.find(RecordId("SC3")).note == WRONG
    assert store.find(RecordId("SC3")).status is S.REJECTED
    assert names(tray(store).staged()) == [("SC9", "accept")]


class Dead(Exception):
    pass


class Mortal(MemoryStore):
    """A store whose session dies before so many decisions are written."""

    lives = 99

    def decide(self, *asked, **more):
        if not self.lives:
            raise Dead
        self.lives -= 1
        return super().decide(*asked, **more)


@pytest.mark.parametrize(("lives", "left"), [(0, 3), (1, 2), (2, 0)])
def test_a_session_that_dies_while_committing_repeats_nothing(lives, left):
    """It dies after so many of its writes, or before the tray is emptied; the next one commits."""
    store = Mortal()
    store.keep_person(ANA)
    store.arrive([project(S.SYNCED), company(S.SYNCED), *FIRST_THREE], CONNECTOR)
    desk = Desk(store, ANA)
    desk.batches.tray.stage([Asked(RecordId(f"SC{n}")) for n in (1, 2)], A.ACCEPT)
    desk.batches.tray.stage([Asked(RecordId("SC3"))], A.REJECT, Answers(reason=WRONG))

    def dying(*asked, **more):
        store.lives = lives
        desk.perform_each(*asked, **more)
        raise Dead  # decided, and not yet taken out of the tray

    with suppress(Dead):
        desk.batches.tray.commit(dying)
    store.lives = 99
    again = Desk(store, ANA)
    undecided = again.batches.tray.undecided()
    moved = again.batches.tray.layout().moved
    again.batches.tray.commit(again.perform_each)

    histories = [store.history(RecordId(f"SC{n}")) for n in (1, 2, 3)]
    assert [[e.action for e in entries[1:]] for entries in histories] == [
        [A.ACCEPT], [A.ACCEPT], [A.REJECT]
    ]  # fmt: skip
    assert len(undecided) == left
    assert moved == ()
    assert tray(store).staged() == ()


def test_of_two_sessions_that_stage_at_once_neither_loses_what_it_staged(store):
    def stage(number):
        tray(store).stage([Asked(RecordId(number))], A.ACCEPT)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(stage, ("SC1", "SC2", "SC3")))

    assert {one.record for one in tray(store).staged()} == {"SC1", "SC2", "SC3"}


def test_a_batch_whose_session_died_in_it_is_known_with_what_it_did(store, desk):
    def dying(_done, _total):
        raise Dead

    asked = [Asked(RecordId(f"SC{n}")) for n in (1, 2)]
    with suppress(Dead):
        desk.perform_many(A.ACCEPT, asked, progress=dying, called="Monday")

    (batch,) = store.batches(9)
    store.keep_batch(batch._replace(done=0))  # it died before it came to count
    assert (batch.name, batch.total, batch.done) == ("Monday", 2, 2)
    assert desk.batches.account(batch.id).left == 0


def test_what_moved_since_it_was_staged_is_told_and_dropped(store, desk):
    desk.batches.tray.stage([Asked(RecordId("SC1"))], A.ACCEPT)
    Desk(store, ADA).perform(A.ACCEPT, Asked(RecordId("SC1")))

    layout = desk.batches.tray.layout()
    done = desk.batches.tray.commit(desk.perform_each)

    assert [record.id for record in layout.moved] == ["SC1"]
    assert (layout.decisions, done, tray(store).staged()) == (0, None, ())


@pytest.mark.parametrize(
    ("settings", "typed"),
    [
        (Settings(), False),
        (Settings(confirm_count=1), True),
        (Settings(confirm_count=2), False),
        (Settings(confirm_amount=300_00), True),
        (Settings(confirm_amount=300_01), False),
        (Settings(confirm_amount=0), False),
    ],
)
def test_many_or_much_is_typed(desk, settings, typed):
    desk.batches.tray.stage([Asked(RecordId("SC1")), Asked(RecordId("SC2"))], A.ACCEPT)

    assert desk.batches.tray.layout().to_be_typed(settings) is typed


def test_it_is_emptied(store, desk):
    desk.batches.tray.stage([Asked(RecordId("SC1"))], A.ACCEPT)

    desk.batches.tray.clear()

    assert tray(store).staged() == ()


def test_an_accept_is_staged_with_what_it_was_answered(store, desk):
    day = date(2025, 12, 1)
    answers = Answers(erp_id="OWN", accounting_date=day, confirmed=True)
    desk.batches.tray.stage([Asked(RecordId("SC1"))], A.ACCEPT, answers)

    (staged,) = tray(store).staged()
    desk.batches.tray.commit(desk.perform_each)

    assert staged.answers == answers
    assert store.find(RecordId("SC1")).erp_id == "OWN"


def test_a_budget_is_staged_with_its_confirmation_and_its_number_is_typed(store, desk):
    store.arrive([budget()], CONNECTOR)
    asked = [Asked(budget().id)]
    desk.batches.tray.stage(asked, A.ACCEPT)
    unanswered = desk.batches.tray.layout()
    desk.batches.tray.stage(asked, A.ACCEPT, Answers(confirmed=True))

    layout = desk.batches.tray.layout()

    assert unanswered.decisions == 0
    assert layout.decisions == 1
    assert [line.record.kind for line in layout.one_way] == [RecordKind.BUDGET]
    assert layout.to_be_typed(Settings(confirm_amount=0))


def test_what_was_staged_before_answers_were_kept_is_read(store, desk):
    store.keep("tray:ana", '[["SC1",1,"accept","",100,"USD"]]')

    assert desk.batches.tray.staged()[0].answers is None
