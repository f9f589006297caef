"""What the eye sees of each kind of record: columns, and for each status a letter, a word, a look.

The number, the status and, where there is one, the amount are always on screen; the title gives
way first, the other columns come with the width of the terminal.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from console.widgets.figures import age, amount
from core.markers import SEEN_AS, marker, name_of
from core.query import OWN_ORDER, Order
from core.records import Row
from core.tabs import TABS, Tab
from core.values import NamedTuple
from core.vocabulary import ErpStatus, RecordKind, View


class Look(StrEnum):
    """The colour of a status; the style sheet says which that is."""

    PLAIN = "plain"
    WAITING = "waiting"
    SYNCED = "synced"
    RETURNED = "returned"
    FAILED = "failed"


class Sign(NamedTuple):
    """A status as it is drawn: a letter and a word besides the colour, never the colour alone."""

    letter: str
    word: str
    look: Look

    @property
    def text(self) -> str:
        return f"{self.letter} {self.word}"


S = ErpStatus

LOOKS: dict[ErpStatus, Look] = {
    S.UNSENT: Look.PLAIN,
    S.READY_TO_EXPORT: Look.WAITING,
    S.RETRIEVED: Look.RETURNED,
    S.REJECTED: Look.RETURNED,
    S.EXPORTING: Look.WAITING,
    S.OUTCOME_UNKNOWN: Look.FAILED,
    S.FAILED: Look.FAILED,
    S.SYNCED: Look.SYNCED,
    S.READY_TO_UPDATE: Look.WAITING,
    S.UNLINKED: Look.PLAIN,
    S.READY_TO_IMPORT: Look.WAITING,
    S.ARCHIVED: Look.PLAIN,
    S.DELETED: Look.PLAIN,
}
SIGNS: dict[ErpStatus, Sign] = {
    status: Sign(seen.letter, seen.word, LOOKS[status]) for status, seen in SEEN_AS.items()
}

SHORT_VIEWS: dict[View, str] = {
    View.READY_TO_IMPORT: "To Import",
    View.READY_TO_EXPORT: "To Export",
    View.READY_TO_UPDATE: "To Update",
    View.FAILED: "Failed",
    View.EXPORTING: "Exporting",
    View.RETURNED: "Returned",
    View.NOT_SENT: "Not Sent",
    View.SYNCED: "Synced",
    View.ARCHIVED: "Archived",
    View.DELETED: "Deleted",
}
"""For the side list on eighty columns."""

WAITING_VIEWS = frozenset(
    {View.READY_TO_IMPORT, View.READY_TO_EXPORT, View.READY_TO_UPDATE, View.FAILED}
)
"""Views in which records wait for somebody's decision: the figure beside a tab's name."""

EMPTY_VIEWS: dict[View, str] = {
    View.READY_TO_IMPORT: "A record comes here when a refresh finds it in the ERP only.",
    View.READY_TO_EXPORT: "A record comes here when its sender sends it.",
    View.READY_TO_UPDATE: "A linked record comes here when its sender sends what was added to it.",
    View.FAILED: "A record comes here when the ERP does not take it.",
    View.EXPORTING: "A record passes through here between its acceptance and the ERP's answer.",
    View.RETURNED: "A record comes here when it is rejected, or taken back by its sender.",
    View.NOT_SENT: "A record comes here when it is made in the project system, or unlinked.",
    View.SYNCED: "A record comes here when both systems hold it.",
    View.ARCHIVED: "A record comes here when somebody archives it.",
    View.DELETED: "A record comes here when it is deleted; its history stays.",
}
"""What would put rows into a view that has none."""

KIND_WORDS = {
    RecordKind.CCO: "CCO",
    RecordKind.PCCO: "PCCO",
    RecordKind.SUBCONTRACTOR_INVOICE: "sub",
    RecordKind.OWNER_INVOICE: "owner",
}
"""Where a tab lists two kinds."""


class Column(NamedTuple):
    """One column of a list."""

    heading: str
    width: int
    text: Callable[[Row, datetime], str]
    right: bool = False
    grows: bool = False
    """Takes what the others leave."""
    is_status: bool = False
    figure: bool = False
    """Never cut: a part of a figure is another figure."""
    from_width: int = 0
    """How wide a list must be to show it."""
    order: Order | None = None
    """What sorting by it is."""


GAP = 1
SLIM, MEDIUM, BROAD = 50, 90, 120


def _status(row: Row, now: datetime) -> str:
    """What sets a row apart stands in place of the word that all of its view share.

    What waits to leave shows the moment at which it leaves, which need not be drawn each second.
    """
    sign = SIGNS[row.status]
    if row.leaves_at is not None and row.leaves_at > now:
        return f"{sign.letter} {row.leaves_at:%H:%M:%S}"
    set_apart = marker(row)
    return f"{sign.letter} {set_apart}" if set_apart else sign.text


NUMBER = Column("Number", 12, lambda row, _: row.number, order=Order.NUMBER)
TITLE = Column("Title", 12, lambda row, _: name_of(row, row.title), grows=True, order=Order.TITLE)
KIND = Column("Kind", 5, lambda row, _: KIND_WORDS.get(row.kind, ""), from_width=SLIM)
STATUS = Column("Status", 11, _status, is_status=True)
AMOUNT = Column(
    "Amount", 14, lambda row, _: amount(row.amount, row.currency),
    right=True, figure=True, order=Order.AMOUNT,
)  # fmt: skip
CURRENCY = Column("Cur", 3, lambda row, _: row.currency, from_width=BROAD)
VENDOR = Column(
    "Vendor", 20, lambda row, _: name_of(row, row.vendor_name),
    from_width=MEDIUM, order=Order.VENDOR,
)  # fmt: skip
JOB = Column("Job", 10, lambda row, _: row.project_number, from_width=MEDIUM, order=Order.PROJECT)
PROJECT = Column(
    "Project", 28, lambda row, _: f"{row.project_number} {row.project_title}".rstrip(),
    from_width=SLIM, order=Order.PROJECT,
)  # fmt: skip
ERP_ID = Column("Sage id", 12, lambda row, _: row.erp_id or "", from_width=BROAD)
ERP_ID_EARLY = ERP_ID._replace(from_width=SLIM)
SENDER = Column("Sent by", 16, lambda row, _: row.sent_by, from_width=MEDIUM)
SENDER_BROAD = SENDER._replace(from_width=BROAD)
AGE = Column(
    "Age", 4, lambda row, now: age(row.age_from, now),
    right=True, from_width=MEDIUM, order=Order.AGE,
)  # fmt: skip
AGE_ALWAYS = AGE._replace(from_width=0)

MASTER = (NUMBER, TITLE, ERP_ID_EARLY, STATUS, SENDER, AGE_ALWAYS)
MONEY = (NUMBER, TITLE, VENDOR, JOB, ERP_ID, STATUS, SENDER_BROAD, AGE, AMOUNT, CURRENCY)
SUMS = (NUMBER, TITLE, STATUS, AGE, AMOUNT, CURRENCY)

COLUMNS: dict[str, tuple[Column, ...]] = {tab.name: MONEY for tab in TABS} | {
    "cost_codes": (NUMBER, TITLE, STATUS, AGE_ALWAYS),
    "vendors": MASTER,
    "jobs": MASTER,
    "sub_jobs": (PROJECT, NUMBER._replace(width=10), TITLE, STATUS, SENDER, AGE),
    "job_costs": SUMS,
    "budgets": (NUMBER, TITLE, STATUS, SENDER, AGE, AMOUNT, CURRENCY),
    "change_orders": (NUMBER, KIND, *MONEY[1:]),
    "invoices": (NUMBER, KIND, *MONEY[1:]),
    "prime_contracts": (NUMBER, TITLE, JOB, STATUS, AGE, AMOUNT, CURRENCY),
}


def orders(tab: Tab) -> tuple[Order, ...]:
    """What a tab's list may be sorted by: age, and what its columns show."""
    shown = [c.order for c in COLUMNS[tab.name] if c.order not in {None, Order.AGE}]
    return (Order.AGE, *(order for order in shown if order is not None))


def opening_order(tab: Tab, left: View | None, view: View | None, now: Order) -> Order:
    """The order a view opens in: its own, else the one before; an own one stays behind."""
    if view is not None and (own := OWN_ORDER.get((tab.name, view))):
        return own
    stays = left is not None and OWN_ORDER.get((tab.name, left)) is now
    return orders(tab)[0] if stays else now


SORTED_AT_ONCE = frozenset({Order.AGE, Order.AMOUNT})
"""Orders for which the store walks an index, whatever the length of the list."""
SORTED_UP_TO = 10_000
"""So many rows may be sorted anew by any other order without a noticeable wait."""


def offered(orders: tuple[Order, ...], rows: int) -> tuple[Order, ...]:
    """The orders a list of so many rows is offered in."""
    return orders if rows <= SORTED_UP_TO else tuple(o for o in orders if o in SORTED_AT_ONCE)


ORDER_WORDS: dict[Order, tuple[str, str]] = {
    Order.AGE: ("oldest first", "newest first"),
    Order.AMOUNT: ("smallest first", "largest first"),
    Order.NUMBER: ("by number", "by number, last first"),
    Order.TITLE: ("by title", "by title, last first"),
    Order.VENDOR: ("by vendor", "by vendor, last first"),
    Order.PROJECT: ("by job", "by job, last first"),
}
"""Each order upwards and downwards."""


class Fitted(NamedTuple):
    """A column and the cells it has."""

    column: Column
    width: int


def fitted(columns: tuple[Column, ...], width: int) -> tuple[Fitted, ...]:
    """The columns that a list of this width shows, together exactly as wide, gaps included."""
    kept = [c for c in columns if c.from_width <= width]
    fixed = sum(c.width for c in kept if not c.grows) + GAP * (len(kept) - 1)
    left = max(0, width - fixed)
    return tuple(Fitted(c, left if c.grows else c.width) for c in kept)


def view_name(view: View | None, *, short: bool) -> str:
    if view is None:
        return "All"
    return SHORT_VIEWS[view] if short else view.value


def empty_words(tab: Tab, view: View | None) -> str:
    """What would put rows here."""
    if view is None:
        return f"Nothing of {tab.title} has come yet."
    return EMPTY_VIEWS[view]
