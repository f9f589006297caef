"""The values of settings as people write and read them."""

from typing import Any

from core.mappings import NAMES as BOXES
from core.mappings import Ticks
from core.masks import CLASSES, SEPARATORS
from core.options.option import (
    Mask,
    Money,
    Names,
    OneNamed,
    OneOf,
    Option,
    Switch,
    Text,
    Told,
    Whole,
    Zone,
    held,
)
from core.settings import ProjectSettings, Settings

ON, OFF = "on", "off"
SWITCHED = {ON: True, "yes": True, "true": True, OFF: False, "no": False, "false": False}
NONE, ALL = "none", "all"
LONGEST_MASK = 30


class BadValue(ValueError):
    """Not a value of this setting; the text names the setting, what is wrong and the way out."""


def told(option: Option, value: Any) -> str:  # noqa: ANN401  # whatever the field holds
    """The value in the words in which it is written, too."""
    match option.sort:
        case Switch():
            return ON if value else OFF
        case Money():
            return f"{value // 100}.{value % 100:02}"
        case Names():
            return ALL if value is None else ", ".join(value) or NONE
        case Text(empty=empty):
            return str(value) or empty or NONE
        case _ if isinstance(value, Ticks):
            return f"{len(value.on)} of {len(BOXES)}"
        case _:
            return str(value) or NONE


def choices(option: Option, settings: Settings, chosen: ProjectSettings) -> tuple[str, ...]:
    """The values to choose from, where there is a choice of few."""
    match option.sort:
        case Switch():
            return (ON, OFF)
        case OneOf(words):
            return tuple(word.value for word in words)
        case OneNamed(of, none):
            listed = getattr(chosen if option.of_project else settings, of)
            return (*listed, *((NONE,) if none else ()))
        case Told(value=value):
            return (value,) if value else ()
        case _:
            return ()


def form(option: Option) -> str:  # noqa: C901  # one case a sort
    """What a value looks like, in words."""
    match option.sort:
        case Switch():
            return "on or off"
        case OneOf(words):
            return "one of: " + "; ".join(word.value for word in words)
        case OneNamed(of, none):
            return f"one of {of.replace('_', ' ')}" + (", or none" if none else "")
        case Whole(least, most, unit):
            return f"a whole number from {least} to {most:,}" + (f", {unit}" if unit else "")
        case Money(least, most):
            return f"an amount from {least / 100:.2f} to {most / 100:,.2f}"
        case Text(most, empty=empty):
            return f"up to {most} characters" + (f", or {empty}" if empty else "")
        case Mask():
            return "X letter or digit, # digit, A letter; - . / stand for themselves"
        case Names(all=all_of_them):
            return "names, separated by commas" + (", or all" if all_of_them else "")
        case Zone():
            return "a time zone such as America/Chicago"
        case Told(by, value):
            return f"always {value}" if value else f"reported by {by}"


def read(  # noqa: C901  # one case a sort
    option: Option, text: str, settings: Settings, chosen: ProjectSettings
) -> Any:  # noqa: ANN401  # whatever the field holds
    """The value that was written.

    Raises:
        BadValue: it is none of this setting's.
    """
    said = text.strip()
    if not said.isprintable():
        raise _bad(option, "holds characters that cannot be seen; type it again")
    match option.sort:
        case Switch():
            return _switched(option, said)
        case OneOf(words):
            return words(_listed(option, said, [word.value for word in words]))
        case OneNamed():
            found = _listed(option, said, choices(option, settings, chosen))
            return "" if found == NONE else found
        case Whole() | Money():
            return _number(option, said)
        case Text():
            return _worded(option, said)
        case Mask():
            return _mask(option, said)
        case Names():
            return _named(option, said)
        case Zone():
            return _zone(option, said)
        case Told():
            return held(option, settings, chosen)


def _bad(option: Option, wrong: str) -> BadValue:
    return BadValue(f"{option.title} ({option.name}): {wrong}.")


def _switched(option: Option, said: str) -> bool:
    if said.casefold() not in SWITCHED:
        raise _bad(option, f"{said!r} is neither on nor off; write one of them")
    return SWITCHED[said.casefold()]


def _listed(option: Option, said: str, known: "tuple[str, ...] | list[str]") -> str:
    found = next((one for one in known if one.casefold() == said.casefold()), None)
    if found is None:
        listed = "; ".join(known) or "nothing yet"
        raise _bad(option, f"{said!r} is not among its values; they are: {listed}")
    return found


def _number(option: Option, said: str) -> int:
    sort = option.sort
    bare = said.replace(",", "")
    whole, point, minor = bare.partition(".")
    decimals = 2 if isinstance(sort, Money) else 0
    plain = bare.isascii() and whole.isdecimal() and (not point or minor.isdecimal())
    if not plain or len(minor) > decimals or len(whole) > LONGEST_MASK:
        raise _bad(option, f"{said!r} is not {form(option)}")
    value: int = int(whole) * (100 if decimals else 1) + int(minor.ljust(decimals, "0") or 0)
    if isinstance(sort, (Whole, Money)) and not sort.least <= value <= sort.most:
        raise _bad(option, f"{said} is out of range; it takes {form(option)}")
    return value


def _worded(option: Option, said: str) -> str:
    sort = option.sort
    if not isinstance(sort, Text):
        raise TypeError(option.name)
    if sort.empty and said.casefold() in {"", sort.empty}:
        return ""
    if not said:
        raise _bad(option, "it cannot be empty; write something")
    if len(said) > sort.most:
        raise _bad(option, f"{len(said)} characters are too many; it takes {sort.most} at most")
    wrong = sort.form(said) if sort.form else None
    if wrong is not None:
        raise _bad(option, wrong)
    return said


def _mask(option: Option, said: str) -> str:
    strange = [letter for letter in said if letter not in {*CLASSES, *SEPARATORS}]
    if strange:
        raise _bad(option, f"{strange[0]!r} means nothing in a form; it takes {form(option)}")
    parts = said.replace(".", "-").replace("/", "-").split("-")
    if not all(parts):
        raise _bad(option, "a section is empty; put letters before and after each - . /")
    if len(said) > LONGEST_MASK:
        raise _bad(option, f"a form has {LONGEST_MASK} characters at most; this has {len(said)}")
    return said


def _named(option: Option, said: str) -> tuple[str, ...] | None:
    sort = option.sort
    if not isinstance(sort, Names):
        raise TypeError(option.name)
    if sort.all and said.casefold() == ALL:
        return None
    empty = said.casefold() in {"", NONE}
    names = () if empty else tuple(dict.fromkeys(part.strip() for part in said.split(",")))
    if not names and sort.needed:
        raise _bad(option, "at least one name is needed; write them with commas between")
    if not all(names):
        raise _bad(option, "one of the names is empty; write them with one comma between")
    long = next((name for name in names if len(name) > sort.most), None)
    if long is not None:
        raise _bad(option, f"{long!r} is longer than {sort.most} characters; shorten it")
    return names


def _zone(option: Option, said: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # slow to load, and needed only here

    try:
        return str(ZoneInfo(said))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        text = f"{said!r} is no time zone; write its IANA name, such as America/Chicago"
        raise _bad(option, text) from None
