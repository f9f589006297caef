"""The costs of one job in the console: found as one types, read, and gated."""

import pytest

from adapters.stores.memory import MemoryStore
from console.screens.costs import CostsScreen
from console.screens.record import RecordScreen
from console.widgets.cost_lines import cost_details, cost_summary
from console.widgets.lines import plain
from core.costs import MOST_LISTED, detailed
from core.desk import Desk
from core.people import CONNECTOR
from core.ports import Adjusted
from core.records import CostTransaction, JobCost, Record
from core.settings import ProjectSettings
from core.vocabulary import CostSource, ErpStatus, Level, RecordId, Tool
from tests.console.panes.hosts import ScreenHost, links, seen, sentences, settled
from tests.core.costing import TAKES, cost
from tests.people import ADA, VIC
from tests.records import NOW, job_cost, project

S = ErpStatus
SIZES = [(80, 24), (120, 40)]
LINKED = cost(2, -25_00, source=CostSource.ACCOUNTS_PAYABLE, vendor="V1001", invoice="B[b]1[/b]")
OUT = cost(3, 7_00, vendor="V9")


def holding(*costs: CostTransaction) -> MemoryStore:
    """A store in which the default project takes these transactions; another takes totals."""
    store = MemoryStore(lambda: NOW)
    for person in (ADA, VIC):
        store.keep_person(person)
    each = ProjectSettings(transactions=True)
    store.adjust_project(RecordId("project-1"), ADA, lambda _, p: Adjusted(each, "each"))
    other = project(S.SYNCED)._replace(id=RecordId("project-2"), number="J9", erp_id="J9")
    body = detailed(JobCost(job_cost().body.lines, costs), TAKES, JobCost(), NOW)
    mine = job_cost(S.SYNCED)._replace(body=body)
    theirs = job_cost(S.SYNCED)._replace(
        id=RecordId("job_cost-2"), number="J9", erp_id="J9", title="Other [i]road[/i]",
        project=other.id, project_number="J9",
    )  # fmt: skip
    store.arrive([project(S.SYNCED), other, mine, theirs], CONNECTOR)
    return store


@pytest.fixture
def store() -> MemoryStore:
    return holding(cost(1), LINKED, OUT)


def host(store: MemoryStore, actor=ADA, job: str = "") -> ScreenHost:
    return ScreenHost(CostsScreen(Desk(store, actor), job))


@pytest.mark.rule("job costs 11")
async def test_a_job_is_found_as_one_types_and_only_its_costs_are_shown(store):
    app = host(store)

    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press(*"lake")
        await settled(pilot)
        offered = sentences(app)
        await pilot.press("enter")
        await settled(pilot)

        assert "J1200" in offered
        assert "J9" not in offered
        assert "Costs of job J1200: Lake Street Bridge" in sentences(app)
        assert "Direct costs (2)" in sentences(app)
        assert "7-1" in seen(app)


async def test_another_job_is_asked_for_with_a_stroke_and_escape_leaves(store):
    app = host(store, job="J1200")

    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("slash")
        await settled(pilot)
        await pilot.press(*"road", "enter")
        await settled(pilot)
        text = sentences(app)
        await pilot.press("escape")
        await settled(pilot)

        assert "Costs of job J9: Other [i]road[/i]" in text
        assert "Its project takes job costs as totals" in text
        assert app.left_with == [None]


async def test_where_no_job_matches_enter_opens_nothing(store):
    app = host(store)

    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"nowhere", "enter")
        await settled(pilot)

        assert "No job with costs matches." in sentences(app)


@pytest.mark.parametrize("typed", ["amount:x", '"'])
async def test_what_cannot_be_read_says_why(store, typed):
    app = host(store)

    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*("quotation_mark" if c == '"' else c for c in typed))
        await settled(pilot)

        assert "amount" in sentences(app) or "quotation mark" in sentences(app)


@pytest.mark.rule("job costs 11")
async def test_who_may_not_see_direct_costs_reads_the_totals_and_the_reason(store):
    app = host(store, VIC, "J1200")

    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)

        assert "This takes Read Only of Direct Costs; you hold None." in sentences(app)
        assert "90,000.00" in seen(app)
        assert "7-1" not in seen(app)


async def test_a_job_that_is_not_there_says_so(store):
    app = host(store, job="J404")

    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)

        assert "There is no job 'J404'" in sentences(app)


async def test_the_page_of_a_job_opens_each_of_its_direct_costs(store):
    app = ScreenHost(RecordScreen(Desk(store, ADA), RecordId("job_cost-1")))

    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        summary = sentences(app)
        await pilot.press("f4")
        await settled(pilot)

        assert "Budget column 75.00" in summary
        assert isinstance(app.screen, CostsScreen)
        assert "B[b]1[/b]" in sentences(app)
        assert links(app) == []


@pytest.mark.parametrize("size", SIZES)
def test_every_line_fits_and_every_reason_is_told(store, size):
    view = Desk(store, ADA).costs("J1200")

    lines = [plain(line) for line in cost_details(view, size[0] - 3)]

    assert [line for line in lines if len(line) > size[0] - 3] == []
    whole = " ".join(" ".join(lines).split())
    assert "Kept out (1)" in whole
    assert "Its vendor is not linked to a company. Can be lifted by" in whole
    assert "[vendor_not_linked]" in whole


def test_an_edited_cost_shows_what_it_was(store):
    view = Desk(store, ADA).costs("J1200")
    first, *rest = view.costs.direct_costs
    edited = first._replace(amount=1_00, edited=True)
    record = view.record._replace(body=view.costs._replace(direct_costs=(edited, *rest)))

    lines = [plain(line) for line in cost_details(view._replace(record=record), 118)]

    assert any("edited, was 100.00" in line for line in lines)


def test_what_is_too_old_to_be_listed_is_told_as_sums():
    many = tuple(cost(n, 1_00) for n in range(1, MOST_LISTED + 3))
    store = holding(*many)
    view = Desk(store, ADA).costs("J1200")

    details = [plain(line) for line in cost_details(view, 118)]
    summary = [plain(line) for line in cost_summary(view.record, (), 118)]

    assert "Earlier ones, as sums" in details
    assert any(line.split()[:4] == ["earlier,", "as", "sums", "2"] for line in summary)


def test_a_record_in_totals_has_no_direct_costs_to_show():
    record: Record = job_cost(S.SYNCED)

    assert cost_summary(record, (), 80) == []


def test_the_level_of_direct_costs_is_enough_to_see_them(store):
    reader = VIC._replace(levels={**VIC.levels, Tool.DIRECT_COSTS: Level.READ_ONLY})
    store.keep_person(reader)

    assert Desk(store, reader).costs("J1200").hidden == ()
