"""The line drops at twenty points of a triage: who comes back finds all of it, once."""

import re
import signal
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.stores.sqlite import SqliteStore
from core.staging import Tray
from core.vocabulary import Action
from tests.journeys.seat import TABS, Seat

WHO = "Ana Ortiz"
WHY = "no scope"
FIRST = "amount:>1000"
MANY = 100
"""Decisions in one transaction; a tray with more is committed in several."""


class Triage:
    """One person who is cut off again and again, and what must be there each time."""

    def __init__(self, company, window):
        self._company, self._window = company, window
        self.store = SqliteStore(company.home / "countersign.sqlite")
        self.points = []
        self.tab, self.filter, self.marked = "cost_codes", "", 0
        self.decided = Counter()
        self.seat = self._connect()

    def _connect(self):
        seat = Seat(self._window("--as", "approver"))
        seat.until(r"\S first")
        return seat

    # being cut off

    def killed(self, point):
        self._cut(point, lambda: self.seat.terminal.signal(signal.SIGKILL))

    def hung_up(self, point):
        self._cut(point, self.seat.terminal.hang_up)

    def _cut(self, point, cut):
        staged = self.staged
        cut()
        _until_gone(self.seat.terminal.child.pid)
        self.points.append(point)
        self._keep_books(staged)
        self.seat = self._connect()
        self._finds_all(point)

    def _keep_books(self, staged):
        """Whatever the moment: each decision is staged, or made; none is lost, none is twice."""
        made = self.made()
        tray = {(one.record, one.action) for one in self.tray()}
        undone = {one for one in tray if one not in made}
        assert set(made.values()) <= {1}, self.points
        assert set(self.decided) <= set(made), self.points
        assert staged <= undone | set(made), self.points
        self.decided = made

    def _finds_all(self, point):
        seat, count = self.seat, len(self.staged)
        seat.until(rf"\[(\d )?{TABS[self.tab][1]}\]")
        seat.until(re.escape(f"/{self.filter}") if self.filter else r"\d +\S+ first")
        if self.marked:
            seat.until(rf"{self.marked} marked: ")
        else:
            seat.terminal.wait(lambda: seat.judged or "No record is" in seat.verdict, point)
            assert "marked" not in seat.terminal.text, point
        told = rf"Tray {count}\b" if count else "Back where you were"
        seat.until(told)
        assert ("Tray" in seat.terminal.text) == bool(count), point

    # what is known of it behind the screen

    @property
    def staged(self):
        """What is staged and not made."""
        made = self.made()
        found = [(one.record, one.action) for one in self.tray()]
        assert len(found) == len(set(found)), self.points
        return {one for one in found if one not in made}

    def tray(self):
        return Tray(self.store, self.store.person("approver")).staged()

    def made(self):
        """How often she made each decision."""
        entries = self.store.happened("commitments", 0, 100_000)
        mine = {Action.ACCEPT, Action.REJECT}
        return Counter((e.record, e.action) for e in entries if e.actor == WHO and e.action in mine)

    @contextmanager
    def store_held(self):
        """Somebody else is writing for as long as this lasts."""
        with self.store._database.write():
            yield


def _until_gone(pid):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            with Path(f"/proc/{pid}/stat").open() as file:
                if file.read().rpartition(")")[2].split()[0] == "Z":
                    return
        except FileNotFoundError:
            return
        time.sleep(0.01)
    raise AssertionError(f"process {pid} outlives its line")


@pytest.fixture
def triage(company, window):
    return Triage(company, window)


def test_cut_off_at_twenty_points_nothing_is_lost_and_nothing_is_repeated(triage):
    ana = triage

    looking(ana)
    staging(ana)
    asking(ana)
    committing(ana)

    assert len(ana.points) == len(set(ana.points)) >= 20
    assert ana.store.verify() == []


def looking(ana):
    """Nothing is decided yet; where she stands is what there is to lose."""
    ana.seat.open("commitments")
    ana.tab = "commitments"
    ana.killed("a list is open")

    ana.seat.press("/", "amount:>")
    ana.seat.until("amount:>")
    ana.killed("a filter is half typed")

    ana.seat.filter(FIRST)
    ana.filter = FIRST
    ana.hung_up("a filter is set")

    ana.seat.press("space", "space", "space")
    ana.seat.until("3 marked: ")
    ana.marked = 3
    ana.killed("three are marked")

    ana.seat.press("v")
    ana.seat.until("Range from")
    ana.killed("a range is begun")

    ana.seat.press("?")
    ana.seat.until("Help: Commitments")
    ana.hung_up("the help is open")

    ana.seat.press(":", "vend")
    ana.seat.until(":vend")
    ana.killed("a line is half typed")


def staging(ana):
    with ana.store_held():
        ana.seat.press("(")
        ana.seat.terminal.settle(0.2, 1)
        ana.seat.terminal.signal(signal.SIGSTOP)
    ana.killed("staging waits for the store")

    ana.seat.press("(")
    ana.seat.until("Staged accept of 3")
    ana.marked = 0
    ana.killed("three accepts are staged")

    ana.seat.press("end", "space")
    ana.seat.until("1 marked: ")
    ana.marked = 1
    ana.seat.press(")")
    ana.seat.until("Reason")
    ana.seat.press(WHY[:4])
    ana.seat.until(WHY[:4])
    ana.killed("the reason of a reject is half written")

    ana.seat.press(")")
    ana.seat.until("Reason")
    ana.seat.press(WHY, "enter")
    ana.seat.until("Staged reject of 1")
    ana.marked = 0
    ana.hung_up("a reject is staged")

    assert len(ana.staged) == 4
    ana.seat.press("$")
    ana.seat.until("4 staged")
    ana.killed("the plan is open")


def asking(ana):
    """Deciding at once, without the tray."""
    ana.seat.press("home", "down", "down", "down")
    ana.seat.terminal.settle(0.3, 2)
    ana.seat.rest()
    ana.seat.press("r")
    ana.seat.until("Reason +required")
    ana.killed("a reject is asked about")

    ana.seat.press("enter")
    ana.seat.until("Commitment")
    ana.hung_up("a record is open")

    ana.seat.press("r")
    ana.seat.until("Reason +required")
    before = ana.made().total()
    with ana.store_held():
        ana.seat.press(WHY, "enter")
        ana.seat.terminal.settle(0.2, 1)
        ana.seat.terminal.signal(signal.SIGSTOP)
    ana.killed("a reject waits for the store")
    assert ana.made().total() == before

    ana.seat.press("r")
    ana.seat.until("Reason +required")
    ana.seat.press(WHY, "enter")
    ana.seat.until_said("Rejected")
    ana.killed("a reject is made")
    assert ana.made().total() == before + 1


def committing(ana):
    ana.seat.press("*")
    ana.seat.until(r"1\d\d marked: ")
    ana.marked = int(re.search(r"(\d+) marked: ", ana.seat.terminal.text)[1])
    ana.killed("all are marked")

    ana.seat.press(")")
    ana.seat.until("Reason")
    ana.seat.press(WHY, "enter")
    ana.seat.until(f"Staged reject of {ana.marked}")
    staged, ana.marked = ana.marked, 0
    ana.hung_up("more than a hundred rejects are staged")
    assert len(ana.staged) == staged > MANY

    ana.seat.press("$")
    ana.seat.until(f"{staged} staged")
    ana.seat.press("enter")
    ana.seat.until("Type the number")
    ana.seat.press(str(staged)[:2])
    ana.killed("the number of decisions is half typed")

    before = ana.made().total()
    with ana.store_held():
        commit(ana, staged)
        ana.seat.terminal.settle(0.2, 1)
        ana.seat.terminal.signal(signal.SIGSTOP)
    ana.killed("a commit waits for the store")
    assert ana.made().total() == before

    commit(ana, staged)
    while ana.made().total() == before:
        time.sleep(0.001)
    ana.seat.terminal.signal(signal.SIGSTOP)
    ana.killed("a commit is between two transactions")
    assert ana.made().total() - before in {MANY, staged}

    left = len(ana.staged)
    if left:
        commit(ana, left)
        ana.seat.until_said(f"{left} done")
    ana.hung_up("a commit is told")
    assert ana.made().total() - before == staged
    assert ana.staged == set()


def commit(ana, count):
    ana.seat.press("$")
    ana.seat.until(f"{count} staged")
    ana.seat.press("enter")
    ana.seat.until("Type the number")
    ana.seat.press(str(count), "enter")
