"""Reads a well-formed command line by the table, without click.

Loading click takes longer than a command takes to answer. Whatever is not plainly right here goes
to click, which knows how to help.
"""

from collections.abc import Mapping, Sequence

from console.cli.command import Argument, Command, Option
from console.cli.table import BY_WORDS, GLOBAL, OPENING
from core.values import NamedTuple

Value = str | bool | tuple[str, ...]
DEEPEST = 3
"""Words in the longest name of a command."""


class Reading(NamedTuple):
    """What was typed: a command, or none to open the console, and what was said with it."""

    command: Command | None
    said: Mapping[str, Value]


def read(words: Sequence[str]) -> Reading | None:
    """The command and its words; None where click should look."""
    said: dict[str, Value] = {}
    plain, rest = _taken(words, (*GLOBAL, *OPENING), said)
    if not plain:
        return None
    if not rest:
        return Reading(None, said)
    command, rest = _named(rest)
    if command is None:
        return None
    below = {name[-1] for name in BY_WORDS if " ".join(name[:-1]) == command.name}
    places: list[str] = []
    while rest:
        plain, rest = _taken(rest, (*command.options, *GLOBAL), said)
        if not plain:
            return None
        if rest:
            if rest[0] in below:
                return None
            places.append(rest[0])
            rest = rest[1:]
    filled = placed(command.arguments, places)
    return Reading(command, {**said, **filled}) if filled is not None else None


def _named(words: Sequence[str]) -> tuple[Command | None, Sequence[str]]:
    for depth in range(min(DEEPEST, len(words)), 0, -1):
        command = BY_WORDS.get(tuple(words[:depth]))
        if command is not None:
            return command, words[depth:]
    return None, words


def _taken(
    words: Sequence[str], options: Sequence[Option], said: dict[str, Value]
) -> tuple[bool, Sequence[str]]:
    """Take the options that stand first. False where one of them is not plainly right."""
    place = 0
    while place < len(words) and _is_option(words[place]):
        name, equals, value = words[place].removeprefix("--").partition("=")
        option = next((o for o in options if o.name == name), None)
        if option is None or not words[place].startswith("--"):
            return False, words
        place += 1
        if not option.metavar:
            if equals:
                return False, words
            said[name] = True
            continue
        if not equals:
            if place == len(words) or _is_option(words[place]):
                return False, words
            value = words[place]
            place += 1
        said[name] = (*_before(said, name), value) if option.many else value
    return True, words[place:]


def _is_option(word: str) -> bool:
    """A figure below zero is none."""
    return word.startswith("-") and not word[1:2].isdecimal()


def _before(said: Mapping[str, Value], name: str) -> tuple[str, ...]:
    before = said.get(name, ())
    return before if isinstance(before, tuple) else ()


def placed(arguments: Sequence[Argument], words: Sequence[str]) -> dict[str, Value] | None:
    """The words by the names of their places; None where there are too many or too few."""
    filled: dict[str, Value] = {}
    left = list(words)
    for argument in arguments:
        if argument.many and left:
            filled[argument.name] = tuple(left)
            left = []
        elif left:
            filled[argument.name] = left.pop(0)
        elif argument.required:
            return None
    return None if left else filled
