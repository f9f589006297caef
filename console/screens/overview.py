"""A screen beside the tabs that lists what to decide: chosen by its cursor, decided by the keys."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from console.clean import clean, drawn, shown, stacked
from console.keys import KEYS
from console.screens import words as told
from console.screens.deciding import DecidingScreen
from console.widgets.lines import padded, plain
from console.widgets.sinks import Option, OptionList, Static
from core.desk import Desk
from core.values import NamedTuple
from core.vocabulary import Action, capital, words

POLL = 1.0
"""Seconds between two looks whether anybody wrote."""
MARGIN = 3
"""Cells beside a line of the list: its padding, and the scroll bar."""


class Cell(NamedTuple):
    """One column of such a list."""

    heading: str
    width: int
    right: bool = False


def aligned(columns: Sequence[Cell], texts: Sequence[str], width: int) -> str:
    """A line of the list; the column of width 0 takes what the others leave."""
    fixed = sum(column.width for column in columns) + len(columns) - 1
    return " ".join(
        padded(clean(text), column.width or max(4, width - fixed), right=column.right)
        for column, text in zip(columns, texts, strict=True)
    )


class OverviewScreen(DecidingScreen, inherit_bindings=False):
    """Above what there is, in the middle the list, beneath what the cursor is on."""

    DEFAULT_CSS = """
    OverviewScreen > Static { height: 1; padding: 0 1; }
    OverviewScreen > #which { background: $panel; text-style: bold; }
    OverviewScreen > #above { height: auto; max-height: 5; }
    OverviewScreen > #columns, OverviewScreen > #keys { color: $text-muted; }
    OverviewScreen > #beneath { height: auto; max-height: 6; }
    OverviewScreen > #said { color: $warning; }
    OverviewScreen > OptionList, OverviewScreen > OptionList:focus {
        height: 1fr; border: none; padding: 0 1; background: $surface;
        background-tint: $surface 0%; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                key, f"perform('{action}')", capital(words(action)), show=False,
                id=f"record.{action}",
            )
            for action, key in KEYS.items()
            if action is not Action.MERGE
        ),
        Binding("j", "step(1)", "Down", show=False, id="list.move_next"),
        Binding("k", "step(-1)", "Up", show=False, id="list.move_before"),
        Binding("escape,q,left", "back", "Back"),
    ]  # fmt: skip

    def __init__(self, desk: Desk, clock: Callable[[], datetime]) -> None:
        super().__init__(desk, "", clock)
        self._answered = False
        """Whether it was read once, or could not be."""

    @property
    def takes_keys(self) -> bool:
        return self._answered and super().takes_keys

    def compose(self) -> ComposeResult:
        yield Static(id="which")
        yield Static(id="above")
        yield Static(id="columns")
        yield OptionList()
        yield Static(id="beneath")
        yield Static(id="said")
        yield Static(id="keys")

    def on_mount(self) -> None:
        self.options.focus()
        self.read_again()
        self.set_interval(POLL, self.poll)

    def on_resize(self, _: events.Resize) -> None:
        self.draw()

    def read_again(self) -> None:
        """Read in a thread what is listed."""
        raise NotImplementedError

    def draw(self) -> None:
        """Write what was read."""
        raise NotImplementedError

    def acts(self, action: Action) -> None:
        """A key was pressed for what the cursor is on."""
        raise NotImplementedError

    @property
    def options(self) -> OptionList:
        return self.query_one(OptionList)

    @property
    def place(self) -> int:
        """Which line the cursor is on."""
        return self.options.highlighted or 0

    @property
    def room(self) -> int:
        """Cells for a line of the list."""
        return max(40, self.size.width - MARGIN)

    def list_lines(self, lines: Sequence[str]) -> None:
        """List these; the cursor stays where it is, as far as it can."""
        place = self.place
        self.options.set_options(Option(shown(line)) for line in lines)
        if lines:
            self.options.highlighted = min(place, len(lines) - 1)

    def write(self, where: str, *texts: str) -> None:
        """Put lines at one of the fixed places."""
        self.query_one(f"#{where}", Static).update(drawn(stacked(*texts)))

    def redraw_status(self) -> None:
        self.query_one("#said", Static).update(shown(plain(self._notice or ()).strip()))

    def action_step(self, by: int) -> None:
        self.options.action_cursor_down() if by > 0 else self.options.action_cursor_up()

    def action_perform(self, name: str) -> None:
        self.acts(Action(name))

    def action_back(self) -> None:
        if self._doing is not None:
            self._stop_asked = True
            self.say(told.stopping())
        elif self.is_active:
            self.dismiss(None)

    def decided(self) -> None:
        self.read_again()

    def on_desk_screen_moved(self) -> None:
        self.read_again()

    def on_screen_resume(self) -> None:
        self.poll()

    def on_desk_screen_unreachable(self, event: DecidingScreen.Unreachable) -> None:
        self._answered = True
        if event.asked:
            self._doing = None
            self.say(told.trouble(event.text))
        else:
            self.mention(told.trouble(event.text))

    def on_key(self) -> None:
        """What was said is read; what waits behind it is told."""
        if self._behind is not None:
            self.unsay()


def wrapped(parts: Sequence[str], width: int, gap: str = "  ") -> list[str]:
    """The parts on as many lines as they need; none is broken."""
    lines = [""]
    for part in parts:
        longer = f"{lines[-1]}{gap}{part}" if lines[-1] else part
        if cell_len(longer) > width and lines[-1]:
            lines.append(part)
        else:
            lines[-1] = longer
    return lines
