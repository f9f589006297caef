"""Cases for a chunk of records, built from one reading of everything they name."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from adapters.stores.codings import NO_USE, Codings, coding
from adapters.stores.directory import NOTHING, Companies, directories
from adapters.stores.filing import LINKED, JobCodes, erp_key, mirror_key, named_by
from adapters.stores.freezing import Leaving, freezes, leaving
from core.audit import Entry
from core.case import Answers, Case, Held, Job, Mirrored, Related, erp_place
from core.decision import Allowed
from core.fields import proposed_erp_id
from core.grace import leaves_at
from core.own_grants import own_grant
from core.people import Actor
from core.records import Record
from core.settings import ProjectSettings, Settings
from core.values import NamedTuple
from core.vocabulary import Action, Effect, ErpStatus, RecordId, RecordKind

NO_JOB = Job()
NOTHING_CHOSEN = ProjectSettings()


class Holder(NamedTuple):
    """The record that claims an ERP id."""

    id: RecordId
    words: str


class Change(NamedTuple):
    """One record of a decision: as it was, as it will be, its entry, and what is owed for it."""

    before: Record
    after: Record
    key: str | None
    """The key of the ERP id it will claim."""
    entry: Entry
    effect: Effect | None
    leaves_at: datetime | None = None
    """Before which the effect may not be taken; None where it may be at once."""
    leaving: Leaving | None = None
    """What is frozen with it, where it is an approval of something that leaves."""


def takes_back(entry: Entry) -> bool:
    """Whether nothing is owed to the ERP any more for a record as it stood."""
    voided = entry.action is Action.VOID and entry.source is ErpStatus.EXPORTING
    return voided or entry.action is Action.RECALL


class Shelf(Companies, Codings, Protocol):
    """What a judgement needs of a store, asked for many records at once."""

    def records(self, ids: Collection[RecordId]) -> Mapping[RecordId, Record]: ...

    def related(self, ids: Collection[RecordId]) -> Mapping[RecordId, Related]: ...

    def carriers(self, ids: Collection[RecordId]) -> Mapping[RecordId, RecordId]:
        """Of these ids of the project system, which live on in a row of the ERP's, and in which."""

    def holders(self, keys: Collection[str]) -> Mapping[str, Holder]: ...

    def mirrored(self, keys: Collection[str]) -> Mapping[str, Mirrored]: ...

    def codes(self, projects: Collection[RecordId]) -> Mapping[RecordId, JobCodes]: ...

    def sub_jobs(self, projects: Collection[RecordId]) -> Iterable[tuple[RecordId, str]]:
        """Project and number of every linked sub job."""

    def groups(self) -> frozenset[str]:
        """Summary codes of the company."""

    def dependants(self, records: Collection[Record]) -> Mapping[RecordId, int]: ...

    def granted(self, person: str, since: datetime) -> Sequence[Entry]:
        """What was changed of a person's rights, and of the settings, since a moment."""

    def looks(self, records: Collection[RecordId]) -> Mapping[RecordId, int]:
        """How often the connector looked for each in the ERP and could not tell."""

    def held(self, records: Collection[Record]) -> Mapping[RecordId, Held]:
        """What is owed to the ERP for each of these as it stands."""

    def read_at(self) -> Mapping[RecordKind, datetime]:
        """When the relay last read Sage, by kind."""

    def settings(self) -> Settings: ...

    def chosen(self, projects: Collection[RecordId]) -> Mapping[RecordId, ProjectSettings]:
        """What was chosen for those of these projects for which anything was."""

    def person(self, id: str) -> Actor | None: ...

    def peopled(self) -> bool:
        """Whether anybody is known here at all."""


class Writable(Shelf, Protocol):
    """A shelf inside a write transaction."""

    def since(self, record: RecordId, version: int) -> Sequence[Entry]:
        """What happened to a record after a version; its last entry where that was nothing."""

    def earlier(self, record: RecordId, begun: str) -> str | None:
        """The canonical content that a record had under a digest, or one that begins so."""

    def head(self) -> tuple[int, str]:
        """The number and the hash of the last audit entry."""

    def sealed_as(self, key: str) -> str | None:
        """The digest of what was frozen under a key; None where nothing was."""

    def write(self, changes: Sequence[Change]) -> None: ...


class Cases:
    """Builds the cases of records that were read together."""

    def __init__(
        self,
        shelf: Shelf,
        records: Collection[Record],
        names: Mapping[RecordId, Sequence[RecordId]],
        actor: Actor,
        answers: Answers,
        now: datetime,
        action: Action | None = None,
    ) -> None:
        """`names` are the records that each one names; `action` is None where all are judged."""
        self._shelf = shelf
        self._actor = _as_known(shelf, actor)
        self._answers, self._now = answers, now
        self._settings = shelf.settings()
        self._own_grant = self._read_own_grant()
        self._names = names
        wanted = {name for record in records for name in names[record.id]}
        self._target: Record | None = None
        if answers.link_to:
            wanted.add(answers.link_to)
            self._target = shelf.records([answers.link_to]).get(answers.link_to)
        self._carriers = shelf.carriers(wanted) if wanted else {}
        living = {self._living(name) for name in wanted}
        self._related = shelf.related(living) if living else {}
        projects = {self._living(p) for record in records if (p := _project_of(record))}
        self._jobs = self._read_jobs(projects)
        choosing = {name for record in records for name in self._project_names(record)}
        self._chosen = shelf.chosen(choosing) if choosing else {}
        self._contracts, self._contracts_seen = self._read_contracts(records)
        self._dependants = shelf.dependants(records)
        self._read_at = shelf.read_at()
        lost = [r.id for r in records if r.status is ErpStatus.OUTCOME_UNKNOWN]
        self._looks = shelf.looks(lost) if lost else {}
        leaving = [r for r in records if r.status is ErpStatus.EXPORTING]
        asked = action in {None, Action.RECALL, Action.VOID}
        self._held = shelf.held(leaving) if leaving and asked else {}
        self._around = {record.id: self._named(record) for record in records}
        self._places = {record.id: self._place(record) for record in records}
        keys = {key for key, _ in self._places.values() if key}
        self._holders: dict[str, Holder | None] = dict.fromkeys(keys)
        self._holders.update(shelf.holders(keys))
        self._mirror = shelf.mirrored({m for _, m in self._places.values() if m})
        self._coding = coding(shelf, records, answers)
        self._jobs_seen = self._see_jobs(records)
        self._moved = 0
        self._directory = directories(shelf, records, self._target, self._settings, action)

    def case(self, record: Record) -> Case:
        key, place = self._places[record.id]
        holder = self._holders[key] if key else None
        if holder is not None and holder.id == record.id:
            holder = None
        return Case(
            record,
            self._actor,
            self._now,
            self._answers,
            self._settings,
            self._around[record.id],
            self._job(record),
            holder.words if holder is not None else None,
            self._mirror.get(place) if place else None,
            self._read_at.get(record.kind),
            self._dependants.get(record.id, 0),
            self._target,
            self._contracts.get(record.parent) if record.parent else None,
            self._contracts_seen.get(record.parent) if record.parent else None,
            self._choice(record),
            directory=self._directory.get(record.id, NOTHING),
            job_seen=self._jobs_seen.get(record.project) if record.project else None,
            projects=self._coding.projects + self._moved,
            uses=self._coding.uses.get(record.id, NO_USE),
            categories=self._coding.categories,
            looks=self._looks.get(record.id, 0),
            held=self._held.get(record.id),
            own_grant=self._own_grant,
        )

    def leaves_at(self, allowed: Allowed) -> datetime | None:
        """Until when what was allowed may be recalled."""
        return leaves_at(allowed.action, allowed.effect, self._settings, self._now)

    def leaving(self, allowed: Allowed) -> Leaving | None:
        """What is frozen with what was allowed; None where nothing leaves by it."""
        if allowed.effect is None or not freezes(allowed.action, allowed.effect):
            return None
        return leaving(allowed.record, self._settings, allowed.effect)

    def holder(self, key: str) -> Holder | None:
        """Who claims an ERP id by now, the decisions of this chunk included."""
        if key not in self._holders:
            self._holders[key] = self._shelf.holders([key]).get(key)
        return self._holders[key]

    def claimed(self, before: str | None, after: str | None, holder: Holder) -> None:
        """Note that a decision of this chunk moves a claim."""
        if before is not None and before != after:
            self._holders[before] = None
        if after is not None:
            self._holders[after] = holder

    def moved(self, before: Record, after: Record) -> None:
        """Note that a decision of this chunk moves a record: one more project may be linked."""
        if after.kind is RecordKind.PROJECT:
            self._moved += (after.status in LINKED) - (before.status in LINKED)

    def _read_own_grant(self) -> str:
        """What the actor granted themself lately and nobody confirmed."""
        days, actor = self._settings.duties.grantor_days, self._actor
        if not days or actor.connector:
            return ""
        return own_grant(self._shelf.granted(actor.id, self._now - timedelta(days=days)), actor)

    def _see_jobs(self, records: Collection[Record]) -> Mapping[RecordId, Mirrored]:
        """What the ERP holds of the jobs that sub jobs belong to."""
        around = {
            r.project: self._around[r.id].get(r.project)
            for r in records
            if r.kind is RecordKind.SUB_JOB and r.project
        }
        keys = {
            name: mirror_key(RecordKind.PROJECT, "", job.erp_id)
            for name, job in around.items()
            if job and job.erp_id
        }
        if not keys:
            return {}
        seen = self._shelf.mirrored(set(keys.values()))
        return {name: seen[key] for name, key in keys.items() if key in seen}

    def _living(self, name: RecordId) -> RecordId:
        return self._carriers.get(name, name)

    def _named(self, record: Record) -> dict[RecordId, Related]:
        related, carriers = self._related, self._carriers
        found = {
            name: related[living]
            for name in self._names[record.id]
            if (living := carriers.get(name, name)) in related
        }
        if self._answers.link_to and self._answers.link_to in related:
            found[self._answers.link_to] = related[self._answers.link_to]
        return found

    def _place(self, record: Record) -> tuple[str | None, str]:
        """The key of the ERP id this record would take, and where the ERP would hold it."""
        around = self._around[record.id]
        case = Case(record, self._actor, self._now, self._answers, self._settings, around)
        wanted = proposed_erp_id(case)
        if not wanted:
            return None, ""
        return erp_key(record, wanted), mirror_key(record.kind, erp_place(case), wanted)

    def _choice(self, record: Record) -> ProjectSettings:
        if not self._chosen:
            return NOTHING_CHOSEN
        found = (self._chosen.get(name) for name in self._project_names(record))
        return next((choice for choice in found if choice), NOTHING_CHOSEN)

    def _project_names(self, record: Record) -> tuple[RecordId, ...]:
        """The names under which something may be chosen for its project, the living one first.

        What was chosen before a project was linked to a Sage job stands under its own name.
        """
        project = _project_of(record)
        if project is None:
            return ()
        if record.kind is RecordKind.PROJECT:
            return (project, record.at_origin)
        return (self._living(project), project)

    def _job(self, record: Record) -> Job | None:
        project = _project_of(record)
        return self._jobs.get(self._living(project), NO_JOB) if project else None

    def _read_contracts(
        self, records: Collection[Record]
    ) -> tuple[Mapping[RecordId, Record], Mapping[RecordId, Mirrored]]:
        """The prime contracts of change orders, and what the ERP holds of them."""
        wanted = {r.parent for r in records if r.kind is RecordKind.PCCO and r.parent}
        if not wanted:
            return {}, {}
        found = self._shelf.records(wanted)
        keys = {
            name: mirror_key(contract.kind, "", contract.erp_id)
            for name, contract in found.items()
            if contract.erp_id
        }
        seen = self._shelf.mirrored(set(keys.values()))
        return found, {name: seen[key] for name, key in keys.items() if key in seen}

    def _read_jobs(self, wanted: Collection[RecordId]) -> dict[RecordId, Job]:
        if not wanted:
            return {}
        groups = self._shelf.groups()
        subs: dict[RecordId, set[str]] = {}
        for project, number in self._shelf.sub_jobs({*wanted, *self._carriers}):
            subs.setdefault(self._living(project), set()).add(number)
        nothing: frozenset[str] = frozenset()
        return {
            project: Job(
                held,
                pending,
                groups,
                frozenset(subs[project]) if project in subs else nothing,
                tool,
            )
            for project, (held, pending, tool) in self._shelf.codes(wanted).items()
        }


def _project_of(record: Record) -> RecordId | None:
    return record.id if record.kind is RecordKind.PROJECT else record.project


def _as_known(shelf: Shelf, actor: Actor) -> Actor:
    """With the rights of this moment, not of when a session began (invariant I2).

    Whoever is not among the people of a company that has any holds none of its rights.
    """
    found = None if actor.connector else shelf.person(actor.id)
    if found is not None:
        return found
    stranger = not actor.connector and shelf.peopled()
    return Actor(actor.id, actor.name) if stranger else actor


def cases_of(
    shelf: Shelf, records: Collection[Record], actor: Actor, answers: Answers, now: datetime
) -> list[Case]:
    """The cases of several records, each judged by itself."""
    names = {record.id: named_by(record) for record in records}
    made = Cases(shelf, records, names, actor, answers, now)
    return [made.case(record) for record in records]


def case_of(shelf: Shelf, record: Record, actor: Actor, answers: Answers, now: datetime) -> Case:
    """The case of one record."""
    return Cases(shelf, [record], {record.id: named_by(record)}, actor, answers, now).case(record)
