"""A real terminal: the program in a pty, its bytes drawn by an emulator, its keys typed."""

import os
import re
import signal
import termios
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

import pexpect
import pyte

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pagedown": "\x1b[6~",
    "pageup": "\x1b[5~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "space": " ",
    "backspace": "\x7f",
    "f5": "\x1b[15~",
    "delete": "\x1b[3~",
    "ctrl+u": "\x15",
}
ESCAPE_DELAY = 0.15
"""Seconds in which a program tells Esc from the beginning of a longer key."""
UNKNOWN_TO_THE_EMULATOR = re.compile(
    rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1bP.*?\x1b\\"
)
UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;?<>=$]*|P[^\x1b]*|\][^\x07\x1b]*)?\Z")
"""A sequence whose other half has not been read yet."""
OF_ANOTHER_WINDOW = ("TEXTUAL", "NO_COLOR", "COLUMNS", "LINES")
MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
BORROWED = {b"1000", b"1003", b"1004", b"1006", b"1015", b"1049", b"2004"}
"""Modes that a program gives back: mouse, focus, alternate screen, bracketed paste."""
LENT = {b"25", b"7"}
"""Modes that were on when it came: the cursor is shown, lines wrap."""


class Terminal:
    """One person's window."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        environment: dict[str, str] | None = None,
        cwd: str | None = None,
    ) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(OF_ANOTHER_WINDOW)}
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._rest = b""
        self.bytes = b""
        self.child = pexpect.spawn(
            arguments[0],
            list(arguments[1:]),
            dimensions=(rows, columns),
            env=kept
            | {"TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none", "COLORTERM": "truecolor"}
            | (environment or {}),
            cwd=cwd,
            timeout=1,
        )
        self.child.delaybeforesend = None
        self._drawn: list[str] | None = None
        self.lines_before = termios.tcgetattr(self.child.child_fd)

    # hands

    def press(self, *keys: str) -> None:
        """Type keys by name, or text as it is; each is let through before the next."""
        for key in keys:
            self.child.send(KEYS.get(key, key))
            if key == "escape":
                self._rest_from_escape()
            else:
                self._drain(0.03)

    def _rest_from_escape(self) -> None:
        """What follows Esc at once would be read as one key together with it."""
        end = time.monotonic() + ESCAPE_DELAY
        while (left := end - time.monotonic()) > 0:
            self._drain(left)

    def click(self, row: int, column: int) -> None:
        """The left button, down and up, at a place counted from 0."""
        at = f"0;{column + 1};{row + 1}"
        self.child.send(f"\x1b[<{at}M\x1b[<{at}m")
        self._drain(0.03)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self._drawn = None
        self.child.setwinsize(rows, columns)

    def signal(self, number: int) -> None:
        self.child.kill(number)

    def hang_up(self) -> None:
        """The line drops: nothing is read or written any more."""
        self.child.ptyproc.fileobj.close()
        self.child.ptyproc.closed = self.child.closed = True
        self.child.ptyproc.fd = self.child.child_fd = -1

    # eyes

    def until(self, pattern: str, seconds: float = 30) -> str:
        """Wait for a pattern on the screen; returns the screen.

        Raises:
            AssertionError: it never appeared; the message shows what did.
        """
        return self.wait(lambda: re.search(pattern, self.text) is not None, pattern, seconds)

    def until_gone(self, pattern: str, seconds: float = 30) -> str:
        return self.wait(lambda: re.search(pattern, self.text) is None, f"no {pattern}", seconds)

    def wait(self, holds: Callable[[], bool], what: str, seconds: float = 30) -> str:
        """Read on until something holds of the screen; returns the screen.

        Raises:
            AssertionError: it never did.
        """
        deadline = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > deadline:
                break
            if not self._drain(0.05) and not self.child.isalive():
                while self._drain(0.05):
                    continue
                break
        assert holds(), f"{what!r} did not appear. The screen:\n{self.text}"
        return self.text

    def settle(self, quiet: float = 0.3, seconds: float = 10) -> str:
        """Wait until nothing more is drawn."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._drain(quiet):
            continue
        return self.text

    def ended(self, seconds: float = 10) -> int:
        """Wait until the program has left; its exit code, or the signal below zero."""
        deadline = time.monotonic() + seconds
        while self.child.isalive():
            assert time.monotonic() < deadline, f"it did not end. The screen:\n{self.text}"
            self._drain(0.05)
        while self._drain(0.05):
            continue
        if self.child.signalstatus is not None:
            return -self.child.signalstatus
        return self.child.exitstatus

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def lines(self) -> list[str]:
        if self._drawn is None:
            self._drawn = [line.rstrip() for line in self.screen.display]
        return self._drawn

    @property
    def restored(self) -> bool:
        """The window is as it was found: its screen, its cursor, its mouse, its line discipline."""
        modes = {m: on for names, on in MODE.findall(self.bytes) for m in names.split(b";")}
        given_back = all(modes.get(mode, b"l") == b"l" for mode in BORROWED)
        back_on = all(modes.get(mode, b"h") == b"h" for mode in LENT)
        entered, left = self.bytes.rfind(b"\x1b[?1049h"), self.bytes.rfind(b"\x1b[?1049l")
        keys_back = self.bytes.count(b"\x1b[<u") >= len(re.findall(rb"\x1b\[>\d+u", self.bytes))
        settings = termios.tcgetattr(self.child.child_fd) == self.lines_before
        return given_back and back_on and entered < left and keys_back and settings

    def close(self) -> None:
        if self.child.child_fd == -1:
            with suppress(ProcessLookupError):
                os.kill(self.child.pid, signal.SIGKILL)
            return
        self.child.close(force=True)

    def _drain(self, seconds: float) -> bool:
        try:
            read = self.child.read_nonblocking(65536, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.bytes += read
        self._drawn = None
        whole = self._rest + read
        unfinished = UNFINISHED.search(whole)
        cut = unfinished.start() if unfinished else len(whole)
        self._rest = whole[cut:]
        self._stream.feed(UNKNOWN_TO_THE_EMULATOR.sub(b"", whole[:cut]))
        return True
