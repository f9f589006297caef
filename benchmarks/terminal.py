"""A program in a terminal of ours: what it writes, how soon, and what memory it takes."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from pathlib import Path

ANSWERS = (
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[>0?c"), b"\x1b[>1;10;0c"),
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\[\?2048\$p"), b"\x1b[?2048;0$y"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
)
"""What a terminal of today says to the questions a program asks it."""

DOWN, PAGE_DOWN, HOME, END = b"\x1b[B", b"\x1b[6~", b"\x1b[H", b"\x1b[F"
QUIET = 0.06
"""Seconds without a byte after which a picture is complete."""
REST = 0.5
"""Seconds in which the verdict follows the cursor, and the list what was decided."""
HARDLY = 0.02
"""Seconds between two reads of one frame."""
PATIENCE = 60.0


class Terminal:
    """Starts a program and watches the bytes it draws with."""

    def __init__(self, command: Sequence[str], columns: int = 120, rows: int = 40) -> None:
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ.update(
                TERM="xterm-256color",
                COLORTERM="truecolor",
                TEXTUAL_ANIMATIONS="none",
                COUNTERSIGN_WELCOME="no",
            )
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvp(command[0], list(command))
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.drawn = b""

    def _read(self, seconds: float) -> bytes:
        if not select.select([self._fd], [], [], max(0.0, seconds))[0]:
            return b""
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:
            return b""
        for question, answer in ANSWERS:
            for _ in question.findall(data):
                os.write(self._fd, answer)
        self.drawn += data
        return data

    def until(self, text: bytes) -> float:
        """Seconds from the start to the moment this text was written."""
        while text not in self.drawn:
            self._read(0.5)
            if time.perf_counter() - self.started > PATIENCE:
                raise TimeoutError(f"{text!r} was never drawn")
        return time.perf_counter() - self.started

    def settle(self, quiet: float = 0.5) -> None:
        while self._read(quiet):
            pass

    def press(self, key: bytes) -> tuple[float, int]:
        """Milliseconds from the key to the last byte of the picture, and how many bytes."""
        pressed = last = time.perf_counter()
        os.write(self._fd, key)
        size = 0
        while True:
            data = self._read(QUIET if size else 2.0)
            if not data:
                return (last - pressed) * 1000, size
            last = time.perf_counter()
            size += len(data)

    def type(self, key: bytes) -> None:
        os.write(self._fd, key)

    def frame(self, key: bytes) -> tuple[int, int]:
        """Bytes of the next frame and how many reads brought them; what follows later is not it."""
        while self._read(REST):
            pass
        os.write(self._fd, key)
        data, reads = self._read(2.0), 1
        while more := self._read(HARDLY):
            data += more
            reads += 1
        return len(data), reads

    def rested(self, key: bytes) -> tuple[int, int]:
        """Bytes and reads from a key until nothing is drawn any more."""
        os.write(self._fd, key)
        size = reads = 0
        while data := self._read(2.0 if not size else REST):
            size += len(data)
            reads += 1
        return size, reads

    def busy(self) -> float:
        """Seconds that its threads have been on a processor."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text("ascii").split()[0]) for task in tasks) / 1e9

    def leave(self, key: bytes) -> float:
        """Seconds from a key to the end of the program."""
        pressed = time.perf_counter()
        os.write(self._fd, key)
        while self._read(2.0):
            pass
        if os.waitpid(self.pid, os.WNOHANG) == (0, 0):
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        took = time.perf_counter() - pressed
        os.close(self._fd)
        return took

    def listen(self, seconds: float) -> int:
        """Bytes that come by themselves."""
        before, end = len(self.drawn), time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)
        return len(self.drawn) - before

    def memory(self) -> float:
        """Resident MiB."""
        with Path(f"/proc/{self.pid}/status").open(encoding="ascii") as status:
            kib = next(line for line in status if line.startswith("VmRSS:")).split()[1]
        return int(kib) / 1024

    def close(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)
