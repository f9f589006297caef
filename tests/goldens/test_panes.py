"""How the panes and modals look, at the two sizes that matter."""

import pytest

from adapters.stores.sqlite import SqliteStore
from console.screens.answers import AnswersModal
from console.screens.help import HelpScreen
from console.screens.record import RecordScreen
from console.screens.result import BatchResultScreen
from console.screens.why import WhyModal
from console.themes import DARK as THEME
from core.case import Answers
from core.decide import offers
from core.desk import Desk
from core.ports import Asked, Batch
from core.records import SovLine
from core.tabs import TAB
from core.vocabulary import Action, ErpStatus, RecordId
from tests.console.panes.hosts import PaneHost, ScreenHost, settled
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


@pytest.fixture
def looks(snap_compare):
    """Compares the picture of a screen, after seeing that it is the screen it should be."""

    def compared(screen, size, press=()):
        host = ScreenHost(screen)
        host.register_theme(THEME)
        host.theme = THEME.name

        async def before(pilot):
            await settled(pilot)
            for key in press:
                await pilot.press(key)
                await settled(pilot)
            assert type(host.screen) is type(screen)

        return snap_compare(host, terminal_size=size, run_before=before)

    return compared


def fields(of, action):
    return next(o.fields for o in offers(case(of)) if o.action is action)


@pytest.mark.parametrize("size", [(80, 6), (120, 10)], ids=["80x6", "120x10"])
@pytest.mark.parametrize("actor", [ANA, STAN], ids=lambda actor: actor.id)
def test_the_verdict_on_a_commitment(snap_compare, actor, size):
    judged = case(commitment(title=LONG), actor)
    host = PaneHost()
    host.register_theme(THEME)
    host.theme = THEME.name

    async def before(pilot):
        host.pane.show(judged.record, offers(judged))
        await settled(pilot)

    assert snap_compare(host, terminal_size=size, run_before=before)


@SIZES
def test_why(looks, size):
    judged = case(commitment(title=LONG), STAN)

    assert looks(WhyModal(judged.record, offers(judged)), size)


@SIZES
def test_what_the_acceptance_of_a_vendor_asks(looks, size):
    asked = fields(company(), Action.ACCEPT)

    assert looks(AnswersModal(Action.ACCEPT, 1, asked, "Accept V1001 Walsh Construction"), size)


@SIZES
def test_what_the_acceptance_of_many_asks_with_a_broken_date(looks, size):
    asked = fields(pcco(), Action.ACCEPT)
    modal = AnswersModal(
        Action.ACCEPT, 1200, asked, "Accept 1,200 records", about="Together 8,400,000.00 USD."
    )

    assert looks(modal, size, [*"2025-12-39", "enter"])


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


@SIZES
def test_one_record(looks, store, size):
    assert looks(RecordScreen(Desk(store, ANA), RecordId("commitment-1")), size)


@SIZES
def test_the_end_of_one_record(looks, store, size):
    screen = RecordScreen(Desk(store, ANA), RecordId("commitment-1"))

    assert looks(screen, size, ["end", "s"])


REFUSED = tuple(
    (r.id, (f"Title is {31 + n} characters; Sage 300 CRE takes 30.",))
    for n, r in enumerate(many(commitment, 40))
)
BATCH = Batch("B-01JD3K5Q8Z-7F2K", Action.ACCEPT, ANA.name, NOW, 9921, 9881, REFUSED)


@SIZES
def test_what_became_of_a_batch(looks, size):
    assert looks(BatchResultScreen(BATCH), size)


@SIZES
def test_the_records_behind_a_reason(looks, size):
    assert looks(BatchResultScreen(BATCH, naming="SC {}".format), size, ["enter"])


@SIZES
def test_help(looks, size):
    assert looks(HelpScreen(TAB["commitments"]), size)
