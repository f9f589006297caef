"""The rights a person may be granted one by one, each by the word in which it is written."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from core.audit import Entry
from core.needs import MayExport, MayImport, Need
from core.options.forms import address
from core.people import Actor
from core.permissions import GRANTS
from core.settings import Amounts
from core.values import NamedTuple
from core.vocabulary import Level, RecordKind, Tool, words

YES, NO = "yes", "no"


class Sort(StrEnum):
    """What a right is about; the word it begins with."""

    PUSH = "push"
    CREATE = "create-projects"
    BUDGETS = "send-budgets"
    DIGEST = "digest"
    EMAIL = "email"
    EXPORT = "export"
    IMPORT = "import"
    LEVEL = "level"
    LIMIT = "limit"
    SIGN_IN = "sign-in"


class Privilege(NamedTuple):
    """One right."""

    sort: Sort
    kind: RecordKind | None = None
    tool: Tool | None = None

    @property
    def word(self) -> str:
        """As it is written."""
        about = self.kind or self.tool
        return f"{self.sort}:{about}" if about else str(self.sort)

    @property
    def title(self) -> str:
        match self.sort:
            case Sort.EXPORT | Sort.IMPORT:
                return f"Can {self.sort.title()}: {words(self.kind) if self.kind else ''}"
            case Sort.LEVEL:
                return str(self.tool)
            case Sort.LIMIT:
                return f"Accepts up to: {words(self.kind) if self.kind else ''}"
            case _:
                return TITLES[self.sort]


class Granted(NamedTuple):
    """A right, and what is granted of it: yes, no, a level or an address."""

    privilege: Privilege
    value: str


class BadRight(ValueError):
    """No right is written so; the text says what is wrong and how one is written."""


TITLES = {
    Sort.PUSH: "Can Push to Accounting",
    Sort.CREATE: "Create New Project",
    Sort.BUDGETS: "Send and Retrieve Budgets",
    Sort.DIGEST: "Daily summary by mail",
    Sort.EMAIL: "Address",
    Sort.SIGN_IN: "May sign in",
}
FIELDS = {
    Sort.PUSH: "can_push",
    Sort.CREATE: "create_projects",
    Sort.BUDGETS: "send_budgets",
    Sort.DIGEST: "digest",
    Sort.EMAIL: "email",
    Sort.EXPORT: "exports",
    Sort.IMPORT: "imports",
    Sort.SIGN_IN: "may_enter",
}
"""The field of an actor that holds it."""
WRITTEN = (
    "push, create-projects, send-budgets, digest, sign-in, email=ADDRESS, export:KIND, "
    'import:KIND, level:"TOOL"=LEVEL, limit:KIND=AMOUNT'
)
EVERYTHING = "all"
USUAL = "usual"
"""The limit of whoever has none of their own: that of the settings."""
KEPT = frozenset({Sort.EMAIL, Sort.SIGN_IN, Sort.LIMIT})
"""What somebody from whom all rights are taken still has: an address, a way in to look, limits."""
VALUED = frozenset({Sort.LEVEL, Sort.EMAIL, Sort.LIMIT})
"""Rights that are more than had or not had."""
ADDED = "added"
"""What the history says of somebody new, whose rights all began then."""


def _asking(sort: type) -> tuple[RecordKind, ...]:
    """The kinds of which some right asks for this tick."""
    found = {kind for (_, kind), grant in GRANTS.items() if _asks(sort, grant.needs)}
    return tuple(kind for kind in RecordKind if kind in found)


def _asks(sort: type, needs: Iterable[Need]) -> bool:
    return any(isinstance(need, sort) for need in needs)


EXPORTED, IMPORTED = _asking(MayExport), _asking(MayImport)
LIMITED = tuple(kind for kind in RecordKind if kind.value in Amounts._fields)
"""Kinds with an amount."""
LEVELS = {level.words.casefold().replace(" ", "_"): level for level in Level}
PRIVILEGES = (
    Privilege(Sort.PUSH),
    *(Privilege(Sort.LEVEL, tool=tool) for tool in Tool),
    *(Privilege(Sort.EXPORT, kind=kind) for kind in EXPORTED),
    *(Privilege(Sort.IMPORT, kind=kind) for kind in IMPORTED),
    *(Privilege(Sort.LIMIT, kind=kind) for kind in LIMITED),
    Privilege(Sort.CREATE),
    Privilege(Sort.BUDGETS),
    Privilege(Sort.SIGN_IN),
    Privilege(Sort.DIGEST),
    Privilege(Sort.EMAIL),
)
"""In the order in which they are listed."""


def value_of(privilege: Privilege, person: Actor) -> str:
    """What a person holds of it, in words."""
    match privilege.sort:
        case Sort.LEVEL:
            return person.level(privilege.tool).words if privilege.tool else ""
        case Sort.EXPORT | Sort.IMPORT:
            return YES if privilege.kind in getattr(person, FIELDS[privilege.sort]) else NO
        case Sort.EMAIL:
            return person.email or "none"
        case Sort.LIMIT:
            limit = person.limits.get(privilege.kind) if privilege.kind else None
            return USUAL if limit is None else f"{limit // 100}.{limit % 100:02}"
        case _:
            return YES if getattr(person, FIELDS[privilege.sort]) else NO


def granted(person: Actor, given: Iterable[Granted]) -> Actor:
    """The person with these rights as they are granted, or taken."""
    for privilege, value in given:
        person = _with(person, privilege, value)
    return person


def _with(person: Actor, privilege: Privilege, value: str) -> Actor:
    match privilege.sort:
        case Sort.LEVEL:
            level = LEVELS[value.casefold().replace(" ", "_")]
            levels = {tool: held for tool, held in person.levels.items() if tool != privilege.tool}
            if level and privilege.tool:
                levels[privilege.tool] = level
            return person._replace(levels=levels)
        case Sort.EXPORT | Sort.IMPORT:
            field = FIELDS[privilege.sort]
            ticked = getattr(person, field) - {privilege.kind}
            more = {privilege.kind} if value == YES else set()
            return person._replace(**{field: ticked | more})
        case Sort.EMAIL:
            return person._replace(email=value if value != "none" else "")
        case Sort.LIMIT:
            limits = {kind: held for kind, held in person.limits.items() if kind != privilege.kind}
            if value != USUAL and privilege.kind:
                limits[privilege.kind] = int(value.replace(".", ""))
            return person._replace(limits=limits)
        case _:
            held: Any = value == YES
            return person._replace(**{FIELDS[privilege.sort]: held})


def differences(before: Actor | None, after: Actor) -> list[str]:
    """What is another one now, as lines of `right=value`."""
    return [
        f"{privilege.word}={value_of(privilege, after)}"
        for privilege in PRIVILEGES
        if before is None or value_of(privilege, before) != value_of(privilege, after)
    ]


def origins(history: Sequence[Entry]) -> dict[str, Entry]:
    """By a right's word, the entry that gave it the value it has now."""
    found: dict[str, Entry] = {}
    for entry in history:
        for line in entry.said.splitlines():
            word = line.partition("=")[0]
            given = [p.word for p in PRIVILEGES] if word == ADDED else [word]
            found.update(dict.fromkeys(given, entry))
    return found


def named(words_: Iterable[str], *, taken: bool) -> Iterator[Granted]:
    """The rights that were written, to be granted or taken.

    Raises:
        BadRight: one of them is none.
    """
    for word in words_:
        yield from _named(word.strip(), taken=taken)


def _named(word: str, *, taken: bool) -> Iterator[Granted]:
    about, equals, value = word.partition("=")
    sort_text, _, of = about.partition(":")
    sort = next((s for s in Sort if s == _spelt(sort_text).replace("_", "-")), None)
    if taken and word.casefold() == EVERYTHING:
        yield from (Granted(p, _least(p)) for p in PRIVILEGES if p.sort not in KEPT)
        return
    if sort is None:
        raise BadRight(f"{word!r} is no right. Rights are {WRITTEN}.")
    match sort:
        case Sort.LEVEL:
            tool = _tool(word, of)
            yield Granted(Privilege(sort, tool=tool), _level(word, value, taken=taken))
        case Sort.EXPORT | Sort.IMPORT:
            kinds = EXPORTED if sort is Sort.EXPORT else IMPORTED
            yield from (Granted(Privilege(sort, kind=k), NO if taken else YES)
                        for k in _kinds(word, of, kinds))  # fmt: skip
        case Sort.EMAIL:
            yield Granted(Privilege(sort), _address(word, value, taken=taken))
        case Sort.LIMIT:
            limit = USUAL if taken else _limit(word, value)
            yield from (Granted(Privilege(sort, kind=k), limit) for k in _kinds(word, of, LIMITED))
        case _:
            if of or equals:
                raise BadRight(f"{word!r}: {sort} stands alone, with nothing after it.")
            yield Granted(Privilege(sort), NO if taken else YES)


def _least(privilege: Privilege) -> str:
    return Level.NONE.words if privilege.sort is Sort.LEVEL else NO


def _spelt(text: str) -> str:
    return re.sub(r"[\s-]+", "_", text.strip().casefold())


def _tool(word: str, text: str) -> Tool:
    found = next((t for t in Tool if _spelt(t) == _spelt(text)), None)
    if found is None:
        raise BadRight(f"{word!r} names no tool. Tools are {', '.join(Tool)}.")
    return found


def _level(word: str, text: str, *, taken: bool) -> str:
    if taken and not text:
        return Level.NONE.words
    if _spelt(text) not in LEVELS or taken:
        known = ", ".join(LEVELS)
        how = f'write it as level:"{Tool.ERP}"=standard' if not taken else "leave the level away"
        raise BadRight(f"{word!r}: {how}. Levels are {known}.")
    return LEVELS[_spelt(text)].words


def _kinds(word: str, text: str, known: tuple[RecordKind, ...]) -> tuple[RecordKind, ...]:
    if _spelt(text) == EVERYTHING:
        return known
    found = next((k for k in known if k == _spelt(text)), None)
    if found is None:
        raise BadRight(f"{word!r} names no kind it is for. Kinds are {', '.join(known)}, or all.")
    return (found,)


def _limit(word: str, text: str) -> str:
    """An amount with two decimals."""
    whole, _, minor = text.strip().replace(",", "").partition(".")
    if not re.fullmatch(r"[0-9]{1,12}", whole) or not re.fullmatch(r"[0-9]{0,2}", minor):
        raise BadRight(f"{word!r}: write the amount as limit:commitment=250000.00.")
    return f"{int(whole)}.{minor.ljust(2, '0')}"


def _address(word: str, text: str, *, taken: bool) -> str:
    if taken:
        return "none"
    wrong = address(text) if text.isprintable() else "it holds characters that cannot be seen"
    if wrong is not None:
        raise BadRight(f"{word!r}: {wrong}.")
    return text
