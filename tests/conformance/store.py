"""What every store keeps to: subclass StoreContract, give it a `store` and a `clock`."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from core.approvals import Approvals, told
from core.audit import GENESIS, chained
from core.case import NOTHING_SAID, Answers, Case, Job, Mirrored
from core.decide import decide, stale
from core.decision import Allowed, Refused
from core.objection import Cause
from core.people import CONNECTOR, Actor
from core.ports import (
    Asked,
    Batch,
    LostLease,
    Owed,
    RecordStore,
    RunState,
    StaleRecord,
    UnknownRecord,
)
from core.query import Field, Order, Query, Term, parsed
from core.records import (
    Fault,
    Insurance,
    InvoiceLine,
    ProjectCode,
    Record,
    SovLine,
    folded,
)
from core.settings import Limits, Policy, Settings
from core.vocabulary import Action, Effect, ErpStatus, RecordId, RecordKind, View
from tests.people import ADA, ANA, CAST, SAM, VIC
from tests.records import (
    BUILDERS,
    budget,
    cco,
    commitment,
    company,
    cost_code,
    job_cost,
    many,
    project,
    sub_job,
    subcontractor_invoice,
)

A, K, S, V = Action, RecordKind, ErpStatus, View
READY = Query("commitments", V.READY_TO_EXPORT)


class Clock:
    """Tells the time it is set to."""

    def __init__(self) -> None:
        self.now = datetime(2025, 12, 11, 12, 0, 0, 123_456, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def allowing(case: Case, action: Action, target: ErpStatus, **changes: object) -> Allowed:
    """A judgement that lets a record move, whatever the rules say."""
    moved = case.record._replace(
        status=target, version=case.record.version + 1, changed_at=case.now, **changes
    )
    return Allowed(action, moved, Effect.TELL, "because")


def judge_by_the_rules(action: Action):
    return lambda case, since: stale(action, told(since)) if since else decide(case, action)


def ready(
    number: str = "SC0001", status: ErpStatus = S.READY_TO_EXPORT, **changes: object
) -> Record:
    return commitment(status, id=RecordId(f"commitment-{number}"), number=number, **changes)


def act(
    store: RecordStore,
    action: Action,
    *records: Record,
    actor: Actor = ANA,
    answers: Answers = NOTHING_SAID,
) -> list[Allowed | Refused]:
    """Do it by the rules on the versions given."""
    asked = [Asked(r.id, r.version) for r in records]
    done = store.decide(asked, actor, answers, judge_by_the_rules(action), action)
    return [outcome.decision for outcome in done]


def move(
    store: RecordStore, record: Record, target: ErpStatus, **changes: object
) -> Allowed | Refused:
    """Do it without any rules."""
    (done,) = store.decide(
        [Asked(record.id)],
        ADA,
        NOTHING_SAID,
        lambda case, _: allowing(case, A.ACCEPT, target, **changes),
        A.ACCEPT,
    )
    return done.decision


def world(store: RecordStore) -> None:
    """The project and the vendor that every default record names."""
    store.arrive([project(S.SYNCED), company(S.SYNCED)], CONNECTOR)


def numbers(found: Sequence) -> list[str]:
    return [row.number for row in found]


class StoreContract:
    """Subclass it, give it a `store` and the `clock` it was made with, and add nothing else."""

    @pytest.fixture
    def clock(self) -> Clock:
        return Clock()

    # records

    @pytest.mark.parametrize("status", [S.UNSENT, S.FAILED, S.SYNCED])
    @pytest.mark.parametrize("kind", RecordKind)
    def test_every_kind_comes_back_as_it_was_put_in(self, store, kind, status):
        record = BUILDERS[kind](status)

        store.arrive([record], CONNECTOR)

        assert store.find(record.id) == record

    def test_dates_times_and_nested_lines_come_back_as_they_were(self, store):
        kept = [
            company(
                S.SYNCED,
                insurance=(
                    Insurance("GL", "P-1", date(2025, 1, 1), date(2025, 12, 31), 1_000_000_00),
                    Insurance("WC", "P-2"),
                ),
            ),
            project(S.SYNCED, codes=(ProjectCode("01-100", "x", ("L", "S"), ()),)),
            subcontractor_invoice(
                lines=(InvoiceLine(1, "01-100", "S", 5, cco=RecordId("cco-1")),),
                created_at=datetime(2025, 1, 2, 3, 4, 5, 678_901, tzinfo=UTC),
                fault=Fault("X", "No.", passing=True),
                note="a note",
            ),
        ]

        store.arrive(kept, CONNECTOR)

        assert [store.find(r.id) for r in kept] == kept
        assert all(type(store.find(r.id).body) is type(r.body) for r in kept)

    @pytest.mark.parametrize(
        "text",
        ["", "O'Brien; DROP TABLE", "%_\\", "[@click=app.quit]", "\x1b]52;;\x07", "İstanbul ß"],
    )
    def test_text_of_any_sort_comes_back_as_it_was(self, store, text):
        record = ready(title=text, vendor_name=text)

        store.arrive([record], CONNECTOR)

        assert store.find(record.id) == record
        assert store.rows(READY, 10)[0].title == text

    def test_an_unknown_record_is_said_to_be_unknown(self, store):
        with pytest.raises(UnknownRecord):
            store.find(RecordId("nobody"))
        with pytest.raises(UnknownRecord):
            store.case(RecordId("nobody"), ANA)
        with pytest.raises(UnknownRecord):
            store.amend(ready(), CONNECTOR, "edited")

        assert store.history(RecordId("nobody")) == []

    # arriving

    def test_what_arrives_is_counted_and_entered_in_the_audit(self, store, clock):
        record = ready()

        arrived = store.arrive([record], CONNECTOR)

        (entry,) = store.history(record.id)
        assert arrived == 1
        assert store.counts() == {("commitments", V.READY_TO_EXPORT): 1}
        assert (entry.action, entry.source, entry.target) == (A.ARRIVE, None, S.READY_TO_EXPORT)
        assert (entry.actor, entry.at, entry.version) == (CONNECTOR.name, clock.now, 1)

    def test_what_is_here_already_is_left_alone(self, store):
        store.arrive([ready()], CONNECTOR)

        again = store.arrive([ready(title="Another"), ready("SC0002"), ready("SC0002")], CONNECTOR)

        assert again == 1
        assert store.find(ready().id).title == "Bridge deck"
        assert store.counts() == {("commitments", V.READY_TO_EXPORT): 2}

    def test_nobody_arrives_with_an_erp_id_that_is_claimed(self, store):
        store.arrive([company(S.SYNCED, erp_id="V1")], CONNECTOR)

        arrived = store.arrive(
            [company(S.READY_TO_IMPORT, id="company-2", erp_id="v1 ")], CONNECTOR
        )

        assert arrived == 0

    def test_thousands_arrive_at_once(self, store):
        arrived = store.arrive(many(commitment, 2500, erp_id=None), CONNECTOR)

        assert arrived == 2500
        assert store.counts() == {("commitments", V.READY_TO_EXPORT): 2500}
        assert store.tally(READY, 10_000) == 2500

    def test_amending_replaces_the_content_and_nothing_else(self, store, clock):
        mine = ready()
        store.arrive([mine], CONNECTOR)
        clock.pass_(60)

        theirs = mine._replace(title="New words", amount=5, note="theirs", sent_by="them")
        store.amend(theirs, CONNECTOR, "edited in the project system")

        now = store.find(mine.id)
        assert (now.title, now.amount, now.version) == ("New words", 5, 2)
        assert (now.status, now.note, now.sent_by) == (mine.status, mine.note, mine.sent_by)
        assert store.history(mine.id)[-1].said == "edited in the project system"
        assert numbers(store.rows(Query("commitments", terms=parsed("new")), 5)) == ["SC0001"]

    def test_amending_keeps_what_was_owed_for_the_record(self, store):
        mine = ready()
        store.arrive([mine], CONNECTOR)
        move(store, mine, S.REJECTED)

        store.amend(store.find(mine.id)._replace(title="New"), CONNECTOR, "edited")

        (owed,) = store.claim("w", 30, 5)
        assert owed.version == store.find(mine.id).version

    def test_a_record_that_moved_or_is_on_its_way_is_not_amended(self, store):
        mine = ready()
        store.arrive([mine], CONNECTOR)
        move(store, mine, S.EXPORTING)

        with pytest.raises(StaleRecord):
            store.amend(mine._replace(title="New"), CONNECTOR, "edited")
        with pytest.raises(StaleRecord):
            store.amend(store.find(mine.id)._replace(title="New"), CONNECTOR, "edited")

        assert store.find(mine.id).title == "Bridge deck"

    # lists

    @pytest.mark.parametrize("descending", [False, True])
    @pytest.mark.parametrize("order", Order)
    @pytest.mark.parametrize("view", [V.READY_TO_EXPORT, None])
    def test_windows_walk_the_whole_list_and_back(self, store, order, descending, view):
        titles = ["beta", "Alpha", "", "ägypt", "beta"]
        records = [
            ready(
                f"SC{place % 7}-{place:02}",
                title=titles[place % 5],
                amount=(place * 37) % 11 - 5,
                vendor_name=titles[(place + 2) % 5],
                project_number=f"J{place % 3}",
                sent_at=datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=(place * 5) % 13),
                status=S.READY_TO_EXPORT if view or place % 3 else S.UNSENT,
            )
            for place in range(23)
        ]
        store.arrive(records, CONNECTOR)
        query = Query("commitments", view, order=order, descending=descending)

        whole = store.rows(query, 100)

        forwards, edge = [], None
        while window := store.rows(query, 4, after=edge):
            forwards += window
            edge = window[-1]
        backwards, edge = [], None
        while window := store.rows(query, 4, before=edge, last=edge is None):
            backwards = [*window, *backwards]
            edge = window[0]
        assert len(whole) == 23
        assert forwards == whole
        assert backwards == whole
        assert [a.record for a in store.ids(query, 100)] == [row.id for row in whole]
        assert [a.record for a in store.ids(query, 5)] == [row.id for row in whole[:5]]

    def test_by_age_what_waits_longest_comes_first(self, store):
        young = ready("SC2", sent_at=datetime(2025, 6, 2, tzinfo=UTC))
        old = ready("SC1", sent_at=datetime(2025, 6, 1, tzinfo=UTC))
        store.arrive([young, old], CONNECTOR)

        assert numbers(store.rows(READY, 5)) == ["SC1", "SC2"]

    def test_a_row_says_what_the_record_says(self, store):
        record = ready(fault=Fault("F", "Sage said no."), note="before", erp_id="SC0001")
        store.arrive([record], CONNECTOR)

        (row,) = store.rows(READY, 5)

        shared = set(row._fields) & set(record._fields)
        assert {f: getattr(row, f) for f in shared} == {f: getattr(record, f) for f in shared}
        assert row.age_from == record.sent_at
        assert row.remark == "Sage said no."

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("kerr", ["A-1"]),
            ("KERR", ["A-1"]),
            ("!kerr", ["A-2", "A-3", "B%4"]),
            ("vendor:kerr", ["A-1"]),
            ("title:kerr", []),
            ('vendor:"walsh con"', ["A-2", "A-3", "B%4"]),
            ("job:j9", ["A-3"]),
            ("erp:s77", ["A-2"]),
            ("sender:sam", ["A-1", "A-2", "A-3", "B%4"]),
            ("number:%", ["B%4"]),
            ("number:_", []),
            ("a-", ["A-1", "A-2", "A-3"]),
            ("amount:>100", ["A-2", "A-3"]),
            ("amount:<=-1.50", ["B%4"]),
            ("amount:100", ["A-1"]),
            ("!amount:100 !amount:>100", ["B%4"]),
            ("status:failed", ["A-3"]),
            ('status:"ready to export"', ["A-1", "A-2", "B%4"]),
            ("kind:commitment kerr", ["A-1"]),
            ("kind:cco", []),
            ("id:COMMITMENT-a-1", ["A-1"]),
            ("straße", ["A-3"]),
            ("STRASSE", ["A-3"]),
            ("nobody", []),
            ("vendor:", ["A-1", "A-2", "A-3", "B%4"]),
        ],
    )
    def test_what_is_typed_finds_the_same_everywhere(self, store, typed, expected):
        store.arrive(
            [
                ready("A-1", vendor_name="Kerr & Sons", title="Kern", amount=100_00),
                ready("A-2", vendor_name="WALSH CONSTRUCTION", erp_id="S77", amount=200_00),
                ready("A-3", S.FAILED, project_number="J99", title="Straße", amount=300_00),
                ready("B%4", amount=-1_50),
            ],
            CONNECTOR,
        )
        query = Query("commitments", terms=parsed(typed), order=Order.NUMBER)

        assert numbers(store.rows(query, 10)) == expected
        assert store.tally(query, 10) == len(expected)
        assert store.tally(query, 1) == min(1, len(expected))
        assert len(store.ids(query, 10)) == len(expected)

    @pytest.mark.parametrize("amount", [10**20, -(10**20)])
    def test_an_amount_that_no_column_can_hold_finds_nothing(self, store, amount):
        store.arrive([ready()], CONNECTOR)

        query = READY._replace(terms=(Term(Field.AMOUNT, "is", amount),))

        assert store.rows(query, 5) == []

    def test_a_text_can_be_asked_for_exactly(self, store):
        store.arrive([ready("A-1"), ready("A-10")], CONNECTOR)

        query = READY._replace(terms=(Term(Field.NUMBER, "is", "a-1"),))

        assert numbers(store.rows(query, 5)) == ["A-1"]

    def test_ids_name_the_version_that_was_listed(self, store):
        record = ready()
        store.arrive([record], CONNECTOR)
        move(store, record, S.REJECTED)

        assert store.ids(Query("commitments"), 5) == [Asked(record.id, 2)]

    def test_a_view_without_a_record_has_no_count(self, store):
        record = ready()
        store.arrive([record], CONNECTOR)

        move(store, record, S.REJECTED)

        assert store.counts() == {("commitments", V.RETURNED): 1}

    # cases

    def test_a_case_holds_what_its_record_names(self, store, clock):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)

        case = store.case(record.id, ANA)

        assert (case.record, case.actor, case.now) == (record, ANA, clock.now)
        assert (case.settings, case.answers) == (Settings(), NOTHING_SAID)
        assert case.project.status is S.SYNCED
        assert (case.vendor.title, case.vendor.erp_id) == ("Walsh Construction", "V1001")
        assert case.parent is None
        assert set(case.related) == {record.project, record.vendor}

    def test_a_vendor_inactive_on_either_side_is_inactive(self, store):
        store.arrive([company(S.SYNCED, erp_active=False), ready()], CONNECTOR)

        assert not store.case(ready().id, ANA).vendor.active

    def test_an_invoice_names_the_changes_it_bills(self, store):
        invoice = subcontractor_invoice(
            lines=(InvoiceLine(1, "01-100", "S", 5), InvoiceLine(2, "a", "S", 5, cco="cco-1"))
        )
        store.arrive([invoice, cco(S.SYNCED), commitment(S.SYNCED)], CONNECTOR)

        case = store.case(invoice.id, ANA)

        assert case.related[RecordId("cco-1")].kind is K.CCO
        assert case.parent.kind is K.COMMITMENT

    def test_a_case_knows_the_job(self, store):
        codes = (ProjectCode("01-100", "", ("L", "M"), ("L",)),)
        store.arrive(
            [
                project(S.SYNCED, codes=codes, prime_contracts_tool=False),
                cost_code(S.SYNCED, group=True, number="01-000"),
                cost_code(S.SYNCED, id="cost_code-2", erp_id="02", number="02-000"),
                sub_job(S.SYNCED, number="EXTRA2"),
                sub_job(S.UNSENT, id="sub_job-2", number="EXTRA3"),
                ready(),
            ],
            CONNECTOR,
        )

        expected = Job(
            frozenset({("01-100", "L")}),
            frozenset({("01-100", "M")}),
            frozenset({"01-000"}),
            frozenset({"EXTRA2"}),
            prime_contracts_tool=False,
        )
        assert store.case(ready().id, ANA).job == expected
        assert store.case(project().id, ANA).job == expected
        assert store.case(cost_code().id, ANA).job is None

    def test_new_codes_of_a_job_are_seen_at_once(self, store):
        world(store)
        store.arrive([ready()], CONNECTOR)
        before = store.case(ready().id, ANA).job

        mine = store.find(project().id)
        more = (*mine.body.codes, ProjectCode("99-999", "", ("S",), ("S",)))
        store.amend(mine._replace(body=mine.body._replace(codes=more)), CONNECTOR, "edited")

        assert store.case(ready().id, ANA).job.codes - before.codes == {("99-999", "S")}

    def test_a_case_knows_who_claims_the_id_it_would_take(self, store):
        store.arrive(
            [
                commitment(S.SYNCED, id="commitment-9", number="X9", erp_id="sc0001"),
                ready("SC0001", title="Second"),
            ],
            CONNECTOR,
        )

        mine = store.case(RecordId("commitment-SC0001"), ANA)
        other = store.case(RecordId("commitment-SC0001"), ANA, Answers(erp_id="FREE"))
        theirs = store.case(RecordId("commitment-9"), ANA)

        assert mine.holder == "commitment X9, Bridge deck"
        assert other.holder is None
        assert theirs.holder is None

    def test_a_change_order_claims_its_id_within_its_commitment_only(self, store):
        store.arrive(
            [
                cco(S.SYNCED, id="cco-9", parent="commitment-9", erp_id="1"),
                cco(S.READY_TO_EXPORT, number="1"),
            ],
            CONNECTOR,
        )

        assert store.case(cco().id, ANA).holder is None

    def test_a_case_shows_what_the_erp_holds_under_its_id(self, store, clock):
        store.arrive([commitment(S.SYNCED), cco(S.READY_TO_EXPORT, number="1")], CONNECTOR)
        at = clock.now - timedelta(minutes=5)
        seen = Mirrored(K.CCO, "sc0001 ", "1", "In Sage", seen_at=at)
        elsewhere = Mirrored(K.CCO, "SC0002", "1", "Elsewhere", seen_at=at)

        store.mirror(K.CCO, [elsewhere, seen], at, mark=7)

        case = store.case(cco().id, ANA)
        assert case.mirrored == seen
        assert case.mirror_age == at
        assert store.case(commitment().id, ANA).mirror_age is None

    def test_a_case_counts_the_linked_records_that_name_it(self, store):
        store.arrive(
            [
                project(S.SYNCED),
                company(S.SYNCED),
                commitment(S.SYNCED),
                cco(S.SYNCED),
                cco(S.READY_TO_EXPORT, id="cco-2"),
                subcontractor_invoice(S.SYNCED),
            ],
            CONNECTOR,
        )

        dependants = {
            r.id: store.case(r.id, ANA).dependants for r in (project(), company(), commitment())
        }

        assert dependants == {"project-1": 3, "company-1": 3, "commitment-1": 2}

    def test_a_case_holds_the_record_to_link_to(self, store):
        target = company(S.UNSENT)
        theirs = company(S.READY_TO_IMPORT, id="company-2", erp_id="V7")
        store.arrive([target, theirs], CONNECTOR)

        case = store.case(theirs.id, ADA, Answers(link_to=target.id))

        assert case.target == target
        assert case.related[target.id].status is S.UNSENT
        assert store.case(theirs.id, ADA, Answers(link_to=RecordId("x"))).target is None

    # deciding

    def test_an_accepted_record_is_entered_counted_and_owed(self, store, clock):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)
        clock.pass_(10)

        (decision,) = act(store, A.ACCEPT, record)

        assert isinstance(decision, Allowed)
        assert store.find(record.id) == decision.record
        assert decision.record.status is S.EXPORTING
        entry = store.history(record.id)[-1]
        assert entry[1:10] == (
            clock.now, ANA.name, A.ACCEPT, record.id, S.READY_TO_EXPORT, S.EXPORTING, 2, "",
            decision.said,
        )  # fmt: skip
        assert store.counts()["commitments", V.EXPORTING] == 1
        assert ("commitments", V.READY_TO_EXPORT) not in store.counts()
        (owed,) = store.claim("w", 30, 5)
        assert (owed.effect, owed.record, owed.version, owed.owed_at) == (
            Effect.EXPORT, record.id, 2, clock.now,
        )  # fmt: skip

    def test_a_refused_record_stays_and_owes_nothing(self, store):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)

        (decision,) = act(store, A.ACCEPT, record, actor=VIC)

        assert isinstance(decision, Refused)
        assert store.find(record.id) == record
        assert store.owing() == 0
        assert len(store.history(record.id)) == 1

    def test_an_unknown_id_is_refused_and_not_raised(self, store):
        (decision,) = act(store, A.ACCEPT, ready())

        assert decision.cause is Cause.UNKNOWN

    @pytest.mark.rule("invariant I1")
    def test_a_stale_decision_saves_nothing_owes_nothing_and_says_what_happened(self, store):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)
        act(store, A.RETRIEVE, record, actor=SAM)
        owing = store.owing()

        (decision,) = act(store, A.ACCEPT, record)

        assert decision.cause is Cause.STALE
        assert "Sam Sender did retrieve" in decision.objections[0].text
        assert store.find(record.id).status is S.RETRIEVED
        assert store.owing() == owing

    def test_a_version_that_never_was_is_stale(self, store):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)

        (decision,) = act(store, A.ACCEPT, record._replace(version=9))

        assert decision.cause is Cause.STALE

    def test_whoever_names_no_version_decides_on_the_latest(self, store):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)
        move(store, record, S.READY_TO_EXPORT)

        done = Approvals(store).perform(A.ACCEPT, Asked(record.id), ANA)

        assert isinstance(done, Allowed)

    def test_one_refusal_does_not_spoil_the_rest(self, store):
        world(store)
        good, bad, also = ready("SC1"), ready("SC2", title="x" * 31), ready("SC3")
        store.arrive([good, bad, also], CONNECTOR)

        decisions = act(store, A.ACCEPT, good, bad, ready("SC9"), also)

        assert [type(d) for d in decisions] == [Allowed, Refused, Refused, Allowed]
        assert store.counts()["commitments", V.EXPORTING] == 2

    def test_outcomes_come_in_the_order_asked(self, store):
        world(store)
        records = [ready(f"SC{n}") for n in (5, 3, 9, 1)]
        store.arrive(records, CONNECTOR)

        batch, outcomes = Approvals(store).perform_many(
            A.ACCEPT, [Asked(r.id) for r in records], ANA
        )

        assert [o.record for o in outcomes] == [r.id for r in records]
        assert store.batch(batch.id) == batch
        assert {store.history(r.id)[-1].batch for r in records} == {batch.id}

    def test_a_record_asked_for_twice_is_decided_once(self, store):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)

        first, second = act(store, A.ACCEPT, record, record)

        assert isinstance(first, Allowed)
        assert second.cause is Cause.STALE
        assert store.find(record.id).version == 2

    @pytest.mark.rule("financials 25 (C2)")
    def test_two_records_of_a_batch_never_take_the_same_erp_id(self, store):
        world(store)
        one, two = ready("SC1"), ready("SC2")
        store.arrive([one, two], CONNECTOR)

        first, second = act(store, A.ACCEPT, one, two, answers=Answers(erp_id="S1"))

        assert isinstance(first, Allowed)
        assert isinstance(second, Refused)
        assert "S1" in second.objections[0].text
        assert "SC1" in second.objections[0].text
        assert store.find(two.id) == two

    @pytest.mark.parametrize(
        "spelling", ["ACME-1", "acme-1", " Acme-1 ", "ACME\u200b-1", "\uff21CME-1"]
    )
    @pytest.mark.rule("financials 25 (C2)")
    def test_an_id_in_another_spelling_is_refused_at_commit(self, store, spelling):
        one, two = ready("SC1"), ready("SC2")
        store.arrive([one, two], CONNECTOR)
        move(store, one, S.EXPORTING, erp_id="ACME-1")

        clash = move(store, two, S.EXPORTING, erp_id=spelling)

        assert folded(spelling) == "acme-1"
        assert isinstance(clash, Refused)
        assert store.find(two.id) == two
        assert store.owing() == 1

    def test_an_id_that_was_given_up_is_free(self, store):
        one, two = ready("SC1"), ready("SC2")
        store.arrive([one, two], CONNECTOR)
        move(store, one, S.EXPORTING, erp_id="S-1")
        move(store, one, S.REJECTED, erp_id=None)

        assert isinstance(move(store, two, S.EXPORTING, erp_id="S-1"), Allowed)

    def test_an_id_given_up_in_the_same_batch_is_free(self, store):
        one, two = ready("SC1"), ready("SC2")
        store.arrive([one, two], CONNECTOR)
        move(store, one, S.EXPORTING, erp_id="S-1")

        done = store.decide(
            [Asked(one.id), Asked(two.id)],
            ADA,
            NOTHING_SAID,
            lambda case, _: allowing(
                case, A.ACCEPT, S.SYNCED, erp_id=None if case.record.id == one.id else "S-1"
            ),
            A.ACCEPT,
        )

        assert [type(o.decision) for o in done] == [Allowed, Allowed]
        assert store.linked(K.COMMITMENT, "s-1").id == two.id

    def test_a_later_record_of_a_batch_sees_what_became_of_an_earlier_one(self, store):
        parent, child = commitment(S.SYNCED), cco(S.SYNCED)
        store.arrive([parent, child], CONNECTOR)
        seen = {}

        def judge(case, _):
            seen[case.record.id] = (case.dependants, case.parent and case.parent.status)
            return allowing(case, A.UNLINK, S.UNLINKED, erp_id=None)

        store.decide([Asked(child.id), Asked(parent.id)], ADA, NOTHING_SAID, judge, A.UNLINK)

        assert seen == {child.id: (0, S.SYNCED), parent.id: (0, None)}

    def test_a_changed_body_and_head_are_kept(self, store):
        record = ready()
        store.arrive([record], CONNECTOR)
        lines = (SovLine(1, "09-900", "M", 7),)

        move(store, record, S.REJECTED, title="Other", body=record.body._replace(lines=lines))

        assert store.find(record.id).body.lines == lines
        assert numbers(store.rows(Query("commitments", terms=parsed("other")), 5)) == ["SC0001"]

    def test_linking_moves_both_records_at_once(self, store, clock):
        mine = company(S.UNSENT, title="Walsh")
        theirs = company(S.READY_TO_IMPORT, id="company-2", erp_id="V7", title="WALSH CO")
        store.arrive([mine, theirs], CONNECTOR)
        store.mirror(K.COMPANY, [Mirrored(K.COMPANY, "", "V7", "WALSH CO")], clock.now, mark=1)

        (decision,) = act(store, A.LINK, theirs, actor=ADA, answers=Answers(link_to=mine.id))

        assert isinstance(decision, Allowed), decision
        assert store.find(theirs.id) == decision.record
        assert store.find(mine.id) == decision.absorbed
        assert store.history(mine.id)[-1].action is A.ABSORB
        assert store.counts() == {("vendors", V.SYNCED): 1, ("vendors", V.ARCHIVED): 1}

    def test_a_judge_that_fails_leaves_everything_as_it_was(self, store):
        one, two = ready("SC1"), ready("SC2")
        store.arrive([one, two], CONNECTOR)
        counts = store.counts()

        def judge(case, _):
            if case.record.id == two.id:
                raise ZeroDivisionError
            return allowing(case, A.ACCEPT, S.EXPORTING)

        with pytest.raises(ZeroDivisionError):
            store.decide(
                [Asked(one.id), Asked(one.id), Asked(two.id)], ADA, NOTHING_SAID, judge, A.ACCEPT
            )

        assert store.find(one.id) == one
        assert (store.counts(), store.owing()) == (counts, 0)
        assert len(store.history(one.id)) == 1

    def test_the_audit_is_one_chain(self, store):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)
        act(store, A.ACCEPT, record)
        store.amend(store.find(project().id)._replace(title="New"), CONNECTOR, "edited")

        ids = (project().id, company().id, record.id)
        entries = sorted((e for i in ids for e in store.history(i)), key=lambda e: e.seq)

        assert [e.seq for e in entries] == [1, 2, 3, 4, 5]
        before = GENESIS
        for entry in entries:
            assert chained(before, entry) == entry.hash
            before = entry.hash

    def test_answers_on_any_thread(self, store):
        world(store)
        records = [ready(f"SC{n}") for n in range(20)]
        with ThreadPoolExecutor(4) as pool:
            pool.submit(store.arrive, records, CONNECTOR).result()
            done = list(pool.map(lambda r: act(store, A.ACCEPT, r)[0], records))
            found = pool.submit(store.find, records[0].id).result()

        assert all(isinstance(d, Allowed) for d in done)
        assert found.status is S.EXPORTING
        assert store.counts()["commitments", V.EXPORTING] == 20

    # owing

    @pytest.fixture
    def owed(self, store, clock) -> list[Record]:
        records = [ready(f"SC{n}") for n in range(4)]
        store.arrive(records, CONNECTOR)
        for record in records:
            move(store, record, S.EXPORTING)
            clock.pass_(1)
        return records

    def test_the_oldest_effects_are_taken_first_and_once(self, store, owed):
        first = store.claim("one", 30, 3)
        second = store.claim("two", 30, 3)

        assert [o.record for o in first] == [r.id for r in owed[:3]]
        assert [o.record for o in second] == [owed[3].id]
        assert {(o.owner, o.attempts) for o in first} == {("one", 1)}
        assert store.owing() == 4

    def test_an_effect_whose_lease_ran_out_is_taken_by_another(self, store, clock, owed):
        (mine,) = store.claim("one", 30, 1)
        clock.pass_(31)

        (theirs,) = [o for o in store.claim("two", 30, 9) if o.seq == mine.seq]
        store.settle(mine)

        assert (theirs.owner, theirs.attempts) == ("two", 2)
        assert store.owing() == 4

    def test_a_settled_effect_is_gone(self, store, owed):
        (mine,) = store.claim("one", 30, 1)

        store.settle(mine)

        assert store.owing() == 3

    def test_a_postponed_effect_waits_and_then_goes_to_anyone(self, store, clock, owed):
        taken = store.claim("one", 30, 9)
        for each in taken[1:]:
            store.settle(each)

        store.postpone(taken[0], 60, "the relay is closed")

        assert store.claim("two", 30, 9) == []
        clock.pass_(60)
        (again,) = store.claim("two", 30, 9)
        assert (again.seq, again.attempts) == (taken[0].seq, 2)

    def test_a_lost_lease_can_neither_settle_nor_postpone(self, store, clock, owed):
        (mine,) = store.claim("one", 5, 1)
        clock.pass_(6)
        store.claim("one", 30, 9)

        store.settle(mine)
        store.postpone(mine, 0, "no")

        assert store.owing() == 4
        assert store.claim("two", 30, 9) == []

    def test_an_outcome_settles_its_effect_in_the_same_breath(self, store, owed):
        (mine,) = store.claim("one", 30, 1)
        evidence = Answers(erp_id="S-9")

        done = Approvals(store).perform(
            A.CONFIRM, Asked(mine.record, mine.version), CONNECTOR, evidence, settles=mine
        )

        assert isinstance(done, Allowed)
        seqs = {o.seq for o in store.claim("two", 30, 9)}
        assert mine.seq not in seqs
        assert store.owing() == 4

    def test_a_refused_outcome_leaves_its_effect_owed(self, store, owed):
        (mine,) = store.claim("one", 30, 1)

        done = Approvals(store).perform(
            A.CONFIRM, Asked(mine.record, 1), CONNECTOR, Answers(), settles=mine
        )
        store.postpone(mine, 0, "refused")

        assert isinstance(done, Refused)
        assert store.owing() == 4
        assert mine.seq in {o.seq for o in store.claim("two", 30, 9)}

    @pytest.mark.rule("invariant I15")
    def test_an_outcome_under_a_lost_lease_is_not_recorded(self, store, clock, owed):
        (mine,) = store.claim("one", 5, 1)
        clock.pass_(6)
        store.claim("two", 30, 9)
        before = store.find(mine.record)

        with pytest.raises(LostLease):
            Approvals(store).perform(
                A.CONFIRM, Asked(mine.record), CONNECTOR, Answers(erp_id="S"), settles=mine
            )

        assert store.find(mine.record) == before
        assert store.owing() == 4

    def test_an_effect_nobody_owes_is_no_lease(self, store, clock):
        nobody = Owed(99, Effect.TELL, RecordId("x"), 1, 1, "one", clock.now)

        with pytest.raises(LostLease):
            store.decide([], CONNECTOR, NOTHING_SAID, None, A.CONFIRM, settles=nobody)

        assert store.claim("one", 30, 9) == []

    # the mirror

    def test_what_the_erp_holds_is_kept_with_the_mark(self, store, clock):
        at = clock.now - timedelta(minutes=2)
        seen = [
            Mirrored(K.COMPANY, "", f"V{n}", f"Vendor {n}", seen_at=at, body=company().body)
            for n in range(3)
        ]

        changed = store.mirror(K.COMPANY, seen, at, mark=42)
        again = store.mirror(K.COMPANY, [seen[0], seen[1]._replace(title="New")], at, mark=43)
        gone = store.mirror(K.COMPANY, [], at, [("", "v2"), ("", "V9")], mark=44)

        assert (changed, again, gone) == (3, 1, 1)
        assert list(store.mirrored(K.COMPANY)) == [seen[0], seen[1]._replace(title="New")]
        assert store.mark(K.COMPANY) == 44
        assert store.freshness(K.COMPANY) == (at, clock.now)
        assert list(store.mirrored(K.PROJECT)) == []

    def test_a_picture_without_a_time_of_its_own_is_as_old_as_the_reading(self, store, clock):
        at = clock.now - timedelta(minutes=2)

        store.mirror(K.COMPANY, [Mirrored(K.COMPANY, "", "V1", "Vendor")], at, mark=1)

        assert next(iter(store.mirrored(K.COMPANY))).seen_at == at

    def test_before_the_first_reading_nothing_is_fresh(self, store, clock):
        never = datetime.fromtimestamp(0, UTC)
        assert store.freshness(K.COMPANY) == (None, None)

        store.mirror(K.COMPANY, [], never, mark=0)

        assert store.freshness(K.COMPANY) == (None, clock.now)

    def test_what_no_record_stands_for_is_unheld(self, store, clock):
        store.arrive(
            [
                company(S.SYNCED, erp_id="V1"),
                company(S.READY_TO_IMPORT, id="company-2", erp_id="v2"),
                company(S.UNSENT, id="company-3", number="V3"),
            ],
            CONNECTOR,
        )
        seen = [Mirrored(K.COMPANY, "", f"V{n}", "x", seen_at=clock.now) for n in (1, 2, 3, 4)]

        store.mirror(K.COMPANY, seen, clock.now, mark=1)

        assert store.unheld(K.COMPANY) == seen[2:]

    def test_a_sub_job_is_held_within_its_own_job_only(self, store, clock):
        store.arrive(
            [
                project(S.SYNCED),
                sub_job(S.SYNCED, erp_id="E1"),
                sub_job(
                    S.READY_TO_IMPORT,
                    id="sub_job-2",
                    erp_id="E1",
                    project=None,
                    project_number="J7",
                ),
            ],
            CONNECTOR,
        )
        seen = [
            Mirrored(K.SUB_JOB, job, "E1", "x", seen_at=clock.now) for job in ("J1200", "J7", "J8")
        ]

        store.mirror(K.SUB_JOB, seen, clock.now, mark=1)

        assert store.unheld(K.SUB_JOB) == seen[2:]
        assert store.linked(K.SUB_JOB, "e1").id in {"sub_job-1", "sub_job-2"}

    def test_a_record_is_found_by_its_erp_id(self, store):
        store.arrive([project(S.SYNCED), job_cost(S.SYNCED), budget(S.SYNCED)], CONNECTOR)

        assert store.linked(K.PROJECT, " j1200").id == "project-1"
        assert store.linked(K.JOB_COST, "J1200").id == "job_cost-1"
        assert store.linked(K.PROJECT, "J12") is None
        assert store.linked(K.COMPANY, "J1200") is None

    # refreshing

    def test_who_asks_while_a_refresh_is_open_joins_it(self, store):
        first = store.ask_refresh("vendors", ANA)
        second = store.ask_refresh("vendors", SAM)
        other = store.ask_refresh("jobs", SAM)

        assert first == second
        assert (first.tab, first.asked_by, first.state) == ("vendors", ANA.name, RunState.ASKED)
        assert other.id != first.id
        assert store.last_refresh("vendors") == first
        assert store.last_refresh("budgets") is None

    def test_a_refresh_is_taken_once_and_reports_how_far_it_is(self, store, clock):
        asked = store.ask_refresh("vendors", ANA)

        run = store.next_refresh("one", 30)
        store.report_refresh(run._replace(seen=5, total=9))

        assert run == asked._replace(state=RunState.RUNNING)
        assert store.next_refresh("two", 30) is None
        assert store.last_refresh("vendors") == run._replace(seen=5, total=9)
        assert store.ask_refresh("vendors", SAM).id == run.id

    def test_a_refresh_of_a_dead_worker_is_taken_over(self, store, clock):
        store.ask_refresh("vendors", ANA)
        run = store.next_refresh("one", 30)
        clock.pass_(20)
        store.report_refresh(run)
        clock.pass_(20)

        assert store.next_refresh("two", 30) is None
        clock.pass_(11)
        assert store.next_refresh("two", 30).id == run.id

    def test_an_ended_refresh_stays_ended_and_a_new_one_may_be_asked_for(self, store, clock):
        run = store.next_refresh("one", 30) or store.ask_refresh("vendors", ANA)
        run = store.next_refresh("one", 30)
        ended = run._replace(state=RunState.DONE, result="3 new", finished_at=clock.now)
        store.report_refresh(ended)
        store.report_refresh(run)

        assert store.last_refresh("vendors") == ended
        assert store.next_refresh("two", 30) is None
        assert store.ask_refresh("vendors", ANA).id != run.id

    # facts

    def test_settings_come_back_as_they_were_kept(self, store):
        mine = Settings(
            limits=Limits(job_id=7), commitment_title=Policy.WARN, vendor_types=("A", "B")
        )
        assert store.settings() == Settings()

        store.keep_settings(mine)

        assert store.settings() == mine
        assert type(store.settings().commitment_title) is Policy

    def test_settings_are_part_of_every_case(self, store):
        world(store)
        store.arrive([ready()], CONNECTOR)
        store.case(ready().id, ANA)

        store.keep_settings(Settings(suggest_job_id=False))

        assert not store.case(ready().id, ANA).settings.suggest_job_id

    def test_people_come_back_as_they_were_kept(self, store):
        narrow = ANA._replace(
            id="nan", exports=frozenset({K.COMMITMENT}), imports=frozenset(), create_projects=True
        )
        for person in (*CAST, narrow):
            store.keep_person(person)
        store.keep_person(VIC._replace(name="Victoria"))

        assert store.person("nan") == narrow
        assert store.person("ada") == ADA
        assert store.person("vic").name == "Victoria"
        assert store.person("nobody") is None
        assert {p.id for p in store.people()} == {p.id for p in CAST} | {"nan"}

    def test_facts_and_marks_are_kept(self, store):
        assert (store.kept("company"), store.mark("x")) == (None, 0)

        store.keep("company", "City of Chicago")
        store.keep("company", "Chicago")
        store.keep_mark("x", 5)
        store.keep_mark("x", 7)

        assert (store.kept("company"), store.mark("x")) == ("Chicago", 7)

    def test_a_batch_comes_back_as_it_was_kept(self, store, clock):
        batch = Batch("B-1", A.ACCEPT, "Ana", clock.now, 3, 1, ((RecordId("r"), ("No.", "Nor.")),))

        store.keep_batch(batch)

        assert store.batch("B-1") == batch
        assert store.batch("B-2") is None

    def test_a_change_by_anyone_is_noticed(self, store):
        world(store)
        store.arrive([ready()], CONNECTOR)
        seen = [store.change(), store.change()]

        act(store, A.ACCEPT, ready())
        seen.append(store.change())
        store.claim("w", 30, 1)
        seen.append(store.change())

        assert seen[0] == seen[1]
        assert len(set(seen)) == 3
