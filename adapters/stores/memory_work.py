"""What the store in memory keeps besides records: facts, the mirror, debts and refreshes."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from adapters.stores.filing import NARROW, mirror_key, row_of, wide_key, within
from adapters.stores.memory_shelf import Debt, MemoryShelf
from adapters.stores.memory_syncs import MemorySyncs
from core.audit import Entry
from core.case import Mirrored
from core.people import Actor
from core.ports import Batch, Freshness, LostLease, Owed, Run, RunState, Unperformed
from core.records import Record, Row
from core.values import NamedTuple
from core.vocabulary import Effect, RecordId, RecordKind

OPEN = (RunState.ASKED, RunState.RUNNING)


class Refresh(NamedTuple):
    """A run, how long its leases are, and when it may next be taken."""

    run: Run
    owner: str
    lease: timedelta
    free_at: datetime


class MemoryWork(MemorySyncs):
    """The part of the store that is not about records."""

    _clock: Callable[[], datetime]
    _lock: threading.RLock
    _shelf: MemoryShelf
    _changes: int

    def __init__(self) -> None:
        super().__init__()
        self._facts: dict[str, str] = {}
        self._marks: dict[str, int] = {}
        self._batches: dict[str, Batch] = {}
        self._runs: dict[int, Refresh] = {}
        self._we_read: dict[RecordKind, datetime] = {}

    # facts

    def kept(self, name: str) -> str | None:
        return self._facts.get(name)

    def keep(self, name: str, value: str) -> None:
        self._write(lambda: self._facts.update({name: value}))

    def revise(self, name: str, change: Callable[[str | None], str]) -> str:
        with self._lock:
            after = change(self._facts.get(name))
            if after != self._facts.get(name):
                self.keep(name, after)
            return after

    def person(self, id: str) -> Actor | None:
        return self._shelf.person(id)

    def people(self) -> Sequence[Actor]:
        with self._lock:
            return [self._shelf.people[name] for name in sorted(self._shelf.people)]

    def keep_person(self, person: Actor) -> None:
        self._write(lambda: self._shelf.people.update({person.id: person}))

    def mark(self, source: str) -> int:
        return self._marks.get(source, 0)

    def keep_mark(self, source: str, mark: int) -> None:
        self._write(lambda: self._marks.update({source: mark}))

    def keep_batch(self, batch: Batch) -> None:
        self._write(lambda: self._batches.update({batch.id: batch}))

    def batch(self, id: str) -> Batch | None:
        return self._batches.get(id)

    def batches(
        self, limit: int, *, actor: str = "", since: datetime | None = None
    ) -> Sequence[Batch]:
        with self._lock:
            kept = [b for b in self._batches.values() if actor in {"", b.actor}]
        kept = [batch for batch in kept if since is None or batch.at >= since]
        return sorted(kept, key=lambda batch: (batch.at, batch.id), reverse=True)[:limit]

    def decided_in(self, batch: str) -> Sequence[Entry]:
        with self._lock:
            return [entry for entry in self._shelf.audit if batch and entry.batch == batch]

    # the mirror

    def mirror(
        self,
        kind: RecordKind,
        seen: Iterable[Mirrored],
        as_of: datetime,
        gone: Iterable[tuple[str, str]] = (),
        *,
        mark: int,
    ) -> int:
        changed = 0
        with self._lock:
            for one in seen:
                key = mirror_key(one.kind, one.scope, one.erp_id)
                known = self._shelf.seen.get(key)
                if known is None or known._replace(seen_at=one.seen_at) != one:
                    self._shelf.seen[key] = one._replace(seen_at=one.seen_at or as_of)
                    changed += 1
            for scope, erp_id in gone:
                left = self._shelf.seen.pop(mirror_key(kind, scope, erp_id), None)
                changed += left is not None
            self._shelf.read[kind] = as_of
            self._we_read[kind] = self._clock()
            self._marks[kind] = mark
            self._changes += 1
        return changed

    def linked(self, kind: RecordKind, erp_id: str) -> Row | None:
        wanted = wide_key(kind, erp_id)
        with self._lock:
            for key in sorted(self._shelf.claims):
                if key == wanted or (kind in NARROW and key.startswith(f"{wanted}:")):
                    return row_of(self._shelf.all[self._shelf.claims[key]])
        return None

    def carrier(self, record: RecordId) -> RecordId:
        with self._lock:
            return self._shelf.carriers([record]).get(record, record)

    def mirrored(self, kind: RecordKind) -> Iterator[Mirrored]:
        with self._lock:
            found = [one for one in self._shelf.seen.values() if one.kind is kind]
        return iter(sorted(found, key=lambda one: one.erp_id))

    def unheld(self, kind: RecordKind) -> Sequence[Mirrored]:
        with self._lock:
            held = {
                mirror_key(kind, self._place(record), record.erp_id)
                for record in self._shelf.all.values()
                if record.kind is kind and record.erp_id
            }
        return [
            one
            for one in self.mirrored(kind)
            if mirror_key(one.kind, one.scope, one.erp_id) not in held
        ]

    def freshness(self, kind: RecordKind) -> Freshness:
        with self._lock:
            return Freshness(self._shelf.read_at().get(kind), self._we_read.get(kind))

    # debts

    def claim(self, owner: str, seconds: float, limit: int) -> Sequence[Owed]:
        now = self._clock()
        until = now + timedelta(seconds=seconds)
        with self._lock:
            due = [debt for debt in self._shelf.debts.values() if debt.free_at <= now]
            return self._taken(due, owner, until, limit)

    def claim_alike(self, owed: Owed, seconds: float, limit: int) -> Sequence[Owed]:
        now = self._clock()
        until = now + timedelta(seconds=seconds)
        with self._lock:
            like = self._shelf.all[owed.record]
            due = [
                debt
                for debt in self._shelf.debts.values()
                if debt.free_at <= now and debt.owed.effect is owed.effect
                for one in [self._shelf.all[debt.owed.record]]
                if (one.kind, one.project) == (like.kind, like.project)
            ]
            return self._taken(due, owed.owner, until, limit)

    def _taken(self, due: list[Debt], owner: str, until: datetime, limit: int) -> list[Owed]:
        due.sort(key=lambda debt: (debt.free_at, debt.owed.seq))
        taken, now = [], self._clock()
        for debt in due[:limit]:
            owed = debt.owed._replace(owner=owner, attempts=debt.owed.attempts + 1)
            held = debt._replace(owed=owed, free_at=until)
            self._shelf.debts[owed.seq] = held._replace(taken_at=debt.taken_at or now)
            taken.append(owed)
        self._changes += bool(taken)
        return taken

    def answer_for(
        self, done: Sequence[Owed], later: Sequence[tuple[Owed, float, str]] = ()
    ) -> None:
        with self._lock:
            for owed in done:
                self.settle(owed)
            for owed, seconds, why in later:
                self.postpone(owed, seconds, why)

    def unperformed(self, limit: int, record: RecordId | None = None) -> Sequence[Unperformed]:
        with self._lock:
            found = [
                Unperformed(
                    debt.owed.effect, debt.owed.record, debt.owed.attempts, debt.owed.owed_at,
                    debt.free_at, debt.why,
                )
                for debt in sorted(
                    self._shelf.debts.values(), key=lambda d: (-d.owed.attempts, d.owed.seq)
                )
                if record in (None, debt.owed.record)
            ]  # fmt: skip
        return found[:limit]

    def renew(self, owed: Owed, seconds: float) -> None:
        with self._lock:
            if not self._ours(owed):
                raise LostLease(f"effect {owed.seq} is no longer {owed.owner}'s")
            free_at = self._clock() + timedelta(seconds=seconds)
            self._shelf.debts[owed.seq] = self._shelf.debts[owed.seq]._replace(free_at=free_at)
            self._changes += 1

    def settle(self, owed: Owed) -> None:
        with self._lock:
            if self._ours(owed):
                del self._shelf.debts[owed.seq]
                self._changes += 1

    def postpone(self, owed: Owed, seconds: float, why: str) -> None:
        with self._lock:
            if self._ours(owed):
                free_at = self._clock() + timedelta(seconds=seconds)
                debt = self._shelf.debts[owed.seq]
                given_back = debt.owed._replace(owner="")
                held = debt._replace(owed=given_back, free_at=free_at, why=why)
                self._shelf.debts[owed.seq] = held
                self._changes += 1

    def hasten(self, kind: RecordKind) -> None:
        now = self._clock()
        with self._lock:
            for seq, debt in self._shelf.debts.items():
                record = self._shelf.all[debt.owed.record]
                tried = not debt.owed.owner and debt.taken_at is not None
                if tried and debt.free_at > now and record.kind is kind:
                    self._shelf.debts[seq] = debt._replace(free_at=now)
                    self._changes += 1

    def owing(self) -> int:
        return len(self._shelf.debts)

    def put_off(self, effects: Collection[Effect], kinds: Collection[RecordKind]) -> int:
        with self._lock:
            tried = [one.owed for one in self._shelf.debts.values() if one.taken_at is not None]
            of = [self._shelf.all[one.record].kind for one in tried if one.effect in effects]
        return sum(kind in kinds for kind in of)

    def owed_since(self) -> datetime | None:
        with self._lock:
            return min((debt.owed.owed_at for debt in self._shelf.debts.values()), default=None)

    # refreshes

    def ask_refresh(self, tab: str, actor: Actor) -> Run:
        now = self._clock()
        with self._lock:
            for run, _, _, _ in self._runs.values():
                if run.tab == tab and run.state in OPEN:
                    return run
            run = Run(len(self._runs) + 1, tab, actor.name, now, RunState.ASKED)
            self._runs[run.id] = Refresh(run, "", timedelta(0), now)
            self._changes += 1
            return run

    def next_refresh(self, owner: str, seconds: float) -> Run | None:
        now, lease = self._clock(), timedelta(seconds=seconds)
        with self._lock:
            for run, _, _, free_at in self._runs.values():
                if run.state in OPEN and free_at <= now:
                    taken = run._replace(state=RunState.RUNNING, began_at=run.began_at or now)
                    self._runs[run.id] = Refresh(taken, owner, lease, now + lease)
                    self._changes += 1
                    return taken
        return None

    def report_refresh(self, run: Run) -> bool:
        with self._lock:
            known = self._runs.get(run.id)
            if known is None or known.run.state not in OPEN:
                return False
            now = self._clock()
            self._runs[run.id] = known._replace(run=run, free_at=now + known.lease)
            self._changes += 1
            return True

    def cancel_refresh(self, tab: str, actor: Actor) -> Run | None:
        with self._lock:
            for known in self._runs.values():
                if known.run.tab == tab and known.run.state in OPEN:
                    ended = known.run._replace(
                        state=RunState.CANCELLED,
                        finished_at=self._clock(),
                        result=f"cancelled by {actor.name}",
                    )
                    self._runs[ended.id] = known._replace(run=ended)
                    self._changes += 1
                    return ended
        return None

    def open_refreshes(self) -> Sequence[Run]:
        with self._lock:
            return [known.run for known in self._runs.values() if known.run.state in OPEN]

    def ended_refreshes(self, tab: str, limit: int) -> Sequence[Run]:
        with self._lock:
            ended = [
                known.run
                for known in self._runs.values()
                if known.run.tab == tab and known.run.state not in OPEN
            ]
        return ended[::-1][:limit]

    def last_refresh(self, tab: str) -> Run | None:
        with self._lock:
            runs = [run for run, _, _, _ in self._runs.values() if run.tab == tab]
        return runs[-1] if runs else None

    def _ours(self, owed: Owed) -> bool:
        debt = self._shelf.debts.get(owed.seq)
        mine = (owed.owner, owed.attempts)
        return debt is not None and (debt.owed.owner, debt.owed.attempts) == mine

    def _place(self, record: Record) -> str:
        """The ERP id of what the record's own id is unique within."""
        return within(
            record.kind,
            self._erp_id(record.project) or record.project_number,
            self._erp_id(record.vendor) or record.vendor_name,
            self._erp_id(record.parent) or record.parent_number,
        )

    def _erp_id(self, id: RecordId | None) -> str | None:
        named = self._shelf.all.get(id) if id else None
        return named.erp_id if named else None

    def _write(self, write: Callable[[], None]) -> None:
        with self._lock:
            write()
            self._changes += 1
