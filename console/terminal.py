"""The terminal that the console draws on: one that may go away at any moment."""

import os
import sys
import termios
import tty
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from contextlib import suppress
from io import TextIOWrapper
from selectors import EVENT_READ, SelectSelector
from time import monotonic
from typing import IO

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from console.ascii import in_ascii
from console.type_ahead import Flood

TYPED = 20
"""Keys that one read may bring, from somebody who types ahead over a slow line."""
BEAT = 0.1
"""Seconds between two looks whether an Esc was a key of its own."""
READ = 4096
"""Bytes that are read at once."""
PAUSE = 0.1
"""Seconds without a key after which a flood is over."""


class Reads(XTermParser):
    """Makes keys of what one read brings, and a paste of what nobody can have typed."""

    _pasting = False
    _tail = ""
    _flooded = 0.0

    @property
    def is_undecided(self) -> bool:
        """Whether time will tell which key it was."""
        return self._timeout_time is not None

    def feed(self, data: str) -> Iterable[Message]:
        pasting = self._pasting
        self._look_for_pastes(data)
        typed = not pasting and not self._pasting and "\x1b" not in data
        if typed and data and self._floods(data):
            self._flooded = monotonic()
            return [Flood(data)]
        return super().feed(data)

    def _floods(self, data: str) -> bool:
        """One key that repeats itself is held down, however many of it a slow line brings."""
        if monotonic() - self._flooded < PAUSE:
            return True
        return len(data) > TYPED and len(set(data)) > 1

    def _look_for_pastes(self, data: str) -> None:
        """A paste that the terminal marks as one may come in several reads."""
        seen = self._tail + data
        begun, ended = seen.rfind(BRACKETED_PASTE_START), seen.rfind(BRACKETED_PASTE_END)
        if begun != ended:
            self._pasting = begun > ended
        self._tail = seen[1 - len(BRACKETED_PASTE_START) :]


class TerminalDriver(LinuxDriver):
    """Draws on standard output, which is known to be a terminal, and outlives its loss."""

    written: Callable[[str], str] = staticmethod(str)
    """How a text is put."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._wake: tuple[int, int] | None = None
        """The end of a pipe that the thread with the keys listens to, and the other one."""
        self._file = Line(sys.__stdout__ or sys.stdout, self.written)  # type: ignore[assignment]  # all it uses

    def start_application_mode(self) -> None:
        self._wake = os.pipe()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # as Textual has it
        _send_as_written(self.fileno)

    def run_input_thread(self) -> None:
        """Hand on what is typed. Nobody who leaves waits until this thread has slept enough."""
        if self._wake is None:
            return
        keys, woken = Reads(), self._wake[0]
        decode = getincrementaldecoder("utf-8")().decode
        with SelectSelector() as selector:
            for source in (self.fileno, woken):
                selector.register(source, EVENT_READ)
            while not self.exit_event.is_set():
                ready = {key.fd for key, _ in selector.select(BEAT if keys.is_undecided else None)}
                if woken in ready:
                    return
                if self.fileno in ready:
                    data = os.read(self.fileno, READ)
                    if not data:
                        return  # nobody sits there any more
                    typed = decode(data)
                    for event in keys.feed(typed) if typed else ():
                        self.process_message(event)
                for event in keys.tick():
                    self.process_message(event)

    def disable_input(self) -> None:
        if self._wake is not None:
            os.write(self._wake[1], b"\0")
        super().disable_input()
        for end in self._wake or ():
            os.close(end)
        self._wake = None

    def stop_application_mode(self) -> None:
        """Give the terminal back with its usual pen, and with all of its lines free to move."""
        self.write("\x1b[m\x1b[r\x1b[999H")
        super().stop_application_mode()


def _send_as_written(terminal: int) -> None:
    """Nothing is put before the end of a line; what was is restored with all the rest."""
    with suppress(termios.error):
        now = termios.tcgetattr(terminal)
        now[tty.OFLAG] &= ~termios.OPOST
        termios.tcsetattr(terminal, termios.TCSANOW, now)


class AsciiDriver(TerminalDriver):
    """Draws borders, bars and marks in ASCII."""

    written = staticmethod(in_ascii)


class Line:
    """What is written after the line has dropped is nobody's; nobody waits for it either.

    Textual writes in a thread. Were that thread to die of the first error, the session would wait
    for it for ever.
    """

    def __init__(self, file: IO[str], written: Callable[[str], str] = str) -> None:
        """`written` says how a text is put."""
        if isinstance(file, TextIOWrapper):
            file.reconfigure(line_buffering=False)  # a frame goes out in one piece
        self._file = file
        self._written = written
        self._dropped = False

    def write(self, text: str) -> int:
        if not self._dropped:
            try:
                return self._file.write(self._written(text))
            except OSError:
                self._dropped = True
        return len(text)

    def flush(self) -> None:
        if not self._dropped:
            try:
                self._file.flush()
            except OSError:
                self._dropped = True

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return True
