"""Modal: all about every action on a record: what objects, by which rule, who can lift it."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from console.clean import shown
from console.keys import key_word
from console.widgets.lines import (
    EMPTY,
    Line,
    Look,
    faint,
    flowed,
    heading,
    said,
    standing,
)
from console.widgets.offer_lines import MAY, NOT_YET, asking, in_order
from console.widgets.sheet import Sheet
from console.widgets.sinks import Static
from core.decision import Offer
from core.objection import Objection
from core.records import Record, Row
from core.tabs import NEVER, TAB_OF
from core.vocabulary import CONNECTORS_OWN, Action, capital, words

INDENT = 4


class WhyModal(ModalScreen[None]):
    """Explains one record; Esc goes back."""

    CSS = """
    WhyModal { align: center middle; background: transparent; }
    WhyModal > Vertical {
        width: 100%; height: 80%; min-height: 20; max-height: 100%;
        border: round $accent; background: $surface; padding: 0 1;
    }
    WhyModal Static { height: 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,w", "leave", "Back"),
    ]

    def __init__(self, record: Record | Row, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._record = record
        self._offers = offers

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = shown(f"Why: {self._record.number}")
            yield Sheet(lambda width: why(self._record, self._offers, width))
            yield Static(shown("Up and down scroll   Esc back"))

    def on_mount(self) -> None:
        self.query_one(Sheet).focus()

    def action_leave(self) -> None:
        if self.is_active:
            self.dismiss(None)


def why(record: Record | Row, offers: Sequence[Offer], width: int) -> list[Line]:
    """The whole explanation: the actions from here, then those from elsewhere."""
    lines = flowed([said(record.number, Look.KEY), said(f"  {record.title}")], width)
    kind, status = words(record.kind), words(record.status)
    lines += [(standing(record.status), faint(f"  This {kind} is {status}.")), EMPTY]
    for offer in in_order(offers):
        lines += [*_offered(offer, width), EMPTY]
    elsewhere = list(_elsewhere(record, {offer.action for offer in offers}, width))
    if elsewhere:
        lines += [heading("Not from here"), *elsewhere]
    return lines


def _offered(offer: Offer, width: int) -> list[Line]:
    key = key_word(offer.action)
    word, look = (MAY, Look.MAY) if offer.open else (NOT_YET, Look.NOT_YET)
    head = [
        said(f"{capital(words(offer.action))}", Look.HEAD),
        faint(f" (key {key}), to {words(offer.target)}: "),
        said(word, look),
    ]
    lines = flowed(head, width, INDENT)
    for field in offer.fields:
        text = [said(f"{'':{INDENT}}asks {asking(field)}"), faint(f" [{field.rule}]")]
        lines += flowed(text, width, INDENT + 2)
    if not offer.objections:
        lines.append((faint(f"{'':{INDENT}}Nothing stands against it."),))
    for objection in offer.objections:
        lines += _objected(objection, width)
    return lines


def _objected(objection: Objection, width: int) -> list[Line]:
    sort = said("warning: ", Look.WARNING) if objection.warning else said("no: ", Look.NOT_YET)
    lines = flowed(
        [said(" " * INDENT), sort, said(objection.text), faint(f" [{objection.rule}]")],
        width, INDENT + 2,
    )  # fmt: skip
    if objection.lifted_by:
        lifted = f"{'':{INDENT + 2}}can be lifted by {objection.lifted_by}"
        lines += flowed([faint(lifted)], width, INDENT + 4)
    return lines


def _elsewhere(record: Record | Row, known: set[Action], width: int) -> Iterator[Line]:
    """Actions of this kind's lifecycle from other statuses, and those it never has."""
    sources: dict[Action, list[str]] = {}
    for row in TAB_OF[record.kind].kinds[record.kind]:
        if row.action not in known and row.action not in CONNECTORS_OWN:
            sources.setdefault(row.action, []).append(words(row.source))
    for action, found in sources.items():
        text = f"{words(action)}: only while it is {' or '.join(found)}."
        yield from flowed([said(f"{'':{INDENT}}{text}")], width, INDENT + 2)
    for (kind, action), (rule, text) in NEVER.items():
        if kind is record.kind and action not in known and action not in sources:
            never = [said(f"{'':{INDENT}}{words(action)}: {text}"), faint(f" [{rule}]")]
            yield from flowed(never, width, INDENT + 2)
