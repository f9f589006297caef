"""What may be asked over SSH: read without a shell, from a list, and nothing that names a file."""

import pytest

from console.cli.command import Option
from console.cli.table import COMMANDS
from console.gate.asking import DOING, FILES, LOOKING, asked, is_listed
from console.gate.identity import NotLetIn

NEVER = {"demo", "connector", "gate", "completion", "info", "keys", "backup", "backup restore"}


def read(text):
    reading = asked(text)
    assert not isinstance(reading, int)
    return (reading.command.name if reading.command else "", dict(reading.said))


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("list commitments --json", "list", {"tab": "commitments", "json": True}),
        ("countersign whoami", "whoami", {}),
        ("reject X --reason 'no; $(id) `id`'", "reject",
         {"id": ("X",), "reason": "no; $(id) `id`"}),
        ('list vendors --where "a | b > /tmp/x"', "list",
         {"tab": "vendors", "where": "a | b > /tmp/x"}),
        ("users key add ana --key -", "users key add", {"person": "ana", "key": "-"}),
        ("--ascii --theme light", "", {"ascii": True, "theme": "light"}),
    ],
)  # fmt: skip
def test_what_is_listed_is_read_word_by_word(text, name, said):
    assert read(text) == (name, said)


@pytest.mark.parametrize(
    "text",
    [
        "/bin/sh", "sh -c id", "id", "demo", "sandbox fault", "sandbox nonsense", "gate",
        "connector --once", "connector", "completion bash", "info", "scp -f /etc/passwd",
        "internal-sftp", "list commitments --home /tmp", "list commitments --home=/tmp",
        "--home /tmp list commitments", "whoami --as admin", "--as=admin", "report drift --csv x",
        "report drift --xlsx=x", "batch B-1 --csv -", "users key add ana --key /etc/passwd",
        "users add sue --name Sue --key x.pub", "list 'x", "list \x1b[2J", "whoami\nwhoami",
        "x" * 40_000, "LIST commitments",
    ],
    ids=lambda text: repr(text)[:40],
)  # fmt: skip
def test_what_is_not_listed_or_names_a_file_or_a_person_is_refused(text):
    with pytest.raises(NotLetIn):
        asked(text)


@pytest.mark.parametrize("text", ["list", "list commitments --nonsense", "users", "report nothing"])
def test_what_is_listed_and_badly_written_is_explained_as_ever(text, capsys):
    found = asked(text)

    assert found == 2 or not isinstance(found, int)
    assert isinstance(found, int) is bool(capsys.readouterr().err)


def test_every_name_on_the_list_is_a_command_and_the_machines_own_are_not_on_it():
    names = {command.name for command in COMMANDS}

    assert {*LOOKING, *DOING} <= names
    listed = [command.name for command in COMMANDS if is_listed(command)]
    assert not [name for name in listed if name in NEVER or name.startswith("sandbox ")]


def test_whatever_names_a_file_says_so_in_the_table():
    listed = [command for command in COMMANDS if is_listed(command)]
    options: list[tuple[str, Option]] = [(c.name, o) for c in listed for o in c.options]
    words = ("file", ".pub", "folder", "directory")

    told = {
        (name, option.name)
        for name, option in options
        if option.metavar and any(word in option.help.casefold() for word in words)
    }

    assert told <= {(name, option.name) for name, option in options if option.metavar in FILES}
