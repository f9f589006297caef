"""Use case: judge, commit, owe what follows. The one way in which a status changes."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from core.audit import Entry
from core.case import NOTHING_SAID, Answers, Case
from core.decide import decide, stale
from core.decision import Allowed, Outcome, Refused
from core.identity import record_id
from core.legible import legible
from core.people import Actor
from core.ports import Asked, Batch, Owed, RecordStore
from core.vocabulary import Action, words

CHUNK = 100
"""Records a transaction: short enough that nobody else waits (performance rule 5)."""


Task = tuple[Action, Sequence[Asked]]
"""An action, and the records it is done to."""


class Approvals:
    """Performs actions on records, singly or many at once, by the tables and nothing else."""

    def __init__(self, store: RecordStore) -> None:
        self._store = store

    def perform(
        self,
        action: Action,
        asked: Asked,
        actor: Actor,
        answers: Answers = NOTHING_SAID,
        *,
        settles: Owed | None = None,
    ) -> Allowed | Refused:
        """Act on one record.

        Raises:
            LostLease: `settles` is in other hands by now.
        """
        said = legible(answers)
        asked = legible(asked) if asked.answers is not None else asked
        done = self._store.decide([asked], actor, said, _judge(action), action, settles=settles)
        return done[0].decision

    def perform_many(
        self,
        action: Action,
        asked: Sequence[Asked],
        actor: Actor,
        answers: Answers = NOTHING_SAID,
        *,
        progress: Callable[[int, int], bool] | None = None,
        called: str = "",
    ) -> tuple[Batch, Sequence[Outcome]]:
        """Act on many; see perform_each."""
        return self.perform_each(
            [(action, asked)], actor, answers, progress=progress, called=called
        )

    def perform_each(
        self,
        tasks: Sequence[Task],
        actor: Actor,
        answers: Answers = NOTHING_SAID,
        *,
        progress: Callable[[int, int], bool] | None = None,
        called: str = "",
    ) -> tuple[Batch, Sequence[Outcome]]:
        """Act on many, each by its own action and judged by itself, in the order given.

        It is done in short transactions. `progress` hears how many of how many are judged; when it
        answers False the rest is left alone. The batch is kept under its id with its result, and
        the name it was `called` by: from the beginning, so that a session that dies leaves no half
        of it without a name.
        """
        now, said = datetime.now(UTC), legible(answers)
        batch = _begun(tasks, actor, now, called)
        self._store.keep_batch(batch)
        outcomes: list[Outcome] = []
        for action, chunk in _chunks(tasks):
            judge = _judge(action)
            outcomes += self._store.decide(chunk, actor, said, judge, action, batch=batch.id)
            batch = _so_far(batch, outcomes)
            self._store.keep_batch(batch)
            if progress is not None and not progress(len(outcomes), batch.total):
                break
        return batch, outcomes

    def rehearse(
        self, action: Action, asked: Sequence[Asked], actor: Actor, answers: Answers = NOTHING_SAID
    ) -> Sequence[Outcome]:
        """What perform_many would answer, with nothing changed.

        Raises:
            UnknownRecord: one of the ids does not exist.
        """
        return [
            Outcome(
                one.record,
                decide(self._store.case(one.record, actor, one.answers or answers), action),
            )
            for one in asked
        ]


def _begun(tasks: Sequence[Task], actor: Actor, now: datetime, called: str) -> Batch:
    """A batch of which nothing is done yet; others may begin one in the same microsecond."""
    name = f"B-{record_id(now, int.from_bytes(os.urandom(3), 'big'))}"
    parts = tuple((action, len(asked)) for action, asked in tasks if asked)
    total, last = sum(count for _, count in parts), parts[-1][0] if parts else tasks[-1][0]
    batch = Batch(name, last, actor.name, now, total, 0, (), legible(called))
    return batch._replace(parts=parts) if len(parts) > 1 else batch


def _chunks(tasks: Sequence[Task]) -> Iterator[Task]:
    for action, asked in tasks:
        clear = [legible(one) if one.answers is not None else one for one in asked]
        for start in range(0, len(clear), CHUNK):
            yield action, clear[start : start + CHUNK]


def _so_far(batch: Batch, outcomes: Sequence[Outcome]) -> Batch:
    """With what was done and refused until now."""
    against = [
        (o.record, o.decision.objections) for o in outcomes if isinstance(o.decision, Refused)
    ]
    return batch._replace(
        done=len(outcomes) - len(against),
        refused=tuple((record, tuple(o.text for o in why)) for record, why in against),
        rules=tuple(tuple(o.rule for o in why) for _, why in against),
    )


def _judge(action: Action) -> Callable[[Case, Sequence[Entry]], Allowed | Refused]:
    def judge(case: Case, since: Sequence[Entry]) -> Allowed | Refused:
        if not since:
            return decide(case, action)
        if action is Action.RECALL and isinstance(gone := decide(case, action), Refused):
            return gone  # that it left says more than that something happened
        return stale(action, told(since))

    return judge


def told(entries: Sequence[Entry]) -> str:
    """What happened, in words: `Sam did retrieve it at 14:05, now retrieved`."""
    return "; ".join(
        f"{e.actor} did {words(e.action)} at {e.at:%H:%M:%S} UTC, now {e.left_it}" for e in entries
    )
