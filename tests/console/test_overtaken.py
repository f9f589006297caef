"""Two threads look at one record: the one that looked before a change answers after the other."""

import threading

from console.app import CountersignApp
from core.case import Answers
from core.desk import Desk
from core.ports import Asked
from core.vocabulary import Action, RecordId
from tests.console.company import store
from tests.console.driving import driven, notice, press, says, settled, tab, under_cursor
from tests.people import ANA, SAM
from tests.records import NOW

OLDEST = RecordId("commitment-40")
PATIENCE = 20
LONG_ENOUGH = 20
"""Pauses in which an answer that is let go arrives, if it is heard."""


class Held(Desk):
    """What is looked at while it is held is told only once it is let go."""

    def __init__(self, *given):
        super().__init__(*given)
        self.holds = False
        self.looked, self.let_go = threading.Event(), threading.Event()

    def look(self, record):
        found = super().look(record)
        if self.holds:
            self.holds = False
            self.looked.set()
            self.let_go.wait(PATIENCE)
        return found


async def test_a_key_is_judged_by_the_verdict_on_screen_and_not_by_one_that_came_late():
    made = store()
    desk = Held(made, SAM)
    app = CountersignApp(desk, "commitments", clock=lambda: NOW)
    async with driven(app, (120, 40)) as pilot:
        await press(pilot, *["greater_than_sign"] * 9)
        while under_cursor(app) != "SC1040":
            await press(pilot, "down")
        tab(app)._polling.pause()  # no further look mends what this one spoils
        desk.holds = True
        tab(app).look(tab(app).records.current)
        while not desk.looked.is_set():
            await pilot.pause(0.01)
        Desk(made, ANA).perform(Action.REJECT, Asked(OLDEST), Answers(reason="no scope"))
        tab(app).on_desk_screen_moved()
        await settled(pilot)
        assert says(app, "e resend   may")

        desk.let_go.set()
        for _ in range(LONG_ENOUGH):
            await pilot.pause(0.01)

        assert says(app, "e resend   may")
        await press(pilot, "e")
        assert notice(app).startswith("Resent SC1040")
