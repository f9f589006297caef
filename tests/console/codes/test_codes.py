"""The grid of codes by cost type, of the company and of one project."""

import time

import pytest
from textual.app import App, ComposeResult

from console.screens.answers import AnswersModal
from console.screens.codes import CodesScreen, DeletedScreen
from console.screens.record import RecordScreen
from console.widgets.matrix import MatrixGrid
from core.codes import Matrix, MatrixRow, Tick, default_types
from core.people import CONNECTOR
from core.records import CostType, ProjectCode, Removal
from core.vocabulary import ErpStatus, RecordId
from tests.console.company import console, store
from tests.console.driving import LARGE, SMALL, driven, press, says, settled
from tests.people import ADA, SAM, STAN
from tests.records import CODES, NOW, cost_code, project

S = ErpStatus
TYPED = ProjectCode("05-100", "Structural steel", ("M",))


def coded(*extra):
    """A company with a group code, an inactive one, and one that takes cost."""
    types = (CostType("L", "Labour"), CostType("M", "Material"))
    return store(
        3,
        cost_code(S.SYNCED, id="c-0", number="01-000", erp_id="01-000", group=True, types=()),
        cost_code(S.SYNCED, id="c-1", number="01-100", erp_id="01-100", types=types),
        cost_code(S.ARCHIVED, id="c-2", number="50-100", erp_id="50-100"),
        *extra,
    )


def defaults(made, id: str) -> tuple[str, ...]:
    return default_types(made.find(RecordId(id)).body)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_companys_codes_are_drawn_with_their_defaults_and_what_they_are_in_words(size):
    app = console(coded(), STAN, "cost_codes")

    async with driven(app, size) as pilot:
        await press(pilot, "M")

        assert isinstance(app.screen, CodesScreen)
        assert says(app, "01-000")
        assert says(app, "group")
        assert says(app, "inactive")
        assert says(app, "L Labour is not chosen.")


@pytest.mark.rule("cost codes 14")
async def test_space_ticks_a_default_and_takes_it_off_and_it_is_kept_at_once():
    made = coded()
    app = console(made, STAN, "cost_codes")

    async with driven(app) as pilot:
        await press(pilot, "M", "down", "space")
        without = defaults(made, "c-1")
        await press(pilot, "space")

        assert (without, defaults(made, "c-1")) == (("M",), ("L", "M"))
        assert says(app, "L is a default; it is kept.")


@pytest.mark.rule("cost codes 14")
async def test_a_whole_column_is_ticked_after_a_word_and_leaves_groups_and_inactive_codes_out():
    made = coded()
    app = console(made, STAN, "cost_codes")

    async with driven(app) as pilot:
        await press(pilot, "M", "right", "right", "t")
        assert isinstance(app.screen, AnswersModal)
        await press(pilot, "enter")

        assert isinstance(app.screen, CodesScreen)
        assert defaults(made, "c-1") == ("L", "M", "S")
        assert defaults(made, "c-0") == ()
        assert defaults(made, "c-2") == ("L", "S")


async def test_who_may_not_choose_defaults_hears_why():
    made = coded()
    app = console(made, SAM, "cost_codes")

    async with driven(app) as pilot:
        await press(pilot, "M", "down", "space")

        assert says(app, "This takes Standard of ERP Integrations; you hold Read Only.")
        assert defaults(made, "c-1") == ("L", "M")


def on_project(made) -> CodesScreen:
    from core.desk import Desk

    return CodesScreen(Desk(made, SAM), RecordId("project-9"))


def a_project(*removals: Removal):
    return project(
        S.SYNCED, id="project-9", number="J9", erp_id="J9", codes=(*CODES, TYPED),
        removals=removals,
    )  # fmt: skip


def opened_company(*removals: Removal):
    made = store(3)
    made.arrive([a_project(*removals)], CONNECTOR)
    return made


@pytest.mark.rule("cost codes 13")
async def test_a_box_that_stays_says_why_and_one_that_can_go_is_asked_for():
    made = opened_company()
    app = console(made, SAM, "jobs")

    async with driven(app) as pilot:
        await app.push_screen(on_project(made))
        await settled(pilot)
        assert says(app, "is in Sage. 01-100 L was on")
        await press(pilot, "end", "right", "z")
        assert isinstance(app.screen, AnswersModal)
        await press(pilot, "enter", "enter")

        (removal,) = made.find(RecordId("project-9")).body.removals
        assert (removal.code, removal.category, removal.open) == ("05-100", "M", True)


@pytest.mark.rule("cost codes 13")
async def test_the_delete_history_of_a_project_is_a_key_away():
    stays = Removal("03-300", "M", "Ada", NOW, why="03-300 M is used by commitment SC0001.")
    made = opened_company(stays)
    app = console(made, SAM, "jobs")

    async with driven(app, LARGE) as pilot:
        await app.push_screen(on_project(made))
        await settled(pilot)
        await press(pilot, "d")

        assert isinstance(app.screen, DeletedScreen)
        assert says(app, "03-300 M is used by commitment SC0001.")


async def test_renewing_asks_first_and_then_owes_it_to_the_connector():
    made = opened_company()
    seen = a_project()
    from tests.records import case, mirrored

    made.mirror(seen.kind, [mirrored(case(seen))], NOW, mark=9)
    app = console(made, SAM, "jobs")

    async with driven(app) as pilot:
        await app.push_screen(on_project(made))
        await settled(pilot)
        await press(pilot, "n", "enter")

        assert made.owing() == 1


async def test_a_job_opens_its_codes_from_its_list_and_from_its_page():
    app = console(opened_company(), ADA, "jobs")

    async with driven(app, LARGE) as pilot:
        await press(pilot, ">", ">", "M")
        assert isinstance(app.screen, CodesScreen)
        await press(pilot, "escape", "enter")
        assert isinstance(app.screen, RecordScreen)
        await press(pilot, "M")

        assert isinstance(app.screen, CodesScreen)


class GridHost(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield MatrixGrid()


async def test_ten_thousand_codes_scroll_at_once():
    kinds = tuple(CostType(f"C{n}") for n in range(12))
    rows = tuple(
        MatrixRow(f"{n:05}", f"Code {n}", (Tick.DEFAULT, *[Tick.EMPTY] * 11)) for n in range(10_000)
    )
    app = GridHost()

    async with app.run_test(size=SMALL) as pilot:
        grid = app.query_one(MatrixGrid)
        grid.show(Matrix("Codes", kinds, rows))
        grid.focus()
        await pilot.pause()
        begun = time.perf_counter()
        for _ in range(100):
            grid.action_page(1)
        grid.action_last()
        await pilot.pause()

        assert grid.row is rows[-1]
        assert time.perf_counter() - begun < 1.0
        assert "Code 9999" in grid.render_line(grid.size.height - 1).text
