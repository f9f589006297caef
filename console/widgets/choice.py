"""One of a few words, chosen on a single line with the left and right keys."""

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from console.clean import clean


class Choice(Widget, can_focus=True):
    """Holds what is chosen; starts with nothing chosen where there is no default."""

    DEFAULT_CSS = """
    Choice { height: 1; background: $boost; }
    Choice:focus {
        background: $block-cursor-background; color: $block-cursor-foreground;
        text-style: $block-cursor-text-style;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Before", show=False),
        Binding("right,space", "step(1)", "Next", show=False),
        Binding("enter", "settle", "Choose", show=False),
    ]

    place: reactive[int] = reactive(-1)

    class Settled(Message):
        """Enter was pressed on it."""

        def __init__(self, choice: "Choice") -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> "Choice":
            return self.choice

    def __init__(self, words: tuple[str, ...], chosen: str | None, *, id: str) -> None:
        super().__init__(id=id)
        self._words = words
        self.set_reactive(Choice.place, words.index(chosen) if chosen in words else -1)

    @property
    def value(self) -> str:
        return self._words[self.place] if self.place >= 0 else ""

    def action_step(self, step: int) -> None:
        last = len(self._words) - 1
        if self.place < 0:
            self.place = 0 if step > 0 else last
        else:
            self.place = (self.place + step) % len(self._words)

    def action_settle(self) -> None:
        self.post_message(self.Settled(self))

    def on_key(self, event: events.Key) -> None:
        """A letter goes to the next word that begins with it."""
        letter = (event.character or "").casefold()
        if not letter.isalnum():
            return
        count = len(self._words)
        for step in range(1, count + 1):
            place = (self.place + step) % count
            if self._words[place].casefold().startswith(letter):
                self.place = place
                event.stop()
                return

    def on_click(self) -> None:
        self.action_step(1)

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  # it has one line
        shown = clean(self.value) if self.place >= 0 else "choose one"
        text = f" < {shown} >  {self.place + 1} of {len(self._words)}, left and right change it"
        style = self.rich_style
        return Strip([Segment(text, style)]).crop_extend(0, self.size.width, style)
