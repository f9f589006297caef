"""A real terminal: the program in a pty, its bytes drawn by an emulator, its keys typed."""

import os
import re
import time
from collections.abc import Sequence

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
}
UNKNOWN_TO_THE_EMULATOR = re.compile(
    rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1bP.*?\x1b\\"
)


class Terminal:
    """One person's window."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        environment: dict[str, str] | None = None,
    ) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TEXTUAL", "NO_COLOR"))}
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.bytes = b""
        self.child = pexpect.spawn(
            arguments[0],
            list(arguments[1:]),
            dimensions=(rows, columns),
            env=kept
            | {"TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none", "COLORTERM": "truecolor"}
            | (environment or {}),
            timeout=1,
        )

    def press(self, *keys: str) -> None:
        """Type keys by name, or text as it is; each is let through before the next."""
        for key in keys:
            self.child.send(KEYS.get(key, key))
            self._drain(0.03)

    def until(self, pattern: str, seconds: float = 30) -> str:
        """Wait for a pattern on the screen; returns the screen.

        Raises:
            AssertionError: it never appeared; the message shows what did.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if re.search(pattern, self.text):
                return self.text
            self._drain(0.05)
            if not self.child.isalive():
                self._drain(0.05)
                break
        if re.search(pattern, self.text):
            return self.text
        raise AssertionError(f"{pattern!r} did not appear. The screen:\n{self.text}")

    def settle(self, quiet: float = 0.3, seconds: float = 10) -> str:
        """Wait until nothing more is drawn."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._drain(quiet):
            continue
        return self.text

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def close(self) -> None:
        self.child.close(force=True)

    def _drain(self, seconds: float) -> bool:
        try:
            read = self.child.read_nonblocking(65536, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.bytes += read
        self._stream.feed(UNKNOWN_TO_THE_EMULATOR.sub(b"", read))
        return True
