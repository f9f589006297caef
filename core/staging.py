"""The tray: what a person has staged and not yet decided. It outlives the session.

Each decision is staged on a version. One that was committed before a line dropped, or that somebody
else moved, is therefore never done a second time: it is told as moved.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from core.canonical import digest
from core.case import NOTHING_SAID, Answers
from core.decision import Outcome
from core.legible import legible
from core.people import Actor
from core.ports import Asked, Batch, RecordStore, UnknownRecord
from core.records import Record
from core.settings import Settings
from core.values import NamedTuple
from core.vocabulary import Action, Cents, RecordId

if TYPE_CHECKING:
    from core.planning import Line, Plan  # it judges, and is loaded when something is laid out

YES = "yes"
SWITCHES = frozenset({"confirmed"})
"""Answers that are given or not."""


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
    said: tuple[tuple[str, str], ...] = ()
    """The answers besides the reason, by their names, as text."""

    @property
    def answers(self) -> Answers | None:
        """None where nothing was said: the defaults of that moment count."""
        said = _meant(self.said)._replace(reason=self.reason or None)
        return None if said == NOTHING_SAID and self.action is Action.ACCEPT else said

    @property
    def asked(self) -> Asked:
        return Asked(self.record, self.version, self.answers, self.digest)


class Reject(NamedTuple):
    """A reject that is staged."""

    record: Record
    reason: str
    asked: Asked


class Layout(NamedTuple):
    """What is staged, as it would be committed."""

    plan: "Plan"
    rejects: tuple[Reject, ...]
    moved: tuple[Record, ...]
    """What changed since it was staged: it is dropped, and has to be looked at again."""

    @property
    def staged(self) -> int:
        """How many are staged, whether they can be made or not."""
        return len(self.plan.lines) + len(self.rejects) + len(self.moved)

    @property
    def decisions(self) -> int:
        """How many decisions committing it makes."""
        return len(self.plan.ready) + len(self.rejects)

    def to_be_typed(self, settings: Settings) -> bool:
        """Whether their number has to be typed before they are made."""
        from core.planning import Standing
        from core.proportion import Weight, sums_of

        sums = sums_of(line.record for line in self.plan.those(Standing.READY))
        return Weight(self.decisions, sums, len(self.one_way)).to_be_typed(settings)

    @property
    def one_way(self) -> "tuple[Line, ...]":
        """Those of what can be decided that cannot be taken back."""
        from core.planning import Standing

        return tuple(line for line in self.plan.those(Standing.READY) if line.one_way)


Perform = Callable[..., tuple[Batch, Sequence[Outcome]]]
"""Desk.perform_each."""


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

    def stage(
        self, asked: Iterable[Asked], action: Action, answers: Answers = NOTHING_SAID
    ) -> tuple[Staged, ...]:
        """Add decisions with what they were answered.

        One on a record that is staged already takes that one's place.
        """
        added, reason = {}, legible(answers.reason or "")
        said = _kept(legible(answers._replace(reason=None)))
        for one in asked:
            with suppress(UnknownRecord):
                record = self._store.find(one.record)
                version = record.version if one.version is None else one.version
                added[record.id] = Staged(
                    record.id, version, action, reason, record.amount, record.currency,
                    one.digest or digest(record), said,
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
                rejects.append(Reject(record, one.reason, one.asked))
            else:
                accepts.append(one.asked)
        from core.planning import planned

        plan = planned(self._store, self._actor, accepts)
        return Layout(plan, tuple(rejects), tuple(moved))

    def commit(self, perform_each: Perform, called: str = "") -> Batch | None:
        """Make what can be made as one batch, accepts in the order of the plan.

        What is held stays staged. None where nothing can be made.
        """
        layout = self.layout()
        self.drop([record.id for record in layout.moved])
        rejects = [reject.asked for reject in layout.rejects]
        # Accepts last: what was decided last can be recalled, and a reject cannot.
        tasks = [(Action.REJECT, rejects), (Action.ACCEPT, layout.plan.ready)]
        if not any(asked for _, asked in tasks):
            return None
        batch, outcomes = perform_each([task for task in tasks if task[1]], called=called)
        self.drop([outcome.record for outcome in outcomes])
        return batch

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
    return tuple(_staged(*fields) for fields in found)


def _staged(record: str, version: int, action: str, *more: Any) -> Staged:  # noqa: ANN401  # JSON
    one = Staged(RecordId(record), version, Action(action), *more)
    return one._replace(said=tuple((name, text) for name, text in one.said))


def _kept(answers: Answers) -> tuple[tuple[str, str], ...]:
    """What was answered, as text."""
    given = zip(Answers._fields, answers, strict=True)
    return tuple((name, _text(value)) for name, value in given if value not in {None, False, ""})


def _text(value: object) -> str:
    return YES if value is True else value.isoformat() if isinstance(value, date) else str(value)


def _meant(said: Iterable[tuple[str, str]]) -> Answers:
    """The answers that a text stands for; a field that is no more there is left out."""
    known = ((name, text) for name, text in said if name in Answers._fields)
    return Answers(**{name: _value(name, text) for name, text in known})  # type: ignore[arg-type]  # by its name


def _value(name: str, text: str) -> object:
    if name.endswith("_date"):
        return date.fromisoformat(text)
    return text == YES if name in SWITCHES else text


def totals(staged: Iterable[Staged]) -> dict[str, Cents]:
    """The staged amounts by currency."""
    sums: Counter[str] = Counter()
    for one in staged:
        sums[one.currency] += one.amount
    return {currency: amount for currency, amount in sums.items() if amount}
