"""Refreshing a tab from the ERP, watched from the console."""

import asyncio
from datetime import timedelta

import pytest

from core.mappings import USUAL, ticked
from core.ports import JobRun, RunState
from core.settings import Relay
from core.vocabulary import RecordKind
from tests.console.company import console, store
from tests.console.driving import LARGE, driven, notice, press, says, settled
from tests.people import ADA, ANA, VIC
from tests.records import NOW


async def until(pilot, app, text):
    """The notice says this within a few seconds; it is looked up four times a second."""
    for _ in range(200):
        await settled(pilot)
        if text in notice(app):
            return
        await asyncio.sleep(0.02)
    assert text in notice(app)


async def test_who_may_refresh_sees_how_far_it_is_and_how_it_ended():
    made = store()
    app = console(made, ADA, "vendors")

    async with driven(app) as pilot:
        await press(pilot, "R")
        assert notice(app).startswith(
            "Refresh Vendor List: asked; the connector has not begun.   ctrl+t cancels"
        )

        run = made.next_refresh("a connector", 30.0)
        made.report_refresh(run._replace(state=RunState.RUNNING, seen=1500, total=2300, arrived=12))
        await until(pilot, app, "Refresh Vendor List: 1,500 of 2,300, 12 new")

        ended = run._replace(state=RunState.DONE, finished_at=NOW, result="12 new, 3 changed")
        made.report_refresh(ended)
        await until(pilot, app, "Refresh Vendor List: 12 new, 3 changed.")


async def test_what_is_before_it_how_long_it_takes_and_who_cancels_it_are_said():
    made = store()
    made.ask_refresh("jobs", ANA)
    before = made.ask_refresh("vendors", ANA)
    began = NOW - timedelta(seconds=8)
    ended = before._replace(state=RunState.DONE, began_at=began, finished_at=NOW)
    made._database.connection.execute(
        "UPDATE runs SET began_at = asked_at - 8000000 WHERE id = ?", (before.id,)
    )
    made.report_refresh(ended)
    app = console(made, ADA, "vendors")

    async with driven(app) as pilot:
        await press(pilot, "R")
        said = notice(app)
        joined = made.ask_refresh("vendors", ANA)
        await press(pilot, "ctrl+t")
        cancelled = notice(app)
        await press(pilot, "ctrl+t")

        assert said.startswith("Refresh Vendor List: asked, 1 before it, usually 8 s")
        assert joined.asked_by == ADA.name
        assert cancelled.startswith(
            "Refresh Vendor List: cancelled by Ada Administrator; 0 new and 0 changed stay."
        )
        assert "There is no refresh of Vendors to cancel." in notice(app)
        assert [run.tab for run in made.open_refreshes()] == ["jobs"]


async def test_who_may_not_refresh_may_not_cancel():
    made = store()
    made.ask_refresh("vendors", ANA)
    app = console(made, VIC, "vendors")

    async with driven(app) as pilot:
        await press(pilot, "ctrl+t")

        assert "This takes Standard of ERP Integrations" in notice(app)
        assert made.last_refresh("vendors").state is RunState.ASKED


async def test_f5_is_the_same_key():
    made = store()
    app = console(made, ADA, "vendors")

    async with driven(app) as pilot:
        await press(pilot, "f5")

        assert made.last_refresh("vendors").asked_by == ADA.name


async def test_a_refused_refresh_says_why():
    app = console(who=VIC, tab="vendors")

    async with driven(app) as pilot:
        await press(pilot, "R")

        assert notice(app).startswith("Not refreshed: This takes Standard of ERP Integrations")


async def test_a_tab_without_a_refresh_says_so():
    app = console(who=ADA)

    async with driven(app) as pilot:
        await press(pilot, "R")

        assert notice(app).startswith("Not refreshed: Commitments has no refresh")


# step two before step one


def stale(made) -> None:
    """As if the relay had read Sage an hour ago."""
    for kind in RecordKind:
        made.mirror(kind, (), NOW - timedelta(hours=1), mark=1)


@pytest.mark.rule("cross-cutting C.4")
async def test_a_refresh_of_old_data_is_said_first_and_the_same_key_does_it_all_the_same():
    made = store()
    stale(made)
    app = console(made, ADA, "vendors")

    async with driven(app, size=LARGE) as pilot:
        await press(pilot, "R")
        asked_early = made.last_refresh("vendors")
        said = notice(app)
        await press(pilot, "R")

        assert asked_early is None
        assert said.startswith(
            "Vendors as of 11:00:00: R again refreshes all the same, H reads Sage first."
        )
        assert made.last_refresh("vendors").asked_by == ADA.name


async def test_where_the_relay_cannot_be_asked_h_is_not_offered_and_says_why():
    made = store()
    stale(made)
    why = "It has no call that starts it."
    made.keep_settings(made.settings()._replace(relay=Relay(no_first_step=why)))
    app = console(made, ADA, "vendors")

    async with driven(app, size=LARGE) as pilot:
        await press(pilot, "R")
        early = notice(app)
        await press(pilot, "H")

        assert early.startswith("Vendors as of 11:00:00: R again refreshes all the same. ")
        assert notice(app) == f"Sage is not read: {why} [cross-cutting C.4]"


async def test_the_warning_holds_only_while_it_is_what_was_last_said():
    made = store()
    stale(made)
    app = console(made, ADA, "vendors")

    async with driven(app, size=LARGE) as pilot:
        await press(pilot, "R", "minus", "R")

        assert made.last_refresh("vendors") is None
        assert "R again refreshes" in notice(app)


async def test_what_a_refresh_of_old_data_ended_with_says_so():
    made = store()
    stale(made)
    app = console(made, ADA, "vendors")

    async with driven(app, size=LARGE) as pilot:
        await press(pilot, "R", "R")
        run = made.next_refresh("a connector", 30.0)
        ended = run._replace(state=RunState.DONE, finished_at=NOW, result="0 new, 0 changed")
        made.report_refresh(ended)

        await until(pilot, app, "Refresh Vendor List: 0 new, 0 changed. Old data: Vendors shows")


async def test_a_failed_refresh_is_no_success():
    made = store()
    app = console(made, ADA, "vendors")

    async with driven(app) as pilot:
        await press(pilot, "R")
        run = made.next_refresh("a connector", 30.0)
        text = "The relay does not answer."
        made.report_refresh(run._replace(state=RunState.FAILED, finished_at=NOW, result=text))

        await until(pilot, app, "Refresh Vendor List failed: The relay does not answer.")


# step one


@pytest.mark.rule("cross-cutting C.4")
async def test_step_one_is_asked_for_from_any_tab_and_followed_to_its_end():
    made = store()
    app = console(made, ADA, "commitments")

    async with driven(app) as pilot:
        await press(pilot, "H")
        assert notice(app) == "Step one (week, shallow): asked"
        (asked,) = made.first_steps(9)

        running = asked._replace(state=RunState.RUNNING, seen=12, total=40)
        made.report_first_step(running)
        await until(pilot, app, "Step one (week, shallow): 12 of 40")

        done = running._replace(state=RunState.DONE, finished_at=NOW, result="3 changed")
        made.report_first_step(done)
        await until(pilot, app, "Step one (week, shallow): 40 read, 3 changed. R refreshes.")
        assert asked.asked_by == ADA.name


async def test_step_one_that_failed_says_why():
    made = store()
    app = console(made, ADA, "commitments")

    async with driven(app) as pilot:
        await press(pilot, "f6")
        (asked,) = made.first_steps(9)
        text = "The relay is stopped."
        made.report_first_step(asked._replace(state=RunState.FAILED, finished_at=NOW, result=text))

        await until(pilot, app, "Step one (week, shallow) failed: The relay is stopped.")


@pytest.mark.rule("permissions A.1 row 41")
async def test_a_reader_is_told_why_step_one_is_not_taken():
    made = store()
    app = console(made, VIC, "vendors")

    async with driven(app) as pilot:
        await press(pilot, "H")

        assert notice(app).startswith("Sage is not read: This takes Standard of ERP Integrations")
        assert made.first_steps(1) == []


# the setup


async def test_the_schedule_is_a_section_of_the_setup():
    made = store()
    made.keep_job_runs([JobRun("vendors", NOW, RunState.FAILED, "The relay is stopped.")])
    app = console(made, ADA)

    async with driven(app, size=LARGE) as pilot:
        await press(pilot, "f2")
        await to_section(pilot, app, "Schedule")

        for text in ("Vendor list and vendor types", "30 min", "failed", "The relay is stopped."):
            assert says(app, text)
        assert says(app, "First hop: the relay reads Sage")


@pytest.mark.rule("permissions A.1 row 17")
async def test_the_schedule_is_not_for_who_is_no_administrator():
    app = console(store(), ANA)

    async with driven(app, size=LARGE) as pilot:
        await press(pilot, "f2")
        await to_section(pilot, app, "Schedule")

        assert says(app, "This takes Admin of ERP Integrations")
        assert not says(app, "Vendor list and vendor types")


async def test_the_mappings_are_a_section_of_the_setup():
    made = store()
    ticks = ticked(USUAL, "Transaction (JC): Pay Id", on=True)
    made.keep_settings(made.settings()._replace(relay=Relay(mappings=ticks)))
    app = console(made, ADA)

    async with driven(app, size=LARGE) as pilot:
        await press(pilot, "f2")
        await to_section(pilot, app, "Mappings")

        for text in ("Job cost transactions", "must not be ticked", "Un-tick Transaction (JC)"):
            assert says(app, text)


async def to_section(pilot, app, title: str) -> None:
    """Step to the right until that section is the one that is open."""
    for _ in range(8):
        if app.screen.section.title == title:
            return
        await press(pilot, "right_square_bracket")
    assert app.screen.section.title == title
