"""One company at Procore: asked with a good token, page by page, in chunks where it is told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from adapters.procore.errors import explained
from adapters.procore.grants import Grant
from adapters.wire.failures import NotUnderstood, SignInNeeded, TooOften
from adapters.wire.known import Known
from adapters.wire.pace import Pace
from adapters.wire.wire import Answer, Wire

PATIENCE = 3_700.0
"""Seconds that a reading waits for the rate limit: a whole hour's window."""
PAGE = 1_000
"""Rows a page of v1; the pages advise 2,000 at most (interfaces 1.4)."""
PAGE_V2 = 100
CHUNK = 1_000
"""Rows of a sync call, at most (interfaces 1.6)."""
MOST_PAGES = 10_000
Query = Mapping[str, str | int | Sequence[str]]
Row = dict[str, Any]


class Told(NamedTuple):
    """How far a reading is."""

    rows: int
    total: int
    """As Procore says, for progress alone; 0 where it does not say."""


class Refusal(NamedTuple):
    """A row that a sync call did not take."""

    row: Row
    why: str


class Synced(NamedTuple):
    """What a sync call came to: each row by itself."""

    taken: tuple[Row, ...]
    refused: tuple[Refusal, ...]


class Session:
    """Asks one company. A token that is turned away is replaced once."""

    def __init__(self, wire: Wire, grant: Grant, company: int, *, page: int = PAGE) -> None:
        self._wire = wire
        self._grant = grant
        self.company = company
        self._page = page
        self.patience = PATIENCE
        """Seconds that a reading waits for the rate limit, at most."""
        self.asked = 0
        """How many calls were made so far."""

    @property
    def pace(self) -> Pace:
        """How fast it may be asked."""
        return self._wire.pace

    def ask(
        self,
        known: Known,
        *,
        names: Mapping[str, str | int] | None = None,
        query: Query | None = None,
        json: object = None,
        waits: float = 0.0,
        may_be_empty: bool = False,
    ) -> Answer:
        """Make a call.

        Raises:
            AuthoriseAnew: a person has to.
            WireFailure: as Wire.ask.
        """
        call = known.call
        if names:
            call = call._replace(path=call.path.format_map(names))
        turned_away = ""
        self.asked += 1
        while True:
            token = self._grant.token(but_not=turned_away)
            headers = {
                "Authorization": f"Bearer {token}",
                "Procore-Company-Id": str(self.company),
            }
            try:
                return self._wire.ask(
                    call, query=query, json=json, headers=headers, waits=waits,
                    may_be_empty=may_be_empty,
                )  # fmt: skip
            except SignInNeeded:
                if turned_away:
                    raise
                turned_away = token

    def pages(
        self,
        known: Known,
        *,
        names: Mapping[str, str | int] | None = None,
        query: Query | None = None,
        progress: Callable[[Told], None] = lambda _: None,
    ) -> Iterator[list[Row]]:
        """Every page of a list, following `Link: rel=next` on the same host and nothing else.

        Raises:
            NotUnderstood: an answer is no list, or leads in a circle.
            WireFailure: as Wire.ask.
        """
        v2 = known.call.path.startswith("/rest/v2")
        asked: dict[str, str | int | Sequence[str]] = {
            **(query or {}), "page": 1, "per_page": PAGE_V2 if v2 else self._page,
        }  # fmt: skip
        seen: set[str] = set()
        count = 0
        for _ in range(MOST_PAGES):
            answer = self._patiently(known, names, asked)
            rows = _rows(known, answer.value)
            count += len(rows)
            total = answer.headers.get("total", "")
            progress(Told(count, int(total[:9]) if total.isdecimal() else 0))
            yield rows
            following = self._next(answer.headers.get("link", ""))
            if following is None:
                return
            if following in seen:
                raise NotUnderstood("Procore", known.call.name, "its pages lead in a circle")
            seen.add(following)
            asked = dict(parse_qsl(urlsplit(following).query, keep_blank_values=True))
        raise NotUnderstood("Procore", known.call.name, "its pages have no end")

    def rows(
        self,
        known: Known,
        *,
        names: Mapping[str, str | int] | None = None,
        query: Query | None = None,
        progress: Callable[[Told], None] = lambda _: None,
    ) -> list[Row]:
        """All rows of a list."""
        found = self.pages(known, names=names, query=query, progress=progress)
        return [row for page in found for row in page]

    def sync(
        self, known: Known, updates: Sequence[Row], *, head: Row, query: Query | None = None
    ) -> Synced:
        """Write rows by their ids, a thousand at a time; each is taken or refused by itself.

        Raises:
            NotUnderstood: an answer does not say what became of the rows.
            WireFailure: as Wire.ask; the rows of earlier chunks are written by then.
        """
        taken: list[Row] = []
        refused: list[Refusal] = []
        for start in range(0, len(updates), CHUNK):
            chunk = updates[start : start + CHUNK]
            value = self.ask(known, query=query, json={**head, "updates": list(chunk)}).value
            entities = value.get("entities") if isinstance(value, dict) else None
            errors = value.get("errors") if isinstance(value, dict) else None
            if not isinstance(entities, list) or not isinstance(errors, list):
                raise NotUnderstood("Procore", known.call.name, "it does not say what it took")
            taken += [row for row in entities if isinstance(row, dict)]
            refused += [Refusal(row, explained(row)[0]) for row in errors if isinstance(row, dict)]
            if len(entities) + len(errors) != len(chunk):
                raise NotUnderstood(
                    "Procore", known.call.name,
                    f"of {len(chunk)} rows it speaks of {len(entities) + len(errors)}",
                )  # fmt: skip
        return Synced(tuple(taken), tuple(refused))

    def close(self) -> None:
        """Leave Procore."""
        self._wire.close()
        self._grant.close()

    def _patiently(
        self, known: Known, names: Mapping[str, str | int] | None, query: Query
    ) -> Answer:
        """A reading waits for the rate limit: nothing hangs on when it ends."""
        try:
            return self.ask(known, names=names, query=query, waits=self.patience)
        except TooOften:
            return self.ask(known, names=names, query=query, waits=self.patience)

    def _next(self, header: str) -> str | None:
        """The path of the next page; None on the last, or where it leads elsewhere."""
        for part in header.split(","):
            link, _, attributes = part.partition(";")
            if 'rel="next"' in attributes.replace("rel=next", 'rel="next"'):
                return self._wire.within_host(link.strip().strip("<>"))
        return None


def _rows(known: Known, value: Any) -> list[Row]:  # noqa: ANN401  # whatever they answer
    """The rows of a page, in the envelope of v1 or of v2."""
    if isinstance(value, dict) and isinstance(value.get("data"), list):
        value = value["data"]
    if isinstance(value, dict) and "id" in value:
        # Lists of change orders are published as one object (interfaces 1.11).
        value = [value]
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise NotUnderstood("Procore", known.call.name, "its answer is no list of rows")
    return value
