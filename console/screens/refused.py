"""Modal: why a decision was refused, whole, where the last line has no room for it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from console.clean import shown
from console.widgets.lines import Line, Look, faint, flowed, said
from console.widgets.sheet import Sheet
from console.widgets.sinks import Static
from core.decision import Refused

FRAME = 4
"""Cells that the frame takes from a line."""
ROOM_OF_REST = 8
"""Lines of the frame, the keys, and what stays in sight beneath."""


class RefusedModal(ModalScreen[None]):
    """Shows each objection with its rule and who can lift it; Esc or Enter goes back."""

    CSS = """
    RefusedModal { align: center middle; background: transparent; }
    RefusedModal > Vertical {
        width: 100%; height: auto; max-height: 80%;
        border: round $accent; background: $surface; padding: 0 1;
    }
    RefusedModal Static { height: 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "leave", "Back"),
    ]

    def __init__(self, title: str, decision: Refused) -> None:
        super().__init__()
        self._title, self._decision = title, decision

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = shown(self._title)
            yield Sheet(lambda width: reasons(self._decision, width))
            yield Static(shown("Up and down scroll   Esc back"))

    def on_mount(self) -> None:
        sheet = self.query_one(Sheet)
        width, height = self.app.size
        lines = len(reasons(self._decision, max(1, width - FRAME - 1)))
        sheet.styles.height = max(1, min(lines, height - ROOM_OF_REST))
        sheet.focus()

    def action_leave(self) -> None:
        if self.is_active:
            self.dismiss(None)


def reasons(decision: Refused, width: int) -> list[Line]:
    """One objection after the other; a warning is none."""
    lines: list[Line] = []
    for objection in decision.objections:
        if objection.warning:
            continue
        text = [said(objection.text, Look.NOT_YET), faint(f" [{objection.rule}]")]
        lines += flowed(text, width, 2)
        if objection.lifted_by:
            lines += flowed([faint(f"  can be lifted by {objection.lifted_by}")], width, 4)
    return lines
