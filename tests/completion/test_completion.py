"""Completion: what a real shell proposes, and what it must never propose."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pexpect
import pytest

from adapters.stores.sqlite import SqliteStore
from console.cli import exits
from console.cli.table import COMMANDS
from console.completion.shells import answer
from console.completion.values import SOURCES, Asked, proposals
from core.people import CONNECTOR
from core.tabs import TAB, TABS
from core.vocabulary import RecordId
from tests.cli.conftest import first, ran

BIN = Path(sys.executable).parent
Proposed = Callable[[str], list[str]]
HOSTILE = ("$(touch${IFS}owned)", "`id`", "a;b", "x\x1b[2Jy", "-rf", "a b", "'", "\u202eabc")


@pytest.fixture
def proposed(home, monkeypatch) -> Proposed:
    """The words that bash is given for a line with the cursor at its end."""
    monkeypatch.setenv("COUNTERSIGN_HOME", str(home))

    def words(line: str) -> list[str]:
        monkeypatch.setenv("COMP_LINE", f"countersign {line}")
        written: list[str] = []
        answer("bash_complete", written.append)
        return [one.removeprefix("plain,") for one in "".join(written).splitlines()]

    return words


def in_shell(words: list[str], home: Path) -> "subprocess.CompletedProcess[str]":
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "COUNTERSIGN_HOME": str(home)}
    return subprocess.run(words, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_bash_completes_commands_tabs_and_live_numbers(home, countersign):
    found = first(countersign, "commitments", "Ready to Export")
    numbered = found["number"]
    lines = ["countersign tri", f"countersign accept --tab commitments {numbered[:-1]}"]
    asks = "".join(
        f"COMP_LINE='{line}' COMP_POINT={len(line)} COMP_WORDS=({line}) COMP_CWORD=1; "
        '_countersign_completion countersign; echo "${COMPREPLY[*]}"; '
        for line in lines
    )

    ended = in_shell(
        ["bash", "--norc", "-c", f'eval "$(countersign completion bash 2>/dev/null)"; {asks}'], home
    )

    commands, numbers = ended.stdout.splitlines()
    assert (ended.returncode, ended.stderr) == (0, "")
    assert commands == "triage"
    assert numbered in numbers.split(" ")


AT_HAND = {shell: [path] if (path := shutil.which(shell)) else [] for shell in ("zsh", "fish")}
"""`.ci/run` installs both; elsewhere a test of a shell that is not there has no parameter."""
ZSH = (
    "PS1='%% '; autoload -U compinit; compinit -u -D; LISTMAX=0; "
    'eval "$(countersign completion zsh 2>/dev/null)"; '
    "told() { print -r -- \"<<$BUFFER>>\"; BUFFER='' }; zle -N told; bindkey '^X' told; print READY"
)
"""Ctrl+X tells what stands on the line."""


@pytest.mark.parametrize("fish", AT_HAND["fish"])
def test_fish_proposes_commands_words_of_tables_and_live_numbers(home, countersign, fish):
    found = first(countersign, "commitments", "Ready to Export")
    lines = {
        "tri": "triage",
        f"accept --tab commitments {found['number'][:-1]}": found["number"],
        "list commitments --where state:ready_to_e": "state:ready_to_export",
        "users grant sender export:comm": "export:commitment",
        "settings set direct_exports.commitment ": "on",
        "accept X --set er": "erp_id=",
    }
    asked = "; ".join(f"complete -C 'countersign {line}'; echo ==" for line in lines)

    ended = in_shell(
        [fish, "--no-config", "-c", f"countersign completion fish 2>/dev/null | source; {asked}"],
        home,
    )

    answers = [text.strip().splitlines() for text in ended.stdout.split("==\n")[:-1]]
    words = [{line.split("\t")[0] for line in answer} for answer in answers]
    assert (ended.returncode, ended.stderr) == (0, "")
    assert [word for word, own in zip(lines.values(), words, strict=True) if word not in own] == []


@pytest.mark.parametrize("zsh", AT_HAND["zsh"])
def test_zsh_completes_commands_words_of_tables_and_live_numbers(home, countersign, zsh):
    listed = countersign("list", "commitments", "--limit", "0", "--json").json
    numbers = [row["number"] for row in listed if row["status"] == "ready_to_export"]
    begun = Counter(row["number"][:n] for row in listed for n in range(1, len(row["number"]) + 1))
    number = next(n for n in numbers if begun[n[:-1]] == 1)
    lines = {
        "tri": "triage",
        f"accept --tab commitments {number[:-1]}": f"accept --tab commitments {number}",
        "list commitments --view ready_to_e": "list commitments --view ready_to_export",
        "users grant sender export:comm": "users grant sender export:commitment",
    }
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "COUNTERSIGN_HOME": str(home), "TERM": "dumb"}
    shell = pexpect.spawn(zsh, ["-f", "-i"], env=env, encoding="utf-8", timeout=30, echo=False)
    completed = []

    shell.sendline(ZSH)
    shell.expect("READY\r\n")
    for line in lines:
        shell.send(f"countersign {line}\t\x18")
        shell.expect(r"<<countersign (.*?) ?>>")
        completed.append(shell.match.group(1))
    shell.close(force=True)

    assert completed == list(lines.values())


def test_a_script_asks_its_own_shells_question():
    scripts = {shell: ran("completion", shell).out for shell in ("zsh", "fish")}

    assert all(f"{s}_complete" in text for s, text in scripts.items())
    assert all("_COUNTERSIGN_COMPLETE" in text for text in scripts.values())


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("", {"list", "triage", "settings", "accept"}),
        ("settings ", {"set", "reset", "time_zone"}),
        ("list ", set(TAB)),
        ("accept --tab jobs --view rea", {"ready_to_export", "ready_to_import"}),
        ("list jobs --view=rea", {"ready_to_export", "ready_to_import"}),
        ("settings set direct_exports.commitment ", {"on", "off"}),
        ("users grant sender export:c", {"commitment", "company"}),
        ("users show ", {"approver", "sender"}),
        ("--as s", {"sender", "standard"}),
        ("report d", {"drift"}),
        ("list commitments --where state:rea", {"ready_to_export"}),
        ("list commitments --where 'state:rea", {"state:ready_to_export"}),
        ("accept X --set e", {"erp_id="}),
        ("completion ", {"bash", "zsh", "fish"}),
        ("report drift --csv ", {"file,"}),
        ("triage --pl", {"--plain"}),
    ],
)
def test_words_of_the_tables_are_proposed(proposed, line, some):
    assert some <= set(proposed(line))


def test_records_are_proposed_by_number_in_a_tab_and_by_id_without(proposed, countersign):
    waiting = first(countersign, "commitments", "Ready to Export")
    synced = first(countersign, "commitments", "Synced")

    by_number = proposed(f"accept --tab commitments {waiting['number'].lower()}")
    by_id = proposed(f"accept {waiting['id'][:9].lower()}")
    elsewhere = proposed(f"accept --tab commitments {synced['number']}")
    looked_at = proposed(f"show --tab commitments {synced['number']}")

    assert waiting["number"] in by_number
    assert waiting["id"] in by_id
    assert synced["number"] not in elsewhere
    assert synced["number"] in looked_at
    assert len(proposed("accept ")) == 40


def test_what_a_shell_could_act_on_is_never_proposed(home, proposed, countersign):
    for number in HOSTILE:
        found = first(countersign, "jobs", "Synced", "-title:hostile")
        store = SqliteStore(str(home / "countersign.sqlite"))
        record = store.find(RecordId(found["id"]))
        store.amend(record._replace(number=number, title="hostile"), CONNECTOR, "renamed")
        store.close()
    listed = countersign("list", "jobs", "--where", "title:hostile", "--json").json

    asked = Asked("", {"tab": "jobs", "home": str(home)}, "")
    helped = {p.help for p in proposals("id", asked)}

    assert {row["number"] for row in listed} == set(HOSTILE)
    assert not {"hostile"} & helped
    assert not set(HOSTILE) & set(proposed("codes --job "))


@pytest.mark.parametrize(
    "line",
    [
        "--home /nowhere/at/all accept --tab commitments ",
        "--as nobody accept --tab commitments ",
        "settings set no_such ",
    ],
)
def test_where_nothing_is_known_nothing_is_said(proposed, capsys, line):
    assert [one for one in proposed(line) if one] == []
    assert capsys.readouterr() == ("", "")


def test_a_home_that_would_have_to_be_migrated_is_left_as_it_is(home, proposed):
    store = SqliteStore(str(home / "countersign.sqlite"))
    store._database.connection.execute("PRAGMA user_version = 1")
    store.close()
    before = sorted(p.name for p in home.iterdir())

    assert proposed("accept --tab commitments ") == [""]
    assert [n for n in sorted(p.name for p in home.iterdir()) if "schema" in n] == [
        n for n in before if "schema" in n
    ]


def test_every_source_belongs_to_an_option_or_argument_of_the_table():
    known: Mapping[str, None] = dict.fromkeys(
        name
        for command in COMMANDS
        for one in (*command.arguments, *command.options)
        for name in (one.name, f"{command.name} {one.name}")
    )

    assert set(SOURCES) - set(known) == {"home", "as"}
    assert len(TABS) == 10


def test_the_script_is_printed_and_says_where_to_put_it():
    ended = ran("completion", "fish")
    unknown = ran("completion", "tcsh")

    assert "complete --no-files --command countersign" in ended.out
    assert "config.fish" in ended.err or "completions/countersign.fish" in ended.err
    assert (ended.code, unknown.code) == (exits.DONE, exits.USAGE)
    assert "there is for bash, zsh, fish" in unknown.err
