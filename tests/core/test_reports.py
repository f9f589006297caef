"""Each report over a store of a few records, so that every figure in it can be seen."""

from datetime import timedelta

import pytest

from adapters.stores.memory import MemoryStore
from core.approvals import Approvals
from core.case import Answers, Mirrored
from core.cost_sync import TRIED
from core.costs import WHY, detailed, direct_cost, totals
from core.desk import Desk
from core.people import CONNECTOR
from core.ports import Adjusted, Asked
from core.records import Budget, BudgetLine, CostTotal, CostTransaction, JobCost, ProjectCode
from core.reports import REPORTS
from core.reports.accountants import accountants
from core.reports.archived import archived
from core.reports.drift import drift
from core.reports.job_costs import job_costs
from core.reports.reconciliation import reconciliation
from core.reports.report import Asking, NoSuchJob, Report
from core.reports.unsyncable import unsyncable
from core.settings import ProjectSettings
from core.vocabulary import Action, Approval, ErpStatus, KeptOut, RecordId, RecordKind
from tests.core.costing import TAKES, cost
from tests.people import ADA, ANA, CAST, SAM, STAN, VIC
from tests.records import (
    NOW,
    budget,
    cco,
    commitment,
    company,
    job_cost,
    project,
    sub_job,
    subcontractor_invoice,
)

K, S = RecordKind, ErpStatus
JOB = "J1200"


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(lambda: NOW)


def seen(kind: RecordKind, erp_id: str, amount: int = 0, **more: object) -> Mirrored:
    return Mirrored(
        kind, erp_id=erp_id, title="", amount=amount, **{"scope": "", "job": JOB} | more
    )


def cells(report: Report, *names: str) -> list[tuple[object, ...]]:
    places = [[c.name for c in report.columns].index(name) for name in names]
    return [tuple(row[place] for place in places) for row in report.rows]


def read(store: MemoryStore, kind: RecordKind, *documents: Mirrored) -> None:
    store.mirror(kind, documents, NOW, mark=1)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_every_row_has_a_cell_for_every_column(store, report):
    world(store)

    made = report.makes(store, Asking(JOB if report.by_job else ""))

    assert {len(row) for row in (*made.rows, made.total or made.columns)} == {len(made.columns)}
    assert all(note.endswith(".") for note in made.notes)


def world(store: MemoryStore) -> None:
    """One job with a commitment, its change, an invoice and a budget; Sage says the same."""
    for person in CAST:
        store.keep_person(person)
    records = [
        project(S.SYNCED), company(S.SYNCED), commitment(S.SYNCED), cco(S.SYNCED),
        subcontractor_invoice(S.SYNCED), budget(S.SYNCED),
    ]  # fmt: skip
    store.arrive([r._replace(changed_at=NOW - timedelta(hours=1)) for r in records], CONNECTOR)
    read(store, K.PROJECT, seen(K.PROJECT, JOB))
    read(store, K.COMMITMENT, seen(K.COMMITMENT, "SC0001", 255_000_00, vendor="V1001"))
    read(store, K.CCO, seen(K.CCO, "1", 5_000_00, scope="SC0001", parent="SC0001"))
    read(store, K.PCCO)
    read(store, K.OWNER_INVOICE)
    invoice = seen(K.SUBCONTRACTOR_INVOICE, "INV-7001", 9_000_00, scope="V1001")
    read(store, K.SUBCONTRACTOR_INVOICE, invoice)
    read(store, K.BUDGET, seen(K.BUDGET, JOB, 300_000_00, scope=JOB))


# accountants


def test_accountants_are_those_with_the_level_and_the_privilege_alone(store):
    world(store)
    store.keep_person(VIC._replace(id="pushy", name="Pushy Reader", can_push=True))

    assert cells(accountants(store), "id", "level") == [("ada", "Admin"), ("ana", "Standard")]


def test_an_accountants_ticks_are_told_unless_they_do_not_bite(store):
    store.keep_person(ANA._replace(exports=frozenset({K.CCO, K.BUDGET}), imports=frozenset()))
    store.keep_person(ADA._replace(exports=frozenset()))

    assert cells(accountants(store), "exports", "imports") == [
        ("all, as administrator of the Company Directory",) * 2,
        ("budget, CCO", "none"),
    ]


def test_whether_the_daily_summary_reaches_an_accountant_is_told(store):
    store.keep_person(ANA._replace(email="ana@example.org"))
    store.keep_person(ADA._replace(digest=False))
    store.keep_person(ANA._replace(id="zoe", name="Zoe"))

    assert cells(accountants(store), "id", "digest") == [
        ("ada", "no"),
        ("ana", "yes"),
        ("zoe", "yes, without an address"),
    ]


def test_the_last_verdict_of_an_accountant_is_told(store):
    world(store)
    waiting = commitment(id=RecordId("waiting"), number="SC0002", erp_id=None)
    store.arrive([waiting], CONNECTOR)
    Approvals(store).perform(
        Action.REJECT, Asked(waiting.id), ANA, Answers(reason="The scope is wrong.")
    )

    assert cells(accountants(store), "id", "last_verdict", "last_verdict_at") == [
        ("ada", "", None),
        ("ana", "reject waiting", NOW),
    ]


# job costs


@pytest.mark.rule("job costs 10", "job costs 11")
def test_erp_direct_cost_is_job_to_date_less_commitment_invoiced_for_one_job(store):
    lines = (
        CostTotal("03-300", "S", "", 90_000_00, 60_000_00),
        CostTotal("01-100", "L", "", 5_000_00, 0),
    )
    other = seen(K.JOB_COST, "J9", 7, scope="J9", job="J9", body=JobCost((CostTotal("1", "L"),)))
    store.arrive([project(S.SYNCED)], CONNECTOR)
    read(store, K.JOB_COST, seen(K.JOB_COST, JOB, scope=JOB, body=JobCost(lines)), other)

    made = job_costs(store, Asking(JOB))

    assert cells(made, "code", "job_to_date", "commitment_invoiced", "direct") == [
        ("01-100", 5_000_00, 0, 5_000_00),
        ("03-300", 90_000_00, 60_000_00, 30_000_00),
    ]
    assert made.total[-3:] == (95_000_00, 60_000_00, 35_000_00)


@pytest.mark.parametrize("name", [" j1200 ", "J1200", "P-77"])
def test_a_job_is_named_by_its_sage_id_or_by_its_projects_number(store, name):
    store.arrive([project(S.SYNCED, number="P-77")], CONNECTOR)
    read(store, K.PROJECT, seen(K.PROJECT, JOB))

    made = job_costs(store, Asking(name))

    assert made.title == "ERP job costs of J1200"
    assert made.notes[0] == "Sage has no cost on this job."


def test_a_job_that_is_nowhere_is_said_to_be_nowhere(store):
    with pytest.raises(NoSuchJob, match="no job 'J404'"):
        job_costs(store, Asking("J404"))


@pytest.mark.rule("job costs 12")
def test_the_report_of_a_job_is_for_who_administers_the_erp_tool_the_budget_or_the_contract(store):
    world(store)

    assert isinstance(Desk(store, ADA).report("job-costs", JOB), Report)
    assert isinstance(Desk(store, SAM).report("job-costs", JOB), Report)
    (refused,) = Desk(store, STAN).report("job-costs", JOB)
    assert refused.text == (
        "This takes Admin of ERP Integrations; you hold Standard. "
        "Or: This takes Read Only of Reports; you hold None. "
        "This takes Admin of Budget; you hold None. "
        "Or: This takes Admin of Prime Contracts; you hold None."
    )


# archived companies


def test_archived_companies_are_those_of_sage_with_who_put_them_away(store):
    from_sage = company(S.READY_TO_IMPORT, id=RecordId("put-away"), city="Joliet", erp_active=False)
    absorbed = company(S.ARCHIVED, id=RecordId("absorbed"), number="9", erp_id=None)
    store.arrive([from_sage, absorbed], CONNECTOR)
    Approvals(store).perform(Action.ARCHIVE, Asked(from_sage.id), STAN)

    made = archived(store)

    assert cells(made, "id", "erp_id", "city", "in_sage", "archived_by", "archived_at") == [
        ("put-away", "V1001", "Joliet", "inactive", STAN.name, NOW)
    ]
    assert made.notes == ("1 company went into another by a link or a merge and lives on there.",)


# unsyncable costs


def why(*codes: KeptOut) -> str:
    return " ".join(WHY[code][0] for code in codes)


@pytest.mark.rule("job costs 14")
def test_a_cost_whose_code_category_sub_job_or_job_is_not_on_a_project_is_listed_with_reasons(
    store,
):
    codes = (ProjectCode("01-100", "", ("L",), ("L", "S")),)
    extra = sub_job(S.SYNCED, number="E1", erp_id="E1")
    store.arrive([project(S.SYNCED, codes=codes), extra], CONNECTOR)
    fits = (CostTotal("01-100", "L"), CostTotal("01-100", "L", "e1"))
    misfits = (
        CostTotal("09-900", "L", "", 10_00, 4_00),
        CostTotal("01-100", "S", "", 20_00),
        CostTotal("01-100", "L", "E2", 30_00),
        CostTotal("09-900", "L", "E2", 40_00),
    )
    adrift = seen(K.JOB_COST, "J9", scope="J9", job="J9", body=JobCost(fits[:1]))
    read(store, K.JOB_COST, seen(K.JOB_COST, JOB, scope=JOB, body=JobCost(fits + misfits)), adrift)

    made = unsyncable(store)

    assert cells(made, "job", "job_to_date", "direct", "reason") == [
        (JOB, 10_00, 6_00, why(KeptOut.CODE_NOT_ON_PROJECT)),
        (JOB, 20_00, 20_00, why(KeptOut.CATEGORY_NOT_ON_CODE)),
        (JOB, 30_00, 30_00, why(KeptOut.SUB_JOB_NOT_SYNCED)),
        (JOB, 40_00, 40_00, why(KeptOut.CODE_NOT_ON_PROJECT, KeptOut.SUB_JOB_NOT_SYNCED)),
        ("J9", 0, 0, "Its job is not linked to a project."),
    ]
    assert made.total[8:10] == (100_00, 96_00)
    assert len(unsyncable(store, Asking(JOB)).rows) == 4


def test_where_every_cost_has_its_place_the_report_says_so(store):
    store.arrive([project(S.SYNCED)], CONNECTOR)
    read(store, K.JOB_COST, seen(K.JOB_COST, JOB, scope=JOB, body=job_cost().body))

    made = unsyncable(store)

    assert (made.rows, made.total) == ((), ())
    assert made.notes[0] == "Every cost of Sage has its place in a project."


def test_a_job_of_which_only_sage_knows_may_be_asked_for(store):
    read(store, K.PROJECT, seen(K.PROJECT, "J9", job=""))
    read(store, K.JOB_COST, seen(K.JOB_COST, "J9", job="J9", body=job_cost().body))

    assert len(unsyncable(store, Asking("j9")).rows) == 1


def one_by_one(store: MemoryStore, *costs: CostTransaction, **chosen: object) -> JobCost:
    """The default job with these transactions in Sage, synced into its project one by one."""
    in_sage = JobCost(totals(costs), tuple(costs))
    settings = ProjectSettings(transactions=True, **chosen)
    store.adjust_project(RecordId("project-1"), ADA, lambda _, p: Adjusted(settings, "each"))
    body = detailed(in_sage, TAKES, JobCost(), NOW)
    store.arrive([project(S.SYNCED), job_cost(S.SYNCED)._replace(body=body)], CONNECTOR)
    read(store, K.JOB_COST, seen(K.JOB_COST, JOB, scope=JOB, body=in_sage))
    return body


@pytest.mark.rule("job costs 14")
def test_where_a_project_takes_transactions_each_that_is_kept_out_is_listed(store):
    one_by_one(store, cost(1), cost(2, 5_00, code="09-900"), cost(3, vendor="V9"))
    store.keep(TRIED, (NOW + timedelta(hours=1)).isoformat())

    made = unsyncable(store)

    assert cells(made, "transaction", "amount", "reason_code", "first_seen", "last_tried") == [
        ("7-2", 5_00, "code_not_on_project", NOW, NOW + timedelta(hours=1)),
        ("7-3", 100_00, "vendor_not_linked", NOW, NOW + timedelta(hours=1)),
    ]
    assert made.total[7:10] == (105_00, 0, 0)


@pytest.mark.rule("job costs 14")
def test_the_transactions_of_a_job_that_waits_are_listed_by_its_name(store):
    waiting = job_cost(project=None, number="J9", project_number="J9", erp_id="J9")
    store.arrive([waiting], CONNECTOR)
    body = JobCost(totals([cost(1)]), (cost(1),))
    read(store, K.JOB_COST, seen(K.JOB_COST, "J9", scope="J9", job="J9", body=body))

    assert cells(unsyncable(store), "job", "transaction", "reason_code") == [
        ("J9", "7-1", "job_not_synced")
    ]


# reconciliation


def test_direct_costs_are_reconciled_with_sage_by_code_and_category(store):
    body = one_by_one(
        store, cost(1), cost(2, 7_00, code="03-300", category="S"), cost(3, 5_00, vendor="V9")
    )
    mine = store.find(RecordId("job_cost-1"))
    draft = direct_cost(cost(9, 1_00))._replace(approval=Approval.DRAFT)
    edited = body.direct_costs[1]._replace(amount=8_00, edited=True)
    costs = (body.direct_costs[0], edited, draft)
    store.amend(mine._replace(body=body._replace(direct_costs=costs)), ADA, "edited")

    made = reconciliation(store, Asking(JOB))

    assert cells(made, "code", "direct_costs", "job_to_date", "variance", "why") == [
        ("01-100", 100_00, 105_00, -5_00,
         "Some transactions were kept out; see the report of unsyncable direct costs."),
        ("03-300", 8_00, 7_00, 1_00, "1 changed here since the last sync."),
    ]  # fmt: skip
    assert made.total == ("Total", "", "", "", 108_00, 112_00, -4_00, "")


def test_a_project_that_takes_totals_has_nothing_to_reconcile(store):
    store.arrive([project(S.SYNCED)], CONNECTOR)
    read(store, K.JOB_COST, seen(K.JOB_COST, JOB, scope=JOB, body=job_cost().body))

    whole, one = reconciliation(store), reconciliation(store, Asking(JOB))

    assert (whole.rows, one.rows) == ((), ())
    assert "No project takes job cost transactions." in whole.notes
    assert f"{JOB} takes job costs as totals; it has no direct costs." in one.notes


def test_a_project_that_takes_transactions_of_a_job_without_costs_is_not_denied(store):
    store.arrive([project(S.SYNCED)], CONNECTOR)
    takes = ProjectSettings(transactions=True)
    store.adjust_project(RecordId("project-1"), ADA, lambda _, p: Adjusted(takes, "each"))

    whole = reconciliation(store)

    assert "Sage has no cost on the jobs whose projects take transactions." in whole.notes


@pytest.mark.rule("job costs 9")
def test_where_transactions_come_the_report_has_the_budgets_own_column(store):
    body = one_by_one(store, cost(1), cost(2, 7_00, code="03-300", category="S"))
    mine = store.find(RecordId("job_cost-1"))
    draft = direct_cost(cost(9, 1_00))._replace(approval=Approval.DRAFT)
    moved = direct_cost(cost(8, 3_00, sub_job="EXTRA1"))
    costs = (*body.direct_costs, draft, moved)
    store.amend(mine._replace(body=body._replace(direct_costs=costs)), ADA, "edited")

    made = job_costs(store, Asking(JOB))

    assert cells(made, "sub_job", "code", "job_to_date", "direct_costs") == [
        ("", "01-100", 100_00, 100_00),
        ("", "03-300", 7_00, 7_00),
        ("EXTRA1", "01-100", 0, 3_00),
    ]
    assert made.total[4:] == (107_00, 0, 107_00, 110_00)


@pytest.mark.rule("job costs 16")
def test_reports_flag_a_budget_view_that_counts_cost_twice(store):
    one_by_one(store, cost(1), reports_old_column=True)

    flagged = [
        [note for note in made.notes if "[job costs 16]" in note]
        for made in (job_costs(store, Asking(JOB)), reconciliation(store))
    ]
    assert [len(notes) for notes in flagged] == [1, 1]


# drift


def records_apart(report: Report) -> list[tuple[object, ...]]:
    found = cells(report, "level", "kind", "record", "here", "in_sage", "difference", "why")
    return [row[1:] for row in found if row[0] == "record"]


def test_two_sides_that_agree_have_no_drift_and_sums_that_say_so(store):
    world(store)

    whole, one = drift(store), drift(store, Asking(JOB))

    assert cells(whole, "level", "kind", "here", "in_sage", "why") == [
        ("company", "commitment", 255_000_00, 255_000_00, "All 1 agree."),
        ("company", "CCO", 5_000_00, 5_000_00, "All 1 agree."),
        ("company", "subcontractor invoice", 9_000_00, 9_000_00, "All 1 agree."),
        ("company", "budget", 300_000_00, 300_000_00, "All 1 agree."),
    ]
    assert [row[1:] for row in one.rows] == [(JOB, *row[2:]) for row in whole.rows]
    assert whole.notes[0] == "0 of 1 jobs differ in some record."


def test_an_amount_that_differs_is_told_with_its_job(store):
    world(store)
    read(store, K.COMMITMENT, seen(K.COMMITMENT, "sc0001", 250_000_00))

    made = drift(store)

    assert records_apart(made) == [
        ("commitment", "SC0001", 255_000_00, 250_000_00, 5_000_00, "The amounts differ.")
    ]
    assert ("job", JOB, "commitment", 5_000_00) in cells(made, "level", "job", "kind", "difference")


def test_a_change_order_that_sage_lost_is_apart_and_its_commitment_is_not(store):
    world(store)
    store.mirror(K.CCO, (), NOW, [("SC0001", "1")], mark=2)
    read(store, K.COMMITMENT, seen(K.COMMITMENT, "SC0001", 250_000_00))

    assert records_apart(drift(store)) == [
        ("CCO", "1", 5_000_00, None, 5_000_00, "Sage holds it no more.")
    ]


def test_what_was_linked_after_sage_was_read_is_told_as_that(store):
    world(store)
    late = commitment(S.SYNCED, id=RecordId("late"), number="SC0009", erp_id="SC0009")
    store.arrive([late._replace(changed_at=NOW + timedelta(minutes=1))], CONNECTOR)

    assert [row[-1] for row in records_apart(drift(store))] == [
        "It was linked after the relay last read Sage."
    ]


def test_what_only_sage_holds_is_apart_and_says_who_stands_for_it(store):
    world(store)
    waiting = budget(S.READY_TO_IMPORT, id=RecordId("b2"), number="J2", erp_id="J2", project=None,
                     project_number="J2")  # fmt: skip
    store.arrive([waiting], CONNECTOR)
    read(store, K.BUDGET, seen(K.BUDGET, "J2", 7_00, scope="J2", job="J2"))
    read(store, K.CCO, seen(K.CCO, "9", 3_00, scope="SC0001", parent="SC0001"))

    assert records_apart(drift(store)) == [
        ("budget", "J2", None, 7_00, -7_00, "Here it is ready to import."),
        ("CCO", "", None, 3_00, -3_00, "No record here stands for it."),
    ]
    assert records_apart(drift(store, Asking("J1200"))) == [
        ("CCO", "", None, 3_00, -3_00, "No record here stands for it.")
    ]


def test_a_batch_that_is_not_posted_is_no_mistake_of_anybodys(store):
    world(store)
    read(store, K.BUDGET, seen(K.BUDGET, JOB, 0, scope=JOB, posted=False))

    assert [row[-1] for row in records_apart(drift(store))] == ["Sage has not posted it all yet."]


def test_a_budget_counts_as_it_was_last_exported(store):
    world(store)
    exported = (BudgetLine("01-100", "L", 300_000_00),)
    edited = Budget((BudgetLine("01-100", "L", 400_000_00),), locked=True, exported=exported)
    mine = store.find(RecordId("budget-1"))
    store.amend(mine._replace(body=edited, amount=400_000_00), CONNECTOR, "edited")

    assert records_apart(drift(store)) == []
