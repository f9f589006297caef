"""What a right may take: levels of tools, privileges, and several of them in one way or another."""

from collections.abc import Mapping
from enum import StrEnum

from core.settings import Policies
from core.values import NamedTuple
from core.vocabulary import Level, Tool


class AtLeast(NamedTuple):
    """A level of a tool."""

    tool: Tool
    level: Level


class Push(NamedTuple):
    """Can Push to Accounting."""


class MayExport(NamedTuple):
    """Can Export for the kind; it bites below Admin of the Company Directory (A.0-5)."""


class MayImport(NamedTuple):
    """Can Import for the kind; likewise."""


class CreateProjects(NamedTuple):
    """The Create New Project privilege."""


class SendBudgets(NamedTuple):
    """The granular right to send and to take back budgets (financials 1.3)."""


class IsConnector(NamedTuple):
    """Nobody at a keyboard."""


class AnyOf(NamedTuple):
    """One of several is enough."""

    needs: "tuple[Need, ...]"


class AllOf(NamedTuple):
    """All of several, where it is one way among others."""

    needs: "tuple[Need, ...]"


Need = (
    AtLeast
    | Push
    | MayExport
    | MayImport
    | CreateProjects
    | SendBudgets
    | IsConnector
    | AnyOf
    | AllOf
)


class Grant(NamedTuple):
    """What a permission takes for a kind, and the row of cross-cutting A.1 that says so."""

    row: str
    needs: tuple[Need, ...]


class Choice(NamedTuple):
    """Where a policy of the company decides what a right takes."""

    policy: str
    """A field of core.settings.Policies."""
    takes: Mapping[StrEnum, Grant]
    """By the policy's value."""

    def grant(self, policies: Policies) -> Grant:
        return self.takes[getattr(policies, self.policy)]
