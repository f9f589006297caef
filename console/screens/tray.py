"""Screen: the tray as a plan: in which order it is decided, what is held, and by what."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from console.clean import shown
from console.keys import word
from console.screens.desk_screen import DeskScreen
from console.widgets.figures import amount
from console.widgets.lines import (
    EMPTY,
    Column,
    Line,
    faint,
    flowed,
    heading,
    said,
    table,
)
from console.widgets.sheet import Sheet
from console.widgets.sinks import Static
from core.batches import summary
from core.desk import Desk
from core.planning import Line as Planned
from core.planning import Standing
from core.ports import Batch
from core.records import Record
from core.staging import Layout
from core.tabs import TAB, TAB_OF

READING = "Enter commits   - empties the tray   Up and down scroll   Esc back"
TYPING = "Type the number of decisions and press Enter   Esc leaves them staged"
EMPTY_TRAY = "The tray is empty. ( stages an accept, ) a reject."
NUMBER = "Number of decisions"


class TrayScreen(DeskScreen, inherit_bindings=False):
    """Shows what would happen, and makes it happen as one named batch."""

    DEFAULT_CSS = """
    TrayScreen > Static { height: 1; padding: 0 1; }
    TrayScreen > #which { background: $panel; text-style: bold; }
    TrayScreen > #keys { color: $text-muted; }
    TrayScreen > #said { color: $warning; }
    TrayScreen > Sheet { padding: 0 1; }
    TrayScreen > Input, TrayScreen > Input:focus { border: none; height: 1; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "commit", "Commit what can be decided"),
        Binding("minus", "clear", "Empty the tray"),
        Binding("tab", "section(1)", "Next section", show=False),
        Binding("shift+tab", "section(-1)", "Section before", show=False),
        Binding("escape,q,left", "back", "Back"),
    ]

    class LaidOut(Message):
        """What committing the tray would do."""

        def __init__(self, layout: Layout, batch: Batch | None = None) -> None:
            super().__init__()
            self.layout = layout
            self.batch = batch
            """What was committed just now."""

    def __init__(self, desk: Desk, clock: Callable[[], datetime]) -> None:
        super().__init__(desk, "", clock)
        self._layout: Layout | None = None
        self._busy = False
        self._sure = False
        """The key that empties the tray was pressed once."""

    def compose(self) -> ComposeResult:
        yield Static(id="which")
        yield Sheet()
        yield Input(placeholder=NUMBER, compact=True)
        yield Static(id="said")
        yield Static(id="keys")

    def on_mount(self) -> None:
        self._tell("Tray: planning", READING)
        self._ask_number(asks=False)
        self._read()

    # asking

    @work(thread=True, exclusive=True, group="layout", description="layout")
    def _read(self) -> None:
        self._answer(lambda: self.LaidOut(self.desk.batches.tray.layout()))

    @work(thread=True, group="perform", description="perform")
    def _commit(self) -> None:
        """This thread is finished even if the session ends meanwhile."""

        def ask() -> Message:
            tray = self.desk.batches.tray
            batch = tray.commit(self.desk.perform_each, f"Tray of {self.desk.actor.name}")
            return self.LaidOut(tray.layout(), batch)

        self._answer(ask)

    @work(thread=True, group="perform", description="perform")
    def _clear(self) -> None:
        def ask() -> Message:
            self.desk.batches.tray.clear()
            return self.LaidOut(self.desk.batches.tray.layout())

        self._answer(ask)

    # drawing

    def on_tray_screen_laid_out(self, event: LaidOut) -> None:
        self._layout, self._busy = event.layout, False
        layout = event.layout
        self._sure = False
        can = f"{layout.decisions:,} can be decided now"
        self._tell(f"Tray: {layout.staged:,} staged, {can}", READING)
        if event.batch is not None:
            self._say(f"{summary(event.batch)}, batch {event.batch.id}")
        self.query_one(Sheet).show(lambda width: drawn(layout, width))

    def on_desk_screen_unreachable(self, event: DeskScreen.Unreachable) -> None:
        self._busy = False
        self._say(event.text)

    # keys

    def action_commit(self) -> None:
        layout = self._layout
        if layout is None or self._busy:
            return
        if not layout.decisions and not layout.moved:
            self._say("Nothing of it can be decided now.")
        elif layout.to_be_typed(self.desk.settings):
            self._ask_number(asks=True)
        else:
            self._go()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        wanted = str(self._layout.decisions) if self._layout else ""
        if event.value.strip().replace(",", "") == wanted:
            self._ask_number(asks=False)
            self._go()
        else:
            self._say(f"That is not their number: there are {wanted}.")

    def action_clear(self) -> None:
        """Several decisions with their reasons are not lost by one key."""
        many = self._layout.staged if self._layout else 0
        if self._busy:
            return
        if many > 1 and not self._sure:
            self._sure = True
            self._say(f"{word('screen.unmark')} again empties the tray of its {many:,} decisions.")
        else:
            self._sure = False
            self._clear()

    def action_back(self) -> None:
        if self.query_one(Input).display:
            self._ask_number(asks=False)
        elif self.is_active and not self._busy:
            self.dismiss(None)

    def action_section(self, step: int) -> None:
        self.query_one(Sheet).next_section(step)

    def _go(self) -> None:
        self._busy = True
        self._say("Committing.")
        self._commit()

    def _ask_number(self, *, asks: bool) -> None:
        field = self.query_one(Input)
        field.display, field.value = asks, ""
        self._tell(None, TYPING if asks else READING)
        (field if asks else self.query_one(Sheet)).focus()

    def _tell(self, which: str | None, keys: str) -> None:
        if which is not None:
            self.query_one("#which", Static).update(shown(which))
        self.query_one("#keys", Static).update(shown(keys))

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(shown(text))


def drawn(layout: Layout, width: int) -> list[Line]:
    """The tray as lines of this width."""
    plan = layout.plan
    lines: list[Line] = []
    if ready := plan.those(Standing.READY):
        lines += [heading("Accept, in this order"), *_records((x.record for x in ready), width)]
        lines += [EMPTY]
    if layout.one_way:
        lines += [heading("Of these, one way: it cannot be taken back")]
        for line in layout.one_way:
            why = faint(f"  {' '.join(line.one_way)}")
            lines += flowed([said(_named(line.record)), why], width, 2)
        lines += [EMPTY]
    if layout.rejects:
        lines += [heading("Reject")]
        for reject in layout.rejects:
            why = faint(f"  {reject.reason}")
            lines += flowed([said(_named(reject.record)), why], width, 2)
        lines += [EMPTY]
    lines += _held(plan.those(Standing.HELD), width)
    lines += _refused(plan.those(Standing.REFUSED), width)
    if layout.moved:
        lines += [heading("Changed since it was staged: look again")]
        lines += [(said(_named(record)),) for record in layout.moved] + [EMPTY]
    for twins in plan.twins:
        text = f"Look twice, {twins.why}: {', '.join(twins.numbers)}"
        lines += flowed([said(text)], width, 2)
    return lines or flowed([faint(EMPTY_TRAY)], width)


def _held(held: Sequence[Planned], width: int) -> list[Line]:
    if not held:
        return []
    lines: list[Line] = [heading("Held: stays staged until what it names is synced")]
    for line in held:
        until = " and ".join(blocker.until for blocker in line.blockers)
        lines += flowed([said(_named(line.record)), faint(f"  until {until}")], width, 2)
    return [*lines, EMPTY]


def _refused(refused: Sequence[Planned], width: int) -> list[Line]:
    if not refused:
        return []
    lines: list[Line] = [heading("Refused: stays staged until its reason is gone")]
    for line in refused:
        why = " ".join(f"{o.text} [{o.rule}]" for o in line.objections)
        lines += flowed([said(_named(line.record)), faint(f"  {why}")], width, 2)
    return [*lines, EMPTY]


def _records(records: Iterable[Record], width: int) -> list[Line]:
    columns = [
        Column("", right=True), Column("Tab"), Column("Number"), Column("Title", bends=True),
        Column("Amount", right=True),
    ]  # fmt: skip
    rows = [
        (
            f"{place:,}", TAB[TAB_OF[r.kind].name].short, r.number, r.title,
            amount(r.amount, r.currency) if r.amount else "",
        )
        for place, r in enumerate(records, 1)
    ]  # fmt: skip
    return table(columns, rows, width)


def _named(record: Record) -> str:
    return f"{record.number} {record.title}".strip()
