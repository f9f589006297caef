"""What may stand where a value is awaited: words of the tables, and a few from the store."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING

from console.clean import clean
from console.dress import THEMES
from core.tabs import ROWS, TAB, TABS
from core.values import NamedTuple
from core.vocabulary import ASKABLE, Action, View

if TYPE_CHECKING:
    from core.desk import Desk

MOST = 40
"""Records that are offered at once."""
HELPED = 60
"""Characters of a title beside a number."""
SAFE = re.compile(r"[A-Za-z0-9_.@%+/,][A-Za-z0-9_.@%+/,:=~-]*")
"""What no shell takes for anything but letters. Whatever else data holds is never offered."""

Said = Mapping[str, object]
"""What stands on the line already, by the names of options and arguments."""


class Proposal(NamedTuple):
    """A word that may stand there; of the kinds dir and file the shell knows the words itself."""

    word: str
    help: str = ""
    kind: str = "plain"


class Asked(NamedTuple):
    """Where on a line something is awaited."""

    command: str
    said: Said
    begun: str

    @property
    def tab(self) -> str | None:
        name = self.said.get("tab")
        spelt = name.casefold().replace("-", "_") if isinstance(name, str) else ""
        return spelt if spelt in TAB else None


Source = Callable[[Asked], Iterable[Proposal]]


def proposals(name: str, asked: Asked) -> list[Proposal]:
    """What may stand for an argument or option of this name, as far as it is begun."""
    source = SOURCES.get(f"{asked.command} {name}") or SOURCES.get(name)
    if source is None:
        return []
    begun = asked.begun.casefold()
    found = (p for p in source(asked) if p.kind != "plain" or SAFE.fullmatch(p.word))
    fit = (p for p in found if p.kind != "plain" or p.word.casefold().startswith(begun))
    return [p._replace(help=clean(p.help)) for p in fit]


# words of the tables


def _tabs(_: Asked) -> Iterator[Proposal]:
    return (Proposal(tab.name, tab.title) for tab in TABS)


def _views(asked: Asked) -> Iterator[Proposal]:
    views = TAB[asked.tab].views if asked.tab else tuple(View)
    return (Proposal(view.casefold().replace(" ", "_"), view) for view in views)


def _actions(_: Asked) -> Iterator[Proposal]:
    return (Proposal(action) for action in sorted(ASKABLE))


def _orders(asked: Asked) -> Iterator[Proposal]:
    from core.query import Order

    sign = "-" if asked.begun.startswith("-") else ""
    return (Proposal(f"{sign}{order}") for order in Order)


def _filters(asked: Asked) -> Iterator[Proposal]:
    from core.completion import proposals as meant
    from core.completion import wanted

    at = wanted(asked.begun, len(asked.begun))
    if at is None:
        return
    tabs = [asked.tab] if asked.tab else list(TAB)
    for found in dict.fromkeys(one for tab in tabs for one in meant(at, tab)):
        yield Proposal(f"{asked.begun[: at.start]}{found}")


def _settings(_: Asked) -> Iterator[Proposal]:
    from core.options import OPTIONS

    return (Proposal(option.name, option.title) for option in OPTIONS)


def _setting_values(asked: Asked) -> Iterator[Proposal]:
    from core.options import BY_NAME
    from core.options.option import OneOf, Switch

    option = BY_NAME.get(str(asked.said.get("name", "")))
    sort = option.sort if option else None
    known = ("on", "off") if isinstance(sort, Switch) else ()
    yield from map(Proposal, sort.words if isinstance(sort, OneOf) else known)


def _rights(_: Asked) -> Iterator[Proposal]:
    from core.privileges import PRIVILEGES

    return (Proposal(p.word, p.title) for p in PRIVILEGES)


def _fields(_: Asked) -> Iterator[Proposal]:
    from console.cli.answering import SETTABLE

    return (Proposal(f"{name}=") for name in SETTABLE)


def _words(*known: str) -> Source:
    return lambda _: map(Proposal, known)


def _of_shell(kind: str) -> Source:
    return lambda asked: (Proposal(asked.begun, kind=kind),)


# what the store knows


def _people(asked: Asked) -> Iterator[Proposal]:
    from console.completion.store import people

    return (Proposal(person.id, person.name) for person in people(asked.said))


def _records(asked: Asked) -> Iterator[Proposal]:
    from console.completion.store import desk_of

    desk = desk_of(asked.said)
    if desk is None:
        return
    named = {str(one).partition("@")[0] for one in _several(asked.said.get("id"))}
    tabs = [asked.tab] if asked.tab else [tab.name for tab in TABS]
    yield from islice(chain.from_iterable(_of_tab(desk, t, asked, named) for t in tabs), MOST)


def _of_tab(desk: "Desk", tab: str, asked: Asked, named: set[str]) -> Iterator[Proposal]:
    """By number where the tab is said, else by id: that is how commands read them."""
    from core.query import Field, Query, Term

    statuses = _from_where(tab, asked.command)
    if not statuses:
        return
    terms = [Term(Field.STATUS, "among", statuses)]
    by_number = asked.tab is not None
    if asked.begun:
        field = Field.NUMBER if by_number else Field.ID
        terms.append(Term(field, "starts", asked.begun.casefold()))
    for row in desk.rows(Query(tab, terms=tuple(terms)), MOST):
        word = row.number if by_number else row.id
        if word not in named:
            yield Proposal(word, f"{'' if by_number else row.number + ' '}{row.title}"[:HELPED])


def _from_where(tab: str, command: str) -> tuple[str, ...]:
    """The statuses from which a command's action is known, on this tab; else all of them."""
    action = next((a for a in Action if a == command.replace("-", "_")), None)
    rows = ((s, rows) for (kind, s), rows in ROWS.items() if kind in TAB[tab].kinds)
    return tuple({s.value for s, known in rows if action is None or action in known})


def _several(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _jobs(asked: Asked) -> Iterator[Proposal]:
    return _records(asked._replace(command="", said={**asked.said, "tab": "jobs"}))


SOURCES: dict[str, Source] = {
    "tab": _tabs,
    "view": _views,
    "action": _actions,
    "sort": _orders,
    "where": _filters,
    "set": _fields,
    "id": _records,
    "primary": _records,
    "job": _jobs,
    "project": _jobs,
    "person": _people,
    "as": _people,
    "for": _people,
    "right": _rights,
    "settings name": _settings,
    "settings set name": _settings,
    "settings reset name": _settings,
    "settings set value": _setting_values,
    "range": _words("today", "week", "month", "year", "all"),
    "depth": _words("shallow", "deep"),
    "theme": _words(*THEMES),
    "shell": _words("bash", "zsh", "fish"),
    "home": _of_shell("dir"),
    "csv": _of_shell("file"),
    "xlsx": _of_shell("file"),
}
"""By the name of an option or argument, after its command's where the name alone is not enough."""
