"""Modal: a new value for a setting or a right, with what stands against it before it is kept."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from console.clean import clean, shown
from console.widgets.choice import Choice
from console.widgets.sinks import Button, Static
from core.adjusting import Listed
from core.decision import Refused
from core.desk import Desk
from core.objection import Objection
from core.options import BadValue
from core.options.option import Switch
from core.people import Actor
from core.ports import Adjusted, StoreUnusable
from core.privileges import (
    LEVELS,
    NO,
    USUAL,
    VALUED,
    YES,
    BadRight,
    Privilege,
    Sort,
    value_of,
)
from core.values import NamedTuple
from core.vocabulary import RecordId

AGAIN = "Enter once more keeps it all the same."


class Answer(NamedTuple):
    """What became of an attempt."""

    done: str = ""
    """A sentence about what was kept; empty where nothing was."""
    problem: str = ""
    warning: str = ""


class ValueModal(ModalScreen[str | None]):
    """Asks for one value; leaves with what was done, or None for "never mind"."""

    DEFAULT_CSS = """
    ValueModal { align: center middle; background: transparent; }
    ValueModal > VerticalScroll {
        width: 100%; height: auto; max-height: 100%;
        border: round $accent; background: $surface; padding: 0 1;
    }
    ValueModal Static { height: auto; }
    ValueModal .note { color: $text-muted; }
    ValueModal .final { color: $warning; margin-top: 1; }
    ValueModal #told { display: none; margin-top: 1; }
    ValueModal #told.problem { display: block; color: $error; }
    ValueModal #told.warning { display: block; color: $warning; }
    ValueModal Input, ValueModal Choice { margin-top: 1; }
    ValueModal Horizontal { height: 1; margin-top: 1; }
    ValueModal Button { margin-right: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Never mind")]

    class Tried(Message):
        """A thread has asked the desk."""

        def __init__(self, value: str, answer: Answer) -> None:
            super().__init__()
            self.value = value
            self.answer = answer

    def __init__(
        self,
        title: str,
        notes: Sequence[str],
        present: str,
        choices: tuple[str, ...] = (),
        final: str = "",
    ) -> None:
        """`final` says what cannot be taken back; it is to be confirmed in words."""
        super().__init__()
        self._title, self._notes, self._present = title, notes, present
        self._choices, self._final = choices, final
        self._warned: str | None = None
        """The value that was warned of; asked for again, it is kept."""

    def attempt(self, value: str, *, confirmed: bool, warned: bool) -> Answer:
        """Try a value, in a thread; keep it unless something is to be said first."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False) as box:
            box.border_title = shown(self._title)
            for note in self._notes:
                yield Static(shown(note), classes="note")
            yield self._control()
            yield from self._confirmation()
            yield Static(id="told")
            with Horizontal():
                yield Button(shown("Keep (Enter)"), id="keep", compact=True)
                yield Button(shown("Never mind (Esc)"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self.query_one("#value", Widget).focus()

    def _control(self) -> Widget:
        if self._choices:
            return Choice(self._choices, self._present, id="value")
        return _line(self._present, "", "value")

    def _confirmation(self) -> Iterator[Widget]:
        if self._final:
            yield Static(shown(f"{self._final} Type {YES} if that is meant."), classes="final")
            yield _line("", f"type {YES}", "confirm")

    @property
    def _value(self) -> str:
        control = self.query_one("#value", Widget)
        return control.value if isinstance(control, (Input, Choice)) else ""

    @property
    def _confirmed(self) -> bool:
        typed = self.query("#confirm").results(Input)
        return any(line.value.strip().casefold() == YES for line in typed)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is pasted shows what is hidden in it."""
        if (cleaned := clean(event.value)) != event.value:
            event.input.value = cleaned
            event.input.cursor_position = len(cleaned)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "value" and self._final:
            self.query_one("#confirm", Input).focus()
        else:
            self._try()

    def on_choice_settled(self) -> None:
        if self._final:
            self.query_one("#confirm", Input).focus()
        else:
            self._try()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "keep":
            self._try()
        else:
            self.action_cancel()

    def action_cancel(self) -> None:
        if self.is_active:
            self.dismiss(None)

    def _try(self) -> None:
        value = self._value
        self._ask(value, self._confirmed, value == self._warned)

    @work(thread=True, exclusive=True, group="keep", description="keep")
    def _ask(self, value: str, confirmed: bool, warned: bool) -> None:  # noqa: FBT001  # Textual passes them on
        try:
            answer = self.attempt(value, confirmed=confirmed, warned=warned)
        except (BadValue, BadRight, StoreUnusable) as why:
            answer = Answer(problem=str(why))
        self.post_message(self.Tried(value, answer))

    def on_value_modal_tried(self, event: Tried) -> None:
        answer = event.answer
        if answer.done:
            if self.is_active:
                self.dismiss(answer.done)
            return
        told = self.query_one("#told", Static)
        self._warned = event.value if answer.warning else None
        told.update(shown(answer.problem or f"{answer.warning} {AGAIN}"))
        told.set_class(bool(answer.problem), "problem")
        told.set_class(bool(answer.warning), "warning")


class SettingModal(ValueModal):
    """A new value for a setting."""

    def __init__(self, desk: Desk, one: Listed, project: RecordId | None = None) -> None:
        option = one.option
        self._desk, self._one, self._project = desk, one, project
        present = one.value
        if isinstance(option.sort, Switch):  # Enter toggles: the other one stands ready
            present = next(word for word in one.choices if word != one.value)
        notes = (
            option.effect,
            f"It is {one.value}, usually {one.usual}. It takes {one.form}.",
            f"{option.name}   [{option.rule}]",
        )
        super().__init__(option.title, notes, present, one.choices, option.final)

    def attempt(self, value: str, *, confirmed: bool, warned: bool) -> Answer:
        adjuster, name, project = self._desk.adjuster, self._one.option.name, self._project
        if not self._one.option.final:
            confirmed = True  # a warning is read before the second Enter, which is the word
        if not warned:
            thought = adjuster.rehearse(name, value, project, confirmed=confirmed)
            if isinstance(thought, Refused):
                return Answer(problem=against(thought.objections))
            if thought.warnings:
                return Answer(warning=against(thought.warnings))
        done = adjuster.set(name, value, project, confirmed=confirmed)
        if isinstance(done, Refused):
            return Answer(problem=against(done.objections))
        now = adjuster.one(name, project)
        if now.value == self._one.value:
            return Answer(f"{now.option.title} is {now.value} already.")
        return Answer(f"{now.option.title} is {now.value} now; it was {self._one.value}.")


class RightModal(ValueModal):
    """Grants a right, or takes it."""

    def __init__(self, desk: Desk, person: Actor, privilege: Privilege) -> None:
        self._desk, self._person, self._privilege = desk, person, privilege
        held = value_of(privilege, person)
        choices: tuple[str, ...] = ()
        present = held
        if privilege.sort is Sort.LEVEL:
            choices = tuple(level.words for level in LEVELS.values())
        elif privilege.sort not in VALUED:
            choices = (YES, NO)
            present = NO if held == YES else YES
        notes = (f"{person.name} holds: {held}.", privilege.word)
        super().__init__(privilege.title, notes, present, choices)

    def attempt(self, value: str, *, confirmed: bool, warned: bool) -> Answer:
        del confirmed
        granter, word, account = self._desk.granter, self._privilege.word, self._person.id
        taken = value in {NO, "", "none", USUAL}
        valued = self._privilege.sort in VALUED and not taken
        rights = (f"{word}={value}" if valued else word,)
        if not warned:
            thought = granter.rehearse(account, rights, taken=taken)
            if isinstance(thought, Adjusted) and thought.warnings:
                return Answer(warning=against(thought.warnings))
        done = granter.revoke(account, rights) if taken else granter.grant(account, rights)
        if isinstance(done, Refused):
            return Answer(problem=against(done.objections))
        held = value_of(self._privilege, done.value)
        return Answer(f"{self._person.name}: {self._privilege.title} is {held} now.")


class PersonModal(ValueModal):
    """Adds a person."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        notes = ("The account, a space, and the name, such as: sue Sue Miller",
                 "Somebody new holds no level and no privilege yet.")  # fmt: skip
        super().__init__("Add a person", notes, "")

    def attempt(self, value: str, *, confirmed: bool, warned: bool) -> Answer:
        del confirmed, warned
        account, _, name = value.strip().partition(" ")
        done = self._desk.granter.add(account, name.strip())
        if isinstance(done, Refused):
            return Answer(problem=against(done.objections))
        text = f"{done.value.name} is here as {account} now, with no level and no privilege yet."
        return Answer(text)


def _line(text: str, hint: str, name: str) -> Input:
    made = Input(clean(text), hint, id=name, compact=True)
    made.cursor_blink = False
    return made


def against(objections: Sequence[Objection]) -> str:
    return " ".join(
        f"{o.text}{f' Can be lifted by {o.lifted_by}.' if o.lifted_by else ''}" for o in objections
    )
