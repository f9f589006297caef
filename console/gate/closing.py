"""Closes a session's process off: what of the environment stays, and what nobody may look into."""

import os
from collections.abc import Mapping, MutableMapping

from console.gate.identity import SETUP, NotLetIn

FORBIDDEN = (
    "TEXTUAL", "PYTHON", "LD_", "COUNTERSIGN", "_COUNTERSIGN", "BASH_ENV", "ENV", "IFS", "GCONV",
    "GLIBC", "LOCPATH", "MALLOC_", "NLSPATH", "SQLITE_", "SSL", "OPENSSL", "TERMINFO", "TERMCAP",
    "XDG_",
)  # fmt: skip
"""How variables begin that load code, name files or choose a company. Whoever sees one of them
here was not let in by the wrapper, which leaves none."""
KEPT = frozenset({"PATH", "HOME", "LANG", "TERM"})
"""What stays for the session."""
TERMINALS = frozenset(
    {
        "xterm", "xterm-256color", "xterm-kitty", "screen", "screen-256color", "tmux",
        "tmux-256color", "vt220", "linux", "alacritty", "foot",
    }
)  # fmt: skip
USUAL = "xterm-256color"
DUMPABLE = 4
"""PR_SET_DUMPABLE of prctl."""


def looked_over(told: Mapping[str, str]) -> None:
    """Refuse an environment that the wrapper cannot have left.

    Raises:
        NotLetIn: it holds a variable that none of our sessions has.
    """
    found = sorted(name for name in told if name.startswith(FORBIDDEN))
    if found:
        name = found[0] if found[0].isprintable() else "A variable"
        raise NotLetIn(f"{name} is set, which no session over SSH may bring along. {SETUP}")


def swept(told: MutableMapping[str, str]) -> None:
    """Leave what a session needs, with a terminal that we know."""
    term = told.get("TERM", "")
    for name in [name for name in told if name not in KEPT]:
        del told[name]
    told["TERM"] = term if term in TERMINALS else USUAL


def closed_off() -> None:
    """Nobody reads what this process makes, its memory, or what is left of it when it dies."""
    from ctypes import CDLL
    from resource import RLIMIT_CORE, setrlimit

    os.umask(0o077)
    setrlimit(RLIMIT_CORE, (0, 0))
    CDLL(None).prctl(DUMPABLE, 0, 0, 0, 0)
