"""What the core needs of its store.

Ports are synchronous and may be called from any thread.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.anchors import Head
from core.audit import Entry
from core.case import Answers, Case, Mirrored, Named
from core.decision import Outcome, Refused
from core.people import Actor
from core.ports.leaving import Leaving
from core.ports.overview import Overviewing
from core.ports.relay import Depth, FirstStep, JobRun, Span
from core.ports.work import (
    Adjust,
    Adjusted,
    AdjustPerson,
    Asked,
    Batch,
    Freshness,
    Judge,
    Owed,
    Run,
    Unperformed,
)
from core.query import Query
from core.records import Record, Row
from core.saved import Saved
from core.settings import ProjectSettings, Settings
from core.user_keys import UserKey
from core.vocabulary import Action, Effect, RecordId, RecordKind, View


class Reading(Protocol):
    """Looks at records, lists and history."""

    def counts(self) -> Mapping[tuple[str, View], int]:
        """Records by tab and view; kept, never counted. Views without a record are absent."""

    def rows(
        self,
        query: Query,
        limit: int,
        *,
        after: Row | None = None,
        before: Row | None = None,
        last: bool = False,
    ) -> Sequence[Row]:
        """A window in the query's order: the first rows, those after or before a row, or the last.

        Always in display order. At most `limit`; fewer only where the list ends.
        """

    def ids(self, query: Query, limit: int) -> Sequence[Asked]:
        """Records and versions that match, in order: what a bulk decision names."""

    def tally(self, query: Query, limit: int) -> int:
        """How many match, counting no further than `limit`."""

    def reckon(self, query: Query, limit: int) -> tuple[int, bool]:
        """At least so many match, and whether that is all; nothing is walked through for it."""

    def case(self, record: RecordId, actor: Actor, answers: Answers = ...) -> Case:
        """Everything a judgement of this record may read.

        Raises:
            UnknownRecord: there is none.
        """

    def cases(self, records: Collection[RecordId], actor: Actor) -> Sequence[Case]:
        """Likewise of several, as of one moment, in no order; without those that are gone."""

    def history(self, record: RecordId) -> Sequence[Entry]:
        """What happened to a record, oldest first."""

    def head(self) -> Head:
        """Where the history ends."""

    def last_by(self, actions: Collection[Action]) -> Mapping[str, Entry]:
        """The newest entry of everybody who did one of these actions, by the actor's name."""

    def find(self, record: RecordId) -> Record:
        """One record, whole.

        Raises:
            UnknownRecord: there is none.
        """

    def companies(self) -> Sequence[Named]:
        """Every company and vendor that is not put away, by its name."""

    def of_kind(self, kind: RecordKind) -> Sequence[Record]:
        """All records of a kind, whole, by their number."""

    def beginnings(self, kind: RecordKind, begun: str, limit: int) -> Sequence[str]:
        """What companies and projects are called that begins so: titles of the one, numbers of the
        other, in order, without what was put away.
        """

    def of_project(
        self, project: RecordId, kinds: Collection[RecordKind], limit: int
    ) -> Sequence[Record]:
        """Records of these kinds that belong to a project, whole, by kind and id.

        The project is found by the name it has in the project system, too; at most `limit`.
        """

    def uses(self, project: RecordId) -> Mapping[tuple[str, str], str]:
        """Codes and categories on lines of a project's records, each with one that uses it.

        Raises:
            UnknownRecord: there is no such project.
        """

    def change(self) -> int:
        """A number that differs once anyone else has written. Costs microseconds."""


class Keeping(Protocol):
    """Keeps the home's own facts: settings, people, whatever has a name."""

    def settings(self) -> Settings: ...

    def keep_settings(self, settings: Settings) -> None:
        """Found a home with them: neither judged nor audited."""

    def project_settings(self, project: RecordId) -> ProjectSettings:
        """What was chosen for a project; the defaults where nothing was."""

    def chosen_projects(self) -> Mapping[RecordId, ProjectSettings]:
        """Every project for which something was chosen, and what."""

    def adjust_settings(
        self, actor: Actor, judge: Adjust[Settings]
    ) -> Adjusted[Settings] | Refused:
        """Judge, keep and audit in ONE transaction.

        The judge sees the actor's rights and the settings of that moment. A value that stays as it
        was is kept without an entry.
        """

    def adjust_project(
        self, project: RecordId, actor: Actor, judge: Adjust[ProjectSettings]
    ) -> Adjusted[ProjectSettings] | Refused:
        """Likewise, what was chosen for a project."""

    def adjust_person(
        self, id: str, actor: Actor, judge: AdjustPerson
    ) -> Adjusted[Actor] | Refused:
        """Likewise, one person, who may be new. The judge sees everybody, by id."""

    def user_key(self, fingerprint: str) -> UserKey | None:
        """The SSH key of a fingerprint, whether or not it lets anybody in."""

    def user_keys(self, person: str) -> Sequence[UserKey]:
        """Those of a person; everybody's where none is named. In no order."""

    def adjust_key(
        self, fingerprint: str, actor: Actor, judge: Adjust[UserKey | None]
    ) -> Adjusted[UserKey | None] | Refused:
        """Likewise, one SSH key, which may be new. Of one that is kept only its state changes."""

    def saved_views(self, owner: str) -> Sequence[Saved]:
        """Those of a person and those that are shared, in no order."""

    def adjust_view(
        self, name: str, owner: str, actor: Actor, judge: Adjust[Saved | None]
    ) -> Adjusted[Saved | None] | Refused:
        """Likewise, one saved view; None where there is none, or is to be none."""

    def kept(self, name: str) -> str | None:
        """A fact about this home, such as `sandbox` or `company`; None where it was never kept."""

    def keep(self, name: str, value: str) -> None: ...

    def revise(self, name: str, change: Callable[[str | None], str]) -> str:
        """Make another fact of one that is kept, in ONE transaction; returns what it is now."""

    def person(self, id: str) -> Actor | None: ...
    def people(self) -> Sequence[Actor]: ...

    def keep_person(self, person: Actor) -> None:
        """Found a home with them: neither judged nor audited."""


class Deciding(Protocol):
    """Judges and commits."""

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
        """Judge and commit in ONE transaction: records, audit entries, counts and owed effects.

        Cases are read inside the transaction, so nothing moves between judging and committing.
        One refusal never spoils the rest. An unknown id is refused, not raised.

        Raises:
            LostLease: `settles` is no longer held by its owner; nothing was committed.
        """

    def keep_batch(self, batch: Batch) -> None:
        """Keep a batch's result under its id."""

    def batch(self, id: str) -> Batch | None: ...

    def batches(
        self, limit: int, *, actor: str = "", since: datetime | None = None
    ) -> Sequence[Batch]:
        """The last of them, the newest first: of one person, or since a moment."""

    def decided_in(self, batch: str) -> Sequence[Entry]:
        """What was decided in a batch, in its order."""


class Arriving(Protocol):
    """Takes in what the two systems hold."""

    def arrive(self, records: Iterable[Record], actor: Actor) -> int:
        """Take in records that were not here, each with its audit entry. Returns how many.

        A record whose id is known already is left alone.
        """

    def amend(self, record: Record, actor: Actor, said: str, *, owes: Effect | None = None) -> None:
        """Replace a record's content, not its status; version and audit entry included.

        What is owed for it from then on is committed along.

        Raises:
            UnknownRecord: there is none.
            StaleRecord: it moved since it was read, or is on its way to the ERP.
        """

    def carrier(self, record: RecordId) -> RecordId:
        """Where what the project system calls `record` lives on: in the row it was linked to."""

    def mark(self, source: str) -> int:
        """Up to where a source was read; 0 before the first time."""

    def keep_mark(self, source: str, mark: int) -> None: ...

    def mirror(
        self,
        kind: RecordKind,
        seen: Iterable[Mirrored],
        as_of: datetime,
        gone: Iterable[tuple[str, str]] = (),
        *,
        mark: int,
    ) -> int:
        """Keep what the ERP holds and the mark, in one transaction.

        `as_of` is when the relay read it. `gone` are (scope, ERP id) of what it no longer holds.
        Returns how many rows changed.
        """

    def linked(self, kind: RecordKind, erp_id: str) -> Row | None:
        """The record that holds an ERP id company-wide, such as a project by its job id."""

    def mirrored(self, kind: RecordKind) -> Iterator[Mirrored]:
        """All that the ERP held of a kind, as last seen."""

    def unheld(self, kind: RecordKind) -> Sequence[Mirrored]:
        """What the ERP holds and no record of ours is linked to or waits with."""


class Owing(Protocol):
    """Keeps what was committed and is not yet performed."""

    def claim(self, owner: str, seconds: float, limit: int) -> Sequence[Owed]:
        """Take a lease on the oldest effects that are due and free."""

    def claim_alike(self, owed: Owed, seconds: float, limit: int) -> Sequence[Owed]:
        """Take more, for the holder of `owed`: due and free, of the same effect, for records of the
        same kind and project.
        """

    def answer_for(
        self, done: Sequence[Owed], later: Sequence[tuple[Owed, float, str]] = ()
    ) -> None:
        """Settle some and postpone others, in one transaction; whatever lease was lost stays."""

    def unperformed(self, limit: int, record: RecordId | None = None) -> Sequence[Unperformed]:
        """What is owed, what was tried oftenest first; of one record where it is named."""

    def renew(self, owed: Owed, seconds: float) -> None:
        """Hold the lease for that much longer.

        Raises:
            LostLease: it is in other hands by now.
        """

    def settle(self, owed: Owed) -> None:
        """The effect is answered for. Does nothing if the lease was lost."""

    def postpone(self, owed: Owed, seconds: float, why: str) -> None:
        """Give the lease back; nobody tries again before `seconds` have passed."""

    def hasten(self, kind: RecordKind) -> None:
        """What was tried for a kind and put off is due now: the ERP shows something new."""

    def owing(self) -> int:
        """How many effects are committed and not yet settled."""

    def put_off(self, effects: Collection[Effect], kinds: Collection[RecordKind]) -> int:
        """How many effects of some sorts were tried, for some kinds, and are not settled."""

    def owed_since(self) -> datetime | None:
        """When the oldest of them was committed; None where nothing is owed."""


class Refreshing(Protocol):
    """Keeps who asked for a refresh and how far it is."""

    def ask_refresh(self, tab: str, actor: Actor) -> Run:
        """Ask for an on-demand refresh. Who asks while one is open joins it."""

    def next_refresh(self, owner: str, seconds: float) -> Run | None:
        """Take the oldest refresh that was asked for, or whose worker died."""

    def report_refresh(self, run: Run) -> bool:
        """Keep how far a run is. False where it was ended meanwhile: it goes no further."""

    def cancel_refresh(self, tab: str, actor: Actor) -> Run | None:
        """End the open refresh of a tab. None where none is open."""

    def open_refreshes(self) -> Sequence[Run]:
        """All that are asked for or under way, in the order in which they are taken."""

    def ended_refreshes(self, tab: str, limit: int) -> Sequence[Run]:
        """The last of a tab that are over, the newest first."""

    def last_refresh(self, tab: str) -> Run | None: ...

    def freshness(self, kind: RecordKind) -> Freshness: ...


class Syncing(Protocol):
    """Keeps the relay's first steps, and how the automatic sync went."""

    def ask_first_step(self, span: Span, depth: Depth, actor: Actor) -> FirstStep:
        """Ask for a first step. Who asks while one is open joins it, whatever its range."""

    def report_first_step(self, step: FirstStep) -> None:
        """Keep how far a first step is. One that has ended stays as it ended."""

    def first_steps(self, limit: int) -> Sequence[FirstStep]:
        """The last of them, the newest first."""

    def keep_job_runs(self, runs: Iterable[JobRun]) -> None:
        """Keep how jobs went, each in place of its run before."""

    def job_runs(self) -> Mapping[str, JobRun]:
        """The last run of each job, by its name."""

    def exported_since(self, at: datetime) -> Mapping[RecordKind, datetime]:
        """When an export of a kind was last confirmed, of kinds where that was after `at`."""


class RecordStore(
    Reading, Keeping, Deciding, Arriving, Owing, Leaving, Refreshing, Syncing, Overviewing, Protocol
):
    """Keeps records, what was decided about them, and what is owed because of it."""
