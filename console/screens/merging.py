"""Companies marked together and made one: the one under the cursor stays."""

from collections.abc import Sequence

from textual import work
from textual.message import Message

from console.screens import words as told
from console.screens.deciding import DecidingScreen
from console.widgets.lines import Look, said
from core.case import NOTHING_SAID, Answers
from core.decision import Field
from core.merging import linked_ids, planned
from core.objection import Objection
from core.ports import Asked, UnknownRecord
from core.records import Record
from core.vocabulary import Action, RecordId

ALONE = "Mark the companies that end, go to the one that stays, and press the key again."
NO_WAY_BACK = Field(
    "confirmed", "Merging cannot be undone, and what the others say besides is lost",
    "vendors V14", choices=("yes",),
)  # fmt: skip


class MergingScreen(DecidingScreen, inherit_bindings=False):
    """Asks which vendor survives, and for the confirmation, then merges one after the other."""

    class Gathered(Message):
        """The company that stays, and those that end."""

        def __init__(self, primary: Record, others: Sequence[Record]) -> None:
            super().__init__()
            self.primary = primary
            self.others = others

    def begin_merging(self, primary: RecordId, marked: Sequence[Asked]) -> None:
        """What is marked ends, except the one that stays."""
        others = [one for one in marked if one.record != primary]
        if self._doing is not None:
            self.say(told.busy(self._doing))
        elif not others:
            self.say((said(ALONE, Look.WARNING),))
        else:
            self._doing = told.doing(Action.MERGE)
            self.gather(primary, others)

    @work(thread=True, exclusive=True, group="prepare", description="prepare")
    def gather(self, primary: RecordId, others: Sequence[Asked]) -> None:
        def ask() -> Message:
            try:
                stays = self.desk.record(primary)
                ending = [self.desk.record(one.record) for one in others]
            except UnknownRecord as why:
                return self.Unreachable(f"There is no record {why}.")
            seen = [
                record._replace(version=one.version or record.version)
                for one, record in zip(others, ending, strict=True)
            ]
            return self.Gathered(stays, seen)

        self._answer(ask)

    def on_merging_screen_gathered(self, event: Gathered) -> None:
        from console.screens.answers import AnswersModal

        primary, others = event.primary, event.others
        if not self.is_active:
            self._doing = None
            self.say(told.left_alone(Action.MERGE, len(others)))
            return

        def answered(answers: Answers | None) -> None:
            self._answered(primary, others, answers)

        noun = "company" if len(others) == 1 else "companies"
        title = f"Merge {len(others)} {noun} into {told.name(primary)}"
        about = "Ending: " + "; ".join(told.name(record) for record in others)
        fields = (*_survivor(primary, others), NO_WAY_BACK)
        self.app.push_screen(AnswersModal(Action.MERGE, 1, fields, title, about=about), answered)

    def _answered(self, primary: Record, others: Sequence[Record], answers: Answers | None) -> None:
        self._doing = None
        if answers is None:
            self.say(told.left_alone(Action.MERGE, len(others)))
            return
        plan = planned(primary, others, answers.erp_id, confirmed=answers.confirmed)
        if isinstance(plan, Objection):
            self.say((said(plan.text, Look.NOT_YET),))
        else:
            self._perform(Action.MERGE, plan, NOTHING_SAID)


def _survivor(primary: Record, others: Sequence[Record]) -> tuple[Field, ...]:
    """Which vendor of Sage survives; asked where several are linked."""
    held = linked_ids(primary, others)
    if len(held) < 2:  # noqa: PLR2004  # two are a choice
        return ()
    return (Field("erp_id", "Sage vendor id that survives", "vendors 18", choices=held),)
