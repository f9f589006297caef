"""Every call that is made to Procore: what it is for, and how sure it is that it exists."""

from typing import NamedTuple

from adapters.wire.wire import Call, Method


class Known(NamedTuple):
    """A call, with what the handbook of interfaces says of it (interfaces 1)."""

    call: Call
    purpose: str
    confidence: str
    """high, medium or low, as the sources allow."""


def known(name: str, method: Method, path: str, purpose: str, confidence: str = "high") -> Known:
    """A row of the table."""
    return Known(Call(name, method, path), purpose, confidence)


TOKEN = known("get a token", "POST", "/oauth/token", "sign in as a service account or a person")
"""At the sign-in address; all others are at the API's."""

ME = known("who am I", "GET", "/rest/v1.0/me", "whether the sign-in works, for doctor and init")
COMPANIES = known(
    "list companies", "GET", "/rest/v1.0/companies", "which company, for doctor and init"
)
