"""Screen: vendors of Sage beside the companies of the directory that have their names."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from console.clean import clean, shown
from console.screens import words as told
from console.widgets.lines import shortened
from console.widgets.sinks import Option, OptionList, Static
from core.case import NOTHING_SAID, Answers, Named
from core.decision import Outcome, Refused
from core.desk import Desk
from core.matches import Match, ties
from core.ports import Batch, StoreUnusable
from core.vocabulary import Action, RecordId, words

SHOWN = 500
"""Pairs that are listed at once; linking all links the others, too."""
ALIKE = 22
"""Cells of the last column."""
KEYS = "Enter link   a link all   x skip   n near names   o company   Esc back"
READING = "Comparing names ..."
NONE = "No vendor that is ready to import has the name of a company that may be linked."


class MatchesScreen(Screen[None]):
    """One pair a line; what is linked or skipped leaves the list."""

    DEFAULT_CSS = """
    MatchesScreen > Static { height: 1; padding: 0 1; }
    MatchesScreen > #said { height: auto; max-height: 4; }
    MatchesScreen > #which { background: $panel; text-style: bold; }
    MatchesScreen > #columns, MatchesScreen > #keys { color: $text-muted; }
    MatchesScreen > OptionList, MatchesScreen > OptionList:focus {
        height: 1fr; border: none; padding: 0 1; background: $surface;
        background-tint: $surface 0%; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "link_all", "Link all", show=False),
        Binding("x", "skip", "Skip", show=False),
        Binding("n", "near", "Near names", show=False),
        Binding("o", "open", "Open the company", show=False),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
        Binding("escape", "back", "Back"),
        Binding("q,left", "back", "Back", show=False),
    ]

    class Found(Message):
        """The pairs, or why there are none."""

        def __init__(self, found: "Sequence[Match] | str") -> None:
            super().__init__()
            self.found = found

    class Linked(Message):
        """What became of one link, or of all."""

        def __init__(
            self, outcomes: Sequence[Outcome], batch: Batch | None, trouble: str = ""
        ) -> None:
            super().__init__()
            self.outcomes = outcomes
            self.batch = batch
            self.trouble = trouble

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._matches: list[Match] = []
        self._skipped: set[tuple[RecordId, RecordId]] = set()
        self._near = False
        self._busy = False

    def compose(self) -> ComposeResult:
        yield Static(id="which")
        yield Static(id="columns")
        yield OptionList()
        yield Static(id="said")
        yield Static(shown(KEYS), id="keys")

    def on_mount(self) -> None:
        self._list.focus()
        self._look()

    def on_resize(self, _: events.Resize) -> None:
        self._draw()

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    @property
    def current(self) -> Match | None:
        """The pair under the cursor."""
        place = self._list.highlighted
        return self._matches[place] if place is not None and place < len(self._matches) else None

    # looking

    def _look(self) -> None:
        self._say(READING)
        self.find(near=self._near)

    @work(thread=True, exclusive=True, group="find")
    def find(self, *, near: bool) -> None:
        from console.bootstrap import likeness  # only where names are compared

        try:
            found: Sequence[Match] | str = self._desk.matches(likeness() if near else None)
        except StoreUnusable as why:
            found = str(why)
        self.post_message(self.Found(found))

    def on_matches_screen_found(self, event: Found) -> None:
        if isinstance(event.found, str):
            self._say(event.found)
            return
        known = self._skipped
        self._matches = [m for m in event.found if (m.vendor.id, m.company.id) not in known]
        if self.query_one("#said", Static).content == shown(READING):
            self._say("" if self._matches else NONE)
        self._draw()

    def _draw(self) -> None:
        width = max(40, self.size.width - 3)
        place = self._list.highlighted or 0
        sure = len(ties(self._matches))
        more = f", the first {SHOWN}" if len(self._matches) > SHOWN else ""
        which = f"Matches: {len(self._matches):,}{more}; {sure:,} leave no doubt"
        self.query_one("#which", Static).update(shown(which))
        heads = columns("Vendor of Sage", "Company of the directory", "How alike, standing", width)
        self.query_one("#columns", Static).update(shown(heads))
        self._list.set_options(Option(drawn(m, width)) for m in self._matches[:SHOWN])
        if self._matches:
            self._list.highlighted = min(place, len(self._matches) - 1)

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(shown(text))

    # acting

    def on_option_list_option_selected(self) -> None:
        if (match := self.current) is not None and not self._busy:
            self._begin([match], alone=True)

    def action_link_all(self) -> None:
        """Every pair that leaves no doubt, after it is said how many they are."""
        from console.screens.answers import AnswersModal

        sure = ties(self._matches)
        if self._busy or not sure:
            self._say("No pair leaves no doubt; Enter links the one under the cursor.")
            return

        def answered(answers: Answers | None) -> None:
            if answers is None:
                self._say(f"Nothing was linked; {len(sure):,} pairs are left as they were.")
            else:
                self._begin(sure, alone=False)

        title = f"Link {len(sure):,} vendors"
        about = "Each to the one company that has its name. Unlinking takes it back, one by one."
        self.app.push_screen(AnswersModal(Action.LINK, len(sure), (), title, about=about), answered)

    def _begin(self, chosen: Sequence[Match], *, alone: bool) -> None:
        self._busy = True
        self._say(f"Linking {len(chosen):,} ...")
        self.link(chosen, alone=alone)

    @work(thread=True, group="perform")
    def link(self, chosen: Sequence[Match], *, alone: bool) -> None:
        """Act. This thread is finished even if the session ends meanwhile."""
        asked = [match.asked for match in chosen]
        try:
            if alone:
                decision = self._desk.perform(Action.LINK, asked[0])
                told = self.Linked([Outcome(asked[0].record, decision)], None)
            else:
                batch, outcomes = self._desk.perform_many(Action.LINK, asked, NOTHING_SAID)
                told = self.Linked(outcomes, batch)
        except StoreUnusable as why:
            told = self.Linked((), None, str(why))
        self.post_message(told)

    def on_matches_screen_linked(self, event: Linked) -> None:
        self._busy = False
        refused = [o for o in event.outcomes if isinstance(o.decision, Refused)]
        if event.trouble:
            self._say(event.trouble)
        elif event.batch is None and refused:
            decision = refused[0].decision
            objections = decision.objections if isinstance(decision, Refused) else ()
            self._say(" ".join(f"{o.text} [{o.rule}]" for o in objections))
        else:
            line = told.outcome(Action.LINK, event.batch, event.outcomes)
            self._say("".join(span.text for span in line))
        if event.batch is not None and refused:
            self._show(event.batch, event.outcomes)
        self.find(near=self._near)

    def _show(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        from console.screens.result import BatchResultScreen

        def named(record: RecordId) -> str:
            return told.name(self._desk.record(record))

        self.app.push_screen(BatchResultScreen(batch, outcomes, named))

    def action_skip(self) -> None:
        """Leave a pair alone: it is neither shown nor linked with the others, this time."""
        if (match := self.current) is not None:
            self._skipped.add((match.vendor.id, match.company.id))
            self._matches.remove(match)
            self._say(f"Skipped {match.vendor.title}.")
            self._draw()

    def action_near(self) -> None:
        self._near = not self._near
        self._look()

    def action_open(self) -> None:
        from console.screens.record import RecordScreen

        if (match := self.current) is not None:
            self.app.push_screen(RecordScreen(self._desk, match.company.id))

    def action_move(self, by: int) -> None:
        if by > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    def action_back(self) -> None:
        if self.is_active:
            self.dismiss(None)


def columns(vendor: str, company: str, alike: str, width: int) -> str:
    """Three texts side by side: the first two share what the last one leaves."""
    half = (width - ALIKE - 2) // 2
    cut = (shortened(clean(vendor), half), shortened(clean(company), half))
    return f"{_wide(cut[0], half)} {_wide(cut[1], half)} {shortened(clean(alike), ALIKE)}"


def drawn(match: Match, width: int) -> Content:
    vendor, company = match.vendor, match.company
    alike = f"{match.words}, {words(company.status)}"
    held, free = named(vendor.erp_id or "", vendor), named(company.number, company)
    return shown(columns(held, free, alike, width))


def named(number: str, of: Named) -> str:
    """Its number first: names are what the two have in common."""
    return f"{number:<10} {of.title}"


def _wide(text: str, width: int) -> str:
    from rich.cells import cell_len

    return text + " " * max(0, width - cell_len(text))
