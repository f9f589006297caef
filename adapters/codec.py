"""Values as JSON and back: a named tuple is an array in the order of its fields.

A field may be added at the end of a named tuple with a default, and never moved or taken away:
what was written without it then reads as if it held the default.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from core.records import BODY_OF, Body, Record
from core.vocabulary import RecordKind

V = TypeVar("V")
Reading = Callable[[Any], Any]
BODY_PLACE = Record._fields.index("body")
KIND_PLACE = Record._fields.index("kind")


def encoded(value: object) -> str:
    """A named tuple, with all that it holds, as one line of JSON."""
    return _ENCODER.encode(value)


def decoded(type_: type[V], text: str) -> V:
    """The value again, as the named tuple `type_`."""
    made: V = _reading(type_)(json.loads(text))
    return made


def decoded_body(kind: RecordKind, text: str) -> Body:
    """The body of a record of this kind."""
    return decoded(BODY_OF[kind], text)


def decoded_record(text: str) -> Record:
    """A whole record; its kind says what its body is."""
    fields = json.loads(text)
    kind = RecordKind(fields[KIND_PLACE])
    body = _reading(BODY_OF[kind])(fields[BODY_PLACE])
    head = [r(f) if r else f for r, f in zip(_head(), fields, strict=False)]
    head[BODY_PLACE] = body
    return Record(*head)


def _plain(value: object) -> object:
    """What JSON has no word for."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


# Values are trees; looking for circles would take as long as the writing.
_ENCODER = json.JSONEncoder(default=_plain, separators=(",", ":"), check_circular=False)


@cache
def _head() -> tuple[Reading | None, ...]:
    hints = get_type_hints(Record) | {"body": str}
    return tuple(_field(hints[name]) for name in Record._fields)


_readings: dict[object, Reading] = {}


def _reading(type_: type) -> Reading:
    """How a named tuple is read: each field by its type, the absent ones by their default."""
    known = _readings.get(type_)
    if known is None:
        known = _readings[type_] = _new_reading(type_)
    return known


def _new_reading(type_: type) -> Reading:
    hints = get_type_hints(type_)
    count = len(hints)
    special = [(place, r) for place, hint in enumerate(hints.values()) if (r := _field(hint))]
    whole: Callable[[type, list[Any]], object] = tuple.__new__

    def read(found: list[Any]) -> object:
        for place, reading in special:
            if place < len(found):
                found[place] = reading(found[place])
        # What holds every field needs no defaults, so that the tuple is made at once.
        return whole(type_, found) if len(found) == count else type_(*found)

    return read


def _field(hint: object) -> Reading | None:
    """How a field of this type is read; None where JSON's own value will do."""
    hint = getattr(hint, "__supertype__", hint)
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _optional(hint)
    if origin in (tuple, frozenset):
        return _many(tuple if origin is tuple else frozenset, get_args(hint)[0])
    if not isinstance(hint, type) or hint in (str, int, bool):
        return None
    if issubclass(hint, Enum):
        return {member.value: member for member in hint}.__getitem__
    if issubclass(hint, (datetime, date)):
        return hint.fromisoformat
    if hasattr(hint, "_fields"):
        return _reading(hint)
    raise TypeError(f"there is no way to read a {hint!r} from JSON")


def _optional(hint: object) -> Reading | None:
    (inner,) = (_field(arg) for arg in get_args(hint) if arg is not NoneType)
    if inner is None:
        return None
    return lambda found: None if found is None else inner(found)


def _many(collection: Reading, hint: object) -> Reading:
    inner = _field(hint)
    if inner is None:
        return collection
    return lambda found: collection([inner(each) for each in found])
