"""On-demand refreshes: asked for once, performed under a lease, taken over from the dead."""

from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.sqlite import Database
from adapters.stores import rows
from core.people import Actor
from core.ports import Run, RunState

OPEN = "state IN ('asked', 'running')"


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
            run = rows.run(found[0])._replace(state=RunState.RUNNING)
            connection.execute(
                "UPDATE runs SET state = ?, owner = ?, lease = ?, free_at = ? WHERE id = ?",
                (run.state, owner, until - at, until, run.id),
            )
        return run

    def report_refresh(self, run: Run) -> None:
        """Keep how far a run is, and its lease alive. One that has ended stays as it ended."""
        at = rows.micros(self._clock())
        with self._database.write() as connection:
            connection.execute(
                "UPDATE runs SET state = ?, seen = ?, total = ?, arrived = ?, changed = ?, "
                f"finished_at = ?, result = ?, free_at = ? + lease WHERE id = ? AND {OPEN}",
                (
                    run.state, run.seen, run.total, run.arrived, run.changed,
                    rows.maybe_micros(run.finished_at), run.result, at, run.id,
                ),
            )  # fmt: skip

    def last_refresh(self, tab: str) -> Run | None:
        found = self._database.rows(
            f"SELECT {rows.RUN} FROM runs WHERE tab = ? ORDER BY id DESC LIMIT 1", (tab,)
        )
        return rows.run(found[0]) if found else None
