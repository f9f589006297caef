"""Screen: what was done in this session, each act as the command line that repeats it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from console.acts import Act
from console.clean import shown
from console.widgets.lines import EMPTY, Line, Look, faint, flowed, said
from console.widgets.sheet import Sheet
from console.widgets.sinks import Static

NOTHING = "You have done nothing in this session yet that a command would repeat."


class CommandLogScreen(Screen[None]):
    """The newest act stands last; Esc goes back."""

    DEFAULT_CSS = """
    CommandLogScreen > Static { height: 1; padding: 0 1; }
    CommandLogScreen > #which { background: $panel; text-style: bold; }
    CommandLogScreen > #keys { color: $text-muted; }
    CommandLogScreen > Sheet { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,left", "leave", "Back"),
        Binding("at", "leave", "Back", show=False, id="screen.acts"),
    ]

    def __init__(self, acts: Sequence[Act]) -> None:
        super().__init__()
        self._acts = acts

    def compose(self) -> ComposeResult:
        yield Static(shown("Command log: what you did in this session"), id="which")
        yield Sheet(lambda width: log(self._acts, width))
        yield Static(shown("Up and down scroll   Esc back"), id="keys")

    def on_mount(self) -> None:
        sheet = self.query_one(Sheet)
        sheet.focus()
        self.call_after_refresh(sheet.scroll_end, animate=False)

    def action_leave(self) -> None:
        if self.is_active:
            self.dismiss(None)


def log(acts: Sequence[Act], width: int) -> list[Line]:
    """Every act: when and what became of it, and the line itself, whole."""
    if not acts:
        return flowed([faint(NOTHING)], width)
    lines: list[Line] = []
    for act in acts:
        lines.append((faint(f"{act.at:%H:%M:%S} UTC  "), said(act.became, Look.KEY)))
        lines += [*flowed([said(act.line)], width, 4), EMPTY]
    return lines
