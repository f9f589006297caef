"""The shelf of the store in memory: dictionaries that a judgement reads and a decision changes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from adapters.stores.cases import Change, Holder, takes_back
from adapters.stores.codings import ACTIVE_VIEWS, cost_types_of
from adapters.stores.content import BEFORE_THE_EYES
from adapters.stores.filing import (
    IN_FLIGHT,
    LINKED,
    JobCodes,
    bills,
    erp_key,
    in_words,
    is_active,
    is_group,
    job_codes,
    related_of,
    tray_of,
)
from adapters.stores.freezing import ends, frozen
from core.audit import GENESIS, SETTINGS, Entry, of_person
from core.canonical import canonical, digest
from core.case import Held, Mirrored, Named, Near, Related
from core.grace import WAITING
from core.people import Actor
from core.ports import Owed
from core.ports.leaving import Frozen
from core.records import Project, Record
from core.saved import Saved
from core.settings import ProjectSettings, Settings
from core.tabs import TAB_OF
from core.user_keys import UserKey
from core.values import NamedTuple
from core.vocabulary import Effect, ErpStatus, RecordId, RecordKind, View


class Debt(NamedTuple):
    """An owed effect and when it may next be taken."""

    owed: Owed
    free_at: datetime
    why: str = ""
    """Why it was given back."""
    before: Record | None = None
    """The record as it was before the decision, where that may be recalled."""
    taken_at: datetime | None = None
    """When it was first taken."""


class MemoryShelf:
    """All that the store holds."""

    def __init__(self) -> None:
        self.all: dict[RecordId, Record] = {}
        self.claims: dict[str, RecordId] = {}
        self.audit: list[Entry] = []
        self.counts: dict[tuple[str, View], int] = {}
        self.debts: dict[int, Debt] = {}
        self.last_debt = 0
        self.seen: dict[str, Mirrored] = {}
        self.read: dict[RecordKind, datetime] = {}
        self.company = Settings()
        self.people: dict[str, Actor] = {}
        self.keys: dict[str, UserKey] = {}
        self.choices: dict[RecordId, ProjectSettings] = {}
        self.views: dict[str, Saved] = {}
        self.contents: dict[tuple[RecordId, str], str] = {}
        """What records held before they changed, by their digest then."""
        self.exports: dict[str, Frozen] = {}
        self.marked_by: dict[str, tuple[str, int]] = {}
        """Under each key: who marked the last call, at which attempt."""

    # reading

    def records(self, ids: Collection[RecordId]) -> Mapping[RecordId, Record]:
        return {name: self.all[name] for name in ids if name in self.all}

    def related(self, ids: Collection[RecordId]) -> Mapping[RecordId, Related]:
        return {name: related_of(self.all[name]) for name in ids if name in self.all}

    def carriers(self, ids: Collection[RecordId]) -> Mapping[RecordId, RecordId]:
        return {
            r.at_origin: r.id
            for r in self.all.values()
            if r.origin_id and r.at_origin in ids and r.status is not ErpStatus.ARCHIVED
        }

    def holders(self, keys: Collection[str]) -> Mapping[str, Holder]:
        found = {key: self.all[self.claims[key]] for key in keys if key in self.claims}
        return {k: Holder(r.id, in_words(r.kind, r.number, r.title)) for k, r in found.items()}

    def mirrored(self, keys: Collection[str]) -> Mapping[str, Mirrored]:
        return {key: self.seen[key] for key in keys if key in self.seen}

    def codes(self, projects: Collection[RecordId]) -> Mapping[RecordId, JobCodes]:
        found = {p: self.all[p].body for p in projects if p in self.all}
        return {p: job_codes(body) for p, body in found.items() if isinstance(body, Project)}

    def sub_jobs(self, projects: Collection[RecordId]) -> list[tuple[RecordId, str]]:
        return [
            (r.project, r.number)
            for r in self.all.values()
            if r.kind is RecordKind.SUB_JOB and r.status in LINKED and r.project in projects
            if r.project is not None
        ]

    def groups(self) -> frozenset[str]:
        return frozenset(r.number for r in self.all.values() if is_group(r))

    def linked_projects(self) -> int:
        tab = TAB_OF[RecordKind.PROJECT].name
        return sum(self.counts.get((tab, view), 0) for view in ACTIVE_VIEWS)

    def of_project(self, projects: Collection[RecordId]) -> list[Record]:
        return [r for r in self.all.values() if r.project in projects]

    def cost_types(self) -> frozenset[str]:
        return cost_types_of(r.body for r in self.all.values())

    def dependants(self, records: Collection[Record]) -> Mapping[RecordId, int]:
        counted = {record.id: 0 for record in records}
        mine: dict[RecordId | None, RecordId] = {}
        for record in records:
            mine |= {record.id: record.id, record.at_origin: record.id}
        for other in self.all.values():
            if other.status in LINKED or other.status in IN_FLIGHT:
                for name in {other.project, other.vendor, other.parent}:
                    if name in mine:
                        counted[mine[name]] += 1
                for record in records:
                    counted[record.id] += bills(other.body, record.id)
        return counted

    def near(self, records: Sequence[Record], percent: int) -> Mapping[RecordId, tuple[Near, ...]]:
        from adapters.stores.names import NameIndexed

        names = NameIndexed()
        for company in self.companies():
            names.put(company)
        return names.near(records, percent)

    def companies(self) -> list[Named]:
        """Every company that is not put away, by its name."""
        found = [
            Named(r.id, r.status, r.version, r.number, r.title, r.erp_id, is_active(r))
            for r in self.all.values()
            if r.kind is RecordKind.COMPANY and r.status is not ErpStatus.ARCHIVED
        ]
        return sorted(found, key=lambda company: (company.title.casefold(), company.id))

    def naming(
        self, companies: Collection[RecordId]
    ) -> list[tuple[RecordId, RecordKind, ErpStatus]]:
        return [
            (r.vendor, r.kind, r.status)
            for r in self.all.values()
            if r.vendor is not None and r.vendor in companies
        ]

    def named_by_all(self, companies: Collection[RecordId]) -> list[Record]:
        return [record for record in self.all.values() if record.vendor in companies]

    def granted(self, person: str, since: datetime) -> Sequence[Entry]:
        about = {of_person(person), SETTINGS}
        return [entry for entry in self.audit if entry.record in about and entry.at >= since]

    def looks(self, records: Collection[RecordId]) -> Mapping[RecordId, int]:
        return {
            debt.owed.record: debt.owed.attempts
            for debt in self.debts.values()
            if debt.owed.record in records and debt.owed.effect is Effect.LOOK and debt.why
        }

    def held(self, records: Collection[Record]) -> Mapping[RecordId, Held]:
        standing = {(record.id, record.version) for record in records}
        return {
            debt.owed.record: Held(debt.free_at, debt.before, debt.taken_at)
            for debt in self.debts.values()
            if (debt.owed.record, debt.owed.version) in standing and debt.owed.effect in WAITING
        }

    def leaving(self, record: RecordId) -> datetime | None:
        """Until when it may be recalled, if it waits to leave."""
        found = (
            debt.free_at
            for debt in self.debts.values()
            if debt.owed.record == record and debt.before and not debt.taken_at
        )
        return next(found, None)

    def read_at(self) -> Mapping[RecordKind, datetime]:
        return {kind: at for kind, at in self.read.items() if at.timestamp()}

    def settings(self) -> Settings:
        return self.company

    def chosen(self, projects: Collection[RecordId]) -> Mapping[RecordId, ProjectSettings]:
        return {p: self.choices[p] for p in projects if p in self.choices}

    def person(self, id: str) -> Actor | None:
        return self.people.get(id)

    def peopled(self) -> bool:
        return bool(self.people)

    def since(self, record: RecordId, version: int) -> Sequence[Entry]:
        entries = [entry for entry in self.audit if entry.record == record]
        return [e for e in entries if e.version > version] or entries[-1:]

    def earlier(self, record: RecordId, begun: str) -> str | None:
        texts = [text for (of, told), text in self.contents.items() if of == record
                 and told.startswith(begun)]  # fmt: skip
        return texts[0] if len(texts) == 1 else None

    def head(self) -> tuple[int, str]:
        return (self.audit[-1].seq, self.audit[-1].hash) if self.audit else (0, GENESIS)

    # writing

    def write(self, changes: Sequence[Change]) -> None:
        for before, after, _, entry, effect, leaves_at, leaving in changes:
            if self.all[before.id].version != before.version:
                raise RuntimeError(f"{before.id} is not at the version it was judged at")
            self._drop(before)
            if before.status in BEFORE_THE_EYES:
                self.contents[before.id, digest(before)] = canonical(before)
            self.put(after, entry)
            if effect is not None:
                self.last_debt += 1
                owed = Owed(self.last_debt, effect, after.id, after.version, 0, "", entry.at)
                kept = before if leaves_at else None
                self.debts[owed.seq] = Debt(owed, leaves_at or entry.at, before=kept)
            if takes_back(entry):
                self._forget(before)
            self._move_exports(before, after, entry)
            if leaving is not None and effect is not None:
                self._freeze(frozen(leaving, after, effect, entry))

    def sealed_as(self, key: str) -> str | None:
        known = self.exports.get(key)
        return known.digest if known else None

    def _freeze(self, new: Frozen) -> None:
        known = self.exports.get(new.key)
        if known is not None and known.digest != new.digest:
            raise RuntimeError("a key that was used already would leave with other content")
        if known is not None:
            first, last = known.first_sent_at, known.sent_at
            new = new._replace(sends=known.sends, first_sent_at=first, sent_at=last)
        self.exports[new.key] = new

    def _move_exports(self, before: Record, after: Record, entry: Entry) -> None:
        """What was approved for a record moves on with it, or comes to its end."""
        if before.status not in IN_FLIGHT:
            return
        over = ends(before.status, after.status)
        for key, one in self.exports.items():
            if one.record == before.id and one.ended_at is None:
                moved = one._replace(sending=False)
                if over:
                    outcome, erp_id = after.status.value, after.erp_id or ""
                    moved = moved._replace(ended_at=entry.at, outcome=outcome, erp_id=erp_id)
                self.exports[key] = moved

    def put(self, record: Record, entry: Entry) -> None:
        """Keep a record and its entry, its claim and its count."""
        self.all[record.id] = record
        self.audit.append(entry)
        place = tray_of(record)
        self.counts[place] = self.counts.get(place, 0) + 1
        key = erp_key(record, record.erp_id)
        if key is not None:
            self.claims[key] = record.id

    def _forget(self, record: Record) -> None:
        """Nothing is owed any more for a record as it stood."""
        standing = (record.id, record.version)
        owed = [s for s, d in self.debts.items() if (d.owed.record, d.owed.version) == standing]
        for seq in owed:
            del self.debts[seq]

    def carry_debts(self, before: Record, after: Record) -> None:
        """What was owed for a record as it stood is owed for it still: it has not moved."""
        for seq, debt in self.debts.items():
            if (debt.owed.record, debt.owed.version) == (before.id, before.version):
                carried = debt.owed._replace(version=after.version)
                self.debts[seq] = debt._replace(owed=carried)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Put everything back as it was if anything goes wrong."""
        kept = (dict(self.all), dict(self.claims), dict(self.counts), dict(self.debts))
        exports = dict(self.exports)
        entries, last = len(self.audit), self.last_debt
        try:
            yield
        except BaseException:
            self.all, self.claims, self.counts, self.debts = kept
            self.exports = exports
            del self.audit[entries:]
            self.last_debt = last
            raise

    def _drop(self, record: Record) -> None:
        self.counts[tray_of(record)] -= 1
        key = erp_key(record, record.erp_id)
        if key is not None and self.claims.get(key) == record.id:
            del self.claims[key]
