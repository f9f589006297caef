"""The project system's people: drafting, editing under locks, and cost codes with their history."""

import pytest

from core.ports import UnknownRecord
from core.records import CostCode, CostType, ProjectCode, SovLine
from core.vocabulary import ErpStatus, RecordId, RecordKind
from tests.adapters.sandbox.company import TYPES, sandbox
from tests.records import commitment, cost_code, project, subcontractor_invoice

K, S = RecordKind, ErpStatus
JOB = RecordId("project-1")


def codes_of(made, record=JOB):
    return {code.code: code for code in made.projects.find(record).body.codes}


def of_both_sides():
    """Codes 01-100 L S in Sage and here, 03-300 M S in Sage and here, and a list to add from."""
    made = sandbox()
    made.projects.hold(
        [
            cost_code(S.SYNCED, id="cc-2", number="01-100", erp_id="01-100", body=CostCode(TYPES)),
            cost_code(S.SYNCED, id="cc-3", number="26-000", erp_id="26-000", body=CostCode(TYPES)),
        ]
    )
    made.relay.sync()
    return made


def test_a_draft_arrives_unsent_and_its_edit_sums_its_lines():
    made = sandbox()
    made.projects.draft(commitment(S.SYNCED))

    made.projects.edit(RecordId("commitment-1"), lines=(SovLine(1, "01-100", "S", 42_00),))

    (news,), _ = made.projects.news(0, 10)
    assert (news.status, news.amount) == (S.UNSENT, 42_00)


def test_an_invoice_that_is_edited_keeps_its_header_in_step():
    made = sandbox()
    made.projects.draft(subcontractor_invoice(S.UNSENT))
    line = made.projects.find("subcontractor_invoice-1").body.lines[0]

    made.projects.edit("subcontractor_invoice-1", lines=(line, line))

    edited = made.projects.find("subcontractor_invoice-1")
    assert (edited.body.gross, edited.body.retainage) == (20_000_00, 2_000_00)
    assert edited.amount == 18_000_00


@pytest.mark.rule("invariant I1", "financials 8")
@pytest.mark.parametrize("status", [S.READY_TO_EXPORT, S.EXPORTING, S.FAILED, S.SYNCED])
def test_an_edit_of_what_accounting_has_is_refused_with_a_sentence(status):
    made = sandbox()
    made.projects.hold([commitment(status)])

    objection = made.projects.edit(RecordId("commitment-1"), title="Other")

    assert objection.text.endswith(".")
    assert made.projects.find("commitment-1").title == "Bridge deck"
    assert made.projects.news(0, 10) == ([], 0)


def test_an_edit_that_changes_nothing_is_no_news():
    made = sandbox()
    made.projects.hold([commitment(S.UNSENT)])

    made.projects.edit(RecordId("commitment-1"), title="Bridge deck")

    assert made.projects.news(0, 10) == ([], 0)


def test_an_unknown_record_and_an_unknown_field_are_named():
    made = sandbox()
    made.projects.hold([commitment(S.UNSENT)])

    with pytest.raises(UnknownRecord, match="nobody"):
        made.projects.edit(RecordId("nobody"), title="x")
    with pytest.raises(ValueError, match="colour"):
        made.projects.edit(RecordId("commitment-1"), colour="red")


# cost codes


@pytest.mark.rule("cost codes 8")
def test_an_inactive_code_is_not_added_where_it_is_not_already():
    made = of_both_sides()
    asleep = CostCode((CostType("S"),), active=False)
    made.projects.hold(
        [
            cost_code(S.SYNCED, id="cc-4", number="50-000", body=asleep),
            cost_code(S.ARCHIVED, id="cc-5", number="60-000"),
            project(S.SYNCED, id="project-2", codes=(ProjectCode("50-000", "", ("S",)),)),
        ]
    )

    refused = made.codes.add(JOB, "50-000", "S")
    archived = made.codes.add(JOB, "60-000", "S")
    kept = made.codes.add(RecordId("project-2"), "50-000", "M")

    assert [refused.rule, archived.rule, kept] == ["cost codes 8", "cost codes 8", None]
    assert "50-000" not in codes_of(made)
    assert codes_of(made, RecordId("project-2"))["50-000"].types == ("S", "M")


@pytest.mark.rule("cost codes 5")
def test_a_code_that_sage_never_made_is_not_added():
    assert of_both_sides().codes.add(JOB, "99-999", "S").rule == "cost codes 5"


@pytest.mark.rule("cost codes 10")
def test_a_second_category_is_pending_besides_the_first():
    made = of_both_sides()

    assert made.codes.tick(JOB, "03-300", "L") is None

    code = codes_of(made)["03-300"]
    assert (code.types, code.pending) == (("M", "S", "L"), ("L",))


@pytest.mark.rule("cost codes 12")
def test_a_code_goes_only_when_nothing_uses_it_and_sage_has_deleted_it():
    made = of_both_sides()
    made.codes.add(JOB, "26-000", "S")
    order = commitment(S.UNSENT, lines=(SovLine(1, "26-000", "S", 1),))
    made.projects.hold([order])

    in_sage = made.codes.delete(JOB, "03-300")
    in_use = made.codes.delete(JOB, "26-000")
    made.projects.edit(order.id, lines=(SovLine(1, "01-100", "S", 1),))
    gone = made.codes.delete(JOB, "26-000")

    assert [in_sage.rule, in_use.rule, gone] == ["cost codes 12", "cost codes 12", None]
    assert set(codes_of(made)) == {"01-100", "03-300"}


@pytest.mark.rule("cost codes 13")
def test_a_failed_untick_keeps_the_tick_and_adds_a_row_to_the_history():
    made = of_both_sides()
    made.codes.tick(JOB, "03-300", "L")

    refused = made.codes.untick(JOB, "03-300", "S")
    done = made.codes.untick(JOB, "03-300", "L")

    (row,) = made.codes.history(JOB)
    assert (row.code, row.category, row.why) == ("03-300", "S", refused.text)
    assert done is None
    assert codes_of(made)["03-300"].types == ("M", "S")


@pytest.mark.rule("cost codes 14")
def test_a_project_gets_a_code_with_the_default_types_that_were_told_last():
    made = of_both_sides()
    steel = made.projects.find(RecordId("cc-3"))
    ticked = steel._replace(body=steel.body._replace(defaults=("M", "S")))

    made.projects.tell(ticked, S.SYNCED)
    made.codes.add(JOB, steel.number)

    assert codes_of(made)[steel.number].types == ("M", "S")


@pytest.mark.rule("cost codes 17")
def test_a_refresh_brings_one_project_in_line_with_its_job_and_no_other():
    made = of_both_sides()
    made.ledger.add_job("J1300", "Canal", (ProjectCode("01-100", "General", ("M",)),))
    made.projects.hold([project(S.SYNCED, id="project-2", erp_id="J1300")])
    made.relay.sync()

    assert made.codes.refresh(RecordId("project-2")) is None

    other = codes_of(made, RecordId("project-2"))
    assert (other["01-100"].types, other["01-100"].erp_types) == (("L", "S", "M"), ("M",))
    assert other["01-100"].description == "General"
    assert other["03-300"].erp_types == ()
    assert codes_of(made) == {c.code: c for c in project().body.codes}


@pytest.mark.rule("cost codes 12", "cost codes 17")
def test_what_sage_deleted_can_be_deleted_after_a_refresh():
    made = of_both_sides()
    made.ledger.add_job("J1300", "Canal", (ProjectCode("01-100", "", ("L",)),))
    made.projects.hold([project(S.SYNCED, id="project-2", erp_id="J1300")])
    made.relay.sync()
    before = made.codes.delete(RecordId("project-2"), "03-300")

    made.codes.refresh(RecordId("project-2"))

    assert before is not None
    assert made.codes.delete(RecordId("project-2"), "03-300") is None


def test_a_told_project_shows_which_categories_its_job_holds():
    made = of_both_sides()
    made.codes.tick(JOB, "03-300", "L")
    done = project(S.SYNCED, codes=(ProjectCode("03-300", "", ("M", "S", "L"), ("M", "S", "L")),))

    made.projects.tell(done, S.SYNCED)

    assert codes_of(made)["03-300"].pending == ()
