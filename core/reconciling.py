"""Use case: compare what was exported with what the ERP holds, and look up what a restore left."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from core.approvals import Approvals
from core.case import Answers, Mirrored
from core.clock import day_start
from core.epoch import Mark, Witness, begin
from core.people import CONNECTOR
from core.ports import Asked, Erp, Receipt, RecordStore, UnknownRecord
from core.ports.leaving import Frozen
from core.records import Commitment, CommitmentChange, Record, folded
from core.sending import NO_ANSWER
from core.values import NamedTuple
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind, words

FACT = "reconciled"
MOST = 100_000
"""Approvals compared at once."""
LINKED = frozenset({ErpStatus.SYNCED, ErpStatus.READY_TO_UPDATE})
IN_FLIGHT = frozenset({ErpStatus.EXPORTING, ErpStatus.OUTCOME_UNKNOWN})
HELD_BACK = (ErpStatus.READY_TO_EXPORT, ErpStatus.FAILED, ErpStatus.REJECTED, ErpStatus.RETRIEVED)
"""Where Sage must not hold it."""
BY_AMOUNT = frozenset(
    {
        RecordKind.CCO,
        RecordKind.PCCO,
        RecordKind.SUBCONTRACTOR_INVOICE,
        RecordKind.OWNER_INVOICE,
    }
)
"""Kinds whose amount nothing else moves in the ERP."""


class Sort(StrEnum):
    """What is amiss."""

    MISSING = "missing"
    DOUBLE = "double"
    DIFFERENT = "different"
    UNEXPECTED = "unexpected"
    """The ERP holds what was not exported as far as this store knows."""


class Incident(NamedTuple):
    """One thing that must not be."""

    sort: Sort
    record: RecordId
    key: str
    text: str


class Reconciled(NamedTuple):
    """What a comparison came to."""

    at: datetime
    since: datetime
    checked: int
    incidents: tuple[Incident, ...]


class Restored(NamedTuple):
    """What became of everything under way in a copy that was restored."""

    mark: Mark
    found: int
    """What the ERP holds already; confirmed."""
    open: int
    """What it does not hold as far as it can be asked; looked for once more before it is sent."""
    incidents: tuple[Incident, ...]


def reconcile(store: RecordStore, erp: Erp, days: int) -> Reconciled:
    """Read back all that was confirmed in so many days, and keep what is amiss.

    Raises:
        OutsideUnreachable: the ERP cannot be asked; what was kept before stays.
    """
    now = store.now()
    since = now - timedelta(days=days)
    confirmed = store.confirmed_since(since, MOST)
    checked = 0
    incidents: list[Incident] = []
    for frozen in confirmed:
        record = _standing(store, frozen)
        if record is not None:
            checked += 1
            incidents += _compared(frozen, erp.held(frozen.payload, frozen.key))
    done = Reconciled(now, since, checked, tuple(incidents))
    keep(store, done)
    return done


class Nightly:
    """Reconciles by itself, once on every day of the company."""

    def __init__(self, store: RecordStore, erp: Erp) -> None:
        self._store, self._erp = store, erp

    def perform(self) -> Reconciled | None:
        """None where it is not time, or it is switched off.

        Raises:
            OutsideUnreachable: the ERP cannot be asked; it is tried again.
        """
        settings = self._store.settings()
        days, done = settings.sending.reconcile_days, last(self._store)
        if not days:
            return None
        start = day_start(self._store.now(), settings.time_zone)
        if done is not None and done.at >= start:
            return None
        return reconcile(self._store, self._erp, days)


def _standing(store: RecordStore, frozen: Frozen) -> Record | None:
    """The record, where what was exported is what stands for it still."""
    try:
        record = store.find(frozen.record)
    except UnknownRecord:
        return None
    stands = record.status in LINKED and record.export_key == frozen.key
    return record if stands else None


def _compared(frozen: Frozen, held: Sequence[Mirrored]) -> Iterator[Incident]:
    sent = frozen.payload
    what = f"{words(sent.kind)} {sent.number}"
    if not held:
        text = f"Sage confirmed {what} as {frozen.erp_id} and holds it no more."
        yield Incident(Sort.MISSING, frozen.record, frozen.key, text)
        return
    if len(held) > 1:
        ids = ", ".join(one.erp_id for one in held)
        text = f"Sage holds {what} {len(held)} times: {ids}."
        yield Incident(Sort.DOUBLE, frozen.record, frozen.key, text)
    for what_differs, ours, theirs in _differences(frozen, held[0]):
        text = f"{what.capitalize()}: {what_differs} left as {ours}; Sage holds {theirs}."
        yield Incident(Sort.DIFFERENT, frozen.record, frozen.key, text)


def _differences(frozen: Frozen, held: Mirrored) -> Iterator[tuple[str, str, str]]:
    sent = frozen.payload
    if folded(held.erp_id) != folded(frozen.erp_id):
        yield "the id", frozen.erp_id, held.erp_id
    if sent.kind in BY_AMOUNT and held.amount != sent.amount:
        yield "the amount", _money(sent.amount), _money(held.amount)
    if isinstance(sent.body, Commitment) and isinstance(held.body, Commitment):
        # Change orders move a commitment's amount, and its own lines never.
        ours, theirs = _sum(sent.body), _sum(held.body)
        if ours != theirs:
            yield "the sum of its lines", _money(ours), _money(theirs)


def _sum(body: Commitment | CommitmentChange) -> int:
    return sum(line.amount for line in body.lines)


def _money(cents: int) -> str:
    return f"{cents / 100:,.2f}"


def after_restore(store: RecordStore, erp: Erp, witness: Witness) -> Restored:
    """Look up everything that is not at its end in a copy that was restored; then begin anew.

    What the ERP holds is confirmed. What it does not hold is left in doubt, so that it is looked
    for by the receiver's own horizon before anything is sent again.

    Raises:
        OutsideUnreachable: the ERP cannot be asked; nothing is sent still.
    """
    found = left = 0
    for frozen in store.under_way():
        record = store.find(frozen.record)
        if record.status not in IN_FLIGHT or record.export_key != frozen.key:
            continue
        receipt = erp.look(record, frozen.key).receipt
        if receipt is None:
            left += _doubted(store, record)
        else:
            found += _confirmed(store, record, receipt)
    incidents = tuple(_unexpected(store, erp))
    return Restored(begin(store, witness), found, left, incidents)


def _confirmed(store: RecordStore, record: Record, receipt: Receipt) -> int:
    step = Action.CONFIRM if record.status is ErpStatus.EXPORTING else Action.FIND
    answers = Answers(erp_id=receipt.erp_id, unposted=not receipt.posted)
    Approvals(store).perform(step, Asked(record.id, record.version), CONNECTOR, answers)
    return 1


def _doubted(store: RecordStore, record: Record) -> int:
    if record.status is ErpStatus.EXPORTING:
        answers = Answers(fault=NO_ANSWER)
        asked = Asked(record.id, record.version)
        Approvals(store).perform(Action.LOSE, asked, CONNECTOR, answers)
    return 1


def _unexpected(store: RecordStore, erp: Erp) -> Iterator[Incident]:
    """What the ERP holds of ours and this copy takes for not exported."""
    for name, key in erp.written():
        try:
            record = store.find(name)
        except UnknownRecord:
            text = f"Sage holds what was exported as {name}, and this store does not know it."
            yield Incident(Sort.UNEXPECTED, name, key, text)
            continue
        if record.status in HELD_BACK:
            text = (
                f"Sage holds {words(record.kind)} {record.number}, which is "
                f"{words(record.status)} here: it was exported after this copy was made."
            )
            yield Incident(Sort.UNEXPECTED, record.id, key, text)


def keep(store: RecordStore, done: Reconciled) -> None:
    """Keep what a comparison came to, for everybody to see."""
    rows = [[i.sort, i.record, i.key, i.text] for i in done.incidents]
    value = [done.at.isoformat(), done.since.isoformat(), done.checked, rows]
    store.keep(FACT, json.dumps(value))


def last(store: RecordStore) -> Reconciled | None:
    """What the last comparison came to; None before the first."""
    text = store.kept(FACT)
    if text is None:
        return None
    at, since, checked, rows = json.loads(text)
    incidents = tuple(Incident(Sort(sort), RecordId(r), key, t) for sort, r, key, t in rows)
    return Reconciled(datetime.fromisoformat(at), datetime.fromisoformat(since), checked, incidents)
