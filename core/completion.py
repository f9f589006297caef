"""What could be meant by a filter that is still being typed: names of fields, and values."""

from collections.abc import Iterable, Sequence

from core.grammar import EVERYTHING, NAMES, SORT, VIEW, spelt_out
from core.markers import SEEN_AS
from core.query import YES_OR_NO, BadQuery, Field, Order
from core.tabs import TAB
from core.typed import words_of
from core.values import NamedTuple
from core.vocabulary import ErpStatus, RecordKind, words

OFFERED = 8
"""How many are shown at once."""
LISTED = frozenset({"state", "status", "kind"})
"""Fields that take several values, by comma."""
LIVE = frozenset({Field.VENDOR, Field.JOB, Field.SENDER})
"""Fields whose values the store knows."""
EXAMPLES: dict[str, tuple[str, ...]] = {
    Field.AMOUNT: (">10000", "100..200", "<0"),
    Field.AGE: (">2d", "<8h", "1w..4w"),
}
PLAIN = frozenset("_-./&'")
"""Signs that need no quotation marks."""


class Wanted(NamedTuple):
    """What is being typed, and which part of the text a proposal stands for."""

    field: str
    """Empty where the name of a field may follow."""
    begun: str
    start: int
    end: int


def wanted(text: str, cursor: int) -> Wanted | None:
    """What is typed at the cursor; None within a word."""
    if text[cursor : cursor + 1].strip(' "'):
        return None
    try:
        found = words_of(text[:cursor], open_end=True)
    except BadQuery:  # it never is: the end may stay open
        return None
    if not found or found[-1].places[-1] <= cursor:
        return Wanted("", "", cursor, cursor)
    word = found[-1].without_negation()
    place = word.find(":")
    if place < 0:
        start = word.column - 1
        quoted = not all(word.plain)
        return None if quoted else Wanted("", word.text, start, cursor)
    name, value = word.text[:place].casefold(), word.part(place + 1)
    if name in LISTED:
        value = value.split(",")[-1]
    start = value.column - 1 if value.text else cursor
    if text[start - 1 : start] == '"':
        start -= 1
    return Wanted(name, value.text, start, cursor)


def proposals(at: Wanted, tab: str, live: Iterable[str] = ()) -> tuple[str, ...]:
    """What may stand there, as it would be written; `live` are values that the store knows."""
    begun = spelt_out(at.begun)
    if not at.field:
        found = [f"{name}:" for name in NAMES if name.startswith(at.begun.casefold())]
    elif at.field in LIVE:
        start = at.begun.casefold()
        found = [written(value) for value in live if value.casefold().startswith(start)]
    else:
        start = at.begun.casefold()
        known = _values(at.field, tab)
        found = [v for v in known if v.startswith(start)]
        if begun and not found:
            found = [v for v in known if spelt_out(v).startswith(begun)]
    typed = at.begun if at.field else ""
    return tuple(one for one in dict.fromkeys(found) if one != typed)[:OFFERED]


def _values(field: str, tab: str) -> Sequence[str]:
    kinds = TAB[tab].kinds
    match field:
        case "state" | Field.STATUS:
            reached = {s for life in kinds.values() for r in life for s in (r.source, r.target)}
            known = [status for status in ErpStatus if status in reached]
            short = [SEEN_AS[status].word for status in known]
            names = [words(status) for status in known]
            return [written(name.replace(" ", "_")) for name in dict.fromkeys((*names, *short))]
        case Field.KIND:
            return [kind.value for kind in RecordKind if kind in kinds]
        case _ if field == VIEW:
            views = [view.value.casefold() for view in TAB[tab].views]
            return [*(written(view.replace(" ", "_")) for view in views), EVERYTHING]
        case _ if field == SORT:
            return [*(order.value for order in Order), *(f"-{order}" for order in Order)]
        case _ if field in YES_OR_NO:
            return ["yes", "no"]
        case _:
            return EXAMPLES.get(field, ())


def written(value: str) -> str:
    """A value as it has to be typed: within quotation marks where it has blanks or signs."""
    value = value.partition('"')[0].rstrip()  # no text between quotation marks holds one
    safe = value and all(letter.isalnum() or letter in PLAIN for letter in value)
    return value if safe else f'"{value}"'


def taken(text: str, at: Wanted, proposal: str) -> tuple[str, int]:
    """The text with a proposal in its place, and where the cursor is then."""
    rest = text[at.end :]
    if proposal.startswith('"'):
        rest = rest.removeprefix('"')
    gap = "" if proposal.endswith(":") or rest.startswith(" ") else " "
    before = f"{text[: at.start]}{proposal}{gap}"
    return before + rest, len(before)
