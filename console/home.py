"""A home: the folder that holds a company's store, its log and, in a sandbox, its ERP."""

import os
from pathlib import Path

from core.ports import StoreUnusable

VARIABLE = "COUNTERSIGN_HOME"


class HomeUnusable(StoreUnusable):
    """The folder cannot be a home; the text says what, where and what to do."""


class Home:
    """Knows the names of the files in one folder. Looks, and makes the folder; no more."""

    def __init__(self, path: Path, origin: str = "--home") -> None:
        self.path = path
        self.origin = origin
        """Where the path was said."""
        self.store = path / "countersign.sqlite"
        self.sandbox = path / "sandbox.sqlite"
        self.logs = path / "log"
        self.log = self.logs / "connector.log"
        self.lock = path / "connector.lock"

    @property
    def settled(self) -> bool:
        """Whether a company lives here."""
        return self.store.is_file()

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
            raise HomeUnusable(
                f"{self.path} is a file, not a folder; name a folder with --home."
            ) from why
        except OSError as why:
            raise HomeUnusable(_unwritable(self.path, why.strerror or str(why))) from why
        if not os.access(self.path, os.W_OK | os.X_OK):
            raise HomeUnusable(_unwritable(self.path, "Permission denied"))
        return self

    def checked(self) -> "Home":
        """The home, if a company lives here and may be worked with.

        Raises:
            HomeUnusable: there is no folder, no company, or no right to write.
        """
        if self.path.exists() and not self.path.is_dir():
            raise HomeUnusable(f"{self.path} is a file, not a folder; name a folder with --home.")
        try:
            settled = self.settled
        except PermissionError as why:
            raise HomeUnusable(_unwritable(self.path, "Permission denied")) from why
        if not settled:
            raise HomeUnusable(
                f"There is no company in {self.path}. Run `countersign demo` to make one on real "
                "contracts, or name another folder with --home."
            )
        if not os.access(self.path, os.W_OK | os.X_OK) or not os.access(self.store, os.W_OK):
            raise HomeUnusable(_unwritable(self.path, "Permission denied"))
        return self


def home_at(said: str | None) -> Home:
    """The home that was named with --home, else by COUNTERSIGN_HOME, else the usual place."""
    if said:
        return Home(Path(said).absolute(), "--home")
    if kept := os.environ.get(VARIABLE):
        return Home(Path(kept).absolute(), VARIABLE)
    from platformdirs import user_data_path  # slow, and needed only here

    return Home(user_data_path("countersign", appauthor=False), "the usual place for data")


def _unwritable(path: Path, why: str) -> str:
    return f"{path} cannot be written ({why}). Mend its rights, or name another folder with --home."
