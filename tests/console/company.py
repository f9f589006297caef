"""A small made company with records in every tab, the same every time."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from adapters.stores.sqlite import SqliteStore
from console.app import CountersignApp
from core.desk import Desk
from core.people import CONNECTOR, Actor
from core.records import Fault, Record
from core.vocabulary import ErpStatus, RecordId, RecordKind
from tests import records as make
from tests.people import ANA, CAST
from tests.records import NOW

S = ErpStatus

WORKS = (
    "Bridge deck", "Storm drains", "Curb and gutter", "Structural steel, spans 3 to 5",
    "Electrical distribution and emergency lighting of the north concourse", "Masonry repairs",
    "Asphalt paving", "Traffic signals", "Waterproofing", "Landscaping", "Elevators", "Glazing",
)  # fmt: skip
FIRMS = (
    "Walsh Construction", "Müller & Søn Ironworks", "Paschen/Kiewit Joint Venture",
    "Sumit Masonry", "Chicago Signal Works", "Benchmark Paving", "GSG Landscapes",
)  # fmt: skip
STATUSES = (
    *[S.READY_TO_EXPORT] * 5, S.SYNCED, S.REJECTED, S.FAILED, S.EXPORTING, S.UNSENT, S.RETRIEVED,
    S.OUTCOME_UNKNOWN, S.UNLINKED,
)  # fmt: skip
TOO_LONG = Fault("TITLE_TOO_LONG", "Sage takes 30 characters in a description; this one has 69.")


def _aged(record: Record, place: int) -> Record:
    since = NOW - timedelta(hours=5 * place + 1)
    sent_at = since if record.sent_by else None
    return record._replace(sent_at=sent_at, changed_at=since)


def _numbered(build: make.Builder, prefix: str, place: int, status: ErpStatus) -> Record:
    number = f"{prefix}{place + 1:03}"
    record = build(status, number=number, title=WORKS[place % len(WORKS)])
    erp_id = number if record.erp_id else None
    fault = TOO_LONG if status is S.FAILED else None
    named = RecordId(f"{record.kind}-{place + 1}")
    key = record.export_key and record.export_key.replace(record.id, named)
    made = record._replace(id=named, erp_id=erp_id, fault=fault, export_key=key)
    return _aged(made, place)


def records(commitments: int = 40) -> Iterator[Record]:
    """Every kind in most of its statuses."""
    yield make.project(S.SYNCED)
    yield make.company(S.SYNCED)
    for place, firm in enumerate(FIRMS, 1):
        status = (S.READY_TO_EXPORT, S.READY_TO_IMPORT, S.FAILED, S.ARCHIVED)[place % 4]
        number = f"V2{place:03}"
        record = make.company(
            status, id=RecordId(f"company-{place + 1}"), number=number, title=firm
        )
        erp_id = number if record.erp_id else None
        yield _aged(record._replace(erp_id=erp_id), place)
    for place in range(6):
        status = (S.READY_TO_EXPORT, S.READY_TO_UPDATE, S.READY_TO_IMPORT)[place % 3]
        record = _numbered(make.project, "J13", place + 1, status)
        yield record
    for place in range(5):
        yield _numbered(make.sub_job, "EX", place + 1, (S.READY_TO_EXPORT, S.SYNCED)[place % 2])
        yield _numbered(make.cost_code, "05-", place + 1, (S.SYNCED, S.READY_TO_IMPORT)[place % 2])
    yield make.job_cost(S.SYNCED)
    yield make.budget(S.READY_TO_EXPORT)
    yield make.prime_contract(S.READY_TO_IMPORT)
    for place in range(commitments):
        record = _numbered(make.commitment, "SC1", place, STATUSES[place % len(STATUSES)])
        amount = record.amount * (place + 1) - 7_654_321 * (place % 3)
        firm = FIRMS[place % len(FIRMS)]
        yield record._replace(amount=amount, vendor_name=firm)
    for place in range(9):
        yield _numbered(make.cco, "CO", place, STATUSES[place])
        yield _numbered(make.pcco, "PCO", place, STATUSES[place])
        yield _numbered(make.subcontractor_invoice, "INV-7", place, STATUSES[place])
        yield _numbered(make.owner_invoice, "OI-", place, STATUSES[place])


def store(commitments: int = 40, *extra: Record) -> SqliteStore:
    """A store in memory that holds the company: a copy of one that was filled before."""
    if extra:
        return _filled(commitments, *extra)
    made = SqliteStore(None, clock=lambda: NOW)
    made._database.take_over(_filled_once(commitments)._database)
    return made


@cache
def _filled_once(commitments: int) -> SqliteStore:
    return _filled(commitments)


def _filled(commitments: int, *extra: Record) -> SqliteStore:
    made = SqliteStore(None, clock=lambda: NOW)
    made.keep("company", "Lake Street Builders")
    made.keep("sandbox", "yes")
    for person in CAST:
        made.keep_person(person)
    company = [*extra, *records(commitments)]
    made.arrive(company, CONNECTOR)
    for kind in RecordKind:
        held = [r for r in company if r.kind is kind and r.status in make.HELD_BY_ERP]
        seen = [make.mirrored(make.case(record)) for record in held]
        made.mirror(kind, seen, NOW - timedelta(minutes=4), mark=1)
    return made


def console(
    made: SqliteStore | None = None, who: Actor = ANA, tab: str = "commitments"
) -> CountersignApp:
    """The console at that company's desk, with a clock that stands still."""
    return CountersignApp(Desk(made or store(), who), tab, clock=lambda: NOW)
