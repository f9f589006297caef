"""Who asks: an actor and the levels and rights it holds."""

from collections.abc import Mapping

from core.values import NamedTuple
from core.vocabulary import Cents, Level, RecordKind, Tool


class Session(NamedTuple):
    """Where somebody sits, as the audit keeps it; nothing of it is said by the person."""

    id: str = ""
    """Tells one sitting from another."""
    key: str = ""
    """The fingerprint of the SSH key they came in by."""
    address: str = ""
    """The address they came from."""


NO_SESSION = Session()


class Actor(NamedTuple):
    """A person at the keyboard, or the connector (permissions: cross-cutting A.0)."""

    id: str
    name: str
    levels: Mapping[Tool, Level] = {}
    can_push: bool = False
    """Can Push to Accounting."""
    exports: frozenset[RecordKind] = frozenset(RecordKind)
    """Kinds with Can Export ticked; it does not bite for admins of the Company Directory."""
    imports: frozenset[RecordKind] = frozenset(RecordKind)
    create_projects: bool = False
    """Holds Create New Project."""
    connector: bool = False
    email: str = ""
    digest: bool = True
    """Gets the daily summary."""
    send_budgets: bool = False
    """Holds Send and Retrieve Budgets from ERP."""
    may_enter: bool = True
    """May sign in; whoever may not holds no right either."""
    limits: Mapping[RecordKind, Cents] = {}
    """Up to what they accept a record of a kind, where that is not what the settings say."""
    confirmed: str = ""
    """Who confirmed their rights last, and when; empty while nobody had to."""
    session: Session = NO_SESSION
    """Where they sit now; it is kept with what they do, and never with the person."""

    def level(self, tool: Tool) -> Level:
        return self.levels.get(tool, Level.NONE)


CONNECTOR = Actor("connector", "the connector", connector=True)
"""Performs what is owed and reports the outcome; permitted by the same tables."""
