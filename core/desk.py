"""Use case: one person at the records. All that a screen or a command may ask for.

Both speak through this, so that they cannot differ in rules, words or audit. Who only looks at
lists loads no rules: what judges and acts is imported where it is first asked for.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from core.anchors import Head
from core.audit import Entry
from core.case import NOTHING_SAID, Answers, Case
from core.decision import Allowed, Offer, Outcome, Refused
from core.looking import Looking
from core.objection import Cause, Objection
from core.people import Actor
from core.ports import Asked, Batch, Freshness, RecordStore, Run
from core.records import Record, Row
from core.tabs import TAB
from core.vocabulary import Action, RecordId, RecordKind

if TYPE_CHECKING:
    from core.adjusting import Adjuster
    from core.admitting import Admitter
    from core.approvals import Approvals, Task
    from core.batches import Batches
    from core.codes import Matrix
    from core.differences import Choice
    from core.granting import Granter
    from core.hops import Hops
    from core.impact import Impact
    from core.job_costs import JobView
    from core.matches import Match
    from core.overviews import Overviews
    from core.ports import Likeness
    from core.refreshes import Wait
    from core.reports.report import Report
    from core.saving import Saver
    from core.settings import Settings
    from core.writing import Preview


class Desk(Looking):
    """Reads lists, shows what may be done and why not, and acts, all as one person."""

    def __init__(self, store: RecordStore, actor: Actor) -> None:
        super().__init__(store, actor)
        self.decided_last: tuple[Asked, ...] = ()
        """What this person last did in this session and has not recalled."""

    @property
    def sandbox(self) -> bool:
        """Whether the ERP behind this home is simulated."""
        return self._store.kept("sandbox") is not None

    @property
    def company(self) -> str:
        return self._store.kept("company") or ""

    @property
    def settings(self) -> "Settings":
        """The company's choices."""
        return self._store.settings()

    # looking

    def record(self, record: RecordId) -> Record:
        """Raises: UnknownRecord."""
        found = self._store.find(record)
        if found.kind is not RecordKind.JOB_COST:
            return found
        from core.job_costs import disclosed

        return disclosed(found, self._me(), self._store.settings())

    def case(self, record: RecordId, answers: Answers = NOTHING_SAID) -> Case:
        """Raises: UnknownRecord."""
        case = self._store.case(record, self.actor, answers)
        if case.record.kind is not RecordKind.JOB_COST:
            return case
        from core.job_costs import disclosed_case

        return disclosed_case(case)

    def costs(self, job: str) -> "JobView":
        """The costs of one job, by its Sage id or its project's number.

        Raises:
            NoSuchJob: there is no such job.
        """
        from core.job_costs import view

        return view(self._store, self.actor, job)

    def offers(self, record: RecordId, answers: Answers = NOTHING_SAID) -> tuple[Offer, ...]:
        """Every action from here, with what it asks and every objection.

        Raises:
            UnknownRecord: there is no such record.
        """
        from core.decide import offers

        return offers(self._store.case(record, self.actor, answers))

    def choices(
        self, record: RecordId, action: Action, answers: Answers = NOTHING_SAID
    ) -> "tuple[Choice, ...]":
        """What an action that takes Sage's values over would change, before it does.

        Raises:
            UnknownRecord: there is no such record.
        """
        from core.differences import COMPARED, choices

        return choices(self.case(record, answers), action) if action in COMPARED else ()

    def preview(self, record: RecordId) -> "Preview":
        """What Sage holds, what would be written, and what that moves.

        Raises:
            UnknownRecord: there is no such record.
        """
        from core.writing import Preview, writing

        case = self.case(record)
        return Preview(case, writing(case), self.impact(case.record))

    def impact(self, record: Record) -> "Impact | None":
        """What a record moves on its cost codes; None where it moves nothing."""
        from core.impact import ASKED_OF, MOST, MOVING, impact

        if record.kind not in ASKED_OF:
            return None
        project = record.project
        others = self._store.of_project(project, MOVING, MOST) if project else ()
        return impact(record, others, self._store.settings())

    def living(self, record: RecordId) -> RecordId:
        """The row in which what the project system calls so lives on."""
        return self._store.carrier(record)

    def codes(self) -> "Matrix":
        """The company's standard codes by cost type, with their defaults."""
        from core.codes import company_matrix
        from core.vocabulary import ErpStatus

        listed = {ErpStatus.SYNCED, ErpStatus.ARCHIVED}
        found = [r for r in self._store.of_kind(RecordKind.COST_CODE) if r.status in listed]
        inactive = frozenset(r.id for r in found if r.status is ErpStatus.ARCHIVED)
        return company_matrix(found, inactive)

    def codes_of(self, project: RecordId) -> "Matrix":
        """One project's codes by cost type: chosen, in Sage, waiting, and what may be taken off.

        Raises:
            UnknownRecord: there is no such project.
        """
        from core.codes import project_matrix

        case = self.case(project)
        seen = case.mirrored.body if case.mirrored else None
        standard = self._store.of_kind(RecordKind.COST_CODE)
        return project_matrix(case.record, standard, seen, self._store.uses(project))

    def project_of(self, job: str) -> Row | None:
        """The project that is linked to a Sage job."""
        found = self._store.linked(RecordKind.PROJECT, job)
        return found if found and found.kind is RecordKind.PROJECT else None

    def look(self, record: RecordId) -> tuple[Record, tuple[Offer, ...]]:
        """A record and its offers, as of one moment.

        Raises:
            UnknownRecord: there is no such record.
        """
        from core.decide import offers

        case = self.case(record)
        return case.record, offers(case)

    @cached_property
    def overviews(self) -> "Overviews":
        """What this person sees over all tabs."""
        from core.overviews import Overviews

        return Overviews(self._store, self.actor)

    def history(self, record: RecordId) -> Sequence[Entry]:
        return self._store.history(record)

    def change(self) -> int:
        return self._store.change()

    def head(self) -> Head:
        """Where the history ends: a person who wrote it down can tell an older copy."""
        return self._store.head()

    def owing(self) -> int:
        """How much the connector still has to perform."""
        return self._store.owing()

    def report(self, name: str, job: str = "") -> "Report | tuple[Objection, ...]":
        """A report by its name, of one job where it takes one; or why this person may not read it.

        Raises:
            KeyError: there is no such report.
            NoSuchJob: there is no such job.
        """
        from core.permissions import deed_objections
        from core.reports import REPORT
        from core.reports.report import Asking

        kind = REPORT[name]
        objections = deed_objections(kind.deed, self._me(), self._store.settings())
        return objections or kind.makes(self._store, Asking(job))

    def file_objections(self, name: str) -> tuple[Objection, ...]:
        """What stands against writing a report to a file, besides what reading it takes.

        Raises:
            KeyError: there is no such report.
        """
        from core.permissions import deed_objections
        from core.reports import REPORT

        deed = REPORT[name].files
        return deed_objections(deed, self._me(), self._store.settings()) if deed else ()

    # acting

    @cached_property
    def _approvals(self) -> "Approvals":
        from core.approvals import Approvals

        return Approvals(self._store)

    def perform(
        self, action: Action, asked: Asked, answers: Answers = NOTHING_SAID
    ) -> Allowed | Refused:
        decision = self._approvals.perform(action, asked, self.actor, answers)
        self._remember(action, [Outcome(asked.record, decision)])
        return decision

    def perform_many(
        self,
        action: Action,
        asked: Sequence[Asked],
        answers: Answers = NOTHING_SAID,
        *,
        progress: Callable[[int, int], bool] | None = None,
        called: str = "",
    ) -> tuple[Batch, Sequence[Outcome]]:
        """Act on many; see Approvals.perform_many."""
        batch, outcomes = self._approvals.perform_many(
            action, asked, self.actor, answers, progress=progress, called=called
        )
        self._remember(action, outcomes)
        return batch, outcomes

    def perform_each(
        self, tasks: "Sequence[Task]", *, called: str = ""
    ) -> tuple[Batch, Sequence[Outcome]]:
        """Act on many, each by its own action, as one batch; see Approvals.perform_each."""
        batch, outcomes = self._approvals.perform_each(tasks, self.actor, called=called)
        self._remember(batch.action, [o for o in outcomes if o.decision.action is batch.action])
        return batch, outcomes

    def _remember(self, action: Action, outcomes: Sequence[Outcome]) -> None:
        """Keep what was decided last, each record at the version the decision left it at."""
        done = [o.decision.record for o in outcomes if isinstance(o.decision, Allowed)]
        if done:
            moved = tuple(Asked(record.id, record.version) for record in done)
            self.decided_last = () if action is Action.RECALL else moved

    def rehearse(
        self, action: Action, asked: Sequence[Asked], answers: Answers = NOTHING_SAID
    ) -> Sequence[Outcome]:
        """What perform_many would answer, with nothing changed."""
        return self._approvals.rehearse(action, asked, self.actor, answers)

    def matches(self, likeness: "Likeness | None" = None) -> "Sequence[Match]":
        """Vendors and companies of one name; with a likeness those of nearly one name, too."""
        from core.matches import nearly, suggested

        companies = self._store.companies()
        found = suggested(companies)
        if likeness is not None:
            percent = self._store.settings().policies.near_duplicate
            found += nearly(companies, percent, likeness)
        return found

    def batch(self, id: str) -> Batch | None:
        return self._store.batch(id)

    @cached_property
    def batches(self) -> "Batches":
        """What was decided many at once, as this person."""
        from core.batches import Batches

        return Batches(self._store, self.actor, self.record)

    # keeping

    @cached_property
    def adjuster(self) -> "Adjuster":
        """Settings, as this person."""
        from core.adjusting import Adjuster

        return Adjuster(self._store, self.actor)

    @cached_property
    def granter(self) -> "Granter":
        """People and their rights, as this person."""
        from core.granting import Granter

        return Granter(self._store, self.actor)

    @cached_property
    def admitter(self) -> "Admitter":
        """SSH keys, as this person."""
        from core.admitting import Admitter

        return Admitter(self._store, self.actor)

    @cached_property
    def saver(self) -> "Saver":
        """Saved views, as this person."""
        from core.saving import Saver

        return Saver(self._store, self.actor)

    # refreshing

    @cached_property
    def hops(self) -> "Hops":
        """Step one of the sync, the schedule and the mappings, as this person."""
        from core.hops import Hops

        return Hops(self._store, self.actor)

    def refresh_objections(self, tab: str) -> tuple[Objection, ...]:
        """What stands against an on-demand refresh of this tab by this person."""
        from core.refresh import refresh_objections

        return refresh_objections(tab, self._me())

    def ask_refresh(self, tab: str) -> Run | tuple[Objection, ...]:
        """Ask the connector to refresh a tab; or hear why not."""
        return self.refresh_objections(tab) or self._store.ask_refresh(tab, self.actor)

    def cancel_refresh(self, tab: str) -> Run | tuple[Objection, ...]:
        """End the refresh of a tab that is open, whoever asked for it; or hear why not."""
        refused = self.refresh_objections(tab)
        return refused or self._store.cancel_refresh(tab, self.actor) or (_none_open(tab),)

    def last_refresh(self, tab: str) -> Run | None:
        return self._store.last_refresh(tab)

    def wait(self, run: Run) -> "Wait":
        """What is known of how long an open refresh will take."""
        from core.refreshes import wait

        return wait(self._store, run)

    def refreshes(self) -> Sequence[Run]:
        """All that are open, in the order in which they are taken."""
        return self._store.open_refreshes()

    def freshness(self, tab: str) -> Freshness:
        """How old the tab's picture of the ERP is, hop by hop: the oldest of its kinds."""
        ages = [self._store.freshness(kind) for kind in TAB[tab].kinds]
        return Freshness(
            _oldest([a.relay_read_erp for a in ages]), _oldest([a.we_read_relay for a in ages])
        )


def _none_open(tab: str) -> Objection:
    text = f"There is no refresh of {TAB[tab].title} to cancel."
    return Objection("cross-cutting C.4", text, cause=Cause.NO_SUCH_STEP)


def _oldest(times: Sequence[datetime | None]) -> datetime | None:
    known = [t for t in times if t is not None]
    return min(known) if len(known) == len(times) else None
