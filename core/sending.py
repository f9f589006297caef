"""Writing what was approved: marked before it is sent, and never sent again on a mere guess."""

from collections.abc import Callable
from datetime import timedelta

from core.brakes import Brakes, Later
from core.case import Answers
from core.epoch import Witness, behind, mark_of
from core.leases import Lease
from core.ports import (
    Erp,
    ErpRefused,
    OnlyAPersonSees,
    OutcomeUnknown,
    OutsideUnreachable,
    Owed,
    Receipt,
    RecordStore,
    UnderWay,
)
from core.ports.leaving import Frozen
from core.receivers import Strategy, Traits, horizon, strategy
from core.records import Fault, Record
from core.values import NamedTuple
from core.vocabulary import Action

NO_ANSWER = Fault(
    "OUTCOME_UNKNOWN",
    "No answer came back. Looking in Sage whether it arrived before anything is written again.",
    passing=True,
)
PARKED = Fault(
    "NEEDS_A_PERSON",
    "No answer came back, and nothing that this program can ask tells whether Sage has it.",
)
CHANGED = Fault(
    "CHANGED_SINCE_APPROVAL",
    "What was to leave is not what was approved; nothing was sent.",
)
SAME_KEY = "the same key is taken once; sent again under it"
PATIENCE = timedelta(minutes=15)
"""For how long an ERP is asked whose answers may be old, before a person is."""
LOOK_AGAIN = 1.0
"""Seconds from one look to the next."""


class Outcome(NamedTuple):
    """What is to be reported, as an action like any other."""

    action: Action
    answers: Answers = Answers()


Step = Outcome | Later
POINTS = ("claimed", "looked", "marked", "sent", "answered", "recorded")
"""Where a connector may be made to die, in the order in which it passes them."""


class Sending:
    """Exports, updates and looks of one connector."""

    def __init__(
        self,
        store: RecordStore,
        erp: Erp,
        lease: Lease,
        delivery_bound: timedelta,
        passing: Callable[[str], None],
        witness: Witness | None = None,
    ) -> None:
        """`passing` hears of each of the POINTS before the step that follows it.

        Without a witness nobody could tell an older copy of the store from the newest.
        """
        self._store, self._erp, self._lease = store, erp, lease
        self._bound = delivery_bound
        self._passing = passing
        self._brakes = Brakes(store)
        self._witness = witness
        self._barred = ""

    def begin(self) -> None:
        """Before what was claimed together is performed: is this the newest copy of the store?

        The witness hears how far it has come before anything of it is sent.
        """
        if self._witness is None:
            return
        try:
            self._barred = behind(self._store, self._witness.newest())
            if not self._barred:
                self._witness.remember(mark_of(self._store))
        except OutsideUnreachable as why:
            self._barred = str(why)

    def export(self, owed: Owed, record: Record) -> Step:
        """Raises: OutsideUnreachable: nothing was sent. LostLease: it is in other hands."""
        if self._barred:
            return Later(LOOK_AGAIN, self._barred)
        key, traits = record.export_key or record.id, self._traits(record)
        frozen = self._store.frozen(key)
        if frozen is not None and frozen.sending:
            # Whoever marked it is gone, and nobody knows whether it had been sent by then.
            return Outcome(Action.LOSE, Answers(fault=NO_ANSWER))
        held = self._brakes.held(record.kind, frozen, record.amount)
        if held is not None:
            return held
        if (there := self._seen(record, key, traits)) is not None:
            return Outcome(Action.CONFIRM, there)
        self._passing("looked")
        self._lease.hold(owed)
        marked = self._lease.mark(owed, key)
        return self._sent(owed, record, marked, traits)

    def _sent(self, owed: Owed, record: Record, marked: Frozen, traits: Traits) -> Step:
        if not marked.intact:
            return Outcome(Action.FAIL, Answers(fault=CHANGED))
        self._remember(owed, marked)
        self._passing("marked")
        self._lease.still_ours(owed)
        try:
            receipt = self._erp.export(marked.payload, marked.key)
        except OutcomeUnknown as why:
            self._brakes.silent(record.kind, str(why))
            return Outcome(Action.LOSE, Answers(fault=NO_ANSWER))
        except OutsideUnreachable as why:
            self._brakes.silent(record.kind, str(why))
            self._store.not_sent(owed, marked.key)
            raise
        except OnlyAPersonSees as why:
            self._brakes.answered(record.kind)
            return Outcome(Action.LOSE, Answers(fault=PARKED._replace(text=str(why))))
        except UnderWay as why:
            # The receiver keeps what it took under the key, so the call is over for us.
            self._brakes.answered(record.kind)
            self._store.not_sent(owed, marked.key)
            return Later(why.seconds, str(why))
        except ErpRefused as no:
            self._brakes.answered(record.kind)
            return self._refused(record, marked, traits, no)
        self._passing("sent")
        self._brakes.answered(record.kind)
        return Outcome(Action.CONFIRM, _evidence(receipt))

    def _remember(self, owed: Owed, marked: Frozen) -> None:
        """No copy of the store that lacks this mark is ever taken for the newest.

        Raises: OutsideUnreachable: the witness was not told, so nothing is sent.
        """
        if self._witness is None:
            return
        try:
            self._witness.remember(mark_of(self._store))
        except OutsideUnreachable:
            self._store.not_sent(owed, marked.key)
            raise

    def _refused(self, record: Record, marked: Frozen, traits: Traits, no: ErpRefused) -> Step:
        """A no may be to what we wrote ourselves, by an earlier call or a lost lease."""
        if (there := self._seen(record, marked.key, traits)) is not None:
            return Outcome(Action.CONFIRM, there)
        if marked.sends > 1 and not traits.can_be_asked:
            return Outcome(Action.LOSE, Answers(fault=NO_ANSWER))
        return Outcome(Action.FAIL, Answers(fault=Fault(no.code, no.text, no.passing)))

    def update(self, owed: Owed, record: Record) -> Step:
        """Additions to what is linked: adding twice changes nothing, so silence is no doubt.

        Raises: OutsideUnreachable: to be tried again. LostLease: it is in other hands.
        """
        if self._barred:
            return Later(LOOK_AGAIN, self._barred)
        key = f"up1:{record.kind}:{record.id}:{owed.version}"
        held = self._brakes.held(record.kind, self._store.frozen(key), 0)
        if held is not None:
            return held
        marked = self._lease.mark(owed, key)
        if not marked.intact:
            return Outcome(Action.DECLINE, Answers(fault=CHANGED))
        self._remember(owed, marked)
        self._lease.still_ours(owed)
        try:
            receipt = self._erp.update(marked.payload, key)
        except OutcomeUnknown as why:
            self._brakes.silent(record.kind, str(why))
            raise OutsideUnreachable(str(why)) from why
        except OutsideUnreachable as why:
            self._brakes.silent(record.kind, str(why))
            raise
        except ErpRefused as no:
            self._brakes.answered(record.kind)
            return Outcome(Action.DECLINE, Answers(fault=Fault(no.code, no.text, no.passing)))
        self._brakes.answered(record.kind)
        return Outcome(Action.CONFIRM, _evidence(receipt))

    def look(self, owed: Owed, record: Record) -> Step:
        """What to do about a call that nobody answered, as the receiver's traits allow.

        Raises: OutsideUnreachable: nobody could be asked.
        """
        if self._barred:
            return Later(LOOK_AGAIN, self._barred)
        key, traits, now = record.export_key or record.id, self._traits(record), self._store.now()
        frozen = self._store.frozen(key)
        sent = (frozen and frozen.sent_at) or owed.owed_at
        first = (frozen and frozen.first_sent_at) or owed.owed_at
        way, told = strategy(traits, now - first), _told_to_people(record)
        if way is Strategy.RESEND and told is None:
            return Outcome(Action.MISS, Answers(reason=SAME_KEY))
        if way is Strategy.PARK:
            return Outcome(Action.PARK, Answers(fault=told or PARKED))
        seen = self._erp.look(record, key)
        if seen.receipt is not None:
            return Outcome(Action.FIND, _evidence(seen.receipt))
        if told is not None:
            return Outcome(Action.PARK, Answers(fault=told))
        if way is Strategy.WAIT_THEN_LOOK:
            if seen.as_of >= horizon(traits, sent):
                return Outcome(Action.MISS)
            return Later(LOOK_AGAIN, "not seen yet; the look is older than what may still arrive")
        if now >= horizon(traits, sent) + PATIENCE:
            return Outcome(Action.PARK, Answers(fault=PARKED))
        return Later(LOOK_AGAIN, "not seen yet; its answers may be old, so it is asked for a time")

    def _seen(self, record: Record, key: str, traits: Traits) -> Answers | None:
        """Evidence that the ERP holds it already, where that can be asked."""
        if not traits.can_be_asked:
            return None
        receipt = self._erp.look(record, key).receipt
        return _evidence(receipt) if receipt is not None else None

    def _traits(self, record: Record) -> Traits:
        traits = self._erp.traits(record.kind)
        return traits._replace(delivery_bound=traits.delivery_bound + self._bound)


def _told_to_people(record: Record) -> Fault | None:
    """What a person was told to say of it; None where it is not theirs to say."""
    fault = record.fault
    return fault if fault is not None and fault.code == PARKED.code else None


def _evidence(receipt: Receipt) -> Answers:
    return Answers(erp_id=receipt.erp_id, unposted=not receipt.posted)
