"""What `[tool.mutation]` of pyproject.toml says."""

import tomllib
from pathlib import Path
from typing import NamedTuple


class Settings(NamedTuple):
    """Which modules are made wrong, which tests are asked, and where answers are kept."""

    modules: tuple[str, ...]
    skipped: tuple[str, ...]
    suites: tuple[str, ...]
    folder: str
    equivalents: str
    """A text of wrong lines that say the same as the right ones, each with its reason."""


def settings() -> Settings:
    said = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutation"]
    return Settings(
        tuple(said["modules"]),
        tuple(said["skipped"]),
        tuple(said["suites"]),
        said["folder"],
        said["equivalents"],
    )
