"""What leaves for the ERP, and what stays."""

import pytest

from core.payload import payload
from core.records import BudgetLine, ChangeLine, InvoiceLine, SovLine
from core.settings import Settings
from tests.records import budget, cco, commitment, company, project, subcontractor_invoice

SETTINGS = Settings()


@pytest.mark.rule("financials 49")
def test_a_scope_is_cut_in_the_payload_only():
    change = cco(scope="x" * 1001)

    sent = payload(change, SETTINGS)

    assert len(sent.body.scope) == 1000
    assert len(change.body.scope) == 1001


@pytest.mark.rule("financials 50")
def test_lines_on_one_item_leave_as_one_line_and_new_lines_stay_apart():
    lines = (
        ChangeLine(1, "01-100", "S", 500),
        ChangeLine(None, "03-300", "S", 10),
        ChangeLine(1, "01-100", "S", -200),
        ChangeLine(None, "03-300", "S", 20),
    )

    sent = payload(cco(lines=lines), SETTINGS)

    assert [(x.item, x.amount) for x in sent.body.lines] == [(1, 300), (None, 10), (None, 20)]


@pytest.mark.rule("financials 72", "financials 66", "financials 71")
def test_an_invoice_leaves_with_one_distribution_a_code_and_without_tax():
    lines = (
        InvoiceLine(1, "01-100", "S", 700, 70, "a" * 31),
        InvoiceLine(2, "03-300", "S", 100, 10),
        InvoiceLine(3, "01-100", "S", 300, 30, "later"),
        InvoiceLine(4, "01-100", "S", 5, 0, sub_job="EXTRA1"),
    )

    sent = payload(subcontractor_invoice(lines=lines, tax=99), SETTINGS)

    assert sent.body.tax == 0
    assert [(x.amount, x.retainage) for x in sent.body.lines] == [(1000, 100), (100, 10), (5, 0)]
    assert sent.body.lines[0].description == "a" * 30


@pytest.mark.rule("financials 27 (C4)", "financials 49")
def test_a_commitment_leaves_with_its_title_its_scope_and_its_items_cut():
    lines = (SovLine(1, "01-100", "S", 1, "d" * 40),)
    order = commitment(title="t" * 31, scope="s" * 2000, lines=lines)

    sent = payload(order, SETTINGS)

    assert (len(sent.title), len(sent.body.scope)) == (30, 1000)
    assert sent.body.lines[0].description == "d" * 30


@pytest.mark.rule("jobs 5", "jobs 18")
def test_a_job_leaves_with_thirty_letters_of_its_name_and_no_parent_job():
    sent = payload(project(title="n" * 45, parent_job="HEAD OFFICE"), SETTINGS)

    assert sent.title == "n" * 30
    assert sent.body.parent_job == ""


def test_a_vendor_leaves_with_what_is_known_to_be_written():
    sent = payload(company(address="1 Main St"), SETTINGS)

    assert (sent.body.vendor_type, sent.body.address) == ("Subcontractor", "")


@pytest.mark.rule("financials 20")
def test_a_first_budget_leaves_whole_with_its_lines_of_nothing():
    lines = (BudgetLine("01-100", "L", 0), BudgetLine("03-300", "S", 900))

    sent = payload(budget(lines=lines), SETTINGS)

    assert sent.body.lines == lines
    assert sent.amount == 900


@pytest.mark.rule("financials 15")
def test_a_later_budget_leaves_as_approved_changes_of_what_differs():
    before = (BudgetLine("01-100", "L", 100), BudgetLine("03-300", "S", 900))
    now = (
        BudgetLine("01-100", "L", 100, 50),
        BudgetLine("03-300", "M", 7),
    )

    sent = payload(budget(lines=now, exported=before), SETTINGS)

    assert sent.body.lines == (
        BudgetLine("01-100", "L", 0, 50),
        BudgetLine("03-300", "M", 0, 7),
        BudgetLine("03-300", "S", 0, -900),
    )
