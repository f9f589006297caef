"""Vendors beside companies of one name, and companies merged by their marks."""

import pytest

from console.screens.answers import AnswersModal
from console.screens.matches import MatchesScreen
from console.screens.tab import TabScreen
from core.vocabulary import ErpStatus, RecordId
from tests.console import company as made
from tests.console.driving import LARGE, SMALL, driven, notice, press, says, type_in, under_cursor
from tests.people import ADA, ANA
from tests.records import commitment, company

S = ErpStatus


def vendor(number: str, title: str):
    return company(
        S.READY_TO_IMPORT, id=f"vendor-{number}", number=number, erp_id=number, title=title
    )


def member(number: str, title: str, status: ErpStatus = S.UNSENT, **changes: object):
    named = {"id": f"member-{number}", "number": number, "title": title} | changes
    return company(status, **named)


PAIRS = (
    vendor("V9001", "Acme Paving"), member("C1", "ACME PAVING"),
    vendor("V9002", "Bell Works"), member("C2", "Bell Works", S.UNLINKED),
    vendor("V9003", "Creative Arts Found"), member("C3", "Creative Arts Fund"),
)  # fmt: skip


def store(*extra):
    return made.store(4, *(extra or PAIRS))


def app(kept, who=ADA):
    return made.console(kept, who, "vendors")


@pytest.mark.rule("vendors 15")
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_screen_lists_pairs_and_how_alike_they_are(size):
    async with driven(app(store()), size) as pilot:
        await press(pilot, "equals_sign")

        assert isinstance(pilot.app.screen, MatchesScreen)
        assert says(pilot.app, "Matches: 2; 2 leave no doubt")
        assert says(pilot.app, "V9001      Acme Paving")
        assert says(pilot.app, "same name, unlinked")
        await press(pilot, "n")
        assert says(pilot.app, "Matches: 3; 2 leave no doubt")
        assert says(pilot.app, "97 % alike, unsent")


async def test_enter_links_the_pair_under_the_cursor():
    kept = store()
    async with driven(app(kept)) as pilot:
        await press(pilot, "equals_sign", "j", "enter")

        assert kept.find(RecordId("vendor-V9002")).status is S.SYNCED
        assert kept.find(RecordId("vendor-V9001")).status is S.READY_TO_IMPORT
        assert says(pilot.app, "Matches: 1; 1 leave no doubt")
        assert says(pilot.app, "Linked")


@pytest.mark.rule("vendors 15")
async def test_one_key_links_all_once_their_number_is_confirmed():
    kept = store()
    async with driven(app(kept)) as pilot:
        await press(pilot, "equals_sign", "a")
        assert isinstance(pilot.app.screen, AnswersModal)
        assert says(pilot.app, "Link 2 vendors")
        await press(pilot, "escape")
        assert says(pilot.app, "Nothing was linked; 2 pairs are left as they were.")

        await press(pilot, "a", "enter")

        linked = [kept.find(RecordId(f"vendor-V900{n}")) for n in (1, 2, 3)]
        assert [r.status for r in linked] == [S.SYNCED, S.SYNCED, S.READY_TO_IMPORT]
        assert len({kept.history(r.id)[-1].batch for r in linked[:2]}) == 1
        assert says(pilot.app, "No pair leaves no doubt") is False


async def test_a_skipped_pair_is_not_linked_with_the_others():
    kept = store()
    async with driven(app(kept)) as pilot:
        await press(pilot, "equals_sign", "x", "a", "enter")

        assert kept.find(RecordId("vendor-V9001")).status is S.READY_TO_IMPORT
        assert kept.find(RecordId("vendor-V9002")).status is S.SYNCED


async def test_who_may_not_link_hears_why():
    kept = store()
    async with driven(app(kept, ANA), LARGE) as pilot:
        await press(pilot, "equals_sign", "enter")

        assert says(pilot.app, "This takes Admin of Company Directory")
        assert kept.find(RecordId("vendor-V9001")).status is S.READY_TO_IMPORT


async def test_the_company_of_a_pair_opens_and_the_screen_is_left_again():
    async with driven(app(store())) as pilot:
        await press(pilot, "equals_sign", "o")
        assert says(pilot.app, "ACME PAVING")

        await press(pilot, "escape", "escape")

        assert isinstance(pilot.app.screen, TabScreen)


async def test_no_pair_is_said():
    async with driven(app(made.store(4))) as pilot:
        await press(pilot, "equals_sign")

        assert says(pilot.app, "No vendor that is ready to import has the name of a company")


async def test_other_tabs_have_no_matches():
    async with driven(made.console(store(), ADA, "jobs")) as pilot:
        await press(pilot, "equals_sign")

        assert isinstance(pilot.app.screen, TabScreen)


TWINS = (
    member("C1", "Acme Paving"), member("C2", "Acme Paving Inc", S.UNSENT),
    commitment(S.UNSENT, id="commitment-of-c2", vendor="member-C2", vendor_name="Acme Paving Inc"),
)  # fmt: skip


@pytest.mark.rule("vendors 18")
async def test_what_is_marked_is_merged_into_the_company_under_the_cursor():
    kept = store(*TWINS)
    async with driven(app(kept)) as pilot:
        await press(pilot, "left", *["j"] * 5, "right")
        await press(pilot, "slash")
        await type_in(pilot, "acme")
        await press(pilot, "enter", "asterisk", "home")
        if under_cursor(pilot.app) == "C2":
            await press(pilot, "j")

        await press(pilot, "plus")

        assert isinstance(pilot.app.screen, AnswersModal)
        assert says(pilot.app, "Merge 1 company into C1 Acme Paving")
        await type_in(pilot, "yes")
        await press(pilot, "enter", "enter")
        assert kept.find(RecordId("member-C2")).status is S.ARCHIVED
        assert kept.find(RecordId("commitment-of-c2")).vendor_name == "Acme Paving"


async def test_without_a_mark_it_is_said_how_to_merge():
    kept = store(*TWINS)
    async with driven(app(kept), LARGE) as pilot:
        await press(pilot, "left", *["j"] * 5, "right", "plus")

        assert "Mark the companies that end" in notice(pilot.app)
