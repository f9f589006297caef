"""Random histories of a small company, on both stores in step with each other.

People of random rights do random things at every place: the ERP tool, the projects, Sage itself;
the connector works, its way to Sage fails in every manner, tabs are refreshed. After each step
whoever runs a history looks at what the step did.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import ClassVar, NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from adapters.sandbox.faults import FaultKind
from adapters.stores.memory import MemoryStore
from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.audit import Entry
from core.case import Answers, Mirrored
from core.decision import Allowed, Refused
from core.dispatch import Dispatcher
from core.people import CONNECTOR, Actor
from core.ports import Asked, ErpRefused, RecordStore, UnknownRecord
from core.records import Record
from core.refresh import Refresher
from core.tabs import TABS
from core.vocabulary import CONNECTORS_OWN, Action, ErpStatus, Level, RecordId, RecordKind, Tool
from tests.adapters.sandbox.company import Sandbox, sandbox
from tests.people import ADA, ANA, SAM, STAN, VIC
from tests.records import (
    NOW,
    budget,
    cco,
    commitment,
    company,
    project,
    sub_job,
    subcontractor_invoice,
)

A, S, K = Action, ErpStatus, RecordKind
Name = tuple[RecordKind, str]
Document = tuple[RecordKind, str, str]


class Sight(NamedTuple):
    """All there is at one moment."""

    records: Mapping[RecordId, Record]
    """Of the ERP tool."""
    copies: Mapping[RecordId, Record]
    """What the projects have of them."""
    books: Mapping[Document, Mirrored]
    """What Sage holds."""
    mirror: Mapping[Document, Mirrored]
    """What the ERP tool believes that Sage holds."""


class Step(NamedTuple):
    """One thing that happened, and what there was before and after."""

    name: str
    before: Sight
    after: Sight
    world: "World"
    by_sage: bool = False
    """Done by Sage's own people."""

    def moved(self) -> list[tuple[Record, Record]]:
        """Records whose status changed."""
        both = self.before.records.keys() & self.after.records.keys()
        pairs = [(self.before.records[each], self.after.records[each]) for each in sorted(both)]
        return [(was, now) for was, now in pairs if was.status is not now.status]


class World:
    """A company with its store, its connector, its projects and its Sage."""

    def __init__(self, store: RecordStore) -> None:
        self.store = store
        self.made: Sandbox = sandbox()
        self.made.relay.set_hop_one(10**9)
        self.projects = self.made.projects
        self.refresher = Refresher(store, self.made.erp, self.projects)
        self.dispatcher = Dispatcher(store, self.made.erp, self.projects, owner="test")
        store.arrive([project(S.SYNCED), company(S.SYNCED)], CONNECTOR)
        for person in PEOPLE:
            store.keep_person(person)
        self.look()

    def look(self) -> None:
        self.made.relay.sync()
        self.refresher.poll()

    def sight(self) -> Sight:
        records = {r.id: r for kind in K for r in self.store.of_kind(kind)}
        return Sight(
            records,
            {r.id: copy for r in records.values() if (copy := self._copy(r)) is not None},
            {_place(d): d for kind in K for d in self.made.ledger.documents(kind)},
            {_place(d): d for kind in K for d in self.store.mirrored(kind)},
        )

    def _copy(self, record: Record) -> Record | None:
        try:
            return self.projects.find(record.at_origin)
        except UnknownRecord:
            return None

    def named(self, name: Name) -> Record | None:
        """The newest record of a kind and number: ids of what Sage made differ by store."""
        found = [r for r in self.store.of_kind(name[0]) if r.number == name[1]]
        return max(found, key=lambda r: (r.status is not S.ARCHIVED, r.id), default=None)

    def history(self, record: RecordId) -> list[Entry]:
        return list(self.store.history(record))


def _place(of: Mirrored) -> Document:
    return of.kind, of.scope, of.erp_id


def _somebody(levels: Mapping[Tool, Level], *, push: bool, ticks: frozenset[RecordKind]) -> Actor:
    name = f"Pat {len(levels)}"
    return Actor("pat", name, levels, push, exports=ticks, imports=ticks, create_projects=push)


PEOPLE = (ANA, SAM, VIC, STAN, ADA)
ACTORS = st.sampled_from(PEOPLE) | st.builds(
    _somebody,
    st.dictionaries(st.sampled_from(Tool), st.sampled_from(Level)),
    push=st.booleans(),
    ticks=st.frozensets(st.sampled_from(K)),
)
ACTIONS = st.sampled_from([a for a in A if a not in CONNECTORS_OWN])
OFTEN = st.sampled_from([A.SEND, A.ACCEPT, A.ACCEPT, A.REJECT, A.RETRIEVE, A.RESEND, A.IMPORT])
IDS = st.sampled_from(["V2", "V1001", "SC0001", "SC0002", "1", "EXTRA1", "INV-7001", "J1200"])
ANSWERS = st.builds(
    Answers,
    erp_id=st.none() | IDS,
    reason=st.just("The scope is wrong."),
    link_to=st.sampled_from([None, RecordId("company-2"), RecordId("company-3")]),
    existing_lines=st.just("keep"),
    confirmed=st.just(True),  # an answer
)
DRAFTS: tuple[Callable[[], Record], ...] = (
    lambda: commitment(S.UNSENT),
    lambda: commitment(S.UNSENT, id="commitment-2", number="SC0002", title="Piles"),
    lambda: cco(S.UNSENT),
    lambda: subcontractor_invoice(S.UNSENT),
    lambda: sub_job(S.UNSENT),
    lambda: budget(S.UNSENT),
    lambda: company(S.UNSENT, id="company-2", number="V2", title="Second vendor"),
    lambda: company(S.UNSENT, id="company-3", number="V3", title="Third vendor"),
)
EDITS = st.sampled_from([{"title": "Another title"}, {"title": "x" * 40}, {"amount": 1_00}])
WEATHER = st.sampled_from([FaultKind.REFUSE, FaultKind.DROP, FaultKind.TIMEOUT, FaultKind.DOWN])
NAMES: tuple[Name, ...] = (
    *((made().kind, made().number) for made in DRAFTS),
    (K.COMPANY, "V1001"), (K.PROJECT, "J1200"), (K.SUB_JOB, "EXTRA1"),
    (K.PRIME_CONTRACT, "PC100"), (K.JOB_COST, "J1200"), (K.COST_CODE, "01-100"),
)  # fmt: skip


class History(RuleBasedStateMachine):
    """Subclasses say what holds of each step."""

    holds: ClassVar[Callable[[Step], None]]

    def __init__(self) -> None:
        super().__init__()
        self.passed = timedelta(0)
        clock = lambda: NOW + self.passed  # noqa: E731  # both stores read one clock
        self.worlds = (World(MemoryStore(clock)), World(SqliteStore(None, clock)))

    @initialize(hours=st.integers(1, 4), weather=WEATHER | st.none(), stopped=st.booleans())
    def some_hours_ago(self, hours: int, weather: FaultKind | None, stopped: bool) -> None:
        """So that short histories go somewhere."""
        for draft in range(len(DRAFTS)):
            self.somebody_drafts(draft)
        for _ in range(hours):
            self.busy_hour(frozenset(NAMES))
            self.connector_works(None, stopped=False)
        self.busy_hour(frozenset(NAMES))
        self.connector_works(weather, stopped=stopped)

    def _each(self, name: str, deed: Callable[[World], object], *, by_sage: bool = False) -> None:
        """Do a thing in both worlds, look at both, and see that they are one."""
        self.passed += timedelta(minutes=1)
        heard, sights = [], []
        for world in self.worlds:
            before = world.sight()
            heard.append(deed(world))
            after = world.sight()
            sights.append(after)
            type(self).holds(Step(name, before, after, world, by_sage))
        assert heard[0] == heard[1], name
        assert told(sights[0]) == told(sights[1]), name

    @rule(action=OFTEN | ACTIONS, name=st.sampled_from(NAMES), actor=ACTORS, answers=ANSWERS)
    def act(self, action: Action, name: Name, actor: Actor, answers: Answers) -> None:
        def deed(world: World) -> object:
            record = world.named(name)
            if record is None:
                return None
            asked = Asked(record.id, record.version)
            return outcome(Approvals(world.store).perform(action, asked, actor, answers))

        self._each(f"{action} of {name} by {actor.name}", deed)

    @rule(names=st.frozensets(st.sampled_from(NAMES), min_size=4))
    def busy_hour(self, names: frozenset[Name]) -> None:
        """An administrator of everything takes many records one step further."""

        def deed(world: World) -> object:
            return [walked_on(world, name) for name in sorted(names)]

        self._each(f"on with {len(names)}", deed)

    @rule(weather=WEATHER, names=st.frozensets(st.sampled_from(NAMES), min_size=4))
    def connector_works_in_trouble(self, weather: FaultKind, names: frozenset[Name]) -> None:
        self.busy_hour(names)
        self.connector_works(weather, stopped=False)

    @rule(weather=st.none(), stopped=st.booleans())
    def connector_works(self, weather: FaultKind | None, stopped: bool) -> None:
        def deed(world: World) -> object:
            if weather:
                world.made.faults.turn(weather, 100)
            if stopped:
                world.made.relay.stop()
            try:
                return world.dispatcher.perform_owed(100)
            finally:
                world.made.relay.start()
                for kind in FaultKind:
                    world.made.faults.turn(kind, 0)

        self.passed += timedelta(hours=1)
        how = "with the relay stopped" if stopped else f"in weather {weather}"
        self._each(f"connector {how}", deed)

    @rule(draft=st.sampled_from(range(len(DRAFTS))))
    def somebody_drafts(self, draft: int) -> None:
        made = DRAFTS[draft]()

        def deed(world: World) -> object:
            if world._copy(made) is None:
                world.projects.draft(made)
            return world.refresher.take_news()

        self._each(f"draft of {made.id}", deed)

    @rule(name=st.sampled_from(NAMES[:8]), fields=EDITS, heard=st.booleans())
    def somebody_edits(self, name: Name, fields: Mapping[str, object], heard: bool) -> None:
        def deed(world: World) -> object:
            record = world.named(name)
            if record is None or world._copy(record) is None:
                return None
            objection = world.projects.edit(record.at_origin, **fields)
            if heard:
                world.refresher.take_news()
            return objection

        self._each(f"edit of {name}", deed)

    @rule(tab=st.sampled_from([t.name for t in TABS]), stopped=st.booleans(), read=st.booleans())
    def somebody_refreshes(self, tab: str, stopped: bool, read: bool) -> None:
        def deed(world: World) -> object:
            if read and not stopped:
                world.made.relay.sync()
            if stopped:
                world.made.relay.stop()
            try:
                world.store.ask_refresh(tab, ADA)
                run = world.refresher.perform_asked("test")
                return run and (run.state, run.seen, run.arrived, run.changed)
            finally:
                world.made.relay.start()

        self._each(f"refresh of {tab}{' with the relay stopped' if stopped else ''}", deed)

    @rule(place=st.integers(0, 30), read=st.booleans())
    def sage_deletes(self, place: int, read: bool) -> None:
        def deed(world: World) -> object:
            books = sorted(world.sight().books)
            try:
                world.made.ledger.delete(*books[place % len(books)])
            except ErpRefused as no:
                return no.code
            if read:
                world.look()
            return None

        self._each("deletion in Sage", deed, by_sage=True)

    @rule()
    def sage_posts(self) -> None:
        self._each("posting in Sage", lambda world: world.made.ledger.post(), by_sage=True)

    def teardown(self) -> None:
        assert self.worlds[1].store.verify() == []


NEXT = {
    S.UNSENT: A.SEND, S.RETRIEVED: A.SEND, S.REJECTED: A.RESEND, S.UNLINKED: A.SEND,
    S.READY_TO_EXPORT: A.ACCEPT, S.FAILED: A.ACCEPT, S.READY_TO_IMPORT: A.IMPORT,
}  # fmt: skip


def walked_on(world: World, name: Name) -> object:
    record = world.named(name)
    action = NEXT.get(record.status) if record else None
    if record is None or action is None:
        return None
    answers = Answers(existing_lines="keep", confirmed=True)
    return outcome(Approvals(world.store).perform(action, Asked(record.id), ADA, answers))


def outcome(decision: Allowed | Refused) -> object:
    """What is the same in both worlds: ids of what Sage made are not."""
    if isinstance(decision, Refused):
        return [(o.rule, o.cause) for o in decision.objections]
    return decision.record.status, decision.effect


def told(sight: Sight) -> list[object]:
    """A sight without the ids that were made on the way."""
    return sorted(
        (r.kind, r.number, r.status, r.version, r.title, r.amount, r.erp_id or "")
        for r in sight.records.values()
    )
