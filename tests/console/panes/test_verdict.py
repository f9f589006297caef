"""The verdict pane says what may be done and why not, before a key is pressed."""

import pytest

from console.keys import KEYS
from console.widgets.lines import Look, cells, plain
from console.widgets.offer_lines import in_order
from console.widgets.verdict import verdict
from core.decide import offers
from core.vocabulary import Action, ErpStatus
from tests.console.panes.hosts import PaneHost, links, seen, settled
from tests.people import ANA, STAN, VIC
from tests.records import BUILDERS, NOW, PASSING, case, commitment, company

LONG = "Bridge deck replacement over the river at Lake Street"


def drawn(of, actor, width=80, height=24):
    judged = case(of, actor)
    return [plain(line) for line in verdict(of, offers(judged), width, height)]


def test_an_open_action_shows_its_key_where_it_leads_and_what_it_asks():
    lines = drawn(commitment(), ANA)

    assert lines[1].startswith(
        " a accept   may      to exporting; asks Sage commitment id [SC0001]"
    )


def test_a_closed_action_shows_every_objection_with_its_rule():
    text = " ".join(" ".join(drawn(commitment(title=LONG), STAN, height=40)).split())

    assert "accept not yet to exporting: This takes Can Push to Accounting" in text
    assert "[permissions A.1 row 06]" in text
    assert "Title is 53 characters; Sage 300 CRE takes 30. [financials 27 (C4)]" in text


def test_open_actions_come_first_and_the_rest_in_the_order_of_the_keys():
    order = [o.action for o in in_order(offers(case(commitment(), ANA)))]
    backwards = [o.action for o in in_order(reversed(offers(case(commitment(), ANA))))]

    assert order == backwards == [Action.ACCEPT, Action.REJECT, Action.RETRIEVE]


def test_may_and_not_yet_differ_by_word_and_by_look():
    lines = verdict(commitment(), offers(case(commitment(), ANA)), 80, 24)

    looks = {span.text.strip(): span.look for line in lines for span in line}
    assert looks["may"] is Look.MAY
    assert looks["not yet"] is Look.NOT_YET


def test_a_warning_is_marked_as_one_and_leaves_the_action_open():
    judged = case(company(title="A name that is far longer than thirty characters"), ANA)
    warned = [
        o._replace(objections=tuple(x._replace(warning=True) for x in o.objections))
        for o in offers(judged)
    ]

    text = " ".join(plain(line) for line in verdict(judged.record, warned, 200, 24))

    assert "accept   may" in text
    assert "warning: " in text


def test_a_low_pane_shows_every_action_and_how_much_more_there_is():
    lines = drawn(commitment(title=LONG), STAN, height=5)

    assert len(lines) == 5
    assert [line[1] for line in lines[1:4]] == ["a", "r", "t"]
    assert lines[4].strip() == "+4 more, w shows all"


@pytest.mark.parametrize("height", range(6))
@pytest.mark.parametrize("actor", [ANA, VIC])
def test_no_height_and_no_record_draws_beyond_the_pane(height, actor):
    for build in BUILDERS.values():
        for status in ErpStatus:
            judged = case(build(status), actor)
            lines = verdict(judged.record, offers(judged), 40, height)

            assert len(lines) <= height


def test_no_line_is_wider_than_the_pane():
    lines = verdict(commitment(title=LONG), offers(case(commitment(title=LONG), STAN)), 48, 40)

    assert [plain(line) for line in lines if cells(line) > 48] == []


def test_what_the_erp_said_stands_above_the_actions():
    lines = drawn(commitment(ErpStatus.FAILED), ANA)

    assert lines[1] == f"last said: {PASSING.text}"


def test_a_record_that_nothing_can_be_done_to_says_so():
    lines = drawn(commitment(ErpStatus.DELETED), ANA)

    assert lines[1] == "Nothing can be done to it while it is deleted."


def test_every_action_of_people_has_a_key_here():
    asked = {o.action for b in BUILDERS.values() for s in ErpStatus for o in offers(case(b(s)))}

    assert asked <= set(KEYS)


@pytest.mark.parametrize("size", [(80, 9), (120, 9)])
async def test_the_pane_draws_the_record_it_is_shown(size):
    judged = case(commitment(), ANA)
    host = PaneHost()

    async with host.run_test(size=size) as pilot:
        host.pane.show(judged.record, offers(judged))
        await settled(pilot)

        rows = seen(host).splitlines()

    assert rows[0].startswith("SC0001  Bridge deck")
    assert rows[0].rstrip().endswith("S sent")
    assert rows[1].startswith(" a accept   may")


async def test_the_pane_waits_for_offers_and_for_a_record():
    host = PaneHost()

    async with host.run_test(size=(80, 9)) as pilot:
        host.pane.show(None)
        await settled(pilot)
        nothing = seen(host).splitlines()[0].rstrip()
        host.pane.show(commitment())
        await settled(pilot)
        only_head = seen(host).splitlines()

    assert nothing == "No record is under the cursor."
    assert only_head[0].startswith("SC0001")
    assert only_head[1].strip() == ""


async def test_showing_the_same_again_draws_nothing():
    judged = case(commitment(), ANA)
    host = PaneHost()

    async with host.run_test(size=(80, 9)) as pilot:
        host.pane.show(judged.record, offers(judged))
        await settled(pilot)
        lines = host.pane.lines
        host.pane.show(judged.record, offers(judged))
        await settled(pilot)

        assert host.pane.lines is lines


HOSTILE = "[@click=app.accept]Acme[/] \x1b]52;c;eA==\x07 a\u202eb [red]x"


async def test_hostile_text_is_drawn_as_letters_and_reaches_no_action():
    record = commitment(ErpStatus.FAILED, title=HOSTILE, number=HOSTILE[:30])
    record = record._replace(fault=PASSING._replace(text=HOSTILE))
    judged = case(record, ANA)
    host = PaneHost()

    async with host.run_test(size=(200, 12)) as pilot:
        host.pane.show(record, offers(judged))
        await settled(pilot)
        text, found = seen(host), links(host)

    assert "[@click=app.accept]Acme[/] ␛]52;c;eA==␇ a<U+202E>b [red]x" in text
    assert found == []
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_what_sets_a_record_apart_is_said_before_what_may_be_done():
    fallen = commitment(fell_back="Its id is not in the company's form.")

    assert drawn(fallen, ANA)[1].strip() == (
        "Fell back from direct export: Its id is not in the company's form."
    )


def test_what_waits_to_be_posted_says_since_when():
    waiting = commitment(ErpStatus.SYNCED, unposted_since=NOW)

    assert drawn(waiting, ANA)[1].strip().startswith("Exported, and not posted in Sage yet;")
