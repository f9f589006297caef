"""A loaded company: every tab has something in it, and store, ledger and rules agree."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.sandbox.erp import SandboxErp
from adapters.sandbox.extract import Extract
from adapters.sandbox.faults import FaultDial
from adapters.sandbox.loader import load
from adapters.sandbox.people import ADMIN, APPROVER, CONTROLLER, PEOPLE, READER, SENDER, STANDARD
from adapters.sandbox.relay import Relay
from core.approvals import Approvals
from core.case import Answers
from core.decide import decide
from core.decision import Allowed
from core.dispatch import Dispatcher
from core.people import Actor
from core.ports import Asked, StoreUnusable
from core.query import Query
from core.records import Budget
from core.refresh import Refresher
from core.tabs import ROWS, TABS
from core.vocabulary import Action, ErpStatus, Origin, RecordId, RecordKind, View
from tests.adapters.loader.conftest import Company, company

K, S, V, A = RecordKind, ErpStatus, View, Action
SAID = Answers(confirmed=True, existing_lines="keep")
ALL = 1_000_000


def asked(of: Company, tab: str, view: View | None = None) -> list[Asked]:
    return list(of.store.ids(Query(tab, view), ALL))


def allowed(of: Company, action: Action, tab: str, view: View, actor: Actor) -> tuple[int, int]:
    """How many of how many the actor may do it to."""
    outcomes = Approvals(of.store).rehearse(action, asked(of, tab, view), actor, SAID)
    return sum(isinstance(o.decision, Allowed) for o in outcomes), len(outcomes)


def test_every_row_is_reported_on(whole: Company):
    loaded = whole.loaded

    assert (loaded.rows, loaded.taken) == (9_921, 9_920)
    rows_left_out = [left for left in loaded.left_out if left.line > 1]
    made = loaded.records[K.COMMITMENT] + loaded.records[K.CCO]
    assert made + len(rows_left_out) == 9_921
    assert loaded.total == sum(whole.store.counts().values())


def test_no_view_is_empty_but_what_only_somebodys_deed_fills(whole: Company):
    counts = whole.store.counts()

    empty = {
        (tab.name, view) for tab in TABS for view in tab.views if not counts.get((tab.name, view))
    }

    by_deeds = {(tab.name, v) for tab in TABS for v in (V.EXPORTING, V.DELETED) if v in tab.views}
    put_away = {(tab, V.ARCHIVED) for tab in ("sub_jobs", "budgets", "prime_contracts")}
    assert empty == by_deeds | put_away


def test_nothing_is_owed_and_the_store_agrees_with_itself(whole: Company):
    assert whole.store.owing() == 0
    assert whole.store.verify() == []


def test_the_company_has_its_name_its_people_and_its_settings(whole: Company):
    store = whole.store

    assert store.kept("sandbox") == "yes"
    assert store.kept("company")
    assert PEOPLE == (APPROVER, SENDER, ADMIN, READER, STANDARD, CONTROLLER)
    assert [p.id for p in PEOPLE] == [
        "approver", "sender", "admin", "reader", "standard", "controller",
    ]  # fmt: skip
    assert [store.person(p.id) for p in PEOPLE] == list(PEOPLE)
    assert whole.ledger.setup().settings == store.settings()


def test_the_ledger_holds_what_the_store_says_it_holds_and_no_more(whole: Company):
    for kind in K:
        documents = {(d.scope, d.erp_id) for d in whole.ledger.documents(kind)}
        mirrored = {(m.scope, m.erp_id) for m in whole.store.mirrored(kind)}
        tab = next(tab.name for tab in TABS if kind in tab.kinds)
        held = [
            row
            for view in (V.SYNCED, V.READY_TO_UPDATE, V.READY_TO_IMPORT, V.ARCHIVED)
            for row in whole.store.rows(Query(tab, view), ALL)
            if row.kind is kind
        ]

        assert documents == mirrored, kind
        assert Counter(erp_id for _, erp_id in documents) == Counter(r.erp_id for r in held), kind
        assert list(whole.store.unheld(kind)) == [], kind


def test_the_first_screens_show_a_picture_that_was_read_a_moment_ago(whole: Company):
    for kind in K:
        fresh = whole.store.freshness(kind)

        assert fresh.relay_read_erp is not None
        assert fresh.we_read_relay is not None
        assert fresh.we_read_relay >= fresh.relay_read_erp


def test_a_second_look_finds_nothing_new(extract: Extract, tmp_path: Path):
    mine = company(tmp_path, extract, limit=300)
    relay = Relay(mine.ledger)
    erp = SandboxErp(mine.ledger, relay, FaultDial(mine.ledger.database))
    before = dict(mine.store.counts())

    relay.sync()
    Refresher(mine.store, erp, mine.projects).poll()

    assert dict(mine.store.counts()) == before
    assert not any(list(mine.store.unheld(kind)) for kind in K)


def _exported(of: Company) -> Iterator[RecordId]:
    for tab in TABS:
        for view in (V.SYNCED, V.FAILED):
            for row in of.store.rows(Query(tab.name, view), ALL):
                if A.ACCEPT in ROWS.get((row.kind, S.READY_TO_EXPORT), {}):
                    yield row.id


def test_what_starts_synced_or_failed_is_what_the_rules_would_have_taken(whole: Company):
    refused: Counter[str] = Counter()
    for record_id in _exported(whole):
        case = whole.store.case(record_id, APPROVER, SAID)
        if case.record.origin is Origin.ERP:
            continue
        record = case.record._replace(status=S.READY_TO_EXPORT, fault=None)
        if isinstance(record.body, Budget):
            record = record._replace(body=record.body._replace(exported=()))
        decision = decide(case._replace(record=record, mirrored=None), A.ACCEPT)
        if not isinstance(decision, Allowed):
            refused.update(o.text for o in decision.objections)

    assert refused == {}


def test_about_half_of_the_waiting_commitments_may_be_accepted(whole: Company):
    may, waiting = allowed(whole, A.ACCEPT, "commitments", V.READY_TO_EXPORT, APPROVER)

    assert 3_000 <= waiting <= 4_500
    assert 0.4 <= may / waiting <= 0.6


@pytest.mark.parametrize(
    ("action", "tab", "view", "actor"),
    [
        (A.ACCEPT, "vendors", V.READY_TO_EXPORT, APPROVER),
        (A.ACCEPT, "jobs", V.READY_TO_EXPORT, APPROVER),
        (A.ACCEPT, "change_orders", V.READY_TO_EXPORT, APPROVER),
        (A.ACCEPT, "invoices", V.READY_TO_EXPORT, APPROVER),
        (A.ACCEPT, "commitments", V.FAILED, APPROVER),
        (A.SEND, "commitments", V.NOT_SENT, SENDER),
        (A.RESEND, "commitments", V.RETURNED, SENDER),
        (A.IMPORT, "vendors", V.READY_TO_IMPORT, ADMIN),
        (A.IMPORT, "jobs", V.READY_TO_IMPORT, ADMIN),
        (A.IMPORT, "budgets", V.READY_TO_IMPORT, ADMIN),
        (A.REIMPORT, "prime_contracts", V.SYNCED, ADMIN),
        (A.REIMPORT, "budgets", V.SYNCED, ADMIN),
        (A.SEND, "budgets", V.SYNCED, SENDER),
        (A.SEND, "jobs", V.SYNCED, SENDER),
    ],
)
def test_some_may_and_some_may_not(
    whole: Company, action: Action, tab: str, view: View, actor: Actor
):
    may, of = allowed(whole, action, tab, view, actor)

    assert 0 < may < of


@pytest.mark.rule("cost codes 1", "cost codes 2", "cost codes 3", "cost codes 4")
def test_broken_codes_of_sage_stay_ready_to_import_each_with_its_reason(whole: Company):
    codes = asked(whole, "cost_codes", V.READY_TO_IMPORT)

    outcomes = Approvals(whole.store).rehearse(A.IMPORT, codes, ADMIN)

    assert len(outcomes) == 4
    assert not any(isinstance(o.decision, Allowed) for o in outcomes)


def test_a_company_of_sage_can_be_linked_to_the_one_named_like_it(whole: Company):
    store = whole.store
    waiting = {row.title: row for row in store.rows(Query("vendors", V.READY_TO_IMPORT), ALL)}
    unsent = [r for r in store.rows(Query("vendors", V.NOT_SENT), ALL) if r.title in waiting]

    case = store.case(waiting[unsent[0].title].id, ADMIN, Answers(link_to=unsent[0].id))

    assert len(unsent) >= 20
    assert any(
        isinstance(
            decide(store.case(waiting[one.title].id, ADMIN, Answers(link_to=one.id)), A.LINK),
            Allowed,
        )
        for one in unsent
    )
    assert case.target is not None


def test_what_may_be_accepted_is_taken_by_the_ledger_to_the_last_one(
    extract: Extract, tmp_path: Path
):
    mine = company(tmp_path, extract, limit=900)
    mine.store.keep_settings(mine.store.settings()._replace(grace_seconds=0))
    erp = SandboxErp(mine.ledger, Relay(mine.ledger), FaultDial(mine.ledger.database))
    dispatcher = Dispatcher(mine.store, erp, mine.projects, owner="test")
    accepted = []
    for tab in (
        "vendors",
        "jobs",
        "sub_jobs",
        "budgets",
        "commitments",
        "change_orders",
        "invoices",
    ):
        waiting = asked(mine, tab, V.READY_TO_EXPORT)
        _, outcomes = Approvals(mine.store).perform_many(A.ACCEPT, waiting, APPROVER, SAID)
        accepted += [o.record for o in outcomes if isinstance(o.decision, Allowed)]
        while dispatcher.perform_owed(50):
            pass

    ended = Counter(mine.store.find(one).status for one in accepted)

    assert ended == {S.SYNCED: len(accepted)}
    assert len(mine.ledger.exported()) == len(accepted) > 250
    assert mine.store.verify() == []


def test_a_home_that_has_a_company_takes_no_second_one(extract: Extract, tmp_path: Path):
    mine = company(tmp_path, extract, limit=5)

    with pytest.raises(StoreUnusable, match="There is a company in this home already"):
        load(mine.store, mine.ledger, mine.projects, extract)
