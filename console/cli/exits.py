"""What the exit code says."""

from collections.abc import Iterable

from core.objection import Cause

DONE = 0
BROKEN = 1
"""A check found something wrong, or the program did."""
USAGE = 2
"""What was asked cannot be read, names what is not there, or leaves out what is needed."""
DENIED = 3
STALE = 4
PARTLY = 5
"""Some of it, or all of it, was refused by a rule."""
OUTSIDE = 6
"""Sage, its relay or the project system failed."""
INTERRUPTED = 130

NAMES = {
    BROKEN: "broken",
    USAGE: "usage",
    DENIED: "denied",
    STALE: "stale",
    PARTLY: "refused",
    OUTSIDE: "outside",
    INTERRUPTED: "interrupted",
}
HELP = (
    "0 done; 2 usage, nothing was done; 3 denied: the right is missing; 4 stale: it changed since "
    "you looked; 5 partly done, or refused by a rule; 6 the outside failed; "
    "1 a check found something wrong."
)

ALONE = {
    Cause.PERMISSION: DENIED,
    Cause.STALE: STALE,
    Cause.MISSING: USAGE,
    Cause.UNKNOWN: USAGE,
}
"""What a refusal means where nothing was done and every refusal has this cause."""


def of_batch(done: int, causes: Iterable[Cause]) -> int:
    """The exit code of many decisions: how many were done, and why each other was not."""
    found = set(causes)
    if not found:
        return DONE
    if done or len(found) > 1:
        return PARTLY
    return ALONE.get(found.pop(), PARTLY)
