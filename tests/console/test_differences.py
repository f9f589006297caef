"""What is read before Sage's values are taken over."""

from console.screens.answers import AnswersModal
from console.screens.record import RecordScreen
from console.widgets.sheet import Sheet
from core.records import BudgetLine, ContractItem
from core.vocabulary import ErpStatus, RecordId, RecordKind
from tests.console.company import console, store
from tests.console.driving import driven, press, says, settled
from tests.people import ADA
from tests.records import NOW, budget, case, mirrored, prime_contract, project

K, S = RecordKind, ErpStatus
CONTRACT = RecordId("prime_contract-9")


def with_contract(*lines: ContractItem):
    """A synced contract on which Sage has these lines besides."""
    record = prime_contract(S.SYNCED, id=CONTRACT, number="PC9", erp_id="PC9")
    made = store(3, record)
    body = record.body._replace(lines=(*record.body.lines, *lines))
    made.mirror(K.PRIME_CONTRACT, [mirrored(case(record), body=body)], NOW, mark=9)
    return made


async def test_a_reimport_is_confirmed_after_its_difference_was_shown():
    made = with_contract(ContractItem("2", "Added lane", 50_000_00))
    app = console(made, ADA, "prime_contracts")

    async with driven(app) as pilot:
        await press(pilot, ">", "i")
        assert isinstance(app.screen, AnswersModal)
        assert says(app, "What it changes (3)")
        assert says(app, "450,000.00")
        assert says(app, "Added lane")
        before = made.find(CONTRACT).amount
        await press(pilot, "enter")

        assert (before, made.find(CONTRACT).amount) == (400_000_00, 450_000_00)


async def test_many_lines_scroll_while_what_is_asked_stays_in_sight():
    lines = tuple(ContractItem(str(n), f"Line {n}", n) for n in range(2, 60))
    app = console(with_contract(*lines), ADA, "prime_contracts")

    async with driven(app) as pilot:
        await press(pilot, ">", "i")
        sheet = app.screen.query_one("#beneath", Sheet)
        assert says(app, "Never mind (Esc)")
        top = sheet.scroll_offset.y
        await press(pilot, "pagedown")

        assert sheet.scroll_offset.y > top
        assert says(app, "Never mind (Esc)")


async def test_an_import_onto_lines_shows_both_ways_to_go():
    mine = budget(
        S.READY_TO_IMPORT, id="budget-9", number="B9", erp_id="B9", project="project-9",
        project_number="B9", lines=(BudgetLine("01-100", "L", 7_00),),
    )  # fmt: skip
    job = project(S.SYNCED, id="project-9", number="B9", erp_id="B9")
    made = store(3, mine, job)
    theirs = mine.body._replace(lines=(BudgetLine("01-100", "L", 9_00),))
    seen = mirrored(case(mine), scope="B9", body=theirs)
    made.mirror(K.BUDGET, [seen], NOW, mark=9)
    app = console(made, ADA, "budgets")

    async with driven(app) as pilot:
        await press(pilot, ">", "m")

        assert isinstance(app.screen, AnswersModal)
        assert says(app, "If lines that exist are kept")
        assert says(app, "Nothing differs: Sage holds what stands here.")
        assert says(app, "If lines that exist are overridden (2)")


async def test_the_page_of_a_record_shows_the_difference_too():
    made = with_contract(ContractItem("2", "Added lane", 50_000_00))
    app = console(made, ADA, "prime_contracts")

    async with driven(app, (120, 40)) as pilot:
        await press(pilot, ">", "enter")
        assert isinstance(app.screen, RecordScreen)
        await settled(pilot)

        assert says(app, "Difference to Sage: reimport")
        assert says(app, "What it changes (3)")


async def test_an_update_shows_which_codes_it_makes_in_sage():
    app = console(store(3), ADA, "jobs")

    async with driven(app) as pilot:
        await press(pilot, ">", ">", "c")

        assert isinstance(app.screen, AnswersModal)
        assert says(app, "Requested updates (1)")
        assert says(app, "05-100")
