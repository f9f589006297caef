"""Answers made from the published description: as anybody expects them, empty, or by dice.

Any field may be missing or null, texts may be long and in any script, and numbers large.
"""

import json
import string
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, ClassVar

import httpx2

from tests.adapters.procore.published import (
    MONEY,
    READ,
    SURE,
    TOKEN,
    description,
    pattern_of,
    refusal,
)

SELDOM = 1 / 60
LETTERS = (
    string.ascii_letters, "äöüßñçÀÉ", "Ωжשμعربี", "漢字かな", "🏗️👷🏽‍♀️", "\u202e\u2066\u200b",
    "\x00\x07\x1b\x7f\ud800", "<b>[@click]'\";--",
)  # fmt: skip
ODD = ("", "-12.345", "NaN", "1e999", "2025-01-01", "true", "٣", "0" * 5_000, "A" * 20_000)
NUMBERS = (0, -1, 2**31, 2**63, -(10**30))
ROWS = 2


class Static:
    """Every field as it is described, or every one null, or none."""

    def __init__(self, sort: str = "full") -> None:
        self._sort = sort

    def answer(self, schema: dict[str, Any], name: str = "", depth: int = 0) -> Any:
        schema = resolved(schema)
        match schema.get("type"):
            case "array":
                return [self.answer(schema.get("items", {}), name, depth)]
            case "object":
                fields = schema.get("properties", {})
                if depth and self._sort == "nulls":
                    return None
                if self._sort == "nothing":
                    fields = {n: one for n, one in fields.items() if not depth and is_whole(one)}
                return {n: self.answer(one, n, depth + 1) for n, one in fields.items()}
            case _ if self._sort == "nulls":
                return None
            case _:
                return usual(schema, name)


class Drawn:
    """Whatever the description allows, as the dice fall."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice

    def answer(self, schema: dict[str, Any], name: str = "", depth: int = 0) -> Any:
        schema, dice = resolved(schema), self._dice
        if depth and dice.random() < SELDOM:
            return None
        match schema.get("type"):
            case "array":
                wanted = schema.get("items", {})
                return [self.answer(wanted, name, 0) for _ in range(dice.randint(0, ROWS))]
            case "object":
                return {
                    n: self.answer(one, n, depth + 1)
                    for n, one in schema.get("properties", {}).items()
                    if n in SURE or (n in READ and dice.random() < 0.8)
                }
            case _ if "enum" in schema:
                return dice.choice(schema["enum"])
            case "integer":
                return dice.choice(NUMBERS) if dice.random() < SELDOM else dice.randint(1, 9)
            case "number":
                return dice.choice((0, 1.5, -3.25, 1e15, 10**40, 7))
            case "boolean":
                return dice.random() < SELDOM if name == "locked" else dice.random() > SELDOM
            case _ if dice.random() < SELDOM:
                return dice.choice(ODD)
            case _:
                return self._text(schema, name)

    def _text(self, schema: dict[str, Any], name: str) -> str:
        dice = self._dice
        known = usual({k: v for k, v in schema.items() if k != "enum"}, name)
        if known != name:
            return dice.choice(("0.0", "1.0", "250000.25", "-3.5")) if known == "1.00" else known
        letters = dice.choice(LETTERS)
        return "".join(dice.choices(letters, k=dice.choice((0, 4, 4, 4, 400))))


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema behind its name."""
    while "$ref" in schema:
        schema = description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def is_whole(schema: dict[str, Any]) -> bool:
    """Whether it holds other values."""
    return resolved(schema).get("type") in ("array", "object")


def usual(schema: dict[str, Any], name: str) -> Any:
    """What a field holds that is as anybody would expect it; for a plain text its own name."""
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"), schema.get("format"):
        case ("integer", _):
            return 1
        case ("number", _):
            return 1
        case ("boolean", _):
            return name != "locked"
        case (_, "date"):
            return "2026-01-31"
        case (_, "date-time"):
            return "2026-01-31T12:00:00Z"
        case _ if name.endswith(("_at", "_date")):
            return "2026-01-31T12:00:00Z"
        case _ if name == "id" or (name.endswith("_id") and not name.startswith("origin")):
            return "1"
        case _ if name == "currency_iso_code":
            return "USD"
        case _:
            return "1.00" if MONEY.search(name) else name


def schema_of(method: str, pattern: str) -> dict[str, Any]:
    """What an operation answers."""
    found = next(iter(description()["paths"][pattern][method]["responses"].values()))
    return next(iter(found["content"].values()))["schema"]


class Described(httpx2.BaseTransport):
    """Answers every call by the description; by `said` for some, where that gives an answer."""

    allowed: ClassVar[set[tuple[str, ...]]] = set()
    """Shapes of requests that were looked at."""

    def __init__(self, makes: Static | Drawn) -> None:
        self.makes = makes
        self.said: Callable[[str, str, Any], Any] = lambda *_: ...
        self.wrote: list[tuple[Any, Any]] = []
        """What was sent to calls that change something, and what they were answered."""
        self.answered = 0
        self.refused: set[str] = set()
        """What the description does not allow of what was sent."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        method, pattern = request.method.lower(), pattern_of(request.url.path)
        sent = json.loads(request.read() or b"null")
        # Of requests that differ in their values alone one is looked at.
        shape = (method, pattern, *request.url.params, *shape_of(sent))
        if shape not in self.allowed:
            self.allowed.add(shape)
            self.refused |= {why for why in (refusal(request),) if why}
        if pattern == "/oauth/token":
            value = TOKEN
        else:
            value = self.said(method, pattern, sent)
            if value is ...:
                value = self.makes.answer(schema_of(method, pattern))
            self.answered += 1
            if method != "get":
                self.wrote.append((sent, value))
        body = httpx2.ByteStream(json.dumps(value).encode())
        return httpx2.Response(200, stream=body)


def shape_of(value: Any, place: str = "") -> Iterator[str]:
    """Names and types of all fields of a body."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from shape_of(inner, f"{place}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from shape_of(inner, f"{place}[]")
    else:
        yield f"{place} {type(value).__name__}"
