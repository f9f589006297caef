"""Modal: the card of the first start, in three steps. Once it is closed it never comes again."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from console.clean import shown
from console.keys import key_word, named, word
from console.widgets.lines import EMPTY, Line, Look, flowed, said
from console.widgets.sheet import Sheet
from console.widgets.sinks import Static
from core.tabs import TABS
from core.values import NamedTuple
from core.vocabulary import Action

HIGHEST = 13
"""Lines of the longest step in the narrowest box, a gap and the frame included."""


class Step(NamedTuple):
    """One page of the card: pairs of a key, as it is drawn, and what it does; words around."""

    title: str
    words: str
    keys: tuple[tuple[str, str], ...]


def steps() -> tuple[Step, ...]:
    """With the keys that are in force."""

    def on_screen(action: str) -> str:
        return word(named("screen", action))

    first, last = word(f"tab.{TABS[0].name}"), word(f"tab.{TABS[-1].name}")
    return (
        Step(
            "What you see",
            "Ten tabs, one for each kind of record that crosses to Sage. On the left are the "
            "views of a tab; Ready to Export is what waits for your decision.",
            (
                (f"{first} to {last}", "go to a tab"),
                (f"{on_screen('view(-1)')} {on_screen('view(1)')}", "view before, next view"),
                (word("list.open"), "opens a record; arrows move"),
                (on_screen("filter"), "filters: kerr amount:>10000"),
            ),
        ),
        Step(
            "How to decide",
            "Under the list stands what may be done to a record, and every reason against it. "
            "Nothing is written into Sage before you accept it.",
            (
                (key_word(Action.ACCEPT), "accepts: it is exported to Sage"),
                (key_word(Action.REJECT), "rejects: you give the reason"),
                (word("list.mark"), "marks records, to decide many at once"),
                (on_screen("undo"), "takes back what has not left yet"),
            ),
        ),
        Step(
            "Where to get help",
            "A key that cannot be used says why. What you decide is kept with your name, and "
            "can be read by everybody who looks at the record.",
            (
                (on_screen("help"), "all keys and rules of the tab"),
                (on_screen("why"), "why not, by which rule, who can lift it"),
                (on_screen("back"), "gets out of anything"),
                (on_screen("leave"), "leaves; what was decided stays decided"),
            ),
        ),
    )


class WelcomeCard(ModalScreen[bool]):
    """Three steps; any way out is for good. It says whether all of them were read."""

    CSS = f"""
    WelcomeCard {{ align: center middle; background: transparent; }}
    WelcomeCard > Vertical {{
        width: 66; max-width: 100%; height: {HIGHEST}; max-height: 100%;
        border: round $accent; background: $surface; padding: 0 1;
    }}
    WelcomeCard Static {{ height: 1; color: $text-muted; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right,space", "turn(1)", "Next"),
        Binding("left,backspace", "turn(-1)", "Before"),
        Binding("escape,q", "leave", "Close"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._steps = steps()
        self._at = 0

    def compose(self) -> ComposeResult:
        with Vertical():
            sheet = Sheet(lambda width: written(self._steps[self._at], width))
            sheet.can_focus = False
            yield sheet
            yield Static(id="keys")

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        at, last = self._at + 1, len(self._steps)
        self.query_one(Vertical).border_title = shown(f"Welcome, {at} of {last}")
        self.query_one(Sheet).show(lambda width: written(self._steps[self._at], width))
        forward = "Enter next" if at < last else "Enter begins"
        back = "   Left back" if at > 1 else ""
        self.query_one("#keys", Static).update(shown(f"{forward}{back}   Esc closes for good"))

    def action_turn(self, by: int) -> None:
        if self._at + by == len(self._steps):
            self._close(read=True)
        elif self._at + by >= 0:
            self._at += by
            self._show()

    def action_leave(self) -> None:
        self._close(read=False)

    def _close(self, *, read: bool) -> None:
        if self.is_active:
            self.dismiss(read)


def written(step: Step, width: int) -> list[Line]:
    """The words of a step, and its keys one beneath the other."""
    room = max(len(key) for key, _ in step.keys) + 2
    lines: list[Line] = [(said(step.title, Look.HEAD),), *flowed([said(step.words)], width, 0)]
    keys = [(said(f"{key:{room}}", Look.KEY), said(does)) for key, does in step.keys]
    return [*lines, EMPTY, *keys]
