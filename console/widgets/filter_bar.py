"""The line above the list: which view, how many, by what order; and where a filter is typed."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input

from console.clean import clean
from console.widgets.bar import Bar
from console.widgets.lines import Line, Look, said
from console.widgets.still import Columns


class FilterBar(Columns):
    """Says what is listed; `/` turns its left half into a place to type."""

    class Typed(Message):
        """The filter reads differently now."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Done(Message):
        """Typing is over; `kept` says whether the filter stays."""

        def __init__(self, *, kept: bool) -> None:
            super().__init__()
            self.kept = kept

    class Keeps(Message):
        """What is typed is to be saved as a view."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self) -> None:
        super().__init__()
        self._typing = False

    def compose(self) -> ComposeResult:
        yield Bar(id="listed")

    @property
    def typing(self) -> bool:
        return self._typing

    def tell(self, draw: Callable[[int], Line]) -> None:
        """Say what is listed, in a line for the width there is."""
        self.query_one("#listed", Bar).fit(lambda width: [draw(width)])

    async def open(self, text: str) -> None:
        """Take letters from now on: the very next key is typed here."""
        if self.typing:
            self.screen.set_focus(self.query_one(Input))
            return
        from console.widgets.query_input import QueryInput

        self._typing = True
        field = QueryInput(text, 'kerr vendor:"walsh con" amount:>10000 age:>2d -state:failed')
        await self.mount(Bar((said(" /", Look.KEY),), id="slash"), field, before=0)
        self.screen.set_focus(field)

    def close(self) -> None:
        """Typing is over at once, though its field goes with the next turn of the loop."""
        self._typing = False
        self.query("#slash, Input").remove()
        self.query_one("#listed", Bar).again()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is pasted shows what is hidden in it."""
        event.stop()
        if (seen := clean(event.value)) != event.value:
            event.input.value = seen
        else:
            self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Done(kept=True))

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape" and self.typing:
            event.stop()
            event.prevent_default()
            self.post_message(self.Done(kept=False))
        elif event.key == "ctrl+s" and self.typing:
            event.stop()
            event.prevent_default()
            self.post_message(self.Keeps(self.query_one(Input).value))
        elif event.key == "down" and self.typing:
            event.stop()
            self.post_message(self.Done(kept=True))
