"""Direct exports, a budget's whole life, forecasts and doubt, with both systems and the store."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.sandbox.faults import FaultKind
from adapters.stores.memory import MemoryStore
from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.decision import Allowed, Refused
from core.dispatch import Dispatcher
from core.grammar import parsed
from core.payload import payload, summarised
from core.people import CONNECTOR
from core.ports import Asked
from core.query import Query
from core.records import BudgetLine, ChangeLine, InvoiceLine
from core.settings import DIRECT, Policies, ProjectSettings, Retainage, Settings
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind
from tests.adapters.sandbox.company import sandbox
from tests.adapters.sandbox.test_round_trips import World
from tests.people import ADA, ANA, SAM
from tests.records import (
    SOME_DAY,
    budget,
    cco,
    commitment,
    pcco,
    prime_contract,
    subcontractor_invoice,
)

A, K, S = Action, RecordKind, ErpStatus
DIRECTLY = Settings(direct_exports=DIRECT)
FORECAST = ProjectSettings(
    export_forecast=True,
    budget_view="ERP",
    budget_view_columns=("Forecast to Complete", "Estimate"),
    completion_column="Estimate",
)


@pytest.fixture(params=[lambda: SqliteStore(None), MemoryStore], ids=["sqlite", "memory"])
def world(request: pytest.FixtureRequest) -> World:
    return World(request.param())


def listed(world: World, tab: str, typed: str) -> list[str]:
    return [row.id for row in world.store.rows(Query(tab, terms=parsed(typed)), 100)]


def revised(world: World) -> dict[tuple[str, str, str], int]:
    """What Sage's budget comes to, by its posted entries."""
    seen = world.made.ledger.find(K.BUDGET, "J1200", "J1200")
    return {(x.sub_job, x.code, x.category): x.revised for x in seen.body.lines if x.revised}


# direct exports


def test_what_is_sent_directly_is_in_sage_without_an_approver(world):
    world.store.keep_settings(DIRECTLY)
    world.drafted(commitment(S.UNSENT, erp_id=None))

    world.act(A.SEND, "commitment-1", SAM)
    world.drain()

    sent = world.find("commitment-1")
    entry = next(e for e in world.store.history(sent.id) if e.action is A.SEND)
    assert (sent.status, sent.erp_id) == (S.SYNCED, "SC0001")
    assert (entry.actor, entry.source, entry.target) == (SAM.name, S.UNSENT, S.EXPORTING)
    assert "direct_export=yes" in entry.said
    assert world.made.ledger.find(K.COMMITMENT, "", "SC0001").amount == sent.amount


def test_the_project_system_locks_it_before_it_leaves(world):
    world.store.keep_settings(DIRECTLY)
    world.drafted(commitment(S.UNSENT, erp_id=None))
    world.made.relay.stop()

    world.act(A.SEND, "commitment-1", SAM)
    world.drain()

    assert world.projects.find(RecordId("commitment-1")).status is S.EXPORTING
    assert world.projects.edit(RecordId("commitment-1"), title="Late") is not None
    world.made.relay.start()


def test_of_two_that_would_take_one_id_the_second_falls_back_and_is_found_by_its_marker(world):
    world.store.keep_settings(DIRECTLY)
    for name in ("commitment-1", "commitment-2"):
        world.drafted(commitment(S.UNSENT, id=name, erp_id=None))
    both = [Asked(RecordId("commitment-1")), Asked(RecordId("commitment-2"))]

    batch, _ = Approvals(world.store).perform_many(A.SEND, both, SAM)

    fallen = world.find("commitment-2")
    (row,) = world.store.rows(Query("commitments", terms=parsed("fellback:yes")), 10)
    assert batch.done == 2
    assert world.find("commitment-1").status is S.EXPORTING
    assert fallen.status is S.READY_TO_EXPORT
    assert fallen.fell_back.startswith("Sage commitment id SC0001 is not unique")
    assert (row.id, row.fell_back) == (fallen.id, fallen.fell_back)
    assert listed(world, "commitments", "fellback:no") == ["commitment-1"]
    assert listed(world, "commitments", "!fellback:no") == ["commitment-2"]
    assert world.store.tally(Query("commitments", terms=parsed("fellback:yes")), 10) == 1


def test_a_marker_outlives_an_edit_and_goes_with_the_record(world):
    world.store.keep_settings(DIRECTLY._replace(use_contract_number=False))
    world.drafted(commitment(S.UNSENT, erp_id=None))
    world.act(A.SEND, "commitment-1", SAM)

    fallen = world.find("commitment-1")
    world.store.amend(fallen._replace(title="Same"), CONNECTOR, "read again")
    kept = world.find("commitment-1").fell_back
    world.act(A.RETRIEVE, "commitment-1", SAM)

    assert kept == fallen.fell_back == "Sage commitment id has to be given."
    assert world.find("commitment-1").fell_back == ""
    assert listed(world, "commitments", "fellback:yes") == []


# a budget's life


def exported(world: World, lines: tuple[BudgetLine, ...] | None = None) -> None:
    world.drafted(budget(S.UNSENT, **({"lines": lines} if lines else {})))
    world.act(A.SEND, "budget-1")
    world.act(A.ACCEPT, "budget-1", confirmed=True)
    world.drain()


def posted(world: World) -> None:
    world.made.ledger.post()
    world.look()


@pytest.mark.rule("financials 15")
def test_an_exported_budget_shows_that_it_waits_to_be_posted_until_it_is_seen_posted(world):
    exported(world)
    waiting = world.find("budget-1")
    world.look()
    still = listed(world, "budgets", "unposted:yes")

    posted(world)

    history = world.store.history(RecordId("budget-1"))
    assert waiting.unposted_since == waiting.body.exported_at == waiting.changed_at
    assert still == ["budget-1"]
    assert world.find("budget-1").unposted_since is None
    assert listed(world, "budgets", "unposted:yes") == []
    assert [e.action for e in history][-1] is A.POST


@pytest.mark.rule("financials 15")
def test_a_budget_is_unlocked_only_after_its_export_was_posted_and_came_back(world):
    exported(world)
    world.look()
    unposted = world.act(A.UNLOCK, "budget-1", SAM)
    world.made.ledger.post()
    not_back = world.act(A.UNLOCK, "budget-1", SAM)
    world.look()

    opened = world.act(A.UNLOCK, "budget-1", SAM)
    world.drain()

    words = "The last export waits in an unposted batch; post it in Job Cost, then sync."
    assert isinstance(unposted, Refused)
    assert [o.text for o in unposted.objections] == [words]
    assert isinstance(not_back, Refused)
    assert isinstance(opened, Allowed)
    assert world.find("budget-1").body.locked is False
    assert world.projects.find(RecordId("budget-1")).body.locked is False


@pytest.mark.rule("financials 15")
def test_a_budget_that_is_sent_again_leaves_as_approved_changes_and_sage_adds_them(world):
    exported(world)
    posted(world)
    first = world.find("budget-1").body.lines
    changed = (first[0]._replace(changes=5_00), first[1], BudgetLine("03-300", "M", 7_00))
    world.act(A.UNLOCK, "budget-1", SAM)
    world.drain()
    world.edit("budget-1", lines=changed)
    world.act(A.LOCK, "budget-1", SAM)
    world.drain()

    sent = world.act(A.SEND, "budget-1", SAM)
    world.act(A.ACCEPT, "budget-1", confirmed=True)
    world.drain()
    batch = world.made.ledger.unposted()[-1]
    posted(world)

    assert isinstance(sent, Allowed), sent
    assert batch.amount == 12_00
    held = world.made.ledger.find(K.BUDGET, "J1200", "J1200").body.lines
    assert [x.original for x in held] == [first[0].original, first[1].original, 0]
    assert revised(world) == {(x.sub_job, x.code, x.category): x.revised for x in changed}
    assert listed(world, "budgets", "unposted:yes") == []


@pytest.mark.rule("financials 22")
def test_the_budget_changes_of_a_synced_project_are_not_deleted(world):
    world.projects.hold([world.find("project-1")._replace(id=RecordId("project-9"))])
    line = BudgetLine("01-100", "L", 50_00, 5_00)
    world.drafted(budget(S.UNSENT, lines=(line,), locked=False))

    refused = world.projects.edit(RecordId("budget-1"), lines=(line._replace(changes=0),))
    reversed_ = world.projects.edit(
        RecordId("budget-1"), lines=(line, line._replace(original=0, changes=-5_00))
    )

    assert refused is not None
    assert refused.rule == "financials 22"
    assert refused.text == (
        "The budget change of 01-100 L cannot be deleted; enter one that reverses it."
    )
    assert reversed_ is None


AMOUNTS = st.integers(-10_000_00, 10_000_00)
KEYS = [("", "01-100", "L"), ("", "01-100", "S"), ("", "03-300", "S"), ("EXTRA1", "01-100", "L")]
VERSIONS = st.lists(
    st.dictionaries(st.sampled_from(KEYS), st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=4),
    min_size=1,
    max_size=5,
)


@pytest.mark.rule("financials 15", "financials 20")
@given(VERSIONS)
@settings(max_examples=60, deadline=None)
def test_the_original_and_all_that_followed_come_to_the_present_estimate(versions):
    made, before = sandbox(), ()
    for place, version in enumerate(versions):
        lines = tuple(
            BudgetLine(code, category, original, changes, extra)
            for (extra, code, category), (original, changes) in version.items()
        )
        made.export(budget(S.EXPORTING, lines=lines, exported=before), f"key-{place}")
        made.ledger.post()
        before = lines

        held = made.ledger.find(K.BUDGET, "J1200", "J1200").body.lines
        in_sage = {(x.sub_job, x.code, x.category): x.revised for x in held if x.revised}
        here = {(x.sub_job, x.code, x.category): x.revised for x in before if x.revised}
        assert in_sage == here


# forecast


@pytest.mark.rule("financials 21")
def test_a_forecast_goes_along_where_every_switch_is_on(world):
    world.store.keep_settings(Settings(forecast_export=True))
    world.store.adjust_project(RecordId("project-1"), ADA, lambda *_: chosen(FORECAST))
    line = BudgetLine("01-100", "L", 100_00, completion=110_00, to_complete=40_00)

    exported(world, (line,))
    posted(world)

    (held,) = world.made.ledger.find(K.BUDGET, "J1200", "J1200").body.lines
    assert (held.completion, held.to_complete) == (110_00, 40_00)


@pytest.mark.rule("financials 21")
@pytest.mark.parametrize(
    ("company", "project", "off"),
    [
        (False, FORECAST, "the company's export of forecasts is off"),
        (True, FORECAST._replace(export_forecast=False), "Export Forecast Amounts of the project"),
        (True, FORECAST._replace(budget_view=""), "no default ERP budget view"),
        (True, FORECAST._replace(budget_view_columns=("Estimate",)), "no column Forecast to"),
        (True, FORECAST._replace(completion_column=""), "no column of that view is designated"),
        (True, FORECAST._replace(budget_view=""), "the project has no default ERP budget view"),
    ],
)  # fmt: skip
def test_a_forecast_stays_where_one_switch_is_off_and_accept_says_which(
    world, company, project, off
):
    world.store.keep_settings(Settings(forecast_export=company))
    world.store.adjust_project(RecordId("project-1"), ADA, lambda *_: chosen(project))
    line = BudgetLine("01-100", "L", 100_00, completion=110_00, to_complete=40_00)
    world.drafted(budget(S.UNSENT, lines=(line,)))
    world.act(A.SEND, "budget-1")

    accepted = world.act(A.ACCEPT, "budget-1", confirmed=True)
    world.drain()
    posted(world)

    assert isinstance(accepted, Allowed)
    assert [w.rule for w in accepted.warnings] == ["financials 21"]
    assert off in accepted.warnings[0].text
    (held,) = world.made.ledger.find(K.BUDGET, "J1200", "J1200").body.lines
    assert (held.completion, held.to_complete) == (None, None)


def chosen(value):
    from core.ports import Adjusted

    return Adjusted(value, "chosen")


@pytest.mark.rule("financials 21")
def test_with_a_forecast_its_new_figures_alone_are_worth_an_export():
    line = BudgetLine("01-100", "L", 100_00, completion=110_00, to_complete=40_00)
    later = line._replace(to_complete=20_00)
    again = budget(S.EXPORTING, lines=(later,), exported=(line,))

    silent = payload(again, Settings()).body.lines
    told = payload(again._replace(body=again.body._replace(forecast=True)), Settings()).body.lines

    assert silent == ()
    assert told == (later._replace(original=0, changes=0),)


# prime changes


@pytest.mark.rule("financials 23")
@pytest.mark.parametrize("estimates", [False, True])
def test_a_prime_change_makes_an_estimate_change_only_where_the_policy_says_so(world, estimates):
    world.store.keep_settings(Settings(policies=Policies(pcco_estimates=estimates)))
    world.store.arrive([prime_contract(S.SYNCED)], CONNECTOR)
    exported(world)
    posted(world)
    before = revised(world)
    lines = (ChangeLine(None, "01-100", "S", 7_00), ChangeLine(None, "03-300", "S", -2_00))
    world.store.arrive([pcco(lines=lines, erp_id=None)], CONNECTOR)

    accepted = world.act(A.ACCEPT, "pcco-1", transaction_date=SOME_DAY)
    world.drain()
    waiting = revised(world)
    posted(world)

    assert isinstance(accepted, Allowed), accepted
    assert world.find("pcco-1").unposted_since is None
    assert waiting == before
    after = {key: revised(world).get(key, 0) - before.get(key, 0) for key in revised(world)}
    moved = {key: amount for key, amount in after.items() if amount}
    assert moved == ({("", "01-100", "S"): 7_00, ("", "03-300", "S"): -2_00} if estimates else {})


def test_a_deleted_prime_change_takes_its_estimate_change_back():
    made = sandbox()
    change = pcco(S.EXPORTING, transaction_date=SOME_DAY, estimates=True)
    made.export(change)
    made.ledger.post()
    held = made.ledger.find(K.BUDGET, "J1200", "J1200").amount

    made.ledger.delete(K.PCCO, "PC100", "1")
    made.ledger.post()

    assert held == change.amount
    assert made.ledger.find(K.BUDGET, "J1200", "J1200").amount == 0


# invoices

BILLED = st.builds(
    InvoiceLine,
    item=st.integers(1, 3),
    code=st.sampled_from(["01-100", "03-300"]),
    category=st.sampled_from(["L", "S"]),
    amount=AMOUNTS,
    retainage=AMOUNTS,
    sub_job=st.sampled_from(["", "EXTRA1"]),
    released=AMOUNTS,
)


@pytest.mark.rule("financials 72", "financials 67")
@given(
    lines=st.lists(BILLED, max_size=8).map(tuple),
    summing=st.booleans(),
    retainage=st.sampled_from(Retainage),
)
def test_summarised_or_not_an_invoice_comes_to_the_same(lines, summing, retainage):
    company = Settings(summarise_invoice_lines=summing, policies=Policies(retainage=retainage))
    held = sum(x.retainage for x in lines)
    net = held - (sum(x.released for x in lines) if retainage is Retainage.NET else 0)

    leaving = payload(subcontractor_invoice(lines=lines), company)

    body = leaving.body
    assert sum(x.amount for x in body.lines) == body.gross == sum(x.amount for x in lines)
    assert sum(x.retainage for x in body.lines) == body.retainage == net
    assert leaving.amount == body.gross - body.retainage
    groups = {(x.sub_job, x.code, x.category) for x in lines}
    assert len(body.lines) == (len(groups) if summing else len(lines))
    assert summarised(body.lines) == body.lines or not summing


def test_every_line_is_a_distribution_in_sage_where_the_company_does_not_summarise(world):
    world.store.keep_settings(Settings(summarise_invoice_lines=False))
    world.drafted(commitment(S.UNSENT, erp_id=None))
    world.act(A.SEND, "commitment-1")
    world.act(A.ACCEPT, "commitment-1")
    world.drain()
    lines = (
        InvoiceLine(1, "01-100", "S", 100_00, 10_00, released=3_00),
        InvoiceLine(1, "01-100", "S", 50_00, 5_00),
    )
    bill = subcontractor_invoice(
        S.UNSENT, lines=lines, gross=150_00, retainage=15_00, amount=138_00, erp_id=None
    )
    world.drafted(bill)
    sent = world.act(A.SEND, bill.id)
    world.act(A.ACCEPT, bill.id, accounting_date=SOME_DAY)
    world.drain()

    held = world.made.ledger.find(K.SUBCONTRACTOR_INVOICE, "V1001", "INV-7001")
    assert isinstance(sent, Allowed), sent
    assert [(x.amount, x.retainage) for x in held.body.lines] == [(100_00, 7_00), (50_00, 5_00)]
    assert (held.amount, held.body.retainage) == (138_00, 12_00)


# doubt


def lost(world: World) -> Dispatcher:
    """A commitment that was accepted, and whose answer was dropped; the looks cannot tell."""
    world.drafted(commitment(S.UNSENT, erp_id=None))
    world.act(A.SEND, "commitment-1")
    world.drain()
    world.act(A.ACCEPT, "commitment-1")
    world.made.faults.turn(FaultKind.TIMEOUT, 100)
    slow = Dispatcher(
        world.store, world.made.erp, world.projects, owner="slow", delivery_bound=timedelta(hours=1)
    )
    slow.perform_owed(1)
    world.made.faults.turn(FaultKind.TIMEOUT, 0)
    return slow


def test_a_person_may_settle_it_once_the_connector_has_looked_and_could_not_tell(world):
    slow = lost(world)
    in_doubt = world.find("commitment-1").status
    before = world.act(A.DISPROVE, "commitment-1", ANA, confirmed=True)
    slow.perform_owed(1)

    settled = world.act(A.DISPROVE, "commitment-1", ANA, confirmed=True)

    assert in_doubt is S.OUTCOME_UNKNOWN
    assert isinstance(before, Refused)
    assert isinstance(settled, Allowed), settled
    assert world.find("commitment-1").status is S.FAILED
    entry = world.store.history(RecordId("commitment-1"))[-1]
    assert (entry.actor, entry.action) == (ANA.name, A.DISPROVE)


def test_tried_again_after_that_it_is_in_sage_once(world):
    slow = lost(world)
    slow.perform_owed(1)
    world.act(A.DISPROVE, "commitment-1", ANA, confirmed=True)

    world.act(A.ACCEPT, "commitment-1", ANA)
    world.drain()

    assert world.find("commitment-1").status is S.SYNCED
    assert len(world.made.ledger.exported()) == 1


def test_who_found_it_links_it_and_the_connectors_look_is_over(world):
    slow = lost(world)
    slow.perform_owed(1)

    world.act(A.VOUCH, "commitment-1", ANA, confirmed=True, erp_id="SC0001")
    world.drain()

    assert world.find("commitment-1").status is S.SYNCED
    assert world.store.owing() <= 1


def test_a_change_order_is_exported_directly_once_its_commitment_is_there(world):
    world.store.keep_settings(DIRECTLY)
    world.drafted(commitment(S.UNSENT, erp_id=None))
    world.act(A.SEND, "commitment-1", SAM)
    world.drain()
    world.drafted(cco(S.UNSENT, erp_id=None))

    world.act(A.SEND, "cco-1", SAM)
    world.drain()

    assert world.find("cco-1").status is S.SYNCED
