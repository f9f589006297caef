"""The checks among the setup: the doctor's findings, one line each, told whole beneath."""

from console.screens.setup import SetupScreen
from console.screens.setup_checks import ChecksSection
from console.widgets.lines import Look, plain
from tests.console.company import console, store
from tests.console.driving import driven, press, says
from tests.core.test_checkup import facts


def broken():
    return facts()._replace(kept=None, store_fault="The store is damaged.")


def test_every_finding_is_a_row_with_its_state():
    rows = ChecksSection(facts).rows()

    assert {row.cells[0] for row in rows} == {"pass"}
    assert "store" in {row.cells[1] for row in rows}
    assert len({row.name for row in rows}) == len(rows)


def test_a_failure_tells_the_next_step_and_what_it_blocks():
    failed = next(row for row in ChecksSection(broken).rows() if row.look is Look.FAILED)

    told = " ".join(plain(line) for line in failed.detail(200))

    assert "store: fail" in told
    assert "The store is damaged." in told
    assert "Next: " in told
    assert "Blocks " in told


async def test_they_are_looked_at_when_the_section_is_opened():
    app = console(store(3))

    async with driven(app) as pilot:
        app.push_screen(SetupScreen((ChecksSection(broken),)))
        await press(pilot, "down")

        assert says(app, "fail")
        assert says(app, "The store is damaged.")
