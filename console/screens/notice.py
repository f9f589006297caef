"""Modal: something that must be read before going on, in plain sentences."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from console.clean import shown


class NoticeModal(ModalScreen[None]):
    """Says it; Enter or Esc goes on."""

    DEFAULT_CSS = """
    NoticeModal { align: center middle; }
    NoticeModal > VerticalScroll {
        width: 70; max-width: 100%; height: auto; max-height: 100%;
        border: round $accent; background: $surface; padding: 0 1;
    }
    NoticeModal Static { height: auto; }
    NoticeModal .keys { color: $text-muted; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "leave", "Go on"),
    ]

    def __init__(self, title: str, sentences: Sequence[str]) -> None:
        super().__init__()
        self._heading = title
        self._sentences = sentences

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_title = shown(self._heading)
            for sentence in self._sentences:
                yield Static(shown(sentence))
            yield Static(shown("Enter goes on"), classes="keys")

    def action_leave(self) -> None:
        if self.is_current:
            self.dismiss(None)
