"""From a key to its outcome: what it asks, how far it is, what became of it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.timer import Timer

from console.later import later
from console.screens import words as told
from console.screens.desk_screen import DeskScreen
from console.screens.noticing import NoticingScreen
from console.widgets.lines import Line, cells
from core.case import NOTHING_SAID, Answers
from core.decision import Outcome, Refused
from core.desk import Desk
from core.ports import Asked, Batch
from core.tabs import TAB
from core.vocabulary import Action, RecordId

if TYPE_CHECKING:
    from console.widgets.sheet import Drawing
    from core.decision import Field

SLOW = 0.25
"""Seconds after which it is said that something is under way."""
WATCH = 0.25
"""Seconds between two looks at a refresh that is under way."""
ASKS_FIRST = frozenset(
    {
        Action.ACCEPT, Action.REJECT, Action.UNLINK, Action.REIMPORT, Action.UPDATE,
        Action.RENEW, Action.REMOVE, Action.DELETE,
    }
)  # fmt: skip
"""What the ERP or other people notice: asked before it is done, even where no field is asked."""


class DecidingScreen(NoticingScreen, inherit_bindings=False):
    """Carries one action at a time to its end."""

    def __init__(self, desk: Desk, tab: str, clock: Callable[[], datetime]) -> None:
        super().__init__(desk, tab, clock)
        self._doing: str | None = None
        self._watching: Timer | None = None
        self._stepping: Timer | None = None
        self._long = False
        """What is being done is long enough to be watched, and walked about in meanwhile."""
        self._early: Line | None = None
        """The notice that a refresh would bring old data, while it is the last thing said."""

    @property
    def together(self) -> str:
        """The sum of what is chosen, in words; empty where it is not known."""
        return ""

    def decided(self) -> None:
        """Something was decided; draw what may have changed."""

    def begin(self, action: Action, asked: Sequence[Asked]) -> None:
        """Ask what the action needs, if anything, and then do it."""
        if self._doing is not None:
            self.say(told.busy(self._doing))
        else:
            self._doing = told.doing(action)
            self._long = self._stop_asked = False
            self.prepare(action, asked)

    @property
    def takes_keys(self) -> bool:
        """Nothing that a key began is still on its way to its question, or to a quick outcome."""
        return self._doing is None or self._long

    def let_fall(self, count: int) -> None:
        """Keys were typed ahead of what did not come in time."""
        busy = self._doing is not None
        self.say(told.busy(self._doing or "") if busy else told.not_taken(count))

    def on_paste(self, event: events.Paste) -> None:
        """Where nothing is typed, nobody knows what a paste is for."""
        event.stop()
        self.say(told.not_a_command())

    def action_undo(self) -> None:
        """Recall what this session decided last; what cannot be recalled says why."""
        last = self.desk.decided_last
        if self._doing is not None:
            self.say(told.busy(self._doing))
        elif last:
            self._perform(Action.RECALL, last, NOTHING_SAID)
        else:
            self.say(told.nothing_to_undo())

    def on_desk_screen_prepared(self, event: DeskScreen.Prepared) -> None:
        from console.screens.answers import AnswersModal  # seldom the first thing needed

        action, asked, fields = event.action, event.asked, event.offer.fields if event.offer else ()
        if self._stop_asked or not self.is_active:
            # Esc, or a key that opened something else meanwhile: a question would surprise.
            self._doing = None
            self.say(told.left_alone(action, len(asked)))
            return
        if len(asked) == 1 and event.offer and event.about and not event.offer.askable:
            self._doing = None
            refusal = Refused(action, event.offer.objections)
            self.say(told.refused(event.about.number, refusal))
            return
        differs = any(one.differs for one in event.compared)
        if not fields and len(asked) == 1 and action not in ASKS_FIRST and not differs:
            self._perform(action, asked, NOTHING_SAID)
            return

        def answered(answers: Answers | None) -> None:
            if answers is None:
                self._doing = None
                self.say(told.left_alone(action, len(asked)))
            else:
                self._perform(action, asked, answers)

        against = event.offer.objections if event.offer else ()
        title, about = told.question(action, len(asked), event.about, self.together, against)
        modal = AnswersModal(
            action, len(asked), _asked_of(event), title, about=about, beneath=_beneath(event)
        )
        self.app.push_screen(modal, answered)

    def _perform(self, action: Action, asked: Sequence[Asked], answers: Answers) -> None:
        self._doing = told.doing(action)
        self._long = len(asked) > 1
        under_way = told.progress(action, 0, len(asked))
        if self._long:
            self.say(under_way)
        else:
            # Nearly always it is done before anybody could read that it is under way.
            later(self, SLOW, partial(self._still_doing, self._doing, under_way))
        self.perform(action, asked, answers)

    def _still_doing(self, doing: str, line: Line) -> None:
        if self._doing is doing:
            self.say(line)

    def on_desk_screen_progressed(self, event: DeskScreen.Progressed) -> None:
        self.say(told.progress(event.action, event.done, event.total))

    def on_desk_screen_decided(self, event: DeskScreen.Decided) -> None:
        self._doing = None
        self.decided()
        line = told.outcome(event.action, event.batch, event.outcomes, event.number)
        self.say(line)
        if event.batch is None:
            self._show_refusal(event, line)
        if event.batch is not None and event.batch.refused:
            self._show_result(event.batch, event.outcomes)

    def _show_refusal(self, event: DeskScreen.Decided, line: Line) -> None:
        """What stands against it, or moved, is shown whole where the line has no room for it."""
        decision = event.outcomes[0].decision
        if isinstance(decision, Refused) and cells(line) > self.size.width and self.is_active:
            from console.screens.refused import RefusedModal

            title = f"Not {told.DONE[event.action].lower()} {event.number}"
            self.app.push_screen(RefusedModal(title, decision))

    def _show_result(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        from console.screens.result import BatchResultScreen

        def left(chosen: RecordId | None) -> None:
            if chosen is not None:
                self.open_record(chosen)

        screen = BatchResultScreen(batch, outcomes, self._naming)
        self.app.push_screen(screen, left)

    def _naming(self, record: RecordId) -> str:
        return told.name(self.desk.record(record))

    def action_refresh(self) -> None:
        """Where the last thing said is that the data would be old, the same key says go on."""
        self.ask_refresh(warned=self._early is not None and self._notice is self._early)

    def action_cancel_refresh(self) -> None:
        self.cancel_refresh()

    def on_desk_screen_early(self, event: DeskScreen.Early) -> None:
        self._early = told.early(TAB[self._tab_name], event.old, event.read_at, event.against)
        self.say(self._early)

    def on_desk_screen_refreshing(self, event: DeskScreen.Refreshing) -> None:
        """Look again a few times a second, as long as the run is open and no longer."""
        run = event.run
        now = self._clock()
        line = told.refresh(TAB[self._tab_name], run, event.refused, event.old, event.wait, now)
        self._tell_how_far(line, asked=event.asked)
        over = run is None or run.finished_at is not None
        if over and self._watching is not None:
            self._watching.stop()
            self._watching = None
            self.post_message(self.Moved())
        elif not over and self._watching is None:
            self._watching = self.set_interval(WATCH, self.watch_refresh)

    def _tell_how_far(self, line: Line, *, asked: bool) -> None:
        """At once to who has just asked; from then on as long as nothing else is to be read."""
        if asked:
            self.say(line)
            self._passing = line
        else:
            self.mention(line)

    def action_first_step(self) -> None:
        self.ask_first_step()

    def on_desk_screen_stepping(self, event: DeskScreen.Stepping) -> None:
        """Likewise, for step one."""
        step = event.step
        self._tell_how_far(told.first_step(step, event.refused), asked=event.asked)
        over = step is None or step.finished_at is not None
        if over and self._stepping is not None:
            self._stepping.stop()
            self._stepping = None
        elif not over and self._stepping is None:
            self._stepping = self.set_interval(WATCH, self.watch_first_step)

    def open_record(self, record: RecordId) -> None:
        """Show a record whole; what is chosen there is done from here."""
        from console.screens.record import Chosen, RecordScreen

        def left(chosen: Chosen | None) -> None:
            if chosen is not None:
                self.begin(chosen.offer.action, [chosen.asked])

        self.app.push_screen(RecordScreen(self.desk, record), left)


def _asked_of(event: DeskScreen.Prepared) -> "tuple[Field, ...]":
    """What one record asks; many together are asked how many they are, and for no emergency."""
    from console.widgets.asking import number_of, of_one

    fields = event.offer.fields if event.offer else ()
    if len(event.asked) > 1:
        fields = tuple(field for field in fields if not of_one(field))
    number = () if event.number is None else (number_of(event.action, event.number),)
    return (*fields, *number)


def _beneath(event: DeskScreen.Prepared) -> "Drawing | None":
    """What is read before it is confirmed: what would change here, be made in Sage, or be moved."""
    from console.widgets.difference_lines import compared_lines, requested_lines

    if event.compared:
        return lambda width: compared_lines(event.compared, width)
    if event.impact is not None:
        from console.widgets.impact_lines import impact_lines

        return lambda width: impact_lines(event.impact, width)
    about = event.about
    if event.action is Action.UPDATE and about is not None and len(event.asked) == 1:
        return lambda width: requested_lines(about.body, width)
    return None
