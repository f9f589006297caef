"""The `:` line: where to go, and what to list there."""

from collections.abc import Sequence

from core.completion import Wanted, wanted
from core.grammar import Typed, alike, read, spelt_out
from core.query import BadQuery, Field
from core.saved import SIGN
from core.tabs import TABS, Tab
from core.values import NamedTuple
from core.vocabulary import VIEW_OF, ErpStatus, View

NAMED_VIEW = "view"
"""`:view NAME` goes to a saved view, or to a view of this tab."""


class Line(NamedTuple):
    """What was read."""

    tab: str = ""
    """Empty where it is not a tab one goes to."""
    text: str = ""
    """The filter as it was typed."""
    typed: Typed | None = None
    """What the filter reads; None where there is none."""
    view: str = ""
    """The name of a view, saved or of the tab."""
    place: str = ""
    """A screen beside the tabs."""
    column: int = 1
    """Where that name begins."""


def read_line(text: str, here: str, places: Sequence[str] = ()) -> Line:
    """Read `commitments state:failed`, `view NAME`, the name of a place, or a filter alone.

    Raises:
        BadQuery: where, and what was expected there.
    """
    try:
        return _read(text, here, places)
    except BadQuery as why:
        why.typed = text
        raise


def _read(text: str, here: str, places: Sequence[str]) -> Line:
    first, rest = _parted(text)
    column = len(text) - len(text.lstrip()) + 1
    if not first:
        raise BadQuery("Write a tab and what to list there: commitments state:failed", column)
    if first.casefold() == NAMED_VIEW and rest.strip():
        name = rest.strip().removeprefix(SIGN)
        return Line(view=name, column=len(text) - len(rest.lstrip()) + 1)
    if first.startswith(SIGN) and not rest.strip():
        return Line(view=first.removeprefix(SIGN), column=column)
    if _is_filter(first):
        return Line(here, text.strip(), read(text, here))
    named = _named(first, places)
    if len(named) != 1:
        raise BadQuery(_which(first, named, places), column, len(first))
    tab = named[0]
    if not isinstance(tab, Tab):
        if rest.strip():
            raise BadQuery(f"Nothing follows {tab}.", len(text) - len(rest.lstrip()) + 1)
        return Line(place=tab)
    if not rest.strip():
        return Line(tab.name)
    blank = " " * (len(text) - len(rest))
    return Line(tab.name, rest.strip(), read(blank + rest, tab.name))


def _parted(text: str) -> tuple[str, str]:
    """The first word, and all behind it."""
    bare = text.lstrip()
    first = next(iter(bare.split()), "")
    return first, bare[len(first) :]


def _is_filter(word: str) -> bool:
    return ":" in word or word[0] in '!-"'


def _named(word: str, places: Sequence[str]) -> list[Tab | str]:
    """What is called so; else all whose name begins so."""
    begun = spelt_out(word)
    called: list[tuple[Tab | str, tuple[str, ...]]] = [
        (tab, (spelt_out(tab.name), tab.title.casefold(), tab.short.casefold())) for tab in TABS
    ]
    called += [(place, (place,)) for place in places]
    for test in (str.__eq__, str.startswith):
        found = [one for one, names in called if any(test(name, begun) for name in names)]
        if found:
            return found
    return []


def _which(word: str, named: Sequence[Tab | str], places: Sequence[str]) -> str:
    if named:
        names = ", ".join(one.name if isinstance(one, Tab) else one for one in named)
        return f"{word!r} may be {names}; write more of it."
    known = alike(word, (*(tab.name for tab in TABS), *places))
    return f"There is no tab {word!r}; there are {', '.join(known)}."


def view_meant(typed: Typed, now: View | None) -> View | None:
    """The view a filter opens in: the one it names, that of the statuses it asks for, or `now`."""
    if typed.views:
        return typed.views[0]
    asked = [t for t in typed.terms if t.field is Field.STATUS and not t.negated]
    if not asked:
        return now
    words = [t.value if isinstance(t.value, tuple) else (t.value,) for t in asked]
    views = {VIEW_OF[ErpStatus(str(word))] for several in words for word in several}
    return views.pop() if len(views) == 1 else None


def wanted_in_line(
    text: str, cursor: int, here: str, places: Sequence[str] = ()
) -> tuple[Wanted, str, tuple[str, ...]] | None:
    """What is typed at the cursor, on which tab, and what names could stand there.

    The names are those of tabs and places; none where a filter is typed.
    """
    first, rest = _parted(text[:cursor])
    start = cursor - len(rest) - len(first)
    if not rest and not (first and _is_filter(first)):
        names = [tab.name for tab in TABS] + [*places, NAMED_VIEW]
        found = tuple(name for name in names if name.startswith(first.casefold()))
        return Wanted("", first, start, cursor), here, found
    if first.casefold() == NAMED_VIEW:
        return None
    named = _named(first, places)
    tab = named[0] if len(named) == 1 else None
    at = wanted(text, cursor)
    if at is None:
        return None
    return at, tab.name if isinstance(tab, Tab) else here, ()
