"""Format masks of ids: what the company's Sage takes as a job, a commitment or a cost code."""

import re
from functools import cache

SEPARATORS = "-./"
CLASSES = {"X": "[A-Za-z0-9]", "#": "[0-9]", "A": "[A-Za-z]"}


def fits(mask: str, text: str) -> bool:
    """Whether an id has the form of a mask; its last section may be shorter than the mask's."""
    return _pattern(mask).fullmatch(text) is not None


def sections(text: str) -> tuple[str, ...]:
    """The parts between the separators; empty parts included."""
    return tuple(re.split(r"[-./]", text))


def unpunctuated(text: str) -> str:
    """As Sage stores it: separators take no room (master-data 1.3)."""
    return text.replace("-", "").replace(".", "").replace("/", "")


@cache
def _pattern(mask: str) -> re.Pattern[str]:
    cut = max(mask.rfind(s) for s in SEPARATORS) + 1
    fixed = "".join(_letter(c) for c in mask[:cut])
    last = [_letter(c) for c in mask[cut:]]
    optional = "".join(f"(?:{letter}" for letter in last[1:]) + ")?" * len(last[1:])
    return re.compile(fixed + "".join(last[:1]) + optional)


def _letter(symbol: str) -> str:
    return CLASSES.get(symbol) or re.escape(symbol)
