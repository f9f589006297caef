"""A newcomer's hand and an expert's: the same decisions, the same audit, another number of keys."""

import re
import shutil

import pytest

from adapters.stores.sqlite import SqliteStore
from core.vocabulary import Action
from tests.journeys.conftest import Company
from tests.journeys.seat import Seat
from tests.journeys.terminal import KEYS

TEN = 10
WHY = "not in Sage yet"
WHO = "Ana Ortiz"
HUNDRED, KEYS_AT_MOST = 100, 40


class Hands:
    """Somebody at the console, whose keys and clicks are counted."""

    def __init__(self, terminal):
        self.seat = Seat(terminal)
        self.terminal = terminal
        self.keys = self.clicks = 0
        terminal.until(r"\d +oldest first")

    def press(self, *keys):
        """Each letter of a text is a key."""
        self.keys += sum(1 if key in KEYS else len(key) for key in keys)
        self.seat.press(*keys)

    def click(self, text, lines=slice(None)):
        """The left button on a text; where it stands more than once, the lowest of these lines."""
        screen = self.terminal.lines
        rows = [n for n in range(*lines.indices(len(screen))) if text in screen[n]]
        assert rows, f"{text!r} is not there to be clicked:\n{self.terminal.text}"
        self.clicks += 1
        self.terminal.click(rows[-1], screen[rows[-1]].index(text))

    def click_margin(self, number):
        """Where the mark of a record stands."""
        row = next(n for n, line in enumerate(self.terminal.lines) if f" {number} " in line)
        self.clicks += 1
        self.terminal.click(row, self.terminal.lines[row].index(number) - 2)

    def until_left(self, number):
        """Wait until a record is in the list no more, and the rows stand still."""
        left = f" {number} "

        def gone():
            return not any(left in f"{row} " for row in self.seat.rows) and self.seat.judged

        self.terminal.wait(gone, f"{number} leaves")


LAST, TABS = slice(-1, None), slice(1, 2)


@pytest.fixture
def homes(template, tmp_path):
    """Homes that are equal."""

    def made(name):
        shutil.copytree(template, tmp_path / name)
        return Company(tmp_path / name)

    return made


@pytest.fixture
def sits(request):
    """Sits somebody down at a home; whoever still sits there at the end leaves."""
    sitting = []

    def down(company):
        sitting.append(company.console("--as", "approver"))
        return Hands(sitting[-1])

    yield down
    for terminal in sitting:
        terminal.close()


def the_ten(company):
    """The first ten of the list: those that may be accepted are, and the others go back."""
    rows = company.rows("commitments", "Ready to Export")[:TEN]
    able, _ = company.would("accept", [row["id"] for row in rows])
    return {row["number"]: (row["id"], row["id"] in able) for row in rows}


def audit(company, ten):
    """Who did what to which record, from where to where, and with which words."""
    company.run("connector", "--drain")
    store = SqliteStore(company.home / "countersign.sqlite")
    return [
        (number, e.actor, e.action, e.source, e.target, e.said)
        for number, (record, _) in ten.items()
        for e in store.history(record)
    ]


def newcomer(hands, ten):
    """Arrows, Enter, Esc, Tab, `?` and the mouse: what is seen is tried."""
    seat = hands.seat
    hands.click("Commit", TABS)
    seat.until(r"\[(\d )?Commit\]")
    hands.press("?")
    seat.until("Help: Commitments")
    hands.press("escape")
    seat.until("oldest first")
    first = next(iter(ten))
    seat.rest_on(first)
    hands.press("down", "up", "enter")
    seat.until(f"Commitment {first}")
    hands.press("escape")
    seat.until("oldest first")
    together = [number for number, (_, may) in ten.items() if may][-2:]
    for number, (_, may) in ten.items():
        if number in together:
            continue
        row = next(n for n, line in enumerate(hands.terminal.lines) if f" {number} " in line)
        hands.terminal.click(row, hands.terminal.lines[row].index(number))
        seat.rest_on(number)
        accepts(hands, number) if may else rejects(hands, number)
    for number in together:
        hands.click_margin(number)
    seat.until("2 marked: ")
    hands.click("accept", LAST)
    seat.until("Accept 2 records")
    hands.press("enter")
    seat.until_said("Accepted 2 of 2")


def accepts(hands, number):
    hands.click("accept", LAST)
    hands.seat.until(f"Accept {number}")
    hands.press("enter")
    hands.seat.until_said(f"Accepted {number}")
    hands.until_left(number)


def rejects(hands, number):
    hands.click("reject", LAST)
    hands.seat.until(f"Reject {number}")
    hands.press(WHY, "tab", "enter")
    hands.seat.until_said(f"Rejected {number}")
    hands.until_left(number)


def expert(hands, ten):
    """A line, vim's keys, marks, and a batch from the tray."""
    seat = hands.seat
    hands.press(":commitments", "enter")
    seat.rest_on(next(iter(ten)))
    for key, wanted in (("(", True), (")", False)):
        hands.press("g")
        for number, (_, may) in ten.items():
            seat.rest_on(number)
            hands.press("space" if may is wanted else "j")
        seat.until(f"{sum(may is wanted for _, may in ten.values())} marked: ")
        hands.press(key)
        if not wanted:
            hands.press(WHY, "enter")
        seat.until_said(f"Staged {'accept' if wanted else 'reject'} of")
    commits(hands, TEN)


def commits(hands, count):
    """The plan, and its number where that is asked."""
    seat = hands.seat
    hands.press("$")
    seat.until_said(f"{count} staged, {count} can be decided now")
    hands.press("enter")
    seat.until(r"Type the number|batch B-")
    if "Type the number" in seat.terminal.text:
        hands.press(str(count), "enter")
        seat.until("batch B-")
    hands.press("escape")
    seat.until("oldest first")


def test_a_newcomer_and_an_expert_finish_the_same_ten_decisions_with_the_same_audit(homes, sits):
    slow, fast = homes("newcomer"), homes("expert")
    ten = the_ten(slow)
    decisions = {(n, Action.ACCEPT if may else Action.REJECT) for n, (_, may) in ten.items()}
    assert len(decisions) == TEN
    assert {action for _, action in decisions} == {Action.ACCEPT, Action.REJECT}

    one, other = sits(slow), sits(fast)
    newcomer(one, ten)
    expert(other, ten)

    assert one.seat.leave() == other.seat.leave() == 0
    told = audit(slow, ten)
    mine = [(number, action) for number, who, action, *_ in told if who == WHO]
    assert sorted(mine) == sorted(decisions)
    assert audit(fast, ten) == told


def test_an_expert_decides_a_hundred_records_in_at_most_forty_keys(homes, sits, record_property):
    company = homes("expert")
    hands = sits(company)
    seat = hands.seat

    hands.press("7", "/", "!blocked", "enter")
    seat.until(r"\d+  /!blocked")
    hands.press("*")
    able = int(re.search(r"(\d+) marked: ", seat.until(r"\d+ marked: "))[1])
    hands.press("(")
    seat.until_said(f"Staged accept of {able}")
    hands.press("/", "ctrl+u", "blocked", "enter")
    seat.until(r"\d+  /blocked")
    hands.press("*")
    unable = int(re.search(r"(\d+) marked: ", seat.until(r"\d+ marked: "))[1])
    hands.press(")")
    seat.until("Reason")
    hands.press("no", "enter")
    seat.until_said(f"Staged reject of {unable}")
    commits(hands, able + unable)

    record_property("keys", hands.keys)
    record_property("decisions", able + unable)
    assert company.rows("commitments", "Ready to Export") == []
    assert able + unable >= HUNDRED
    assert hands.keys <= KEYS_AT_MOST, f"{hands.keys} keys for {able + unable} decisions"
