"""Screen: how the company is set up, section by section: settings, people, checks."""

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from console.clean import clean, shown
from console.screens.setup_sections import Section, SetupRow
from console.widgets.lines import Line, Look, flowed, plain, said, table
from console.widgets.sheet import Sheet
from console.widgets.sinks import Option, OptionList, Static
from core.ports import StoreUnusable

WIDE = 100
STYLES = {
    Look.HEAD: "bold $accent",
    Look.FAINT: "$foreground 75%",
    Look.MAY: "$success",
    Look.WARNING: "$warning",
    Look.FAILED: "$error",
}
MOVING = "[ ] section   Esc back"
LEAVING = "Esc back"
FINDING = "Type what to find   Enter to the list   Esc all again"
MARGIN = 4
INDENT = "  "
"""Of rows that stand below headings."""


class SetupScreen(Screen[str | None]):
    """Lists one section at a time; what the cursor is on is told beneath."""

    DEFAULT_CSS = """
    SetupScreen > Static { height: 1; padding: 0 1; }
    SetupScreen > #sections { background: $panel; }
    SetupScreen > #notice { color: $success; }
    SetupScreen > #keys { color: $text-muted; }
    SetupScreen > Input { border: none; height: 1; padding: 0 1; display: none; }
    SetupScreen > Sheet { height: 7; padding: 0 1; border-top: solid $panel; }
    SetupScreen.-tall > Sheet { height: 10; }
    SetupScreen > OptionList, SetupScreen > OptionList:focus {
        height: 1fr; border: none; padding: 0 1; background: $background;
        background-tint: $background 0%; scrollbar-size-vertical: 1;
    }
    SetupScreen > OptionList > .option-list--option-disabled { text-style: none; }
    SetupScreen > OptionList > .option-list--option-highlighted,
    SetupScreen > OptionList:focus > .option-list--option-highlighted {
        background: $primary 25%; color: $foreground; text-style: bold;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket,right", "section(1)", "Next section", show=False),
        Binding("left_square_bracket,left", "section(-1)", "Section before", show=False),
        Binding("slash", "find", "Find", show=False),
        Binding("n", "add", "Add", show=False),
        Binding("f5,R", "again", "Read again", show=False),
        Binding("j", "step(1)", "Down", show=False),
        Binding("k", "step(-1)", "Up", show=False),
        Binding("escape,q", "back", "Back"),
    ]

    class Listed(Message):
        """A thread has read a section."""

        def __init__(self, section: Section, rows: Sequence[SetupRow], trouble: str = "") -> None:
            super().__init__()
            self.section = section
            self.rows = rows
            self.trouble = trouble

    def __init__(self, sections: tuple[Section, ...]) -> None:
        super().__init__()
        self._sections = sections
        self._at = 0
        self._rows: Sequence[SetupRow] = ()
        self._drawn: list[SetupRow] = []
        self._places: dict[str, str] = {}
        """By a section's title, the row on which its cursor was left."""

    @property
    def section(self) -> Section:
        return self._sections[self._at]

    @property
    def current(self) -> SetupRow | None:
        """The row under the cursor."""
        at = self.query_one(OptionList).highlighted
        return self._drawn[at] if at is not None and at < len(self._drawn) else None

    def compose(self) -> ComposeResult:
        yield Static(id="sections")
        yield OptionList()
        yield Sheet()
        yield Input(placeholder="a word of a setting, a person or a check")
        yield Static(id="notice")
        yield Static(id="keys")

    def on_mount(self) -> None:
        self.query_one(Sheet).can_focus = False
        self.query_one(OptionList).focus()
        self._turn_to(0)

    def on_resize(self) -> None:
        self._draw()

    def _turn_to(self, at: int) -> None:
        self._at = at
        self._rows = ()
        names = [shown(f"[{s.title}]", "reverse") if s is self.section
                 else shown(f" {s.title} ") for s in self._sections]  # fmt: skip
        self.query_one("#sections", Static).update(shown("  ").join(names))
        self._tell("Reading what is here.")
        self._hints(self.section.hint)
        self._draw()
        self._read(self.section)

    @work(thread=True, exclusive=True, group="setup", description="setup")
    def _read(self, section: Section) -> None:
        try:
            listed = self.Listed(section, section.rows())
        except StoreUnusable as why:
            listed = self.Listed(section, (), str(why))
        self.post_message(listed)

    def on_setup_screen_listed(self, event: Listed) -> None:
        if event.section is self.section:
            self._rows = event.rows
            if not self._told_done:
                self._tell(event.trouble)
            self._told_done = False
            self._draw()

    _told_done = False
    """The last line says what was just done; reading it again leaves that standing."""

    def _draw(self) -> None:
        """List what the search leaves, in columns of this width."""
        options = self.query_one(OptionList)
        width = max(20, self.size.width - MARGIN)
        self._drawn = list(_found(self._rows, self.query_one(Input).value))
        lines = _lines(self.section, self._drawn, width, wide=self.size.width >= WIDE)
        kept = self._places.get(self.section.title)
        options.clear_options()
        options.add_options(
            Option(shown(text, STYLES.get(row.look, "")), disabled=not row.name)
            for row, text in zip(self._drawn, lines, strict=True)
        )
        named = [place for place, row in enumerate(self._drawn) if row.name]
        if named:
            places = (place for place in named if self._drawn[place].name == kept)
            options.highlighted = next(places, named[0])
        self._explain()

    def on_option_list_option_highlighted(self) -> None:
        row = self.current
        if row is not None:
            self._places[self.section.title] = row.name
        self._explain()

    def on_option_list_option_selected(self) -> None:
        row = self.current
        if row is None:
            return
        if row.opens is not None:
            self.app.push_screen(row.opens(), self._done)
        elif row.look is Look.FAINT:
            self._tell("You may not change this; the reasons stand above.")

    def on_input_changed(self) -> None:
        self._draw()

    def on_input_submitted(self) -> None:
        self.query_one(OptionList).focus()

    def action_section(self, by: int) -> None:
        if len(self._sections) > 1:
            self._forget()
            self._turn_to((self._at + by) % len(self._sections))

    def action_step(self, by: int) -> None:
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def action_find(self) -> None:
        self.query_one(Input).display = True
        self.query_one(Input).focus()
        self._hints(FINDING)

    def action_add(self) -> None:
        made = self.section.adds()
        if made is not None:
            self.app.push_screen(made, self._done)

    def action_again(self) -> None:
        self._turn_to(self._at)

    def action_back(self) -> None:
        """From a search to everything, from there out."""
        if self.query_one(Input).display:
            self._forget()
            self._draw()
        elif self.is_active:
            self.dismiss(None)

    def _forget(self) -> None:
        found = self.query_one(Input)
        found.value = ""
        found.display = False
        self._hints(self.section.hint)
        self.query_one(OptionList).focus()

    def _done(self, told: str | None) -> None:
        if told:
            self._tell(told)
            self._told_done = True
        self._read(self.section)

    def _explain(self) -> None:
        row = self.current
        self.query_one(Sheet).show(row.detail if row is not None else _nothing)

    def _tell(self, text: str) -> None:
        self.query_one("#notice", Static).update(shown(text))

    def _hints(self, text: str) -> None:
        moving = MOVING if len(self._sections) > 1 else LEAVING
        self.query_one("#keys", Static).update(shown(f"{text}   {moving}"))


def _nothing(width: int) -> Sequence[Line]:
    return flowed([said("Nothing is found.", Look.FAINT)], width)


def _found(rows: Sequence[SetupRow], typed: str) -> Sequence[SetupRow]:
    """The rows that hold every word, and the headings above them."""
    words = typed.casefold().split()
    if not words:
        return rows
    found: list[SetupRow] = []
    head: SetupRow | None = None
    for row in rows:
        if not row.name:
            head = row
        elif all(word in f"{row.name} {' '.join(row.cells)}".casefold() for word in words):
            found += [head, row] if head is not None else [row]
            head = None
    return found


def _lines(section: Section, rows: Sequence[SetupRow], width: int, *, wide: bool) -> list[str]:
    """Every row as one line; headings across all columns."""
    count = len(section.columns) - (0 if wide else section.spare)
    named = [row.cells[:count] for row in rows if row.name]
    drawn = iter(table(section.columns[:count], named, width - len(INDENT))[1:])
    heads = any(not row.name for row in rows)
    indent = INDENT if heads else ""
    return [indent + plain(next(drawn)) if row.name else clean(row.cells[0]) for row in rows]
