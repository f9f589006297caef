"""What somebody may do, verb by verb, agrees with what they are refused when they try."""

import pytest

from core.decide import decide
from core.decision import Refused
from core.objection import Cause
from core.permissions import REFRESH
from core.refresh import refresh_objections
from core.reports import REPORTS
from core.rights import COMPANY, PROJECT, REPORTING, rights, verbs
from core.tabs import TABS
from core.vocabulary import Action, ErpStatus, Level, RecordKind, Tool, words
from tests.core.judging import FULL
from tests.people import ADA, ANA, CAST, CONNECTOR, SAM, STAN, VIC
from tests.records import case, record

A, K, S = Action, RecordKind, ErpStatus
PEOPLE = [actor for actor in CAST if actor is not CONNECTOR]


def right(actor, verb, kind=None, tab=None):
    (found,) = [
        r for r in rights(actor) if (r.verb, r.kind) == (verb, kind) and tab in (None, r.tab)
    ]
    return found


@pytest.mark.parametrize("actor", PEOPLE, ids=lambda actor: actor.id)
@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.name)
def test_a_verb_is_had_where_trying_it_meets_no_want_of_permission(tab, actor):
    for kind, life in tab.kinds.items():
        for action in verbs(tab, kind):
            source = next(row.source for row in life if row.action is action)
            tried = decide(case(record(kind, source), actor, answers=FULL), action)
            causes = {o.cause for o in tried.objections} if isinstance(tried, Refused) else set()

            held = right(actor, words(action), kind)

            assert held.may is (Cause.PERMISSION not in causes), (kind, action)


@pytest.mark.parametrize("actor", PEOPLE, ids=lambda actor: actor.id)
def test_a_refresh_is_had_where_asking_for_it_meets_no_objection(actor):
    for tab in TABS:
        if tab.refresh is not None:
            assert right(actor, "refresh", tab=tab.name).missing == refresh_objections(
                tab.name, actor
            )


def test_every_tab_every_kind_and_every_report_is_in_it_once():
    found = [(r.tab, r.kind, r.verb) for r in rights(VIC)]

    assert len(set(found)) == len(found)
    places = {tab.name for tab in TABS} | {REPORTING, COMPANY, PROJECT}
    assert {r.tab for r in rights(VIC)} == places
    assert {r.kind for r in rights(VIC)} == {None, *RecordKind}
    assert [r.verb for r in rights(VIC) if r.tab == REPORTING] == [r.name for r in REPORTS]


def test_the_connectors_own_verbs_are_nobodys():
    said = {r.verb for r in rights(ADA)}

    assert not said & {"confirm", "fail", "lose", "find", "miss", "arrive", "absorb", "decline"}


def test_an_approvers_right_comes_from_the_level_the_privilege_and_the_tick():
    accept = right(ANA, "accept", K.COMMITMENT)

    assert (accept.may, accept.row) == (True, "06")
    assert accept.held == (
        "Standard of ERP Integrations",
        "Can Push to Accounting",
        "Can Export on commitment",
    )


def test_the_tick_of_an_administrator_of_the_directory_does_not_bite():
    unticked = ADA._replace(exports=frozenset())

    assert right(unticked, "accept", K.CCO).held[-1] == (
        "Admin of Company Directory, for whom Can Export does not bite"
    )


def test_of_several_ways_the_one_that_is_had_is_named():
    maker = STAN._replace(create_projects=True)
    registrar = STAN._replace(levels={**STAN.levels, Tool.COMPANY_DIRECTORY: Level.ADMIN})

    assert "Create New Project" in right(maker, "import", K.PROJECT).held
    assert "Admin of Company Directory" in right(registrar, "import", K.PROJECT).held
    assert right(STAN, "refresh", tab="vendors").held == ("Standard of ERP Integrations",)


def test_what_is_missing_is_said_with_its_code_and_beside_what_is_there():
    accept = right(STAN, "accept", K.BUDGET)

    assert not accept.may
    assert accept.held == ("Standard of ERP Integrations", "Can Export on budget")
    assert [o.code for o in accept.missing] == ["needs_cpa"]


def test_reports_take_what_the_matrix_says():
    readable = {a.id: [r.name for r in REPORTS if right(a, r.name).may] for a in PEOPLE}

    assert readable == {
        "ana": ["archived", "drift", "worklist"],
        "sam": ["job-costs", "unsyncable", "drift"],
        "vic": ["drift"],
        "stan": ["archived", "drift", "worklist"],
        "ada": [
            "accountants", "segregation", "job-costs", "archived", "unsyncable", "drift",
            "reconciliation", "worklist",
        ],
    }  # fmt: skip
    assert right(SAM, "job-costs").held == ("Read Only of Reports and Admin of Budget",)
    assert right(SAM, "unsyncable").held == ("Read Only of Reports", "Read Only of Direct Costs")
    assert REFRESH.row == right(ANA, "refresh", tab="jobs").row
