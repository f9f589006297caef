"""The store in memory: the same promises as the one on SQLite, in plain Python."""

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from adapters.stores.adjusting import Adjusting
from adapters.stores.cases import Change, case_of, cases_of
from adapters.stores.codings import names_of, uses
from adapters.stores.filing import IN_FLIGHT, erp_key, row_of, view_fact
from adapters.stores.mails import MemoryOutbox
from adapters.stores.matching import beginnings, matching, place_of
from adapters.stores.memory_exports import MemoryExports
from adapters.stores.memory_keys import MemoryKeys
from adapters.stores.memory_overviews import MemoryOverviews
from adapters.stores.memory_shelf import MemoryShelf
from adapters.stores.memory_work import MemoryWork
from adapters.stores.sitting import Sitting, amended, amendment, arrival, sealed
from core.anchors import Head
from core.audit import SETTINGS, Entry, of_person, of_project, of_view
from core.case import NOTHING_SAID, Answers, Case, Named
from core.decision import Outcome, Refused
from core.people import Actor
from core.ports import (
    Adjust,
    Adjusted,
    AdjustPerson,
    Asked,
    Judge,
    LostLease,
    Owed,
    StaleRecord,
    UnknownRecord,
)
from core.query import Query, settled
from core.records import Record, Row
from core.saved import SHARED, Saved
from core.settings import ProjectSettings, Settings
from core.vocabulary import Action, Effect, RecordId, RecordKind, View


class MemoryStore(MemoryWork, MemoryExports, MemoryOverviews, MemoryKeys):
    """Fits RecordStore."""

    def __init__(
        self, clock: Callable[[], datetime] = lambda: datetime.now(UTC), program: str = ""
    ) -> None:
        self._clock = clock
        self.program = program
        self._lock = threading.RLock()
        self._shelf = MemoryShelf()
        self._changes = 0
        super().__init__()
        self._outbox = MemoryOutbox(self._shelf, self._marks, self._lock, clock)

    def outbox(self) -> MemoryOutbox:
        """The mails beside it."""
        return self._outbox

    # reading

    def counts(self) -> Mapping[tuple[str, View], int]:
        with self._lock:
            return {place: n for place, n in self._shelf.counts.items() if n}

    def rows(
        self,
        query: Query,
        limit: int,
        *,
        after: Row | None = None,
        before: Row | None = None,
        last: bool = False,
    ) -> Sequence[Row]:
        found = self._listed(query)
        edge = after or before
        if edge is not None:
            start = place_of(query.order, edge)
            beyond = (before is not None) is query.descending
            found = [
                row
                for row in found
                if (place_of(query.order, row) > start) is beyond
                and place_of(query.order, row) != start
            ]
        if last or before is not None:
            return found[-limit:] if limit else []
        return found[:limit]

    def ids(self, query: Query, limit: int) -> Sequence[Asked]:
        found = self._listed(query)[:limit]
        return [Asked(row.id, row.version, digest=row.digest) for row in found]

    def tally(self, query: Query, limit: int) -> int:
        return min(limit, len(self._listed(query)))

    def reckon(self, query: Query, limit: int) -> tuple[int, bool]:
        count = self.tally(query, limit)
        return count, count < limit

    def case(self, record: RecordId, actor: Actor, answers: Answers = NOTHING_SAID) -> Case:
        with self._lock:
            mine = self.find(record)
            return case_of(self._shelf, mine, actor, answers, self._clock())

    def cases(self, records: Collection[RecordId], actor: Actor) -> Sequence[Case]:
        with self._lock:
            found = [self._shelf.all[name] for name in records if name in self._shelf.all]
            return cases_of(self._shelf, found, actor, NOTHING_SAID, self._clock())

    def history(self, record: RecordId) -> Sequence[Entry]:
        with self._lock:
            return [entry for entry in self._shelf.audit if entry.record == record]

    def last_by(self, actions: Collection[Action]) -> Mapping[str, Entry]:
        with self._lock:
            return {entry.actor: entry for entry in self._shelf.audit if entry.action in actions}

    def companies(self) -> Sequence[Named]:
        with self._lock:
            return self._shelf.companies()

    def of_kind(self, kind: RecordKind) -> Sequence[Record]:
        with self._lock:
            found = [record for record in self._shelf.all.values() if record.kind is kind]
        return sorted(found, key=lambda record: (record.number, record.id))

    def beginnings(self, kind: RecordKind, begun: str, limit: int) -> Sequence[str]:
        with self._lock:
            found = beginnings(kind, begun, self._shelf.all.values())
        return found[:limit]

    def of_project(
        self, project: RecordId, kinds: Collection[RecordKind], limit: int
    ) -> Sequence[Record]:
        with self._lock:
            found = self._shelf.of_project(names_of(self._shelf, project))
        chosen = [record for record in found if record.kind in kinds]
        return sorted(chosen, key=lambda record: (record.kind, record.id))[:limit]

    def uses(self, project: RecordId) -> Mapping[tuple[str, str], str]:
        with self._lock:
            return uses(self._shelf, self.find(project))

    def find(self, record: RecordId) -> Record:
        with self._lock:
            if record not in self._shelf.all:
                raise UnknownRecord(record)
            return self._shelf.all[record]

    def settings(self) -> Settings:
        return self._shelf.company

    def keep_settings(self, settings: Settings) -> None:
        with self._lock:
            self._shelf.company = settings
            self._changes += 1

    def project_settings(self, project: RecordId) -> ProjectSettings:
        record = self._shelf.all.get(project)
        names = (project, record.at_origin) if record is not None else (project,)
        found = (self._shelf.choices.get(name) for name in names)
        return next((choice for choice in found if choice), ProjectSettings())

    def chosen_projects(self) -> Mapping[RecordId, ProjectSettings]:
        return dict(self._shelf.choices)

    def adjust_settings(
        self, actor: Actor, judge: Adjust[Settings]
    ) -> Adjusted[Settings] | Refused:
        with self._lock:
            adjusting = self._adjusting(SETTINGS, actor)
            done = adjusting.judged(self._shelf.company, judge)
            if self._noted(adjusting) and isinstance(done, Adjusted):
                self._shelf.company = done.value
        return done

    def adjust_project(
        self, project: RecordId, actor: Actor, judge: Adjust[ProjectSettings]
    ) -> Adjusted[ProjectSettings] | Refused:
        with self._lock:
            adjusting = self._adjusting(of_project(project), actor)
            done = adjusting.judged(self.project_settings(project), judge)
            if self._noted(adjusting) and isinstance(done, Adjusted):
                self._shelf.choices[project] = done.value
        return done

    def adjust_person(
        self, id: str, actor: Actor, judge: AdjustPerson
    ) -> Adjusted[Actor] | Refused:
        with self._lock:
            adjusting = self._adjusting(of_person(id), actor)
            done = adjusting.judged_person(id, dict(self._shelf.people), judge)
            if self._noted(adjusting) and isinstance(done, Adjusted):
                self._shelf.people[id] = done.value
        return done

    def saved_views(self, owner: str) -> Sequence[Saved]:
        return [one for one in self._shelf.views.values() if one.owner in {owner, SHARED}]

    def adjust_view(
        self, name: str, owner: str, actor: Actor, judge: Adjust[Saved | None]
    ) -> Adjusted[Saved | None] | Refused:
        fact = view_fact(owner, name)
        with self._lock:
            adjusting = self._adjusting(of_view(owner, name), actor)
            done = adjusting.judged(self._shelf.views.get(fact), judge)
            if self._noted(adjusting) and isinstance(done, Adjusted):
                if done.value is None:
                    del self._shelf.views[fact]
                else:
                    self._shelf.views[fact] = done.value
        return done

    def _adjusting(self, subject: RecordId, actor: Actor) -> Adjusting:
        return Adjusting(self._shelf, subject, actor, self._clock(), self.program)

    def _noted(self, adjusting: Adjusting) -> bool:
        """Keep the entry, if anything changed."""
        if adjusting.entry is None:
            return False
        self._shelf.audit.append(adjusting.entry)
        self._changes += 1
        return True

    def head(self) -> Head:
        with self._lock:
            return Head(*self._shelf.head())

    def change(self) -> int:
        return self._changes

    # deciding

    def decide(
        self,
        asked: Sequence[Asked],
        actor: Actor,
        answers: Answers,
        judge: Judge,
        action: Action,
        *,
        batch: str = "",
        settles: Owed | None = None,
    ) -> Sequence[Outcome]:
        with self._lock:
            if settles is not None and not self._ours(settles):
                raise LostLease(f"effect {settles.seq} is no longer {settles.owner}'s")
            now = self._clock()
            with self._shelf.all_or_nothing():
                sitting = Sitting(
                    self._shelf, action, actor, answers, judge, batch, now, self.program
                )
                outcomes = sitting.decide(asked)
            if settles is not None and sitting.wrote:
                self.settle(settles)
            self._changes += sitting.wrote
            return outcomes

    # arriving

    def arrive(self, records: Iterable[Record], actor: Actor) -> int:
        """Take in records that were not here; see SqliteStore.arrive."""
        now, arrived = self._clock(), 0
        with self._lock:
            for record in records:
                key = erp_key(record, record.erp_id)
                if record.id in self._shelf.all or (key and self._shelf.holders([key])):
                    continue
                seq, head = self._shelf.head()
                entry = arrival(record, actor, now, seq + 1, head, self.program)
                self._shelf.put(record, entry)
                arrived += 1
            self._changes += arrived
        return arrived

    def amend(self, record: Record, actor: Actor, said: str, *, owes: Effect | None = None) -> None:
        """Replace a record's content; see SqliteStore.amend."""
        now = self._clock()
        with self._lock:
            mine = self.find(record.id)
            if mine.version != record.version or mine.status in IN_FLIGHT:
                raise StaleRecord(f"{record.id} is {mine.status} at version {mine.version} by now.")
            after = amended(mine, record, now)
            key = erp_key(after, after.erp_id)
            if key is not None and self._shelf.claims.get(key, mine.id) != mine.id:
                raise StaleRecord(f"The ERP id of {record.id} is claimed by another record there.")
            seq, head = self._shelf.head()
            entry = sealed(
                head,
                amendment(mine, after, actor, now, seq + 1, said, self.program),
            )
            self._shelf.write([Change(mine, after, key, entry, owes)])
            self._shelf.carry_debts(mine, after)
            self._changes += 1

    def _row(self, record: Record) -> Row:
        project = self._shelf.all.get(record.project) if record.project else None
        grouped = record.kind is RecordKind.SUB_JOB and project is not None
        return row_of(record)._replace(
            project_title=project.title if grouped and project else "",
            leaves_at=self._shelf.leaving(record.id),
        )

    def _listed(self, query: Query) -> list[Row]:
        query = settled(query, self._clock())
        with self._lock:
            found = [self._row(record) for record in matching(query, self._shelf.all.values())]
        found.sort(key=lambda row: place_of(query.order, row), reverse=query.descending)
        return found
