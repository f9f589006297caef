"""On a tab: what is new, changed, or came back since this person last looked."""

from textual import events, work
from textual.message import Message

from console.screens import words as told
from console.screens.desk_screen import DeskScreen
from console.screens.keeping import KeepingScreen
from core.lately import News
from core.ports import StoreUnusable


class LatelyScreen(KeepingScreen, inherit_bindings=False):
    """Marks rows, says how many once, and keeps at the end what was looked at."""

    class Happened(Message):
        """What happened since."""

        def __init__(self, news: News) -> None:
            super().__init__()
            self.news = news

    _news: News | None = None

    def on_desk_screen_counted(self, event: DeskScreen.Counted) -> None:
        """Whenever it is counted anew, something may have happened."""
        del event
        self._read_news()

    @work(thread=True, exclusive=True, group="lately", description="lately")
    def _read_news(self) -> None:
        def ask() -> Message:
            return self.Happened(self.desk.overviews.lately(self._tab_name, self._news))

        self._answer(ask, asked=False)

    def on_lately_screen_happened(self, event: Happened) -> None:
        first = self._news is None
        self._news = event.news
        self.records.tell_news(event.news.marks)
        if first and self._notice is None and (line := told.lately(event.news, self._clock())):
            self.say(line)

    def action_seen(self) -> None:
        """From now on only what happens from now on is marked."""
        if self._news is not None:
            self._news = News({}, self._clock(), self._news.read_to)
            self.records.tell_news({})
            self._keep_news(self._news.read_to)
            self.say(told.looked_at())

    @work(thread=True, group="looked", description="looked")
    def _keep_news(self, read_to: int) -> None:
        keep = self.desk.overviews.keep_looked
        self._answer(lambda: keep(self._tab_name, read_to, self._clock()))

    def on_unmount(self, event: events.Unmount) -> None:
        """The session ends: what stood here is looked at."""
        del event
        if self._news is None:
            return
        try:
            self.desk.overviews.keep_looked(self._tab_name, self._news.read_to, self._clock())
        except StoreUnusable:
            return  # the next session marks more than it needs to, and nothing is lost
