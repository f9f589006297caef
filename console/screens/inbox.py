"""Screen: the inbox, what this person may decide now over all ten tabs."""

from datetime import datetime
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message

from console.columns import SIGNS
from console.keys import key_word
from console.screens import words as told
from console.screens.overview import Cell, OverviewScreen, aligned, wrapped
from console.widgets.figures import age, amount
from core.inbox import Inbox, Item
from core.ports import Asked
from core.tabs import TAB_OF, TABS
from core.vocabulary import Action, words

SHOWN = 200
"""So many of the most pressing are listed."""
MOST = 99
COLUMNS = (
    Cell("Pts", 3, right=True), Cell("Age", 4, right=True), Cell("Tab", 7), Cell("Number", 12),
    Cell("Title", 0), Cell("State", 11), Cell("Amount", 14, right=True),
    Cell("Waits", 5, right=True),
)  # fmt: skip
KEYS = "Enter open   the letters decide   Esc back"
NOTHING = (
    "Nothing waits for you.",
    "A record comes here when it is sent, fails, or is only in the ERP, and it is yours to decide.",
)


class InboxScreen(OverviewScreen, inherit_bindings=False):
    """One record a line, the most pressing first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *OverviewScreen.BINDINGS,
        Binding("right", "open", "Open the record", show=False),
    ]

    class Found(Message):
        """What waits."""

        def __init__(self, inbox: Inbox) -> None:
            super().__init__()
            self.inbox = inbox

    _inbox: Inbox | None = None

    def read_again(self) -> None:
        self._read()

    @work(thread=True, exclusive=True, group="inbox", description="inbox")
    def _read(self) -> None:
        self._answer(
            lambda: self.Found(self.desk.overviews.inbox(self._clock(), SHOWN)), asked=False
        )

    def on_inbox_screen_found(self, event: Found) -> None:
        self._inbox, self._answered = event.inbox, True
        self.draw()

    @property
    def current(self) -> Item | None:
        items = self._inbox.items if self._inbox else ()
        return items[self.place] if self.place < len(items) else None

    def draw(self) -> None:
        inbox, width, now = self._inbox, self.room, self._clock()
        if inbox is None:
            self.write("which", "Inbox: reading ...")
            return
        rest = f", the {len(inbox.items):,} most pressing" if len(inbox.items) < inbox.total else ""
        self.write("which", f"Inbox: {inbox.total:,} wait for you{rest}")
        waiting = [f"{t.short} {inbox.waiting[t.name]:,}" for t in TABS if t.name in inbox.waiting]
        self.write("above", *inbox.overrides[:1], *wrapped(waiting, width))
        self.write("columns", aligned(COLUMNS, [c.heading for c in COLUMNS], width))
        self.list_lines([line(item, now, width) for item in inbox.items])
        self.write("keys", KEYS)
        self._beneath()

    def on_option_list_option_highlighted(self) -> None:
        self._beneath()

    def _beneath(self) -> None:
        item = self.current
        if item is None:
            self.write("beneath", *NOTHING)
            return
        can = "   ".join(f"{key_word(a)} {words(a)}" for a in item.open)
        held = " ".join(f"{o.text} [{o.rule}]" for o in item.held)
        why_not = [f"No {words(item.decisions[0])}: {held}"] if held else []
        self.write("beneath", reasons(item, self._clock()), *([can] if can else []), *why_not)

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        if (item := self.current) is not None:
            self.open_record(item.row.id)

    def acts(self, action: Action) -> None:
        item = self.current
        if item is None:
            return
        if action in item.decisions:
            self.begin(action, [Asked(item.row.id, item.row.version, digest=item.row.digest)])
        else:
            self.say(told.not_decided_here(action))


def line(item: Item, now: datetime, width: int) -> str:
    """A record on one line."""
    row = item.row
    texts = (
        str(item.points.total), age(row.age_from, now), TAB_OF[row.kind].short, row.number,
        row.title, SIGNS[row.status].text, amount(row.amount, row.currency) if row.amount else "",
        blocked(item),
    )  # fmt: skip
    return aligned(COLUMNS, texts, width)


def blocked(item: Item) -> str:
    return "" if not item.blocks else f"{MOST}+" if item.blocks > MOST else str(item.blocks)


def reasons(item: Item, now: datetime) -> str:
    """Why it stands where it stands."""
    p, row = item.points, item.row
    parts = [f"{p.age} for its age of {age(row.age_from, now)}"]
    parts += [f"{p.amount} for its amount"] if p.amount else []
    parts += [f"{p.blocking} for {blocked(item)} that wait for it"] if p.blocking else []
    return f"{row.number} {row.title}: {p.total} points, {', '.join(parts)}."
