"""What would be written into Sage for a record, beside what Sage holds."""

import pytest

from core.records import BudgetLine, ChangeLine, InvoiceLine
from core.settings import Limits, Settings
from core.vocabulary import Action, ErpStatus
from core.writing import writing
from tests import records as make

S = ErpStatus


def cells(of, **changes):
    """By field: what Sage holds, what would be written, and how."""
    found = writing(make.case(of, **changes))
    return {cell.field: (cell.held, cell.written, cell.how) for cell in found.cells}


def test_a_commitment_is_written_under_its_number_with_the_sum_of_its_lines():
    found = cells(make.commitment(erp_id=None))

    assert found["Sage id"] == (None, "SC0001", "the number it has")
    assert found["vendor"] == (None, "V1001", "")
    assert found["amount"] == (None, 250_000_00, "the sum of 2 lines")


def test_a_title_that_sage_has_no_room_for_is_cut_and_says_so():
    settings = Settings(limits=Limits(commitment_title=6))

    found = cells(make.commitment(), settings=settings)

    assert found["title"] == (None, "Bridge", "the first 6 of 11 characters")


def test_an_invoice_says_how_its_amount_comes_about():
    found = cells(make.subcontractor_invoice())

    assert found["gross"][1:] == (10_000_00, "the sum of 1 line")
    assert found["retainage"][1:] == (1_000_00, "what the lines hold back, 10.0 % of gross")
    assert found["amount"][1:] == (9_000_00, "gross less retainage")
    assert found["accounting_date"][2] == "today, unless another day is said"


def test_what_sage_holds_under_the_id_stands_beside_it():
    waiting = make.commitment()
    seen = make.mirrored(make.case(waiting), title="Old name", amount=1_00)

    found = writing(make.case(waiting, mirrored=seen))

    assert found.held.title == "Old name"
    assert ("title", "Old name", "Bridge deck") in [cell[:3] for cell in found.cells]
    assert found.lines == ()


def test_a_budget_that_was_exported_writes_only_what_differs():
    lines = (BudgetLine("01-100", "L", 50_000_00), BudgetLine("03-300", "S", 260_000_00))
    before = make.budget(S.SYNCED).body
    changed = make.budget()._replace(body=before._replace(lines=lines, locked=True))

    found = writing(make.case(changed))

    assert [line.changes for line in found.record.body.lines] == [10_000_00]
    assert found.cells[-1].how == "revised now less what was last exported, of 1 line that differ"


def test_lines_that_are_added_up_on_the_way_are_told():
    twice = (ChangeLine(1, "01-100", "S", 5_00), ChangeLine(1, "01-100", "S", 7_00))
    same = (InvoiceLine(1, "01-100", "S", 5_00), InvoiceLine(2, "01-100", "S", 7_00))

    change = writing(make.case(make.cco(lines=twice)))
    settings = Settings(summarise_invoice_lines=True)
    invoice = writing(make.case(make.subcontractor_invoice(lines=same), settings=settings))

    assert change.left_out == ("2 lines are added up to 1, by item.",)
    assert invoice.left_out == ("2 lines are added up to 1, by sub job, code and category.",)


def test_what_cannot_be_taken_back_is_said():
    budget, job = writing(make.case(make.budget())), writing(make.case(make.project()))
    commitment = writing(make.case(make.commitment()))

    (told,) = budget.one_way
    assert told.startswith("After this export the budget can never be imported")
    assert job.one_way == ("There is no unlink of a project: what Sage took stays linked.",)
    assert commitment.one_way == ()


@pytest.mark.parametrize(
    "of", [make.commitment(S.SYNCED), make.prime_contract(), make.cost_code(), make.job_cost()]
)
def test_where_nothing_is_to_be_written_there_is_nothing_to_show(of):
    assert writing(make.case(of)) is None


def test_what_is_on_its_way_leaves_as_it_was_decided():
    leaving = make.commitment(S.EXPORTING, erp_id="OWN")

    found = writing(make.case(leaving))

    assert found.on_its_way
    assert found.cells[0][1:] == (None, "OWN", "as it was given")
    assert found.one_way == ()


def test_an_update_writes_the_codes_that_sage_lacks():
    found = writing(make.case(make.project(S.READY_TO_UPDATE)))

    assert found.action is Action.UPDATE
