"""Screen: what was decided many at once; one batch is read at a time, and tried again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from console.clean import clean, shown
from console.screens import words as told
from console.screens.desk_screen import DeskScreen
from console.widgets.figures import amount, moment
from console.widgets.lines import (
    EMPTY,
    Column,
    Line,
    faint,
    flowed,
    heading,
    padded,
    plain,
    said,
    table,
)
from console.widgets.sheet import Sheet
from console.widgets.sinks import Option, OptionList, Static
from core.batches import Account, Total, since_then, summary
from core.case import NOTHING_SAID
from core.desk import Desk
from core.ports import Batch
from core.vocabulary import words

SHOWN = 200
"""The last so many are listed."""
LISTING = "Enter reads the batch   Esc back"
READING = "Up and down scroll   Esc back to the batches"
AGAIN = "ctrl+t tries the {count:,} again   "
NONE = "There is no batch yet: decide several records at once to make one."


class BatchesScreen(DeskScreen, inherit_bindings=False):
    """Lists the batches; Esc goes back by one step."""

    DEFAULT_CSS = """
    BatchesScreen > Static { height: 1; padding: 0 1; }
    BatchesScreen > #which { background: $panel; text-style: bold; }
    BatchesScreen > #keys { color: $text-muted; }
    BatchesScreen > #said { height: auto; max-height: 4; color: $warning; }
    BatchesScreen > Sheet { padding: 0 1; }
    BatchesScreen > OptionList, BatchesScreen > OptionList:focus {
        height: 1fr; border: none; padding: 0 1; background: $surface;
        background-tint: $surface 0%; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "section(1)", "Next section", show=False),
        Binding("shift+tab", "section(-1)", "Section before", show=False),
        Binding("ctrl+t", "again", "Try again what failed for a reason that passes", show=False),
        Binding("j", "step(1)", "Down", show=False, id="list.move_next"),
        Binding("k", "step(-1)", "Up", show=False, id="list.move_before"),
        Binding("escape,q,left", "back", "Back"),
    ]

    class Listed(Message):
        """The batches are there."""

        def __init__(self, batches: Sequence[Batch]) -> None:
            super().__init__()
            self.batches = batches

    class Told(Message):
        """One of them is."""

        def __init__(self, account: Account | None) -> None:
            super().__init__()
            self.account = account

    def __init__(self, desk: Desk, clock: Callable[[], datetime]) -> None:
        super().__init__(desk, "", clock)
        self._batches: Sequence[Batch] = ()
        self._account: Account | None = None
        """Which one is read; None while one chooses."""

    def compose(self) -> ComposeResult:
        yield Static(id="which")
        yield OptionList()
        yield Sheet()
        yield Static(id="said")
        yield Static(id="keys")

    def on_mount(self) -> None:
        self._choose()
        self._list()

    # asking

    @work(thread=True, exclusive=True, group="batches", description="batches")
    def _list(self) -> None:
        self._answer(lambda: self.Listed(self.desk.batches.recent(SHOWN)))

    @work(thread=True, exclusive=True, group="batch", description="batch")
    def _read(self, id: str) -> None:
        self._answer(lambda: self.Told(self.desk.batches.account(id)))

    # drawing

    def on_batches_screen_listed(self, event: Listed) -> None:
        self._batches = event.batches
        options = self.query_one(OptionList)
        kept = options.highlighted or 0
        width = max(40, self.size.width - 4)
        options.set_options([Option(shown(line(batch, width))) for batch in event.batches])
        options.highlighted = min(kept, len(event.batches) - 1) if event.batches else None
        self._choose()

    def on_batches_screen_told(self, event: Told) -> None:
        account = event.account
        if account is None:
            return
        self._account = account
        again = AGAIN.format(count=len(account.again)) if account.again else ""
        self._tell(account.batch.name or account.batch.id, again + READING)
        self._leave_only(Sheet)
        self.query_one(Sheet).show(lambda width: drawn(account, width))

    def on_desk_screen_unreachable(self, event: DeskScreen.Unreachable) -> None:
        self._say(plain(told.trouble(event.text)))

    def on_desk_screen_progressed(self, event: DeskScreen.Progressed) -> None:
        self._say(plain(told.progress(event.action, event.done, event.total)))

    def on_desk_screen_decided(self, event: DeskScreen.Decided) -> None:
        self._say(plain(told.outcome(event.action, event.batch, event.outcomes)))
        if self._account is not None:
            self._read(self._account.batch.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._say("")
        self._read(self._batches[event.option_index].id)

    # keys

    def action_again(self) -> None:
        """Accept again what failed for a reason that passes; nobody has to reject it first."""
        account = self._account
        if account is None:
            return
        if not account.again:
            self._say("Nothing of it failed for a reason that passes.")
        else:
            self.perform(account.again_by, account.again, NOTHING_SAID)

    def action_back(self) -> None:
        """From a batch to the batches, from there out."""
        self._say("")
        if self._account is not None:
            self._account = None
            self._choose()
            self._list()
        elif self.is_active:
            self.dismiss(None)

    def action_section(self, step: int) -> None:
        if self.query_one(Sheet).display:
            self.query_one(Sheet).next_section(step)

    def action_step(self, by: int) -> None:
        """The letters move the choice as the arrows do."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def _choose(self) -> None:
        self._account = None
        self._tell("", LISTING if self._batches else f"{NONE}   Esc back")
        self._leave_only(OptionList)

    def _leave_only(self, kept: type[OptionList | Sheet]) -> None:
        for sort in (OptionList, Sheet):
            self.query_one(sort).display = sort is kept
        self.query_one(kept).focus()

    def _tell(self, which: str, keys: str) -> None:
        self.query_one("#which", Static).update(shown(f"Batches: {which}" if which else "Batches"))
        self.query_one("#keys", Static).update(shown(keys))

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(shown(text))


def line(batch: Batch, width: int) -> str:
    """`2025-12-11 12:00  Ana Approver  Month end: accept 12: 10 done, 2 refused`."""
    name = f"{batch.name}: " if batch.name else ""
    who = padded(clean(batch.actor), 16)
    return padded(clean(f"{moment(batch.at)}  {who}  {name}{summary(batch)}"), width)


def drawn(account: Account, width: int) -> list[Line]:
    """A batch as lines of this width."""
    batch = account.batch
    lines: list[Line] = [heading(f"{batch.id}  {batch.name}".rstrip())]
    lines += flowed([said(f"{batch.actor}, {moment(batch.at)} UTC: {summary(batch)}.")], width, 2)
    if account.done:
        lines += flowed([said(f"Since then: {since_then(account)}.")], width, 2)
    for title, totals in (("By job", account.by_job), ("By vendor", account.by_vendor)):
        if any(total.name for total in totals):
            lines += [EMPTY, heading(title), *_totals(totals, width)]
    if account.refusals:
        lines += [EMPTY, heading("Refused, by rule")]
    for refusal in account.refusals:
        rule = f" [{refusal.rule}]" if refusal.rule else ""
        lines += flowed([said(f"{len(refusal.records):,}  {refusal.text}"), faint(rule)], width, 2)
    return [*lines, *_records(account, width)]


def _records(account: Account, width: int) -> list[Line]:
    """What was done, as it is now."""
    if not account.done:
        return []
    columns = [
        Column("Number"), Column("Title", bends=True), Column("Now"), Column("Amount", right=True),
    ]  # fmt: skip
    rows = [
        (r.number, r.title, words(r.status), amount(r.amount, r.currency)) for r in account.done
    ]
    return [EMPTY, heading("Done"), *table(columns, rows, width)]


def _totals(totals: Sequence[Total], width: int) -> list[Line]:
    columns = [
        Column("Name", bends=True), Column("Records", right=True), Column("Amount", right=True),
        Column("Cur"),
    ]  # fmt: skip
    rows = [(t.name or "none", f"{t.records:,}", amount(t.amount, ""), t.currency) for t in totals]
    return table(columns, rows, width)
