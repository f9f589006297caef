"""Where anchors are kept: the system log, and a file outside the home."""

import os
from pathlib import Path

from core.anchors import Anchor, Unanchored, read

NAME = "countersign"


class SystemLog:
    """Fits Witness: whoever runs the machine sends its log on to another one."""

    def tell(self, anchor: Anchor) -> None:
        import syslog

        syslog.openlog(NAME, 0, syslog.LOG_AUTHPRIV)
        syslog.syslog(syslog.LOG_NOTICE, str(anchor))


class AnchorFile:
    """Fits Witness: one line an anchor, on the disk before anybody relies on it."""

    def __init__(self, path: Path, home: Path) -> None:
        self._path = path
        self._home = home

    def tell(self, anchor: Anchor) -> None:
        if self._path.resolve().is_relative_to(self._home.resolve()):
            raise Unanchored(
                f"The anchor file {self._path} lies inside the home, in reach of whoever writes "
                "the store; choose another with `countersign settings set anchors.file PATH`."
            )
        line = f"{anchor}\n".encode()
        try:
            file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                if os.write(file, line) != len(line):
                    raise Unanchored(f"The anchor file {self._path} took half a line; make room.")
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as why:
            raise Unanchored(
                f"The anchor file {self._path} cannot be written ({why.strerror})."
            ) from why

    def anchors(self) -> list[Anchor]:
        """What it holds of this home; none where there is no file.

        Raises:
            Unanchored: it cannot be read.
        """
        try:
            return read(self._path.read_text("utf-8", "replace"), str(self._home))
        except FileNotFoundError:
            return []
        except OSError as why:
            raise Unanchored(
                f"The anchor file {self._path} cannot be read ({why.strerror})."
            ) from why
