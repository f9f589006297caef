"""What was done at the screens of a session, each act as the command line that repeats it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from core.case import NOTHING_SAID, Answers
from core.decision import Allowed, Outcome, Refused
from core.desk import Desk
from core.objection import Objection
from core.people import Actor
from core.ports import Asked, Batch, RecordStore, Run
from core.values import NamedTuple
from core.vocabulary import WEIGHED, Action, RecordId, words

if TYPE_CHECKING:
    from core.adjusting import Adjuster
    from core.admitting import Admitter
    from core.approvals import Task
    from core.granting import Granter
    from core.hops import Hops
    from core.saving import Saver

PROGRAM = "countersign"


class Act(NamedTuple):
    """One command line, when it was done at the screen, and what became of it."""

    at: datetime
    line: str
    became: str


class Acts:
    """The acts of one session, oldest first. It lives as long as the session and no longer."""

    def __init__(self, clock: Callable[[], datetime], options: Sequence[str] = ()) -> None:
        """`options` are those the session itself was opened with."""
        self._clock, self._options = clock, tuple(options)
        self._all: list[Act] = []

    def __call__(self) -> Sequence[Act]:
        return tuple(self._all)

    def add(self, command: Sequence[str], became: str) -> None:
        from shlex import quote

        line = " ".join(quote(word) for word in (PROGRAM, *self._options, *command))
        self._all.append(Act(self._clock(), line, became))


class WitnessedDesk(Desk):
    """A desk whose acts are written down, from whichever screen they come."""

    def __init__(self, store: RecordStore, actor: Actor, acts: Acts) -> None:
        super().__init__(store, actor)
        self.acts = acts

    def perform(
        self, action: Action, asked: Asked, answers: Answers = NOTHING_SAID
    ) -> Allowed | Refused:
        decision = super().perform(action, asked, answers)
        self._told(action, [asked], answers, [Outcome(asked.record, decision)])
        return decision

    def perform_many(
        self,
        action: Action,
        asked: Sequence[Asked],
        answers: Answers = NOTHING_SAID,
        *,
        progress: Callable[[int, int], bool] | None = None,
        called: str = "",
    ) -> tuple[Batch, Sequence[Outcome]]:
        batch, outcomes = super().perform_many(
            action, asked, answers, progress=progress, called=called
        )
        self._told(action, asked[: len(outcomes)], answers, outcomes, batch)
        return batch, outcomes

    def perform_each(
        self, tasks: "Sequence[Task]", *, called: str = ""
    ) -> tuple[Batch, Sequence[Outcome]]:
        batch, outcomes = super().perform_each(tasks, called=called)
        for action, asked in tasks:
            mine = [o for o in outcomes if o.decision.action is action]
            self._told(action, asked, NOTHING_SAID, mine, batch)
        return batch, outcomes

    def ask_refresh(self, tab: str) -> Run | tuple[Objection, ...]:
        answer = super().ask_refresh(tab)
        self.acts.add(("refresh", tab), "asked" if isinstance(answer, Run) else "refused")
        return answer

    def cancel_refresh(self, tab: str) -> Run | tuple[Objection, ...]:
        answer = super().cancel_refresh(tab)
        ended = "cancelled" if isinstance(answer, Run) else "refused"
        self.acts.add(("refresh", tab, "--cancel"), ended)
        return answer

    @cached_property
    def adjuster(self) -> "Adjuster":
        from console.witnesses import WitnessedAdjuster

        return WitnessedAdjuster(self._store, self.actor, self.acts)

    @cached_property
    def granter(self) -> "Granter":
        from console.witnesses import WitnessedGranter

        return WitnessedGranter(self._store, self.actor, self.acts)

    @cached_property
    def admitter(self) -> "Admitter":
        from console.witnesses import WitnessedAdmitter

        return WitnessedAdmitter(self._store, self.actor, self.acts)

    @cached_property
    def saver(self) -> "Saver":
        from console.witnesses import WitnessedSaver

        return WitnessedSaver(self._store, self.actor, self.acts)

    @cached_property
    def hops(self) -> "Hops":
        from console.witnesses import WitnessedHops

        return WitnessedHops(self._store, self.actor, self.acts)

    def _told(
        self,
        action: Action,
        asked: Sequence[Asked],
        answers: Answers,
        outcomes: Sequence[Outcome],
        batch: Batch | None = None,
    ) -> None:
        """One line for all that were given the same answers."""
        done = {o.record for o in outcomes if isinstance(o.decision, Allowed)}
        alike: dict[Answers, list[RecordId]] = {}
        for one in asked:
            alike.setdefault(one.answers or answers, []).append(one.record)
        for said, ids in alike.items():
            went = sum(record in done for record in ids)
            became = f"{words(action)}: {went:,} of {len(ids):,} done"
            if batch is not None:
                became += f", batch {batch.id}"
            self.acts.add(command(action, ids, said, batch.name if batch else ""), became)


def command(
    action: Action, ids: Sequence[RecordId], answers: Answers, called: str = ""
) -> tuple[str, ...]:
    """The words that ask for an action on these records with these answers."""
    said = {
        name: value
        for name, value in zip(Answers._fields, answers, strict=True)
        if value not in {None, False, ""} and name not in {"fault", "unposted"}
    }
    verb = action.replace("_", "-")
    name = (f"--name={called}",) if called else ()
    if len(ids) > 1 and action in WEIGHED:
        name = (*name, f"--yes={len(ids)}")
    if action is Action.MERGE:
        keep = (f"--keep={answers.erp_id}",) if answers.erp_id else ()
        confirmed = ("--confirm",) if answers.confirmed else ()
        return (verb, answers.link_to or "", *ids, *keep, *confirmed)
    reason = said.pop("reason", None)
    why = (f"--reason={reason}",) if reason else ()
    fields = (f"--set={field}={_text(value)}" for field, value in said.items())
    return (verb, *ids, *why, *fields, *name)


def _text(value: object) -> str:
    """An answer as the command line takes it."""
    if value is True:
        return "yes"
    return value.isoformat() if isinstance(value, date) else str(value)
