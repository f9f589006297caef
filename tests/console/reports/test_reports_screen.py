"""The reports in the console: chosen, asked of a job, read, and refused with a reason."""

import pytest

from adapters.stores.memory import MemoryStore
from console.screens.reports import ReportsScreen
from core.case import Mirrored
from core.desk import Desk
from core.people import CONNECTOR
from core.records import CostTotal, JobCost
from core.reports import REPORTS
from core.vocabulary import RecordKind
from tests.console.panes.hosts import ScreenHost, seen, sentences, settled
from tests.people import ADA, VIC
from tests.records import NOW, project

K = RecordKind
SIZE = (80, 24)
NAMES = [kind.name for kind in REPORTS]


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore(lambda: NOW)
    job = project(number="24-101", erp_id="24-101", title="Bridge [b]deck[/b]")
    lines = (CostTotal("03-300", "S", job_to_date=5_000_00, commitment_invoiced=2_000_00),)
    made.arrive([job], CONNECTOR)
    costs = Mirrored(K.JOB_COST, "24-101", "24-101", "", body=JobCost(lines), job="24-101")
    made.mirror(K.JOB_COST, [costs], NOW, mark=1)
    made.keep_person(ADA)
    made.keep_person(VIC)
    return made


async def opened(pilot, name: str) -> None:
    await settled(pilot)
    for _ in range(NAMES.index(name)):
        await pilot.press("j")
    await pilot.press("enter")
    await settled(pilot)


async def test_the_reports_are_listed_with_what_they_tell(store):
    host = ScreenHost(ReportsScreen(Desk(store, ADA)))

    async with host.run_test(size=(120, 40)) as pilot:
        await settled(pilot)

        for kind in REPORTS:
            assert f"{kind.name}: {kind.does}" in sentences(host)


async def test_a_report_is_read_at_once_where_it_is_of_no_job(store):
    host = ScreenHost(ReportsScreen(Desk(store, ADA)))

    async with host.run_test(size=SIZE) as pilot:
        await opened(pilot, "accountants")

        assert "Ada" in seen(host)


async def test_on_a_narrow_terminal_a_report_is_scrolled_sideways_and_not_cut(store):
    host = ScreenHost(ReportsScreen(Desk(store, ADA)))

    async with host.run_test(size=SIZE) as pilot:
        await opened(pilot, "accountants")
        assert "ERP Integrations" in seen(host)
        assert "Daily summary" not in seen(host)

        await pilot.press(*["right"] * 60)
        await settled(pilot)

        assert "Daily summary" in seen(host)


async def test_a_report_of_one_job_asks_which(store):
    host = ScreenHost(ReportsScreen(Desk(store, ADA)))

    async with host.run_test(size=SIZE) as pilot:
        await opened(pilot, "job-costs")
        await pilot.press("enter")
        nothing_said = sentences(host)
        await pilot.press(*"24-101", "enter")
        await settled(pilot)

        assert "one job at a time; say which" in nothing_said
        assert "3,000.00" in seen(host)


async def test_a_job_that_is_not_there_is_said(store):
    host = ScreenHost(ReportsScreen(Desk(store, ADA)))

    async with host.run_test(size=SIZE) as pilot:
        await opened(pilot, "job-costs")
        await pilot.press(*"nine", "enter")
        await settled(pilot)

        assert "nine" in sentences(host)
        assert "There is no job" in sentences(host)


async def test_who_may_not_read_a_report_sees_why_and_who_can_lift_it(store):
    host = ScreenHost(ReportsScreen(Desk(store, VIC)))

    async with host.run_test(size=SIZE) as pilot:
        await opened(pilot, "accountants")

        assert "You may not read accountants" in sentences(host)
        assert "This takes Admin of ERP Integrations" in sentences(host)
        assert "Can be lifted by an administrator of ERP Integrations" in sentences(host)


async def test_escape_goes_back_one_step_at_a_time(store):
    host = ScreenHost(ReportsScreen(Desk(store, ADA)))

    async with host.run_test(size=SIZE) as pilot:
        await opened(pilot, "accountants")
        await pilot.press("escape")
        listed = sentences(host)
        await pilot.press("escape")

        assert "job-costs:" in listed
        assert host.left_with == [None]
