"""A numbered rule, and the words for where such rules are held."""

from core.values import NamedTuple

LIFECYCLE = "lifecycle"
RIGHTS = "permissions"
FIELDS = "fields"
LOCK = "locks at the origin"
PAYLOAD = "payload"
OUTCOME = "what an outcome writes"
LEDGER = "the sandbox's ledger"
REPORTS = "the reports"
PROJECTS = "the sandbox's project system"
IN_PROJECTS = "Done in the project system; no action here does it."


class Rule(NamedTuple):
    """One numbered rule."""

    number: str
    """For example `financials 27`; guards and tests may add the section's own name, `(C4)`."""
    gist: str
    home: str = ""
    """Where it is held if not by a guard, or besides one."""
    absent: str = ""
    """What of it is not held, and why."""
