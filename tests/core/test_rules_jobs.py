import pytest

from core.case import Answers
from core.locks import edit_objection
from core.payload import payload
from core.settings import Policy, Settings
from core.vocabulary import Action, ErpStatus, RecordId
from tests.core.judging import codes_said, moved, said, warned
from tests.people import ADA, SAM, STAN
from tests.records import case, commitment, mirrored, project, related

A, S = Action, ErpStatus
SECTIONED = Settings(job_mask="XX-XXX")
LINKING = Settings(allow_link_existing_project=True)


def with_id(erp_id: str, settings: Settings = SECTIONED):
    return case(project(), answers=Answers(erp_id=erp_id), settings=settings)


def job(status: ErpStatus = S.UNSENT, **changes: object):
    """A job that only Sage holds, about to be linked to a project."""
    target = project(status, id="project-2", number="P2", title="Span", **changes)
    answers = Answers(link_to=target.id)
    return case(project(S.READY_TO_IMPORT), ADA, answers=answers, target=target, settings=LINKING)


@pytest.mark.rule("jobs 1")
def test_a_job_id_outside_the_mask_is_refused_by_the_masks_name():
    assert said(with_id("16200"), A.ACCEPT) == [
        "Sage job id 16200 is not in the company's form, XX-XXX."
    ]
    assert said(with_id("16-200"), A.ACCEPT) == []
    assert said(with_id("16-20"), A.ACCEPT) == []


@pytest.mark.rule("jobs 2")
def test_a_job_id_holds_letters_digits_dashes_and_periods_only():
    objections = said(with_id("16_200"), A.ACCEPT)

    assert objections[1] == "Sage job id 16_200 may hold letters, digits, - and . only."


@pytest.mark.rule("jobs 3")
def test_a_job_id_that_is_in_use_is_refused():
    taken = with_id("16-200")

    objections = said(taken._replace(holder="project Clark Street"), A.ACCEPT)

    assert objections == ["Sage job id 16-200 is taken by project Clark Street."]


@pytest.mark.rule("jobs 4")
def test_separators_take_no_room_in_a_job_id():
    wide = Settings(job_mask="XXXX-XXX.XXXX")

    assert said(with_id("ABCD-123.456", wide), A.ACCEPT) == []
    assert said(with_id("ABCD-123.4567", wide), A.ACCEPT) == [
        "Sage job id ABCD-123.4567 is 11 characters; Sage 300 CRE takes 1 to 10."
    ]


@pytest.mark.rule("jobs 4")
def test_a_job_id_has_three_sections_at_most():
    objections = said(with_id("1-2-3-4", Settings(job_mask="#-#-#-#")), A.ACCEPT)

    assert objections == ["Sage job id 1-2-3-4 has 4 sections; Sage 300 CRE takes 3."]


@pytest.mark.rule("jobs 5")
def test_a_long_name_is_a_warning_and_its_first_thirty_characters_are_exported():
    long = case(project(title="n" * 31))

    warnings = warned(long, A.ACCEPT)

    assert warnings == ["Name is 31 characters; Sage 300 CRE keeps the first 30."]
    assert payload(long.record, Settings()).title == "n" * 30


@pytest.mark.rule("jobs 5")
def test_a_long_name_blocks_where_the_company_says_so():
    strict = Settings(project_name=Policy.BLOCK)

    objections = said(case(project(title="n" * 31), settings=strict), A.ACCEPT)

    assert objections == ["Name is 31 characters; Sage 300 CRE keeps the first 30."]


@pytest.mark.rule("jobs 6")
def test_a_project_without_cost_codes_is_not_sent():
    objections = said(case(project(S.UNSENT, codes=()), SAM), A.SEND)

    assert objections == ["Project J1200 has no cost code of the ERP's list."]


@pytest.mark.rule("jobs 7")
def test_a_project_on_its_own_code_list_is_not_sent():
    objections = said(case(project(S.UNSENT, erp_code_list=False), SAM), A.SEND)

    assert objections == ["Project J1200 uses a cost code list that is not the ERP's."]


@pytest.mark.rule("jobs 8")
def test_a_project_that_is_not_to_be_synced_is_not_sent():
    objections = said(case(project(S.UNSENT, erp_sync=False), SAM), A.SEND)

    assert objections == ["Project J1200 is not set to be synced with the ERP."]


@pytest.mark.rule("jobs 9")
@pytest.mark.parametrize("status", sorted(set(S) - {S.READY_TO_EXPORT, S.READY_TO_UPDATE}))
def test_only_what_was_sent_is_retrieved(status):
    word = status.replace("_", " ")

    objections = said(case(project(status), SAM), A.RETRIEVE)

    assert objections == [f"There is no retrieve of a project that is {word}."]


@pytest.mark.rule("jobs 9")
def test_a_retrieved_project_may_be_edited():
    retrieved = moved(case(project(), SAM), A.RETRIEVE)

    assert edit_objection(retrieved, {"title", "address"}) is None


@pytest.mark.rule("jobs 10")
@pytest.mark.parametrize("field", ["title", "address"])
def test_a_sent_project_keeps_its_name_and_address(field):
    objection = edit_objection(project(), {field})

    assert objection.rule == "jobs 10"
    assert objection.text == "It is ready to export; retrieve it to change it."


@pytest.mark.rule("jobs 11")
def test_a_project_is_accepted_by_an_accounting_approver_only():
    sent = case(project(), answers=Answers(reason="no"))

    assert said(sent._replace(actor=STAN), A.ACCEPT) == [
        "This takes Can Push to Accounting besides the level, an administrator's too."
    ]
    assert codes_said(sent._replace(actor=SAM), A.REJECT) == ["level_too_low", "needs_cpa"]


@pytest.mark.rule("jobs 12")
def test_a_job_whose_codes_have_no_category_is_not_imported():
    fresh = case(project(S.READY_TO_IMPORT), ADA)
    bare = project().body.codes[0]._replace(types=(), erp_types=())
    body = project(codes=(bare,)).body

    objections = said(fresh._replace(mirrored=mirrored(fresh, body=body)), A.IMPORT)

    assert objections == ["Cost code 01-100 has no category in Sage."]


@pytest.mark.rule("jobs 14")
def test_a_job_is_linked_by_an_administrator_of_the_erp_tool():
    assert codes_said(job()._replace(actor=STAN), A.LINK) == ["level_too_low"]
    assert said(job(), A.LINK) == []


@pytest.mark.rule("jobs 14")
@pytest.mark.parametrize(
    ("changes", "objection"),
    [
        ({"erp_sync": False}, "Project P2 is not set to be synced with the ERP."),
        ({"erp_code_list": False}, "Project P2 uses a cost code list that is not the ERP's."),
        ({"status": S.SYNCED}, "Span is synced; only one that is not sent can be linked."),
    ],
)
def test_a_job_is_linked_to_a_project_that_could_be_sent(changes, objection):
    objections = said(job(**changes), A.LINK)

    assert objections == [objection]


@pytest.mark.rule("jobs 15")
def test_linking_two_jobs_is_off_unless_the_company_allows_it():
    objections = said(job()._replace(settings=Settings()), A.LINK)

    assert objections == [
        "A job is made in one system and carried to the other; linking two is switched off."
    ]


@pytest.mark.rule("jobs 16")
def test_a_job_that_is_linked_is_not_imported_again():
    held = case(project(S.READY_TO_IMPORT), ADA, holder="project Clark Street")

    assert said(held, A.IMPORT) == ["J1200 is linked to project Clark Street already."]


@pytest.mark.rule("jobs 17")
def test_what_belongs_to_a_project_waits_for_it():
    waiting = case(commitment())
    named = {**waiting.related, RecordId("project-1"): related(project(), S.READY_TO_EXPORT)}

    objections = said(waiting._replace(related=named), A.ACCEPT)

    assert objections == ["Project J1200 is ready to export; it must be synced first."]


@pytest.mark.rule("jobs 18")
def test_the_parent_job_is_never_exported():
    sent = project(parent_job="J1000")

    assert payload(sent, Settings()).body.parent_job == ""
