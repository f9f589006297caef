"""A call with what the handbook of interfaces says of it: what it is for, and how sure it is."""

from typing import NamedTuple

from adapters.wire.wire import Call, Method


class Known(NamedTuple):
    """One row of a system's table of calls."""

    call: Call
    purpose: str
    confidence: str
    """high, medium or low, as the sources allow."""


def known(name: str, method: Method, path: str, purpose: str, confidence: str = "high") -> Known:
    """A row of the table."""
    return Known(Call(name, method, path), purpose, confidence)
