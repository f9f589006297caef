"""The relay's first steps, and the last run of each job of the automatic sync."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.sqlite import Database
from adapters.stores import rows
from core.people import Actor
from core.ports import Depth, FirstStep, JobRun, RunState, Span
from core.vocabulary import Action, RecordKind

STEP = "id, span, depth, asked_by, asked_at, state, seen, total, finished_at, result"
OPEN = "state IN ('asked', 'running')"
KEEP_RUN = (
    "INSERT INTO job_runs (name, at, state, result) VALUES (?, ?, ?, ?) ON CONFLICT (name) "
    "DO UPDATE SET at = excluded.at, state = excluded.state, result = excluded.result"
)
EXPORTED = (
    "SELECT a.seq, a.at, a.action, r.kind FROM audit a LEFT JOIN records r ON r.id = a.record "
    "WHERE a.seq > ? AND a.seq <= ? ORDER BY a.seq DESC"
)
STRETCH = 1000
"""Entries looked at together, from the newest backwards."""


class Syncs:
    """The part of the store that keeps how both hops went."""

    _database: Database
    _clock: Callable[[], datetime]

    def ask_first_step(self, span: Span, depth: Depth, actor: Actor) -> FirstStep:
        at = rows.micros(self._clock())
        with self._database.write() as connection:
            open_one = f"SELECT {STEP} FROM first_steps WHERE {OPEN}"
            found = connection.execute(open_one).fetchall()
            if not found:
                connection.execute(
                    "INSERT INTO first_steps (span, depth, asked_by, asked_at, state) "
                    "VALUES (?, ?, ?, ?, ?)",
                    (span, depth, actor.name, at, RunState.ASKED),
                )
                found = connection.execute(open_one).fetchall()
        return _step(found[0])

    def report_first_step(self, step: FirstStep) -> None:
        """One that has ended stays as it ended."""
        ended = rows.maybe_micros(step.finished_at)
        with self._database.write() as connection:
            connection.execute(
                "UPDATE first_steps SET state = ?, seen = ?, total = ?, finished_at = ?, "
                f"result = ? WHERE id = ? AND {OPEN}",
                (step.state, step.seen, step.total, ended, step.result, step.id),
            )

    def first_steps(self, limit: int) -> Sequence[FirstStep]:
        found = self._database.rows(
            f"SELECT {STEP} FROM first_steps ORDER BY id DESC LIMIT ?", (limit,)
        )
        return [_step(row) for row in found]

    def keep_job_runs(self, runs: Iterable[JobRun]) -> None:
        kept = [(run.name, rows.micros(run.at), run.state, run.result) for run in runs]
        with self._database.write() as connection:
            connection.executemany(KEEP_RUN, kept)

    def job_runs(self) -> Mapping[str, JobRun]:
        found = self._database.rows("SELECT name, at, state, result FROM job_runs")
        return {
            name: JobRun(name, rows.moment(at), RunState(state), result)
            for name, at, state, result in found
        }

    def exported_since(self, at: datetime) -> Mapping[RecordKind, datetime]:
        since = rows.micros(at)
        newest: dict[RecordKind, datetime] = {}
        last = int(self._database.rows("SELECT coalesce(max(seq), 0) FROM audit")[0][0])
        while last > 0:
            entries = self._database.rows(EXPORTED, (last - STRETCH, last))
            for _, when, action, kind in entries:
                if when <= since:
                    return newest
                if action == Action.CONFIRM and kind is not None:
                    newest.setdefault(rows.KIND[kind], rows.moment(when))
            last -= STRETCH
        return newest


def _step(found: Sequence[Any]) -> FirstStep:
    number, span, depth, by, at, state, seen, total, finished_at, result = found
    return FirstStep(
        number, Span(span), Depth(depth), by, rows.moment(at), RunState(state), seen, total,
        rows.maybe_moment(finished_at), result,
    )  # fmt: skip
