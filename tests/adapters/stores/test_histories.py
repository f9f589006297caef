"""After any history both stores say the same, and what is kept equals what is counted."""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.stores.filing import IN_FLIGHT, tray_of
from adapters.stores.memory import MemoryStore
from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.case import Answers
from core.decision import Allowed
from core.people import CONNECTOR
from core.ports import Asked, LostLease, RecordStore, StaleRecord
from core.query import Field, Order, Query, Term
from core.records import Fault
from core.vocabulary import Action, Effect, ErpStatus, RecordId, RecordKind, View
from tests.conformance.stores.deeds import Clock, permit
from tests.people import ADA, ANA, SAM, VIC
from tests.records import BUILDERS

pytestmark = pytest.mark.broken_store(
    "records arrive at random, anywhere, and are judged freely",
    rules=("I9", "I12", "I13", "I16", "I17", "I18", "steps"),
)

KINDS = (
    RecordKind.COMPANY,
    RecordKind.PROJECT,
    RecordKind.COMMITMENT,
    RecordKind.CCO,
    RecordKind.SUBCONTRACTOR_INVOICE,
    RecordKind.BUDGET,
)
NAMES = [RecordId(f"{kind}-{number}") for kind in KINDS for number in (1, 2, 3)]
WORDS = st.sampled_from(["", "kerr", "KERR & Sons", "50%_\\", "Straße", "x\x12y", "naïve"])
ERP_IDS = st.sampled_from([None, "A1", "a1 ", "B2"])

arrivals = st.builds(
    lambda kind, number, status, title, erp_id, amount: BUILDERS[kind](
        status,
        id=RecordId(f"{kind}-{number}"),
        number=f"N{number}",
        title=title,
        erp_id=erp_id,
        amount=amount,
    ),
    st.sampled_from(KINDS),
    st.integers(1, 3),
    st.sampled_from(ErpStatus),
    WORDS,
    ERP_IDS,
    st.integers(-5, 5),
)
names = st.sampled_from(NAMES)
answers = st.builds(
    Answers,
    erp_id=ERP_IDS,
    reason=st.sampled_from([None, "Because."]),
    link_to=st.one_of(st.none(), names),
    confirmed=st.booleans(),
    fault=st.sampled_from([None, Fault("X", "No.", passing=True)]),
)


class Deed(NamedTuple):
    """One thing that happens to a store."""

    name: str
    given: tuple


deeds = st.one_of(
    st.tuples(st.lists(arrivals, max_size=4)).map(lambda g: Deed("arrive", g)),
    st.tuples(
        st.sampled_from(Action),
        st.lists(st.tuples(names, st.one_of(st.none(), st.integers(1, 3))), max_size=5),
        st.sampled_from([ADA, ADA, CONNECTOR, ANA, SAM, VIC]),
        answers,
    ).map(lambda g: Deed("decide", g)),
    st.tuples(
        st.lists(names, min_size=1, max_size=5), st.sampled_from(ErpStatus), ERP_IDS, WORDS
    ).map(lambda g: Deed("move", g)),
    st.tuples(names, WORDS).map(lambda g: Deed("amend", g)),
    st.tuples(st.sampled_from(["one", "two"]), st.integers(1, 3)).map(lambda g: Deed("claim", g)),
    st.tuples(st.sampled_from(["settle", "postpone", "report"])).map(lambda g: Deed("end", g)),
    st.tuples(st.integers(0, 40)).map(lambda g: Deed("pass", g)),
)


class Player:
    """Does the same to a store as another player does to another one."""

    def __init__(self, store: RecordStore, clock: Clock) -> None:
        self.store = store
        self._clock = clock
        self._held = []

    def do(self, deed: Deed) -> object:
        return getattr(self, f"_{deed.name}")(*deed.given)

    def _arrive(self, records):
        return self.store.arrive(records, CONNECTOR)

    def _decide(self, action, pairs, actor, said):
        asked = [Asked(name, version) for name, version in pairs]
        _, outcomes = Approvals(self.store).perform_many(action, asked, actor, said)
        return [(o.record, o.decision) for o in outcomes]

    def _move(self, names, target, erp_id, title):
        """Without any rules, so that every status is reached."""

        for record in (r for r in self.known() if r.id in names):
            permit(self.store, record, Action.ACCEPT, target)

        def judge(case, _):
            moved = case.record._replace(
                status=target, erp_id=erp_id, version=case.record.version + 1
            )
            if not {case.record.status, target} <= IN_FLIGHT:
                moved = moved._replace(title=title)
            return Allowed(Action.ACCEPT, moved, Effect.TELL, case.holder or "")

        asked = [Asked(name) for name in names]
        done = self.store.decide(asked, ADA, Answers(), judge, Action.ACCEPT)
        return [(o.record, o.decision) for o in done]

    def _amend(self, name, title):
        found = [r for r in self.known() if r.id == name]
        if not found:
            return None
        try:
            self.store.amend(found[0]._replace(title=title), CONNECTOR, "edited")
        except StaleRecord:
            return "stale"
        return "amended"

    def _claim(self, owner, limit):
        taken = list(self.store.claim(owner, 15, limit))
        self._held += taken
        return taken

    def _end(self, how):
        if not self._held:
            return None
        owed = self._held.pop(0)
        if how == "settle":
            return self.store.settle(owed)
        if how == "postpone":
            return self.store.postpone(owed, 10, "later")
        try:
            return Approvals(self.store).perform(
                Action.FAIL, Asked(owed.record, owed.version), CONNECTOR, settles=owed
            )
        except LostLease:
            return "lost"

    def _pass(self, seconds):
        self._clock.pass_(seconds)

    def known(self):
        every = [
            asked.record
            for tab in {tray_of(BUILDERS[kind](ErpStatus.SYNCED))[0] for kind in KINDS}
            for asked in self.store.ids(Query(tab), 1000)
        ]
        return [self.store.find(name) for name in sorted(every)]


def without_batches(entries):
    return [entry._replace(batch="", hash="") for entry in entries]


@settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(st.lists(deeds, min_size=1, max_size=25))
def test_both_stores_tell_the_same_story_and_count_what_they_hold(history):
    clock, other = Clock(), Clock()
    memory, sqlite = MemoryStore(clock), SqliteStore(None, other)
    ours, theirs = Player(memory, clock), Player(sqlite, other)

    for deed in history:
        assert ours.do(deed) == theirs.do(deed)

    records = theirs.known()
    assert records == ours.known()
    assert sqlite.counts() == Counter(tray_of(record) for record in records)
    assert memory.counts() == sqlite.counts()
    assert memory.owing() == sqlite.owing()
    for record in records:
        assert memory.case(record.id, ADA) == sqlite.case(record.id, ADA)
        assert without_batches(memory.history(record.id)) == without_batches(
            sqlite.history(record.id)
        )
    assert sqlite.verify() == []
    sqlite.close()


terms = st.one_of(
    st.builds(
        Term,
        st.sampled_from(
            [Field.ANY, Field.NUMBER, Field.TITLE, Field.VENDOR, Field.ERP, Field.SENDER]
        ),
        st.sampled_from(["has", "is"]),
        st.one_of(WORDS, st.text(max_size=3)),
        st.booleans(),
    ),
    st.builds(
        Term,
        st.just(Field.AMOUNT),
        st.sampled_from(["is", "<", "<=", ">", ">="]),
        st.integers(-6, 6),
        st.booleans(),
    ),
    st.builds(
        Term, st.just(Field.STATUS), st.just("is"), st.sampled_from(ErpStatus), st.booleans()
    ),
    st.builds(Term, st.just(Field.KIND), st.just("is"), st.sampled_from(["cco", "pcco", ""])),
    st.builds(Term, st.just(Field.ID), st.just("is"), st.sampled_from(["cco-1", "CCO-2", "x"])),
)
queries = st.builds(
    Query,
    st.sampled_from(["vendors", "commitments", "change_orders"]),
    st.one_of(st.none(), st.sampled_from(View)),
    st.lists(terms, max_size=3).map(tuple),
    st.sampled_from(Order),
    st.booleans(),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(arrivals, max_size=12), st.lists(queries, min_size=1, max_size=5))
def test_both_stores_list_the_same_for_any_query(records, asked):
    memory, sqlite = MemoryStore(Clock()), SqliteStore(None, Clock())
    memory.arrive(records, CONNECTOR)
    sqlite.arrive(records, CONNECTOR)

    for query in asked:
        whole = sqlite.rows(query, 100)
        assert memory.rows(query, 100) == whole
        assert sqlite.ids(query, 100) == memory.ids(query, 100)
        assert sqlite.tally(query, 100) == len(whole)
        for edge in whole:
            assert sqlite.rows(query, 2, after=edge) == memory.rows(query, 2, after=edge)
            assert sqlite.rows(query, 2, before=edge) == memory.rows(query, 2, before=edge)
        assert sqlite.rows(query, 2, last=True) == whole[-2:]
    sqlite.close()


@given(st.lists(arrivals, min_size=1, max_size=3), st.timedeltas(timedelta(0), timedelta(36_500)))
def test_a_record_comes_back_whatever_it_says(records, later):
    store = SqliteStore(None)
    records = [
        r._replace(id=RecordId(f"r-{place}"), erp_id=None, sent_at=r.created_at + later)
        for place, r in enumerate(records)
    ]

    store.arrive(records, CONNECTOR)

    assert [store.find(r.id) for r in records] == records
    store.close()
