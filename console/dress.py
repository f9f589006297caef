"""How somebody wants the console to look: a theme, borders in ASCII, a marker for the cursor.

Said with --theme, --ascii and --marker, else by the environment, else in `looks.toml` in the folder
of configuration. A theme that is said is kept there for the next time.
"""

import os
import re
from pathlib import Path

from console.home import config_folder
from core.values import NamedTuple

FILE = "looks.toml"
THEMES = ("dark", "light", "contrast", "ansi-dark", "ansi-light")
"""The first is the usual one; the last two are the terminal's own colours."""
ASCII = "COUNTERSIGN_ASCII"
MARKER = "COUNTERSIGN_MARKER"
NO = frozenset({"", "0", "no", "false", "off"})
LINE = re.compile(r"(?m)^[ \t]*theme[ \t]*=.*$")


class NoSuchTheme(ValueError):
    """The text says which there are."""


class Dress(NamedTuple):
    """What is worn."""

    theme: str = THEMES[0]
    ascii: bool = False
    trouble: str = ""
    """What is wrong with the file, in a sentence."""
    marker: bool = False
    """Whether a mark before its row is the cursor of a list, and no bar: for slow lines."""


def dress(theme: str | None = None, *, ascii: bool = False, marker: bool = False) -> Dress:
    """What to wear, where so much was said on the command line.

    Raises:
        NoSuchTheme: there is no such theme.
    """
    kept = _kept()
    if theme is not None:
        kept = kept._replace(theme=_named(theme))
    plain, sparing = ascii or _said(ASCII, kept.ascii), marker or _said(MARKER, kept.marker)
    return kept._replace(ascii=plain, marker=sparing)


def _said(name: str, kept: bool) -> bool:  # noqa: FBT001 - what holds where nothing is said
    said = os.environ.get(name)
    return kept if said is None else said.casefold() not in NO


def keep(theme: str) -> str:
    """Wear it from now on; what else stands in the file stays. Returns the file's path.

    Raises:
        NoSuchTheme: there is no such theme.
        OSError: it cannot be written.
    """
    path, line = _path(), f'theme = "{_named(theme)}"'
    before = _text(path) or ""
    after = LINE.sub(line, before, count=1) if LINE.search(before) else f"{line}\n{before}"
    if after != before:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = path.with_name(f"{FILE}.{os.getpid()}")
        new.write_text(after, encoding="utf-8")
        new.replace(path)
    return str(path)


def _named(theme: str) -> str:
    name = theme.strip().casefold()
    if name not in THEMES:
        raise NoSuchTheme(f"There is no theme {theme!r}; there are {', '.join(THEMES)}.")
    return name


def _path() -> Path:
    return Path(config_folder()) / FILE


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None


def _kept() -> Dress:
    path = _path()
    try:
        text = _text(path)
        if text is None:
            return Dress()
        import tomllib  # only where there is a file

        said = tomllib.loads(text)
        theme = _named(str(said.get("theme", THEMES[0])))
        return Dress(theme, said.get("ascii") is True, marker=said.get("marker") is True)
    except (OSError, ValueError) as why:  # what is no TOML, no UTF-8 or no theme is a ValueError
        reason = getattr(why, "strerror", None) or str(why)
        return Dress(trouble=f"{path} is not followed: {reason}")
