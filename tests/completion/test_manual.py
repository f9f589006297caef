"""Manual pages: every command is on one, and roff reads each without a word of complaint."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from console.cli.table import COMMANDS, GLOBAL, WHERE
from console.manual import pages

PAGES = pages()


def rendered(text: str) -> "subprocess.CompletedProcess[str]":
    words = ["groff", "-man", "-Tutf8", "-P-cbou", "-ww", "-rLL=200n"]
    return subprocess.run(words, input=text, capture_output=True, text=True, check=True, timeout=30)


def test_every_command_and_option_is_on_the_page_of_its_group():
    for command in COMMANDS:
        group = command.name.partition(" ")[0]
        page = PAGES.get(f"countersign-{group}.1", PAGES["countersign.1"])
        assert f"\\fB{command.name}\\fR".replace("-", "\\-") in page
        for option in (*command.options, *GLOBAL):
            assert f"--{option.name}".replace("-", "\\-") in page


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed here")
@pytest.mark.parametrize("name", PAGES)
def test_roff_reads_a_page_and_prints_what_was_written(name):
    ended = rendered(PAGES[name])

    assert ended.stderr == ""
    assert "EXIT STATUS" in ended.stdout
    assert "COUNTERSIGN_HOME" in ended.stdout


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed here")
def test_the_words_of_the_table_come_out_as_they_stand_there():
    ended = rendered(PAGES["countersign.1"])

    whole = " ".join(ended.stdout.split())
    assert all(" ".join(c.help.split()) in whole for c in COMMANDS if c.name in {"list", "why"})
    assert " ".join(WHERE.help.split()) in whole


def test_they_are_written_into_a_folder(tmp_path):
    folder = tmp_path / "man1"
    root = Path(__file__).parents[2]

    subprocess.run([sys.executable, "-m", "console.manual", folder], check=True, cwd=root,
                   capture_output=True)  # fmt: skip

    assert {p.name for p in folder.iterdir()} == set(PAGES)
