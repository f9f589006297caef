"""Opens a sandbox company: its people, its records, Sage's books, and one look across both hops."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from adapters.sandbox.books import Setup
from adapters.sandbox.derive import NAME, SETTINGS, Derived, derive
from adapters.sandbox.erp import SandboxErp
from adapters.sandbox.extract import Extract, LeftOut
from adapters.sandbox.faults import FaultDial
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.people import PEOPLE
from adapters.sandbox.projects import SandboxProjects
from adapters.sandbox.relay import Relay
from core.people import CONNECTOR
from core.ports import RecordStore, Run, StoreUnusable
from core.records import Record
from core.refresh import Refresher
from core.syncing import keep_report, keep_runs
from core.values import NamedTuple
from core.vocabulary import ErpStatus, Origin, RecordKind

BLOCK = 1000
Progress = Callable[[str, int, int], None]
"""Hears what is being done, and how much of how much of it is done."""


class Loaded(NamedTuple):
    """What became of a file."""

    rows: int
    """Rows in the file."""
    taken: int
    """Rows the company is made of: all good ones, or about as many as were asked for."""
    records: Mapping[RecordKind, int]
    left_out: tuple[LeftOut, ...]
    """Every row, and every column, that is not in it, with its reason; in the file's order."""

    @property
    def total(self) -> int:
        return sum(self.records.values())


def _silently(_what: str, _done: int, _of: int) -> None:
    pass


def load(
    store: RecordStore,
    ledger: Ledger,
    projects: SandboxProjects,
    extract: Extract,
    *,
    limit: int | None = None,
    as_of: datetime | None = None,
    progress: Progress = _silently,
) -> Loaded:
    """Make a company in an empty home. One that was interrupted is thrown away, never resumed.

    `as_of` is when the company opens: things wait since before then. Now, unless given.

    Raises:
        StoreUnusable: there is a company here already, or the files cannot be written.
    """
    if store.counts() or store.kept("sandbox") is not None:
        raise StoreUnusable("There is a company in this home already; load into an empty one.")
    progress("deriving", 0, len(extract.rows))
    derived = derive(extract.rows, as_of=as_of or _this_minute(), limit=limit)
    _keep_facts(store)
    _arrive(store, derived.records, progress)
    progress("opening Sage's books", 0, len(derived.documents))
    ledger.keep_setup(Setup(SETTINGS))
    ledger.open_books(derived.documents)
    projects.hold(record for record in derived.records if _is_known_to_projects(record))
    _look(store, ledger, projects, progress)
    # Kept last: a home without it was never finished.
    store.keep("sandbox", "yes")
    return _loaded(extract, derived)


def _this_minute() -> datetime:
    return datetime.now(UTC).replace(second=0, microsecond=0)


def _keep_facts(store: RecordStore) -> None:
    store.keep("company", NAME)
    store.keep_settings(SETTINGS)
    for person in PEOPLE:
        store.keep_person(person)


def _arrive(store: RecordStore, records: Sequence[Record], progress: Progress) -> None:
    for start in _starts(len(records)):
        progress("taking in records", start, len(records))
        store.arrive(records[start : start + BLOCK], CONNECTOR)


def _starts(total: int) -> Iterator[int]:
    return iter(range(0, total, BLOCK))


def _is_known_to_projects(record: Record) -> bool:
    """What was born in a project, or was brought there from Sage."""
    linked = {ErpStatus.SYNCED, ErpStatus.READY_TO_UPDATE}
    return record.origin is Origin.PROJECT or record.status in linked


def _look(
    store: RecordStore, ledger: Ledger, projects: SandboxProjects, progress: Progress
) -> None:
    """Both hops once, so that the first screens show a fresh picture of Sage."""
    relay = Relay(ledger)
    relay.sync()
    erp = SandboxErp(ledger, relay, FaultDial(ledger.database))
    refresher = Refresher(store, erp, projects)
    report = relay.report()
    keep_report(store, report)
    polled: dict[RecordKind, Run] = {}
    for place, kind in enumerate(RecordKind):
        progress("reading Sage", place, len(RecordKind))
        polled |= refresher.poll((kind,))
    keep_runs(store, report, polled)
    progress("reading Sage", len(RecordKind), len(RecordKind))


def _loaded(extract: Extract, derived: Derived) -> Loaded:
    left_out = tuple(sorted((*extract.left_out, *derived.left_out)))
    return Loaded(extract.total, derived.rows, derived.by_kind, left_out)
