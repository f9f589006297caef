"""The console over a real sshd: what ends a session, and what an ended one leaves behind."""

import os
import re
import signal
import time
from collections.abc import Iterator

import pytest

from core.granting import Granter
from core.query import Query
from tests.journeys.seat import Seat
from tests.journeys.terminal import Terminal
from tests.ssh.desk import children_of, parent_of, until

GONE = 2.0
"""Seconds after which the process of a killed client is gone."""
SHUT_OUT = 3


@pytest.fixture
def sit(desk) -> Iterator:
    """Opens the console over SSH; whatever is still open at the end is closed."""
    opened: list[Terminal] = []

    def open_one(key: str) -> Seat:
        terminal = Terminal(desk.words(key, "-tt"), columns=80, rows=24)
        opened.append(terminal)
        terminal.until(r"\d +oldest first")
        seat = Seat(terminal)
        seat.rest()
        return seat

    yield open_one
    for terminal in opened:
        terminal.close()
    until(lambda: not children_of(desk.home), "every session has ended")


def test_the_console_opens_over_ssh_as_the_person_of_the_key(sit, desk):
    seat = sit("approver")

    assert "Ana Ortiz" in seat.terminal.text
    seat.press("q")

    assert seat.terminal.ended() == 0
    assert seat.terminal.restored


def test_a_session_whose_person_is_shut_out_ends_with_a_sentence(sit, company):
    company.lets_in("controller", "controller")
    seat = sit("controller")

    Granter(company.store, company.admin).revoke("controller", ["sign-in"])
    code = seat.terminal.ended()

    assert code == SHUT_OUT
    said = re.sub(rb"\s+", b" ", seat.terminal.bytes)
    assert b"Rosa Weiss may not sign in" in said
    assert b"This session has ended" in said
    assert seat.terminal.restored


def test_nothing_is_written_once_the_key_is_disabled_however_quick_the_hand(sit, company, desk):
    mark = company.lets_in("approver", "quick")
    seat = sit("quick")
    seat.open("commitments", "Ready to Export")
    number = seat.rest()

    company.admitter.disable(mark)
    seat.press("a")
    code = seat.terminal.ended()

    assert code == SHUT_OUT
    every = company.store.rows(Query("commitments", None), 1000)
    (row,) = [row for row in every if row.number == number]
    assert [e.action for e in company.store.history(row.id)] == ["arrive"]


@pytest.mark.parametrize("how", ["client killed", "session terminated", "sshd child killed"])
def test_a_dropped_line_ends_the_process_and_leaves_a_whole_history(sit, company, desk, how):
    seat = sit("approver")
    seat.open("commitments", "Ready to Export")
    (process,) = children_of(desk.home)
    seat.terminal.child.send("*a")
    time.sleep(0.1)

    match how:
        case "client killed":
            os.kill(seat.terminal.child.pid, signal.SIGKILL)
        case "session terminated":
            os.kill(process, signal.SIGTERM)
        case _:
            os.kill(parent_of(process), signal.SIGKILL)
    took = until(lambda: process not in children_of(desk.home), "the process is gone")

    assert took < GONE
    assert company.store.verify() == []
    if how == "session terminated":
        assert seat.terminal.ended() == 0
        assert seat.terminal.restored
