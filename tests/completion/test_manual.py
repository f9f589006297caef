"""Manual pages: every command is on one, and roff reads each without a word of complaint."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from console.cli.table import COMMANDS, GLOBAL, WHERE
from console.manual import pages

PAGES = pages()


MACROS = {".PP", ".TH", ".SH", ".TP", ".RS", ".RE", ".br", ".nh", ".ad"}
GROFF = shutil.which("groff")


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


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_no_command_of_roff_but_ours(name):
    begun = {line.split(" ")[0] for line in PAGES[name].splitlines() if line[:1] in {".", "'"}}

    assert begun <= MACROS
    assert PAGES[name].count(".RS") == PAGES[name].count(".RE")


def test_roff_prints_without_complaint_what_stands_in_the_table():
    read = {name: rendered(text) for name, text in PAGES.items()} if GROFF else {}

    printed = {name: " ".join(ended.stdout.split()) for name, ended in read.items()}
    whole = printed.get("countersign.1")
    assert [ended.stderr for ended in read.values()] == [""] * len(read)
    assert all("EXIT STATUS" in text for text in printed.values())
    assert whole is None or " ".join(WHERE.help.split()) in whole


def test_they_are_written_into_a_folder(tmp_path):
    folder = tmp_path / "man1"
    root = Path(__file__).parents[2]

    subprocess.run([sys.executable, "-m", "console.manual", folder], check=True, cwd=root,
                   capture_output=True)  # fmt: skip

    assert {p.name for p in folder.iterdir()} == set(PAGES)
