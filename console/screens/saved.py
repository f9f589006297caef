"""Screen: the saved views of all tabs, with how many records each has; Enter goes there."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from console.clean import clean, shown
from console.widgets.lines import padded
from console.widgets.sinks import Option, OptionList, Static
from core.decision import Refused
from core.desk import Desk
from core.ports import StoreUnusable
from core.query import BadQuery, Query
from core.saved import Saved
from core.saving import reading
from core.tabs import TAB
from core.values import NamedTuple

COUNTED = 1000
"""How far the records of a view are counted."""
KEYS = "Enter goes there   Del deletes it   Esc back"
NONE = "Saved views: none yet. Filter a list with /, then press Ctrl+S."


class Listed(NamedTuple):
    """A view, and how many records it has, no further than COUNTED; None where nobody knows."""

    saved: Saved
    records: int | None

    @property
    def counted(self) -> str:
        if self.records is None:
            return "?"
        return f"{self.records:,}" if self.records < COUNTED else f"{COUNTED:,}+"


class SavedScreen(Screen[None]):
    """One view a line: yours first, then those of everybody."""

    DEFAULT_CSS = """
    SavedScreen > Static { height: 1; padding: 0 1; }
    SavedScreen > #which { background: $panel; text-style: bold; }
    SavedScreen > #keys { color: $text-muted; }
    SavedScreen > OptionList, SavedScreen > OptionList:focus {
        height: 1fr; border: none; padding: 0 1; background: $surface;
        background-tint: $surface 0%; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "step(1)", "Down", show=False),
        Binding("k", "step(-1)", "Up", show=False),
        Binding("delete", "drop", "Delete"),
        Binding("escape,q,left", "back", "Back"),
    ]

    class Found(Message):
        """The views, or why they cannot be read."""

        def __init__(self, views: "Sequence[Listed] | str") -> None:
            super().__init__()
            self.views = views

    class Dropped(Message):
        """A view is deleted, or why it is not."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, desk: Desk, goes: Callable[[Saved], Awaitable[None]]) -> None:
        """`goes` is where Enter leads."""
        super().__init__()
        self._desk, self._goes = desk, goes
        self._views: Sequence[Listed] = ()

    def compose(self) -> ComposeResult:
        yield Static(shown("Saved views: reading"), id="which")
        yield OptionList()
        yield Static(id="said")
        yield Static(shown(KEYS), id="keys")

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self._read()

    @work(thread=True, exclusive=True, group="saved", description="saved")
    def _read(self) -> None:
        try:
            found = [Listed(one, _count(self._desk, one)) for one in self._desk.saver.listed()]
        except StoreUnusable as why:
            self.post_message(self.Found(str(why)))
        else:
            self.post_message(self.Found(found))

    def on_saved_screen_found(self, event: Found) -> None:
        found = event.views
        self._views = () if isinstance(found, str) else found
        options = self.query_one(OptionList)
        place = options.highlighted or 0
        options.clear_options()
        options.add_options([Option(shown(line)) for line in lines(self._views)])
        options.highlighted = min(place, len(self._views) - 1) if self._views else None
        self._tell("which", f"Saved views: {len(self._views)}" if self._views else NONE)
        if isinstance(found, str):
            self._tell("said", found)

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        saved = self._views[event.option_index].saved
        self.dismiss(None)
        self.app.call_later(self._goes, saved)

    def action_drop(self) -> None:
        place = self.query_one(OptionList).highlighted
        if place is not None and place < len(self._views):
            self._drop(self._views[place].saved)

    @work(thread=True, group="drop", description="drop")
    def _drop(self, saved: Saved) -> None:
        try:
            done = self._desk.saver.delete(saved.name, shared=saved.shared)
        except StoreUnusable as why:
            self.post_message(self.Dropped(str(why)))
            return
        told = " ".join(f"{o.text} [{o.rule}]" for o in done.objections) if isinstance(
            done, Refused
        ) else f"{saved.name} is deleted."  # fmt: skip
        self.post_message(self.Dropped(told))

    def on_saved_screen_dropped(self, event: Dropped) -> None:
        self._tell("said", event.text)
        self._read()

    def action_step(self, by: int) -> None:
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def action_back(self) -> None:
        if self.is_active:
            self.dismiss(None)

    def _tell(self, where: str, text: str) -> None:
        self.query_one(f"#{where}", Static).update(shown(text))


def lines(views: Sequence[Listed]) -> list[str]:
    """`@big  Commitments  37  amount:>10000`, in columns."""
    if not views:
        return []
    wide = max(len(one.saved.name) for one in views) + 1
    broad = max(len(one.counted) for one in views)
    return [
        f"{padded(clean(f'@{one.saved.name}'), wide)}  {TAB[one.saved.tab].short[:8]:8}  "
        f"{one.counted:>{broad}}  {'everybody' if one.saved.shared else 'you':9}  "
        f"{clean(one.saved.text)}"
        for one in views
    ]


def _count(desk: Desk, saved: Saved) -> int | None:
    try:
        typed, view = reading(saved)
        return desk.tally(Query(saved.tab, view, typed.terms), COUNTED)
    except BadQuery:
        return None


class Named(NamedTuple):
    """How a view is to be called, and for whom."""

    name: str
    shared: bool


class NameModal(ModalScreen[Named | None]):
    """Asks for the name of what is listed; None is "never mind"."""

    CSS = """
    NameModal { align: center middle; background: transparent; }
    NameModal > Static, NameModal > Input {
        width: 60; height: auto; background: $panel; padding: 0 1; border: none;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Never mind"),
        Binding("ctrl+e", "share", "For everybody", priority=True),
    ]

    def __init__(self, about: str) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        yield Static(shown(f"Save as a view: {clean(self._about)}"))
        yield Input(placeholder="its name, such as big-ones", compact=True)
        yield Static(shown("Enter for you   Ctrl+E for everybody   Esc never mind"))

    def on_mount(self) -> None:
        field = self.query_one(Input)
        field.cursor_blink = False
        field.focus()

    def on_input_submitted(self) -> None:
        self._end(shared=False)

    def action_share(self) -> None:
        self._end(shared=True)

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _end(self, *, shared: bool) -> None:
        name = self.query_one(Input).value.strip()
        self.dismiss(Named(name, shared) if name else None)
