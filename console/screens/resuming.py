"""On a tab: where one stands is kept as one goes, and found again after a dropped line."""

from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events

from console.resuming import Kept, Stand
from console.screens import words as told
from console.screens.staging import StagingScreen, tray_line
from console.widgets.filter_bar import FilterBar
from console.widgets.lines import Line
from console.widgets.long_list import LongList
from console.widgets.record_list import Mark, RecordList
from console.widgets.view_list import ViewList
from core.grammar import read
from core.ports import Asked
from core.query import BadQuery, Order
from core.vocabulary import RecordId

if TYPE_CHECKING:
    from console.resuming import Whereabouts


class ResumingScreen(StagingScreen, inherit_bindings=False):
    """Tells where it stands whenever that changes, and begins where it is told to."""

    _where: "Whereabouts | None" = None
    _resumed: Stand | None = None
    _stands = False
    """What is on the screen is where one stands: what was kept is not written over before."""
    _back: Line | None = None
    """What is said first to who comes back."""

    def stand_in(self, where: "Whereabouts") -> None:
        """Begin where the session before stood; what is no more there is left out."""
        self._where, self._resumed = where, where.stand(self.TAB.name)
        before = where.before
        if before is not None and before.tab == self.TAB.name and self._notice is None:
            self._notice = self._back = told.back(before.at, self._clock())
        if self._resumed is not None:
            self._resume(self._resumed)

    def _resume(self, stand: Stand) -> None:
        views = {view.value: view for view in self.TAB.views}
        self._view = views.get(stand.view, self._view) if stand.view else None
        with suppress(BadQuery):
            self._terms = read(stand.typed, self.TAB.name).terms
            self._typed = stand.typed
        with suppress(ValueError):
            self._order, self._descending = Order(stand.order), stand.descending

    def on_mount(self) -> None:
        if self._resumed is not None:
            self.query_one(ViewList).choose(self._view)
            self.records.mark_again(map(_mark, self._resumed.marks))
            self.records.begin_at(RecordId(self._resumed.current))
        self._stands = True
        self._stand()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        del event
        self._stand()

    def on_record_list_marked(self, event: RecordList.Marked) -> None:
        del event
        self._stand()

    def on_long_list_highlighted(self, event: LongList.Highlighted) -> None:
        if event.moved:
            self._stand()

    def on_staging_screen_trayed(self, event: StagingScreen.Trayed) -> None:
        """What is staged matters most to who comes back."""
        if event.staged and self._back is not None and self._notice is self._back:
            self._back = (*self._back, *tray_line(event.staged))
            self.say(self._back)

    def _list(self) -> None:
        super()._list()
        self._stand()

    def on_filter_bar_done(self, event: FilterBar.Done) -> None:
        """The filter is as it is to be, once the bar is closed."""
        del event
        self.call_later(self._stand)

    def _stand(self) -> None:
        """Keep it; what is half typed is nothing that anybody meant to come back to."""
        if self._where is None or not self._stands or self.query_one(FilterBar).typing:
            return
        view = "" if self._view is None else self._view.value
        marks = [_kept(mark) for mark in self.records.marks]
        stand = Stand(view, self._typed, self._order.value, self._descending, marks, self._current)
        self._where.stood(self.TAB.name, stand)

    @property
    def _current(self) -> str:
        """The record under the cursor; before the list is read, the one it is to begin at."""
        if self.records.window is None and self._resumed is not None:
            return self._resumed.current
        return row.id if (row := self.records.current) is not None else ""


def _kept(mark: Mark) -> Kept:
    asked = mark.asked
    return Kept(asked.record, asked.version, mark.amount, mark.currency, asked.digest)


def _mark(kept: Kept) -> Mark:
    asked = Asked(RecordId(kept.record), kept.version, digest=kept.digest)
    return Mark(asked, kept.amount, kept.currency)
