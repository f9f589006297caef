"""Processes that decide on one store, and what they were told is done."""

import os
import random
import select
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.case import Answers
from core.people import CONNECTOR
from core.ports import Asked, LostLease
from core.query import Query
from core.vocabulary import Action, View
from tests.people import ANA, SAM

WHO = {
    Action.ACCEPT: ANA,
    Action.REJECT: ANA,
    Action.RESEND: SAM,
    Action.RETRIEVE: SAM,
    Action.SEND: SAM,
    Action.UNLINK: ANA,
}
TRIED = (
    (View.READY_TO_EXPORT, Action.ACCEPT),
    (View.READY_TO_EXPORT, Action.ACCEPT),
    (View.READY_TO_EXPORT, Action.REJECT),
    (View.READY_TO_EXPORT, Action.RETRIEVE),
    (View.FAILED, Action.ACCEPT),
    (View.RETURNED, Action.RESEND),
    (View.RETURNED, Action.SEND),
    (View.NOT_SENT, Action.SEND),
    (View.SYNCED, Action.UNLINK),
)
"""What is tried in which view; round and round, so that the work never ends."""
MOST = 40
"""Records decided together, at most."""
LEASE = 0.05


class Acknowledged:
    """What processes said is done, each word written only after its commit came back."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        self._rest = b""
        self.batches: dict[str, int] = {}

    def say(self, batch: str, done: int) -> None:
        """In a child: one short write, which a pipe takes whole or not at all."""
        os.write(self._write, f"{batch} {done}\n".encode())

    def listen(self, seconds: float = 0.0) -> None:
        """In the parent: take in what was said so far."""
        while select.select([self._read], [], [], seconds)[0]:
            *lines, self._rest = (self._rest + os.read(self._read, 1 << 16)).split(b"\n")
            self.batches.update(
                {batch.decode(): int(done) for batch, done in map(bytes.split, lines)}
            )
            seconds = 0.0

    def close(self) -> None:
        os.close(self._read)
        os.close(self._write)


def forked(work: Callable[[], None]) -> int:
    """A process of its own, with every module loaded already."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    finally:
        os._exit(0)


def decide_on(path: Path, seed: int, told: Acknowledged) -> None:
    """Decide, and report what became of what is owed, until killed."""
    chance = random.Random(seed)
    store = SqliteStore(path)
    approvals = Approvals(store)
    while True:
        view, action = chance.choice(TRIED)
        waiting = store.ids(Query("commitments", view), 500)
        some = chance.sample(waiting, min(len(waiting), chance.randint(1, MOST)))
        batch, _ = approvals.perform_many(action, some, WHO[action], Answers(reason="Because."))
        told.say(batch.id, batch.done)
        for owed in store.claim(f"{seed}", LEASE, 10):
            report = chance.choice([Action.CONFIRM, Action.FAIL, Action.LOSE])
            asked = Asked(owed.record, owed.version)
            try:
                approvals.perform(report, asked, CONNECTOR, Answers(), settles=owed)
            except LostLease:
                continue


def judged(path: Path, told: Acknowledged, now: datetime | None = None) -> list[str]:
    """What was lost, doubled, half, or does not hold."""
    store = SqliteStore(path, lambda: now or datetime.now(UTC))
    counted = store._database.rows(  # noqa: SLF001  # no port counts entries by batch
        "SELECT batch, count(*) FROM audit WHERE batch <> '' GROUP BY batch"
    )
    entered = dict(counted)
    wrong = [
        f"batch {batch} was told {done} decisions and {entered.get(batch, 0)} are there"
        for batch, done in told.batches.items()
        if done != entered.get(batch, 0)
    ]
    wrong += [str(finding) for finding in store.findings()]
    store.close()
    return wrong
