"""What may be asked over SSH: the listed commands, with no word that names a file or a person."""

import shlex
from collections.abc import Sequence

from console.cli.command import Command, Option
from console.cli.reader import Reading, read
from console.cli.table import BY_WORDS, COMMANDS, GLOBAL, GROUPS
from console.cli.verbs import VERBS
from console.gate.identity import NotLetIn

PROGRAM = "countersign"
LOOKING = (
    "tabs", "list", "inbox", "dashboard", "errors", "show", "why", "batches", "batch", "matches",
    "costs", "codes", "schedule", "mappings", "hh2 status", "audit verify", "audit log", "whoami",
    "doctor", "notices", "notices digest", "settings", "views", "users", "users show",
    "users key list", "users key lines", "verify", "refreshes", "connector owed",
)  # fmt: skip
DOING = (
    *VERBS, "plan", "tray", "triage", "refresh", "hh2 sync", "settings set", "settings reset",
    "views save", "views delete", "users grant", "users revoke", "users add", "users key add",
    "users key disable", "users key enable", "users confirm", "connector stop", "connector go",
    "notices retry",
)  # fmt: skip
REPORT = "report "
"""How every report begins; one to a file is asked for on the machine itself."""
FILES = frozenset({"FILE", "DIR", "PATH", "PID"})
"""What stands for a file or a process of the server in the table of commands."""
WHO = frozenset({"as", "home"})
TYPED = "-"
"""In place of a file: what the client sends."""
LONGEST = 32_768


def asked(text: str) -> Reading | int:
    """The command that the client sent, or the exit code once help was shown.

    Raises:
        NotLetIn: it is not for sessions over SSH.
    """
    words = _words(text)
    reading = read(words)
    if reading is None:
        _listed(words)
        from console.cli.clicked import read as explained  # slow, and for what is not plainly right

        found = explained(words)
        if isinstance(found, int):
            return found
        reading = found
    _permitted(reading)
    return reading


def is_listed(command: Command) -> bool:
    """Whether a command may be asked for over SSH at all."""
    return command.name in {*LOOKING, *DOING} or command.name.startswith(REPORT)


def _words(text: str) -> list[str]:
    if len(text) > LONGEST or not text.isprintable():
        raise NotLetIn("What was asked is too long, or holds characters that cannot be seen.")
    try:
        words = shlex.split(text)
    except ValueError as why:
        raise NotLetIn(f"What was asked cannot be read: {why}.") from None
    return words[1:] if words[:1] == [PROGRAM] else words


def _listed(words: Sequence[str]) -> None:
    """Whether what cannot be read may at least be explained."""
    plain = [word for word in words if not word.startswith("-")]
    for depth in range(min(len(plain), 3), 0, -1):
        command = BY_WORDS.get(tuple(plain[:depth]))
        if command is not None:
            if not is_listed(command):
                raise NotLetIn(_not_here(command.name))
            return
        group = " ".join(plain[:depth])
        if group in GROUPS and any(is_listed(c) for c in COMMANDS if _within(c, group)):
            return
    if plain:
        raise NotLetIn(_not_here(plain[0]))


def _within(command: Command, group: str) -> bool:
    return command.name.startswith(f"{group} ")


def _permitted(reading: Reading) -> None:
    command = reading.command
    if command is not None and not is_listed(command):
        raise NotLetIn(_not_here(command.name))
    options: tuple[Option, ...] = (*GLOBAL, *(command.options if command else ()))
    for option in options:
        said = reading.said.get(option.name)
        file = option.metavar in FILES and not (option.name == "key" and said == TYPED)
        if said is not None and (file or option.name in WHO):
            raise NotLetIn(
                f"--{option.name} is not for sessions over SSH: "
                "they are of the person of the key, and read and write no file of the server."
            )


def _not_here(name: str) -> str:
    known = any(command.name == name for command in COMMANDS)
    what = f"`{name}`" if known else f"{name[:40]!r}"
    return f"{what} is not among the commands for sessions over SSH."
