"""Transactions behind Sage's totals: derived, posted, brought one by one, kept out, overwritten."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.sandbox.derive import Derived, derive
from adapters.sandbox.extract import read
from adapters.stores.memory import MemoryStore
from adapters.stores.sqlite import SqliteStore
from core.adjusting import Adjuster
from core.approvals import Approvals
from core.case import Answers
from core.costs import totals
from core.desk import Desk
from core.people import CONNECTOR, Actor
from core.ports import Adjusted, Asked, RecordStore, Run
from core.records import CostTransaction, JobCost
from core.refresh import Refresher
from core.reports.reconciliation import reconciliation
from core.vocabulary import Action, CostSource, DirectCostType, ErpStatus, RecordId, RecordKind
from tests.adapters.sandbox.company import Sandbox, sandbox
from tests.core.costing import cost
from tests.people import ADA, ANA, STAN
from tests.records import commitment, company, project, sub_job, subcontractor_invoice

A, K, S = Action, RecordKind, ErpStatus
JOB = "J1200"
PROJECT = RecordId("project-1")


class World:
    """A company with one job, and short ways to act in it."""

    def __init__(self, store: RecordStore) -> None:
        self.store = store
        self.made: Sandbox = sandbox()
        self.made.relay.set_hop_one(0)
        self.refresher = Refresher(store, self.made.erp, self.made.projects)
        store.arrive([project(S.SYNCED), company(S.SYNCED)], CONNECTOR)
        store.keep_person(ADA)

    def look(self) -> None:
        self.made.relay.sync()
        self.refresher.poll()

    def refresh(self, asker: Actor = ADA) -> Run:
        self.made.relay.sync()
        self.store.ask_refresh("job_costs", asker)
        return self.refresher.perform_asked("test")


@pytest.fixture(params=[lambda: SqliteStore(None), MemoryStore], ids=["sqlite", "memory"])
def world(request: pytest.FixtureRequest) -> World:
    return World(request.param())


@pytest.fixture(scope="module")
def derived() -> Derived:
    return derive(read().rows)


def each(world: World) -> World:
    """The default project takes transactions from now on."""
    done = Adjuster(world.store, ADA).set("project.transactions", "on", PROJECT)
    assert isinstance(done, Adjusted), done
    return world


def costs(world: World) -> JobCost:
    return Desk(world.store, ADA).costs(JOB).costs


# what the sandbox's Sage holds


def test_derived_transactions_come_to_the_derived_totals(derived):
    bodies = [d.body for d in derived.documents if d.kind is K.JOB_COST]

    assert len(bodies) > 900
    for body in bodies:
        held = {line for line in body.lines if line.job_to_date or line.commitment_invoiced}
        assert set(totals(body.transactions)) == held


def test_no_two_derived_transactions_share_run_and_sequence(derived):
    found = [c.key for d in derived.documents if d.kind is K.JOB_COST for c in d.body.transactions]

    assert max(Counter(found).values()) == 1
    assert 3_000 < len(found) < 10_000


def test_records_of_ours_hold_totals_alone(derived):
    bodies = [r.body for r in derived.records if r.kind is K.JOB_COST]

    assert all(body == JobCost(body.lines) for body in bodies)


def test_every_sort_of_transaction_is_derived_and_some_that_fit_nowhere(derived):
    found = [c for d in derived.documents if d.kind is K.JOB_COST for c in d.body.transactions]
    linked = {r.erp_id for r in derived.records if r.kind is K.COMPANY and r.status is S.SYNCED}

    assert {c.source for c in found} == set(CostSource)
    assert any(c.amount < 0 for c in found)
    assert any(c.from_billing for c in found)
    assert any(c.code == "50-100" for c in found)
    assert any(c.sub_job == "OLD-1" for c in found)
    assert any(c.vendor and c.vendor not in linked for c in found)
    assert all(len(c.description) <= 30 for c in found)


def test_a_posted_invoice_enters_its_lines_and_its_deletion_takes_them_back(world):
    made = world.made
    made.export(commitment(S.EXPORTING))
    made.export(subcontractor_invoice(S.EXPORTING))
    entered = made.ledger.find(K.JOB_COST, JOB, JOB).body.transactions

    made.ledger.delete(K.SUBCONTRACTOR_INVOICE, "V1001", "INV-7001")

    after = made.ledger.find(K.JOB_COST, JOB, JOB).body.transactions
    assert [(c.vendor, c.invoice, c.commitment, c.amount, c.retainage) for c in entered] == [
        ("V1001", "INV-7001", "SC0001", 10_000_00, 1_000_00)
    ]
    assert [c.amount for c in after] == [10_000_00, -10_000_00]
    assert len({c.key for c in after}) == 2


# into the project


def test_a_project_takes_totals_unless_it_chose_otherwise(world):
    world.made.ledger.add_cost(JOB, cost())

    world.look()

    assert costs(world).direct_costs == ()
    assert costs(world).lines[-1].job_to_date == 100_00


def test_a_project_that_takes_transactions_gets_each_as_a_direct_cost(world):
    world.look()
    world.made.export(commitment(S.EXPORTING))
    world.made.export(subcontractor_invoice(S.EXPORTING))
    world.made.ledger.add_cost(JOB, cost(source=CostSource.PAYROLL))

    each(world).refresh()

    assert [(c.type, c.amount) for c in costs(world).direct_costs] == [
        (DirectCostType.SUBCONTRACTOR_INVOICE, 10_000_00),
        (DirectCostType.PAYROLL, 100_00),
    ]


@pytest.mark.rule("job costs 13")
def test_refreshing_again_adds_nothing_and_changes_no_record(world):
    world.made.ledger.add_cost(JOB, cost())
    each(world).refresh()
    before = Desk(world.store, ADA).costs(JOB).record

    world.refresh()

    assert world.store.find(before.id) == before


@pytest.mark.rule("job costs 7")
def test_a_refresh_overwrites_an_edit_and_the_connectors_quiet_look_does_not(world):
    world.made.ledger.add_cost(JOB, cost())
    each(world).refresh()
    Adjuster(world.store, ADA).set("edit_synced_costs", "on", confirmed=True)
    seen = Desk(world.store, ADA).costs(JOB)
    key = seen.costs.direct_costs[0].of.key
    Approvals(world.store).perform(
        A.EDIT_COST,
        Asked(seen.record.id),
        ADA,
        Answers(transaction=key, cost_amount="1.00", confirmed=True),
    )

    world.refresher.poll()
    between = costs(world).direct_costs
    world.refresh()

    assert [c.amount for c in between] == [1_00]
    assert [(c.amount, c.edited) for c in costs(world).direct_costs] == [(100_00, False)]


@pytest.mark.rule("job costs 14")
def test_what_is_kept_out_comes_in_with_the_refresh_after_its_cause_is_gone(world):
    world.made.ledger.add_cost(JOB, cost(sub_job="EXTRA1"))
    each(world).refresh()
    out = costs(world).unsyncable
    world.store.arrive([sub_job(S.SYNCED, number="EXTRA1", erp_id="EXTRA1")], CONNECTOR)

    world.refresh()

    assert [one.reasons for one in out] == [("sub_job_not_synced",)]
    assert costs(world).unsyncable == ()
    assert [c.of.sub_job for c in costs(world).direct_costs] == ["EXTRA1"]


def test_who_may_not_sync_transactions_refreshes_the_totals_and_hears_why(world):
    for person in (STAN, ANA):
        world.store.keep_person(person)
    each(world).refresh()
    world.made.ledger.add_cost(JOB, cost())

    by_standard = world.refresh(STAN)
    after_standard = costs(world)
    by_approver = world.refresh(ANA)

    assert "[permissions A.1 row 26]" in by_standard.result
    assert after_standard.direct_costs == ()
    assert after_standard.lines[-1].job_to_date == 100_00
    assert "row 26" not in by_approver.result
    assert len(costs(world).direct_costs) == 1


def test_back_to_totals_takes_the_direct_costs_away(world):
    world.made.ledger.add_cost(JOB, cost())
    each(world).refresh()

    Adjuster(world.store, ADA).set("project.transactions", "off", PROJECT)
    world.refresh()

    assert costs(world) == JobCost(costs(world).lines)


entries = st.lists(
    st.builds(
        CostTransaction,
        run=st.just(0),
        sequence=st.just(0),
        source=st.sampled_from(CostSource),
        code=st.sampled_from(["01-100", "03-300", "77-000"]),
        category=st.sampled_from("LSM"),
        amount=st.integers(-(10**7), 10**7),
        dated=st.just(cost().dated),
        sub_job=st.sampled_from(["", "NOWHERE"]),
        vendor=st.sampled_from(["", "V1001", "V2"]),
    ),
    max_size=12,
)


@given(entries)
@settings(max_examples=15, deadline=timedelta(seconds=5),
          suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
def test_whatever_sage_enters_direct_costs_and_kept_out_ones_come_to_its_totals(typed):
    world = each(World(MemoryStore()))
    before = sum(
        line.job_to_date for line in world.made.ledger.find(K.JOB_COST, JOB, JOB).body.lines
    )
    for entry in typed:
        world.made.ledger.add_cost(JOB, entry)

    world.refresh()
    once = costs(world)
    world.refresh()

    here = sum(c.amount for c in once.direct_costs) + sum(o.of.amount for o in once.unsyncable)
    assert here == sum(line.job_to_date for line in once.lines) - before
    assert costs(world) == once
    assert reconciliation(world.store).total or not once.lines
