"""The three reports on costs, whole: every cell, note and sum of small companies."""

from datetime import timedelta

import pytest

from adapters.stores.memory import MemoryStore
from core.case import Mirrored
from core.cost_sync import TRIED
from core.costs import detailed, totals
from core.people import CONNECTOR
from core.ports import Adjusted
from core.records import CostTotal, CostTransaction, EarlierCosts, JobCost
from core.reports.job_costs import EACH, job_costs
from core.reports.reconciliation import COUNTED, reconciliation
from core.reports.report import Asking
from core.reports.unsyncable import BY_TOTALS, LISTED, unsyncable
from core.settings import ProjectSettings, Settings
from core.vocabulary import CostSource, ErpStatus, RecordId, RecordKind
from tests.core.costing import TAKES, cost
from tests.people import ADA
from tests.records import NOW, job_cost, project

K, S = RecordKind, ErpStatus
JOB = "J1200"
READ = f"The relay last read job costs at {NOW:%Y-%m-%d %H:%M:%S} UTC."
ASIDE = ("J9", "Its job is not linked to a project.", "whoever accepts or imports the job")


def company(*costs: CostTransaction, body: JobCost | None = None, **chosen: object) -> MemoryStore:
    """The default job one by one, and job J9 that is in no project."""
    store = MemoryStore(lambda: NOW)
    settings = ProjectSettings(transactions=True, **chosen)
    store.adjust_project(RecordId("project-1"), ADA, lambda _, p: Adjusted(settings, "each"))
    in_sage = JobCost(totals(costs), tuple(costs))
    mine = body or detailed(in_sage, TAKES, JobCost(), NOW)
    store.arrive([project(S.SYNCED), job_cost(S.SYNCED)._replace(body=mine)], CONNECTOR)
    adrift = JobCost((CostTotal("01-100", "L", "", 9_00, 4_00),))
    seen = [
        Mirrored(K.JOB_COST, JOB, JOB, "", body=in_sage, job=JOB),
        Mirrored(K.JOB_COST, "J9", "J9", "", body=adrift, job="J9"),
    ]
    store.mirror(K.JOB_COST, seen, NOW, mark=1)
    store.mirror(K.PROJECT, [Mirrored(K.PROJECT, "", "J9", "Nine")], NOW, mark=1)
    return store


@pytest.mark.rule("job costs 14")
def test_the_whole_report_of_what_is_kept_out():
    later = NOW + timedelta(hours=2)
    stray = cost(2, 5_00, code="09-900", vendor="V9", dated=None)
    store = company(cost(1), stray, cost(3, 7_00, source=CostSource.PAYROLL, sub_job="E9"))
    store.keep(TRIED, later.isoformat())

    made = unsyncable(store)

    assert made.title == "Unsyncable direct costs"
    assert made.rows == (
        (JOB, "", "09-900", "L", "7-2", "", "Expense", 5_00, None, None,
         "code_not_on_project vendor_not_linked",
         "Its cost code is not on the project. Its vendor is not linked to a company.",
         "whoever keeps the project's cost codes, whoever accepts or links the vendor", NOW, later),
        (JOB, "E9", "01-100", "L", "7-3", "2025-11-03", "Payroll", 7_00, None, None,
         "sub_job_not_synced", "Its sub job is not synced.",
         "whoever accepts or imports the sub job", NOW, later),
        ("J9", "", "01-100", "L", "", "", "", None, 9_00, 5_00, "job_not_synced", *ASIDE[1:],
         None, None),
    )  # fmt: skip
    assert made.notes == (BY_TOTALS, LISTED)
    assert made.total == ("Total", *[""] * 6, 12_00, 9_00, 5_00, "", "", "", None, None)


def test_of_one_job_only_its_own_rows_are_told_and_an_earlier_try_is_no_try():
    store = company(cost(1, code="09-900"))
    store.keep(TRIED, (NOW - timedelta(days=1)).isoformat())

    one, other = unsyncable(store, Asking(JOB)), unsyncable(store, Asking("J9"))

    assert [row[0] for row in one.rows] == [JOB]
    assert [row[0] for row in other.rows] == ["J9"]
    assert one.rows[0][-2:] == (NOW, NOW)


def test_the_whole_reconciliation():
    body = detailed(
        JobCost((), (cost(1), cost(2, 5_00, vendor="V9"))), TAKES, JobCost(), NOW
    )._replace(earlier=(EarlierCosts("03-300", "S", "EXTRA1", 2, 8_00),))
    store = company(
        cost(1), cost(2, 5_00, vendor="V9"), cost(3, 8_00, code="03-300", category="S"), body=body,
        reports_old_column=True, billed_rates=("S",),
    )  # fmt: skip
    store.keep_settings(Settings(billed_rates=True))
    kept = "Some transactions were kept out; see the report of unsyncable direct costs."

    made = reconciliation(store)

    assert made.title == "Direct costs against ERP job costs"
    assert made.rows == (
        (JOB, "", "01-100", "L", 100_00, 105_00, -5_00, kept),
        (JOB, "", "03-300", "S", 0, 8_00, -8_00, "This category takes the billed amount."),
        (JOB, "EXTRA1", "03-300", "S", 8_00, 0, 8_00, "This category takes the billed amount."),
    )
    assert made.notes[0] == COUNTED
    assert f"The budget view of {JOB}" in made.notes[1]
    assert made.notes[2:] == (READ,)
    assert made.total == ("Total", "", "", "", 108_00, 113_00, -5_00, "")


def test_a_variance_that_nothing_explains_says_what_it_may_be_and_agreement_says_nothing():
    fresh = detailed(JobCost((), (cost(1), cost(2))), TAKES, JobCost(), NOW)
    gone = fresh._replace(direct_costs=fresh.direct_costs[:1])

    apart = reconciliation(company(cost(1), cost(2), body=gone), Asking(JOB))
    agreed = reconciliation(company(cost(1), cost(2)), Asking(JOB))

    assert apart.rows[0][-2:] == (-100_00, "Deleted here, or not synced since Sage changed.")
    assert agreed.rows[0][-2:] == (0, "")


def test_a_job_in_no_project_has_no_direct_costs_to_reconcile():
    one, whole = (reconciliation(company(cost(1)), Asking(job)) for job in ("J9", ""))

    assert one.notes == (COUNTED, "J9 takes job costs as totals; it has no direct costs.", READ)
    assert whole.notes == (COUNTED, READ)
    assert one.total == ()


def test_the_whole_report_of_job_costs_one_by_one():
    made = job_costs(company(cost(2, 7_00, commitment="SC0001"), cost(1)), Asking(JOB))

    assert made.title == f"ERP job costs of {JOB}"
    assert [c.name for c in made.columns][-2:] == ["direct", "direct_costs"]
    assert made.rows == ((JOB, "", "01-100", "L", 107_00, 7_00, 100_00, 107_00),)
    assert made.notes == (READ, EACH)
    assert made.total == ("Total", "", "", "", 107_00, 7_00, 100_00, 107_00)


def test_job_costs_of_a_job_in_totals_have_no_column_of_direct_costs():
    made = job_costs(company(cost(1)), Asking("J9"))

    assert [c.name for c in made.columns][-1] == "direct"
    assert made.rows == (("J9", "", "01-100", "L", 9_00, 4_00, 5_00),)
    assert made.notes == (READ,)


def test_job_costs_without_cost_or_reading_say_so():
    store = MemoryStore(lambda: NOW)
    store.arrive([project(S.SYNCED)], CONNECTOR)

    made = job_costs(store, Asking(JOB))

    assert (made.rows, made.total) == ((), ())
    assert made.notes == (
        "Sage has no cost on this job.", "The relay last read job costs never.",
    )  # fmt: skip
