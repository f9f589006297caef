"""Why something is not there at all: the key, the record, the news of Sage."""

import pytest

from adapters.stores.memory import MemoryStore
from core.desk import Desk
from core.people import CONNECTOR, Actor
from core.questions import is_missing, no_answering, no_refresh, tab_named
from core.records import Project
from core.tabs import TAB
from core.vocabulary import ErpStatus
from tests.people import ADA, ANA, SAM, STAN, VIC
from tests.records import NOW, project

S = ErpStatus


def desk(actor: Actor, *records) -> Desk:
    store = MemoryStore(lambda: NOW)
    store.arrive(records, CONNECTOR)
    store.keep_person(actor)
    return Desk(store, actor)


def texts(answer) -> list[str]:
    return [reason.text for reason in answer.reasons]


@pytest.mark.rule("matrix 40", "question 22")
def test_who_only_reads_learns_why_there_is_no_refresh():
    answer = no_refresh(desk(VIC), TAB["jobs"])

    assert texts(answer) == ["This takes Standard of ERP Integrations; you hold Read Only."]
    assert answer.reasons[0].rule == "permissions A.1 row 40"
    assert answer.reasons[0].lifted_by == "an administrator of ERP Integrations"


@pytest.mark.rule("question 22")
def test_a_tab_without_refresh_says_that_its_records_are_sent():
    answer = no_refresh(desk(STAN), TAB["commitments"])

    assert texts(answer) == [
        "Commitments has no refresh: its records come only by being sent.",
    ]


def test_who_may_refresh_is_told_by_which_button():
    answer = no_refresh(desk(STAN), TAB["vendors"])

    assert answer.reasons == ()
    assert answer.well == ("Vendors: you may refresh it, by Refresh Vendor List.",)


@pytest.mark.rule("question 13")
def test_a_standard_user_learns_why_accept_is_not_there():
    answer = no_answering(desk(STAN), TAB["commitments"])

    assert [(r.code, r.lifted_by) for r in answer.reasons] == [
        ("needs_cpa", "an administrator of the Company Directory")
    ]


def test_an_approver_is_told_that_accept_is_there():
    answer = no_answering(desk(ANA), TAB["commitments"])

    assert answer.reasons == ()
    assert answer.well == ("You may accept and reject a commitment that waits for it.",)


def test_a_tab_on_which_nothing_is_accepted_says_so():
    answer = no_answering(desk(ADA), TAB["prime_contracts"])

    assert texts(answer) == [
        "Nothing is accepted on Prime Contracts: a prime contract comes from Sage."
    ]


@pytest.mark.rule("question 21", "jobs 8")
def test_a_project_that_was_never_sent_is_found_and_has_to_be_sent():
    missing = project(S.UNSENT, number="24-101")

    (answer,) = is_missing(desk(SAM, missing), TAB["jobs"], "24-101")

    assert answer.about.startswith("24-101 ")
    assert answer.about.endswith("unsent, under Not Sent")
    assert texts(answer)[0] == "It is unsent: nothing moves by itself, somebody has to send it."


@pytest.mark.rule("question 21", "question 4")
@pytest.mark.parametrize(
    ("body", "said"),
    [
        (Project(erp_sync=False), "Project 24-101 is not set to be synced with the ERP."),
        (
            Project(erp_code_list=False),
            "Project 24-101 uses a cost code list that is not the ERP's.",
        ),
        (Project(), "Project 24-101 has no cost code of the ERP's list."),
    ],
    ids=["not to be synced", "another code list", "no codes"],
)
def test_a_project_that_cannot_be_sent_says_what_stands_against_it(body, said):
    missing = project(S.UNSENT, number="24-101", body=body)

    (answer,) = is_missing(desk(SAM, missing), TAB["jobs"], "24-101")

    assert said in texts(answer)


@pytest.mark.rule("question 21")
def test_a_project_that_was_put_away_is_found_where_it_lies():
    away = project(S.ARCHIVED, number="24-101", erp_id="24-101")

    (answer,) = is_missing(desk(ADA, away), TAB["jobs"], "24-101")

    assert answer.about.endswith("archived, under Archived")
    assert texts(answer)[0] == "It was put away; restore it to see it."


def test_a_synced_project_is_not_missing():
    (answer,) = is_missing(
        desk(ADA, project(S.SYNCED, number="24-101", erp_id="24-101")), TAB["jobs"], "24-101"
    )

    assert answer.reasons == ()
    assert answer.well == ("It is synced as 24-101.",)


@pytest.mark.rule("question 21")
def test_what_is_nowhere_names_both_systems_it_may_be_in():
    (answer,) = is_missing(desk(ADA), TAB["jobs"], "24-999")

    assert texts(answer) == [
        "Nothing on Jobs is called 24-999, under any view.",
        "If it was made in Sage: the relay never read Sage.",
    ]
    assert answer.reasons[1].lifted_by == "who may sync, then use Refresh Job List"


def test_a_prime_contract_that_is_nowhere_is_looked_for_in_sage():
    (answer,) = is_missing(desk(ADA), TAB["prime_contracts"], "24-999")

    assert texts(answer)[1] == "What is on Prime Contracts comes only with the automatic sync."


@pytest.mark.parametrize("name", ["job_costs", "Job Costs", " job costs "])
def test_a_tab_is_named_by_its_name_or_its_title(name):
    assert tab_named(name) is TAB["job_costs"]
