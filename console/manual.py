"""Manual pages from the table of commands: countersign(1), and a page for each group."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from console.cli.command import Argument, Command, Option
from console.cli.exits import HELP
from console.cli.table import COMMANDS, GLOBAL, GROUPS, OPENING
from console.home import VARIABLE
from console.version import VERSION
from core.vocabulary import capital

NAME = "countersign"
SUMMARY = "approve what crosses between a project system and an ERP"
DESCRIPTION = (
    "Records of a project system wait for an accounting approver. What is accepted is written "
    "into the ERP; what only the ERP holds can be brought in. Alone the command opens the "
    "console. Every action of the console is a command with the same rules, audit and words."
)
ENVIRONMENT = (
    (VARIABLE, "The folder of the company, where --home does not name one."),
    ("COUNTERSIGN_WELCOME", "Where it is no, nobody is welcomed by the card of the first start."),
    ("COUNTERSIGN_ASCII", "Where it is 1, borders, bars and marks are drawn in ASCII."),
    ("NO_COLOR", "Where it is set the console is drawn without colours."),
)


def pages() -> dict[str, str]:
    """Every page by the name of its file."""
    groups = sorted({name.partition(" ")[0] for name in GROUPS})
    written = {f"{NAME}.1": _page(NAME, SUMMARY, DESCRIPTION, _alone(groups), groups)}
    for group in groups:
        within = [c for c in COMMANDS if c.name.partition(" ")[0] == group]
        said = GROUPS[group]
        others = [one for one in groups if one != group]
        written[f"{NAME}-{group}.1"] = _page(
            f"{NAME}-{group}", _bare(said), said, within, others, above=NAME
        )
    return written


def _alone(groups: Sequence[str]) -> list[Command]:
    return [c for c in COMMANDS if c.name.partition(" ")[0] not in groups]


def _page(
    name: str,
    summary: str,
    description: str,
    commands: Sequence[Command],
    groups: Sequence[str],
    above: str = "",
) -> str:
    lines = [
        f'.TH "{name.upper()}" 1 "" "{NAME} {VERSION}" "Countersign"',
        ".nh",
        ".ad l",
        ".SH NAME",
        f"{_text(name)} \\- {_text(summary)}",
        ".SH SYNOPSIS",
        *(() if above else _synopsis(NAME, ())),
        *(line for c in commands for line in _synopsis(f"{NAME} {c.name}", c.arguments)),
        ".SH DESCRIPTION",
        _text(description),
        ".SH COMMANDS",
        *(line for command in commands for line in _command(command)),
        ".SH OPTIONS",
        "These are for every command.",
        *(line for option in GLOBAL for line in _option(option)),
        *(() if above else _looks()),
        ".SH EXIT STATUS",
        *_exits(),
        ".SH ENVIRONMENT",
        *(line for word, what in ENVIRONMENT for line in _term(f"\\fB{_text(word)}\\fR", what)),
        ".SH SEE ALSO",
        _see([*([above] if above else []), *(f"{NAME}-{group}" for group in groups)]),
    ]
    return "\n".join(lines) + "\n"


def _synopsis(name: str, arguments: Sequence[Argument]) -> Iterator[str]:
    places = "".join(f" {_place(argument)}" for argument in arguments)
    yield f"\\fB{_text(name)}\\fR [\\fIOPTIONS\\fR]{places}"
    yield ".br"


def _place(argument: Argument) -> str:
    word = f"\\fI{_text(argument.name.upper())}\\fR{'...' if argument.many else ''}"
    return word if argument.required else f"[{word}]"


def _command(command: Command) -> Iterator[str]:
    places = "".join(f" {_place(argument)}" for argument in command.arguments)
    yield from _term(f"\\fB{_text(command.name)}\\fR{places}", command.help)
    if command.options:
        yield ".RS"
        yield from (line for option in command.options for line in _option(option))
        yield ".RE"


def _option(option: Option) -> Iterator[str]:
    value = f" \\fI{_text(option.metavar)}\\fR" if option.metavar else ""
    again = " May be said several times." if option.many else ""
    yield from _term(f"\\fB{_text(f'--{option.name}')}\\fR{value}", f"{option.help}{again}")


def _looks() -> Iterator[str]:
    yield ".PP"
    yield "These are for the console."
    yield from (line for option in OPENING for line in _option(option))


def _exits() -> Iterator[str]:
    for said in HELP.rstrip(".").split("; "):
        code, _, what = said.partition(" ")
        yield from _term(f"\\fB{code}\\fR", f"{capital(what)}.")


def _term(tag: str, what: str) -> Iterator[str]:
    yield from (".TP", tag, _text(what))


def _see(names: Sequence[str]) -> str:
    return ",\n".join(f"\\fB{_text(name)}\\fR(1)" for name in names)


def _bare(sentence: str) -> str:
    """Without its full stop, as the line of a NAME section is written."""
    first = sentence.partition(":")[0].rstrip(".")
    return f"{first[:1].lower()}{first[1:]}"


def _text(said: str) -> str:
    """Words that roff prints as they are."""
    safe = said.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga")
    safe = safe.replace("'", "\\(aq").replace("^", "\\(ha").replace("~", "\\(ti")
    return f"\\&{safe}" if safe.startswith(".") else safe


def main() -> None:
    """Write the pages into the folder that is named, or into man/."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "man")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    sys.stdout.write(f"Wrote {folder}; read one with: man -l {folder}/{NAME}.1\n")


if __name__ == "__main__":
    main()
