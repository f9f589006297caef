"""A tour of five tasks on a sandbox company, each noticed in the history when it is truly done.

Where one stands is kept in the home: a tour is left and taken up again, and dismissed for good.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from core.people import Actor
from core.ports import Asked, Deed, RecordStore, UnknownRecord
from core.query import Query
from core.records import Record, lines_of
from core.values import NamedTuple
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind, View

if TYPE_CHECKING:
    from core.planning import Line  # it judges, and is loaded when a record is chosen

A, S = Action, ErpStatus


class Task(StrEnum):
    """What is to be done, in its order."""

    ACCEPT = "accept"
    REJECT = "reject"
    CHAIN = "chain"
    """Accept what another record waits for, and then that other record."""
    TIME_OUT = "time-out"
    """Accept a record of which no answer comes, and see it through."""
    UNDO = "undo"


TITLES: Mapping[Task, str] = {
    Task.ACCEPT: "Accept one record",
    Task.REJECT: "Reject one, with a reason",
    Task.CHAIN: "Untangle a blocked chain",
    Task.TIME_OUT: "Get through one time-out",
    Task.UNDO: "Undo one accept",
}
READ = frozenset({A.ACCEPT, A.REJECT, A.RECALL, A.LOSE, A.FIND, A.CONFIRM, A.VOUCH})
ARRIVED = frozenset({A.FIND, A.CONFIRM, A.VOUCH})
READ_MOST = 1_000
TRIED = 120
"""So many waiting records of a tab are looked at for one that fits a task."""
CHAINS_TRIED = 20
WAITS = frozenset({S.READY_TO_EXPORT, S.EXPORTING, S.OUTCOME_UNKNOWN, S.FAILED})
"""While it stands there a record may still serve the task that it was chosen for."""
TABS = ("invoices", "commitments")


class Step(NamedTuple):
    """One task: when it was done, and on what; or which record would serve."""

    task: Task
    done: Deed | None
    record: Record | None
    """What it was done to; of a task to come the record that was chosen for it."""
    before: Record | None = None
    """Of the chain: what has to be accepted first."""


class Progress(NamedTuple):
    """How far a tour is."""

    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        return sum(step.done is not None for step in self.steps)

    @property
    def next(self) -> Step | None:
        """The first that is still to be done."""
        return next((step for step in self.steps if step.done is None), None)


class Kept(NamedTuple):
    """What a home knows of somebody's tour."""

    since: datetime
    chosen: Mapping[str, str]
    """Tasks, and the record chosen for each."""
    dismissed: bool = False


Befall = Callable[[RecordId], None]
"""Makes the next export of a record go out without an answer."""


class Tour:
    """One person's tour."""

    def __init__(
        self, store: RecordStore, actor: Actor, befall: Befall, clock: Callable[[], datetime]
    ) -> None:
        self._store, self._actor, self._befall, self._clock = store, actor, befall, clock
        self._fact = f"tour:{actor.id}"

    @property
    def dismissed(self) -> bool:
        """Whether this person wants no tour any more."""
        kept = self._kept()
        return kept is not None and kept.dismissed

    def begin(self) -> Progress:
        """Begin it, or take it up where it was left."""
        kept = self._kept() or Kept(self._clock(), {})
        self._keep(kept._replace(dismissed=False))
        return self.progress() or Progress(())

    def dismiss(self) -> None:
        """For good, unless somebody begins it again."""
        kept = self._kept() or Kept(self._clock(), {})
        self._keep(kept._replace(dismissed=True))

    def progress(self) -> Progress | None:
        """How far it is; None where it was not begun, or is dismissed."""
        kept = self._kept()
        if kept is None or kept.dismissed:
            return None
        deeds = self._store.deeds(kept.since, READ, READ_MOST)
        done = self._done(deeds)
        left = [task for task in Task if task not in done]
        chosen = self._chosen(kept, left)
        return Progress(tuple(self._step(task, done.get(task), chosen) for task in Task))

    def _step(self, task: Task, deed: Deed | None, chosen: Mapping[str, str]) -> Step:
        name = deed.record if deed else chosen.get(task)
        before = chosen.get(f"{task}:first") if deed is None else None
        return Step(task, deed, self._find(name), self._find(before))

    def _find(self, name: str | None) -> Record | None:
        if name:
            with suppress(UnknownRecord):
                return self._store.find(RecordId(name))
        return None

    # what was done

    def _done(self, deeds: Sequence[Deed]) -> dict[Task, Deed]:
        """The deed by which each task was done, the first of several."""
        mine = [deed for deed in deeds if deed.actor == self._actor.name]
        accepts = [deed for deed in mine if deed.action is A.ACCEPT]
        found = {
            Task.ACCEPT: next(iter(accepts), None),
            Task.REJECT: next((deed for deed in mine if deed.action is A.REJECT), None),
            Task.CHAIN: self._untangled(accepts),
            Task.TIME_OUT: _got_through(deeds, {deed.record for deed in accepts}),
            Task.UNDO: next((deed for deed in mine if deed.action is A.RECALL), None),
        }
        return {task: deed for task, deed in found.items() if deed is not None}

    def _untangled(self, accepts: Sequence[Deed]) -> Deed | None:
        """The first accept of a record that names one which was accepted before."""
        before: set[RecordId] = set()
        for deed in accepts:
            record = self._find(deed.record)
            if record is None:
                continue
            if before & _named_by(record):
                return deed
            before |= {record.id, record.at_origin}
        return None

    # what would serve

    def _chosen(self, kept: Kept, left: Collection[Task]) -> Mapping[str, str]:
        """A record for each task that is left; one that serves no more is chosen anew."""
        if all(self._serves(kept.chosen.get(task)) for task in left):
            return kept.chosen
        chosen = self._choose(left, kept.chosen)
        self._keep(kept._replace(chosen=chosen))
        late = chosen.get(Task.TIME_OUT)
        if Task.TIME_OUT in left and late and late != kept.chosen.get(Task.TIME_OUT):
            self._befall(RecordId(late))
        return chosen

    def _serves(self, name: str | None) -> bool:
        """Where nothing could be chosen there is nothing to choose anew."""
        record = self._find(name)
        return name == "" or (record is not None and record.status in WAITS)

    def _choose(self, left: Collection[Task], before: Mapping[str, str]) -> dict[str, str]:
        from core.planning import Standing

        chosen = {task: name for task, name in before.items() if self._serves(name)}
        lines = [line for tab in TABS for line in self._planned(tab)]
        taken = set(chosen.values())
        clean = [
            line.record.id
            for line in lines
            if line.standing is Standing.READY and not line.one_way and not line.objections
        ]
        free = iter([name for name in clean if name not in taken])
        for task in left:
            if task is Task.CHAIN and task not in chosen:
                chosen |= self._chain(lines)
            elif task not in chosen:
                chosen[task] = next(free, "")
        return chosen

    def _planned(self, tab: str) -> "tuple[Line, ...]":
        from core.planning import planned

        waiting = self._store.ids(Query(tab, View.READY_TO_EXPORT), TRIED)
        return planned(self._store, self._actor, waiting).lines

    def _chain(self, lines: "Iterable[Line]") -> dict[str, str]:
        """A record that waits for one other, which may be accepted now; best for its vendor."""
        from core.planning import Standing, planned

        held = [
            line for line in lines if line.standing is Standing.HELD and len(line.blockers) == 1
        ]
        held.sort(key=lambda line: line.blockers[0].kind is not RecordKind.COMPANY)
        for line in held[:CHAINS_TRIED]:
            first = line.blockers[0].id
            (judged,) = planned(self._store, self._actor, [Asked(first)]).lines or (None,)
            if judged is not None and judged.standing is Standing.READY:
                return {Task.CHAIN: line.record.id, f"{Task.CHAIN}:first": first}
        return {Task.CHAIN: ""}

    # keeping

    def _kept(self) -> Kept | None:
        text = self._store.kept(self._fact)
        if text is None:
            return None
        found = json.loads(text)
        since = datetime.fromisoformat(found["since"])
        return Kept(since, found["chosen"], dismissed=found["dismissed"])

    def _keep(self, kept: Kept) -> None:
        fields = {**kept._asdict(), "since": kept.since.isoformat()}
        self._store.keep(self._fact, json.dumps(fields))


def _named_by(record: Record) -> set[RecordId]:
    """What has to be in Sage before it: vendor, project, contract, and change orders it bills."""
    billed = (getattr(line, "cco", None) for line in lines_of(record))
    named = (record.vendor, record.project, record.parent, *billed)
    return {name for name in named if name}


def _got_through(deeds: Iterable[Deed], accepted: Collection[RecordId]) -> Deed | None:
    """When a record of which no answer came was found to have arrived after all."""
    lost: set[RecordId] = set()
    for deed in deeds:
        if deed.action is A.LOSE and deed.record in accepted:
            lost.add(deed.record)
        elif deed.action in ARRIVED and deed.record in lost:
            return deed
    return None
