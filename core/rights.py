"""What somebody may do: every verb of every tab, where the right comes from, what is missing."""

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
from core.objection import Objection
from core.people import Actor
from core.permissions import USUAL, Deed, deed_grant, denials, grant
from core.reports import REPORTS
from core.settings import DIRECT, Settings
from core.tabs import TAB_OF, TABS, Tab
from core.values import NamedTuple
from core.vocabulary import CONNECTORS_OWN, Action, Level, Permission, RecordKind, Tool, words

DIRECT_EXPORT = "export directly"
"""What sending is, where the company exports a kind without an approver."""
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


COMPANY, PROJECT = "company", "project"
"""Stand where a tab does, for what is chosen for the company, or for one project."""
ELSEWHERE: dict[Deed, tuple[str, RecordKind | None]] = {
    Deed.READ_SAGE: (COMPANY, None),
    Deed.SEE_SCHEDULE: (COMPANY, None),
    Deed.CHANGE_SETTINGS: (COMPANY, None),
    Deed.GRANT_PRIVILEGES: (COMPANY, None),
    Deed.SHARE_VIEWS: (COMPANY, None),
    Deed.CHOOSE_VENDOR_TYPES: ("vendors", RecordKind.COMPANY),
    Deed.SEE_ARCHIVED: ("vendors", RecordKind.COMPANY),
    Deed.SEE_SUB_JOBS: ("sub_jobs", RecordKind.SUB_JOB),
    Deed.OPEN_SYNCED_COSTS: ("job_costs", RecordKind.JOB_COST),
    Deed.SYNC_TRANSACTIONS: ("job_costs", RecordKind.JOB_COST),
    Deed.SEE_COST_DETAILS: ("job_costs", RecordKind.JOB_COST),
    Deed.EXPORT_JOB_COSTS: ("job_costs", RecordKind.JOB_COST),
    Deed.SWITCH_TRANSACTIONS: (PROJECT, None),
    Deed.CHOOSE_BUDGET_EXPORT: (PROJECT, None),
}
"""Where each deed belongs that is neither a tab's refresh, a report nor done for several kinds."""


def rights(actor: Actor, settings: Settings = USUAL) -> tuple[Right, ...]:
    """Every verb that a person at a keyboard may be granted, in the order of the tabs."""
    found = [right for tab in TABS for right in _on(tab, actor, settings)]
    found += [
        _right(TAB_OF[kind].name, kind, Deed.SWITCH_DIRECT_EXPORTS, wanted, actor, kind)
        for wanted in (deed_grant(Deed.SWITCH_DIRECT_EXPORTS, settings),)
        for kind in RecordKind
        if kind in DIRECT
    ]
    some = next(iter(RecordKind))  # neither these nor a report ask for the ticks of a kind
    found += [
        _right(place, kind, deed, deed_grant(deed, settings), actor, kind or some)
        for deed, (place, kind) in ELSEWHERE.items()
    ]
    found += [
        _right(REPORTING, None, report.name, deed_grant(report.deed, settings), actor, some)
        for report in REPORTS
    ]
    return tuple(found)


def _on(tab: Tab, actor: Actor, settings: Settings) -> Iterator[Right]:
    if tab.refresh is not None:
        wanted = deed_grant(Deed.REFRESH, settings)
        yield _right(tab.name, None, Deed.REFRESH, wanted, actor, next(iter(tab.kinds)))
    for kind in tab.kinds:
        for action, permission in verbs(tab, kind).items():
            wanted = grant(permission, kind, settings)
            yield _right(tab.name, kind, words(action), wanted, actor, kind)
        if kind in settings.direct_exports:
            wanted = grant(Permission.SENDER, kind, settings)
            direct = wanted._replace(row=f"{wanted.row}, B.3")
            yield _right(tab.name, kind, DIRECT_EXPORT, direct, actor, kind)


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
        case AnyOf(needs):
            return next(text for one in needs if (text := _held(one, actor, kind)))
        case AllOf(needs):
            return " and ".join(_held(one, actor, kind) for one in needs)
        case _:
            return _held_one(need, actor, kind)


def _held_one(
    need: AtLeast | Push | MayExport | MayImport | CreateProjects | SendBudgets | IsConnector,
    actor: Actor,
    kind: RecordKind,
) -> str:
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
        case SendBudgets():
            return "Send and Retrieve Budgets from ERP"
        case IsConnector():
            return "being the connector"


def _ticked(box: str, *, ticked: bool, kind: RecordKind) -> str:
    if ticked:
        return f"{box} on {words(kind)}"
    return f"{Level.ADMIN.words} of {Tool.COMPANY_DIRECTORY}, for whom {box} does not bite"
