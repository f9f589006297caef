"""What is owed, and why it was not performed so far."""

from adapters.sandbox.faults import FaultDial, FaultKind
from adapters.sandbox.ledger import Ledger
from console.cli import exits
from tests.cli.conftest import permitted


def test_what_could_not_be_sent_shows_its_error_until_it_is(countersign, home):
    dial = FaultDial(Ledger(home / "sandbox.sqlite").database)
    (one, *_) = permitted(countersign, "accept", "vendors", "Ready to Export")
    dial.turn(FaultKind.DOWN, 100)
    countersign("accept", one, "--as", "approver")
    countersign("connector", "--once")

    ended = countersign("connector", "owed", "--json", "--as", "approver")
    doctor = countersign("doctor", "--json").json["checks"]

    mine = next(row for row in ended.json if row["record"] == one)
    assert ended.code == exits.DONE
    assert mine["attempts"] == 1
    assert mine["why"]
    assert mine["why"] in next(c["evidence"] for c in doctor if c["check"] == "owed")
    assert mine["why"] in countersign("connector", "owed", "--as", "approver").out
    dial.turn(FaultKind.DOWN, 0)
    countersign("connector", "--drain")
    assert countersign("connector", "owed", "--as", "approver").out == "Nothing is owed.\n"


def test_who_may_not_see_the_worklist_does_not_see_what_is_owed(countersign):
    assert countersign("connector", "owed", "--as", "sender").code == exits.DENIED
