"""The query language: what is typed into a filter, on the `:` line, in a saved view, after --where.

`state:ready amount:>10000 vendor:"kerr" age:>2d job:24-* -status:failed sort:amount`
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from core.markers import SEEN_AS
from core.query import EPOCH, TEXTS, YES_OR_NO, BadQuery, Field, Order, Term
from core.tabs import TAB
from core.typed import Word, words_of
from core.values import NamedTuple
from core.vocabulary import VIEW_OF, ErpStatus, RecordKind, View, words

N = TypeVar("N", bound=StrEnum)
WIDEST_AMOUNT = 15
"""Digits before the point: in minor units that still fits eight bytes."""
WIDEST_AGE = 7
COMPARED = ("<=", ">=", "<", ">", "=")
RANGE = ".."
MANY = "*"
UNITS = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}
VIEW, SORT, LIMIT = "view", "sort", "limit"
"""What may be named besides a field: which list, in what order, how much of it."""
EVERYTHING = "all"
FIELDS: dict[str, Field] = {"state": Field.STATUS} | {
    field.value: field for field in Field if field not in {Field.ANY, Field.SINCE}
}
NAMES = (*FIELDS, VIEW, SORT)
"""What may stand before a colon, besides `limit` on the command line."""


class Typed(NamedTuple):
    """What was read."""

    terms: tuple[Term, ...] = ()
    views: tuple[View | None, ...] = ()
    """The one view that was named, None for the whole tab; empty where none was."""
    order: Order | None = None
    descending: bool = False
    limit: int | None = None


def parsed(text: str) -> tuple[Term, ...]:
    """The conditions alone, where neither a view nor an order can be chosen.

    Raises:
        BadQuery: as `read`.
    """
    typed = read(text)
    if typed.views or typed.order:
        raise BadQuery("Here only records are looked for: no view and no order.", 1, 1, text)
    return typed.terms


def read(text: str, tab: str | None = None, *, limits: bool = False) -> Typed:
    """Read what was typed; `limits` says whether a limit may be set.

    Raises:
        BadQuery: where, and what was expected there.
    """
    try:
        typed = Typed()
        for word in words_of(text):
            typed = _with(typed, word, tab, limits=limits)
    except BadQuery as why:
        why.typed = text
        raise
    return typed


def _with(typed: Typed, word: Word, tab: str | None, *, limits: bool) -> Typed:
    bare = word.without_negation()
    place = bare.find(":")
    if place < 0 and bare.text.casefold() == Field.BLOCKED and all(bare.plain):
        return typed._replace(terms=(*typed.terms, Term(Field.BLOCKED, "is", "yes", word.negated)))
    if place < 0:
        return typed._replace(terms=(*typed.terms, _text(Field.ANY, bare, negated=word.negated)))
    name, value = bare.part(0, place), bare.part(place + 1)
    spelt = name.text.casefold()
    if spelt == VIEW:
        return _viewed(typed, value, tab, negated=word.negated)
    if spelt == SORT or (spelt == LIMIT and limits):
        if word.negated:
            raise word.refused(f"{spelt}: cannot be turned into its contrary.")
        return _sorted(typed, value) if spelt == SORT else _limited(typed, value)
    if spelt == LIMIT:
        raise name.refused(
            "limit: stands with `countersign list` only; here the whole list is meant."
        )
    field = FIELDS.get(spelt)
    if field is None:
        known = (*NAMES, LIMIT) if limits else NAMES
        fields = ", ".join(alike(name.text, known))
        raise name.refused(f"There is no field {name.text!r}; fields are {fields}.")
    return typed._replace(terms=(*typed.terms, _term(field, value, negated=word.negated)))


def _term(field: Field, value: Word, *, negated: bool) -> Term:
    if field in TEXTS:
        return _text(field, value, negated=negated)
    match field:
        case Field.REASON:
            return Term(field, "has", value.text.casefold(), negated)
        case Field.STATUS:
            return _among(field, value, _statuses, negated=negated)
        case Field.KIND:
            return _among(field, value, _kinds, negated=negated)
        case Field.AMOUNT:
            return _figures(field, value, _amount, negated=negated)
        case Field.AGE:
            return _figures(field, value, _age, negated=negated)
        case Field.SENT | Field.CHANGED:
            return _figures(field, value, _day, negated=negated)
        case _ if field in YES_OR_NO:
            if (said := value.text.casefold()) not in {"yes", "no"}:
                raise value.refused(f"{field}: takes yes or no, not {value.text!r}.")
            return Term(field, "is", "yes", negated is (said == "yes"))
        case _:
            return Term(field, "is", value.text.casefold(), negated)


# texts and words


def _text(field: Field, value: Word, *, negated: bool) -> Term:
    """`24-*` is what begins so; without the star it may stand anywhere."""
    text = value.text.casefold()
    if text.endswith(MANY) and value.plain[-1]:
        return Term(field, "starts", text.removesuffix(MANY), negated)
    return Term(field, "has", text, negated)


def _among(
    field: Field, value: Word, choices: Callable[[Word], tuple[str, ...]], *, negated: bool
) -> Term:
    found = dict.fromkeys(one for part in value.split(",") for one in choices(part))
    if len(found) == 1:
        return Term(field, "is", next(iter(found)), negated)
    return Term(field, "among", tuple(found), negated)


def spelt_out(text: str) -> str:
    """`Ready_to-Export` as people say it."""
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def _statuses(word: Word) -> tuple[str, ...]:
    """By letter, by name, or by how names begin: `ready` is all that is ready for something."""
    text = word.text.casefold()
    for status, seen in SEEN_AS.items():
        if text == seen.letter.casefold():
            return (status.value,)
    names = {status: (words(status), SEEN_AS[status].word) for status in ErpStatus}
    return tuple(one.value for one in _begun(word, names, "status"))


def _kinds(word: Word) -> tuple[str, ...]:
    names = {kind: (words(kind).casefold(),) for kind in RecordKind}
    return tuple(kind.value for kind in _begun(word, names, "kind"))


def _begun(word: Word, names: Mapping[N, Sequence[str]], noun: str) -> list[N]:
    """What is called so; else all whose name begins so."""
    text = spelt_out(word.text)
    for test in (str.__eq__, str.startswith):
        found = [one for one, called in names.items() if any(test(name, text) for name in called)]
        if text and found:
            return found
    known = ", ".join(alike(text, [called[0] for called in names.values()]))
    said = f"{word.text!r} is no {noun}" if text else f"Here a {noun} is expected"
    raise word.refused(f"{said}; there are {known}.")


# figures

Span = tuple[int, int]
"""The first figure that something stands for, and the first beyond it."""


def _figures(field: Field, value: Word, reads: Callable[[Word], Span], *, negated: bool) -> Term:
    """A figure, one compared with, or a range such as `100..200`."""
    if (place := value.find(RANGE)) >= 0:
        return _range(field, value, place, reads, negated=negated)
    test = next((t for t in COMPARED if value.text.startswith(t) and value.plain[0]), "")
    low, beyond = reads(value.part(len(test)))
    if test in {"", "="}:
        exact = beyond == low + 1
        if exact and field is not Field.AGE:
            return Term(field, "is", low, negated)
        return Term(field, "between", _ends(field, low, beyond), negated)
    if field is not Field.AGE and test in {">", "<="}:
        # A day that is compared with is meant whole.
        return Term(field, test, beyond - 1, negated)
    return Term(field, test, low, negated)


def _range(
    field: Field, value: Word, place: int, reads: Callable[[Word], Span], *, negated: bool
) -> Term:
    first, last = value.part(0, place), value.part(place + len(RANGE))
    if not first.text and not last.text:
        raise value.refused("A range has an end: write 100..200, 100.. or ..200.")
    if not first.text:
        end = reads(last)[1]
        return Term(field, "<", end, negated)
    if not last.text:
        return Term(field, ">=", reads(first)[0], negated)
    low, beyond = reads(first)[0], reads(last)[1]
    if low >= beyond:
        raise value.refused("This range ends before it begins; write the smaller one first.")
    return Term(field, "between", _ends(field, low, beyond), negated)


def _ends(field: Field, low: int, beyond: int) -> tuple[int, int]:
    """An age's end is kept as what is just beyond: it is counted in seconds, a moment is not."""
    return low, beyond if field is Field.AGE else beyond - 1


def _amount(word: Word) -> Span:
    number = word.text.replace(",", "")
    whole, _, cents = number.partition(".")
    if not whole.removeprefix("-").isdecimal() or not (cents == "" or cents.isdecimal()):
        hint = "write amount:>10000, amount:12.50 or amount:100..200"
        raise word.refused(f"{word.text!r} is not an amount; {hint}.")
    if len(cents) > 2:  # noqa: PLR2004
        raise word.refused(f"{word.text!r} has more than two decimals.")
    if len(whole) > WIDEST_AMOUNT:
        raise word.refused(f"An amount of {len(whole)} digits is more than can be kept.")
    minor = abs(int(whole)) * 100 + int(cents.ljust(2, "0") or 0)
    low = -minor if whole.startswith("-") else minor
    return low, low + 1


def _age(word: Word) -> Span:
    """Whole units: two days are from two days to just below three."""
    count, unit = word.text[:-1], word.text[-1:].casefold()
    digits = count.isascii() and count.isdecimal() and len(count) <= WIDEST_AGE
    if unit not in UNITS or not digits:
        hint = "write age:>2d with m, h, d or w, or age:2d..5d"
        raise word.refused(f"{word.text!r} is not an age; {hint}.")
    return int(count) * UNITS[unit], (int(count) + 1) * UNITS[unit]


def _day(word: Word) -> Span:
    """A day of UTC, in microseconds since 1970."""
    try:
        day = date.fromisoformat(word.text) if len(word.text) == len("2026-01-31") else None
    except ValueError:
        day = None
    if day is None:
        hint = "write it as 2026-01-31, with > or < before it, or as a range"
        raise word.refused(f"{word.text!r} is not a day; {hint}.")
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    first = (start - EPOCH) // timedelta(microseconds=1)
    return first, first + 86_400_000_000


# the list itself


def _viewed(typed: Typed, value: Word, tab: str | None, *, negated: bool) -> Typed:
    """One view is where one looks; several, or all but some, are a condition."""
    known = TAB[tab].views if tab is not None else tuple(View)
    whole = spelt_out(value.text) == EVERYTHING
    if whole and not negated:
        found: tuple[View | None, ...] = (None,)
    else:
        names = {view: (view.casefold(), spelt_out(view.name)) for view in known}
        parts = [_begun(part, names, "view") for part in value.split(",")]
        found = tuple(dict.fromkeys(view for part in parts for view in part))
    if typed.views:
        raise value.refused("A view is named already; name several as view:failed,rejected.")
    if not negated and len(found) == 1:
        return typed._replace(views=found)
    held = tuple(status.value for status, view in VIEW_OF.items() if view in found)
    views = typed.views if negated else (None,)
    term = Term(Field.STATUS, "among", held, negated)
    return typed._replace(terms=(*typed.terms, term), views=views)


def _sorted(typed: Typed, value: Word) -> Typed:
    if typed.order is not None:
        raise value.refused("An order is named already; a list has one.")
    turned = value.text.startswith("-")
    name = value.text.removeprefix("-").casefold()
    order = next((o for o in Order if o == name), None)
    if order is None:
        known = ", ".join(alike(name, list(Order)))
        raise value.refused(f"{value.text!r} is no order; orders are {known}, turned by a -.")
    return typed._replace(order=order, descending=turned)


def _limited(typed: Typed, value: Word) -> Typed:
    if not value.text.isascii() or not value.text.isdecimal() or len(value.text) > WIDEST_AMOUNT:
        raise value.refused(f"limit: takes a whole number; {value.text!r} is none.")
    return typed._replace(limit=int(value.text))


def alike(text: str, known: Iterable[str]) -> list[str]:
    """Words, the likest first; as they came where none is like it."""
    from difflib import SequenceMatcher  # only when something was misspelt

    spelt = spelt_out(text)
    score = {one: SequenceMatcher(None, spelt, one).ratio() for one in known}
    like = sorted((o for o in score if score[o] >= 0.5), key=lambda o: -score[o])  # noqa: PLR2004
    return [*like, *(one for one in score if one not in like)]
