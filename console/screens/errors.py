"""Screen: what failed, by its root cause, in plain words with the next step; acted on by group."""

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message

from console.columns import SIGNS
from console.keys import key_word
from console.screens import words as told
from console.screens.overview import Cell, OverviewScreen, aligned
from console.widgets.figures import age, amount, money
from core.decoding import Group, Root, asked, totals
from core.ports import Failed
from core.tabs import TAB_OF
from core.vocabulary import Action, words

GROUPS = (
    Cell("Failed", 6, right=True), Cell("Pass", 5, right=True), Cell("Together", 14, right=True),
    Cell("Cause", 0), Cell("About", 12),
)  # fmt: skip
BROAD = 110
ABOUT_BROAD = Cell("About", 36)
RECORDS = (
    Cell("Age", 4, right=True), Cell("Tab", 7), Cell("Number", 12), Cell("Title", 0),
    Cell("Job", 10), Cell("State", 11), Cell("Amount", 14, right=True),
)  # fmt: skip
NOTHING = ("Nothing failed.", "What the ERP refuses, or does not answer, comes here.")


class ErrorsScreen(OverviewScreen, inherit_bindings=False):
    """One group a line; Enter lists its records, and there opens one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *OverviewScreen.BINDINGS,
        Binding("right", "open", "Open", show=False),
    ]

    class Found(Message):
        """What failed."""

        def __init__(self, groups: Sequence[Group]) -> None:
            super().__init__()
            self.groups = groups

    _groups: Sequence[Group] | None = None
    _opened: Root | None = None
    """Whose records are listed; None while the groups are."""
    _together = ""

    def read_again(self) -> None:
        self._read()

    @work(thread=True, exclusive=True, group="errors", description="errors")
    def _read(self) -> None:
        self._answer(lambda: self.Found(self.desk.overviews.errors()), asked=False)

    def on_errors_screen_found(self, event: Found) -> None:
        self._groups, self._answered = event.groups, True
        self.draw()

    @property
    def together(self) -> str:
        return self._together

    @property
    def group(self) -> Group | None:
        """The one that is open, or under the cursor."""
        groups = self._groups or ()
        if self._opened is not None:
            return next((g for g in groups if g.root == self._opened), None)
        return groups[self.place] if self.place < len(groups) else None

    @property
    def failure(self) -> Failed | None:
        """The record under the cursor, where records are listed."""
        found = self.group.failures if self._opened is not None and self.group else ()
        return found[self.place] if self.place < len(found) else None

    # drawing

    def draw(self) -> None:
        if self._groups is None:
            self.write("which", "Errors: reading ...")
            return
        if self._opened is not None and self.group is None:
            self._opened = None  # its last record has moved on
        if self._opened is None:
            self._draw_groups(self._groups)
        elif self.group is not None:
            self._draw_records(self.group)
        self._beneath()

    def _draw_groups(self, groups: Sequence[Group]) -> None:
        count = sum(len(group.failures) for group in groups)
        self.write("which", f"Errors: {count:,} failed for {len(groups):,} reasons")
        columns = columns_for(self.room)
        self.write("columns", aligned(columns, [c.heading for c in columns], self.room))
        self.list_lines([line(group, self.room) for group in groups])

    def _draw_records(self, group: Group) -> None:
        about = f" {group.root.thing}" if group.root.thing else ""
        self.write("which", f"Errors: {group.root.code}{about}, {len(group.failures):,} records")
        self.write("columns", aligned(RECORDS, [c.heading for c in RECORDS], self.room))
        now = self._clock()
        self.list_lines([
            aligned(
                RECORDS,
                (
                    age(row.age_from, now), TAB_OF[row.kind].short, row.number, row.title,
                    row.project_number, SIGNS[row.status].text, amount(row.amount, row.currency),
                ),
                self.room,
            )
            for row, _, _ in group.failures
        ])  # fmt: skip

    def on_option_list_option_highlighted(self) -> None:
        self._beneath()

    def _beneath(self) -> None:
        group, one = self.group, self.failure
        if group is None:
            self.write("beneath", *NOTHING)
            self.write("keys", "Esc back")
            return
        meaning = group.meaning
        quoted = one.fault.text if one is not None else group.example
        lines = [meaning.cause, f"Next: {meaning.step} By {meaning.who}."]
        self.write("beneath", *lines, f"Sage [{group.root.code}]: {quoted}")
        if one is None:
            can = [
                f"{key_word(action)} {in_words(action)} {len(group.meant(action)):,}"
                for action in group.actions
            ]
            self.write("keys", "   ".join(["Enter records", *can, "Esc back"]))
        else:
            self.write("keys", "Enter open   the letters decide   Esc groups")

    # opening and deciding

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        if (one := self.failure) is not None:
            self.open_record(one.row.id)
        elif self._opened is None and (group := self.group) is not None:
            self._opened = group.root
            self.options.highlighted = 0
            self.draw()

    def action_back(self) -> None:
        """From the records to the groups, from there out."""
        if self._opened is None or self._doing is not None:
            super().action_back()
            return
        roots = [group.root for group in self._groups or ()]
        place = roots.index(self._opened) if self._opened in roots else 0
        self._opened = None
        self.draw()
        self.options.highlighted = place if roots else None

    def acts(self, action: Action) -> None:
        group, one = self.group, self.failure
        if group is None:
            return
        meant = (one,) if one is not None else group.meant(action)
        if not meant:
            self.say(told.not_for_the_group(action))
            return
        self._together = ", ".join(money(total, currency) for currency, total in totals(meant))
        self.begin(action, asked(meant))


def in_words(action: Action) -> str:
    """What an action is to something that failed."""
    return "retry" if action is Action.ACCEPT else words(action)


def columns_for(width: int) -> tuple[Cell, ...]:
    return (*GROUPS[:-1], ABOUT_BROAD) if width >= BROAD else GROUPS


def line(group: Group, width: int) -> str:
    """A group on one line."""
    sums = group.totals
    together = amount(sums[0][1], sums[0][0]) if len(sums) == 1 else "several" if sums else ""
    texts = (
        f"{len(group.failures):,}", f"{group.passing:,}" if group.passing else "", together,
        group.meaning.cause if group.known else f"[{group.root.code}] {group.root.thing}",
        group.root.thing if group.known else "",
    )  # fmt: skip
    return aligned(columns_for(width), texts, width)
