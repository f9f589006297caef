"""Modal: what an action asks before it is done, filled in as far as it is known."""

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from console.clean import beside, clean, shown
from console.widgets.asking import answers, is_confirmation, is_number, numbered, of_each, problem
from console.widgets.choice import Choice
from console.widgets.sheet import Drawing, Sheet
from console.widgets.sinks import Button, Static
from core.case import Answers
from core.decision import Field
from core.vocabulary import Action, capital, words

FRAME = 5
"""Cells that the frame and the scroll bar take from a line."""
ROOM_OF_FIELD = 3
ROOM_OF_REST = 5
"""Lines of the frame, the buttons and the space around them."""
LEAST_LINES = 3


class AnswersModal(ModalScreen[Answers | None]):
    """Asks every field; None is "never mind"."""

    CSS = """
    AnswersModal { align: center middle; background: transparent; }
    AnswersModal > VerticalScroll {
        width: 100%; height: auto; max-height: 100%;
        border: round $accent; background: $surface; padding: 0 1;
    }
    AnswersModal Static { height: auto; }
    AnswersModal .label { margin-top: 1; }
    AnswersModal .problem { color: $error; display: none; }
    AnswersModal .problem.told { display: block; }
    AnswersModal .note { color: $text-muted; }
    AnswersModal Horizontal { height: 1; margin-top: 1; }
    AnswersModal Button { margin-right: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Never mind"),
        Binding("pagedown", "read_on(1)", "Read on", show=False, priority=True),
        Binding("pageup", "read_on(-1)", "Read back", show=False, priority=True),
    ]

    def __init__(
        self,
        action: Action,
        count: int,
        fields: tuple[Field, ...],
        title: str,
        *,
        about: str = "",
        beneath: Drawing | None = None,
    ) -> None:
        """`title` says what to which records, `about` what else matters: a total, a consequence.

        `beneath` writes what is read before anything is answered; it scrolls by itself.
        """
        super().__init__()
        self._beneath = beneath
        self._action = action
        self._count = count
        self._title = title
        self._about = about
        alone = count == 1
        self._asked = tuple(f for f in fields if alone or not of_each(f))
        self._kept = tuple(f for f in fields if not alone and of_each(f))

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False) as box:
            box.border_title = shown(self._title)
            if self._about:
                yield Static(shown(self._about), classes="note")
            if self._beneath is not None:
                yield Sheet(self._beneath, id="beneath")
            for field in self._kept:
                kept = f"{field.label}: each of the {self._count:,} keeps its own suggestion."
                yield Static(shown(kept), classes="note")
            for place, field in enumerate(self._asked):
                yield from self._field(place, field)
            with Horizontal():
                yield Button(shown(self._confirm_words), id="confirm", compact=True)
                yield Button(shown("Never mind (Esc)"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self._control(0).focus()
        self._fit(self.app.size.width, self.app.size.height)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(*event.size)

    def _fit(self, width: int, height: int) -> None:
        """As high as what is read, and never so high that what is asked is out of sight."""
        if self._beneath is None:
            return
        lines = len(self._beneath(max(1, width - FRAME)))
        asked = sum(ROOM_OF_FIELD for _ in self._asked) + len(self._kept)
        room = height - asked - ROOM_OF_REST - bool(self._about)
        self.query_one("#beneath", Sheet).styles.height = min(lines, max(LEAST_LINES, room))

    def action_read_on(self, pages: int) -> None:
        """Turn the pages of what is read, wherever the focus is."""
        for sheet in self.query("#beneath").results(Sheet):
            sheet.scroll_relative(y=pages * max(1, sheet.size.height - 1), animate=False)

    @property
    def _confirm_words(self) -> str:
        what = capital(words(self._action))
        return what if self._count == 1 else f"{what} {self._count:,}"

    def _field(self, place: int, field: Field) -> Iterator[Widget]:
        needed = "required" if field.required else "may be left out"
        told = ", ".join(x for x in (needed, field.hint) if x)
        label = beside(shown(field.label), shown(f"  {told}  [{field.rule}]", "dim"))
        yield Static(label, classes="label")
        if field.suggestions:
            yield Static(shown(f"or a number: {numbered(field)}"), classes="note")
        yield self._input(place, field)
        yield Static(classes="problem", id=f"problem-{place}")

    def _input(self, place: int, field: Field) -> Widget:
        if field.choices and not (is_confirmation(field) or is_number(field)):
            return Choice(field.choices, field.default, id=f"answer-{place}")
        hint = "type yes" if is_confirmation(field) else ""
        asked = Input(clean(field.default or ""), hint, id=f"answer-{place}", compact=True)
        asked.cursor_blink = False
        return asked

    def _control(self, place: int) -> Widget:
        inside = place < len(self._asked)
        return self.query_one(f"#answer-{place}" if inside else "#confirm", Widget)

    def _typed(self, place: int) -> str:
        control = self._control(place)
        return control.value if isinstance(control, (Input, Choice)) else ""

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is pasted shows what is hidden in it."""
        if (shown := clean(event.value)) != event.value:
            event.input.value = shown
            event.input.cursor_position = len(shown)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter answers with what stood there when it was pressed, or not at all."""
        if event.value == event.input.value:
            self._move_on(event.input)

    def on_choice_settled(self, event: Choice.Settled) -> None:
        self._move_on(event.choice)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "confirm":
            self._confirm()
        else:
            self.action_cancel()

    def action_cancel(self) -> None:
        self._leave(None)

    def _leave(self, result: Answers | None) -> None:
        # A second Enter may be under way already; it must not close what lies beneath.
        if self.is_active:
            self.dismiss(result)

    def _move_on(self, control: Widget) -> None:
        place = int((control.id or "answer-0").removeprefix("answer-"))
        if not self._will_do(place):
            return
        if place + 1 < len(self._asked):
            self._control(place + 1).focus()
        else:
            self._confirm()

    def _will_do(self, place: int) -> bool:
        """Whether the answer will do; if not, the reason stands beneath it."""
        wrong = problem(self._asked[place], self._typed(place))
        told = self.query_one(f"#problem-{place}", Static)
        told.update(shown(wrong or ""))
        told.set_class(wrong is not None, "told")
        return wrong is None

    def _confirm(self) -> None:
        # All are looked at, so that nobody mends one answer to hear of the next.
        wrong = [place for place in range(len(self._asked)) if not self._will_do(place)]
        if wrong:
            self._control(wrong[0]).focus()
            return
        typed = {f.name: (f, self._typed(place)) for place, f in enumerate(self._asked)}
        self._leave(answers(typed))
