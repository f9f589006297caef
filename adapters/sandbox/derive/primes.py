"""Prime contracts, their change orders, and the invoices to owners."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from adapters.sandbox.derive.calendar import Calendar
from adapters.sandbox.derive.chance import deal, lot, part
from adapters.sandbox.derive.life import LINKED, standing
from adapters.sandbox.derive.work import DESCRIPTION, EXTRA
from core.records import (
    ChangeLine,
    Commitment,
    CommitmentChange,
    ContractItem,
    InvoiceLine,
    OwnerInvoice,
    PrimeChange,
    PrimeContract,
    Project,
    Record,
)
from core.vocabulary import (
    Approval,
    BillingMethod,
    Cents,
    ErpStatus,
    Origin,
    RecordId,
    RecordKind,
)

K, S = RecordKind, ErpStatus

TITLE_WIDTH = 30
MARKUP = 108
"""Percent of the cost that the owner pays."""
ALONE = 0.06
"""Of the jobs with one contract only, how many have a prime contract in Sage."""
MOST_CHANGES = 25
"""Change orders one contract passes on to its owner."""
# fmt: off
SHARES = {S.READY_TO_IMPORT: .22}
CHANGES = {S.SYNCED: .25, S.UNSENT: .06, S.REJECTED: .03, S.RETRIEVED: .02, S.FAILED: .015,
           S.UNLINKED: .01}
UNSOUND_CHANGES = {S.UNSENT: .2, S.REJECTED: .05}
INVOICES = {S.SYNCED: .35, S.UNSENT: .08, S.REJECTED: .05, S.RETRIEVED: .03, S.FAILED: .03}
# fmt: on
GROWING = 5
"""One in so many synced contracts has an item in Sage that is not here."""
BY_ITEMS = 7
"""One in so many is billed another way than as a lump sum."""
SHARED = 23
UNAPPROVED = 29


def prime_contracts(
    jobs: Mapping[str, Record], commitments: Iterable[Record], calendar: Calendar
) -> dict[str, Record]:
    """By job: what its owner, a department, ordered; an item for each code."""
    by_job: dict[str, list[Record]] = {}
    for commitment in commitments:
        if commitment.amount > 0:
            by_job.setdefault(commitment.project_number, []).append(commitment)
    kept = {
        job: held
        for job, held in by_job.items()
        if jobs[job].status in LINKED
        and _department(jobs[job])
        and (len(held) > 1 or part("prime", job) < ALONE)
    }
    dealt = deal("prime contracts", kept, SHARES, S.SYNCED)
    return {job: _prime(jobs[job], held, dealt[job], calendar) for job, held in kept.items()}


def _department(job: Record) -> str:
    return job.body.address if isinstance(job.body, Project) else ""


def _prime(job: Record, held: Sequence[Record], status: ErpStatus, calendar: Calendar) -> Record:
    items = _items(held)
    draw = lot("prime", job.number)
    body = PrimeContract(
        _department(job),
        Approval.DRAFT if draw % UNAPPROVED == 0 and status is S.SYNCED else Approval.APPROVED,
        BillingMethod.CONTRACTS if draw % BY_ITEMS == 0 else BillingMethod.QUICKBILL_LUMP_SUM,
        2 if draw % SHARED == 0 else 1,
        items,
    )
    if status is S.READY_TO_IMPORT:
        body = body._replace(lines=measured(body))
    created = (job.created_at or calendar.as_of) + timedelta(hours=20)
    record = Record(
        calendar.id(K.PRIME_CONTRACT, job.number, created), K.PRIME_CONTRACT, S.UNSENT, 1,
        job.number, job.title, body, Origin.ERP, project=job.id, project_number=job.number,
        amount=sum(x.scheduled for x in items), created_at=created,
    )  # fmt: skip
    return standing(record, job.number, status, calendar)


def _items(held: Sequence[Record]) -> tuple[ContractItem, ...]:
    sums: dict[str, Cents] = {}
    for commitment in held:
        lines = commitment.body.lines if isinstance(commitment.body, Commitment) else ()
        for line in lines:
            sums[line.code] = sums.get(line.code, 0) + line.amount
    return tuple(
        ContractItem(str(place), DESCRIPTION[code], amount * MARKUP // 100)
        for place, (code, amount) in enumerate(sorted(sums.items()), 1)
    )


def measured(contract: PrimeContract) -> tuple[ContractItem, ...]:
    """A contract billed by its items has them as Sage measures them: as lump sums of one."""
    if contract.billing is not BillingMethod.CONTRACTS:
        return contract.lines
    return tuple(
        x._replace(quantity=1000, unit="LS", unit_price=x.scheduled) for x in contract.lines
    )


def grown(prime: Record) -> PrimeContract | None:
    """What Sage holds by now, where that is more than was taken over."""
    body = prime.body
    if not isinstance(body, PrimeContract) or prime.status is not S.SYNCED:
        return None
    if lot("grown", prime.number) % GROWING:
        return None
    extra = sum(x.scheduled for x in body.lines) // 20
    item = ContractItem(str(len(body.lines) + 1), "Additional work, north side", extra)
    return body._replace(lines=(*body.lines, item))


def prime_changes(
    primes: Mapping[str, Record], changes: Iterable[Record], calendar: Calendar
) -> list[Record]:
    """The larger changes of contracts, passed on to the owner."""
    passed: dict[str, list[Record]] = {}
    for change in changes:
        prime = primes.get(change.project_number)
        if prime is not None and prime.status is S.SYNCED and change.amount:
            passed.setdefault(change.project_number, []).append(change)
    chosen = [
        (primes[job], place, change)
        for job, held in passed.items()
        for place, change in enumerate(
            sorted(held, key=lambda c: (-abs(c.amount), c.id))[:MOST_CHANGES], 1
        )
    ]
    sound = [change.id for *_, change in chosen if _is_sound(change)]
    known = set(sound)
    dealt: dict[RecordId, ErpStatus] = deal(
        "prime changes", sound, CHANGES, S.READY_TO_EXPORT
    ) | deal(
        "refused prime changes", [c.id for *_, c in chosen if c.id not in known],
        UNSOUND_CHANGES, S.READY_TO_EXPORT,
    )  # fmt: skip
    return [_pcco(p, place, c, dealt[c.id], calendar) for p, place, c in chosen]


def _is_sound(change: Record) -> bool:
    """Whether the rules would take what the owner is to pay for it."""
    lines = change.body.lines if isinstance(change.body, CommitmentChange) else ()
    on_hold = any((line.code, line.category) == EXTRA for line in lines)
    return len(change.title) <= TITLE_WIDTH and not on_hold


def _pcco(
    prime: Record, place: int, change: Record, status: ErpStatus, calendar: Calendar
) -> Record:
    body = change.body if isinstance(change.body, CommitmentChange) else CommitmentChange()
    lines = tuple(
        ChangeLine(None, x.code, x.category, x.amount * MARKUP // 100, x.description)
        for x in body.lines
    )
    started = max(prime.created_at or calendar.as_of, change.created_at or calendar.as_of)
    created = started + timedelta(minutes=20 + place)
    key = f"{prime.number}/{place}"
    made = PrimeChange(
        Approval.APPROVED, body.created, status is S.UNSENT and lot("potential", key) % 2 == 0,
        body.approved if status is S.SYNCED else None, lines,
    )  # fmt: skip
    record = Record(
        calendar.id(K.PCCO, key, created), K.PCCO, S.UNSENT, 1, f"{place:03}", change.title, made,
        project=prime.project, project_number=prime.project_number,
        parent=prime.id, parent_number=prime.number,
        amount=sum(x.amount for x in lines), created_at=created,
    )  # fmt: skip
    return standing(record, f"pcco {key}", status, calendar)


def owner_invoices(primes: Iterable[Record], calendar: Calendar) -> list[Record]:
    """A pay application or two of contracts that are synced."""
    bills = [
        (prime, place)
        for prime in primes
        if prime.status is S.SYNCED
        for place in range(1, 1 + lot("applications", prime.number) % 3)
    ]
    dealt = deal(
        "owner invoices", [_application(p, place) for p, place in bills], INVOICES,
        S.READY_TO_EXPORT,
    )  # fmt: skip
    return [_owner_invoice(p, place, dealt[_application(p, place)], calendar) for p, place in bills]


def _application(prime: Record, place: int) -> str:
    return f"{prime.number}-A{place}"


def _owner_invoice(prime: Record, place: int, status: ErpStatus, calendar: Calendar) -> Record:
    contract = prime.body if isinstance(prime.body, PrimeContract) else PrimeContract()
    lump = BillingMethod.QUICKBILL_LUMP_SUM
    if contract.billing is not lump and status in {S.SYNCED, S.FAILED}:
        status = S.READY_TO_EXPORT
    created = (prime.created_at or calendar.as_of) + timedelta(days=9 * place)
    lines = tuple(
        InvoiceLine(int(x.item), "01-100", "S", x.scheduled // 10, 0, x.description)
        for x in contract.lines
    )
    body = OwnerInvoice(Approval.APPROVED, created.date(), contract.billing, lines)
    number = _application(prime, place)
    record = Record(
        calendar.id(K.OWNER_INVOICE, number, created), K.OWNER_INVOICE, S.UNSENT, 1, number,
        f"Pay application {place}", body, project=prime.project,
        project_number=prime.project_number, parent=prime.id, parent_number=prime.number,
        amount=sum(x.amount for x in lines), created_at=created,
    )  # fmt: skip
    return standing(record, number, status, calendar)
