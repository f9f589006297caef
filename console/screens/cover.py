"""Covers a console at which nobody sits: nothing is shown until a key is pressed."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from console.clean import drawn, stacked
from console.widgets.sinks import Static


class CoverScreen(Screen[None], inherit_bindings=False):
    """Hides what lies below; the key that uncovers it does nothing else."""

    DEFAULT_CSS = """
    CoverScreen { align: center middle; }
    CoverScreen > Static { width: auto; max-width: 90%; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = []

    class Touched(Message):
        """Somebody is here again."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self._why = why

    def compose(self) -> ComposeResult:
        told = ("Countersign is covered.", self._why, "", "Press a key to go on.")
        yield Static(drawn(stacked(*told)))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.app.post_message(self.Touched())

    def on_click(self) -> None:
        self.app.post_message(self.Touched())
