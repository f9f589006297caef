"""What becomes of a transaction: its type, its amount, its place, and what all come to."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.costs import (
    MOST_LISTED,
    WHY,
    billed_categories,
    budget_column,
    cents,
    counts_twice,
    detailed,
    direct_column,
    direct_cost,
    kept_out,
    summary,
    totals,
    twice,
)
from core.records import CostTransaction, JobCost
from core.settings import ProjectSettings, Settings
from core.vocabulary import Approval, CostSource, DirectCostType, KeptOut
from tests.core.costing import DAY, TAKES, cost
from tests.records import NOW

LATER = NOW + timedelta(hours=1)

transactions = st.lists(
    st.builds(
        CostTransaction,
        run=st.integers(1, 3),
        sequence=st.integers(1, 30),
        source=st.sampled_from(CostSource),
        code=st.sampled_from(["01-100", "03-300", "09-900"]),
        category=st.sampled_from("LSM"),
        amount=st.integers(-(10**9), 10**9),
        dated=st.just(DAY),
        sub_job=st.sampled_from(["", "EXTRA1", "OTHER"]),
        vendor=st.sampled_from(["", "V1001", "V9"]),
        commitment=st.sampled_from(["", "SC0001"]),
        billed=st.integers(-(10**9), 10**9),
        from_billing=st.booleans(),
    ),
    max_size=40,
    unique_by=lambda one: one.key,
)


@pytest.mark.parametrize(
    ("source", "commitment", "expected"),
    [
        (CostSource.ACCOUNTS_PAYABLE, "SC0001", DirectCostType.SUBCONTRACTOR_INVOICE),
        (CostSource.ACCOUNTS_PAYABLE, "", DirectCostType.INVOICE),
        (CostSource.PAYROLL, "", DirectCostType.PAYROLL),
        (CostSource.JOB_COST, "", DirectCostType.EXPENSE),
        (CostSource.EQUIPMENT, "", DirectCostType.EXPENSE),
    ],
)
def test_a_transaction_has_the_type_of_its_ledger_and_comes_approved(source, commitment, expected):
    made = direct_cost(cost(source=source, commitment=commitment))

    assert (made.type, made.approval) == (expected, Approval.APPROVED)


@pytest.mark.rule("job costs 14")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"code": "09-900"}, (KeptOut.CODE_NOT_ON_PROJECT,)),
        ({"category": "M"}, (KeptOut.CATEGORY_NOT_ON_CODE,)),
        ({"sub_job": "OTHER"}, (KeptOut.SUB_JOB_NOT_SYNCED,)),
        ({"sub_job": "Extra1", "vendor": "v1001"}, ()),
        ({"vendor": "V9"}, (KeptOut.VENDOR_NOT_LINKED,)),
        (
            {"code": "09-900", "vendor": "V9"},
            (KeptOut.CODE_NOT_ON_PROJECT, KeptOut.VENDOR_NOT_LINKED),
        ),
    ],
)
def test_a_transaction_that_fits_nowhere_is_kept_out_with_every_reason(changes, expected):
    assert kept_out(cost(**changes), TAKES) == expected


@pytest.mark.rule("job costs 14")
def test_without_a_project_or_a_mapping_everything_is_kept_out():
    unmapped = TAKES._replace(mapped=False)

    assert kept_out(cost(), None) == (KeptOut.JOB_NOT_SYNCED,)
    assert kept_out(cost(), unmapped) == (KeptOut.MAPPING_OFF,)
    assert set(WHY) == set(KeptOut)


@pytest.mark.rule("job costs 4")
def test_a_billed_rate_category_takes_the_billed_amount_and_others_their_cost():
    labour = cost(amount=100_00, billed=130_00, from_billing=True)
    material = labour._replace(sequence=2, code="03-300", category="M")
    takes = TAKES._replace(billed=frozenset("L"))

    made = detailed(JobCost((), (labour, material)), takes, JobCost(), NOW)

    assert [one.amount for one in made.direct_costs] == [130_00, 100_00]


@pytest.mark.rule("job costs 5")
def test_a_billed_rate_that_billing_did_not_make_contributes_nothing():
    by_hand = cost(amount=100_00, billed=130_00, from_billing=False)

    assert direct_cost(by_hand, frozenset("L")).amount == 0


@pytest.mark.rule("job costs 4")
def test_billed_rates_take_both_the_company_and_the_project():
    chosen = ProjectSettings(billed_rates=("L",))

    assert billed_categories(Settings(billed_rates=True), chosen) == {"L"}
    assert billed_categories(Settings(billed_rates=False), chosen) == frozenset()
    assert billed_categories(Settings(billed_rates=True), ProjectSettings()) == frozenset()


@pytest.mark.rule("job costs 7")
def test_a_sync_brings_back_what_was_edited_or_deleted_here():
    seen = JobCost((), (cost(1), cost(2)))
    fresh = detailed(seen, TAKES, JobCost(), NOW)
    first = fresh.direct_costs[0]._replace(amount=1, description="Mine", edited=True)

    again = detailed(seen, TAKES, fresh._replace(direct_costs=(first,)), LATER)

    assert again == fresh


@pytest.mark.rule("job costs 9")
def test_the_budget_column_adds_up_all_but_drafts():
    made = [
        direct_cost(cost(place, 10**place))._replace(approval=approval)
        for place, approval in enumerate(
            (Approval.DRAFT, Approval.PENDING, Approval.REVISE_AND_RESUBMIT, Approval.APPROVED)
        )
    ]

    assert budget_column(made) == {("", "01-100", "L"): 1110}


@pytest.mark.rule("job costs 13")
def test_the_same_transaction_twice_is_there_once():
    made = detailed(JobCost((), (cost(1), cost(2), cost(1))), TAKES, JobCost(), NOW)

    assert [one.of.key for one in made.direct_costs] == ["7-1", "7-2"]


@pytest.mark.rule("job costs 14")
def test_what_was_kept_out_comes_in_once_its_cause_is_gone():
    seen = JobCost((), (cost(1, vendor="V9"),))
    linked = TAKES._replace(vendors=frozenset({"v9"}))

    out = detailed(seen, TAKES, JobCost(), NOW)
    still = detailed(seen, TAKES, out, LATER)
    fixed = detailed(seen, linked, still, LATER)

    assert [one.first_seen for one in still.unsyncable] == [NOW]
    assert (fixed.unsyncable, len(fixed.direct_costs)) == ((), 1)


@pytest.mark.rule("job costs 16")
@pytest.mark.parametrize(("each", "old"), [(True, True), (True, False), (False, True)])
def test_cost_counts_twice_where_both_ways_stand_in_one_view(each, old):
    chosen = ProjectSettings(transactions=each, reports_old_column=old)

    assert counts_twice(chosen) is (each and old)


def test_direct_costs_stand_by_date_then_run_then_sequence():
    days = [DAY, DAY - timedelta(days=1), None]
    seen = [
        cost(sequence, run=run, dated=day)
        for day, run, sequence in ((days[0], 2, 1), (days[0], 1, 2), (days[0], 1, 1),
                                   (days[1], 9, 9), (days[2], 9, 8))
    ]  # fmt: skip

    made = detailed(JobCost((), tuple(seen)), TAKES, JobCost(), NOW)

    assert [one.of.key for one in made.direct_costs] == ["9-8", "9-9", "1-1", "1-2", "2-1"]


def test_what_is_too_old_is_summed_by_sub_job_code_and_category():
    old = DAY - timedelta(days=9)
    places = [("", "01-100", "L"), ("EXTRA1", "01-100", "L"), ("", "03-300", "S"),
              ("", "01-100", "S")]  # fmt: skip
    older = [
        cost(n, 0, sub_job=extra, code=code, category=category, dated=old)
        for n, (extra, code, category) in enumerate(places, 2_000)
    ]
    newer = [cost(n, 0) for n in range(1, MOST_LISTED + 1)]
    older = [one._replace(amount=place + 1) for place, one in enumerate(older)]

    made = detailed(JobCost((), (*older, *newer)), TAKES, JobCost(), NOW)

    assert [(x.sub_job, x.code, x.category, x.entries, x.amount) for x in made.earlier] == [
        (*place, 1, n) for n, place in enumerate(places, 1)
    ]
    assert {p: n for p, n in direct_column(made).items() if n} == {
        place: n for n, place in enumerate(places, 1)
    }


def test_what_is_too_old_to_be_listed_stays_in_every_sum():
    many = tuple(cost(n, 1_00) for n in range(1, MOST_LISTED + 4))

    made = detailed(JobCost((), many), TAKES, JobCost(), NOW)

    assert len(made.direct_costs) == MOST_LISTED
    assert [(old.entries, old.amount) for old in made.earlier] == [(3, 3_00)]
    assert direct_column(made) == {("", "01-100", "L"): (MOST_LISTED + 3) * 1_00}


@given(transactions)
def test_every_transaction_is_placed_or_kept_out_and_never_both(seen):
    made = detailed(JobCost((), tuple(seen)), TAKES, JobCost(), NOW)

    found = [one.of.key for one in (*made.direct_costs, *made.unsyncable)]
    assert Counter(found) == Counter(one.key for one in seen)


@given(transactions)
def test_a_second_sync_changes_nothing(seen):
    body = JobCost(totals(seen), tuple(seen))
    once = detailed(body, TAKES, JobCost(), NOW)

    assert detailed(body, TAKES, once, LATER) == once


@given(transactions)
def test_what_is_placed_and_what_is_kept_out_come_to_the_totals(seen):
    body = JobCost(totals(seen), tuple(seen))

    made = detailed(body, TAKES, JobCost(), NOW)

    sums = Counter(direct_column(made))
    for one in made.unsyncable:
        sums[one.of.sub_job, one.of.code, one.of.category] += one.of.amount
    expected = {(t.sub_job, t.code, t.category): t.job_to_date for t in body.lines}
    assert {place: n for place, n in sums.items() if n} == {p: n for p, n in expected.items() if n}


@given(transactions)
@pytest.mark.rule("job costs 10")
def test_erp_direct_cost_is_what_came_without_a_commitment(seen):
    lines = totals(seen)

    apart = sum(one.amount for one in seen if not one.commitment)
    assert sum(line.direct for line in lines) == apart


def test_the_warning_names_the_job_and_the_rule():
    assert twice("J7") == (
        "The budget view of J7 has the calculated ERP Direct Costs column beside the direct "
        "costs, which counts cost twice; take the column out of the view. [job costs 16]"
    )


def test_a_total_has_no_vendor_to_be_linked():
    total = totals([cost(vendor="V9")])[0]

    assert kept_out(total, TAKES) == ()


def test_a_summary_holds_no_transaction():
    body = JobCost(totals([cost()]), (cost(),))

    assert summary(body) == JobCost(body.lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1250.50", 1250_50), ("1,250.5", 1250_50), (" -3 ", -3_00), ("0", 0), ("--1", None),
        ("1.234", None), ("", None), (".5", None), ("1e3", None), ("9" * 14, None),
        ("9" * 13, (10**13 - 1) * 100), ("-0.07", -7), ("\uff11", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_to_the_cent_or_not_at_all(text, expected):
    assert cents(text) == expected
