"""On a tab: decisions are staged into a tray that outlives the session, and made from there."""

from collections.abc import Sequence
from contextlib import suppress

from textual import work
from textual.message import Message

from console.keys import word
from console.screens import words as told
from console.screens.desk_screen import LOOKED_AT, DeskScreen
from console.screens.lately import LatelyScreen
from console.widgets.figures import money
from console.widgets.lines import Line, Look, faint, said
from core.case import NOTHING_SAID, Answers
from core.decision import Field
from core.ports import Asked, UnknownRecord
from core.records import Record
from core.staging import Staged, totals
from core.vocabulary import Action, words

REASON = Field("reason", "Reason", "financials 9", hint="told to whoever sent it, once committed")


class StagingScreen(LatelyScreen, inherit_bindings=False):
    """Stages what is marked, or what the cursor is on, and says how much the tray holds."""

    class Trayed(Message):
        """What the tray holds, and of how many records something was staged just now."""

        def __init__(
            self, staged: Sequence[Staged], added: tuple[Action, int] | None, as_of: int = 0
        ) -> None:
            super().__init__()
            self.staged = staged
            self.added = added
            self.as_of = as_of
            """How often something had been staged here when it was read."""

    class Wanting(Message):
        """What an action needs of these that has no default; nothing where all has one."""

        def __init__(
            self,
            action: Action,
            asked: Sequence[Asked],
            fields: tuple[Field, ...],
            about: Record | None,
        ) -> None:
            super().__init__()
            self.action = action
            self.asked = asked
            self.fields = fields
            self.about = about

    _staged: Sequence[Staged] = ()
    _staging = False
    """What a key staged is not in the tray yet."""
    _tray_is_read = False
    _times_staged = 0
    _added: Line = ()
    """What was said of the last that was staged."""

    @property
    def tray_line(self) -> Line:
        """`   Tray 12, 1,250.00 USD   $ plan`; nothing while it is empty."""
        return tray_line(self._staged)

    def on_desk_screen_counted(self, event: DeskScreen.Counted) -> None:
        """Whenever it is counted anew, another session may have staged or committed."""
        del event
        self._read_tray(first=not self._tray_is_read)
        self._tray_is_read = True

    @work(thread=True, exclusive=True, group="tray", description="tray")
    def _read_tray(self, *, first: bool) -> None:
        """At first without what was decided just before a line dropped."""
        tray, as_of = self.desk.batches.tray, self._times_staged
        self._answer(
            lambda: self.Trayed(tray.undecided() if first else tray.staged(), None, as_of),
            asked=False,
        )

    @work(thread=True, group="stage", description="stage")
    def _stage(self, action: Action, asked: Sequence[Asked], answers: Answers) -> None:
        """This thread is finished even if the session ends meanwhile."""
        self._answer(
            lambda: self.Trayed(
                self.desk.batches.tray.stage(asked, action, answers), (action, len(asked))
            )
        )

    @work(thread=True, group="stage", description="stage")
    def _look_before(self, action: Action, asked: Sequence[Asked]) -> None:
        """Find out whether it needs an answer that has no default; a reject always has one."""

        def ask() -> Message:
            mine = [s.record for s in self._staged if s.action is action]
            again = len(asked) == 1 and asked[0].record in mine
            for one in asked[:LOOKED_AT]:
                with suppress(UnknownRecord):
                    record, offers = self.desk.look(one.record)
                    fields = next((o.fields for o in offers if o.action is action), ())
                    if again or any(f.required and not f.default for f in fields):
                        return self.Wanting(action, asked, fields, record)
            return self.Wanting(action, asked, (), None)

        self._answer(ask)

    def on_staging_screen_wanting(self, event: Wanting) -> None:
        """Ask for it, where somebody is still there to answer."""
        action, asked, fields = event.action, event.asked, event.fields
        if action is Action.REJECT:
            fields = _reasoned(fields)
        if not fields:
            self._stage(action, asked, NOTHING_SAID)
        elif self.is_active:
            about = event.about if len(asked) == 1 else None
            which = told.name(about) if about is not None else f"{len(asked):,}"
            article = "an" if action is Action.ACCEPT else "a"
            self._ask(action, asked, fields, f"Stage {article} {words(action)} of {which}")
        else:
            self._staging = False

    def on_staging_screen_trayed(self, event: Trayed) -> None:
        if event.added is None and event.as_of != self._times_staged:
            return  # it was read before the last that was staged
        before, self._staged = self._staged, event.staged
        if event.added is not None:
            self._staging = False
            self._times_staged += 1
            action, count = event.added
            self.records.unmark()
            self._added = (
                said(f" Staged {words(action)} of {count:,}.", Look.MAY),
                *self.tray_line,
            )
            self.say(self._added)
        elif before != event.staged and self._notice is self._added:
            self.unsay()  # it tells of a tray that is another one by now
        else:
            self.redraw_status()

    def on_desk_screen_unreachable(self, event: DeskScreen.Unreachable) -> None:
        if event.asked:
            self._staging = False

    @property
    def takes_keys(self) -> bool:
        """What was staged is in the tray before the next key may look into it."""
        return super().takes_keys and not self._staging

    def action_stage_accept(self) -> None:
        self._begin_staging(Action.ACCEPT)

    def action_stage_reject(self) -> None:
        self._begin_staging(Action.REJECT)

    def _begin_staging(self, action: Action) -> None:
        if asked := self._chosen():
            self._staging = True
            self._look_before(action, asked)

    def _ask(
        self, action: Action, asked: Sequence[Asked], fields: tuple[Field, ...], title: str
    ) -> None:
        from console.screens.answers import AnswersModal

        def answered(answers: Answers | None) -> None:
            if answers is None:
                self.say(told.left_alone(action, len(asked)))
            else:
                self._staging = True
                self._stage(action, asked, answers)

        self._staging = False
        self.app.push_screen(AnswersModal(action, len(asked), fields, title), answered)

    def _chosen(self) -> Sequence[Asked]:
        marks, row = self.records.marks, self.records.current
        return [m.asked for m in marks] or (
            [Asked(row.id, row.version, digest=row.digest)] if row else []
        )


def _reasoned(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """What a reject asks, its reason in any case."""
    asked = {field.name: field for field in fields}
    reason = asked.pop("reason", REASON)._replace(required=True, hint=REASON.hint)
    return (reason, *asked.values())


def tray_line(staged: Sequence[Staged]) -> Line:
    """How much it holds, and the key to it."""
    if not staged:
        return ()
    held = said(f"Tray {told_of(staged)}", Look.KEY)
    return (faint("   "), held, faint(f"   {_key()} plan"))


def told_of(staged: Sequence[Staged]) -> str:
    """`12, 1,250.00 USD`."""
    sums = [money(amount, currency) for currency, amount in totals(staged).items()]
    return ", ".join((f"{len(staged):,}", *sums))


def _key() -> str:
    return word("screen.tray")
