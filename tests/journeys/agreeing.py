"""Whether the ledger, the store, the history and the projects tell the same of a day."""

from collections import Counter
from datetime import UTC, datetime

from adapters.codec import decoded_record
from core.case import Mirrored
from core.records import Budget, Commitment, JobCost, PrimeContract, Record
from core.vocabulary import ErpStatus, RecordKind, View
from tests.journeys.living import Day

K, S = RecordKind, ErpStatus
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LINKED = (
    K.COMPANY, K.PROJECT, K.SUB_JOB, K.COMMITMENT, K.SUBCONTRACTOR_INVOICE, K.OWNER_INVOICE,
    K.PRIME_CONTRACT,
)  # fmt: skip
"""Kinds with a field at Procore that says what they are in Sage."""
UNLINKED = (K.CCO, K.PCCO)
"""Kinds that no public call can mark as linked (interfaces 1.6)."""
Shape = tuple[str, str, int]


def assert_agreed(day: Day) -> None:
    """Every record once on each side that holds it, alike, and the history sound."""
    for kind in (K.COST_CODE, *LINKED, K.BUDGET, *UNLINKED, K.JOB_COST):
        assert_held_once(day, kind)
    for export in day.store.confirmed_since(LONG_AGO, 10_000):
        assert export.outcome == S.SYNCED, export
    for kind in LINKED:
        mine, theirs = Counter(map(shape, synced(day, kind))), Counter(map(shape, shown(day, kind)))
        assert theirs == mine, kind
    for kind in UNLINKED:
        assert len(shown(day, kind)) == len(synced(day, kind)), kind
        assert {record.erp_id for record in shown(day, kind)} == {None}, kind
    assert_budgets(day)
    assert_costs(day)
    day.command("verify")
    day.command("audit", "verify")


def assert_held_once(day: Day, kind: RecordKind) -> None:
    """What Sage holds and what is synced is the same, and each of it once."""
    held = Counter(
        (one.job if kind is not K.PROJECT else "", one.erp_id, approved(one))
        for one in day.sides.ledger.documents(kind)
    )
    mine = Counter(map(shape, synced(day, kind)))
    assert set(held.values()) == {1}, (kind, held)
    assert mine == held, kind


def approved(held: Mirrored) -> int:
    """What a document of Sage came to without the changes that were made of it since."""
    match held.body:
        case Commitment() as order:
            return sum(line.amount for line in order.lines)
        case PrimeContract() as contract:
            return sum(line.scheduled for line in contract.lines)
        case _:
            return held.amount


def assert_budgets(day: Day) -> None:
    """A budget that came from Sage has its lines at Procore, once each."""
    lines = {one.project_number: one.body.lines for one in shown(day, K.BUDGET) if of_budget(one)}
    for record in synced(day, K.BUDGET):
        assert isinstance(record.body, Budget)
        theirs = Counter((x.code, x.category, x.original) for x in lines[record.project_number])
        assert theirs == Counter((x.code, x.category, x.original) for x in record.body.lines)


def assert_costs(day: Day) -> None:
    """Each transaction that a project takes is one direct cost there."""
    told = {
        one.project_number: Counter((x.of.key, x.amount) for x in one.body.direct_costs)
        for one in shown(day, K.JOB_COST)
        if isinstance(one.body, JobCost)
    }
    for record in synced(day, K.JOB_COST):
        assert isinstance(record.body, JobCost)
        mine = Counter((x.of.key, x.amount) for x in record.body.direct_costs)
        assert told.get(record.project_number, Counter()) == mine, record.number
    assert any(told.values())


def synced(day: Day, kind: RecordKind) -> list[Record]:
    """The synced records of the console."""
    return [day.store.find(row.id) for row in day.of(kind, View.SYNCED)]


def shown(day: Day, kind: RecordKind) -> list[Record]:
    """The records of the projects, as their people see them."""
    found = day.sides.projects.database.rows("SELECT content FROM copies WHERE kind = ?", (kind,))
    return [decoded_record(content) for (content,) in found]


def shape(record: Record) -> Shape:
    return (record.project_number, record.erp_id or "", record.amount)


def of_budget(record: Record) -> bool:
    return isinstance(record.body, Budget)
