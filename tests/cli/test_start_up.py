"""What a one-shot command loads, and how its output behaves in a terminal and in a pipe."""

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from console.cli.output import Column, table
from tests.cli.conftest import process

ROOT = Path(__file__).parents[2]
SLOW = {
    "click", "hashlib", "httpx", "httpx2", "pathlib", "pydantic", "rich", "signal", "sqlite_utils",
    "structlog", "textual",
}  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("tabs",),
        ("list", "commitments"),
        ("show", "{id}"),
        ("why", "{id}"),
        ("accept", "{id}"),
        ("reject", "{id}", "--reason", "x"),
        ("audit", "log", "{id}"),
        ("whoami",),
    ],
)
def test_a_one_shot_command_loads_nothing_slow(countersign, home, words):
    found = countersign("list", "commitments", "--view", "Ready to Export", "--json").json[0]
    code = (
        "import sys; from console.cli.run import run; run(sys.argv[1:]);"
        "print('\\n' + ' '.join(sys.modules))"
    )
    spelt = [word.replace("{id}", found["id"]) for word in words]

    ended = subprocess.run(
        [sys.executable, "-c", code, *spelt, "--home", str(home)],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip

    loaded = {name.partition(".")[0] for name in ended.stdout.splitlines()[-1].split()}
    assert not loaded & SLOW


def test_the_installed_command_is_this_one():
    command = Path(sys.executable).with_name("countersign")

    ended = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)

    assert ended.stdout.startswith("countersign ")


def test_a_reader_that_goes_away_is_no_trouble(home):
    listing = process("list", "commitments", "--limit", "0", "--home", str(home))
    assert listing.stdout is not None
    listing.stdout.close()

    assert listing.wait(20) in {0, 141}
    assert listing.stderr is not None
    assert "Traceback" not in listing.stderr.read()
    listing.stderr.close()


def test_in_a_terminal_a_table_fits_and_elsewhere_it_is_whole(home, countersign):
    words = ["-m", "console", "list", "commitments", "--limit", "20", "--home", str(home)]
    terminal = pexpect.spawn(sys.executable, words, dimensions=(40, 80), cwd=ROOT, encoding="utf-8")
    terminal.expect(pexpect.EOF, timeout=20)
    terminal.close()

    drawn = (terminal.before or "").splitlines()
    piped = countersign("list", "commitments", "--limit", "20").out.splitlines()
    assert max(len(line) for line in drawn[:-1]) <= 80
    assert any("…" in line for line in drawn)
    assert max(len(line) for line in piped) > 80
    assert not any("…" in line for line in piped)


def test_what_data_holds_cannot_act_on_the_terminal():
    lines = table((Column("title"),), [("\x1b[31mred\x1b]8;;x\x07 \u202eback\u200b",)])

    assert "\x1b" not in "".join(lines)
    assert "\u202e" not in "".join(lines)
    assert "<U+202E>" in lines[1]


def test_wide_letters_are_counted_as_wide():
    lines = table((Column("a"), Column("b")), [("工事会社", "x"), ("abc", "y")])

    assert lines[1:] == ["工事会社  x", "abc       y"]


def test_the_environment_cannot_make_a_session_write_files(home, tmp_path):
    """Textual would log to a file that a variable names."""
    log = tmp_path / "textual.log"
    session = pexpect.spawn(
        sys.executable,
        ["-m", "console", "--home", str(home)],
        dimensions=(24, 80),
        cwd=ROOT,
        env={**os.environ, "TEXTUAL_LOG": str(log), "TERM": "xterm-256color"},
    )
    session.expect("Commit", timeout=20)
    session.send("q")
    session.expect(pexpect.EOF, timeout=20)
    session.close()

    assert session.exitstatus == 0
    assert not log.exists()


def test_json_is_ascii_whatever_the_data(home, countersign):
    out = countersign("list", "commitments", "--limit", "0", "--json").out

    assert out.isascii()


def test_files_that_a_command_makes_are_its_owners_alone(tmp_path):
    code = "import os, sys; from console.cli.run import run; run(['--version']); print(os.umask(0))"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, cwd=ROOT, env=os.environ,
    )  # fmt: skip

    assert ended.stdout.splitlines()[-1] == str(0o077)
