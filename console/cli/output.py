"""How commands answer: data to stdout as text or JSON, talk to stderr."""

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from console.clean import clean
from console.cli import exits
from core.values import NamedTuple

Json = dict[str, Any] | list[Any]


class Column(NamedTuple):
    """A column of a table."""

    title: str
    right: bool = False
    shrinks: bool = False
    """Cut where the terminal is narrow."""
    spare: bool = False
    """Left away where cutting is not enough."""


class Output:
    """Writes answers. Everything a person reads is cleaned; JSON is ASCII and whole."""

    def __init__(self, *, json: bool = False, ascii: bool = False) -> None:
        self.json = json
        self._ascii = ascii

    def answer(self, value: Json, lines: Iterable[str]) -> None:
        """The same answer for programs and for people; lines are made only where they are read."""
        if self.json:
            from json import dumps

            sys.stdout.write(dumps(value, indent=None, separators=(",", ":")) + "\n")
        else:
            sys.stdout.writelines(f"{self._shown(line)}\n" for line in lines)

    def _shown(self, line: str) -> str:
        """Cleaned; and in ASCII, where that is wanted, but for what data holds."""
        if not self._ascii:
            return clean(line)
        from console.ascii import in_ascii

        return in_ascii(clean(line))

    def say(self, text: str) -> None:
        """Talk."""
        sys.stderr.write(f"{self._shown(text)}\n")

    def trouble(self, code: int, text: str) -> None:
        """Why the command ends: a sentence on stderr, and with --json an answer that says so."""
        if self.json:
            name = exits.NAMES.get(code, "broken")
            self.answer({"error": {"code": name, "exit": code, "message": text}}, ())
        self.say(f"countersign: {text}")

    def point(self, typed: str, column: int, width: int) -> None:
        """What was typed, and under it where it cannot be read; nothing for programs."""
        if typed and not self.json:
            before = clean(typed[: column - 1])
            marked = max(1, cells(clean(typed[column - 1 : column - 1 + width])))
            self.say(f"  {typed}")
            self.say(f"  {' ' * cells(before)}{'^' * marked}")

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


LEAST = 12
"""Columns of text are not cut below this."""
GAP = 2


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> list[str]:
    """Aligned lines under a heading; cut to the terminal, whole elsewhere."""
    lines: list[list[str]] = [[c.title for c in columns]]
    lines += [[clean(cell) for cell in row] for row in rows]
    wide = [max(cells(row[place]) for row in lines) for place in range(len(columns))]
    room = width()
    kept = _fitted(wide, columns, room) if room is not None else list(range(len(columns)))
    return [
        _line([row[p] for p in kept], [columns[p] for p in kept], [wide[p] for p in kept])
        for row in lines
    ]


def _fitted(wide: list[int], columns: Sequence[Column], room: int) -> list[int]:
    """Which columns fit; those kept are narrowed in place. The last spare one goes first."""
    kept = list(range(len(columns)))
    least = [min(w, LEAST) if c.shrinks else w for w, c in zip(wide, columns, strict=True)]
    spare = [p for p in kept if columns[p].spare]
    while spare and sum(least[p] + GAP for p in kept) - GAP > room:
        kept.remove(spare.pop())
    over = sum(wide[p] + GAP for p in kept) - GAP - room
    while over > 0 and (able := [p for p in kept if wide[p] > least[p]]):
        wide[max(able, key=lambda p: wide[p])] -= 1
        over -= 1
    return kept


def _line(row: Sequence[str], columns: Sequence[Column], wide: Sequence[int]) -> str:
    parts = []
    for cell, column, size in zip(row, columns, wide, strict=True):
        text = _cut(cell, size)
        space = " " * (size - cells(text))
        parts.append(space + text if column.right else text + space)
    return (" " * GAP).join(parts).rstrip()


def cells(text: str) -> int:
    """How many columns of the terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # most text never gets here

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _cut(text: str, size: int) -> str:
    if cells(text) <= size:
        return text
    while cells(text) > size - 1:
        text = text[:-1]
    return f"{text}…"
