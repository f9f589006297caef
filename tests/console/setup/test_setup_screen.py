"""The setup in the console: listed, found, changed with the keyboard, refused with a reason."""

from collections.abc import Sequence

import pytest
from textual.widgets import Input, OptionList

from adapters.stores.sqlite import SqliteStore
from console.screens.setup import SetupScreen
from console.screens.setup_sections import SetupRow
from console.screens.setup_value import PersonModal, RightModal, SettingModal
from console.widgets.lines import Column, flowed, said
from core.audit import SETTINGS, of_person, of_project
from core.people import Actor
from core.settings import Settings
from core.vocabulary import ErpStatus, Level, Tool
from tests.console.company import console, store
from tests.console.driving import LARGE, SMALL, drawn, driven, press, says, settled, type_in
from tests.console.panes.hosts import links
from tests.people import ADA, ANA, VIC
from tests.records import project

BRIDGE = project(ErpStatus.SYNCED).id
PEOPLE = ("f2", "right", "right")


@pytest.fixture
def made() -> SqliteStore:
    return store(3)


def row(app) -> str:
    screen = app.screen
    assert isinstance(screen, SetupScreen)
    return screen.current.name if screen.current else ""


async def found(pilot, text: str) -> None:
    """Find a row and put the cursor on it."""
    await press(pilot, "slash")
    pilot.app.screen.query_one(Input).value = text
    await press(pilot, "enter")


def text_of(app) -> str:
    """The screen as running text, without frames and breaks."""
    frame = dict.fromkeys(map(ord, "│─╭╮╰╯"), " ")
    return " ".join(" ".join(drawn(app)).translate(frame).split())


async def test_f2_opens_the_settings_by_group_and_esc_leaves(made):
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "f2")

        assert isinstance(app.screen, SetupScreen)
        assert row(app) == "time_zone"
        for text in ("Settings", "People", "Checks", "General", "Time zone"):
            assert says(app, text)

        await press(pilot, "escape")
        assert not isinstance(app.screen, SetupScreen)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_no_line_is_wider_than_the_terminal(made, size):
    app = console(made, ADA)

    async with driven(app, size) as pilot:
        await press(pilot, "f2")

        assert all(len(line) <= size[0] for line in drawn(app))
        assert says(app, "Esc back")
        assert says(app, "cross-cutting B.2") is (size == LARGE)


async def test_who_may_not_change_a_setting_reads_why_before_trying(made):
    app = console(made, ANA)

    async with driven(app) as pilot:
        await press(pilot, "f2")

        assert "Not by you: This takes Admin of ERP Integrations; you hold Standard." in text_of(
            app
        )

        await press(pilot, "enter")
        assert isinstance(app.screen, SetupScreen)
        assert says(app, "You may not change this")


async def test_a_typed_value_is_kept_and_marked_as_chosen(made):
    app = console(made, ADA)

    async with driven(app) as pilot:
        await press(pilot, "f2", "enter")
        assert isinstance(app.screen, SettingModal)
        app.screen.query_one("#value", Input).value = "America/Chicago"
        await press(pilot, "enter")

        assert says(app, "Time zone is America/Chicago now; it was UTC.")
        assert "Time zone * America/Chicago" in text_of(app)
        assert row(app) == "time_zone"
    assert made.settings().time_zone == "America/Chicago"
    assert len(made.history(SETTINGS)) == 1


async def test_a_value_that_is_kept_as_it_is_changes_nothing_and_says_so(made):
    app = console(made, ADA)

    async with driven(app) as pilot:
        await press(pilot, "f2")
        assert "[Settings] Project J1200 People" in text_of(app)
        await press(pilot, "enter", "enter")

        assert says(app, "Time zone is UTC already.")
    assert made.history(SETTINGS) == []


async def test_a_bad_value_is_explained_beneath_and_nothing_is_kept(made):
    app = console(made, ADA)

    async with driven(app) as pilot:
        await press(pilot, "f2", "enter")
        app.screen.query_one("#value", Input).value = "Mars"
        await press(pilot, "enter")

        assert isinstance(app.screen, SettingModal)
        assert "'Mars' is no time zone" in text_of(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, SetupScreen)
    assert made.settings() == Settings()


async def test_a_switch_stands_ready_to_be_toggled_and_a_warning_asks_once_more(made):
    app = console(made, ADA)

    async with driven(app) as pilot:
        await press(pilot, "f2")
        await found(pilot, "tax groups")
        assert row(app) == "tax_groups"
        await press(pilot, "enter", "enter")
        assert "no subcontractor invoice is accepted. Enter once more" in text_of(app)
        unkept = made.settings().tax_groups
        await press(pilot, "enter")

        assert says(app, "Tax groups is on now; it was off.")
    assert (unkept, made.settings().tax_groups) == (False, True)


async def test_one_of_several_words_is_chosen_with_the_arrows(made):
    app = console(made, ADA)

    async with driven(app) as pilot:
        await press(pilot, "f2")
        await found(pilot, "policies.retainage")
        await press(pilot, "enter", "right", "enter")

        assert says(app, "Retainage of an invoice is held now; it was held less released.")


async def test_a_one_way_switch_is_confirmed_in_words(made):
    app = console(made, ADA)

    async with driven(app) as pilot:
        await press(pilot, "f2", "right")
        await found(pilot, "transactions")
        await press(pilot, "enter", "enter")
        await press(pilot, "escape", "left")
        await found(pilot, "edit_synced_costs")
        await press(pilot, "enter", "enter", "enter")
        silent = made.settings().edit_synced_costs
        assert "cannot be switched off again. Confirm that." in text_of(app)
        await type_in(pilot, "yes")
        await press(pilot, "enter")

        assert says(app, "Edit of synced direct costs is on now")
        assert "stays on" in text_of(app)
    assert (silent, made.settings().edit_synced_costs) == (False, True)


async def test_a_project_under_the_cursor_has_a_section_of_its_own(made):
    app = console(made, ADA)

    async with driven(app) as pilot:
        await press(pilot, "f2", "right")
        assert says(app, "Project J1200")
        await found(pilot, "budget_view")
        await press(pilot, "enter")
        app.screen.query_one("#value", Input).value = "Standard"
        await press(pilot, "enter")

        assert says(app, "Default ERP budget view is Standard now; it was none.")
    assert made.project_settings(BRIDGE).budget_view == "Standard"
    assert len(made.history(of_project(BRIDGE))) == 1


async def test_the_project_of_the_jobs_tab_is_the_one_under_the_cursor(made):
    app = console(made, ADA, "jobs")

    async with driven(app) as pilot:
        number = app.screen.records.current.number
        await press(pilot, "f2")

        assert says(app, f"Project {number}")


async def test_finding_keeps_the_headings_above_what_is_found(made):
    app = console(made, ADA)

    async with driven(app) as pilot:
        await press(pilot, "f2")
        await found(pilot, "mail server")

        names = [r.name or r.cells[0] for r in app.screen._drawn]
        assert names == ["Mail", "mail.host", "mail.user"]
        await press(pilot, "escape")
        assert len(app.screen._drawn) > 50
        await press(pilot, "slash")
        await type_in(pilot, "nothing of this kind")
        assert says(app, "Nothing is found.")
        await press(pilot, "enter", "enter")
        assert isinstance(app.screen, SetupScreen)


async def test_people_are_listed_with_the_badge_of_approvers(made):
    app = console(made, ANA)

    async with driven(app) as pilot:
        await press(pilot, *PEOPLE)

        assert "Ana Approver approver Standard yes ana" in text_of(app)
        assert "Vic Viewer Read Only no vic" in text_of(app)


async def test_a_right_is_granted_with_the_keyboard_and_told_from_where(made):
    app = console(made, ADA)

    async with driven(app) as pilot:
        await press(pilot, *PEOPLE)
        await found(pilot, "vic")
        await press(pilot, "enter")
        assert says(app, "Rights of Vic Viewer")
        await press(pilot, "enter")
        assert isinstance(app.screen, RightModal)
        await press(pilot, "enter")
        assert "worth nothing below Standard of ERP Integrations. Enter once" in text_of(app)
        await press(pilot, "enter")

        assert "Can Push to Accounting yes 2025-12-11 by Ada Administrator" in text_of(app)
        await press(pilot, "j", "enter", "S", "enter")
        assert made.person("vic").level(Tool.ERP) is Level.STANDARD
        await press(pilot, "escape")
        assert "Vic Viewer approver Standard yes vic" in text_of(app)
    assert made.person("vic").can_push
    assert len(made.history(of_person("vic"))) == 2


async def test_an_address_is_typed_and_taken_away(made):
    app = console(made, ADA)

    async with driven(app) as pilot:
        await press(pilot, *PEOPLE)
        await found(pilot, "vic")
        await press(pilot, "enter", "end", "enter")
        for text in ("vic@example.com", ""):
            app.screen.query_one("#value", Input).value = text
            await press(pilot, "enter")
            assert made.person("vic").email == text
            await press(pilot, "enter")


async def test_who_may_not_grant_sees_the_rights_and_why_not(made):
    app = console(made, ANA)

    async with driven(app) as pilot:
        await press(pilot, *PEOPLE, "enter")

        assert "Not by you: This takes Admin of Company Directory; you hold None." in text_of(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, SetupScreen)


async def test_a_person_is_added(made):
    app = console(made, ADA)

    async with driven(app) as pilot:
        await press(pilot, *PEOPLE, "n")
        assert isinstance(app.screen, PersonModal)
        app.screen.query_one("#value", Input).value = "sue"
        await press(pilot, "enter")
        assert "A person's name takes" in text_of(app)
        app.screen.query_one("#value", Input).value = "sue Sue Miller"
        await press(pilot, "enter")

        assert says(app, "Sue Miller is here as sue now")
    assert made.person("sue").name == "Sue Miller"


async def test_a_hostile_name_is_drawn_for_all_to_see_and_as_no_link(made):
    made.keep_person(Actor("eve", "[@click=app.bell]Eve[/]\x1b[31m\u202e", email="e[b]@x.org"))
    app = console(made, ADA)

    async with driven(app, LARGE) as pilot:
        await press(pilot, *PEOPLE)
        await found(pilot, "eve")

        assert says(app, "[@click=app.bell]Eve[/]␛[31m<U+202E>")
        assert links(app) == []


async def test_what_is_pasted_shows_what_is_hidden_in_it(made):
    app = console(made, ADA)

    async with driven(app) as pilot:
        await press(pilot, "f2", "enter")
        app.screen.query_one("#value", Input).value = "UTC\u202e"
        await settled(pilot)

        assert app.screen.query_one("#value", Input).value == "UTC<U+202E>"


async def test_the_checks_say_so_where_there_is_no_home_to_look_at(made):
    app = console(made, ADA)

    async with driven(app) as pilot:
        await press(pilot, *PEOPLE, "right")

        assert says(app, "Checks look at a home, and there is none here.")
        await press(pilot, "enter", "f5")
        assert isinstance(app.screen, SetupScreen)


async def test_a_setting_that_somebody_else_changes_meanwhile_is_read_again(made):
    app = console(made, ADA)

    async with driven(app) as pilot:
        await press(pilot, "f2")
        made.keep_settings(Settings(time_zone="Europe/Rome"))
        await press(pilot, "f5")

        assert "Time zone * Europe/Rome" in text_of(app)


async def test_a_terminal_that_changes_its_size_is_drawn_anew(made):
    app = console(made, ADA)

    async with driven(app) as pilot:
        await press(pilot, "f2")
        await pilot.resize_terminal(*LARGE)
        await settled(pilot)

        assert says(app, "cross-cutting B.2")
        assert isinstance(app.screen.query_one(OptionList).highlighted, int)


class Sections:
    """A section of somebody else's."""

    title: str = "Schedule"
    columns: tuple[Column, ...] = (Column("Job", bends=True), Column("Next"))
    spare: int = 0
    hint: str = "Enter runs it"

    def rows(self) -> Sequence[SetupRow]:
        return [SetupRow("vendors", ("Vendors", "12:30"), detail=lambda w: flowed([said("x")], w))]

    def adds(self) -> None:
        return None


async def test_a_section_is_a_class_with_a_title_and_rows(made):
    app = console(made, VIC)

    async with driven(app) as pilot:
        app.push_screen(SetupScreen((Sections(),)))
        await press(pilot, "n", "right")

        assert "[Schedule] Vendors 12:30" in text_of(app)
        assert row(app) == "vendors"
