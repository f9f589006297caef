"""The screens beside the tabs: by the name that console.keys.PLACES gives each, how it is made."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import Screen

from core.vocabulary import RecordKind

if TYPE_CHECKING:
    from console.screens.tab import TabScreen

Made = Callable[["TabScreen"], "Screen[None] | Screen[str | None]"]


def reports(tab: "TabScreen") -> "Screen[None]":
    from console.screens.reports import ReportsScreen

    return ReportsScreen(tab.desk)


def inbox(tab: "TabScreen") -> "Screen[None]":
    from console.screens.inbox import InboxScreen

    return InboxScreen(tab.desk, tab.clock)


def dashboard(tab: "TabScreen") -> "Screen[None]":
    from console.screens.dashboard import DashboardScreen

    return DashboardScreen(tab.desk, tab.clock)


def errors(tab: "TabScreen") -> "Screen[None]":
    from console.screens.errors import ErrorsScreen

    return ErrorsScreen(tab.desk, tab.clock)


def saved(tab: "TabScreen") -> "Screen[None]":
    from console.screens.saved import SavedScreen

    return SavedScreen(tab.desk, tab.go_to_saved)


def costs(tab: "TabScreen") -> "Screen[None]":
    from console.screens.costs import CostsScreen

    row = tab.records.current
    return CostsScreen(tab.desk, (row.erp_id or row.number) if row else "")


def matches(tab: "TabScreen") -> "Screen[None]":
    from console.screens.matches import MatchesScreen

    return MatchesScreen(tab.desk)


def codes(tab: "TabScreen") -> "Screen[None]":
    """The company's defaults; on a tab of jobs the codes of the job under the cursor."""
    from console.screens.codes import CodesScreen

    row = tab.records.current
    return CodesScreen(tab.desk, row.id if row and row.kind is RecordKind.PROJECT else None)


def setup(tab: "TabScreen") -> "Screen[str | None]":
    from console.app import CountersignApp
    from console.screens.setup import SetupScreen
    from console.screens.setup_sections import Seat, sections

    row, app = tab.records.current, tab.app
    facts = app.facts if isinstance(app, CountersignApp) else None
    return SetupScreen(sections(Seat(tab.desk, facts, row)))


def acts(tab: "TabScreen") -> "Screen[None]":
    """Empty at a desk that nobody keeps a log of."""
    from console.acts import WitnessedDesk
    from console.screens.command_log import CommandLogScreen

    return CommandLogScreen(tab.desk.acts() if isinstance(tab.desk, WitnessedDesk) else ())


def batches(tab: "TabScreen") -> "Screen[None]":
    from console.screens.batches import BatchesScreen

    return BatchesScreen(tab.desk, tab.clock)


def tray(tab: "TabScreen") -> "Screen[None]":
    from console.screens.tray import TrayScreen

    return TrayScreen(tab.desk, tab.clock)


PLACES: dict[str, Made] = {
    "tray": tray,
    "batches": batches,
    "acts": acts,
    "matches": matches,
    "codes": codes,
    "costs": costs,
    "reports": reports,
    "saved": saved,
    "inbox": inbox,
    "errors": errors,
    "dashboard": dashboard,
    "setup": setup,
}
"""Each takes the tab it is opened from: its desk, what is marked, what lies under the cursor."""
