"""Saved views at the keyboard: what is listed gets a name, and a name is gone to."""

from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from console.screens import words as told
from console.screens.commanding import CommandingScreen
from console.widgets.filter_bar import FilterBar
from core.query import BadQuery

if TYPE_CHECKING:
    from console.screens.saved import Named
    from core.saved import Saved
    from core.saving import Kept


class KeepingScreen(CommandingScreen, inherit_bindings=False):
    """Saves the filter as a view, and goes to one."""

    class Sought(Message):
        """A view of that name; None where there is none."""

        def __init__(self, name: str, saved: "Saved | None") -> None:
            super().__init__()
            self.name = name
            self.saved = saved

    class Kept(Message):
        """A view is saved, or why it is not."""

        def __init__(self, name: str, done: "Kept") -> None:
            super().__init__()
            self.name = name
            self.done = done

    # saving

    def on_filter_bar_keeps(self, event: FilterBar.Keeps) -> None:
        from console.screens.saved import NameModal
        from core.saving import placed

        text = placed(event.text.strip(), self.TAB.name, self.query_now.view)

        def named(given: "Named | None") -> None:
            if given is not None:
                self.keep_view(given, text)

        self.app.push_screen(NameModal(f"{text} of {self.TAB.title}"), named)

    @work(thread=True, group="keep", description="keep")
    def keep_view(self, given: "Named", text: str) -> None:
        def ask() -> Message:
            try:
                done = self.desk.saver.save(given.name, self.TAB.name, text, shared=given.shared)
            except BadQuery as why:
                return self.Unreachable(str(why))
            return self.Kept(given.name, done)

        self._answer(ask)

    def on_keeping_screen_kept(self, event: Kept) -> None:
        self.say(told.kept_view(event.name, event.done))

    # going there

    async def go_to_view(self, name: str) -> None:
        self.find_view(name)

    @work(thread=True, exclusive=True, group="find", description="find")
    def find_view(self, name: str) -> None:
        self._answer(lambda: self.Sought(name, self.desk.saver.named(name)))

    async def on_keeping_screen_sought(self, event: Sought) -> None:
        if event.saved is not None:
            await self.go_to_saved(event.saved)
        else:
            await super().go_to_view(event.name)

    async def go_to_saved(self, saved: "Saved") -> None:
        """The tab of a saved view, with what it lists: the whole tab where it names no view."""
        from core.saving import reading

        try:
            typed, view = reading(saved)
        except BadQuery as why:
            self.say(told.bad_query(why))
        else:
            await self.go_and_list(saved.tab, saved.text, typed._replace(views=(view,)))
