"""The terminal's own cursor stands on the line that is chosen, for those who read by it."""

import pytest

from tests.console.company import console
from tests.console.driving import driven, press


@pytest.mark.parametrize("place", ["I", "exclamation_mark", "number_sign", "p"])
async def test_it_goes_along_on_every_page_that_lists(place):
    app = console()

    async with driven(app) as pilot:
        await press(pilot, place)
        chosen = app.focused
        first = app.cursor_position - chosen.scrollable_content_region.offset, chosen.highlighted
        await press(pilot, "down")
        second = app.cursor_position - chosen.scrollable_content_region.offset, chosen.highlighted

        assert chosen.option_count > 1
        assert first[0] == (0, first[1])
        assert second[0] == (0, second[1])
