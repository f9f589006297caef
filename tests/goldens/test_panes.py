"""How panes and modals look that no walk through a company leads to."""

import pytest
from textual.screen import Screen

from adapters.stores.sqlite import SqliteStore
from console.screens.answers import AnswersModal
from console.screens.record import RecordScreen
from console.screens.result import BatchResultScreen
from console.screens.why import WhyModal
from console.themes import DARK as THEME
from core.case import Answers
from core.decide import offers
from core.desk import Desk
from core.ports import Asked, Batch
from core.records import SovLine
from core.vocabulary import Action, ErpStatus, RecordId
from tests.console.panes.hosts import PaneHost, ScreenHost, settled
from tests.goldens.album import still
from tests.people import ANA, CONNECTOR, STAN
from tests.records import NOW, case, commitment, company, many, pcco, project

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
LONG = "Bridge deck replacement over the river at Lake Street"
LINES = tuple(
    SovLine(
        n, "03-300", "S", n * 1_000_00, f"Pour {n} of the deck and its approaches",
        quantity=2500 * n, unit="CY", unit_cost=400_00,
    )
    for n in range(1, 30)
)  # fmt: skip


def fields(of, action):
    return next(o.fields for o in offers(case(of)) if o.action is action)


@pytest.fixture
def store(tmp_path):
    opened = SqliteStore(tmp_path / "countersign.sqlite", lambda: NOW)
    waiting = commitment(lines=LINES, amount=sum(line.amount for line in LINES))
    opened.arrive([company(ErpStatus.SYNCED), project(ErpStatus.SYNCED), waiting], CONNECTOR)
    Desk(opened, ANA).perform(
        Action.REJECT, Asked(waiting.id), Answers(reason="The vendor's insurance has run out.")
    )
    yield opened
    opened.close()


REFUSED = tuple(
    (r.id, (f"Title is {31 + n} characters; Sage 300 CRE takes 30.",))
    for n, r in enumerate(many(commitment, 40))
)
BATCH = Batch("B-01JD3K5Q8Z-7F2K", Action.ACCEPT, ANA.name, NOW, 9921, 9881, REFUSED)


def panes(store):
    """What each is called, how it is made, and the keys that are pressed then."""
    judged = case(commitment(title=LONG), STAN)
    yield "why", WhyModal(judged.record, offers(judged)), ()
    many_asked = AnswersModal(
        Action.ACCEPT, 1200, fields(pcco(), Action.ACCEPT), "Accept 1,200 records",
        about="Together 8,400,000.00 USD.",
    )  # fmt: skip
    yield "answers with a broken date", many_asked, (*"2025-12-39", "enter")
    yield "record", RecordScreen(Desk(store, ANA), RecordId("commitment-1")), ()
    yield "end of a record", RecordScreen(Desk(store, ANA), RecordId("commitment-1")), ("end", "s")
    yield "result", BatchResultScreen(BATCH), ()
    yield "records behind a reason", BatchResultScreen(BATCH, naming="SC {}".format), ("enter",)


@SIZES
async def test_panes(album, store, size):
    host = ScreenHost(Screen())
    host.register_theme(THEME)
    host.theme = THEME.name

    async with host.run_test(size=size) as pilot:
        for name, screen, keys in panes(store):
            host.push_screen(screen)
            await settled(pilot)
            await still(pilot)  # what is to be scrolled has its height
            for key in keys:
                await pilot.press(key)
                await settled(pilot)
            assert host.screen is screen
            await still(pilot)
            album.take(name, host)
            host.pop_screen()
            await settled(pilot)

    assert (album.differ, album.faint) == ([], {})


@pytest.mark.parametrize("size", [(80, 6), (120, 10)], ids=["80x6", "120x10"])
async def test_the_verdict_on_a_commitment(album, size):
    host = PaneHost()
    host.register_theme(THEME)
    host.theme = THEME.name

    async with host.run_test(size=size) as pilot:
        for actor in (ANA, STAN):
            judged = case(commitment(title=LONG), actor)
            host.pane.show(judged.record, offers(judged))
            await settled(pilot)
            await still(pilot)
            album.take(actor.id, host)

    assert (album.differ, album.faint) == ([], {})
