"""What a tab's list shows: a view, what was typed, an order; and how each of them changes."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from console.columns import empty_words, offered, opening_order, orders
from console.keys import word
from console.screens import words as told
from console.screens.merging import MergingScreen
from console.widgets.filter_bar import FilterBar
from console.widgets.record_list import RecordList
from console.widgets.view_list import ViewList
from console.widgets.window import Window
from core.desk import Desk
from core.grammar import SORT, VIEW, Typed, read
from core.query import INDEXED, BadQuery, Field, Order, Query, Term
from core.query import offered as allowed
from core.tabs import Tab
from core.typed import without
from core.vocabulary import View


class FilteringScreen(MergingScreen, inherit_bindings=False):
    """Lists what the filter leaves of a view, in an order."""

    TAB: ClassVar[Tab]

    def __init__(self, desk: Desk, clock: Callable[[], datetime]) -> None:
        super().__init__(desk, self.TAB.name, clock)
        self._view: View | None = self.TAB.views[0]
        self._typed = ""
        self._terms: tuple[Term, ...] = ()
        self._order = orders(self.TAB)[0]
        self._descending = False
        self._wanted: tuple[Order, bool] | None = None
        """An order that was asked for, until it is known whether the list is short enough."""

    @property
    def records(self) -> RecordList:
        return self.query_one(RecordList)

    @property
    def query_now(self) -> Query:
        """What is listed."""
        return Query(self.TAB.name, self._view, self._terms, self._order, self._descending)

    def _list(self) -> None:
        empty: tuple[str, ...]
        if self._view is not None and any(term.field is Field.STATUS for term in self._terms):
            hint = "Add view:all to look through the whole tab."
            empty = (f"Nothing in {self._view} matches the filter.", hint)
        elif self._terms:
            clears = f"Press {word('screen.unfilter')} to clear it."
            empty = ("Nothing here matches the filter.", clears)
        else:
            empty = ("Nothing here.", empty_words(self.TAB, self._view))
        if barred := self.desk.view_objections(self.TAB.name, self._view):
            empty = ("This list is not open to you.", *(f"{o.text} [{o.rule}]" for o in barred))
        self.records.show(self.query_now, empty)

    def _listed(self, window: Window) -> None:
        bar = self.query_one(FilterBar)
        bar.tell(lambda width: told.listed(window, "" if bar.typing else self._typed, width))
        self._sort_by_wanted(window)

    # what is typed

    async def action_filter(self) -> None:
        await self.query_one(FilterBar).open(self._typed)

    def on_filter_bar_typed(self, event: FilterBar.Typed) -> None:
        try:
            typed = read(event.text, self.TAB.name)
        except BadQuery as why:
            self.say(told.bad_query(why))
            return
        self.unsay()
        self._take(event.text, typed)

    def on_filter_bar_done(self, event: FilterBar.Done) -> None:
        self.set_focus(self.records)
        self.query_one(FilterBar).close()
        if not event.kept:
            self.action_unfilter()

    def filter_by(self, text: str, typed: Typed) -> None:
        """List what was typed elsewhere, in the view it means, and keep it as the filter."""
        from core.line import view_meant

        self.query_one(FilterBar).close()
        self.records.focus()
        view = view_meant(typed, self._view)
        self._take(text, typed if typed.views else typed._replace(views=(view,)))

    def enter_view(self, typed: Typed) -> None:
        """Go to a view that was named, with the filter as it is."""
        for view in typed.views:
            self.query_one(ViewList).choose(view)

    def _take(self, text: str, typed: Typed) -> None:
        """List what was typed, in the view and the order it names, else in those of before."""
        before = self.query_now
        self._typed, self._terms = text, typed.terms
        for view in typed.views:
            self._enter(view)
            self.query_one(ViewList).choose(view)
        if typed.order is not None:
            self._wanted = typed.order, typed.descending
            if typed.order in INDEXED:
                self._order, self._descending = self._wanted
        if self.query_now != before:
            self._list()
        elif (window := self.records.window) is not None:
            self._sort_by_wanted(window)

    def action_unfilter(self) -> None:
        self.unsay()
        self._typed = ""
        self._wanted = None
        if self._terms:
            self._terms = ()
            self._list()

    # orders

    def _sort_by_wanted(self, window: Window) -> None:
        """Once it is known how long the list is: sort it as was asked, or say why not."""
        same = window.query._replace(order=self._order, descending=self._descending)
        if self._wanted is None or same != self.query_now:
            return
        (order, descending), self._wanted = self._wanted, None
        if (order, descending) == (self._order, self._descending):
            return
        if order not in orders(self.TAB):
            self.say(told.no_such_order(order, orders(self.TAB)))
        elif not window.exact or not allowed(order, window.total):
            self.say(told.too_long_to_sort(order, window))
        else:
            self._order, self._descending = order, descending
            self.call_later(self._list)

    def action_sort(self) -> None:
        window = self.records.window
        known = offered(orders(self.TAB), window.total if window else 0)
        place = known.index(self._order) + 1 if self._order in known else 0
        self._sort(known[place % len(known)], descending=False)

    def action_reverse(self) -> None:
        self._sort(self._order, descending=not self._descending)

    def _sort(self, order: Order, *, descending: bool) -> None:
        """What is chosen by a key stands; what was typed says it no more."""
        self._typed = without(self._typed, SORT)
        self._wanted = None
        self._order, self._descending = order, descending
        self._list()

    # views

    def action_views(self) -> None:
        self.query_one(ViewList).focus()

    def action_view(self, by: int) -> None:
        self.query_one(ViewList).action_step(by)

    def on_view_list_chosen(self, event: ViewList.Chosen) -> None:
        if event.view is not self._view:
            self._typed = without(self._typed, VIEW)
            self._enter(event.view)
            self._list()

    def _enter(self, view: View | None) -> None:
        """Marks are not taken along: nobody decides what is out of sight."""
        if view is not self._view:
            self._order = opening_order(self.TAB, self._view, view, self._order)
            self._view = view
            self.records.unmark()

    def on_view_list_left(self) -> None:
        self.records.focus()
