"""Cost codes by cost type: defaults, what waits for Sage, what may be taken off, and renewals."""

import pytest

from core.case import Answers
from core.codes import (
    Requested,
    Tick,
    as_synced,
    company_matrix,
    default_types,
    project_matrix,
    renewed,
    requested,
)
from core.decide import decide
from core.records import CostCode, CostType, Project, ProjectCode, Removal
from core.vocabulary import Action, ErpStatus
from tests.core.judging import codes_said, moved, said
from tests.people import ANA, SAM, STAN, VIC
from tests.records import CODES, NEW_CODE, NOW, case, cost_code, mirrored, project

A, S = Action, ErpStatus
TYPED = ProjectCode("05-100", "Structural steel", ("M", "S"))
TYPES = frozenset("LMS")


def assigning(category: str, actor=STAN, **body: object):
    made = cost_code(S.SYNCED, **body)
    return case(made, actor, answers=Answers(category=category), categories=TYPES)


@pytest.mark.rule("cost codes 14")
def test_a_cost_type_becomes_a_default_beside_those_of_sage():
    after = moved(assigning("M"), A.ASSIGN)

    assert default_types(after.body) == ("L", "M", "S")
    assert [kind.abbreviation for kind in after.body.types] == ["L", "S"]


@pytest.mark.rule("cost codes 14")
def test_a_default_is_taken_off_again_and_the_others_stay():
    after = moved(assigning("L"), A.REMOVE)

    assert default_types(after.body) == ("S",)


@pytest.mark.rule("cost codes 14")
def test_a_type_is_no_default_twice_and_none_that_it_is_not_is_taken_off():
    assert said(assigning("L"), A.ASSIGN) == ["L is a default of 03-300 already."]
    assert said(assigning("M"), A.REMOVE) == ["M is no default of 03-300."]


@pytest.mark.rule("cost codes 5")
def test_a_cost_type_that_sage_has_not_is_no_default():
    assert said(assigning("Q"), A.ASSIGN) == ["There is no cost type Q; Sage has L, M, S."]


@pytest.mark.rule("cost codes 4a", "cost codes 8")
def test_a_group_code_and_an_inactive_one_get_no_default():
    assert said(assigning("M", group=True), A.ASSIGN) == [
        "03-300 is a group code; no cost is written on it."
    ]
    assert said(assigning("M", active=False), A.ASSIGN) == [
        "03-300 is inactive in Sage; no project gets it any more."
    ]


@pytest.mark.rule("permissions A.1 row 15")
def test_defaults_are_chosen_by_standard_of_the_erp_tool():
    assert codes_said(assigning("M", VIC), A.ASSIGN) == ["level_too_low"]
    assert codes_said(assigning("M", STAN), A.ASSIGN) == []


@pytest.mark.rule("cost codes 14")
def test_a_sync_keeps_the_defaults_that_were_chosen_here():
    mine = CostCode((CostType("L"),), defaults=("M",))

    synced = as_synced(mine, CostCode((CostType("L", "Labour"), CostType("S"))))

    assert synced == CostCode((CostType("L", "Labour"), CostType("S")), defaults=("M",))


def removing(code: str, category: str = "", actor=SAM, **changes: object):
    """A project with a code that Sage has not, beside those that it has."""
    record = project(S.SYNCED, codes=(*CODES, TYPED))
    made = case(record, actor, answers=Answers(code=code, category=category or None), **changes)
    return made._replace(mirrored=mirrored(made, body=Project(codes=CODES)))


@pytest.mark.rule("cost codes 12")
def test_a_code_that_nothing_uses_and_sage_has_not_may_go_and_stays_until_it_is_gone():
    after = moved(removing("05-100"), A.REMOVE)

    assert after.body.removals == (Removal("05-100", "", SAM.name, NOW),)
    assert after.body.codes[-1] == TYPED


@pytest.mark.rule("cost codes 12")
def test_a_code_that_stands_in_sage_or_is_used_here_stays():
    used = {("05-100", "M"): "commitment SC0001, Steel"}

    assert said(removing("03-300"), A.REMOVE) == [
        "03-300 stands on the Sage job still; delete it there, sync, then renew the job."
    ]
    assert said(removing("05-100", uses=used), A.REMOVE) == [
        "05-100 is used by commitment SC0001, Steel."
    ]


@pytest.mark.rule("cost codes 13")
def test_a_cost_type_is_judged_by_itself():
    used = {("05-100", "M"): "commitment SC0001, Steel"}

    assert said(removing("05-100", "S", uses=used), A.REMOVE) == []
    assert said(removing("05-100", "M", uses=used), A.REMOVE) == [
        "05-100 M is used by commitment SC0001, Steel."
    ]
    assert said(removing("05-100", "L"), A.REMOVE) == [
        "05-100 has no cost type L on project J1200."
    ]
    assert said(removing("99-999"), A.REMOVE) == ["Project J1200 has no cost code 99-999."]


def test_a_code_that_the_project_does_not_have_is_for_whoever_asks_to_put_right():
    refused = [
        decide(removing(*named), A.REMOVE).objections for named in (("99-999",), ("05-100", "L"))
    ]

    assert {o.lifted_by for objections in refused for o in objections} == {"whoever names another"}


@pytest.mark.rule("cost codes 13")
def test_a_type_that_sage_dropped_goes_only_once_the_project_knows_of_it():
    made = removing("03-300", "M")
    seen = mirrored(made, body=Project(codes=CODES[:1]))

    assert said(made._replace(mirrored=seen), A.REMOVE) == [
        "03-300 M was on the Sage job when its codes were last read; renew the job first."
    ]


@pytest.mark.rule("cost codes 13")
def test_what_is_asked_already_is_not_asked_twice():
    asked = Removal("05-100", "", SAM.name, NOW)
    record = project(S.SYNCED, codes=(*CODES, TYPED), removals=(asked,))
    made = removing("05-100")._replace(record=record)

    assert said(made, A.REMOVE) == [
        "The project system was asked to remove it and has not answered yet."
    ]


@pytest.mark.rule("cost codes 12")
def test_codes_are_taken_off_by_an_administrator_of_the_project():
    assert codes_said(removing("05-100", actor=ANA), A.REMOVE) == ["needs_source_tool_admin"]
    assert codes_said(removing("05-100", actor=SAM), A.REMOVE) == []


@pytest.mark.rule("cost codes 17", "permissions A.1 row 24")
def test_one_projects_codes_are_renewed_by_its_administrator_where_the_list_is_the_erps():
    assert said(case(project(S.SYNCED), SAM), A.RENEW) == []
    assert codes_said(case(project(S.SYNCED), ANA), A.RENEW) == ["needs_source_tool_admin"]
    assert said(case(project(S.SYNCED, erp_code_list=False), SAM), A.RENEW) == [
        "Project J1200 uses a cost code list that is not the ERP's."
    ]


@pytest.mark.rule("cost codes 17")
def test_renewed_codes_are_sages_with_the_ticks_of_the_project():
    theirs = (
        ProjectCode("01-100", "General", ("L", "M"), ("L", "M")),
        ProjectCode("26-000", "Electrical", ("S",), ("S",)),
    )

    codes = {code.code: code for code in renewed((*CODES, TYPED), theirs)}

    assert codes["01-100"] == ProjectCode("01-100", "General", ("L", "S", "M"), ("L", "M"))
    assert codes["03-300"].erp_types == ()
    assert codes["05-100"] == TYPED
    assert codes["26-000"] == theirs[1]


@pytest.mark.rule("cost codes 10")
def test_an_update_makes_in_sage_what_waits_and_says_which_codes_are_new():
    assert requested(Project(codes=(*CODES, NEW_CODE, ProjectCode("26-000", "Power", ("L",))))) == (
        Requested("05-100", "Structural steel", ("S",), new=False),
        Requested("26-000", "Power", ("L",), new=True),
    )


def test_the_companys_matrix_marks_groups_and_inactive_codes_in_words():
    codes = [
        cost_code(S.SYNCED, id="c1", number="01-000", group=True, types=()),
        cost_code(S.SYNCED, id="c2", number="03-300"),
        cost_code(S.ARCHIVED, id="c3", number="50-100"),
    ]

    matrix = company_matrix(codes, frozenset({"c3"}))

    assert [c.name for c in matrix.categories] == ["Labour", "Subcontract"]
    assert [row.note for row in matrix.rows] == ["group", "", "inactive"]
    assert matrix.rows[1].ticks == (Tick.DEFAULT, Tick.DEFAULT)
    assert matrix.rows[0].ticks == (Tick.EMPTY, Tick.EMPTY)


def test_a_projects_matrix_tells_sages_boxes_from_waiting_ones_and_why_they_stay():
    record = project(S.SYNCED, codes=(CODES[0], NEW_CODE))

    matrix = project_matrix(record, [cost_code(S.SYNCED)], Project(codes=(CODES[0],)), {})

    assert [kind.abbreviation for kind in matrix.categories] == ["L", "M", "S"]
    general, steel = matrix.rows
    assert general.ticks == (Tick.HELD, Tick.EMPTY, Tick.HELD)
    assert steel.ticks == (Tick.EMPTY, Tick.HELD, Tick.PENDING)
    assert [bool(why) for why in general.stays] == [True, False, True]
    assert steel.stays == (
        "",
        "05-100 M was on the Sage job when its codes were last read; renew the job first.",
        "",
    )
