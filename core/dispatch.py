"""Use case: perform what is owed, and report the outcome as an action like any other."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from time import monotonic

from core.approvals import Approvals
from core.brakes import Later
from core.decision import Allowed
from core.epoch import Witness
from core.leases import Lease
from core.news import News
from core.people import CONNECTOR
from core.ports import (
    Asked,
    Erp,
    LostLease,
    OutsideUnreachable,
    Owed,
    ProjectSystem,
    RecordStore,
    StaleRecord,
    UnknownRecord,
)
from core.records import Project, Record, Removal
from core.sending import Sending, Step
from core.telling import Telling, pause
from core.vocabulary import Effect

STANDING = frozenset({Effect.TELL, Effect.TIDY, Effect.RENEW, Effect.REMOVE})
"""Performed for the newest version of a record, whatever followed the one that owed it."""

FOR_ERP = frozenset({Effect.EXPORT, Effect.EXPORT_AT_ONCE, Effect.UPDATE, Effect.LOOK})
"""Performed by the ERP."""


class Dispatcher:
    """Performs owed effects under leases. Two of them side by side are harmless.

    A call is marked before it is made, so that of one that died between the two everybody knows
    that nobody knows (core.sending).
    """

    def __init__(
        self,
        store: RecordStore,
        erp: Erp,
        projects: ProjectSystem,
        *,
        owner: str,
        lease: float = 30.0,
        delivery_bound: timedelta = timedelta(0),
        clock: Callable[[], float] = monotonic,
        passing: Callable[[str], None] = lambda _: None,
        witness: Witness | None = None,
    ) -> None:
        """`lease` is in seconds and at least twice the total deadline of any one call outside.

        `delivery_bound` is how much later than the receiver says a request may still be executed;
        absence is believed only when it was seen that much later. `passing` hears of each of
        `core.sending.POINTS`.
        """
        self._store = store
        self._approvals = Approvals(store)
        self._projects = projects
        self._owner = owner
        self._passing = passing
        self._lease = Lease(store, lease, clock)
        self._news = News(store, projects)
        self._telling = Telling(store, projects, self._news, self._lease, passing)
        self._sending = Sending(store, erp, self._lease, delivery_bound, passing, witness)

    def perform_owed(self, limit: int = 10) -> int:
        """Settle or postpone what is due, oldest first. Returns how many were taken in hand."""
        claimed = self._lease.now()
        taken = self._store.claim(self._owner, self._lease.seconds, limit)
        if not FOR_ERP.isdisjoint(owed.effect for owed in taken):
            self._sending.begin()
        done: set[int] = set()
        for place, owed in enumerate(taken):
            if owed.seq not in done:
                beside = [one for one in taken[place + 1 :] if one.seq not in done]
                self._passing("claimed")
                done |= self._perform(owed, beside, claimed)
        return len(done)

    def _perform(self, owed: Owed, beside: Sequence[Owed], claimed: float) -> frozenset[int]:
        """Returns what was dealt with: it, and whatever went together with it."""
        alone = frozenset({owed.seq})
        try:
            record = self._store.find(owed.record)
        except UnknownRecord:
            self._store.settle(owed)
            return alone
        if record.version != owed.version and owed.effect not in STANDING:
            self._store.settle(owed)
            return alone
        together = self._telling.performed(owed, record, beside, claimed)
        if not together:
            self._lease.held_since(claimed)
            self._try(owed, record)
        return together or alone

    def _try(self, owed: Owed, record: Record) -> None:
        try:
            self._lease.hold(owed)
            self._match(owed, record)
        except OutsideUnreachable as why:
            self._store.postpone(owed, pause(owed.attempts), str(why))
        except LostLease:
            return

    def _match(self, owed: Owed, record: Record) -> None:
        match owed.effect:
            case Effect.EXPORT | Effect.EXPORT_AT_ONCE:
                if owed.effect is Effect.EXPORT_AT_ONCE:
                    self._projects.tell(record, record.status)
                    self._lease.hold(owed)
                self._report(owed, self._sending.export(owed, record))
            case Effect.UPDATE:
                self._report(owed, self._sending.update(owed, record))
            case Effect.LOOK:
                self._report(owed, self._sending.look(owed, record))
            case Effect.TELL:
                # The newest status is told, also where it is no longer the one that owed this:
                # the transitions that followed may owe no word of their own.
                self._projects.tell(record, record.status)
                self._news.reread(record)
                self._store.settle(owed)
            case Effect.CREATE:
                self._projects.create(record)
                self._store.settle(owed)
            case Effect.TIDY:
                self._projects.tidy(record)
                self._store.settle(owed)
            case Effect.RENEW:
                self._renew(record)
                self._store.settle(owed)
            case Effect.REMOVE:
                self._remove(record)
                self._store.settle(owed)

    def _renew(self, record: Record) -> None:
        """With what Sage holds of the job by now; what follows comes back as news."""
        case = self._store.case(record.id, CONNECTOR)
        if case.mirrored is not None:
            into_budget = case.settings.add_codes_to_budgets
            self._projects.renew(record, case.mirrored, into_budget=into_budget)
            self._news.reread(record)

    def _remove(self, record: Record) -> None:
        """Ask for every removal that is open, and keep what became of each."""
        body = record.body
        if not isinstance(body, Project):
            return
        ended = tuple(self._removed(record, r) if r.open else r for r in body.removals)
        self._news.reread(record)
        newest = self._store.find(record.id)
        if isinstance(newest.body, Project):
            later = newest.body.removals[len(ended) :]
            kept = newest._replace(body=newest.body._replace(removals=(*ended, *later)))
            try:
                self._store.amend(kept, CONNECTOR, _told(ended, body.removals))
            except StaleRecord as why:
                raise OutsideUnreachable("It moved meanwhile; asked again in a moment.") from why

    def _removed(self, record: Record, removal: Removal) -> Removal:
        why = self._projects.remove(record, removal.code, removal.category)
        return removal._replace(done=why is None, why=why or "")

    def _report(self, owed: Owed, step: Step) -> None:
        if isinstance(step, Later):
            self._store.postpone(owed, step.seconds, step.why)
            return
        self._passing("answered")
        asked = Asked(owed.record, owed.version)
        done = self._approvals.perform(step.action, asked, CONNECTOR, step.answers, settles=owed)
        self._passing("recorded")
        if not isinstance(done, Allowed):
            why = " ".join(o.text for o in done.objections)
            self._store.postpone(owed, 60.0, why)


def _told(ended: tuple[Removal, ...], asked: tuple[Removal, ...]) -> str:
    """What became of the removals that were open."""
    told = []
    for now, before in zip(ended, asked, strict=True):
        if before.open:
            what = f"{now.code} {now.category}".strip()
            told.append(f"removed {what}" if now.done else f"{what} stays: {now.why}")
    return "; ".join(told)
