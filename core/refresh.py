"""Use case: on-demand sync of a tab from the ERP, and news from the project system."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from os import getpid

from core.approvals import Approvals
from core.case import Mirrored
from core.codes import as_synced
from core.cost_sync import CostSync
from core.costs import summary
from core.decision import Allowed
from core.held_codes import take_held
from core.identity import record_id
from core.news import News
from core.objection import Cause, Objection
from core.people import CONNECTOR, Actor
from core.permissions import REFRESH, Deed, deed_objections, denials
from core.ports import (
    Asked,
    Erp,
    OutsideUnreachable,
    ProjectSystem,
    RecordStore,
    Run,
    RunState,
    StaleRecord,
)
from core.posting import take_posted
from core.query import Query
from core.records import BODY_OF, Budget, Company, JobCost, PrimeContract, Record
from core.tabs import TAB, TAB_OF, arrival
from core.upkeep import VendorUpkeep, is_listed
from core.vocabulary import Action, Effect, ErpStatus, Origin, RecordKind, View
from core.watching import Reading, Watch

K = RecordKind
BLOCK = 500
A_PAGE = 100
"""Of the project system so many rows are taken over at a time, that it shows how long they take."""
A_ROW = 0.0003
"""Seconds that a row takes from what was read to its tab, at least, until that is under way: a
third of what reading it takes."""
MOST = 1_000_000
"""More than ever wait to be imported."""
_salts = count()
"""Tells the ids of one process apart within a millisecond; its number tells them from another's."""
Standing = tuple[object, ...]
"""How many records of a kind's tab are synced, and how many jobs: what is held, and may be brought
in, depends on both; of vendors, on the settings too."""
WITHOUT_APPROVAL = frozenset({K.COST_CODE, K.JOB_COST})
"""Kinds that a sync brings in by itself; their rules still apply (cost codes 1-4)."""
IMPORTED = frozenset(
    {K.COST_CODE, K.COMPANY, K.PROJECT, K.SUB_JOB, K.JOB_COST, K.BUDGET, K.PRIME_CONTRACT}
)
"""Kinds that come from the ERP; the others are only mirrored, to judge by."""


def refresh_objections(tab: str, actor: Actor) -> tuple[Objection, ...]:
    """What stands against an on-demand refresh of a tab by somebody."""
    row = TAB[tab]
    if row.refresh is None:
        text = f"{row.title} has no refresh: its records come only {arrival(row)}."
        return (Objection("financials 1.6", text, cause=Cause.NO_SUCH_STEP),)
    return denials(REFRESH, actor, next(iter(row.kinds)))


class Cancelled(Exception):
    """Somebody ended the refresh: what it has brought so far stays, and more is not read."""


class Refresher:
    """Reads what the relay has, mirrors it, and lists what only the ERP holds."""

    def __init__(
        self,
        store: RecordStore,
        erp: Erp,
        projects: ProjectSystem,
        watch: Watch | None = None,
        heard: Callable[[Run], None] = lambda _: None,
    ) -> None:
        """Both systems tell `watch` how far they are; `heard` is told how far a run is."""
        self._watch = watch or Watch()
        self._heard = heard
        self._store = store
        self._approvals = Approvals(store)
        self._erp = erp
        self._projects = projects
        self._news = News(store, projects)
        self._listed: dict[RecordKind, Standing] = {}
        """How matters stood when a kind was last listed; it is listed again once they differ."""
        self._awaited: set[RecordKind] = set()
        """Kinds that changed while the project system had not told all that it holds."""

    def perform_asked(self, owner: str, lease: float = 30.0) -> Run | None:
        """Perform the oldest refresh that somebody asked for. None where there is none."""
        run = self._store.next_refresh(owner, lease)
        return self.perform(run) if run else None

    def perform(self, run: Run) -> Run:
        """Refresh one tab, reporting how far it is after every block."""
        try:
            self._take_all_news(run)
            for kind in TAB[run.tab].kinds:
                with self._watch.heard_by(partial(self._is_read, run), self._expected(run.tab)):
                    run = self._read(run, kind)
                run = self._list(run, kind, each=self._may_take_each(run.asked_by))
        except OutsideUnreachable as why:
            return self._end(run, RunState.FAILED, str(why))
        except Cancelled:
            return self._store.last_refresh(run.tab) or run
        result = f"{run.arrived} new, {run.changed} changed"
        return self._end(run, RunState.DONE, result + self._left_alone(run) + self._unlisted(run))

    def poll(self, kinds: Iterable[RecordKind] = K) -> dict[RecordKind, Run]:
        """Mirror every kind quietly, as the connector does by itself. Returns what each brought.

        Raises:
            OutsideUnreachable: the relay does not answer.
        """
        found = {}
        for kind in kinds:
            blank = Run(0, "", "", datetime.now(UTC), RunState.RUNNING)
            read = self._read(blank, kind, report=lambda _: True)
            if read.changed:
                self._awaited.add(kind)
            due = kind in self._awaited or self._listed.get(kind) != self._standing(kind)
            if due and self._projects.told_all():
                # What was edited in a project stands until Sage's own costs change.
                read = self._list(read, kind, each=kind in self._awaited)
                self._listed[kind] = self._standing(kind)
                self._awaited.discard(kind)
            found[kind] = read
        return found

    def take_news(self) -> int:
        """Take in what the project system made or edited. Returns how many.

        Raises:
            OutsideUnreachable: the project system does not answer.
        """
        return self._news.take()

    def _take_all_news(self, run: Run) -> None:
        """What the project system has, until it has told all: nobody knows before what only Sage
        holds.

        Where that cannot be asked, the ERP still can.
        """
        if self._projects.told_all():
            return
        with self._watch.heard_by(partial(self._is_read, run)), suppress(OutsideUnreachable):
            while self._news.take(A_PAGE):
                continue

    def _is_read(self, run: Run, reading: Reading) -> None:
        """Report how far one of both systems is read.

        Raises:
            Cancelled: somebody ended the run.
        """
        ends = None
        if reading.left is not None:
            after = max(A_ROW, reading.a_row / 3) * max(reading.rows, reading.total)
            ends = self._store.now() + timedelta(seconds=reading.left + after)
        told = run._replace(
            stage=reading.system, seen=reading.rows, total=reading.total, about=reading.about,
            ends_at=ends,
        )  # fmt: skip
        if not self._report(told):
            raise Cancelled

    def _report(self, run: Run) -> bool:
        """Whether it goes on."""
        self._heard(run)
        return self._store.report_refresh(run)

    def _expected(self, tab: str) -> int:
        """How many rows the ERP may have for a tab: as many as are known of it."""
        counts = self._store.counts()
        return sum(counts.get((tab, view), 0) for view in TAB[tab].views)

    def _read(self, run: Run, kind: RecordKind, report: Callable[[Run], bool] | None = None) -> Run:
        report = report or self._report
        mark, rows, begun = self._store.mark(kind), 0, None
        while True:
            block = self._erp.seen(kind, mark, BLOCK)
            as_of = self._erp.read_at(kind) or datetime.fromtimestamp(0, UTC)
            if block.mark == mark and self._store.freshness(kind).relay_read_erp == as_of:
                return run
            changed = self._store.mirror(kind, block.records, as_of, block.gone, mark=block.mark)
            take_held(self._store, block.records)
            came = len(block.records) + len(block.gone)
            seen, rows = run.seen + came, rows + came
            now = self._store.now()
            begun = begun or now
            each = (now - begun) / rows if rows > BLOCK else timedelta(seconds=A_ROW)
            run = run._replace(
                seen=seen, total=seen + block.remaining, changed=run.changed + changed,
                ends_at=now + each * block.remaining + timedelta(seconds=A_ROW) * seen,
            )  # fmt: skip
            if not report(run):
                raise Cancelled
            if block.mark == mark or not block.remaining:
                return run
            mark = block.mark

    def _list(self, run: Run, kind: RecordKind, *, each: bool) -> Run:
        """Give a row to what only the ERP holds; bring in what needs nobody's decision.

        `each`: bring in job cost transactions, too, where a project takes them.
        """
        take_posted(self._store, self._approvals, kind)
        if kind not in IMPORTED or not self._projects.told_all():
            return run
        now, settings = datetime.now(UTC), self._store.settings()
        fresh = [
            self._arriving(seen, now, getpid() * 4099 + next(_salts))
            for seen in self._store.unheld(kind)
            if seen.active and is_listed(seen, settings)
        ]
        arrived = self._store.arrive(fresh, CONNECTOR)
        waiting = self._waiting(kind)
        if kind is K.COMPANY:
            VendorUpkeep(self._store).keep()
        if kind in WITHOUT_APPROVAL:
            self._bring_in(waiting)
            renewed = self._renew(kind, each=each)
            run = run._replace(changed=max(run.changed, renewed))
        return run._replace(arrived=run.arrived + arrived)

    def _standing(self, kind: RecordKind) -> Standing:
        counts = self._store.counts()
        tabs = (TAB_OF[kind].name, TAB_OF[K.PROJECT].name)
        synced = tuple(counts.get((tab, View.SYNCED), 0) for tab in tabs)
        return (*synced, self._store.settings()) if kind is K.COMPANY else synced

    def _waiting(self, kind: RecordKind) -> Sequence[Asked]:
        """What waits to be imported, brought in line with what the ERP holds by now."""
        waiting = self._store.ids(Query(TAB_OF[kind].name, View.READY_TO_IMPORT), MOST)
        seen = {(s.job, s.erp_id): s for s in self._store.mirrored(kind)} if waiting else {}
        for asked in waiting:
            mine = self._store.find(asked.record)
            theirs = seen.get((mine.project_number, mine.erp_id or ""))
            if theirs is None:
                continue
            renewed = self._renewed(mine, theirs)
            if renewed != mine:
                # One that somebody moved meanwhile is no longer waiting.
                with suppress(StaleRecord):
                    self._store.amend(renewed, CONNECTOR, "read again from the ERP")
        return [Asked(asked.record) for asked in waiting]

    def _renewed(self, mine: Record, seen: Mirrored) -> Record:
        """A waiting row as the ERP shows it, in the project that its job has become meanwhile."""
        job = self._store.linked(K.PROJECT, seen.job) if seen.job and not mine.project else None
        found = mine._replace(title=seen.title, project=job.id if job else mine.project)
        match mine.body, seen.body:
            case (Budget(), _) | (_, None):
                # A budget may have lines and a lock of its own; which lines stay is asked.
                return found
            case PrimeContract() as held, PrimeContract() as theirs:
                body = theirs._replace(projects=held.projects, approval=held.approval)
                return found._replace(body=body, amount=seen.amount)
            case Company(), Company() as theirs:
                return found._replace(body=theirs._replace(erp_active=seen.active))
            case _, JobCost() as theirs:
                return found._replace(body=summary(theirs), amount=seen.amount)
            case _, theirs:
                return found._replace(body=theirs, amount=seen.amount)

    def _bring_in(self, waiting: Sequence[Asked]) -> None:
        """Import what nothing stands against by now."""
        rehearsed = self._approvals.rehearse(Action.IMPORT, waiting, CONNECTOR)
        ready = [Asked(o.record) for o in rehearsed if isinstance(o.decision, Allowed)]
        if ready:
            self._approvals.perform_many(Action.IMPORT, ready, CONNECTOR)

    def _may_take_each(self, asked_by: str) -> bool:
        """Whether who asked may sync job cost transactions (permissions A.1 row 26)."""
        settings = self._store.settings()
        those = [person for person in self._store.people() if person.name == asked_by]
        return bool(those) and not any(
            deed_objections(Deed.SYNC_TRANSACTIONS, person, settings, K.JOB_COST)
            for person in those
        )

    def _left_alone(self, run: Run) -> str:
        """What a refresh of job costs did not touch, and why."""
        if K.JOB_COST not in TAB[run.tab].kinds or self._may_take_each(run.asked_by):
            return ""
        count = sum(chosen.transactions for chosen in self._store.chosen_projects().values())
        if not count:
            return ""
        who = "an administrator of ERP Integrations or an accounting approver"
        return f"; {count} with transactions left to {who} [permissions A.1 row 26]"

    def _unlisted(self, run: Run) -> str:
        """Why nothing was listed of what only the ERP holds, where that is so."""
        if self._projects.told_all() or IMPORTED.isdisjoint(TAB[run.tab].kinds):
            return ""
        return "; what only Sage holds is listed once all projects were read"

    def _renew(self, kind: RecordKind, *, each: bool) -> int:
        """Bring synced records of a kind without approval in line with the mirror: how many."""
        count = 0
        costs = CostSync(self._store, datetime.now(UTC), each=each)
        for seen in self._store.mirrored(kind):
            row = self._store.linked(kind, seen.erp_id)
            if row is None or seen.body is None or row.status is not ErpStatus.SYNCED:
                continue
            mine = self._store.find(row.id)
            if kind is K.JOB_COST:
                renewed = costs.brought(mine, seen)
            else:
                body = as_synced(mine.body, seen.body)
                renewed = mine._replace(body=body, amount=seen.amount, title=seen.title)
            if renewed.body != mine.body:
                # One that somebody moved meanwhile is renewed with the next refresh.
                with suppress(StaleRecord):
                    self._store.amend(renewed, CONNECTOR, "synced from the ERP", owes=Effect.TELL)
                    count += 1
        if kind is K.JOB_COST:
            costs.tried()
        return count

    def _arriving(self, seen: Mirrored, now: datetime, salt: int) -> Record:
        job = self._store.linked(K.PROJECT, seen.job) if seen.job else None
        vendor = self._store.linked(K.COMPANY, seen.vendor) if seen.vendor else None
        body = seen.body if seen.body is not None else BODY_OF[seen.kind]()
        return Record(
            id=record_id(now, salt),
            kind=seen.kind,
            status=ErpStatus.READY_TO_IMPORT,
            version=1,
            number=seen.erp_id,
            title=seen.title,
            body=summary(body) if isinstance(body, JobCost) else body,
            origin=Origin.ERP,
            project=job.id if job else None,
            project_number=seen.job,
            vendor=vendor.id if vendor else None,
            vendor_name=vendor.title if vendor else "",
            amount=seen.amount,
            erp_id=seen.erp_id,
            created_by="Sage",
            created_at=now,
            changed_at=now,
        )

    def _end(self, run: Run, state: RunState, result: str) -> Run:
        now = datetime.now(UTC)
        ended = run._replace(state=state, result=result, finished_at=now, stage="", ends_at=None)
        self._report(ended)
        return ended
