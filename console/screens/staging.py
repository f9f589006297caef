"""On a tab: decisions are staged into a tray that outlives the session, and made from there."""

from collections.abc import Sequence

from textual import work
from textual.message import Message

from console.keys import word
from console.screens import words as told
from console.screens.desk_screen import DeskScreen
from console.screens.lately import LatelyScreen
from console.widgets.figures import money
from console.widgets.lines import Line, Look, faint, said
from core.case import Answers
from core.decision import Field
from core.ports import Asked
from core.staging import Staged, totals
from core.vocabulary import Action, words

REASON = Field("reason", "Reason", "financials 9", hint="told to whoever sent it, once committed")


class StagingScreen(LatelyScreen, inherit_bindings=False):
    """Stages what is marked, or what the cursor is on, and says how much the tray holds."""

    class Trayed(Message):
        """What the tray holds, and of how many records something was staged just now."""

        def __init__(self, staged: Sequence[Staged], added: tuple[Action, int] | None) -> None:
            super().__init__()
            self.staged = staged
            self.added = added

    _staged: Sequence[Staged] = ()
    _tray_is_read = False

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
        tray = self.desk.batches.tray
        self._answer(lambda: self.Trayed(tray.undecided() if first else tray.staged(), None))

    @work(thread=True, group="stage", description="stage")
    def _stage(self, action: Action, asked: Sequence[Asked], reason: str = "") -> None:
        """This thread is finished even if the session ends meanwhile."""
        self._answer(
            lambda: self.Trayed(
                self.desk.batches.tray.stage(asked, action, reason), (action, len(asked))
            )
        )

    def on_staging_screen_trayed(self, event: Trayed) -> None:
        self._staged = event.staged
        if event.added is None:
            self.redraw_status()
            return
        action, count = event.added
        self.records.unmark()
        text = f" Staged {words(action)} of {count:,}. The tray holds {told_of(event.staged)}; "
        self.say((said(text, Look.MAY), faint(f"{_key()} shows it as a plan.")))

    def action_stage_accept(self) -> None:
        if asked := self._chosen():
            self._stage(Action.ACCEPT, asked)

    def action_stage_reject(self) -> None:
        from console.screens.answers import AnswersModal

        asked = self._chosen()
        if not asked:
            return

        def answered(answers: Answers | None) -> None:
            if answers is None:
                self.say(told.left_alone(Action.REJECT, len(asked)))
            else:
                self._stage(Action.REJECT, asked, answers.reason or "")

        title = f"Stage a reject of {len(asked):,}"
        self.app.push_screen(AnswersModal(Action.REJECT, len(asked), (REASON,), title), answered)

    def redraw_status(self) -> None:
        """Draw the line that tells where one is."""

    def _chosen(self) -> Sequence[Asked]:
        marks, row = self.records.marks, self.records.current
        return [m.asked for m in marks] or ([Asked(row.id, row.version, digest=row.digest)] if row else [])


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
