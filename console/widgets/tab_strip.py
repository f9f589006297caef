"""The ten tabs in a row, with what waits in each."""

from collections.abc import Mapping

from textual import events
from textual.message import Message

from console.columns import WAITING_VIEWS
from console.keys import word
from console.widgets.bar import Bar
from console.widgets.lines import Line, Look, said
from core.tabs import TABS, Tab
from core.vocabulary import View

Counts = Mapping[tuple[str, View], int]

ROOMY = 100
"""From this width on each name has its key before it."""


def waiting(tab: Tab, counts: Counts) -> int:
    """How many records of a tab wait for somebody's decision."""
    return sum(counts.get((tab.name, view), 0) for view in tab.views if view in WAITING_VIEWS)


class TabStrip(Bar):
    """Shows which tab this is; a click on another asks for it."""

    class Chosen(Message):
        """Another tab is wanted."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, active: Tab) -> None:
        super().__init__()
        self._active = active
        self._counts: Counts | None = None

        self.fit(lambda width: strip_lines(self._active, self._counts, width))

    def tell(self, counts: Counts) -> None:
        self._counts = counts
        self.on_resize()

    def on_click(self, event: events.Click) -> None:
        right = -hidden(self._active, self._counts, self.size.width)
        for tab, width in zip(TABS, cell_widths(self._counts, self.size.width), strict=True):
            right += width
            if event.x < right:
                self.post_message(self.Chosen(tab.name))
                return


def strip_lines(active: Tab, counts: Counts | None, width: int) -> tuple[Line, Line]:
    """Names above, figures beneath; brackets round the active one, in the gaps beside it."""
    names = figures = ""
    start = end = 0
    for tab, room in zip(TABS, cell_widths(counts, width), strict=True):
        name = _label(tab, width)
        if tab is active:
            start, end = len(names), len(names) + len(name) + 2
        names += f" {name}".ljust(room)
        figures += f" {_figure(tab, counts).center(len(name))}".ljust(room)
    names += " "
    here = f"[{names[start + 1 : end - 1]}]"
    left = hidden(active, counts, width)
    line = (said(names[left:start]), said(here, Look.HEAD), said(names[end:]))
    return line, (said(figures[left:], Look.KEY),)


def hidden(active: Tab, counts: Counts | None, width: int) -> int:
    """Cells left out on the left, so that the active tab is in sight of a narrow terminal."""
    place = TABS.index(active)
    return max(0, sum(cell_widths(counts, width)[: place + 1]) + 1 - width)


def cell_widths(counts: Counts | None, width: int) -> list[int]:
    """A gap and the name or the figure, whichever is longer; and an even share of what is left."""
    least = [1 + max(len(_label(tab, width)), len(_figure(tab, counts))) for tab in TABS]
    share, rest = divmod(max(0, width - 1 - sum(least)), len(TABS))
    return [n + share + (place < rest) for place, n in enumerate(least)]


def _label(tab: Tab, width: int) -> str:
    if width < ROOMY:
        return tab.short
    return f"{word(f'tab.{tab.name}')} {tab.short}"


def _figure(tab: Tab, counts: Counts | None) -> str:
    return "" if counts is None else f"{waiting(tab, counts):,}"
