import pytest

from core.changes import linked
from core.records import CostType, Project, ProjectCode
from core.settings import Settings
from core.vocabulary import Action, ErpStatus
from tests.core.judging import codes_said, said
from tests.people import ADA, SAM, STAN
from tests.records import CODES, JOB, case, commitment, cost_code, mirrored, project

A, S = Action, ErpStatus

THREE_TIERS = Settings(cost_code_mask="##-####-###")


@pytest.mark.rule("cost codes 1")
def test_a_code_without_a_separator_is_refused():
    solid = case(cost_code(number="1234567"), ADA, settings=THREE_TIERS)
    parted = case(cost_code(number="12-3456-789"), ADA, settings=THREE_TIERS)

    objections = said(solid, A.IMPORT)

    assert objections[0] == (
        "Code 1234567 is not sectioned; it needs a separator, as in ##-####-###."
    )
    assert said(parted, A.IMPORT) == []


@pytest.mark.rule("cost codes 2")
@pytest.mark.parametrize("odd", ["_", " ", ":"])
def test_only_three_signs_separate_sections(odd):
    code = f"03-3{odd}0"

    objections = said(case(cost_code(number=code), ADA), A.IMPORT)

    assert objections == [f"Code {code} holds {odd!r}; only / - and . separate its sections."]


@pytest.mark.rule("cost codes 3")
def test_a_code_of_four_sections_is_refused():
    objections = said(case(cost_code(number="1-2-3-4"), ADA), A.IMPORT)

    assert objections[0] == "Code 1-2-3-4 has 4 sections; 2 to 3 are taken."


@pytest.mark.rule("cost codes 3")
def test_how_many_sections_are_taken_is_a_setting():
    settings = Settings(cost_code_mask="#-#-#-#", max_cost_code_sections=4)

    assert said(case(cost_code(number="1-2-3-4"), ADA, settings=settings), A.IMPORT) == []


@pytest.mark.rule("cost codes 4")
def test_thirteen_characters_are_too_many_for_a_code():
    settings = Settings(cost_code_mask="######-#######")

    objections = said(case(cost_code(number="123456-1234567"), ADA, settings=settings), A.IMPORT)

    assert objections == [
        "Code 123456-1234567 is 13 characters without separators; Sage 300 CRE takes 12."
    ]


@pytest.mark.rule("cost codes 4")
def test_a_code_has_the_companys_layout():
    objections = said(case(cost_code(number="030-30"), ADA), A.IMPORT)

    assert objections == ["Code 030-30 has not the company's layout, ##-###."]


@pytest.mark.rule("cost codes 4")
def test_a_description_of_thirty_one_characters_is_too_long():
    objections = said(case(cost_code(title="d" * 31), ADA), A.IMPORT)

    assert objections == ["Description is 31 characters; Sage 300 CRE takes 30."]


@pytest.mark.rule("cost codes 4")
@pytest.mark.parametrize("category", ["", "SUBC"])
def test_a_category_has_one_to_three_characters(category):
    objections = said(case(cost_code(types=(CostType(category),)), ADA), A.IMPORT)

    assert objections == [f"Category {category!r} is not of 1 to 3 characters."]


@pytest.mark.rule("cost codes 4a")
def test_a_group_code_takes_no_cost():
    line = commitment().body.lines[0]._replace(code="01-000")
    known = JOB._replace(codes=JOB.codes | {("01-000", "S")})

    objections = said(case(commitment(lines=(line,)), job=known), A.ACCEPT)

    assert objections == ["Line 1 is on 01-000, a group code that takes no cost."]


@pytest.mark.rule("cost codes 5")
def test_standard_codes_are_made_in_sage_only():
    objections = said(case(cost_code(S.SYNCED), ADA), A.SEND)

    assert objections == [
        "Standard cost codes and categories are made in Sage, then synced from there."
    ]


@pytest.mark.rule("cost codes 6")
def test_a_code_without_a_cost_type_keeps_a_project_from_being_sent():
    bare = project(S.UNSENT, codes=(*CODES, ProjectCode("09-900")))

    assert said(case(bare, SAM), A.SEND) == ["Cost code 09-900 has no cost type."]


@pytest.mark.rule("cost codes 7")
def test_a_job_with_a_code_without_category_is_not_imported():
    job = project(S.READY_TO_IMPORT)
    bare = case(job, ADA)
    body = Project(codes=(ProjectCode("01-100"), ProjectCode("03-300")))

    objections = said(bare._replace(mirrored=mirrored(bare, body=body)), A.IMPORT)

    assert objections == ["Cost code 01-100 has no category in Sage (1 more likewise)."]


@pytest.mark.rule("cost codes 9")
def test_a_code_that_waits_to_be_updated_bars_the_commitments_that_use_it():
    waiting = JOB._replace(
        codes=JOB.codes - {("03-300", "S")}, pending=frozenset({("03-300", "S")})
    )

    objections = said(case(commitment(), job=waiting), A.ACCEPT)

    assert objections == ["Line 2 uses 03-300 S, which waits in Jobs to be updated in Sage."]


@pytest.mark.rule("cost codes 10")
def test_an_update_adds_a_category_to_those_that_sage_has():
    code = ProjectCode("03-300", "Concrete", types=("S",), erp_types=("M",))
    job = project(S.EXPORTING, codes=(code,))

    updated = linked(case(job), job)

    assert updated.body.codes[0].erp_types == ("M", "S")


@pytest.mark.rule("cost codes 15")
def test_a_project_on_another_code_list_is_not_sent():
    objections = said(case(project(S.UNSENT, erp_code_list=False), SAM), A.SEND)

    assert objections == ["Project J1200 uses a cost code list that is not the ERP's."]


@pytest.mark.rule("cost codes 16")
def test_only_an_accounting_approver_updates_cost_codes():
    update = case(project(S.READY_TO_UPDATE), STAN)

    assert codes_said(update, A.UPDATE) == ["needs_cpa"]
    assert said(update, A.UPDATE) == [
        "This takes Can Push to Accounting besides the level, an administrator's too."
    ]


def test_a_linked_job_without_new_codes_has_nothing_to_send():
    assert said(case(project(S.SYNCED), SAM), A.SEND) == [
        "Job J1200 has every cost code and category of the project already."
    ]
