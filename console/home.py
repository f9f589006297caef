"""A home: the folder that holds a company's store, its log and, in a sandbox, its ERP."""

import os
import stat
import sys
from functools import cached_property
from typing import TYPE_CHECKING

from core.ports import StoreUnusable

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

VARIABLE = "COUNTERSIGN_HOME"
CONFIG = "COUNTERSIGN_CONFIG"
PRIVATE = 0o700
"""The mode of a home: what is in it is nobody else's to read, or to put something in its place."""


class HomeUnusable(StoreUnusable):
    """The folder cannot be a home; the text says what, where and what to do."""


class Home:
    """Knows the names of the files in one folder. Looks, and makes the folder; no more."""

    def __init__(self, path: "str | PathLike[str]", origin: str = "--home") -> None:
        self._folder = os.path.abspath(path)
        self.origin = origin
        """Where the path was said."""
        self.store = os.path.join(self._folder, "countersign.sqlite")

    @cached_property
    def path(self) -> "Path":
        from pathlib import Path  # slow, and needed by few commands

        return Path(self._folder)

    @property
    def sandbox(self) -> "Path":
        return self.path / "sandbox.sqlite"

    @property
    def logs(self) -> "Path":
        return self.path / "log"

    @property
    def log(self) -> "Path":
        return self.logs / "connector.log"

    @property
    def lock(self) -> "Path":
        """Held by every connector that runs on this home."""
        return self.path / "connector.lock"

    @property
    def sessions(self) -> "Path":
        """The folder in which sessions keep where they stand."""
        return self.path / "sessions"

    @property
    def seats(self) -> "Path":
        """The folder in which each session over SSH holds a place."""
        return self.path / "seats"

    @property
    def settled(self) -> bool:
        """Whether a company lives here."""
        return _is_file(self.store)

    @property
    def simulated(self) -> bool:
        """Whether the ERP of this home is a sandbox."""
        return self.sandbox.is_file()

    def made(self) -> "Home":
        """The home, with its folder made if need be and for nobody else's eyes.

        Raises:
            HomeUnusable: the folder cannot be made or written.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.logs.mkdir(mode=0o700, exist_ok=True)
        except FileExistsError as why:
            raise HomeUnusable(_no_folder(self._folder)) from why
        except OSError as why:
            raise HomeUnusable(_unwritable(self._folder, why.strerror or str(why))) from why
        if not os.access(self._folder, os.W_OK | os.X_OK):
            raise HomeUnusable(_unwritable(self._folder, "Permission denied"))
        if not self.settled and self.path.stat().st_uid == os.getuid():
            self.path.chmod(PRIVATE)  # it was made by other means, and nobody lives here yet
        return self

    def checked(self) -> "Home":
        """The home, if a company lives here and may be worked with.

        Raises:
            HomeUnusable: there is no folder, no company, no right to write, or others may read it.
        """
        try:
            settled = self.settled
            if not settled and _is_file(self._folder):
                raise HomeUnusable(_no_folder(self._folder))
        except PermissionError as why:
            raise HomeUnusable(_unwritable(self._folder, "Permission denied")) from why
        if not settled:
            raise HomeUnusable(
                f"There is no company in {self._folder}. Run `countersign demo` to make one on "
                "real contracts, or name another folder with --home."
            )
        if not os.access(self._folder, os.W_OK | os.X_OK) or not os.access(self.store, os.W_OK):
            raise HomeUnusable(_unwritable(self._folder, "Permission denied"))
        for path, mode in ((self._folder, PRIVATE), (self.store, PRIVATE & ~0o111)):
            is_now = stat.S_IMODE(os.stat(path).st_mode)
            if is_now & ~PRIVATE:
                raise HomeUnusable(
                    f"{path} is open to others on this machine (mode {is_now:o}); "
                    f"run `chmod {mode:o} {path}`."
                )
        return self


def home_at(said: str | None) -> Home:
    """The home that was named with --home, else by COUNTERSIGN_HOME, else the usual place."""
    if said:
        return Home(said, "--home")
    if kept := os.environ.get(VARIABLE):
        return Home(kept, VARIABLE)
    return Home(_usual(), "the usual place for data")


def config_folder() -> str:
    """The folder of a person's own choices: COUNTERSIGN_CONFIG, else the usual place."""
    if named := os.environ.get(CONFIG):
        return os.path.abspath(named)
    if sys.platform == "linux":
        kept = os.environ.get("XDG_CONFIG_HOME", "").strip() or os.path.expanduser("~/.config")
        return os.path.join(kept, "countersign")
    from platformdirs import user_config_dir

    return user_config_dir("countersign", appauthor=False)


def own_keys() -> str:
    """The file in which a person moves the keys."""
    return os.path.join(config_folder(), "keys.toml")


def has_own_keys() -> bool:
    """Whether there is such a file, or something else of its name."""
    return os.path.exists(own_keys())


def _usual() -> str:
    if sys.platform == "linux":
        # What platformdirs answers here; loading it takes longer than the rest of a command.
        data = os.environ.get("XDG_DATA_HOME", "").strip() or os.path.expanduser("~/.local/share")
        return os.path.join(data, "countersign")
    from platformdirs import user_data_dir

    return user_data_dir("countersign", appauthor=False)


def _is_file(path: str) -> bool:
    """Raises: PermissionError: it may not be known."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _no_folder(path: str) -> str:
    return f"{path} is a file, not a folder; name a folder with --home."


def _unwritable(path: str, why: str) -> str:
    return f"{path} cannot be written ({why}). Mend its rights, or name another folder with --home."
