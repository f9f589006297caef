"""The real code among people, connectors, a network and a receiver, held to the protocol's model.

Hypothesis chooses what happens next. Stores and connectors are the real ones; the receiver keeps
its own books, which say what really happened.
"""

from contextlib import suppress
from functools import cache

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from adapters.stores.memory import MemoryStore
from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.case import Answers
from core.decision import Allowed
from core.ports import Asked, StaleRecord
from core.sending import POINTS
from core.vocabulary import Action, ErpStatus
from soak.receiver import Fault, Kind, Receiver
from soak.rig import LEASE, Clock, Killed, Rig
from tests.model.protocol import (
    ACCEPTED,
    DOUBT,
    GUARDS,
    READY,
    REJECTED,
    SENDING,
    SYNCED,
    Bounds,
    Protocol,
    World,
)
from tests.people import ADA, ANA, CONNECTOR, VIC

S = ErpStatus
PEOPLE = {person.id: person for person in (ANA, ADA, VIC)}
ITEMS = 2
ONCE = (Kind.KEY, Kind.CODE)
"""Receivers that refuse what comes twice."""
KEEPS = (*ONCE, Kind.FRESH)
"""Receivers under which nothing has to be left to a person."""


@cache
def steps_of_the_model() -> frozenset[tuple[str, str]]:
    """From where to where the model moves a record, over all its ways."""
    protocol = Protocol(frozenset(GUARDS), Bounds())
    seen, waiting, steps = {World()}, [World()], set()
    while waiting:
        at = waiting.pop()
        for _, after in protocol.steps(at):
            if after.status != at.status:
                steps.add((at.status, after.status))
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return frozenset(steps)


def reachable(start: str) -> frozenset[str]:
    """Where the model may take a record from there in any number of steps."""
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for before, after in steps_of_the_model():
            if before == here and after not in found:
                found.add(after)
                waiting.append(after)
    return frozenset(found)


class Exporting(RuleBasedStateMachine):
    """Subclasses say which store."""

    def store(self, clock):
        raise NotImplementedError

    @initialize(kind=st.sampled_from(list(Kind)), accepted=st.sampled_from([2, 1, 0]))
    def begin(self, kind, accepted):
        self.clock = Clock()
        self.fault = None
        self.rig = Rig(
            self.store(self.clock), Receiver(kind, self.clock, self.next_fault), self.clock, ITEMS
        )
        self.looked = {}
        self.stood = dict.fromkeys(self.rig.orders, READY)
        self.done = {}
        for name in self.rig.orders[:accepted]:
            self.rig.accept(name)

    def next_fault(self):
        fault, self.fault = self.fault, None
        return fault

    # people

    @precondition(lambda self: self.rig.standing(S.READY_TO_EXPORT))
    @rule(who=st.sampled_from(sorted(PEOPLE)), place=st.integers(0, ITEMS - 1))
    def look(self, who, place):
        record = self.rig.store.find(self.rig.orders[place])
        self.looked[who] = Asked(record.id, record.version)

    @precondition(lambda self: self.looked)
    @rule(
        who=st.sampled_from(sorted(PEOPLE)),
        action=st.sampled_from([Action.ACCEPT, Action.REJECT, Action.RECALL]),
    )
    def decide(self, who, action):
        asked = self.looked.pop(who, None)
        if asked is None:
            return
        answers = Answers(reason="No.", confirmed=True)
        done = Approvals(self.rig.store).perform(action, asked, PEOPLE[who], answers)
        if isinstance(done, Allowed):
            assert who != VIC.id, "only who may decides"
            again = self.done.setdefault(asked, who)
            assert again == who, "one decision for each version"
            self.done[asked] = f"{who}, once"

    @rule(place=st.integers(0, ITEMS - 1), title=st.sampled_from(["One", "Two"]))
    def edit(self, place, title):
        record = self.rig.store.find(self.rig.orders[place])
        with suppress(StaleRecord):
            self.rig.store.amend(record._replace(title=title), CONNECTOR, "")

    # connectors, and what befalls them

    @rule(
        who=st.sampled_from(["one", "two"]),
        fault=st.sampled_from([Fault.LATE, Fault.DROPPED, Fault.LOST, None, *Fault]),
        dies=st.sampled_from([None, None, None, None, "marked", "sent", *POINTS]),
        sleeps=st.sampled_from([None, None, None, None, "marked", *POINTS]),
    )
    def work(self, who, fault, dies, sleeps):
        if fault is Fault.TWICE and self.rig.receiver.kind not in ONCE:
            fault = None
        self.fault = fault

        def passing(point):
            if point == dies:
                raise Killed
            if point == sleeps:
                for _ in range(4):
                    self.clock.pass_(LEASE * 1.2)
                    self.rig.receiver.deliver()
                    self.rig.work("meanwhile", 2)

        self.rig.work(who, 2, passing)

    @rule(seconds=st.sampled_from([31.0, 45.0, 1.0, 75.0, 1000.0]))
    def time_passes(self, seconds):
        self.clock.pass_(seconds)
        self.rig.receiver.deliver()

    @precondition(lambda self: self.rig.receiver.flying)
    @rule()
    def a_late_call_arrives_early(self):
        if self.rig.receiver.flying:
            _, record, key = self.rig.receiver.flying.pop()
            self.rig.receiver.arrive(record, key)

    @precondition(lambda self: self.rig.receiver.kind not in KEEPS)
    @rule()
    def a_person_looks_into_sage(self):
        if not self.rig.receiver.flying:
            self.rig.answer_for_parked()

    # what must hold at every moment

    @invariant()
    def nothing_is_doubled_changed_or_made_up(self):
        assert list(self.rig.violations()) == []

    @invariant()
    def every_step_is_one_of_the_model(self):
        for name in self.rig.orders:
            status = self.modelled(name)
            assert status in reachable(self.stood[name]), (self.stood[name], status)
            self.stood[name] = status

    def modelled(self, name):
        """Where the model has a record that stands so."""
        record = self.rig.store.find(name)
        frozen = self.rig.store.frozen(record.export_key) if record.export_key else None
        match record.status:
            case S.EXPORTING:
                return SENDING if frozen is not None and frozen.sending else ACCEPTED
            case S.OUTCOME_UNKNOWN:
                return DOUBT
            case S.SYNCED:
                return SYNCED
            case S.REJECTED:
                return REJECTED
            case _:
                return READY

    def teardown(self):
        """In the end everything is at an end."""
        if not hasattr(self, "rig"):
            return
        self.fault = None
        assert self.rig.settle()
        parked = {record.id for record in self.rig.standing(S.OUTCOME_UNKNOWN)}
        assert not parked or self.rig.receiver.kind not in KEEPS
        self.rig.answer_for_parked()
        assert list(self.rig.violations()) == []
        assert not self.rig.standing(S.EXPORTING)


class InMemory(Exporting):
    def store(self, clock):
        return MemoryStore(clock)


class InSqlite(Exporting):
    def store(self, clock):
        return SqliteStore(None, clock)


__all__ = ["InMemory", "InSqlite"]
