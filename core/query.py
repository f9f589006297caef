"""Which records a list shows: a tab, a view, conditions, and an order."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from core.values import NamedTuple
from core.vocabulary import Cents, View

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BadQuery(ValueError):
    """What was typed cannot be read. `column` counts from 1."""

    def __init__(self, text: str, column: int, width: int = 1, typed: str = "") -> None:
        super().__init__(text)
        self.column = column
        self.width = width
        """How many characters are meant."""
        self.typed = typed
        """The whole of what was typed."""


class Order(StrEnum):
    """What a list may be sorted by."""

    AGE = "age"
    AMOUNT = "amount"
    NUMBER = "number"
    TITLE = "title"
    VENDOR = "vendor"
    PROJECT = "project"


OWN_ORDER: dict[tuple[str, View], Order] = {("sub_jobs", View.SYNCED): Order.PROJECT}
"""Views of a tab that open in an order of their own: synced sub jobs by project (sub jobs 10)."""
INDEXED = frozenset({Order.AGE, Order.AMOUNT})
"""Orders in which a list of any length is read at once."""
SORTED_AT_MOST = 10_000
"""The longest list that is sorted while somebody waits (performance Q7)."""


def offered(order: Order, listed: int) -> bool:
    """Whether a list of so many records may be put in this order."""
    return order in INDEXED or listed <= SORTED_AT_MOST


class Field(StrEnum):
    """What a term may name; ANY looks through all text columns."""

    ANY = "any"
    ID = "id"
    NUMBER = "number"
    TITLE = "title"
    VENDOR = "vendor"
    JOB = "job"
    ERP = "erp"
    STATUS = "status"
    KIND = "kind"
    AMOUNT = "amount"
    AGE = "age"
    """Seconds since when it waits where it stands."""
    SINCE = "since"
    """Since when it waits, in microseconds of 1970: what an age means at one moment."""
    SENT = "sent"
    """When it was sent, in microseconds of 1970."""
    CHANGED = "changed"
    """When it moved last, likewise."""
    SENDER = "sender"
    FELL_BACK = "fellback"
    """Whether it waits although its kind is exported directly."""
    UNPOSTED = "unposted"
    """Whether it sits in an unposted batch of Sage."""
    BLOCKED = "blocked"
    """Whether a rule stands against what is usually done next."""
    REASON = "reason"
    """Text of such a rule's sentence."""


TEXTS = frozenset({Field.NUMBER, Field.TITLE, Field.VENDOR, Field.JOB, Field.ERP, Field.SENDER})
"""Columns of text: what is typed may stand anywhere in them."""
YES_OR_NO = frozenset({Field.FELL_BACK, Field.UNPOSTED, Field.BLOCKED})
JUDGED = frozenset({Field.BLOCKED, Field.REASON})
"""What no store knows: a desk judges each record for it."""


class Term(NamedTuple):
    """One condition. Text is compared without regard to case; amounts in minor units."""

    field: Field
    test: str
    """`has` (text contains), `starts`, `is`, `among`; for figures one of < <= > >= or `between`."""
    value: str | Cents | tuple[str, ...] | tuple[int, int]
    """Of `among` the words, of `between` the first and the last figure; an age's last is just
    beyond."""
    negated: bool = False


class Query(NamedTuple):
    """What to list."""

    tab: str
    view: View | None = None
    terms: tuple[Term, ...] = ()
    order: Order = Order.AGE
    descending: bool = False


def settled(query: Query, now: datetime) -> Query:
    """The query with its ages as moments: what it means now."""
    if all(term.field is not Field.AGE for term in query.terms):
        return query
    at = (now - EPOCH) // timedelta(microseconds=1)
    return query._replace(terms=tuple(_since(term, at) for term in query.terms))


TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""Who waits longer than two days waits since before the day before yesterday."""


def _since(term: Term, now: int) -> Term:
    if term.field is not Field.AGE:
        return term
    if isinstance(term.value, tuple):
        least, beyond = (int(seconds) * 1_000_000 for seconds in term.value)
        return Term(Field.SINCE, "between", (now - beyond + 1, now - least), term.negated)
    moment = now - int(term.value) * 1_000_000
    return Term(Field.SINCE, TURNED[term.test], moment, term.negated)
