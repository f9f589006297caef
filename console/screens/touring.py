"""On a tab: the tour's progress in the line of where one is, and what has just been achieved."""

from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from console.screens.desk_screen import DeskScreen
from console.screens.staging import StagingScreen
from console.widgets.lines import Line
from core.records import Record
from core.tabs import TAB_OF

if TYPE_CHECKING:
    from console.screens.tour import Chosen
    from core.tour import Progress, Tour


class TouringScreen(StagingScreen, inherit_bindings=False):
    """Looks how far the tour is whenever something was written; silent where there is none."""

    class Toured(Message):
        """How far it is; None where it was not begun, or is dismissed. `asked` for by a key."""

        def __init__(self, progress: "Progress | None", *, asked: bool = False) -> None:
            super().__init__()
            self.progress = progress
            self.asked = asked

    _toured: "Progress | None" = None

    @property
    def tour(self) -> "Tour | None":
        """Only sandbox companies have one."""
        from console.app import CountersignApp

        return self.app.tour if isinstance(self.app, CountersignApp) else None

    @property
    def tour_line(self) -> Line:
        """Which task is next; nothing while there is no tour."""
        if self._toured is None:
            return ()
        from console.screens.tour import tour_line

        return tour_line(self._toured)

    def on_desk_screen_counted(self, event: DeskScreen.Counted) -> None:
        """Whenever it is counted anew, something may have been achieved."""
        del event
        if self.tour is not None:
            self._look_at_tour(self.tour)

    @work(thread=True, exclusive=True, group="tour", description="tour")
    def _look_at_tour(self, tour: "Tour") -> None:
        self._answer(lambda: self.Toured(tour.progress()), asked=False)

    @work(thread=True, group="touring", description="touring")
    def _begin_tour(self, tour: "Tour") -> None:
        self._answer(lambda: self.Toured(tour.begin(), asked=True))

    @work(thread=True, group="touring", description="touring")
    def _end_tour(self, tour: "Tour") -> None:
        def ask() -> Message:
            tour.dismiss()
            return self.Toured(None)

        self._answer(ask)

    def on_touring_screen_toured(self, event: Toured) -> None:
        before, self._toured = self._toured, event.progress
        now = event.progress
        if before == now and not event.asked:
            return
        from console.screens.tour import TourCard, achieved

        if event.asked and now is not None and self.is_active:
            self.app.push_screen(TourCard(now), self._card_left)
        if before is not None and now is not None and (line := achieved(before, now)):
            self.mention(line)
        elif before != now:
            self.redraw_status()

    def action_tour(self) -> None:
        from console.screens import words as told

        if self.tour is None:
            self.say(told.no_tour())
        else:
            self._begin_tour(self.tour)

    async def _card_left(self, chosen: "Chosen | None") -> None:
        if chosen is None:
            return
        if chosen.for_good and self.tour is not None:
            self._end_tour(self.tour)
        elif chosen.record is not None:
            await self._go_to(chosen.record)

    async def _go_to(self, record: Record) -> None:
        """To its tab, with nothing else in the list."""
        from core.grammar import read

        tab = TAB_OF[record.kind].name
        number = record.number.replace('"', "")
        text = f'number:"{number}" view:all'
        await self.go_and_list(tab, text, read(text, tab))
