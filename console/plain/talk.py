"""Lines in, lines out: how the plain loop hears and speaks, with nothing that moves on a screen."""

import os
import sys
from io import TextIOWrapper
from typing import TextIO

from console.clean import clean

TOGETHER = 0.03
"""Seconds; nobody types a second line within, a paste always does."""
LONGEST = 2000
"""Characters of one line."""


class Over(Exception):
    """Nothing more will be said: the input ended."""


class NotUnderstood(Exception):
    """A line of a script says nothing that can be done here; what follows it would be misread."""


class Talk:
    """Asks one line at a time. A terminal's person may try again, a script may not."""

    def __init__(self, hears: TextIO | None = None, says: TextIO | None = None) -> None:
        self._hears = hears or sys.stdin
        self._says = says or sys.stdout
        self.live = self._hears.isatty()
        """Whether a person types; otherwise it is a file or a pipe."""
        self._heard = 0
        if isinstance(self._hears, TextIOWrapper):
            self._hears.reconfigure(errors="replace")

    def tell(self, *lines: str) -> None:
        """Each as a line of its own, whatever it holds."""
        self._says.writelines(f"{clean(line)}\n" for line in lines)

    def ask(self, prompt: str) -> str:
        """What is answered, without blanks around it.

        Raises:
            Over: there is no more.
            NotUnderstood: a script's line is too long.
        """
        while True:
            self._says.write(f"{clean(prompt)}: " if self.live else f"{clean(prompt)}:\n")
            self._says.flush()
            line = self._hears.readline()
            self._heard += 1
            if not line:
                if self.live:
                    self.tell("")
                raise Over
            if self.live and self._pasted():
                self.tell("Several lines came at once; none was taken. Type one at a time.")
            elif len(line) > LONGEST:
                self.wrong(f"A line has {LONGEST:,} characters at most.")
            else:
                return line.strip()

    def wrong(self, text: str) -> None:
        """The last line cannot be used; a person hears why.

        Raises:
            NotUnderstood: a script said it.
        """
        if not self.live:
            self._says.flush()
            raise NotUnderstood(f"Line {self._heard:,}: {text} Nothing further was done.")
        self.tell(text)

    def _pasted(self) -> bool:
        """Whether more lines lie ready than the one that was read; they are dropped."""
        from select import select

        number = self._hears.fileno()
        several = bool(select([number], [], [], TOGETHER)[0])
        while select([number], [], [], TOGETHER)[0]:
            if not os.read(number, LONGEST):
                break
        return several
