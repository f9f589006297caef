"""Which rights of the tables hold each row of the permission matrix (cross-cutting A.1)."""

from collections.abc import Iterator

from core.needs import (
    AllOf,
    AnyOf,
    AtLeast,
    CreateProjects,
    Grant,
    IsConnector,
    MayExport,
    MayImport,
    Need,
    Push,
    SendBudgets,
)
from core.permissions import CHOICES, DEED_CHOICES, DEEDS, GRANTS, Deed
from core.tabs import TAB_OF
from core.values import NamedTuple
from core.vocabulary import Action, Permission, RecordKind, Tool

UNSUPPORTED = "connector_unsupported"
"""The reason code of what this connector has not (A.2)."""


ALSO: dict[str, tuple[Deed, ...]] = {"23": (Deed.REFRESH,)}
"""Deeds of another row that do what this one says, too."""
ABSENT = {
    "01": "Standard codes are made in Sage; what a project adds is accepted by row 39.",
    "27": "Payments are not brought from Sage 300 CRE by this connector.",
    "52": "Replaced by rows 25 and 07: who keeps a directory sends, an approver accepts.",
}
"""Rows that nothing here holds, and why: UNSUPPORTED is the reason code."""


class Held(NamedTuple):
    """A right that holds a row: an action on a kind, or a deed; and what it takes."""

    permission: Permission | None
    kind: RecordKind | None
    actions: tuple[Action, ...]
    deed: Deed | None
    grants: tuple[Grant, ...]
    """The usual one first, then those of other values of its policy."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The reason codes with which it may be refused (A.2)."""
        needs = (need for grant in self.grants for need in grant.needs)
        return tuple(dict.fromkeys(code for need in needs for code in _codes(need)))


def holding(row: str) -> tuple[Held, ...]:
    """Every right of the tables that cites a row, written `07`, or does it under another one's."""
    return (*_actions(row), *_deeds(row))


def _actions(row: str) -> Iterator[Held]:
    for (permission, kind), wanted in GRANTS.items():
        done = tuple(
            dict.fromkeys(r.action for r in TAB_OF[kind].kinds[kind] if r.permission is permission)
        )
        if done and row in wanted.row.split(", "):
            choice = CHOICES.get((permission, kind))
            grants = tuple(choice.takes.values()) if choice else (wanted,)
            yield Held(permission, kind, done, None, grants)


def _deeds(row: str) -> Iterator[Held]:
    for deed, wanted in DEEDS.items():
        if wanted.row == row or deed in ALSO.get(row, ()):
            choice = DEED_CHOICES.get(deed)
            grants = tuple(choice.takes.values()) if choice else (wanted,)
            yield Held(None, None, (), deed, grants)


def _codes(need: Need) -> tuple[str, ...]:
    match need:
        case AtLeast(tool, _):
            return ("level_too_low" if tool is Tool.ERP else "needs_source_tool_admin",)
        case Push():
            return ("needs_cpa",)
        case MayExport():
            return ("needs_type_export_right",)
        case MayImport():
            return ("needs_type_import_right",)
        case CreateProjects():
            return ("needs_directory_or_create_project",)
        case SendBudgets():
            return ("needs_source_tool_admin",)
        case IsConnector():
            return ()
        case AnyOf(needs) | AllOf(needs):
            return tuple(code for one in needs for code in _codes(one))
