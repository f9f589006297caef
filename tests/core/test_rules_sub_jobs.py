import pytest

from core.case import Answers
from core.locks import edit_objection
from core.records import Fault, ProjectCode
from core.vocabulary import Action, ErpStatus, RecordId
from tests.core.judging import codes_said, moved, said
from tests.people import CONNECTOR, SAM, STAN
from tests.records import case, project, related, sub_job

A, S = Action, ErpStatus


@pytest.mark.rule("sub jobs 1")
def test_a_sub_job_code_has_one_to_ten_characters():
    objections = said(case(sub_job(S.UNSENT, number="E" * 11), SAM), A.SEND)

    assert objections == ["Sub job code is 11 characters; Sage 300 CRE takes 1 to 10."]


@pytest.mark.rule("sub jobs 1")
def test_an_extra_has_ten_characters_at_most():
    objections = said(case(sub_job(), answers=Answers(erp_id="E1234567890")), A.ACCEPT)

    assert objections == ["Sage extra E1234567890 is 11 characters; Sage 300 CRE takes 10."]


@pytest.mark.rule("sub jobs 2")
def test_a_sub_job_name_has_thirty_characters_at_most():
    objections = said(case(sub_job(S.UNSENT, title="n" * 31), SAM), A.SEND)

    assert objections == ["Name is 31 characters; Sage 300 CRE takes 30."]


@pytest.mark.rule("sub jobs 3")
def test_a_sub_job_without_a_cost_code_is_not_sent():
    objections = said(case(sub_job(S.UNSENT, codes=()), SAM), A.SEND)

    assert objections == ["Sub job EXTRA2 has no cost code of the ERP's list."]


@pytest.mark.rule("sub jobs 4")
@pytest.mark.parametrize(("status", "action"), [(S.UNSENT, A.SEND), (S.READY_TO_EXPORT, A.ACCEPT)])
def test_a_sub_job_waits_for_its_project(status, action):
    waiting = case(sub_job(status), SAM if action is A.SEND else case(sub_job()).actor)
    named = {RecordId("project-1"): related(project(), S.UNSENT)}

    objections = said(waiting._replace(related=named), action)

    assert objections == ["Project J1200 is unsent; it must be synced first."]


@pytest.mark.rule("sub jobs 5")
def test_a_sub_job_and_its_codes_arrive_or_fail_as_one():
    code = ProjectCode("01-100", types=("L",))
    under_way = case(sub_job(S.EXPORTING, codes=(code,)), CONNECTOR)
    no = Answers(fault=Fault("EXTRA_CODES", "A code is not in Sage."))

    arrived, failed = moved(under_way, A.CONFIRM), moved(under_way._replace(answers=no), A.FAIL)

    assert (arrived.status, arrived.body.codes[0].pending) == (S.SYNCED, ())
    assert (failed.status, failed.body.codes[0].pending) == (S.FAILED, ("L",))


@pytest.mark.rule("sub jobs 6")
def test_a_sub_job_is_not_retrieved_after_it_was_accepted():
    accepted = moved(case(sub_job()), A.ACCEPT)

    assert said(case(accepted, SAM), A.RETRIEVE) == [
        "There is no retrieve of a sub job that is exporting."
    ]


@pytest.mark.rule("sub jobs 9")
def test_an_extra_is_imported_by_who_may_make_projects():
    extra = case(sub_job(S.READY_TO_IMPORT), STAN)

    assert codes_said(extra, A.IMPORT) == ["needs_directory_or_create_project"]
    assert said(extra, A.IMPORT) == [
        "This takes Admin of Company Directory; you hold None. Or: This takes Create New Project."
    ]
    assert said(extra._replace(actor=STAN._replace(create_projects=True)), A.IMPORT) == []


@pytest.mark.rule("sub jobs 11")
def test_the_codes_of_a_synced_sub_job_are_kept_in_sage():
    objection = edit_objection(sub_job(S.SYNCED), {"codes"})

    assert objection.text == "Synced with Sage as EXTRA2: codes cannot be changed here."


@pytest.mark.rule("sub jobs 12")
def test_an_extra_is_unique_within_its_job():
    objections = said(case(sub_job(), holder="sub job EXTRA2 (South approach)"), A.ACCEPT)

    assert objections == ["Extra EXTRA2 of this job is taken by sub job EXTRA2 (South approach)."]
