"""Which records a list shows: a tab, a view, what was typed, and an order."""

from enum import StrEnum

from core.values import NamedTuple
from core.vocabulary import Cents, View

WIDEST_AMOUNT = 15
"""Digits before the point: in minor units that still fits eight bytes."""


class BadQuery(ValueError):
    """What was typed cannot be read. `column` counts from 1."""

    def __init__(self, text: str, column: int) -> None:
        super().__init__(text)
        self.column = column


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
    SENDER = "sender"
    FELL_BACK = "fellback"
    """Whether it waits although its kind is exported directly."""
    UNPOSTED = "unposted"
    """Whether it sits in an unposted batch of Sage."""


YES_OR_NO = frozenset({Field.FELL_BACK, Field.UNPOSTED})


class Term(NamedTuple):
    """One condition. Text is compared without regard to case; amounts in minor units."""

    field: Field
    test: str
    """`has` (text contains), `is`, or one of < <= > >= for amounts."""
    value: str | Cents
    negated: bool = False


class Query(NamedTuple):
    """What to list."""

    tab: str
    view: View | None = None
    terms: tuple[Term, ...] = ()
    order: Order = Order.AGE
    descending: bool = False


def parsed(text: str) -> tuple[Term, ...]:
    """Read `kerr vendor:"walsh con" amount:>10000 !status:failed`.

    Raises:
        BadQuery: an unknown field, a broken number, a quotation mark that is not closed.
    """
    return tuple(_term(word, column) for word, column in _words(text))


def _words(text: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    word, start, quoted = "", 0, False
    for place, letter in enumerate(text, 1):
        if letter == '"':
            quoted = not quoted
        elif letter.isspace() and not quoted:
            if word:
                found.append((word, start))
            word = ""
            continue
        if not word:
            start = place
        if letter != '"':
            word += letter
    if quoted:
        raise BadQuery('A quotation mark is not closed; add another ".', len(text))
    if word:
        found.append((word, start))
    return found


def _term(word: str, column: int) -> Term:
    negated = word.startswith("!")
    bare = word.removeprefix("!")
    name, colon, value = bare.partition(":")
    if not colon:
        return Term(Field.ANY, "has", bare.casefold(), negated)
    try:
        field = Field(name.casefold())
    except ValueError:
        known = ", ".join(f for f in Field if f is not Field.ANY)
        raise BadQuery(f"There is no field {name!r}; fields are {known}.", column) from None
    if field in YES_OR_NO:
        if value.casefold() not in {"yes", "no"}:
            raise BadQuery(f"{field}: takes yes or no, not {value!r}.", column + len(name) + 1)
        return Term(field, "is", "yes", negated is (value.casefold() == "yes"))
    if field is Field.AMOUNT:
        return _amount(value, column + len(name) + 1, negated)
    test = "is" if field in {Field.STATUS, Field.KIND, Field.ID} else "has"
    folded = value.casefold().replace(" ", "_") if field is Field.STATUS else value.casefold()
    return Term(field, test, folded, negated)


def _amount(value: str, column: int, negated: bool) -> Term:  # noqa: FBT001
    test = next((t for t in ("<=", ">=", "<", ">", "=") if value.startswith(t)), "")
    number = value.removeprefix(test).replace(",", "")
    whole, _, cents = number.partition(".")
    if not whole.removeprefix("-").isdecimal() or not (cents == "" or cents.isdecimal()):
        raise BadQuery(f"{value!r} is not an amount; write amount:>10000 or amount:12.50.", column)
    if len(cents) > 2:  # noqa: PLR2004
        raise BadQuery(f"{value!r} has more than two decimals.", column)
    if len(whole) > WIDEST_AMOUNT:
        raise BadQuery(f"An amount of {len(whole)} digits is more than can be kept.", column)
    minor = abs(int(whole)) * 100 + int(cents.ljust(2, "0") or 0)
    return Term(
        Field.AMOUNT,
        "is" if test in {"", "="} else test,
        -minor if whole.startswith("-") else minor,
        negated,
    )
