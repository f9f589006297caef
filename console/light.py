"""Textual's App without what a session may not have anyway: the command palette, and TLS.

The palette draws in a dozen widgets, and asyncio OpenSSL: a third of what Textual takes to import.
Where Textual is loaded already nothing happens; `tests/console/test_light.py` holds both to it.
"""

import sys
from types import ModuleType

PALETTE = "textual.command"
NAMES = (
    "CommandListItem",
    "CommandPalette",
    "DiscoveryHit",
    "Hit",
    "Hits",
    "Provider",
    "SimpleProvider",
)
"""What Textual's own modules take from the palette while they load, and never use without one."""


def _without_palette() -> None:
    stand_in = ModuleType(PALETTE, "There is no command palette in this process.")
    for name in NAMES:
        setattr(stand_in, name, type(name, (), {}))
    sys.modules[PALETTE] = stand_in


def _without_tls() -> None:
    """Asyncio does without OpenSSL where there is none; whoever wants it later still gets it."""
    spared = "ssl" not in sys.modules
    if spared:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # how an import is told "there is none"
    import asyncio  # noqa: F401

    if spared:
        del sys.modules["ssl"]


if "textual.app" not in sys.modules:
    _without_tls()
    _without_palette()

from textual.app import App  # noqa: E402 - what it would load is decided above

__all__ = ["App"]
