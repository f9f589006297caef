"""Help is written out from the tables, for each of the ten tabs."""

import pytest

from console.columns import SIGNS
from console.keys import MOVES, bindings, key_word
from console.screens.help import HelpScreen, manual
from console.widgets.lines import plain
from core.permissions import cited, grant
from core.requirements import guards_of
from core.settings import Policies, Settings, UnlinkChange
from core.tabs import NEVER, TAB, TABS
from core.vocabulary import Permission, RecordKind, words
from tests.console.panes.hosts import ScreenHost, seen, settled

BY_TAB = pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.name)


def written(tab, width=120):
    return " ".join(" ".join(plain(line) for line in manual(tab, width)).split())


@BY_TAB
def test_every_row_of_the_lifecycle_is_in_the_help(tab):
    text = written(tab)

    for life in tab.kinds.values():
        for row in life:
            told = [key_word(row.action), *map(words, (row.action, row.source, row.target))]
            assert " ".join([*told, row.permission]).strip() in text


@BY_TAB
def test_every_key_is_in_the_help(tab):
    text = written(tab)

    assert [b.description for b in bindings(tab) if b.description not in text] == []
    assert [told for _, _, told in MOVES if told not in text] == []


@BY_TAB
def test_views_refresh_and_signs_are_those_of_the_tables(tab):
    text = written(tab)
    reached = {s for life in tab.kinds.values() for r in life for s in (r.source, r.target)}

    assert [view for view in tab.views if view.value not in text] == []
    assert [s for s in reached if SIGNS[s].text not in text] == []
    assert (tab.refresh or "has no refresh") in text


@BY_TAB
def test_who_may_and_what_must_hold_are_told_with_their_rules(tab):
    text = written(tab)

    for kind, life in tab.kinds.items():
        for row in life:
            if row.permission is not Permission.CONNECTOR:
                assert f"[{cited(grant(row.permission, kind))}]" in text
            for guard in guards_of(kind, row.action, row.source):
                assert guard.name.replace("_", " ") in text


def test_steps_that_a_kind_never_has_are_told():
    text = written(TAB["prime_contracts"])

    for (kind, _), (rule, sentence) in NEVER.items():
        if kind in TAB["prime_contracts"].kinds:
            assert f"{sentence} [{rule}]" in text


@pytest.mark.parametrize("width", [78, 118])
@BY_TAB
def test_no_line_of_any_help_is_wider_than_the_terminal(tab, width):
    assert [x for line in manual(tab, width) if len(x := plain(line)) > width] == []


async def test_tab_goes_from_section_to_section_and_esc_back():
    host = ScreenHost(HelpScreen(TAB["commitments"]))

    async with host.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        top = seen(host).splitlines()
        await pilot.press("tab")
        await settled(pilot)
        second = seen(host).splitlines()
        await pilot.press("shift+tab")
        await settled(pilot)
        first = seen(host).splitlines()
        await pilot.press("escape")
        await settled(pilot)

    assert top[0].strip() == "Help: Commitments"
    assert top[1].strip() == "Keys"
    assert second[1].strip() == "Refresh"
    assert first == top
    assert host.left_with == [None]


def test_what_is_exported_directly_is_told_while_it_is_switched_on():
    on = Settings(direct_exports=frozenset({RecordKind.CCO}))

    text = " ".join(plain(line) for line in manual(TAB["change_orders"], 118, on))

    assert "Exported directly" in text
    assert "fellback:yes" in text
    assert "Exported directly" not in written(TAB["change_orders"])


def test_a_right_is_told_by_the_companys_policy():
    older = Settings(policies=Policies(unlink_change=UnlinkChange.ADMIN))

    text = " ".join(plain(line) for line in manual(TAB["change_orders"], 200, older))

    assert "unlinker of a CCO: Admin of ERP Integrations, and Admin of Commitments" in text
