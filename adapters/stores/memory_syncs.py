"""The store in memory: first steps of the relay and runs of the automatic sync."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from adapters.stores.memory_shelf import MemoryShelf
from core.people import Actor
from core.ports import Depth, FirstStep, JobRun, RunState, Span
from core.vocabulary import Action, RecordKind

OPEN = (RunState.ASKED, RunState.RUNNING)


class MemorySyncs:
    """The part of the store that keeps how both hops went."""

    _clock: Callable[[], datetime]
    _lock: threading.RLock
    _shelf: MemoryShelf
    _changes: int

    def __init__(self) -> None:
        self._steps: list[FirstStep] = []
        self._job_runs: dict[str, JobRun] = {}

    def ask_first_step(self, span: Span, depth: Depth, actor: Actor) -> FirstStep:
        with self._lock:
            if self._steps and self._steps[-1].state in OPEN:
                return self._steps[-1]
            number, now = len(self._steps) + 1, self._clock()
            self._steps.append(FirstStep(number, span, depth, actor.name, now, RunState.ASKED))
            self._changes += 1
            return self._steps[-1]

    def report_first_step(self, step: FirstStep) -> None:
        with self._lock:
            if self._steps[step.id - 1].state in OPEN:
                self._steps[step.id - 1] = step
                self._changes += 1

    def first_steps(self, limit: int) -> Sequence[FirstStep]:
        with self._lock:
            return self._steps[::-1][:limit]

    def keep_job_runs(self, runs: Iterable[JobRun]) -> None:
        with self._lock:
            self._job_runs |= {run.name: run for run in runs}
            self._changes += 1

    def job_runs(self) -> Mapping[str, JobRun]:
        with self._lock:
            return dict(self._job_runs)

    def exported_since(self, at: datetime) -> Mapping[RecordKind, datetime]:
        newest: dict[RecordKind, datetime] = {}
        with self._lock:
            for entry in self._shelf.audit:
                record = self._shelf.all.get(entry.record)
                if entry.action is Action.CONFIRM and record is not None and entry.at > at:
                    newest[record.kind] = entry.at
        return newest
