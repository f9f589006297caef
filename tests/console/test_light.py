"""What a session does not load, and that nothing is missing because of it."""

import subprocess
import sys
from pathlib import Path

from tests.journeys.terminal import Terminal

ROOT = Path(__file__).parents[2]
RUNNING = """
import sys
from tests.console.company import console
app = console()
code = app.run_at_terminal()
print('loaded', sorted(m for m in ('ssl', 'textual.widgets._option_list') if m in sys.modules))
sys.exit(code)
"""
SCREENS = (
    (["?"], "Help: "),
    (["enter"], "Commitment SC1"),
    (["w"], "Why: SC1"),
    (["/", "steel"], "/steel"),
    (["*", "a"], "Never mind"),
)
"""What is pressed, and what is seen then."""


def loaded(code: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return run.stdout.strip()


def test_the_console_loads_neither_palette_nor_tls():
    code = "import console.app, sys; m = sys.modules\n"
    code += "print('ssl' in m, getattr(m['textual.command'], '__file__', None))"

    assert loaded(code) == "False None"


def test_tls_is_there_for_whoever_wants_it_later():
    assert loaded(
        "import console.app, ssl; print(ssl.create_default_context().check_hostname)"
    ) == ("True")


def test_where_textual_is_loaded_already_nothing_is_replaced():
    code = (
        "import textual.app, console.app, sys; print(bool(sys.modules['textual.command'].__file__))"
    )

    assert loaded(code) == "True"


def test_every_screen_opens_without_them(tmp_path):
    environment = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    terminal = Terminal([sys.executable, "-c", RUNNING], environment=environment)
    terminal.until("SC1040")
    for keys, shows in SCREENS:
        terminal.settle()
        before = terminal.text
        terminal.press(*keys)
        terminal.until(shows)
        assert terminal.settle() != before
        terminal.press("escape")
        terminal.until("oldest first")

    terminal.press("q")
    while terminal.child.isalive():
        terminal.settle(0.1, 0.5)

    assert terminal.child.exitstatus == 0
    assert b"fault of its own" not in terminal.bytes
