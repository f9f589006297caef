"""G18: a backup is put back at any moment; nothing is sent before everything was looked up."""

import random
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.sqlite import Database
from adapters.stores.sqlite import SqliteStore
from core.epoch import Mark, mark_of
from core.epoch import behind as why_behind
from core.reconciling import after_restore
from core.vocabulary import ErpStatus
from soak import Figures
from soak.receiver import Fault, Kind, Receiver
from soak.rig import Clock, Killed, Rig

ITEMS = 12
RATE = 0.3
KILLS = 0.05


class Memory:
    """A witness that no backup reaches."""

    def __init__(self) -> None:
        self.mark: Mark | None = None

    def newest(self) -> Mark | None:
        return self.mark

    def remember(self, mark: Mark) -> None:
        self.mark = mark


def run(size: int, seed: int) -> Figures:
    """So many drills."""
    dice = random.Random(seed)
    found: list[str] = []
    sums = {"sent before the restore": 0, "known only to the receiver": 0, "looked up": 0}
    with TemporaryDirectory() as folder:
        for drill in range(size):
            found += [f"drill {drill}: {what}" for what in _drill(Path(folder), drill, dice, sums)]
    return Figures((("drills", size), *sums.items()), tuple(found))


def _drill(folder: Path, number: int, dice: random.Random, sums: dict[str, int]) -> Iterator[str]:
    path, copy = folder / f"{number}.sqlite", folder / f"{number}.backup"
    clock, memory = Clock(), Memory()
    receiver = Receiver(Kind.CODE, clock)
    receiver._fault = lambda: dice.choice(list(Fault)) if dice.random() < RATE else None  # noqa: SLF001
    one = Rig(SqliteStore(path, clock), receiver, clock, ITEMS)
    one.witness = memory
    backed_up = dice.randrange(1, 25)
    for turn in range(30):
        _turn(one, dice)
        if turn == backed_up:
            database = Database(path)
            database.copy_to(copy)
            database.close()
    assert isinstance(one.store, SqliteStore)
    came_to = mark_of(one.store)
    one.store.close()

    older = Rig.over(SqliteStore(copy, clock), receiver, clock, one.orders)
    older.witness = memory
    sums["sent before the restore"] += len(receiver.books)
    calls, behind = receiver.calls, bool(why_behind(older.store, memory.newest()))
    if receiver.books and mark_of(older.store).called_at < came_to.called_at and not behind:
        yield "an older copy was not recognised"
    for _ in range(5):
        older.work("restored")
        clock.pass_(6.0)
    if behind and receiver.calls != calls:
        yield f"{receiver.calls - calls} calls were made before anything was looked up"
    receiver._fault = lambda: None  # noqa: SLF001  # the outside answers from here on
    yield from _looked_up(older, memory, sums)


def _looked_up(older: Rig, memory: Memory, sums: dict[str, int]) -> Iterator[str]:
    """Everything under way is looked up; then the copy goes on as the store."""
    receiver = older.receiver
    done = after_restore(older.store, receiver, memory)
    sums["looked up"] += done.found + done.open
    sums["known only to the receiver"] += len(done.incidents)
    unexpected = {incident.record for incident in done.incidents}
    for name in older.orders:
        waits = older.store.find(name).status is ErpStatus.READY_TO_EXPORT
        if waits and name not in unexpected:
            older.accept(name)
    if not older.settle():
        yield "the restored copy never comes to its end"
    held = {document.record for document in receiver.books}
    for what in older.violations():
        told = any(name in what for name in unexpected)
        if not told:
            yield what
    for name in unexpected - held:
        yield f"{name} was told to stand in the receiver's books, and does not"


def _turn(one: Rig, dice: random.Random) -> None:
    def passing(_: str) -> None:
        if dice.random() < KILLS:
            raise Killed

    if dice.random() < 0.5:
        one.accept(dice.choice(one.orders))
    one.work(f"connector {dice.randrange(2)}", 3, passing)
    one.clock.pass_(dice.choice((1.0, 10.0, 40.0)))
    one.receiver.deliver()
