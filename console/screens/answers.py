"""Modal: what an action asks before it is done, filled in as far as it is known."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from console.clean import clean, shown
from console.widgets.asking import answers, is_confirmation, of_each, problem
from console.widgets.choice import Choice
from core.case import Answers
from core.decision import Field
from core.vocabulary import Action, words


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
    ]

    def __init__(
        self,
        action: Action,
        count: int,
        fields: tuple[Field, ...],
        title: str,
        *,
        about: str = "",
    ) -> None:
        """`title` says what to which records, `about` what else matters: a total, a consequence."""
        super().__init__()
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
            for field in self._kept:
                kept = f"{field.label}: each of the {self._count:,} keeps its own suggestion."
                yield Static(shown(kept), classes="note")
            for place, field in enumerate(self._asked):
                yield from self._field(place, field)
            with Horizontal():
                yield Button(Content(self._confirm_words), id="confirm", compact=True)
                yield Button(Content("Never mind (Esc)"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self._control(0).focus()

    @property
    def _confirm_words(self) -> str:
        what = words(self._action).capitalize()
        return what if self._count == 1 else f"{what} {self._count:,}"

    def _field(self, place: int, field: Field) -> Iterator[Widget]:
        needed = "required" if field.required else "may be left out"
        told = ", ".join(clean(x) for x in (needed, field.hint) if x)
        label = Content.assemble(clean(field.label), (f"  {told}  [{clean(field.rule)}]", "dim"))
        yield Static(label, classes="label")
        yield self._input(place, field)
        yield Static(Content(""), classes="problem", id=f"problem-{place}")

    def _input(self, place: int, field: Field) -> Widget:
        if field.choices and not is_confirmation(field):
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
        if self.is_current:
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
        told.update(Content(wrong or ""))
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
