"""The tables are tested for sense: they say one thing about everything, and leave nobody stuck."""

from collections import Counter
from itertools import product

import pytest

from core.fields import ASKS
from core.permissions import GRANTS, grant
from core.requirements import GUARDS, REQUIRES, REQUIRES_FROM
from core.settings import DIRECT
from core.tabs import DIRECT_ROWS, NEVER, ROWS, TAB_OF, TABS
from core.vocabulary import (
    CONNECTORS_OWN,
    VIEW_OF,
    Action,
    Effect,
    ErpStatus,
    Permission,
    RecordKind,
    View,
)

A, S, K, P = Action, ErpStatus, RecordKind, Permission
LIVES = [(kind, life) for tab in TABS for kind, life in tab.kinds.items()]
NAMES = [kind for kind, _ in LIVES]
BORN = {S.UNSENT, S.READY_TO_IMPORT}
FINAL = {K.SUB_JOB: {S.DELETED}, K.COMMITMENT: {S.DELETED}, K.CCO: {S.DELETED}}
"""Where a life may end; elsewhere there is always a way out."""


def each_life(test):
    return pytest.mark.parametrize(("kind", "life"), LIVES, ids=NAMES)(test)


def reached(life) -> set[S]:
    """Every status that a record can come to, from where records are born."""
    found = {row.source for row in life} & BORN
    while more := {row.target for row in life if row.source in found} - found:
        found |= more
    return found


@each_life
def test_no_two_rows_answer_one_question(kind, life):
    questions = Counter((row.action, row.source) for row in life)

    assert [q for q, count in questions.items() if count > 1] == []


@each_life
def test_every_status_is_reachable(kind, life):
    absorbable = {row.source for row in life if row.action is A.ABSORB}

    named = {row.source for row in life} | {row.target for row in life}

    assert named - absorbable <= reached(life)


@each_life
def test_every_status_that_is_not_final_has_a_way_out(kind, life):
    sources = {row.source for row in life}

    assert reached(life) - sources == FINAL.get(kind, set())


@each_life
def test_what_waits_for_the_connector_always_ends(kind, life):
    for waiting in {S.EXPORTING, S.OUTCOME_UNKNOWN} & reached(life):
        by = {r.action: r.permission for r in life if r.source is waiting}
        people = {by.pop(A.VOUCH, None), by.pop(A.DISPROVE, None)}
        recaller = by.pop(A.RECALL, None)

        assert set(by.values()) == {P.CONNECTOR}
        assert recaller == (P.APPROVER if waiting is S.EXPORTING else None)
        assert people == ({P.APPROVER} if waiting is S.OUTCOME_UNKNOWN else {None})


@each_life
def test_the_tabs_views_show_every_status(kind, life):
    views = {VIEW_OF[status] for status in reached(life)}

    assert views <= set(TAB_OF[kind].views)


@each_life
def test_every_permission_of_a_lifecycle_is_granted_by_the_matrix(kind, life):
    for row in life:
        if row.action is not A.ABSORB:
            assert grant(row.permission, kind).needs


def test_every_grant_is_used_by_a_lifecycle():
    used = {(row.permission, kind) for kind, life in LIVES for row in life}

    unused = set(GRANTS) - used - {(P.APPROVER, K.COST_CODE)}

    assert unused == set()


def test_every_kind_is_on_exactly_one_tab():
    assert Counter(NAMES) == Counter(K)


def test_there_are_ten_tabs_and_each_opens_on_one_of_its_views():
    assert len(TABS) == 10
    assert all(tab.views and len(tab.views) == len(set(tab.views)) for tab in TABS)


def test_every_status_is_in_exactly_one_view():
    assert set(VIEW_OF) == set(S)
    assert set(VIEW_OF.values()) == set(View)


def test_every_action_is_in_a_lifecycle_or_is_an_arrival():
    assert {row.action for _, life in LIVES for row in life} == set(A) - {
        A.ARRIVE,
        A.ADJUST,
        A.CARRY,
    }


def test_every_effect_follows_some_action():
    rows = [row for _, life in LIVES for row in life]
    rows += [row for found in DIRECT_ROWS.values() for row in found.values()]

    assert {row.effect for row in rows} == {*Effect, None}


def test_what_is_exported_directly_is_sent_from_wherever_it_may_be_sent():
    for kind in DIRECT:
        sent = {
            (row.source, row.action, row.permission)
            for k, life in LIVES
            for row in life
            if k is kind and row.action in {A.SEND, A.RESEND}
        }
        at_once = {
            (source, action, row.permission)
            for (k, source), rows in DIRECT_ROWS.items()
            for action, row in rows.items()
            if k is kind
        }

        assert at_once == sent


def test_no_outcome_is_refused_by_a_guard():
    assert {action for _, action, _ in GUARDS} & CONNECTORS_OWN == set()


def test_every_requirement_belongs_to_a_row():
    for kind, actions in REQUIRES.items():
        offered = {row.action for k, life in LIVES if k is kind for row in life}
        assert set(actions) <= offered, kind
    for kind, action, source in REQUIRES_FROM:
        assert action in ROWS[kind, source]


def test_every_field_belongs_to_an_action_of_its_kind():
    for kind, actions in ASKS.items():
        offered = {row.action for k, life in LIVES if k is kind for row in life}
        assert set(actions) <= offered, kind


def test_what_never_happens_is_in_no_lifecycle():
    for (kind, action), status in product(NEVER, S):
        assert action not in ROWS.get((kind, status), {})


@pytest.mark.parametrize("kind", NAMES)
def test_a_kind_that_is_accepted_is_also_sent_and_can_be_rejected(kind):
    actions = {row.action for k, life in LIVES if k is kind for row in life}

    assert (A.ACCEPT in actions) == (A.SEND in actions) == (A.REJECT in actions)


def test_every_guard_names_who_can_lift_it_or_nobody_can():
    nobody = {guard.name for guards in GUARDS.values() for guard in guards if not guard.lifted_by}

    assert nobody == {"budget_was_never_exported", "it_came_from_the_erp", "it_waits"}
