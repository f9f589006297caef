"""There and back again: both systems, the store and the connector, with people at all of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.stores.memory import MemoryStore
from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.case import Answers, Mirrored
from core.decision import Allowed, Refused
from core.dispatch import Dispatcher
from core.payload import entries
from core.people import CONNECTOR, Actor
from core.ports import Asked, RecordStore
from core.query import Query
from core.records import (
    BudgetLine,
    Company,
    CostCode,
    CostTotal,
    CostType,
    InvoiceLine,
    JobCost,
    ProjectCode,
    Record,
    Row,
)
from core.refresh import Refresher
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind, View
from tests.adapters.sandbox.company import Sandbox, sandbox
from tests.people import ADA
from tests.records import (
    budget,
    cco,
    commitment,
    company,
    pcco,
    project,
    subcontractor_invoice,
)

A, K, S = Action, RecordKind, ErpStatus


class World:
    """A company, and short ways to act in it."""

    def __init__(self, store: RecordStore) -> None:
        self.store = store
        self.made: Sandbox = sandbox()
        self.made.relay.set_hop_one(0)
        erp, projects = self.made.erp, self.made.projects
        self.projects = projects
        self.refresher = Refresher(self.store, erp, projects)
        self.dispatcher = Dispatcher(self.store, erp, projects, owner="test")
        linked = [project(S.SYNCED), company(S.SYNCED)]
        self.store.arrive(linked, CONNECTOR)

    def act(
        self, action: Action, id: str, actor: Actor = ADA, **answers: object
    ) -> Allowed | Refused:
        said = Answers(**answers)  # type: ignore[arg-type]  # open keywords
        return Approvals(self.store).perform(action, Asked(RecordId(id)), actor, said)

    def drain(self) -> None:
        while self.dispatcher.perform_owed(100):
            pass

    def drafted(self, record: Record) -> Record:
        """Made in the project system, and known here."""
        self.projects.draft(record)
        self.refresher.take_news()
        return self.store.find(record.id)

    def edit(self, id: str, **fields: object) -> None:
        assert self.projects.edit(RecordId(id), **fields) is None
        self.refresher.take_news()

    def look(self) -> None:
        self.made.relay.sync()
        self.refresher.poll()

    def refresh(self, *tabs: str) -> None:
        self.made.relay.sync()
        for tab in tabs:
            self.store.ask_refresh(tab, ADA)
            self.refresher.perform_asked("test")

    def importable(self, tab: str) -> Iterator[Row]:
        return iter(self.store.rows(Query(tab, View.READY_TO_IMPORT), 100))

    def find(self, id: str) -> Record:
        return self.store.find(RecordId(id))


@pytest.fixture(params=[lambda: SqliteStore(None), MemoryStore], ids=["sqlite", "memory"])
def world(request: pytest.FixtureRequest) -> World:
    return World(request.param())


# edits


@pytest.mark.parametrize(
    "fields",
    [{"number": "SC0002"}, {"vendor": "company-9", "vendor_name": "Other"}, {"title": "Slab"}],
    ids=lambda fields: next(iter(fields)),
)
def test_an_edit_of_any_one_field_arrives(world, fields):
    world.drafted(commitment(S.UNSENT))

    world.edit("commitment-1", **fields)

    assert {name: getattr(world.find("commitment-1"), name) for name in fields} == fields


def test_an_exported_budget_stays_exported_when_it_is_edited(world):
    lines = world.drafted(budget(S.UNSENT)).body.lines
    world.act(A.SEND, "budget-1")
    world.act(A.ACCEPT, "budget-1", confirmed=True)
    world.drain()

    for fields in (
        {"locked": False},
        {"lines": (*lines, BudgetLine("03-300", "M", 7_00))},
        {"locked": True},
    ):
        assert world.projects.edit(RecordId("budget-1"), **fields) is None
    world.refresher.take_news()

    assert entries(world.find("budget-1").body) == (BudgetLine("03-300", "M", 0, 7_00),)


@pytest.mark.rule("financials 8")
def test_an_edit_that_comes_after_the_sending_voids_the_sending_for_all_to_see(world):
    world.drafted(commitment(S.UNSENT))
    world.act(A.SEND, "commitment-1")

    world.edit("commitment-1", title="Slab")

    now = world.find("commitment-1")
    assert (now.status, now.title) == (S.RETRIEVED, "Slab")
    assert "send it again" in now.note
    assert A.VOID in [e.action for e in world.store.history(now.id)]


def test_an_edit_that_slipped_in_before_the_lock_is_found_as_the_lock_closes(world):
    world.drafted(commitment(S.UNSENT))
    world.act(A.SEND, "commitment-1")
    world.projects.edit(RecordId("commitment-1"), title="Slab")

    world.drain()

    assert world.find("commitment-1").status is S.RETRIEVED
    assert world.find("commitment-1").title == "Slab"


@pytest.mark.rule("reliability I4")
def test_an_edit_of_what_was_accepted_takes_the_acceptance_back_and_nothing_leaves(world):
    world.drafted(commitment(S.UNSENT))
    world.drafted(commitment(S.UNSENT, id="commitment-2", number="SC0002"))
    world.act(A.SEND, "commitment-1")
    world.act(A.ACCEPT, "commitment-1")

    world.edit("commitment-1", title="Slab")
    world.edit("commitment-2", title="Wall")
    waiting = world.find("commitment-1")
    world.drain()

    assert (waiting.status, waiting.title) == (S.READY_TO_EXPORT, "Slab")
    assert "after it was accepted" in waiting.note
    assert world.find("commitment-1").status is S.READY_TO_EXPORT
    assert world.find("commitment-2").title == "Wall"
    assert world.act(A.ACCEPT, "commitment-1").record.status is S.EXPORTING


@pytest.mark.rule("financials 35")
def test_an_edit_of_a_locked_field_that_came_too_late_is_said_and_not_taken_over(world):
    world.drafted(commitment(S.UNSENT))
    world.act(A.SEND, "commitment-1")
    world.act(A.ACCEPT, "commitment-1")
    world.projects.edit(RecordId("commitment-1"), title="Slab", scope="All of it")

    world.drain()

    now = world.find("commitment-1")
    assert (now.status, now.title, now.body.scope) == (S.SYNCED, "Bridge deck", "All of it")
    assert "Sage keeps what was approved: title" in world.store.history(now.id)[-1].said
    assert now.note == "Edited in its project; Sage keeps what was approved: title."


# telling


def test_a_record_is_locked_at_its_origin_however_fast_it_was_accepted(world):
    world.drafted(commitment(S.UNSENT))
    world.act(A.SEND, "commitment-1")
    world.act(A.ACCEPT, "commitment-1")
    world.made.relay.stop()
    world.drain()

    assert world.projects.edit(RecordId("commitment-1"), title="Slab") is not None


def test_a_word_that_comes_late_does_not_undo_a_later_one(world):
    world.drafted(commitment(S.UNSENT))
    world.act(A.SEND, "commitment-1")
    old = world.find("commitment-1")
    world.act(A.RETRIEVE, "commitment-1")
    world.drain()

    world.projects.tell(old, old.status)

    assert world.projects.find(old.id).status is S.RETRIEVED


# linking


@pytest.fixture
def linked(world) -> RecordId:
    """Sage's vendor V2000, linked to the company `company-2` of the directory."""
    world.drafted(company(S.UNSENT, id="company-2", title="Acme", number="X2"))
    world.made.ledger.add_vendor("V2000", "Acme")
    world.look()
    row = next(row for row in world.importable("vendors") if row.erp_id == "V2000")
    assert isinstance(world.act(A.LINK, row.id, link_to="company-2"), Allowed)
    world.drain()
    return row.id


@pytest.mark.rule("vendors 21")
def test_a_commitment_to_a_company_that_was_linked_reaches_sage(world, linked):
    world.drafted(commitment(S.UNSENT, vendor="company-2", vendor_name="Acme"))

    world.act(A.SEND, "commitment-1")
    world.act(A.ACCEPT, "commitment-1")
    world.drain()

    assert world.find("commitment-1").status is S.SYNCED


def test_an_edit_of_a_linked_company_reaches_the_row_it_lives_on_in(world, linked):
    world.edit("company-2", city="Joliet")

    assert world.find(linked).body.city == "Joliet"
    assert world.find("company-2").body.city == "Chicago"


def test_a_linked_company_is_not_unlinked_under_its_commitments(world, linked):
    world.store.arrive([commitment(S.SYNCED, vendor="company-2")], CONNECTOR)

    refused = world.act(A.UNLINK, linked)

    assert isinstance(refused, Refused)


def test_an_invoice_of_a_linked_company_is_not_unlinked_while_sage_holds_it(world, linked):
    mine = subcontractor_invoice(S.SYNCED, vendor="company-2")
    world.store.arrive([commitment(S.SYNCED, vendor="company-2"), mine], CONNECTOR)
    later = datetime.now(UTC) + timedelta(minutes=1)
    seen = Mirrored(mine.kind, "V2000", "INV-7001", "October")
    world.store.mirror(mine.kind, [seen], later, mark=1)

    refused = world.act(A.UNLINK, mine.id)

    assert isinstance(refused, Refused)
    assert refused.objections[0].rule == "financials 74 (I13)"


def test_a_company_that_is_linked_a_second_time_lives_on_in_the_second_row(world, linked):
    world.act(A.UNLINK, linked)
    world.made.ledger.add_vendor("V2001", "Acme")
    world.refresh("vendors")
    row = next(row for row in world.importable("vendors") if row.erp_id == "V2001")

    world.act(A.LINK, row.id, link_to=linked)
    world.drain()
    world.edit("company-2", city="Joliet")

    assert isinstance(world.find(row.id).body, Company)
    assert world.find(row.id).body.city == "Joliet"


# unlinking


@pytest.mark.parametrize("status", [S.EXPORTING, S.OUTCOME_UNKNOWN])
def test_a_vendor_of_something_on_its_way_to_sage_is_not_unlinked(world, status):
    world.store.arrive([commitment(status)], CONNECTOR)

    assert isinstance(world.act(A.UNLINK, "company-1"), Refused)


@pytest.mark.rule("financials section 10")
def test_a_change_order_that_a_synced_invoice_bills_is_not_unlinked(world):
    line = InvoiceLine(1, "01-100", "S", 10_000_00, 1_000_00, cco=RecordId("cco-1"))
    invoice = subcontractor_invoice(S.SYNCED, lines=(line,))
    world.store.arrive([commitment(S.SYNCED), cco(S.SYNCED), invoice], CONNECTOR)
    world.store.mirror(K.CCO, [], datetime.now(UTC) + timedelta(minutes=1), mark=1)

    refused = world.act(A.UNLINK, "cco-1")

    assert isinstance(refused, Refused)
    assert "1 linked record still belongs to it" in refused.objections[0].text


# budgets


@pytest.mark.rule("financials 14")
def test_a_budget_whose_change_was_rejected_is_still_the_one_that_sage_holds(world):
    lines = world.drafted(budget(S.UNSENT)).body.lines
    world.act(A.SEND, "budget-1")
    world.act(A.ACCEPT, "budget-1", confirmed=True)
    world.drain()
    world.edit("budget-1", locked=False)
    world.edit("budget-1", lines=(*lines, BudgetLine("03-300", "M", 7_00)), locked=True)
    world.made.ledger.post()
    world.look()

    world.act(A.SEND, "budget-1")
    world.act(A.REJECT, "budget-1", reason="Not agreed.")
    world.drain()
    world.refresh("budgets")
    world.act(A.RESEND, "budget-1")
    again = world.act(A.ACCEPT, "budget-1", confirmed=True)

    assert list(world.importable("budgets")) == []
    assert isinstance(again, Allowed)


# what waits to be imported

CODE = ProjectCode("01-100", "General conditions", ("L",))


def new_job(world: World) -> None:
    """Job J7 with an extra and costs, made in Sage."""
    ledger = world.made.ledger
    ledger.add_job("J7", "Seven", (CODE,))
    ledger.add_extra("J7", "E1", "North", (CODE,))
    costs = JobCost((CostTotal("01-100", "L", job_to_date=5_00),))
    ledger.enter(Mirrored(K.JOB_COST, "J7", "J7", "Seven", 5_00, body=costs, job="J7"))


def test_an_extra_that_was_listed_before_its_job_is_imported_after_it(world):
    new_job(world)
    world.refresh("sub_jobs", "jobs")
    job = next(row for row in world.importable("jobs") if row.erp_id == "J7")
    world.act(A.IMPORT, job.id)
    world.refresh("sub_jobs")
    extra = next(row for row in world.importable("sub_jobs") if row.number == "E1")

    imported = world.act(A.IMPORT, extra.id)

    assert isinstance(imported, Allowed), imported
    assert imported.record.project == job.id


def test_costs_come_in_by_themselves_once_their_job_is_imported(world):
    new_job(world)
    world.look()
    before = [row.erp_id for row in world.importable("job_costs")]
    job = next(row for row in world.importable("jobs") if row.erp_id == "J7")
    world.act(A.IMPORT, job.id)

    world.look()

    assert "J7" in before
    assert "J7" not in [row.erp_id for row in world.importable("job_costs")]


def test_what_waits_is_shown_and_imported_as_sage_has_it_now(world):
    ledger = world.made.ledger
    ledger.add_vendor("V5", "Old name")
    world.look()
    with ledger.database.write() as connection:
        vendor = ledger.books.find(K.COMPANY, "", "V5")
        ledger.books.put(connection, vendor._replace(title="New name"))
    world.look()
    row = next(row for row in world.importable("vendors") if row.erp_id == "V5")

    world.act(A.IMPORT, row.id)

    assert row.title == "New name"
    assert world.find(row.id).title == "New name"


@pytest.mark.rule("cost codes 4")
def test_a_cost_code_that_was_mended_in_sage_comes_in(world):
    ledger = world.made.ledger
    code = Mirrored(K.COST_CODE, "", "09-900", "d" * 31, body=CostCode((CostType("L"),)))
    ledger.enter(code)
    world.look()
    refused = [row.number for row in world.importable("cost_codes")]
    with ledger.database.write() as connection:
        held = ledger.books.find(K.COST_CODE, "", "09-900")
        ledger.books.put(connection, held._replace(title="Paint"))

    world.look()

    assert "09-900" in refused
    assert "09-900" not in [row.number for row in world.importable("cost_codes")]


def test_what_only_sage_holds_is_listed_even_if_all_is_read_in_one_millisecond(world):
    ledger = world.made.ledger
    for count in range(5):
        ledger.add_vendor(f"V{5000 + count}", "Acme")
        world.look()
    for count in range(5):
        ledger.add_job(f"J{count}", "Job", (CODE,))
    world.look()

    ids = [row.id for tab in ("vendors", "jobs") for row in world.importable(tab)]

    assert len({name.partition("-")[2] for name in ids}) == len(ids)


def test_a_vendor_that_was_unlinked_comes_back_by_itself(world):
    world.look()
    world.act(A.UNLINK, "company-1")

    world.look()

    assert "V1001" in [row.erp_id for row in world.importable("vendors")]


# rights


@pytest.mark.rule("financials 1")
def test_a_right_that_was_taken_away_is_gone_from_a_session_that_goes_on(world):
    world.store.arrive([commitment()], CONNECTOR)
    world.store.keep_person(ADA)
    world.store.keep_person(ADA._replace(can_push=False))

    refused = world.act(A.ACCEPT, "commitment-1", ADA)

    assert isinstance(refused, Refused)
    assert refused.objections[0].code == "needs_cpa"


# contracts


@pytest.mark.rule("financials 55 (P1)")
def test_a_change_order_says_that_its_contract_waits_for_a_reimport(world):
    world.look()
    row = next(row for row in world.importable("prime_contracts") if row.erp_id == "PC100")
    world.act(A.IMPORT, row.id)
    world.store.arrive([pcco(parent=row.id)], CONNECTOR)
    world.made.ledger.add_item("PC100", "9", "New", 1_00)
    world.look()

    accepted = world.act(A.ACCEPT, "pcco-1")

    assert isinstance(accepted, Allowed), accepted
    assert [o.rule for o in accepted.warnings] == ["financials 55 (P1)"]


# broken letters


def test_half_a_letter_in_a_name_stops_no_news(world):
    world.drafted(company(S.UNSENT, id="company-7", title="Half \ud800 letter", erp_id=None))
    world.drafted(company(S.UNSENT, id="company-8", title="Whole \U0001f600", erp_id=None))

    assert world.find("company-7").title == "Half \ufffd letter"
    assert world.find("company-8").title == "Whole \U0001f600"


def test_half_a_letter_in_a_reason_is_kept_as_a_sign_that_it_was_there(world):
    world.store.arrive([commitment()], CONNECTOR)

    world.act(A.REJECT, "commitment-1", reason="caf\udce9")

    assert world.find("commitment-1").note == "caf\ufffd"


@pytest.mark.rule("financials 16")
def test_a_locked_budget_stays_locked_when_sage_is_read_again(world):
    ours = budget(S.READY_TO_IMPORT, locked=True)
    seen = Mirrored(
        K.BUDGET, "J1200", "J1200", "Estimate", body=ours.body._replace(locked=False), job="J1200"
    )
    world.made.ledger.enter(seen)
    world.store.arrive([ours], CONNECTOR)

    world.look()

    assert world.find("budget-1").title == "Estimate"
    assert world.find("budget-1").body.locked
