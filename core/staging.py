"""The tray: what a person has staged and not yet decided. It outlives the session.

Each decision is staged on a version. One that was committed before a line dropped, or that somebody
else moved, is therefore never done a second time: it is told as moved.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from core.canonical import digest
from core.case import Answers
from core.decision import Outcome
from core.legible import legible
from core.people import Actor
from core.ports import Asked, Batch, RecordStore, UnknownRecord, asked_for
from core.records import Record
from core.settings import Settings
from core.values import NamedTuple
from core.vocabulary import Action, Cents, RecordId

if TYPE_CHECKING:
    from core.planning import Plan  # it judges, and is loaded when something is laid out

STAGEABLE = (Action.ACCEPT, Action.REJECT)


class Staged(NamedTuple):
    """One decision that is not made yet."""

    record: RecordId
    version: int
    action: Action
    reason: str = ""
    amount: Cents = 0
    currency: str = ""
    digest: str = ""
    """Of the content it was staged on."""

    @property
    def asked(self) -> Asked:
        answers = Answers(reason=self.reason or None) if self.action is Action.REJECT else None
        return Asked(self.record, self.version, answers, self.digest)


class Reject(NamedTuple):
    """A reject that is staged."""

    record: Record
    reason: str


class Layout(NamedTuple):
    """What is staged, as it would be committed."""

    plan: "Plan"
    rejects: tuple[Reject, ...]
    moved: tuple[Record, ...]
    """What changed since it was staged: it is dropped, and has to be looked at again."""

    @property
    def decisions(self) -> int:
        """How many decisions committing it makes."""
        return len(self.plan.ready) + len(self.rejects)

    def to_be_typed(self, settings: Settings) -> bool:
        """Whether their number has to be typed before they are made."""
        from core.planning import Standing

        amounts: Counter[str] = Counter()
        for line in self.plan.those(Standing.READY):
            amounts[line.record.currency] += line.record.amount
        large = max(amounts.values(), default=0) >= settings.confirm_amount > 0
        return large or self.decisions > settings.confirm_count


Perform = Callable[..., tuple[Batch, Sequence[Outcome]]]
"""Desk.perform_many."""


class Tray:
    """One person's tray."""

    def __init__(self, store: RecordStore, actor: Actor) -> None:
        self._store, self._actor = store, actor
        self._name = f"tray:{actor.id}"

    def staged(self) -> tuple[Staged, ...]:
        """In the order in which it was staged."""
        return _read(self._store.kept(self._name))

    def undecided(self) -> tuple[Staged, ...]:
        """The same, without what was decided just before a line dropped, which is taken out."""
        staged = self.staged()
        decided = [one for one in staged if self._is_decided(one)]
        return self._without(decided) if decided else staged

    def _is_decided(self, one: Staged) -> bool:
        """Whether the next thing that happened to the record is what was staged."""
        with suppress(UnknownRecord):
            if self._store.find(one.record).version == one.version:
                return False
        later = (e for e in self._store.history(one.record) if e.version > one.version)
        entry = next(later, None)
        return entry is not None and (entry.action, entry.actor) == (one.action, self._actor.name)

    def stage(self, asked: Iterable[Asked], action: Action, reason: str = "") -> tuple[Staged, ...]:
        """Add decisions; one on a record that is staged already takes that one's place."""
        added = {}
        for one in asked:
            with suppress(UnknownRecord):
                record = self._store.find(one.record)
                version = record.version if one.version is None else one.version
                added[record.id] = Staged(
                    record.id, version, action, legible(reason), record.amount, record.currency,
                    one.digest or digest(record),
                )  # fmt: skip
        return self._revise(
            lambda staged: (*(s for s in staged if s.record not in added), *added.values())
        )

    def drop(self, records: Collection[RecordId]) -> tuple[Staged, ...]:
        """Take decisions out again."""
        return self._revise(lambda staged: (s for s in staged if s.record not in records))

    def clear(self) -> None:
        self._revise(lambda _: ())

    def _without(self, decided: Collection[Staged]) -> tuple[Staged, ...]:
        """What was staged anew meanwhile stays."""
        return self._revise(lambda staged: (s for s in staged if s not in decided))

    def layout(self) -> Layout:
        """What committing it would do now."""
        accepts, rejects, moved = [], [], []
        for one in self.undecided():
            try:
                record = self._store.find(one.record)
            except UnknownRecord:
                continue
            if record.version != one.version:
                moved.append(record)
            elif one.action is Action.REJECT:
                rejects.append(Reject(record, one.reason))
            else:
                accepts.append(one.asked)
        from core.planning import planned

        plan = planned(self._store, self._actor, accepts)
        return Layout(plan, tuple(rejects), tuple(moved))

    def commit(self, perform_many: Perform, called: str = "") -> tuple[Batch, ...]:
        """Make what can be made, accepts in the order of the plan; what is held stays staged."""
        layout = self.layout()
        self.drop([record.id for record in layout.moved])
        done = []
        rejects = [
            asked_for(r.record)._replace(answers=Answers(reason=r.reason or None))
            for r in layout.rejects
        ]
        # Accepts last: what was decided last can be recalled, and a reject cannot.
        for action, asked in ((Action.REJECT, rejects), (Action.ACCEPT, layout.plan.ready)):
            if asked:
                batch, outcomes = perform_many(action, asked, called=called)
                self.drop([outcome.record for outcome in outcomes])
                done.append(batch)
        return tuple(done)

    def _revise(
        self, change: Callable[[tuple[Staged, ...]], Iterable[Staged]]
    ) -> tuple[Staged, ...]:
        """In one transaction: two sessions of one person, or two keys, lose nothing."""
        written = self._store.revise(
            self._name,
            lambda text: json.dumps(tuple(change(_read(text))), separators=(",", ":")),
        )
        return _read(written)


def _read(text: str | None) -> tuple[Staged, ...]:
    found = json.loads(text or "[]")
    return tuple(Staged(RecordId(f[0]), f[1], Action(f[2]), *f[3:]) for f in found)


def totals(staged: Iterable[Staged]) -> dict[str, Cents]:
    """The staged amounts by currency."""
    sums: Counter[str] = Counter()
    for one in staged:
        sums[one.currency] += one.amount
    return {currency: amount for currency, amount in sums.items() if amount}
