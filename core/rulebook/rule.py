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
STORE = "the store"
RELAY = "the relay"
SETTINGS = "the table of settings"
COSTS = "what becomes of a transaction"
ONE_JOB = "the costs of one job"
CONTENT = "what content is"
SCHEMA = "what the database refuses"
MATCHES = "suggested matches"
UPKEEP = "what a refresh does with vendors"
VENDOR_TYPES = "the settings of vendor types"
HOME_OF = {
    MATCHES: "core/matches.py",
    UPKEEP: "core/upkeep.py",
    VENDOR_TYPES: "core/options/guards.py",
    LIFECYCLE: "core/transitions.py",
    RIGHTS: "core/permissions.py",
    FIELDS: "core/fields.py",
    LOCK: "core/locks.py",
    PAYLOAD: "core/payload.py",
    OUTCOME: "core/changes.py",
    LEDGER: "adapters/sandbox/strictness.py",
    REPORTS: "core/reports/",
    PROJECTS: "adapters/sandbox/projects.py",
    STORE: "adapters/stores/sitting.py",
    RELAY: "core/refresh.py",
    SETTINGS: "core/options/",
    COSTS: "core/costs.py",
    ONE_JOB: "core/job_costs.py",
    CONTENT: "core/canonical.py",
    SCHEMA: "adapters/stores/guarding.py",
}
"""The file of each home."""


class Rule(NamedTuple):
    """One numbered rule."""

    number: str
    """For example `financials 27`; guards and tests may add the section's own name, `(C4)`."""
    gist: str
    home: str = ""
    """Where it is held if not by a guard, or besides one."""
    absent: str = ""
    """What of it is not held, and why."""


class Step(NamedTuple):
    """One action that the connector's tutorials teach."""

    number: str
    gist: str
    does: str = ""
    """The command that does it here, without the program's name; empty where none does."""
    absent: str = ""
    """Why none does."""


class Question(NamedTuple):
    """One question that people ask."""

    number: str
    asks: str
    answer: str = ""
    """In our words."""
    command: str = ""
    """Which shows the answer for a record of one's own."""
    rules: tuple[str, ...] = ()
    """The numbered rules it comes from."""
    absent: str = ""
    """Why there is no answer here."""


class Message(NamedTuple):
    """One row of the catalogues of blocked reasons and errors."""

    key: str
    when: str
    guards: tuple[str, ...] = ()
    """Their names; each has a sentence of its own."""
    codes: tuple[str, ...] = ()
    """Under which the sandbox's Sage answers it."""
    elsewhere: str = ""
    """Where it is told if by neither."""
    absent: str = ""
