"""What somebody may do: every verb of every tab, where the right comes from, what is missing."""

from collections.abc import Iterator

from core.objection import Objection
from core.people import Actor
from core.permissions import (
    REFRESH,
    AnyOf,
    AtLeast,
    CreateProjects,
    Grant,
    IsConnector,
    MayExport,
    MayImport,
    Need,
    Push,
    denials,
    grant,
)
from core.reports import REPORTS
from core.tabs import TABS, Tab
from core.values import NamedTuple
from core.vocabulary import CONNECTORS_OWN, Action, Level, Permission, RecordKind, Tool, words

REPORTING = "reports"
"""Stands where a tab does, for what is read on no tab."""


class Right(NamedTuple):
    """One verb of one kind, as it stands for one person."""

    tab: str
    kind: RecordKind | None
    """None where the verb is for the whole tab."""
    verb: str
    row: str
    """Of the matrix, cross-cutting A.1."""
    held: tuple[str, ...]
    """What the person holds of what the verb takes."""
    missing: tuple[Objection, ...]

    @property
    def may(self) -> bool:
        return not self.missing


def rights(actor: Actor) -> tuple[Right, ...]:
    """Every verb that a person at a keyboard may be granted, in the order of the tabs."""
    found = [right for tab in TABS for right in _on(tab, actor)]
    some = next(iter(RecordKind))  # no report asks for the ticks of a kind
    found += [_right(REPORTING, None, report.name, report.grant, actor, some) for report in REPORTS]
    return tuple(found)


def _on(tab: Tab, actor: Actor) -> Iterator[Right]:
    if tab.refresh is not None:
        yield _right(tab.name, None, "refresh", REFRESH, actor, next(iter(tab.kinds)))
    for kind in tab.kinds:
        for action, permission in verbs(tab, kind).items():
            wanted = grant(permission, kind)
            yield _right(tab.name, kind, words(action), wanted, actor, kind)


def verbs(tab: Tab, kind: RecordKind) -> dict[Action, Permission]:
    """What people do with a kind, and by whose right."""
    return {
        row.action: row.permission
        for row in tab.kinds[kind]
        if row.action not in CONNECTORS_OWN and row.permission is not Permission.CONNECTOR
    }


def _right(
    tab: str, kind: RecordKind | None, verb: str, wanted: Grant, actor: Actor, of: RecordKind
) -> Right:
    held = tuple(text for need in wanted.needs if (text := _held(need, actor, of)))
    return Right(tab, kind, verb, wanted.row, held, denials(wanted, actor, of))


def _held(need: Need, actor: Actor, kind: RecordKind) -> str:
    """By what a person has a need; empty where it is lacking."""
    if denials(Grant("", (need,)), actor, kind):
        return ""
    match need:
        case AtLeast(tool, _):
            return f"{actor.level(tool).words} of {tool}"
        case Push():
            return "Can Push to Accounting"
        case MayExport():
            return _ticked("Can Export", ticked=kind in actor.exports, kind=kind)
        case MayImport():
            return _ticked("Can Import", ticked=kind in actor.imports, kind=kind)
        case CreateProjects():
            return "Create New Project"
        case IsConnector():
            return "being the connector"
        case AnyOf(needs):
            return next(text for one in needs if (text := _held(one, actor, kind)))


def _ticked(box: str, *, ticked: bool, kind: RecordKind) -> str:
    if ticked:
        return f"{box} on {words(kind)}"
    return f"{Level.ADMIN.words} of {Tool.COMPANY_DIRECTORY}, for whom {box} does not bite"
