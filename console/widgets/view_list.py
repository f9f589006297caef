"""The views of a tab down its side, each with its count."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from console.clean import clean
from console.columns import view_name
from console.widgets.bar import Bar
from console.widgets.lines import EMPTY, Line, Look, padded, said
from core.tabs import Tab
from core.vocabulary import View

NARROW = 28
"""Below this width the views have their short names."""

ABOVE = 1
"""Lines above the first view, so that it stands beside the list's head."""


class ViewList(Bar, can_focus=True):
    """Shows which view the list is of; moving in it asks for another."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", "Next view", show=False),
        Binding("up,k", "step(-1)", "View before", show=False),
        Binding("enter,right", "leave", "To the records", show=False),
    ]

    class Chosen(Message):
        """Another view is wanted."""

        def __init__(self, view: View | None) -> None:
            super().__init__()
            self.view = view

    class Left(Message):
        """Back to the records."""

    def __init__(self, tab: Tab, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tab = tab
        self._views: tuple[View | None, ...] = (*tab.views, None)
        self._view: View | None = tab.views[0]
        self._counts: Mapping[tuple[str, View], int] = {}

    @property
    def view(self) -> View | None:
        """None is all of them."""
        return self._view

    def choose(self, view: View | None) -> None:
        self._view = view
        self._write()
        self.post_message(self.Chosen(view))

    def tell(self, counts: Mapping[tuple[str, View], int]) -> None:
        self._counts = counts
        self._write()

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - as Textual calls it
        super().watch_has_focus(has_focus)
        self._write()

    def on_click(self, event: events.Click) -> None:
        place = event.y - ABOVE
        if 0 <= place < len(self._views):
            self.choose(self._views[place])

    def action_step(self, by: int) -> None:
        place = self._views.index(self._view) + by
        if 0 <= place < len(self._views):
            self.choose(self._views[place])

    def action_leave(self) -> None:
        self.post_message(self.Left())

    def _count(self, view: View | None) -> int:
        if view is not None:
            return self._counts.get((self._tab.name, view), 0)
        return sum(n for (tab, _), n in self._counts.items() if tab == self._tab.name)

    def _write(self) -> None:
        self.fit(lambda width: [*[EMPTY] * ABOVE, *(self._line(v, width) for v in self._views)])

    def _line(self, view: View | None, width: int) -> Line:
        width, short = width - 1, width < NARROW
        here = view is self._view
        count = self._count(view)
        figure = f"{count:,}"
        name = padded(clean(view_name(view, short=short)), max(0, width - len(figure) - 2))
        look = Look.HEAD if here else Look.PLAIN if count else Look.FAINT
        sign = ">" if here and self.has_focus else "[" if here else " "
        return (said(f"{sign}{name} {figure}", look), said("]" if here else " ", look))
