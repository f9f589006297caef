"""What one person does at the console of a company of its own, by keys alone."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.outside import ROOT
from tests.journeys.seat import Seat
from tests.journeys.terminal import Terminal

ASKED = "Never mind (Esc)"
WHY = "wrong address"
LEFT = "exporting|unknown|failed|synced"
"""Where what was accepted may stand by the time that somebody looks."""


@contextmanager
def seated(home: Path) -> Iterator[Seat]:
    """Somebody at the console of a home."""
    terminal = Terminal([sys.executable, "-m", "console", "--home", str(home)], cwd=str(ROOT))
    try:
        terminal.until(r"\d +oldest first", 60)
        yield Seat(terminal)
    finally:
        terminal.close()


def press(seat: Seat, *keys: str) -> None:
    """Keys, each looked at before the next."""
    for key in keys:
        seat.terminal.settle(0.1, 0.5)
        seat.press(key)


def rejected_and_resent(seat: Seat, tab: str, number: str) -> None:
    """A record is sent, rejected with a reason, and sent again."""
    seat.open(tab, "All")
    seat.find(number)
    seat.until_may("send", "not sent")
    press(seat, "s")
    seat.until_may("reject", "S sent")
    press(seat, "r")
    seat.until_said(ASKED)
    seat.press(WHY)
    press(seat, "enter")
    seat.until_may("resend", "rejected")
    press(seat, "e")
    seat.until_may("accept", "S sent")


def accepted(seat: Seat, tab: str, number: str, answers: int) -> None:
    """A record is accepted, with so many answers as they are suggested."""
    seat.open(tab, "All")
    seat.find(number)
    seat.until_may("accept", "S sent")
    press(seat, "a")
    seat.until_said(ASKED)
    press(seat, *["enter"] * answers)
    # What has come is told on the line that would say so.
    seat.until_shown(LEFT)


def imported(seat: Seat, tab: str, number: str, answers: int = 0) -> None:
    """What only Sage holds is brought in."""
    seat.open(tab, "All")
    seat.find(number)
    seat.until_may("import", "to import")
    press(seat, "m")
    if answers:
        seat.until_said(ASKED)
    press(seat, *["enter"] * answers)
    seat.until_shown("synced")


def refreshed(seat: Seat, tab: str, title: str) -> None:
    """The tab is read again from the relay."""
    seat.open(tab, "All")
    seat.press("R")
    seat.terminal.wait(
        lambda: "R again refreshes" in seat.said or f"{title}: " in seat.said, title, 60
    )
    if "R again refreshes" in seat.said:
        seat.press("R")
    seat.until_said(f"{title}: ", 60)
