"""A batch as a thing: what it did and refused, by job and vendor, and what became of it since."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from core.audit import Entry
from core.case import NOTHING_SAID, Answers
from core.people import Actor
from core.planning import Plan, planned
from core.ports import Asked, Batch, RecordStore, UnknownRecord, asked_for
from core.records import Record
from core.reports.report import Cell, Column, Report, Sort
from core.staging import Tray
from core.values import NamedTuple
from core.vocabulary import Action, Cents, ErpStatus, RecordId, words

Find = Callable[[RecordId], Record]
"""Finds a record, or raises UnknownRecord."""


class Total(NamedTuple):
    """What a batch did for one job, or for one vendor."""

    name: str
    """Empty for what names none."""
    currency: str
    records: int
    amount: Cents


class Refusal(NamedTuple):
    """A reason, and the records it stood against."""

    rule: str
    """Empty for a batch of the time before rules were kept."""
    text: str
    """As it was said of the first of them."""
    records: tuple[RecordId, ...]


class Account(NamedTuple):
    """All there is to tell of a batch."""

    batch: Batch
    done: tuple[Record, ...]
    """As they are now."""
    refusals: tuple[Refusal, ...]
    """The commonest first."""
    by_job: tuple[Total, ...]
    by_vendor: tuple[Total, ...]
    since: tuple[tuple[ErpStatus, int], ...]
    """Where what was done stands now, and how many there."""
    again: tuple[Asked, ...]
    """What failed for a reason that passes."""
    names: tuple[tuple[RecordId, str], ...] = ()
    """What was refused, by number and title."""

    @property
    def left(self) -> int:
        """How many it never came to."""
        return self.batch.total - self.batch.done - len(self.batch.refused)

    @property
    def again_by(self) -> Action:
        """What the retry is: an update is made once more, everything else accepted."""
        return Action.UPDATE if self.batch.action is Action.UPDATE else Action.ACCEPT


class Batches:
    """The batches, as one person looks at them."""

    def __init__(self, store: RecordStore, actor: Actor, find: Find) -> None:
        """`find` shows a record as this person may see it."""
        self._store, self._actor, self._find = store, actor, find

    def recent(
        self, limit: int, *, mine: bool = False, since: datetime | None = None
    ) -> Sequence[Batch]:
        """The newest first."""
        actor = self._actor.name if mine else ""
        return self._store.batches(limit, actor=actor, since=since)

    def decided(self, id: str) -> Sequence[Asked]:
        """What a batch did, each record at the version it left it at; empty if there is none.

        Of several actions what the last one did: a reject is told at once, and not taken back.
        """
        kept = self._store.batch(id)
        found = self._store.decided_in(id) if kept else ()
        return [Asked(e.record, e.version) for e in found if kept and e.action is kept.action]

    @property
    def tray(self) -> Tray:
        """What this person has staged."""
        return Tray(self._store, self._actor)

    def plan(self, asked: Sequence[Asked], answers: Answers = NOTHING_SAID) -> Plan:
        """In which order these may be accepted, what is held, and by what."""
        return planned(self._store, self._actor, asked, answers)

    def number_to_type(self, action: Action, asked: Sequence[Asked]) -> int | None:
        """How many these are, where their number is typed before they are decided."""
        from core.proportion import weighed

        weight = weighed(self._store, self._actor, action, asked)
        typed = weight is not None and weight.to_be_typed(self._store.settings())
        return len(asked) if typed else None

    def account(self, id: str) -> Account | None:
        """All there is to tell; None where there is no such batch."""
        batch = self._store.batch(id.strip().upper())
        if batch is None:
            return None
        return account(batch, self._store.decided_in(batch.id), self._find)


def account(batch: Batch, decided: Sequence[Entry], find: Find) -> Account:
    """What became of a batch, by what it decided and by how its records are now."""
    mine = [e.record for e in decided if e.action in batch.actions]
    done = tuple(_found(mine, find))
    return Account(
        # A session that died after a decision did not come to count it.
        batch._replace(done=max(batch.done, len(mine))),
        done,
        _refusals(batch),
        _totals((record.project_number, record) for record in done),
        _totals((record.vendor_name, record) for record in done),
        tuple(Counter(record.status for record in done).most_common()),
        tuple(asked_for(r) for r in done if _passes(r)),
        tuple(
            (record.id, f"{record.number} {record.title}".strip())
            for record in _found((name for name, _ in batch.refused), find)
        ),
    )


def _found(names: Iterable[RecordId], find: Find) -> Iterable[Record]:
    for name in names:
        try:
            yield find(name)
        except UnknownRecord:
            continue


def _passes(record: Record) -> bool:
    """Whether it failed, and trying again unchanged may help."""
    waits = record.status in {ErpStatus.FAILED, ErpStatus.READY_TO_UPDATE}
    return waits and record.fault is not None and record.fault.passing


def _refusals(batch: Batch) -> tuple[Refusal, ...]:
    """By their rules; sentences of one rule differ in figures and names only."""
    found: dict[str, Refusal] = {}
    for place, (record, texts) in enumerate(batch.refused):
        rules = batch.rules[place] if place < len(batch.rules) else ("",) * len(texts)
        for rule, text in dict(zip(rules, texts, strict=False)).items():
            known = found.setdefault(rule or text, Refusal(rule, text, ()))
            found[rule or text] = known._replace(records=(*known.records, record))
    return tuple(sorted(found.values(), key=lambda r: (-len(r.records), r.rule, r.text)))


def _totals(named: Iterable[tuple[str, Record]]) -> tuple[Total, ...]:
    """The largest first."""
    counts: Counter[tuple[str, str]] = Counter()
    amounts: Counter[tuple[str, str]] = Counter()
    for name, record in named:
        counts[name, record.currency] += 1
        amounts[name, record.currency] += record.amount
    found = [Total(*key, count, amounts[key]) for key, count in counts.items()]
    return tuple(sorted(found, key=lambda t: (-t.amount, t.name, t.currency)))


def summary(batch: Batch) -> str:
    """`accept 12: 10 done, 2 refused`, `reject 2, accept 10: 12 done`."""
    left = batch.total - batch.done - len(batch.refused)
    alone = f", {left:,} left alone" if left else ""
    refused = f", {len(batch.refused):,} refused" if batch.refused else ""
    return f"{what_of(batch)}: {batch.done:,} done{refused}{alone}"


def what_of(batch: Batch) -> str:
    """`reject 2, accept 10`: how many were asked for by which action."""
    parts = batch.parts or ((batch.action, batch.total),)
    return ", ".join(f"{words(action)} {count:,}" for action, count in parts)


def since_then(account: Account) -> str:
    """`synced 8, failed 2; 1 can be tried again`."""
    told = ", ".join(f"{words(status)} {count:,}" for status, count in account.since)
    return f"{told}; {len(account.again):,} can be tried again" if account.again else told


COLUMNS = (
    Column("id", "Id"), Column("number", "Number"), Column("title", "Title"),
    Column("job", "Job"), Column("vendor", "Vendor"), Column("amount", "Amount", Sort.MONEY),
    Column("currency", "Currency"), Column("outcome", "In the batch"),
    Column("status", "Status now"), Column("erp_id", "Sage id"), Column("remark", "Reason"),
)  # fmt: skip


def as_report(account: Account) -> Report:
    """One row a record, as a file for a spreadsheet takes it."""
    batch, names = account.batch, dict(account.names)
    rows: list[tuple[Cell, ...]] = [
        (
            r.id, r.number, r.title, r.project_number, r.vendor_name, r.amount, r.currency, "done",
            words(r.status), r.erp_id, r.fault.text if r.fault else r.note,
        )
        for r in account.done
    ]  # fmt: skip
    rows += [
        (record, "", names.get(record, ""), "", "", None, "", "refused", "", "", " ".join(texts))
        for record, texts in batch.refused
    ]
    called = f" {batch.name}," if batch.name else ""
    title = f"Batch {batch.id},{called} {batch.actor}, {batch.at:%Y-%m-%d %H:%M} UTC"
    return Report(title, COLUMNS, tuple(rows), (title, summary(batch)))
