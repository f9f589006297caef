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


PLACES: dict[str, Made] = {"reports": reports}
"""Each takes the tab it is opened from: its desk, what is marked, what lies under the cursor."""
