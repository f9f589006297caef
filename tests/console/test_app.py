"""What a session may not do, and how it ends."""

import gc
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from console.app import FAILED, FIRST_LOOK, CountersignApp, NotHere
from tests.console.company import console
from tests.console.driving import driven, press, settled
from tests.journeys.terminal import Terminal

ROOT = Path(__file__).parents[2]


def session(script: str, tmp_path: Path) -> Terminal:
    """A console of the made company in a terminal of its own; `script` may change the app."""
    code = (
        "import sys, time; from pathlib import Path; from tests.console.company import console;"
        f"place = Path({str(tmp_path)!r}); app = console();\n{script}\n"
        "sys.exit(app.run_at_terminal())"
    )
    place = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    return Terminal([sys.executable, "-c", code], environment=place)


@pytest.mark.parametrize(
    "reach",
    [
        lambda app: app.open_url("https://example.com"),
        lambda app: app.deliver_text("notes.txt"),
        lambda app: app.deliver_binary("notes.txt"),
        lambda app: app.deliver_screenshot(),
        lambda app: app.save_screenshot(),
    ],
)
async def test_a_session_reaches_neither_disk_nor_browser(reach):
    app = console()

    async with driven(app):
        with pytest.raises(NotHere):
            reach(app)


@pytest.mark.parametrize("key", ["ctrl+p", "ctrl+z", "ctrl+backslash", "ctrl+s"])
async def test_no_key_opens_a_palette_or_leaves_the_terminal(key, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    app = console()

    async with driven(app) as pilot:
        await press(pilot, key)

        assert type(app.screen).__name__ == "CommitmentsScreen"
        assert list(tmp_path.iterdir()) == []


async def test_q_leaves():
    app = console()

    async with driven(app) as pilot:
        await pilot.press("q")
        await pilot.pause()

        assert not app.is_running
    assert app.return_code == 0


def test_at_a_terminal_the_heap_settles_once_it_is_painted(tmp_path):
    script = (
        "from console import app as module; import gc; settle = module._settle_heap\n"
        "def seen():\n"
        "    settle(); seen = f'{gc.isenabled()} {gc.get_freeze_count() > 0}'\n"
        "    (place / 'heap').write_text(seen)\n"
        "module._settle_heap = seen"
    )
    terminal = session(script, tmp_path)
    terminal.until("Ready to Export")
    time.sleep(2 * FIRST_LOOK)

    terminal.press("q")
    terminal.settle()

    assert (tmp_path / "heap").read_text() == "True True"
    assert gc.isenabled()


@pytest.mark.parametrize("sign", [signal.SIGHUP, signal.SIGTERM])
def test_when_the_line_drops_the_terminal_is_given_back_and_threads_end_their_work(sign, tmp_path):
    script = (
        "def slow():\n"
        "    (place / 'begun').touch()\n"
        "    time.sleep(1.0); (place / 'written').write_text('whole')\n"
        "app.call_later(lambda: app.run_worker(slow, thread=True))"
    )
    terminal = session(script, tmp_path)
    terminal.wait((tmp_path / "begun").exists, "the thread")
    terminal.until("SC1040")

    os.kill(terminal.child.pid, sign)
    ended(terminal)

    assert terminal.child.exitstatus == 0
    assert (tmp_path / "written").read_text() == "whole"
    assert b"\x1b[?1049l" in terminal.bytes


@pytest.mark.parametrize(
    "how",
    [
        "app.set_timer(0.3, boom)",
        "app.set_timer(0.3, lambda: app.run_worker(boom, thread=True))",
    ],
)
def test_a_fault_says_one_sentence_and_shows_no_value(how, tmp_path):
    script = (
        "def boom():\n"
        "    token = 'SECRET-' + 'value'; raise ValueError(token)\n"
        "app._fault_log = (place / 'fault').write_text\n"
        f"app.call_later(lambda: {how})"
    )
    terminal = session(script, tmp_path)

    ended(terminal)

    shown = terminal.bytes.decode(errors="replace")
    kept = (tmp_path / "fault").read_text()
    assert terminal.child.exitstatus == 1
    assert FAILED.split(";")[0] in shown
    assert "SECRET-value" not in shown + kept
    assert kept.endswith("ValueError")
    assert "boom" in kept
    code = kept.split()[1]
    assert f"code {code}." in " ".join(shown.split())


def ended(terminal: Terminal) -> None:
    end = time.monotonic() + 20
    while terminal.child.isalive():
        assert time.monotonic() < end, terminal.text
        terminal.settle(0.1, 0.3)
    terminal.settle(0.1, 0.3)


async def test_without_colours_the_terminals_own_are_used(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    app = console()

    async with driven(app):
        assert app.theme == "ansi-dark"


async def test_nothing_is_asked_of_the_store_while_nobody_writes():
    app = console()

    async with driven(app) as pilot:
        screen = app.screen
        drawn = []
        app.post_display_hook = lambda: drawn.append(1)
        for _ in range(3):
            screen._tick()
            await settled(pilot)

        assert drawn == []


def test_the_frame_has_ten_modes():
    assert len(console()._modes) - len(CountersignApp.MODES) == 10
