"""Use case: perform what is owed, and report the outcome as an action like any other."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from core.approvals import Approvals
from core.case import Answers
from core.decision import Allowed
from core.news import News
from core.payload import payload
from core.people import CONNECTOR
from core.ports import (
    Asked,
    Erp,
    ErpRefused,
    LostLease,
    OutcomeUnknown,
    OutsideUnreachable,
    Owed,
    ProjectSystem,
    Receipt,
    RecordStore,
    StaleRecord,
    UnknownRecord,
)
from core.records import Fault, Project, Record, Removal
from core.vocabulary import Action, Effect

STANDING = frozenset({Effect.TELL, Effect.TIDY, Effect.RENEW, Effect.REMOVE})
"""Performed for the newest version of a record, whatever followed the one that owed it."""
NO_ANSWER = Fault(
    "OUTCOME_UNKNOWN",
    "No answer came back. Looking in Sage whether it arrived before anything is written again.",
    passing=True,
)


class Dispatcher:
    """Performs owed effects under leases. Two of them side by side are harmless.

    It looks before it writes: every export first asks the ERP whether its key is there already, so
    one that died between writing and reporting is finished by whoever comes next.
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
    ) -> None:
        """`lease` is in seconds and at least twice the total deadline of any one call outside.

        `delivery_bound` is how late a request may still be executed by the receiver; absence is
        believed only when it was seen that much later.
        """
        self._store = store
        self._approvals = Approvals(store)
        self._erp = erp
        self._projects = projects
        self._news = News(store, projects)
        self._owner = owner
        self._lease = lease
        self._bound = delivery_bound
        self._now = clock
        self._held_since = 0.0

    def perform_owed(self, limit: int = 10) -> int:
        """Settle or postpone what is due, oldest first. Returns how many were taken in hand."""
        claimed = self._now()
        taken = self._store.claim(self._owner, self._lease, limit)
        for owed in taken:
            self._held_since = claimed
            self._perform(owed)
        return len(taken)

    def _hold(self, owed: Owed) -> None:
        """Make sure that the lease outlasts the next call, and is ours still.

        Raises:
            LostLease: it is not.
        """
        now = self._now()
        if now - self._held_since > self._lease / 2:
            self._store.renew(owed, self._lease)
            self._held_since = now

    def _perform(self, owed: Owed) -> None:
        try:
            record = self._store.find(owed.record)
        except UnknownRecord:
            self._store.settle(owed)
            return
        if record.version != owed.version and owed.effect not in STANDING:
            self._store.settle(owed)
            return
        try:
            self._hold(owed)
            self._match(owed, record)
        except OutsideUnreachable as why:
            self._store.postpone(owed, _pause(owed.attempts), str(why))
        except LostLease:
            return

    def _match(self, owed: Owed, record: Record) -> None:
        match owed.effect:
            case Effect.EXPORT | Effect.EXPORT_AT_ONCE:
                if owed.effect is Effect.EXPORT_AT_ONCE:
                    self._projects.tell(record, record.status)
                    self._hold(owed)
                self._report(owed, *self._export(owed, record))
            case Effect.UPDATE:
                self._update(owed, record)
            case Effect.LOOK:
                self._look(owed, record)
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

    def _export(self, owed: Owed, record: Record) -> tuple[Action, Answers]:
        key = record.export_key or record.id
        seen = self._erp.look(record, key)
        if seen.receipt is not None:
            return Action.CONFIRM, _evidence(seen.receipt)
        if owed.attempts > 1 and self._bound:
            # Whoever tried before may have sent it just before it died: not seen is not absent yet.
            return Action.LOSE, Answers(fault=NO_ANSWER)
        self._hold(owed)
        try:
            leaving = payload(record, self._store.settings())
            return Action.CONFIRM, _evidence(self._erp.export(leaving, key))
        except OutcomeUnknown:
            return Action.LOSE, Answers(fault=NO_ANSWER)
        except ErpRefused as no:
            # "Already exists" may be our own writing, by a worker that lost its lease.
            seen = self._erp.look(record, key)
            if seen.receipt is not None:
                return Action.CONFIRM, _evidence(seen.receipt)
            return Action.FAIL, Answers(fault=Fault(no.code, no.text, no.passing))

    def _update(self, owed: Owed, record: Record) -> None:
        try:
            leaving = payload(record, self._store.settings())
            receipt = self._erp.update(leaving, f"{owed.record}:{owed.version}")
        except OutcomeUnknown as why:
            # Adding a code twice changes nothing, so it is simply tried again.
            raise OutsideUnreachable(str(why)) from why
        except ErpRefused as no:
            fault = Fault(no.code, no.text, no.passing)
            self._report(owed, Action.DECLINE, Answers(fault=fault))
        else:
            self._report(owed, Action.CONFIRM, _evidence(receipt))

    def _look(self, owed: Owed, record: Record) -> None:
        seen = self._erp.look(record, record.export_key or record.id)
        if seen.receipt is not None:
            self._report(owed, Action.FIND, _evidence(seen.receipt))
        elif seen.as_of >= owed.owed_at + self._bound:
            self._report(owed, Action.MISS, Answers())
        else:
            self._store.postpone(owed, 1.0, "not seen yet; the look is older than the call")

    def _report(self, owed: Owed, outcome: Action, evidence: Answers) -> None:
        asked = Asked(owed.record, owed.version)
        done = self._approvals.perform(outcome, asked, CONNECTOR, evidence, settles=owed)
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


def _pause(attempts: int) -> float:
    """Seconds to the next try, doubling up to a minute."""
    return min(60.0, 0.5 * 2.0 ** min(attempts, 7))


def _evidence(receipt: Receipt) -> Answers:
    return Answers(erp_id=receipt.erp_id, unposted=not receipt.posted)
