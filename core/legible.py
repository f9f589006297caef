"""Text from outside: what could be written nowhere is replaced, for all to see."""

from typing import Any, TypeVar

V = TypeVar("V")


def legible(value: V) -> V:
    """A value with all text in it, whose broken halves of letters are replaced for all to see.

    Half a surrogate pair can be read from JSON or a command line, and can be written nowhere.
    """
    made: Any = value
    if isinstance(value, str) and not value.isascii():
        made = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    elif isinstance(value, tuple):
        parts = [legible(part) for part in value]
        if any(mine is not theirs for mine, theirs in zip(parts, value, strict=True)):
            made = type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return made if made != value else value
