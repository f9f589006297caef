"""The content of a record in one canonical form, and the digest that a decision is bound to.

Content is what an approver looks at before deciding: whose it is, what it says, every line and
every amount. Where the record stands, who handled it and when is no part of it: that is told by its
version and its audit entries.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from json.encoder import encode_basestring
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from core.hashing import sha256
from core.records import Record

SCHEMA = 1
"""Grows with every field that content gains or loses: digests of two numbers are never compared."""
CONTENT = (
    "amount",
    "body",
    "currency",
    "id",
    "kind",
    "number",
    "parent",
    "parent_number",
    "project",
    "project_number",
    "title",
    "vendor",
    "vendor_name",
)
"""The fields of a record's head that are content."""
HANDLING = frozenset({"exported_at"})
"""Times of handling that stand in a body."""
SHORT = 12
"""As many digits as people compare."""
Writing = Callable[[Any], str]


def canonical(record: Record) -> str:
    """The record's content as one line of JSON.

    Names are sorted, every field is there, what is absent is null, and amounts are whole numbers of
    minor units: the same content is the same text, whoever writes it.
    """
    return _writing_of_records(type(record.body))(record)


def digest(record: Record) -> str:
    """The SHA-256 of the canonical content, in hexadecimal."""
    return sha256(canonical(record).encode("utf-8", "surrogatepass"))


def short(digest: str) -> str:
    """A digest as people compare it."""
    return digest[:SHORT]


_writings: dict[object, Writing] = {}


def _writing_of_records(body: type) -> Writing:
    """How a record with a body of this type is written."""
    known = _writings.get((Record, body))
    if known is None:
        hints = Record.__annotations__ | {"body": body}
        places = {name: Record._fields.index(name) for name in CONTENT}
        known = _writings[Record, body] = _writing(hints, places, {"schema": str(SCHEMA)})
    return known


def _writing_of(type_: type[Any]) -> Writing:
    """How a named tuple is written: an object with sorted names."""
    known = _writings.get(type_)
    if known is None:
        places = {n: place for place, n in enumerate(type_._fields) if n not in HANDLING}
        known = _writings[type_] = _writing(type_.__annotations__, places, {})
    return known


def _writing(hints: Mapping[str, Any], places: dict[str, int], written: dict[str, str]) -> Writing:
    """One expression for all fields: thousands of records are written in a batch."""
    known: dict[str, object] = {"text": _text, "many": _many, "UTC": UTC}
    for name, place in places.items():
        written = written | {name: "{" + _expression(hints[name], f"of[{place}]", known) + "}"}
    fields = ",".join(f'"{name}":{written[name]}' for name in sorted(written))
    made: Writing = eval(f"lambda of: f'''{{{{{fields}}}}}'''", known)  # noqa: S307  # our own words
    return made


def _expression(hint: type[Any], value: str, known: dict[str, object]) -> str:
    """What writes a value of this type, in Python."""
    hint = getattr(hint, "__supertype__", hint)
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        (inner,) = (each for each in get_args(hint) if each is not NoneType)
        return f'"null" if {value} is None else {_expression(inner, value, known)}'
    if origin in (tuple, frozenset):
        each = f"each_{len(known)}"
        known[each] = _each(get_args(hint)[0])
        return f"many({each}, {value if origin is tuple else f'sorted({value})'})"
    if hasattr(hint, "_fields"):
        inner_name = f"written_{len(known)}"
        known[inner_name] = _writing_of(hint)
        return f"{inner_name}({value})"
    if hint is bool:
        return f'("false", "true")[{value}]'
    for type_, expression in _SIMPLE.items():
        if issubclass(hint, type_):
            return expression.format(value)
    raise TypeError(f"there is no canonical form of a {hint!r}")


_text: Writing = encode_basestring
_SIMPLE = {
    int: "{}.__index__()",
    str: "text({})",
    datetime: "text({}.astimezone(UTC).isoformat())",
    date: "text({}.isoformat())",
}


def _many(each: Writing, values: tuple[object, ...]) -> str:
    return f"[{','.join(map(each, values))}]"


def _each(hint: type[Any]) -> Writing:
    hint = getattr(hint, "__supertype__", hint)
    if hasattr(hint, "_fields"):
        return _writing_of(hint)
    if issubclass(hint, str):
        return _text
    raise TypeError(f"there is no canonical form of many {hint!r}")
