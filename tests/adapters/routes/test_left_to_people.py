"""What ends with a person, from the acceptance to their word: told in its own words all the way."""

from datetime import datetime, timedelta

import pytest

from adapters.routes.by_hand import ByHand
from adapters.sandbox.projects import SandboxProjects
from adapters.sqlite import Database
from adapters.stores.memory import MemoryStore
from core.approvals import Approvals
from core.case import Answers, Mirrored
from core.dispatch import Dispatcher
from core.people import CONNECTOR
from core.ports import Asked
from core.recognising import lacks
from core.records import Budget, BudgetLine
from core.reports.worklist import BY_ITSELF, BY_WORD, NOTE, UNSEEN, worklist
from core.routes import Route, Routes
from core.settings import Settings
from core.vocabulary import Action, ErpStatus, RecordKind
from core.worklist import Waiting, left_to_people, waiting
from tests.people import ANA
from tests.records import NOW, budget, commitment, company, project

K, S = RecordKind, ErpStatus
EARLIER = (BudgetLine("01-100", "L", 50_000_00), BudgetLine("03-300", "S", 250_000_00))
ROUTES = Routes(budget=Route.WORKLIST, commitment=Route.WORKLIST)


class Home:
    """A store in which two records were accepted, and a connector whose clock can be moved."""

    def __init__(self, *records, tells=lambda _: True):
        self.seconds = 0.0
        self.store = MemoryStore(self.now)
        self.store.keep_settings(Settings(routes=ROUTES))
        self.store.arrive([project(S.SYNCED), company(S.SYNCED), *records], CONNECTOR)
        for record in records:
            said = Answers(confirmed=True, erp_id=record.erp_id)
            done = Approvals(self.store).perform(Action.ACCEPT, Asked(record.id), ANA, said)
            assert done.record.status is S.EXPORTING
        erp = ByHand(lambda _: None, "It is on the worklist", tells)
        self.dispatcher = Dispatcher(
            self.store, erp, SandboxProjects(Database(None)), owner="us",
            clock=lambda: self.seconds,
        )  # fmt: skip

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def work(self, rounds: int = 4) -> None:
        for _ in range(rounds):
            self.seconds += 20
            self.dispatcher.perform_owed()

    def found(self, record):
        return self.store.find(record.id)


NOTHING = budget(lines=(BudgetLine("01-100", "L", 0),))


@pytest.mark.parametrize(
    ("record", "tells", "why"),
    [
        (NOTHING, True, "for a budget without amounts leaves nothing to be seen"),
        (commitment(), False, "for hh2 tells nothing of a commitment"),
    ],
)
def test_what_nothing_can_show_waits_for_a_persons_word_and_says_so_throughout(record, tells, why):
    home = Home(record, tells=lambda _: tells)

    home.work()

    left = home.found(record)
    entries = len(home.store.history(record.id))
    home.work()
    assert left.status is S.OUTCOME_UNKNOWN
    assert f"It is never synced by itself, {why}" in left.fault.text
    assert "`vouch` and its id there" in left.fault.text
    assert len(home.store.history(record.id)) == entries
    report = worklist(home.store)
    assert report.notes == (NOTE, UNSEEN)
    then = [column.name for column in report.columns].index("then")
    assert (report.rows[0][then], report.rows[0][-1]) == (BY_WORD, record.id)


def test_what_sage_will_show_is_synced_by_itself_and_a_drain_need_not_wait_for_it():
    home = Home(commitment())
    fresh = left_to_people(home.store)

    home.work()

    report = worklist(home.store)
    then = [column.name for column in report.columns].index("then")
    assert (report.rows[0][then], report.notes) == (BY_ITSELF, (NOTE,))
    assert (fresh, left_to_people(home.store), home.store.owing()) == (0, 1, 1)
    assert waiting(home.store) == Waiting(keyed_in=1)


def test_what_is_parked_is_no_debt_that_a_drain_could_take_for_others():
    home = Home(NOTHING)

    home.work()

    assert (home.store.owing(), left_to_people(home.store)) == (0, 0)
    assert waiting(home.store) == Waiting(keyed_in=1, unseen=1)


@pytest.mark.parametrize(
    ("shown", "says"),
    [
        (EARLIER, "03-300 S stands at 250,000.00 there, not 251,000.00"),
        ((EARLIER[0], BudgetLine("03-300", "S", 250_000_00, 1_000_00)), ""),
    ],
)
def test_a_later_budget_is_there_once_its_estimates_have_moved(shown, says):
    """The job's budget stands in Sage since the first export; its id alone proves nothing."""
    owed = (BudgetLine("03-300", "S", 0, 1_000_00),)
    record = budget(S.EXPORTING, lines=owed, exported=EARLIER)
    mirrored = Mirrored(K.BUDGET, "J1200", "J1200", "Lake Street Bridge", body=Budget(shown))

    assert lacks(record, mirrored) == says
    assert bool(ByHand(lambda _: mirrored, "It waits").look(record, "key").receipt) is not bool(
        says
    )
