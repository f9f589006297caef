"""What somebody granted themself, and whether another administrator confirmed it since."""

from collections.abc import Iterable

from core.audit import SETTINGS, Entry
from core.people import Actor

RIGHTS = ("push=", "level:", "export:", "limit:")
"""How the rights begin by which one decides."""
SETTING = ("duties.", "accept_limit.", "second_approver.")
"""How the settings begin that say who may not."""
NOTHING = ("=no", "=None", "=none")
"""What is taken."""
CONFIRMED = "confirmed="


def own_grant(entries: Iterable[Entry], actor: Actor) -> str:
    """What stands unconfirmed, in words; empty where nothing does. Entries in their order."""
    found = ""
    for entry in entries:
        if not _is_by(entry, actor):
            found = "" if entry.said.startswith(CONFIRMED) else found
        elif line := _raised(entry):
            found = f"You changed {line} yourself on {entry.at:%Y-%m-%d}"
    return found


def _is_by(entry: Entry, actor: Actor) -> bool:
    return entry.person == actor.id if entry.person else entry.actor == actor.name


def _raised(entry: Entry) -> str:
    """The first line that grants or loosens something."""
    about = SETTING if entry.record == SETTINGS else RIGHTS
    lines = (line for line in entry.said.splitlines() if line.startswith(about))
    return next((line.partition("=")[0] for line in lines if not line.endswith(NOTHING)), "")
