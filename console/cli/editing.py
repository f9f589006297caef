"""Reads `FIELD=VALUE` for a record: as the type that the field has."""

from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_type_hints

from console.cli.call import Trouble
from console.cli.shapes import MONEY, SHARES, minor_units
from core.records import Record

TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


def edited(record: Record, text: str) -> tuple[str, Any]:
    """A field of the record's head or body and its new value.

    `lines.2.amount=1250.50` names one line, counted from 1.

    Raises:
        Trouble: no such field or line, or a value that is none of its type.
    """
    path, equals, value = text.partition("=")
    name, _, rest = path.strip().partition(".")
    if not equals or not name:
        raise Trouble(f"{text!r} is not FIELD=VALUE, such as title=New name.")
    owner = record.body if name in record.body._fields else record
    if name not in owner._fields:
        known = ", ".join((*record.body._fields, "number", "title", "amount"))
        raise Trouble(f"There is no field {name!r} to edit; there is {known}.")
    if not rest:
        return name, _read(type(owner), name, value)
    return name, _line(getattr(owner, name), name, rest, value)


def _line(lines: object, name: str, path: str, value: str) -> tuple[Any, ...]:
    place, _, field = path.partition(".")
    if not isinstance(lines, tuple) or not place.isdecimal() or not 1 <= int(place) <= len(lines):
        many = len(lines) if isinstance(lines, tuple) else 0
        raise Trouble(f"There is no {name}.{place}; {name} has {many}, counted from 1.")
    line = lines[int(place) - 1]
    if field not in getattr(line, "_fields", ()):
        known = ", ".join(getattr(line, "_fields", ()))
        raise Trouble(f"A line of {name} has no field {field!r}; it has {known}.")
    changed = line._replace(**{field: _read(type(line), field, value)})
    return (*lines[: int(place) - 1], changed, *lines[int(place) :])


def _read(owner: type, name: str, text: str) -> object:
    hint = get_type_hints(owner)[name]
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    if type(None) in kinds and text == "":
        return None
    try:
        return _as(next(k for k in kinds if k is not type(None)), owner, name, text.strip())
    except (ValueError, KeyError) as why:
        raise Trouble(f"{text!r} will not do for {name}: {_expected(kinds[0], name)}.") from why


def _as(kind: object, owner: type, name: str, text: str) -> object:
    if kind is bool:
        return TRUTHS[text.casefold()]
    if kind is int:
        money = name in MONEY and (owner, name) not in SHARES
        return minor_units(text) if money else int(text)
    if kind is date:
        return date.fromisoformat(text)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(text)
    if kind == tuple[str, ...]:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if kind is str or getattr(kind, "__supertype__", None) is str:
        return text
    raise ValueError(name)


def _expected(kind: object, name: str) -> str:
    if kind is bool:
        return "write yes or no"
    if kind is date:
        return "write a day as 2025-12-31"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"it is one of {', '.join(str(one.value) for one in kind)}"
    if kind is int:
        return "write a number, such as 1250.50" if name in MONEY else "write a whole number"
    return f"name one line, such as {name}.1"
