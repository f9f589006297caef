"""The terminal that the console draws on: one that may go away at any moment."""

import sys
from typing import IO

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver


class TerminalDriver(LinuxDriver):
    """Draws on standard output, which is known to be a terminal, and outlives its loss."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file = Line(sys.__stdout__ or sys.stdout)  # type: ignore[assignment]  # all it uses


class Line:
    """What is written after the line has dropped is nobody's; nobody waits for it either.

    Textual writes in a thread. Were that thread to die of the first error, the session would wait
    for it for ever.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._dropped = False

    def write(self, text: str) -> int:
        if not self._dropped:
            try:
                return self._file.write(text)
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
