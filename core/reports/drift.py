"""Drift: what is synced here against what Sage holds, by job, with the records that differ."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from core.case import Mirrored
from core.ports import RecordStore, UnknownRecord
from core.query import Query
from core.records import Budget, Record, folded
from core.reports.jobs import LINKED, job_named
from core.reports.report import WHOLE, Asking, Cell, Column, Report, Sort
from core.tabs import TAB_OF
from core.values import NamedTuple
from core.vocabulary import Cents, RecordId, RecordKind, words

K = RecordKind
COMPARED = (K.COMMITMENT, K.CCO, K.PCCO, K.SUBCONTRACTOR_INVOICE, K.OWNER_INVOICE, K.BUDGET)
COLUMNS = (
    Column("level", "Level"),
    Column("job", "Job"),
    Column("kind", "Kind"),
    Column("record", "Record"),
    Column("erp_id", "Sage id"),
    Column("here", "Synced here", Sort.MONEY),
    Column("in_sage", "In Sage", Sort.MONEY),
    Column("difference", "Difference", Sort.MONEY),
    Column("why", "Why"),
)
EVERYTHING = 1_000_000_000
REVISED = "A commitment counts with its synced change orders, as Sage's total does."
Key = tuple[str, str]
"""Scope and id, spelled as Sage compares them."""


class Pair(NamedTuple):
    """One document, as each side has it; None where a side has it not."""

    job: str
    kind: RecordKind
    number: str
    erp_id: str
    here: Cents | None
    in_sage: Cents | None
    why: str = ""
    """What sets the two apart; empty where they agree."""

    @property
    def difference(self) -> Cents:
        return (self.here or 0) - (self.in_sage or 0)


class Ours(NamedTuple):
    """A record that claims a Sage id, and where Sage would hold it."""

    record: Record
    job: str
    parent: str
    key: Key


def drift(store: RecordStore, asking: Asking = WHOLE) -> Report:
    """Sums by job and kind, and every record that differs.

    Raises:
        NoSuchJob: one is named and there is none.
    """
    job = job_named(store, asking.job) if asking.job else ""
    pairs = [p for p in pairs_of(store) if not job or folded(p.job) == folded(job)]
    by_job: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_job.setdefault(pair.job, []).append(pair)
    apart = {name: some for name, some in by_job.items() if any(pair.why for pair in some)}
    shown = by_job if job else apart
    rows = [] if job else list(_sums("company", "", pairs))
    for name in sorted(shown, key=lambda name: (-_size(shown[name]), name)):
        rows += _rows_of(name, shown[name], whole=bool(job))
    title = f"Drift of job {job}" if job else "Drift by job"
    return Report(title, COLUMNS, tuple(rows), _notes(store, len(by_job), len(apart)))


def pairs_of(store: RecordStore) -> Iterator[Pair]:
    """Every document that either side has, of the kinds that are compared."""
    ids: dict[RecordId, str] = {}
    ours = {kind: list(_ours(store, kind, ids)) for kind in COMPARED}
    held = {kind: {_key(s): s for s in store.mirrored(kind)} for kind in COMPARED}
    added = _added(ours[K.CCO], held[K.CCO])
    for kind in COMPARED:
        read_at = store.freshness(kind).relay_read_erp
        left = dict(held[kind])
        claimed: dict[Key, Record] = {}
        for mine in ours[kind]:
            claimed[mine.key] = mine.record
            if mine.record.status in LINKED or _was_given(mine.record):
                seen = left.pop(mine.key, None)
                yield _compared(mine, seen, added.get(folded(mine.record.erp_id or ""), 0), read_at)
        for key, seen in left.items():
            yield _only_in_sage(seen, claimed.get(key))


def _ours(store: RecordStore, kind: RecordKind, ids: dict[RecordId, str]) -> Iterator[Ours]:
    tab = TAB_OF[kind].name
    for row in store.rows(Query(tab), EVERYTHING):
        if row.kind is not kind or not row.erp_id:
            continue
        record = store.find(row.id)
        job = _erp_id(store, record.project, ids) or record.project_number
        parent = _erp_id(store, record.parent, ids) or record.parent_number
        vendor = _erp_id(store, record.vendor, ids) or record.vendor_name
        scope = _scope(kind, job, vendor, parent)
        yield Ours(record, job, parent, (folded(scope), folded(row.erp_id)))


def _erp_id(store: RecordStore, named: RecordId | None, ids: dict[RecordId, str]) -> str:
    if named is None:
        return ""
    if named not in ids:
        try:
            ids[named] = store.find(named).erp_id or ""
        except UnknownRecord:
            ids[named] = ""
    return ids[named]


def _scope(kind: RecordKind, job: str, vendor: str, parent: str) -> str:
    """What a Sage id is unique within (core.records.erp_scope)."""
    match kind:
        case K.CCO | K.PCCO:
            return parent
        case K.SUBCONTRACTOR_INVOICE:
            return vendor
        case K.BUDGET:
            return job
        case _:
            return ""


def _key(seen: Mirrored) -> Key:
    return folded(seen.scope), folded(seen.erp_id)


def _added(changes: Iterable[Ours], held: Mapping[Key, Mirrored]) -> dict[str, Cents]:
    """By commitment, its synced change orders; one that Sage lacks is apart on its own row."""
    sums: dict[str, Cents] = {}
    for change in changes:
        if change.record.status in LINKED and change.key in held:
            name = folded(change.parent)
            sums[name] = sums.get(name, 0) + change.record.amount
    return sums


def _compared(mine: Ours, seen: Mirrored | None, added: Cents, read_at: datetime | None) -> Pair:
    record, erp_id = mine.record, mine.record.erp_id or ""
    here = _amount(record) + (added if record.kind is K.COMMITMENT else 0)
    if seen is None:
        return Pair(
            mine.job, record.kind, record.number, erp_id, here, None, _gone(record, read_at)
        )
    why = ""
    if here != seen.amount:
        why = "The amounts differ." if seen.posted else "Sage has not posted it all yet."
    return Pair(mine.job, record.kind, record.number, erp_id, here, seen.amount, why)


def _gone(record: Record, read_at: datetime | None) -> str:
    linked_at = record.changed_at
    if read_at is None or (linked_at is not None and read_at <= linked_at):
        return "It was linked after the relay last read Sage."
    return "Sage holds it no more."


def _only_in_sage(seen: Mirrored, claimant: Record | None) -> Pair:
    if claimant is None:
        number, why = "", "No record here stands for it."
    else:
        number, why = claimant.number, f"Here it is {words(claimant.status)}."
    return Pair(seen.job, seen.kind, number, seen.erp_id, None, seen.amount, why)


def _was_given(record: Record) -> bool:
    """Whether Sage holds an earlier export of a budget that was sent again."""
    return isinstance(record.body, Budget) and bool(record.body.exported)


def _amount(record: Record) -> Cents:
    """What Sage was given: of a budget the lines of its last export."""
    body = record.body
    if isinstance(body, Budget) and body.exported:
        return sum(line.original + line.changes for line in body.exported)
    return record.amount


def _rows_of(job: str, pairs: Sequence[Pair], *, whole: bool) -> Iterator[tuple[Cell, ...]]:
    kinds = {pair.kind for pair in pairs if whole or pair.why}
    yield from _sums("job", job, [pair for pair in pairs if pair.kind in kinds])
    for pair in sorted(
        (p for p in pairs if p.why), key=lambda p: (COMPARED.index(p.kind), p.erp_id)
    ):
        yield (
            "record", job, words(pair.kind), pair.number, pair.erp_id, pair.here, pair.in_sage,
            pair.difference, pair.why,
        )  # fmt: skip


def _sums(level: str, job: str, pairs: Sequence[Pair]) -> Iterator[tuple[Cell, ...]]:
    for kind in COMPARED:
        some = [pair for pair in pairs if pair.kind is kind]
        if some:
            here = sum(pair.here or 0 for pair in some)
            in_sage = sum(pair.in_sage or 0 for pair in some)
            apart = sum(1 for pair in some if pair.why)
            why = f"{apart} of {len(some)} differ." if apart else f"All {len(some)} agree."
            yield level, job, words(kind), "", "", here, in_sage, here - in_sage, why


def _size(pairs: Iterable[Pair]) -> Cents:
    return sum(abs(pair.difference) for pair in pairs)


def _notes(store: RecordStore, jobs: int, apart: int) -> tuple[str, ...]:
    read = [at for kind in COMPARED if (at := store.freshness(kind).relay_read_erp)]
    when = (
        f"at {min(read):%Y-%m-%d %H:%M:%S} UTC" if len(read) == len(COMPARED) else "never in full"
    )
    return (
        f"{apart:,} of {jobs:,} jobs differ in some record.",
        f"The relay last read Sage {when}; what changed there since is not in this.",
        REVISED,
    )
