"""One list of Procore: how it is asked for, what is read of a row, and which record that makes."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from adapters.procore.fields import Row, moment, number, text
from adapters.procore.keeping import Keeping, Kept
from adapters.procore.session import Session
from adapters.wire.known import Known
from core.records import Record
from core.values import NamedTuple
from core.vocabulary import RecordKind

ORIGIN = ("origin_id", "origin_code", "origin_data")
OVERLAP = timedelta(minutes=5)
"""How much is asked for once more: what was written late carries an earlier stamp."""
AHEAD = timedelta(days=1)
Parts = Callable[[Session, int, Row], Row]
"""What has to be asked besides of one row of a project: the session, the project, its content."""


class Listing(NamedTuple):
    """A row of the table of lists."""

    name: str
    call: Known
    parse: Callable[[Row], Row]
    """What is kept of a row. The readers of all kinds give shared fields the same names."""
    kind: RecordKind | None = None
    """None where its rows are no records, only what records are made of."""
    build: Callable[[Keeping, Kept], Record] | None = None
    one: Known | None = None
    """Shows one row."""
    query: Mapping[str, str | int] = {}
    of_project: bool = True
    since: bool = True
    """Whether it can be asked for what changed since."""
    parts: Parts | None = None


def kept(listing: Listing, project: int, row: Row) -> Kept:
    """A row as it is kept.

    Raises:
        Misread: it is not as it is published.
    """
    origin = {name: text(row, name) for name in ORIGIN if row.get(name) is not None}
    return Kept(
        listing.name, number(row), project, moment(row, "updated_at"), origin, listing.parse(row)
    )


def asked_of(listing: Known, session: Session, project: int) -> tuple[Row, Row]:
    """The names in the path and the query that say of which company and project."""
    names: Row = {"company_id": session.company, "project_id": project}
    if not project:
        return names, {"company_id": session.company}
    return names, {} if "{project_id}" in listing.call.path else {"project_id": project}


def changed_since(since: str, now: float) -> str:
    """From a moment to one that is still to come, as filters take it."""
    begin = datetime.fromisoformat(since) - OVERLAP
    end = datetime.fromtimestamp(now, UTC) + AHEAD
    return "...".join(at.strftime("%Y-%m-%dT%H:%M:%SZ") for at in (begin, end))
