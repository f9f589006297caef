"""One key, one meaning."""

from collections import Counter

import pytest

from console.keys import (
    KEYS,
    MOVES,
    SCREEN_KEYS,
    TAB_KEYS,
    actions_of,
    asked_of_people,
    bindings,
)
from console.screens.tab import SCREENS
from core.tabs import ROWS, TABS
from core.vocabulary import VIEW_OF


def test_every_action_of_people_has_a_key_and_the_connectors_have_none():
    assert set(KEYS) == asked_of_people()


def test_no_key_does_two_things():
    keys = [*KEYS.values(), *TAB_KEYS]
    keys += [key for many, _, _ in (*MOVES, *SCREEN_KEYS) for key in many.split(",")]

    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_no_action_sits_on_the_shifted_twin_of_another_key():
    others = {key for many, _, _ in (*MOVES, *SCREEN_KEYS) for key in many.split(",")}

    assert {key for key in KEYS.values() if key.isupper()} == set()
    assert {key.upper() for key in KEYS.values()} & others == {"R"}
    """Refresh, which changes nothing, is on R by custom; reject asks before it acts."""


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.name)
def test_a_tab_binds_exactly_what_its_lifecycles_know(tab):
    bound = {b.action for b in bindings(tab) if b.id and b.id.startswith("record.")}

    known = {a for (kind, _), rows in ROWS.items() if kind in tab.kinds for a in rows}
    assert bound == {f"perform('{action}')" for action in known & asked_of_people()}


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.name)
def test_views_part_the_actions_of_a_tab(tab):
    views = {VIEW_OF[status] for kind, status in ROWS if kind in tab.kinds}

    parted = {action for view in views for action in actions_of(tab, view)}
    assert parted == set(actions_of(tab, None))


def test_each_tab_has_a_screen_class_of_its_own():
    names = {SCREENS[tab.name].__name__ for tab in TABS}

    assert len(names) == len(TABS)
    assert {"CommitmentsScreen", "VendorsScreen", "CostCodesScreen"} <= names
