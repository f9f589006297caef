"""Windows that are too small, that are none, and that go away."""

import signal
import subprocess

import pytest

from tests.journeys.conftest import PROGRAM, ROOT


def test_too_small_a_window_says_so_and_recovers(window):
    terminal = window(size=(50, 12))
    terminal.until("The terminal is too small")
    terminal.until("It is 50 by 12; *\n *make it 60 by 16 or more")

    terminal.resize(80, 24)
    terminal.until("oldest first")
    terminal.until_gone("too small")
    terminal.resize(40, 10)
    terminal.until("It is 40 by 10")
    terminal.resize(120, 40)
    terminal.until("accounting approver")
    terminal.until_gone("too small")

    terminal.press("q")
    assert terminal.ended() == 0
    assert terminal.restored


@pytest.mark.parametrize("words", [(), ("demo",)])
@pytest.mark.parametrize("missing", ["in", "out"])
def test_without_a_terminal_one_sentence_says_so(company, tmp_path, words, missing):
    import pty

    _, program = pty.openpty()
    home = company.home if not words else tmp_path / "other"

    ended = subprocess.run(
        [*PROGRAM, *words, "--home", str(home)],
        stdin=subprocess.DEVNULL if missing == "in" else program,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=30,
        check=False,
    )

    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("countersign: There is no terminal here;")
    assert ended.stderr.count("\n") == 1
    assert words == () or not home.exists()


@pytest.mark.parametrize("sign", [signal.SIGHUP, signal.SIGTERM], ids=["hangup", "terminate"])
def test_a_session_that_is_ended_leaves_a_clean_store_and_terminal(company, seat, until, sign):
    ana = seat()
    ana.open("commitments", "Ready to Export")
    waiting = ana.in_view("Ready to Export")
    ana.press("*")
    ana.until(rf" {waiting} marked")
    ana.press("a")
    ana.until(f"Accept {waiting} records")

    ana.press("enter")
    ana.terminal.signal(sign)
    code = ana.terminal.ended()

    assert code in {0, -sign}
    assert ana.terminal.restored
    assert company.run("audit", "verify").startswith("Clean")
    until(lambda: company.json("info")["connector"] == "not running", 15)
    company.run("connector", "--drain")
    assert company.run("audit", "verify").startswith("Clean")
    assert company.json("tabs")[6]["views"]["Exporting"] == 0


def test_a_line_that_drops_ends_the_session_and_its_connector(company, seat, until):
    ana = seat()
    ana.open("commitments", "Ready to Export")
    ana.press("*")
    ana.until(r" \d+ marked")
    ana.press("a")
    ana.until(r"Accept \d+ records")
    ana.press("enter")

    ana.terminal.hang_up()

    until(lambda: not ana.terminal.child.isalive(), 10)
    until(lambda: company.json("info")["connector"] == "not running", 15)
    assert company.run("audit", "verify").startswith("Clean")


def test_a_session_that_ends_while_nothing_happens_restores_the_terminal(seat):
    ana = seat()
    ana.press("?")
    ana.until("Help: ")

    ana.terminal.signal(signal.SIGTERM)

    ana.terminal.ended()
    assert ana.terminal.restored
