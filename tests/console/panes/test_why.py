"""The modal that explains every action."""

import pytest

from console.screens.why import WhyModal, why
from console.widgets.lines import plain
from core.decide import offers
from core.tabs import TAB_OF
from core.vocabulary import CONNECTORS_OWN, ErpStatus, words
from tests.console.panes.hosts import ScreenHost, links, seen, sentences, settled
from tests.people import ANA, STAN, VIC
from tests.records import BUILDERS, case, commitment, prime_contract

LONG = "Bridge deck replacement over the river at Lake Street"


def explained(of, actor, width=100):
    return [plain(line).rstrip() for line in why(of, offers(case(of, actor)), width)]


def test_every_objection_stands_with_its_rule_and_with_who_can_lift_it():
    judged = case(commitment(title=LONG), STAN)

    text = " ".join(" ".join(explained(judged.record, STAN)).split())

    for offer in offers(judged):
        for objection in offer.objections:
            assert f"{objection.text} [{objection.rule}]" in text
            assert f"can be lifted by {objection.lifted_by}" in text


def test_an_open_action_says_that_nothing_stands_against_it():
    lines = explained(commitment(), ANA)

    assert "Accept (key a), to exporting: may" in lines
    assert "    Nothing stands against it." in lines


def test_actions_from_elsewhere_say_from_where():
    lines = explained(commitment(), ANA)

    assert "Not from here" in lines
    assert "    unlink: only while it is synced." in lines
    assert "    send: only while it is unsent or retrieved or unlinked." in lines


def test_what_a_kind_never_has_is_told_with_its_rule():
    text = " ".join(" ".join(explained(prime_contract(), ANA)).split())

    assert "accept: A prime contract comes from Sage and is never written back." in text
    assert "[financials 79 (R4)]" in text


@pytest.mark.parametrize("kind", list(BUILDERS))
def test_every_action_of_a_lifecycle_is_explained_from_every_status(kind):
    wanted = {row.action for row in TAB_OF[kind].kinds[kind]} - CONNECTORS_OWN

    for status in ErpStatus:
        text = "\n".join(explained(BUILDERS[kind](status), VIC)).casefold()

        assert {action for action in wanted if words(action) not in text} == set()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_scrolls_to_its_end_and_leaves_by_esc(size):
    judged = case(commitment(title=LONG), STAN)
    host = ScreenHost(WhyModal(judged.record, offers(judged)))

    async with host.run_test(size=size) as pilot:
        top = seen(host)
        await pilot.press("end")
        await settled(pilot)
        end = seen(host)
        await pilot.press("escape")
        await settled(pilot)

    assert "Why: SC0001" in top
    assert "unlink: only while it is synced." in end
    assert host.left_with == [None]


async def test_hostile_text_is_explained_as_text():
    trap = "[@click=app.accept]x[/]\x1b[2J"
    record = commitment(title=trap, number=trap)
    judged = case(record, STAN)
    bad = [
        o._replace(objections=tuple(x._replace(text=trap, lifted_by=trap) for x in o.objections))
        for o in offers(judged)
    ]
    host = ScreenHost(WhyModal(record, bad))

    async with host.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        text, found = sentences(host), links(host)

    assert text.count("[@click=app.accept]x[/]␛[2J") >= 4
    assert found == []
    assert not host.clicked
