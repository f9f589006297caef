"""Sums that hold whatever the lines are: nothing is lost or made on the way to the ERP."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.payload import entries, payload, retained
from core.records import Budget, BudgetLine, ChangeLine, InvoiceLine, ProjectCode
from core.settings import Policies, Retainage, Settings
from tests.records import budget, cco, owner_invoice, project, sub_job, subcontractor_invoice

quietly = settings(derandomize=True, deadline=None, max_examples=60, database=None)
CENTS = st.integers(-(10**9), 10**9)
CODES = st.sampled_from(["01-100", "03-300"])
TYPES = st.sampled_from(["L", "S"])
EXTRAS = st.sampled_from(["", "EXTRA1"])
DISTRIBUTIONS = st.lists(
    st.builds(
        InvoiceLine, st.integers(1, 9), CODES, TYPES, CENTS, CENTS,
        sub_job=EXTRAS, released=CENTS,
    )
).map(tuple)  # fmt: skip
CHANGES = st.lists(
    st.builds(ChangeLine, st.none() | st.integers(1, 3), CODES, TYPES, CENTS)
).map(tuple)  # fmt: skip
ESTIMATES = st.lists(
    st.builds(BudgetLine, CODES, TYPES, CENTS, CENTS, sub_job=EXTRAS), max_size=6
).map(tuple)  # fmt: skip
CHOICES = st.builds(
    Settings,
    summarise_invoice_lines=st.booleans(),
    policies=st.builds(Policies, retainage=st.sampled_from(Retainage)),
)


@pytest.mark.rule("financials 67 (I6)", "financials 72 (I11)")
@quietly
@given(DISTRIBUTIONS, CHOICES)
def test_the_header_of_an_invoice_is_the_sum_of_its_distributions(lines, chosen):
    sent = payload(subcontractor_invoice(lines=lines), chosen)

    assert sent.body.gross == sum(x.amount for x in sent.body.lines) == sum(x.amount for x in lines)
    assert sent.body.retainage == sum(x.retainage for x in sent.body.lines)
    assert sent.amount == sent.body.gross - sent.body.retainage


@pytest.mark.rule("financials 72 (I11)")
@quietly
@given(DISTRIBUTIONS, CHOICES)
def test_summarised_there_is_one_distribution_for_each_group(lines, chosen):
    sent = payload(subcontractor_invoice(lines=lines), chosen)

    groups = Counter((x.sub_job, x.code, x.category) for x in sent.body.lines)
    once = set(groups.values()) <= {1}
    assert once or not chosen.summarise_invoice_lines
    assert set(groups) == {(x.sub_job, x.code, x.category) for x in lines}


@quietly
@given(DISTRIBUTIONS, CHOICES)
def test_an_owner_invoice_keeps_its_lines_and_comes_to_their_sum(lines, chosen):
    sent = payload(owner_invoice(lines=lines), chosen)

    held = sum(x.retainage for x in retained(lines, chosen.policies.retainage))
    assert len(sent.body.lines) == len(lines)
    assert sent.amount == sum(x.amount for x in lines) - held


@pytest.mark.rule("financials 50 (K10)")
@quietly
@given(CHANGES)
def test_a_change_order_names_an_item_once_and_comes_to_the_same(lines):
    sent = payload(cco(lines=lines), Settings()).body.lines

    items = Counter(x.item for x in sent if x.item is not None)
    assert set(items.values()) <= {1}
    assert set(items) == {x.item for x in lines if x.item is not None}
    for item in items:
        [one] = [x.amount for x in sent if x.item == item]
        assert one == sum(x.amount for x in lines if x.item == item)
    assert [x for x in sent if x.item is None] == [x for x in lines if x.item is None]


@quietly
@given(st.lists(ESTIMATES, min_size=1, max_size=5))
def test_the_entries_of_all_exports_add_up_to_the_budget_as_it_stands(versions):
    held: Counter[tuple[str, str, str]] = Counter()
    exported: tuple[BudgetLine, ...] = ()
    for lines in versions:
        for entry in entries(Budget(lines, exported=exported)):
            held[entry.sub_job, entry.code, entry.category] += entry.revised
        exported = lines
        if not exported:
            break

    wanted: Counter[tuple[str, str, str]] = Counter()
    for line in exported:
        wanted[line.sub_job, line.code, line.category] += line.revised
    assert {k: v for k, v in held.items() if v} == {k: v for k, v in wanted.items() if v}


@quietly
@given(ESTIMATES, ESTIMATES.filter(bool))
def test_after_the_first_export_no_original_estimate_is_written_again(now, before):
    sent = payload(budget(lines=now, exported=before), Settings())

    assert {entry.original for entry in sent.body.lines} <= {0}
    assert sent.amount == sum(x.revised for x in now) - sum(x.revised for x in before)


@pytest.mark.parametrize(
    ("policy", "retainage", "due"),
    [(Retainage.NET, 700_00, 9_300_00), (Retainage.HELD, 1_000_00, 9_000_00)],
)
def test_what_is_released_lessens_what_was_held_where_the_company_says_so(policy, retainage, due):
    line = InvoiceLine(1, "01-100", "S", 10_000_00, 1_000_00, released=300_00)

    sent = payload(
        subcontractor_invoice(lines=(line,)), Settings(policies=Policies(retainage=policy))
    )

    assert sent.body.retainage == retainage
    assert sent.body.lines[0].retainage == retainage
    assert sent.body.lines[0].released == 0
    assert sent.amount == due


def test_a_forecast_that_changed_goes_along_alone_and_only_where_it_is_wanted():
    was = (BudgetLine("01-100", "L", 5_00, completion=9_00, to_complete=4_00),)
    now = (was[0]._replace(to_complete=3_00),)

    silent = entries(Budget(now, exported=was))
    [told] = entries(Budget(now, exported=was, forecast=True))

    assert silent == ()
    assert (told.original, told.changes, told.completion, told.to_complete) == (0, 0, 9_00, 3_00)
    assert entries(Budget(was, exported=was, forecast=True)) == ()
    done = (was[0]._replace(completion=8_00),)
    assert len(entries(Budget(done, exported=was, forecast=True))) == 1


def test_a_line_that_was_withdrawn_leaves_as_a_change_to_nothing():
    was = (BudgetLine("01-100", "L", 5_00, 2_00, completion=9_00, to_complete=4_00),)

    [silent] = entries(Budget((), exported=was))
    [told] = entries(Budget((), exported=was, forecast=True))

    assert (silent.original, silent.changes, silent.completion) == (0, -7_00, None)
    assert (told.changes, told.completion, told.to_complete) == (-7_00, 0, 0)


def test_lines_on_one_place_are_one_entry_with_both_forecasts():
    one = BudgetLine("01-100", "L", 5_00, 1_00, completion=9_00)
    two = BudgetLine("01-100", "L", 2_00, 3_00, completion=4_00, to_complete=1_00)
    apart = one._replace(sub_job="EXTRA1")

    sent = entries(Budget((one, two, apart), forecast=True))

    assert sent == (
        one._replace(original=7_00, changes=4_00, completion=13_00, to_complete=1_00), apart,
    )  # fmt: skip


def test_a_description_of_the_fields_width_is_not_cut():
    wide = InvoiceLine(1, "01-100", "S", 1_00, description="x" * 30)

    kept, cut = payload(
        owner_invoice(lines=(wide, wide._replace(description="y" * 31))), Settings()
    ).body.lines

    assert (kept.description, cut.description) == ("x" * 30, "y" * 30)


def test_the_codes_of_a_job_leave_with_their_descriptions_cut():
    wide = ProjectCode("01-100", "x" * 31, ("L",))

    job, extra = (
        payload(project(codes=(wide,)), Settings()),
        payload(sub_job(codes=(wide,)), Settings()),
    )

    assert job.body.codes == extra.body.codes == (wide._replace(description="x" * 30),)
