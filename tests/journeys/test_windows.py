"""Windows that are too small, that are none, and that go away."""

import shlex
import signal
import subprocess

import pytest

from tests.journeys.conftest import PROGRAM, ROOT
from tests.journeys.terminal import Terminal


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

    ana.press(str(waiting), "enter")
    ana.terminal.signal(sign)
    code = ana.terminal.ended()

    assert code in {0, -sign}
    assert ana.terminal.restored
    assert company.run("audit", "verify").startswith("Clean")
    until(lambda: company.json("info")["connector"] == "not running", 15)
    company.run("connector", "--drain")
    assert company.run("audit", "verify").startswith("Clean")
    assert company.json("tabs")[6]["views"]["Exporting"] == 0


@pytest.mark.parametrize("seen", ["Accept", "Accepting|refused", r"Done \d+, refused"])
def test_a_line_that_drops_ends_the_session_and_its_connector(company, seat, until, seen):
    ana = seat()
    ana.open("commitments", "Ready to Export")
    waiting = ana.in_view("Ready to Export")
    ana.press("*")
    ana.until(r" \d+ marked")
    ana.press("a")
    ana.until(r"Accept \d+ records")
    ana.press(str(waiting), "enter")
    ana.until(seen)

    ana.terminal.hang_up()

    until(lambda: not ana.terminal.child.isalive(), 10)
    until(lambda: company.json("info")["connector"] == "not running", 15)
    assert company.run("audit", "verify").startswith("Clean")


def test_the_console_is_drawn_where_the_terminal_is_whatever_becomes_of_errors(company, tmp_path):
    errors = tmp_path / "errors"
    words = " ".join(shlex.quote(word) for word in company.console_words)
    terminal = Terminal(["/bin/sh", "-c", f"exec {words} 2>{errors}"], cwd=str(ROOT))

    terminal.until("oldest first")
    terminal.press("q")

    assert terminal.ended() == 0
    assert terminal.restored
    assert errors.read_text() == ""


def test_a_session_that_ends_while_nothing_happens_restores_the_terminal(seat):
    ana = seat()
    ana.press("?")
    ana.until("Help: ")

    ana.terminal.signal(signal.SIGTERM)

    ana.terminal.ended()
    assert ana.terminal.restored


def test_what_is_typed_at_once_after_the_filter_key_is_a_filter_and_decides_nothing(company, seat):
    """Over a slow line many keys arrive in one piece."""
    before = company.run("tabs", "--json")
    ana = seat()
    ana.open("commitments")
    ana.rest()

    ana.press("/accept reject 123q/r\r")
    ana.until_said("/accept reject 123q/r")

    ana.until_said("Nothing here matches the filter.")
    assert ana.terminal.child.isalive()
    assert company.run("tabs", "--json") == before
