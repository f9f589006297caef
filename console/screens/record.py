"""One record: its fields beside the ERP's, its lines, what it belongs to, and its history."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from console.clean import shown
from console.columns import SIGNS
from console.keys import KEYS, key_word, word
from console.widgets.lines import Line, Look, faint, flowed, said
from console.widgets.offer_lines import in_order
from console.widgets.record_page import Page, page
from console.widgets.sheet import Sheet
from console.widgets.sinks import Static
from core.decide import offers
from core.decision import Offer
from core.desk import Desk
from core.ports import Asked, StoreUnusable, UnknownRecord, asked_for
from core.values import NamedTuple
from core.vocabulary import Action, RecordId, RecordKind, capital, with_article, words


class Chosen(NamedTuple):
    """An open action was asked for on this page, and the version that was before the eyes."""

    offer: Offer
    asked: Asked


class RecordScreen(Screen[Chosen | None]):
    """Shows a record; a key of an open action leaves with what was chosen."""

    DEFAULT_CSS = """
    RecordScreen > Static { height: 1; padding: 0 1; }
    RecordScreen > #which { background: $panel; text-style: bold; }
    RecordScreen > #told { color: $warning; display: none; height: auto; max-height: 3; }
    RecordScreen > #told.told { display: block; }
    RecordScreen > #keys { color: $text-muted; }
    RecordScreen > Sheet { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                key,
                f"choose('{action}')",
                capital(words(action)),
                show=False,
                id=f"record.{action}",
            )
            for action, key in KEYS.items()
        ),
        Binding("w", "why", "Why", show=False, id="screen.why"),
        Binding("M,f8", "codes", "Cost codes by cost type", show=False, id="screen.codes"),
        Binding(
            "f4,percent_sign,dollar_sign", "costs", "Direct costs", show=False, id="screen.costs"
        ),
        Binding("tab", "section(1)", "Next section", show=False),
        Binding("shift+tab", "section(-1)", "Section before", show=False),
        Binding("escape,q,left", "leave", "Back"),
    ]

    class Read(Message):
        """Everything about the record was read."""

        def __init__(self, page: Page) -> None:
            super().__init__()
            self.page = page

    class Unreadable(Message):
        """The record could not be read; `text` says why and what to do."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, desk: Desk, record_id: RecordId) -> None:
        super().__init__()
        self._desk = desk
        self._record_id = record_id
        self._page: Page | None = None
        self._read = False

    @property
    def takes_keys(self) -> bool:
        """Whether the record is there, or why it is not."""
        return self._read

    def compose(self) -> ComposeResult:
        yield Static(shown(self._record_id), id="which")
        yield Sheet(lambda _: [(faint("Reading the record."),)])
        yield Static(id="told")
        yield Static(shown("Esc back"), id="keys")

    def on_mount(self) -> None:
        self.query_one(Sheet).focus()
        self.read_again()

    @work(thread=True, exclusive=True, group="record")
    def read_again(self) -> None:
        try:
            preview = self._desk.preview(self._record_id)
            case = preview.case
            found = Page(case, offers(case), self._desk.history(self._record_id), preview)
        except UnknownRecord:
            text = f"There is no record with the id {self._record_id}; press Esc to go back."
            self.post_message(self.Unreadable(text))
        except StoreUnusable as why:
            self.post_message(self.Unreadable(str(why)))
        else:
            self.post_message(self.Read(found))

    def on_record_screen_read(self, event: Read) -> None:
        self._page, self._read = event.page, True
        record = event.page.case.record
        kind = capital(words(record.kind))
        title = f"{kind} {record.number}: {record.title} ({SIGNS[record.status].text})"
        self.query_one("#which", Static).update(shown(title))
        self.query_one(Sheet).show(lambda width: page(event.page, width))
        offers = in_order(event.page.offers)
        can = [f"{key_word(o.action)} {words(o.action)}" for o in offers if o.open]
        of_project = record.kind is RecordKind.PROJECT
        codes = [f"{word('screen.codes')} codes by type"] if of_project else []
        keys = "   ".join([*can, f"{word('screen.why')} why", *codes, "Tab section", "Esc back"])
        self.query_one("#keys", Static).update(shown(keys))

    def on_record_screen_unreadable(self, event: Unreadable) -> None:
        self._read = True
        self.query_one(Sheet).show(lambda width: _unreadable(event.text, width))

    def action_choose(self, name: str) -> None:
        """Leave with an open action; say why not with any other."""
        if self._page is None or not self.is_active:
            return
        action = Action(name)
        record = self._page.case.record
        offer = next((o for o in self._page.offers if o.action is action), None)
        if offer is None:
            kind, status = words(record.kind), words(record.status)
            self._tell(f"There is no {words(action)} of {with_article(kind)} that is {status}.")
        elif not offer.askable:
            reasons = (o for o in offer.objections if not o.warning)
            self._tell(" ".join(f"{reason.text} [{reason.rule}]" for reason in reasons))
        else:
            self.dismiss(Chosen(offer, asked_for(record)))

    def action_why(self) -> None:
        if self._page is not None:
            from console.screens.why import WhyModal  # seldom opened

            self.app.push_screen(WhyModal(self._page.case.record, self._page.offers))

    def action_costs(self) -> None:
        """Each direct cost of a job, on a page of its own."""
        record = self._page.case.record if self._page else None
        if record is None or record.kind is not RecordKind.JOB_COST:
            return
        from console.screens.costs import CostsScreen  # of one tab only

        self.app.push_screen(CostsScreen(self._desk, record.erp_id or record.number))

    def action_codes(self) -> None:
        """A project's codes by cost type."""
        record = self._page.case.record if self._page else None
        if record is None:
            return
        if record.kind is not RecordKind.PROJECT:
            self._tell(f"A {words(record.kind)} has no codes by type; a project has.")
            return
        from console.screens.codes import CodesScreen  # seldom opened

        def back(_: None) -> None:
            self.read_again()

        self.app.push_screen(CodesScreen(self._desk, record.id), back)

    def action_section(self, step: int) -> None:
        self.query_one(Sheet).next_section(step)

    def action_leave(self) -> None:
        if self.is_active:
            self.dismiss(None)

    def _tell(self, text: str) -> None:
        told = self.query_one("#told", Static)
        told.update(shown(text))
        told.add_class("told")


def _unreadable(text: str, width: int) -> list[Line]:
    return flowed([said("Not readable: ", Look.NOT_YET), said(text)], width)
