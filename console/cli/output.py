"""How commands answer: data to stdout as text or JSON, talk to stderr."""

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from console.clean import clean
from console.cli import exits

Json = dict[str, Any] | list[Any]


class Column(NamedTuple):
    """A column of a table. Those that may shrink give way where the terminal is narrow."""

    title: str
    right: bool = False
    shrinks: bool = False


class Output:
    """Writes answers. Everything a person reads is cleaned; JSON is ASCII and whole."""

    def __init__(self, *, json: bool = False) -> None:
        self.json = json

    def answer(self, value: Json, lines: Iterable[str]) -> None:
        """The same answer for programs and for people; lines are made only where they are read."""
        if self.json:
            from json import dumps

            sys.stdout.write(dumps(value, indent=None, separators=(",", ":")) + "\n")
        else:
            sys.stdout.writelines(f"{clean(line)}\n" for line in lines)

    def say(self, text: str) -> None:
        """Talk."""
        sys.stderr.write(f"{clean(text)}\n")

    def trouble(self, code: int, text: str) -> None:
        """Why the command ends: a sentence on stderr, and with --json an answer that says so."""
        if self.json:
            name = exits.NAMES.get(code, "broken")
            self.answer({"error": {"code": name, "exit": code, "message": text}}, ())
        self.say(f"countersign: {text}")

    def progress(self, text: str) -> None:
        """Where a long command is: on a terminal only, each over the last."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{clean(text)}")
            sys.stderr.flush()

    def progressed(self) -> None:
        """The long command is over: its line is cleared."""
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def width() -> int | None:
    """The terminal's; None where there is none and nothing is to be cut."""
    if not sys.stdout.isatty():
        return None
    try:
        return max(20, os.get_terminal_size(sys.stdout.fileno()).columns)
    except OSError:
        return 80


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> list[str]:
    """Aligned lines under a heading; cut to the terminal, whole elsewhere."""
    cells: list[list[str]] = [[c.title for c in columns]]
    cells += [[clean(cell) for cell in row] for row in rows]
    wide = [max(len(row[place]) for row in cells) for place in range(len(columns))]
    room = width()
    if room is not None:
        _shrink(wide, columns, room)
    return [_line(row, columns, wide) for row in cells]


LEAST = 8
"""Columns of text are not cut below this."""


def _shrink(wide: list[int], columns: Sequence[Column], room: int) -> None:
    over = sum(wide) + 2 * (len(wide) - 1) - room
    while over > 0:
        able = [p for p, c in enumerate(columns) if c.shrinks and wide[p] > LEAST]
        if not able:
            return
        widest = max(able, key=lambda p: wide[p])
        wide[widest] -= 1
        over -= 1


def _line(row: Sequence[str], columns: Sequence[Column], wide: Sequence[int]) -> str:
    parts = []
    for cell, column, size in zip(row, columns, wide, strict=True):
        cut = cell if len(cell) <= size else cell[: size - 1] + "…"
        parts.append(cut.rjust(size) if column.right else cut.ljust(size))
    return "  ".join(parts).rstrip()
