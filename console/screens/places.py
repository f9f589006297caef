"""The screens beside the tabs: by the name that console.keys.PLACES gives each, how it is made."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import Screen

if TYPE_CHECKING:
    from console.screens.tab import TabScreen

Made = Callable[["TabScreen"], "Screen[None]"]


def reports(tab: "TabScreen") -> "Screen[None]":
    from console.screens.reports import ReportsScreen

    return ReportsScreen(tab.desk)


def costs(tab: "TabScreen") -> "Screen[None]":
    from console.screens.costs import CostsScreen

    return CostsScreen(tab.desk)


PLACES: dict[str, Made] = {"costs": costs, "reports": reports}
"""Each takes the tab it is opened from: its desk, what is marked, what lies under the cursor."""
