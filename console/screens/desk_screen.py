"""A screen that asks its desk in threads: every answer comes back as a message."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.screen import Screen

from console.widgets.header import Standing
from core.case import Answers
from core.decision import Offer, Outcome
from core.desk import Desk
from core.objection import Objection
from core.ports import Asked, Batch, Depth, FirstStep, Run, Span, StoreUnusable, UnknownRecord
from core.records import Record, Row
from core.vocabulary import Action, RecordId, View

if TYPE_CHECKING:
    from console.widgets.difference_lines import Compared
    from core.impact import Impact
    from core.refreshes import Wait

TOLD_EVERY = 0.1
"""Seconds between two words about how far a batch is."""
LOOKED_AT = 20
"""So many of the marked records are asked what an action needs."""


class Answer(Message):
    """What a thread found out. Threads run side by side, and one asked later may be here first."""

    turn = 0
    """The how-manieth question of its kind it answers."""


class DeskScreen(Screen[None], inherit_bindings=False):
    """Workers fetch, messages carry; whoever extends this draws."""

    class Counted(Answer):
        """How many there are everywhere, and how fresh that is."""

        def __init__(self, counts: Mapping[tuple[str, View], int], standing: Standing) -> None:
            super().__init__()
            self.counts = counts
            self.standing = standing

    class Looked(Answer):
        """What may be done to a record; a record of None is gone."""

        def __init__(self, row: Row, record: Record | None, offers: Sequence[Offer]) -> None:
            super().__init__()
            self.row = row
            self.record = record
            self.offers = offers

    class Prepared(Message):
        """What an action needs to know before it is done."""

        def __init__(
            self,
            action: Action,
            asked: Sequence[Asked],
            offer: Offer | None,
            about: Record | None,
            compared: "Sequence[Compared]" = (),
            impact: "Impact | None" = None,
            number: int | None = None,
        ) -> None:
            super().__init__()
            self.action = action
            self.asked = asked
            self.offer = offer
            self.about = about
            self.compared = compared
            """What it would change, where it takes over what Sage holds."""
            self.impact = impact
            """What accepting one record moves on its cost codes."""
            self.number = number
            """How many these are, where that is typed before they are decided."""

    class Progressed(Message):
        """So many of a batch are judged."""

        def __init__(self, action: Action, done: int, total: int) -> None:
            super().__init__()
            self.action = action
            self.done = done
            self.total = total

    class Decided(Message):
        """What became of it; a batch where there was more than one."""

        def __init__(
            self,
            action: Action,
            batch: Batch | None,
            outcomes: Sequence[Outcome],
            number: str = "",
        ) -> None:
            super().__init__()
            self.action = action
            self.batch = batch
            self.outcomes = outcomes
            self.number = number
            """Of the record, where it is one."""

    class Refreshing(Message):
        """How far the refresh of this tab is, or why there is none; and why it brought old data."""

        def __init__(
            self,
            run: Run | None,
            refused: Sequence[Objection] = (),
            old: Sequence[Objection] = (),
            wait: "Wait | None" = None,
            *,
            asked: bool = False,
        ) -> None:
            """`asked` by a key just now."""
            super().__init__()
            self.run = run
            self.refused = refused
            self.old = old
            self.wait = wait
            self.asked = asked

    class Early(Message):
        """A refresh would bring old data: said before it is asked for."""

        def __init__(
            self,
            old: Sequence[Objection],
            read_at: datetime | None,
            against: Sequence[Objection],
        ) -> None:
            """`against` stands against having Sage read first."""
            super().__init__()
            self.old = old
            self.read_at = read_at
            self.against = against

    class Stepping(Message):
        """How far step one of the sync is, or why there is none."""

        def __init__(
            self, step: FirstStep | None, refused: Sequence[Objection] = (), *, asked: bool = False
        ) -> None:
            """`asked` for by a key just now."""
            super().__init__()
            self.step = step
            self.refused = refused
            self.asked = asked

    class Moved(Message):
        """Somebody else has written."""

    class Unreachable(Message):
        """The store did not answer; `text` says what, where and what to do."""

        def __init__(self, text: str, *, asked: bool = True) -> None:
            """Not `asked` where the console looked by itself."""
            super().__init__()
            self.text = text
            self.asked = asked

    def __init__(self, desk: Desk, tab: str, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.desk = desk
        self._tab_name = tab
        self._clock = clock
        self._seen_change: int | None = None
        self._stop_asked = False
        self._asked: Counter[type[Answer]] = Counter()
        self._heard: Counter[type[Answer]] = Counter()

    @property
    def clock(self) -> Callable[[], datetime]:
        """By which ages are told here."""
        return self._clock

    def _answer(self, ask: Callable[[], Message | None], *, asked: bool = True) -> None:
        """Ask the desk, on this thread, and post what it says.

        Not `asked` for by a key where the console looks by itself.
        """
        try:
            told = ask()
        except StoreUnusable as why:
            told = self.Unreachable(str(why), asked=asked)
        if told is not None:
            self.post_message(told)

    def _turn(self, kind: type[Answer]) -> int:
        """Ask once more."""
        self._asked[kind] += 1
        return self._asked[kind]

    def overtaken(self, answer: Answer) -> bool:
        """Whether the answer to a later question is here already: then this one tells of before."""
        before = self._heard[type(answer)]
        self._heard[type(answer)] = max(before, answer.turn)
        return answer.turn < before

    def count(self) -> None:
        self._count_all(self._turn(self.Counted))

    @work(thread=True, exclusive=True, group="count", description="count")
    def _count_all(self, turn: int) -> None:
        def ask() -> Message:
            desk = self.desk
            ages = desk.freshness(self._tab_name)
            standing = Standing(
                desk.company, desk.sandbox, ages, desk.owing(), self._clock(),
                desk.overviews.expected(ages), desk.head().short,
                desk.overviews.held_back(),
            )  # fmt: skip
            told = self.Counted(desk.counts(), standing)
            told.turn = turn
            return told

        self._answer(ask, asked=False)

    @work(thread=True, exclusive=True, group="poll", description="poll")
    def poll(self) -> None:
        """Notice what others wrote: one number, microseconds."""

        def ask() -> Message | None:
            before, self._seen_change = self._seen_change, self.desk.change()
            return None if before in {None, self._seen_change} else self.Moved()

        self._answer(ask, asked=False)

    def look(self, row: Row) -> None:
        self._look_at(row, self._turn(self.Looked))

    @work(thread=True, exclusive=True, group="look", description="look")
    def _look_at(self, row: Row, turn: int) -> None:
        def ask() -> Message:
            try:
                told = self.Looked(row, *self.desk.look(row.id))
            except UnknownRecord:
                told = self.Looked(row, None, ())
            told.turn = turn
            return told

        self._answer(ask, asked=False)

    @work(thread=True, exclusive=True, group="prepare", description="prepare")
    def prepare(self, action: Action, asked: Sequence[Asked]) -> None:
        """Find out what an action asks for, of the first record that knows it."""

        def ask() -> Message:
            for one in asked[:LOOKED_AT]:
                try:
                    offers = self.desk.offers(one.record)
                    record = self.desk.record(one.record)
                except UnknownRecord:
                    continue
                for offer in offers:
                    if offer.action is action:
                        compared = self._compared(action, asked)
                        alone = action is Action.ACCEPT and len(asked) == 1
                        impact = self.desk.impact(record) if alone else None
                        number = self._number_to_type(action, asked)
                        return self.Prepared(action, asked, offer, record, compared, impact, number)
            return self.Prepared(action, asked, None, None)

        self._answer(ask)

    def _number_to_type(self, action: Action, asked: Sequence[Asked]) -> int | None:
        """One record takes one key, and loads nothing to find that out."""
        return self.desk.batches.number_to_type(action, asked) if len(asked) > 1 else None

    def _compared(self, action: Action, asked: Sequence[Asked]) -> "Sequence[Compared]":
        from console.widgets.difference_lines import Compared
        from core.differences import COMPARED

        if action not in COMPARED:
            return ()
        found = []
        for one in asked[:LOOKED_AT]:
            with suppress(UnknownRecord):
                choices = self.desk.choices(one.record, action)
                found.append(Compared(self.desk.record(one.record), choices))
        return [one for one in found if one.choices]

    @work(thread=True, group="perform", description="perform")
    def perform(self, action: Action, asked: Sequence[Asked], answers: Answers) -> None:
        """Act. This thread is finished even if the session ends meanwhile."""
        self._stop_asked = False

        def ask() -> Message:
            if len(asked) == 1:
                decision = self.desk.perform(action, asked[0], answers)
                outcome = Outcome(asked[0].record, decision)
                return self.Decided(action, None, [outcome], self._number(asked[0].record))
            batch, outcomes = self.desk.perform_many(
                action, asked, answers, progress=self._progress(action)
            )
            return self.Decided(action, batch, outcomes)

        self._answer(ask)

    def _number(self, record: RecordId) -> str:
        with suppress(UnknownRecord):
            return self.desk.record(record).number
        return ""

    def _progress(self, action: Action) -> Callable[[int, int], bool]:
        told = monotonic()

        def heard(done: int, total: int) -> bool:
            nonlocal told
            if monotonic() - told >= TOLD_EVERY:
                told = monotonic()
                self.post_message(self.Progressed(action, done, total))
            return not self._stop_asked

        return heard

    @work(thread=True, exclusive=True, group="refresh", description="refresh")
    def ask_refresh(self, *, warned: bool) -> None:
        """Ask for a refresh; where it would bring old data, only once that was said."""

        def ask() -> Message:
            refused = self.desk.refresh_objections(self._tab_name)
            old = () if refused or warned else self._old_data()
            if old:
                read_at = self.desk.freshness(self._tab_name).relay_read_erp
                return self.Early(old, read_at, self.desk.hops.objections())
            return self._refreshing(self.desk.ask_refresh(self._tab_name), asked=True)

        self._answer(ask)

    @work(thread=True, exclusive=True, group="refresh", description="refresh")
    def watch_refresh(self) -> None:
        def ask() -> Message:
            run = self.desk.last_refresh(self._tab_name)
            if run is None or run.finished_at is None:
                return self._refreshing(run)
            return self.Refreshing(run, (), self._old_data())

        self._answer(ask, asked=False)

    @work(thread=True, exclusive=True, group="refresh", description="refresh")
    def cancel_refresh(self) -> None:
        def ask() -> Message:
            return self._refreshing(self.desk.cancel_refresh(self._tab_name), asked=True)

        self._answer(ask)

    def _refreshing(
        self, answer: Run | tuple[Objection, ...] | None, *, asked: bool = False
    ) -> Message:
        if not isinstance(answer, Run):
            return self.Refreshing(None, answer or (), asked=asked)
        over = answer.finished_at is not None
        wait = None if over else self.desk.wait(answer)
        return self.Refreshing(answer, wait=wait, asked=asked)

    def _old_data(self) -> Sequence[Objection]:
        return self.desk.hops.old_data(self._tab_name, self._clock())

    @work(thread=True, exclusive=True, group="step", description="step")
    def ask_first_step(self) -> None:
        def ask() -> Message:
            answer = self.desk.hops.ask(Span.WEEK, Depth.SHALLOW)
            if isinstance(answer, FirstStep):
                return self.Stepping(answer, asked=True)
            return self.Stepping(None, answer, asked=True)

        self._answer(ask)

    @work(thread=True, exclusive=True, group="step", description="step")
    def watch_first_step(self) -> None:
        def ask() -> Message:
            return self.Stepping(next(iter(self.desk.hops.steps()), None))

        self._answer(ask, asked=False)
