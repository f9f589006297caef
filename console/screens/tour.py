"""Modal: the tour's five tasks, what of them is done, and how the next one goes."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from console.clean import shown
from console.keys import key_word, word
from console.widgets.figures import moment
from console.widgets.lines import EMPTY, Line, Look, faint, flowed, said
from console.widgets.sheet import Sheet
from console.widgets.sinks import Static
from core.records import Record
from core.tour import TITLES, Progress, Step, Task
from core.values import NamedTuple
from core.vocabulary import Action, words

INDENT = 6
KEYS = "Enter goes to its record   x ends the tour for good   Esc back"
OVER = "x ends the tour for good   Esc back"
ANY = "any record that waits"


class Chosen(NamedTuple):
    """How the card was left: to go to a record, or for good."""

    record: Record | None = None
    for_good: bool = False


class TourCard(ModalScreen[Chosen | None]):
    """Shows how far it is; the tour goes on behind it."""

    CSS = """
    TourCard { align: center middle; background: transparent; }
    TourCard > Vertical {
        width: 76; max-width: 100%; height: 16; max-height: 100%;
        border: round $accent; background: $surface; padding: 0 1;
    }
    TourCard Static { height: 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right", "go", "To its record"),
        Binding("x", "end", "End the tour for good"),
        Binding("escape,q,left", "leave", "Back"),
        Binding("h", "leave", "Back", show=False, id="screen.tour"),
    ]

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            done, count = self._progress.done, len(self._progress.steps)
            box.border_title = shown(f"Tour of the sandbox: {done} of {count} done")
            sheet = Sheet(lambda width: drawn(self._progress, width))
            sheet.can_focus = False
            yield sheet
            yield Static(shown(KEYS if self._progress.next else OVER))

    def action_go(self) -> None:
        """To the record that has to be decided first."""
        step = self._progress.next
        if self.is_active:
            record = (step.before or step.record) if step else None
            self.dismiss(Chosen(record) if record else None)

    def action_end(self) -> None:
        if self.is_active:
            self.dismiss(Chosen(for_good=True))

    def action_leave(self) -> None:
        if self.is_active:
            self.dismiss(None)


def tour_line(progress: Progress) -> Line:
    """`   Tour 1 of 5 done, next: reject one, with a reason   h how`; nothing once it is over."""
    step = progress.next
    if step is None:
        return ()
    title = TITLES[step.task]
    far = f"Tour {progress.done} of {len(progress.steps)}, next: {title[0].lower()}{title[1:]}"
    return (faint("   "), said(far, Look.KEY), faint(f"   {word('screen.tour')} how"))


def achieved(before: Progress, now: Progress) -> Line:
    """What was done since; empty where nothing was."""
    known = {step.task for step in before.steps if step.done}
    new = [step for step in now.steps if step.done and step.task not in known]
    if not new:
        return ()
    text = f" Tour: done: {'; '.join(TITLES[step.task].lower() for step in new)}."
    if now.next is None:
        return (said(f"{text} That was the last one.", Look.MAY),)
    return (said(text, Look.MAY), *tour_line(now))


def drawn(progress: Progress, width: int) -> list[Line]:
    """Every task in a line, and beneath the next one how it goes."""
    lines: list[Line] = []
    for place, step in enumerate(progress.steps, 1):
        here = step is progress.next
        mark, look = ("[x]", Look.MAY) if step.done else ("[ ]", Look.KEY if here else Look.FAINT)
        title = [said(f"{mark} {place} ", look), said(TITLES[step.task], look)]
        lines += flowed([*title, faint(_what(step))], width, INDENT)
        if here:
            indent = said(" " * INDENT)
            lines += [*flowed([indent, said(how(step))], width, INDENT), EMPTY]
    if progress.next is None:
        over = "All five are done, and stand in the history of their records for good."
        lines += [EMPTY, *flowed([said(over)], width)]
    return lines


def _what(step: Step) -> str:
    """What it was done to and when."""
    if step.done is None:
        return ""
    number = step.record.number if step.record else step.done.record
    return f"  {step.done.action} {number}, {moment(step.done.at)} UTC"


def how(step: Step) -> str:
    """In words, with the keys that are in force."""
    which, accept = _named(step.record), key_word(Action.ACCEPT)
    match step.task:
        case Task.ACCEPT:
            return (
                f"Go to {which}. Read beneath the list what may be done to it, press {accept}, "
                "look at what is filled in, and confirm. The connector then writes it into Sage."
            )
        case Task.REJECT:
            return (
                f"Go to {which}, press {key_word(Action.REJECT)} and say why: its sender reads it."
            )
        case Task.CHAIN:
            return (
                f"{which} waits for {_named(step.before)}, which is not in Sage yet. Accept that "
                f"one with {accept}, wait until it is synced, and then accept the other. "
                f"{word('screen.why')} says at any time what a record waits for."
            )
        case Task.TIME_OUT:
            return (
                f"Accept {which}: this once no answer comes back. It becomes outcome unknown, "
                "which is neither a yes nor a no, so do not send it again: the connector looks "
                "into Sage by its key, and settles it by itself."
            )
        case Task.UNDO:
            return (
                f"Accept {which}, and take that back with {word('screen.undo')} before it leaves; "
                "the last lines say until when."
            )


def _named(record: Record | None) -> str:
    return f"{words(record.kind)} {record.number}" if record else ANY
