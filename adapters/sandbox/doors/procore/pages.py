"""Pages of a list, as v1 and v2 of the API cut them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from adapters.sandbox.doors.exchange import Reply, Request
from core.values import NamedTuple

USUAL, MOST = 100, 2_000
USUAL_V2, MOST_V2 = 10, 100


class Page(NamedTuple):
    """Which part of a list was asked for."""

    number: int
    size: int

    @classmethod
    def asked(cls, request: Request) -> "Page":
        """Raises: ValueError: it is no page."""
        v2 = request.path.startswith("/rest/v2")
        usual, most = (USUAL_V2, MOST_V2) if v2 else (USUAL, MOST)
        number = int(request.query.get("page") or 1)
        size = int(request.query.get("per_page") or usual)
        if number < 1 or size < 1:
            raise ValueError("page and per_page start at 1")
        return cls(number, min(size, most))


def paged(rows: Sequence[Any], page: Page, request: Request) -> Reply:
    """A page, with the headers that lead to the others."""
    first = (page.number - 1) * page.size
    part = list(rows[first : first + page.size])
    last = max(1, -(-len(rows) // page.size))
    links = {"first": 1, "prev": page.number - 1, "next": page.number + 1, "last": last}
    told = [
        f'<{_link(request, number, page.size)}>; rel="{name}"'
        for name, number in links.items()
        if 1 <= number <= last
    ]
    headers = {"Total": str(len(rows)), "Per-Page": str(page.size), "Link": ", ".join(told)}
    value = {"data": part} if request.path.startswith("/rest/v2") else part
    return Reply(200, value, headers)


def _link(request: Request, page: int, size: int) -> str:
    host = request.headers.get("host", "127.0.0.1")
    scheme = request.headers.get("x-scheme", "http")
    query = {**request.query, "page": str(page), "per_page": str(size)}
    return f"{scheme}://{host}{request.path}?{urlencode(query)}"
