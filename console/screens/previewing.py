"""On a tab: what a record would write into Sage, beside the list or over it."""

from collections.abc import Callable
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen

from console.clean import shown
from console.screens.desk_screen import DeskScreen
from console.screens.staging import StagingScreen
from console.widgets.lines import Line, faint
from console.widgets.long_list import LongList
from console.widgets.preview_lines import preview_lines
from console.widgets.preview_pane import LEAST_WIDE, PreviewPane
from console.widgets.sheet import Sheet
from console.widgets.sinks import Static
from console.widgets.still import Columns
from core.ports import UnknownRecord
from core.records import Row
from core.writing import Preview

READING: Line = (faint("Reading the record."),)
GONE: Line = (faint("The record is gone; press Esc to go back."),)


class PreviewingScreen(StagingScreen, inherit_bindings=False):
    """Reads in a thread what the pane shows, and only while somebody wants to see it."""

    class Previewed(Message):
        """What a record would write; None where it is gone."""

        def __init__(self, row: Row, preview: Preview | None) -> None:
            super().__init__()
            self.row = row
            self.preview = preview

    @property
    def previews(self) -> bool:
        """Whether this session wants the pane, on whichever tab."""
        from console.app import CountersignApp

        return isinstance(self.app, CountersignApp) and self.app.previews

    @property
    def pane(self) -> PreviewPane | None:
        """The pane, while it is shown."""
        return next((pane for pane in self.query(PreviewPane) if pane.display), None)

    @work(thread=True, exclusive=True, group="preview", description="preview")
    def _preview(self, row: Row) -> None:
        def ask() -> Message:
            try:
                return self.Previewed(row, self.desk.preview(row.id))
            except UnknownRecord:
                return self.Previewed(row, None)

        self._answer(ask, asked=False)

    async def action_preview(self) -> None:
        """With room a pane that stays until the same key; else one record over the list."""
        if self.app.size.width >= LEAST_WIDE:
            self._want(not self.previews)
            await self._place()
        elif (row := self.records.current) is not None:
            self.app.push_screen(PreviewModal(row.number))
            self._preview(row)

    def _want(self, wanted: bool) -> None:  # noqa: FBT001  # what it is set to
        from console.app import CountersignApp

        if isinstance(self.app, CountersignApp):
            self.app.previews = wanted

    async def _place(self) -> None:
        """Make the pane, or take it away, as the session wants and the terminal has room."""
        pane = next(iter(self.query(PreviewPane)), None)
        if pane is None and self.previews:
            pane = PreviewPane()
            await self.query_one("#middle", Columns).mount(pane)
        if pane is None:
            return
        pane.fit(*self.app.size)
        if not self.previews:
            pane.display = False
        elif pane.display and (row := self.records.current) is not None:
            self._preview(row)

    def on_resize(self, event: events.Resize) -> None:
        del event
        self._place_again()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Another tab may have been where the key was pressed."""
        del event
        self._place_again()

    def _place_again(self) -> None:
        if self.previews or self.query(PreviewPane):
            self.call_later(self._place)

    def on_long_list_highlighted(self, event: LongList.Highlighted) -> None:
        if event.row is None and (pane := self.pane) is not None:
            pane.tell(None)

    def on_desk_screen_looked(self, event: DeskScreen.Looked) -> None:
        """The cursor rests on it, or what is known of it may be old."""
        row = self.records.current
        if self.pane is not None and row is not None and row.id == event.row.id:
            self._preview(row)

    def on_previewing_screen_previewed(self, event: Previewed) -> None:
        row = self.records.current
        if isinstance(over := self.app.screen, PreviewModal):
            over.tell(event.preview)
        elif (pane := self.pane) is not None and row is not None and row.id == event.row.id:
            pane.tell(event.preview)


class PreviewModal(ModalScreen[None]):
    """The same over the list, where there is no room beside it."""

    CSS = """
    PreviewModal { align: center middle; background: transparent; }
    PreviewModal > Vertical {
        width: 100%; height: 100%;
        border: round $accent; background: $surface; padding: 0 1;
    }
    PreviewModal Static { height: 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,left", "leave", "Back"),
        Binding("P", "leave", "Back", show=False, id="screen.preview"),
        Binding("tab", "section(1)", "Next section", show=False),
        Binding("shift+tab", "section(-1)", "Section before", show=False),
    ]

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = shown(f"Preview: {self._number}")
            yield Sheet(lambda _: [READING])
            yield Static(shown("Up and down scroll   Tab section   Esc back"))

    def on_mount(self) -> None:
        self.query_one(Sheet).focus()

    def tell(self, preview: Preview | None) -> None:
        draw: Callable[[int], list[Line]] = lambda _: [GONE]  # noqa: E731  # one of two drawings
        if preview is not None:
            draw = lambda width: preview_lines(preview, width)  # noqa: E731
        self.query_one(Sheet).show(draw)

    def action_section(self, step: int) -> None:
        self.query_one(Sheet).next_section(step)

    def action_leave(self) -> None:
        if self.is_active:
            self.dismiss(None)
