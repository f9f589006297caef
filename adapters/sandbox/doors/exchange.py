"""What is asked at a door over HTTP, and what is answered."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from core.values import NamedTuple


class Request(NamedTuple):
    """One call, as it came in."""

    method: str
    path: str
    query: Mapping[str, str]
    """The last of each name; names as they are sent, such as `filters[origin_id]`."""
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    def json(self) -> Any:  # noqa: ANN401  # whatever they send
        """The value of the body; None where there is none.

        Raises:
            ValueError: it is not JSON.
        """
        try:
            return json.loads(self.body) if self.body.strip() else None
        except RecursionError:
            raise ValueError("it is nested without end") from None

    def form(self) -> Mapping[str, str]:
        """The fields of a form, or of a JSON object that stands for one.

        Raises:
            ValueError: it is neither.
        """
        if "json" in self.headers.get("content-type", ""):
            value = self.json()
            if not isinstance(value, dict):
                raise ValueError("the body is no object")
            return {str(name): str(text) for name, text in value.items()}
        return last_of(self.body.decode("utf-8"))


class Reply(NamedTuple):
    """What goes back."""

    status: int
    value: Any = None
    """Sent as JSON; None sends an empty body."""
    headers: Mapping[str, str] = {}
    text: str = ""
    """Sent as it is, where there is no value."""
    kind: str = "application/json"


Operation = Callable[[Request], Reply]


def last_of(query: str) -> dict[str, str]:
    """The last value of each name of a query."""
    found = parse_qs(query, keep_blank_values=True)
    return {name: values[-1] for name, values in found.items()}
