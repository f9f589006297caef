"""On-demand refreshes: asked for once, performed under a lease, taken over from the dead."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from adapters.sqlite import Database
from adapters.stores import rows
from core.people import Actor
from core.ports import Run, RunState

OPEN = "(state IN ('asked', 'running'))"


class Runs:
    """The part of the store that keeps refreshes."""

    _database: Database
    _clock: Callable[[], datetime]

    def ask_refresh(self, tab: str, actor: Actor) -> Run:
        at = rows.micros(self._clock())
        with self._database.write() as connection:
            open_one = f"SELECT {rows.RUN} FROM runs WHERE tab = ? AND {OPEN}"
            found = connection.execute(open_one, (tab,)).fetchall()
            if not found:
                connection.execute(
                    "INSERT INTO runs (tab, asked_by, asked_at, state) VALUES (?, ?, ?, ?)",
                    (tab, actor.name, at, RunState.ASKED),
                )
                found = connection.execute(open_one, (tab,)).fetchall()
        return rows.run(found[0])

    def next_refresh(self, owner: str, seconds: float) -> Run | None:
        now = self._clock()
        at, until = rows.micros(now), rows.micros(now + timedelta(seconds=seconds))
        waiting = f"SELECT {rows.RUN} FROM runs WHERE {OPEN} AND free_at <= ? ORDER BY id LIMIT 1"
        if not self._database.rows(waiting, (at,)):
            return None
        with self._database.write() as connection:
            found = connection.execute(waiting, (at,)).fetchall()
            if not found:
                return None
            run = rows.run(found[0])
            run = run._replace(state=RunState.RUNNING, began_at=run.began_at or now)
            connection.execute(
                "UPDATE runs SET state = ?, owner = ?, lease = ?, free_at = ?, "
                "began_at = coalesce(began_at, ?) WHERE id = ?",
                (run.state, owner, until - at, until, at, run.id),
            )
        return run

    def report_refresh(self, run: Run) -> bool:
        """Keep how far a run is, and its lease alive. One that has ended stays as it ended."""
        at = rows.micros(self._clock())
        with self._database.write() as connection:
            told = connection.execute(
                "UPDATE runs SET state = ?, seen = ?, total = ?, arrived = ?, changed = ?, "
                "finished_at = ?, result = ?, stage = ?, about = ?, ends_at = ?, "
                f"free_at = ? + lease WHERE id = ? AND {OPEN}",
                (
                    run.state, run.seen, run.total, run.arrived, run.changed,
                    rows.maybe_micros(run.finished_at), run.result, run.stage, int(run.about),
                    rows.maybe_micros(run.ends_at), at, run.id,
                ),
            )  # fmt: skip
            return bool(told.rowcount)

    def cancel_refresh(self, tab: str, actor: Actor) -> Run | None:
        at, said = rows.micros(self._clock()), f"cancelled by {actor.name}"
        with self._database.write() as connection:
            found = connection.execute(
                f"UPDATE runs SET state = ?, finished_at = ?, result = ? WHERE tab = ? AND {OPEN} "
                f"RETURNING {rows.RUN}",
                (RunState.CANCELLED, at, said, tab),
            ).fetchall()
        return rows.run(found[0]) if found else None

    def open_refreshes(self) -> Sequence[Run]:
        found = self._database.rows(f"SELECT {rows.RUN} FROM runs WHERE {OPEN} ORDER BY id")
        return [rows.run(one) for one in found]

    def ended_refreshes(self, tab: str, limit: int) -> Sequence[Run]:
        found = self._database.rows(
            f"SELECT {rows.RUN} FROM runs WHERE tab = ? AND NOT {OPEN} ORDER BY id DESC LIMIT ?",
            (tab, limit),
        )
        return [rows.run(one) for one in found]

    def last_refresh(self, tab: str) -> Run | None:
        found = self._database.rows(
            f"SELECT {rows.RUN} FROM runs WHERE tab = ? ORDER BY id DESC LIMIT 1", (tab,)
        )
        return rows.run(found[0]) if found else None
