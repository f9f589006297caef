"""The matrix of cross-cutting A.1, row by row where something may be had or lacked."""

import pytest

from core.case import Answers
from core.permissions import GRANTS, REFRESH, denials, grant
from core.refresh import refresh_objections
from core.tabs import TABS
from core.vocabulary import Action, ErpStatus, Level, Permission, RecordKind, Tool
from tests.core.judging import FULL, codes_said, said
from tests.people import ADA, ANA, CAST, CONNECTOR, SAM, STAN, VIC
from tests.records import case, commitment, company, project, record

A, S, K, P = Action, ErpStatus, RecordKind, Permission
EXPORTED = sorted(kind for permission, kind in GRANTS if permission is P.APPROVER)


def lacks(actor, permission, kind) -> list[str]:
    return [o.code for o in denials(grant(permission, kind), actor, kind)]


@pytest.mark.parametrize("kind", EXPORTED)
def test_an_approver_holds_the_level_and_the_privilege(kind):
    assert lacks(ANA, P.APPROVER, kind) == []
    assert lacks(ADA, P.APPROVER, kind) == []
    assert lacks(STAN, P.APPROVER, kind) == ["needs_cpa"]
    assert lacks(VIC, P.APPROVER, kind) == ["level_too_low", "needs_cpa"]


def test_an_administrator_without_the_privilege_is_no_approver():
    plain = ADA._replace(can_push=False)

    (objection,) = denials(grant(P.APPROVER, K.COMMITMENT), plain, K.COMMITMENT)

    assert objection.text == (
        "This takes Can Push to Accounting besides the level, an administrator's too."
    )


def test_the_privilege_without_the_level_is_worth_nothing():
    pushy = VIC._replace(can_push=True)

    assert lacks(pushy, P.APPROVER, K.BUDGET) == ["level_too_low"]


def test_can_export_bites_below_the_administrators_of_the_directory():
    nothing = frozenset[K]()

    assert lacks(ANA._replace(exports=nothing), P.APPROVER, K.CCO) == ["needs_type_export_right"]
    assert lacks(ADA._replace(exports=nothing), P.APPROVER, K.CCO) == []


def test_can_import_bites_likewise():
    nothing = frozenset[K]()

    assert lacks(ANA._replace(imports=nothing), P.IMPORTER, K.BUDGET) == ["needs_type_import_right"]
    assert lacks(ADA._replace(imports=nothing), P.IMPORTER, K.BUDGET) == []


@pytest.mark.parametrize(
    ("kind", "tool"),
    [
        (K.PROJECT, Tool.PROJECT_ADMIN),
        (K.SUB_JOB, Tool.PROJECT_ADMIN),
        (K.BUDGET, Tool.BUDGET),
        (K.COMMITMENT, Tool.COMMITMENTS),
        (K.PCCO, Tool.PRIME_CONTRACTS),
        (K.SUBCONTRACTOR_INVOICE, Tool.COMMITMENTS),
        (K.OWNER_INVOICE, Tool.PRIME_CONTRACTS),
    ],
)
def test_a_sender_administers_the_tool_of_origin_and_needs_no_erp_level(kind, tool):
    only_this = VIC._replace(levels={tool: Level.ADMIN})

    assert lacks(only_this, P.SENDER, kind) == []
    assert lacks(ANA, P.SENDER, kind) == ["needs_source_tool_admin"]


@pytest.mark.parametrize("tool", [Tool.COMPANY_DIRECTORY, Tool.PROJECT_DIRECTORY])
def test_a_company_is_sent_from_either_directory(tool):
    one = VIC._replace(levels={tool: Level.ADMIN})

    assert lacks(one, P.SENDER, K.COMPANY) == []


@pytest.mark.parametrize("kind", [K.PROJECT, K.SUB_JOB])
def test_importing_jobs_takes_a_directory_or_the_making_of_projects(kind):
    maker = STAN._replace(create_projects=True)
    registrar = STAN._replace(levels={**STAN.levels, Tool.COMPANY_DIRECTORY: Level.ADMIN})

    assert lacks(STAN, P.IMPORTER, kind) == ["needs_directory_or_create_project"]
    assert lacks(maker, P.IMPORTER, kind) == lacks(registrar, P.IMPORTER, kind) == []


@pytest.mark.parametrize("kind", [K.COMMITMENT, K.CCO, K.SUBCONTRACTOR_INVOICE])
def test_unlinking_takes_the_approver_and_the_commitments_tool(kind):
    both = ANA._replace(levels={**ANA.levels, Tool.COMMITMENTS: Level.ADMIN})

    assert lacks(ANA, P.UNLINKER, kind) == ["needs_source_tool_admin"]
    assert lacks(SAM, P.UNLINKER, kind) == ["level_too_low", "needs_cpa"]
    assert lacks(both, P.UNLINKER, kind) == []


def test_every_reason_is_given_at_once():
    assert lacks(VIC, P.UNLINKER, K.PCCO) == [
        "level_too_low",
        "needs_cpa",
        "needs_source_tool_admin",
    ]


@pytest.mark.parametrize("actor", [a for a in CAST if a is not CONNECTOR])
def test_nobody_at_a_keyboard_reports_an_outcome(actor):
    under_way = case(commitment(S.EXPORTING), actor, answers=Answers(erp_id="SC0001"))

    assert codes_said(under_way, A.CONFIRM) == ["connector_only"]


@pytest.mark.parametrize("action", [A.ACCEPT, A.REJECT])
def test_the_connector_decides_nothing(action):
    waiting = case(commitment(), CONNECTOR, answers=FULL)

    assert codes_said(waiting, action) == ["level_too_low", "needs_cpa"]


def test_a_reader_and_a_standard_user_are_refused_on_every_kind_with_the_reason():
    for actor in (VIC, STAN):
        for kind in EXPORTED:
            if kind is K.COST_CODE:
                continue
            for action in (A.ACCEPT, A.REJECT):
                waiting = case(record(kind, S.READY_TO_EXPORT), actor, answers=FULL)
                assert "needs_cpa" in codes_said(waiting, action), (actor.name, kind, action)


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.name)
def test_a_tab_is_refreshed_by_standard_and_above_where_it_can_be(tab):
    by_sam, by_stan = refresh_objections(tab.name, SAM), refresh_objections(tab.name, STAN)

    if tab.refresh is None:
        ways = {
            "budgets": "with the automatic sync or by being sent",
            "prime_contracts": "with the automatic sync",
        }
        come = ways.get(tab.name, "by being sent")
        assert by_stan[0].text == f"{tab.title} has no refresh: its records come only {come}."
    else:
        assert by_stan == ()
        assert [o.code for o in by_sam] == ["level_too_low"]


def test_the_connector_may_refresh_by_itself():
    assert denials(REFRESH, CONNECTOR, K.COMPANY) == ()


def test_companies_are_linked_by_the_directory_and_archived_by_standard():
    assert lacks(STAN, P.LINKER, K.COMPANY) == ["needs_source_tool_admin"]
    assert lacks(STAN, P.ARCHIVER, K.COMPANY) == []
    assert said(case(company(S.READY_TO_IMPORT), VIC), A.ARCHIVE) == [
        "This takes Standard of ERP Integrations; you hold Read Only."
    ]


def test_a_job_is_put_aside_by_who_might_have_imported_it():
    assert codes_said(case(project(S.READY_TO_IMPORT), ANA), A.ARCHIVE) == [
        "needs_directory_or_create_project"
    ]


@pytest.mark.parametrize(
    "level",
    [
        {Tool.COMPANY_DIRECTORY: Level.ADMIN},
        {Tool.PROJECT_DIRECTORY: Level.ADMIN},
        {Tool.ERP: Level.ADMIN},
    ],
    ids=lambda level: next(iter(level)),
)
def test_a_company_is_taken_back_by_its_directory_or_by_an_administrator_of_the_erp_tool(level):
    assert lacks(VIC._replace(levels=level), P.RETRIEVER, K.COMPANY) == []
    assert lacks(VIC, P.RETRIEVER, K.COMPANY) != []


@pytest.mark.rule("financials 54")
def test_a_change_order_is_sent_by_both_tools_and_sent_again_by_one():
    pat = SAM._replace(levels={**SAM.levels, Tool.CHANGE_ORDERS: Level.NONE})

    assert lacks(pat, P.SENDER, K.CCO) == ["needs_source_tool_admin"]
    assert lacks(pat, P.RESENDER, K.CCO) == []
