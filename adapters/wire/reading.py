"""What an answer says, read strictly: JSON of a bounded size and depth, with exact numbers."""

import json
from decimal import Decimal
from typing import Any, NoReturn

LARGEST = 5 * 1024 * 1024
"""Bytes of an answer, at most."""
DEEPEST = 40
"""Levels of nesting, at most."""
LONGEST = 30
"""Digits of a number on either side of its point, at most."""


class NotJson(ValueError):
    """The body is not JSON as we accept it; the text says why."""


def read_json(body: bytes) -> Any:  # noqa: ANN401  # whatever they answer
    """The value of a body; numbers with a point are Decimals.

    Raises:
        NotJson: cut, nested too deep, not UTF-8, NaN, or not JSON at all.
    """
    try:
        value = json.loads(body.decode("utf-8"), parse_float=_decimal, parse_constant=_refused)
    except RecursionError:
        raise NotJson("it is nested without end") from None
    except ValueError as why:
        raise NotJson(_words(why, body)) from None
    if too_deep(value):
        raise NotJson(f"it is nested deeper than {DEEPEST} levels")
    return value


def too_deep(value: object) -> bool:
    """Whether it is nested deeper than we follow."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not -LONGEST <= number.adjusted() <= LONGEST or len(text) > 2 * LONGEST:
        raise ValueError(f"the number {text[:12]}… has no sense as an amount")
    return number


def _refused(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _words(why: ValueError, body: bytes) -> str:
    if not body.strip():
        return "it is empty"
    if body.lstrip()[:1] == b"<":
        return "it is a page, not data"
    return str(why).split(":")[0].lower()
