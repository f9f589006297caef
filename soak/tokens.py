"""G16: many processes renew one grant whose tokens work once; some are killed while they do it.

Without kills nobody is ever turned away. With them the grant may be lost, and then everybody says
that a person has to authorise anew, after asking no more than once each.
"""

import json
import multiprocessing
import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from random import Random

from adapters.procore.authorising import address
from adapters.procore.errors import explained
from adapters.procore.grants import AuthoriseAnew, Client, Grant
from adapters.sandbox.doors.procore.door import ProcoreDoor
from adapters.sandbox.doors.procore.grants import Grants
from adapters.sandbox.doors.serving import Served
from adapters.sandbox.faults import FaultDial, FaultKind
from adapters.sqlite import Database
from adapters.wire.wire import Wire
from core.ports import OutsideUnreachable
from soak import Figures
from tests.adapters.procore.consent import answered
from tests.ssh.desk import until

PROCESSES = 16
KILLED = 4
"""The last of them while it waits for its answer."""
SLOWNESS = 0.06
"""Seconds that an answer takes where somebody is killed."""
PATIENCE = 60.0
APP = Client("sandbox", "sandbox")
SPAWN = multiprocessing.get_context("spawn")
Told = tuple[str, int]


def run(size: int, seed: int) -> Figures:
    """So many renewals by each process; then once more, with some of them killed."""
    dice = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        kept, asked = _together(Path(folder) / "kept", size, kill=0, dice=dice)
        lost, asked_more = _together(Path(folder) / "lost", size, kill=KILLED, dice=dice)
    bad = [f"without a kill: {what} {n} times" for what, n in kept.items() if what != "renewed"]
    bad += [f"with kills: {what} {n} times" for what, n in lost.items() if what == "lost answer"]
    wanted = PROCESSES * size
    if kept["renewed"] != wanted:
        bad.append(f"{kept['renewed']} of {wanted} renewals were heard of")
    if not lost["authorise anew"]:
        bad.append("with kills: nobody was told that a person has to authorise anew")
    if asked_more > lost["renewed"] + PROCESSES:
        bad.append(f"{asked_more} calls for {lost['renewed']} renewals: somebody asks in a loop")
    counted = (
        ("processes", PROCESSES), ("renewals without a kill", kept["renewed"]),
        ("calls for them", asked), ("killed", KILLED), ("renewals with kills", lost["renewed"]),
        ("calls for them, and for what was lost", asked_more),
        ("ended in `authorise anew`", lost["authorise anew"]),
    )  # fmt: skip
    return Figures(counted, tuple(bad))


def _together(place: Path, size: int, *, kill: int, dice: Random) -> tuple[Counter[str], int]:
    """What the processes told, and how many tokens were asked for."""
    place.mkdir()
    with _door(slow=kill > 0) as (served, grants):
        code = _code(served)
        _grant(served, place).authorise(code)
        told: SimpleQueue[Told] = SPAWN.SimpleQueue()
        many = [
            SPAWN.Process(target=_renew, args=(served, str(place), size, told))
            for _ in range(PROCESSES)
        ]
        for one in many:
            one.start()
        for one in many[: kill - 1 if kill else 0]:
            time.sleep(dice.random())
            if one.pid is not None and one.is_alive():
                os.kill(one.pid, signal.SIGKILL)
        if kill:
            # One that was killed before may have asked, and then nobody renews any more.
            until(
                lambda: grants.asked > PROCESSES or not _alive(many),
                "renewals before a kill",
                PATIENCE,
            )
            _kill_who_asks(place / "tokens.lock", many)
        found: Counter[str] = Counter()
        for one in many:
            one.join(120)
        while not told.empty():
            what, count = told.get()
            found[what] += count
        return found, grants.asked - 1


def _renew(served: str, place: str, times: int, told: "SimpleQueue[Told]") -> None:
    """Ask for another token again and again, as when each is over."""
    grant = _grant(served, Path(place))
    token, renewed = "", 0
    for _ in range(times):
        try:
            token = grant.token(but_not=token)
            renewed += 1
        except AuthoriseAnew:
            told.put(("authorise anew", 1))
            break
        except OutsideUnreachable:
            told.put(("lost answer", 1))
            break
    told.put(("renewed", renewed))
    grant.close()


def _alive(many: Sequence[BaseProcess]) -> set[int]:
    return {one.pid for one in many if one.pid is not None and one.is_alive()}


def _kill_who_asks(lock: Path, many: Sequence[BaseProcess]) -> None:
    """Whoever waits for the answer to a refresh: it will be used up, with nobody to keep what came.

    Looks again and again, until somebody is found to wait for half of the slowness.
    """
    before: set[int] = set()
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE and (ours := _alive(many)):
        now = ours.intersection(_holders(lock)) if _asks(lock) else set()
        if waiting := now & before:
            os.kill(waiting.pop(), signal.SIGKILL)
            return
        before = now
        time.sleep(SLOWNESS / 2)


def _asks(lock: Path) -> bool:
    return bool(json.loads(lock.with_suffix("").read_text())["asking"])


def _holders(lock: Path) -> list[int]:
    """The processes that hold a lock, as the kernel tells."""
    file = f":{lock.stat().st_ino} "
    held = [line for line in Path("/proc/locks").read_text().splitlines() if file in line]
    return [int(line.split()[4]) for line in held if "->" not in line]


@contextmanager
def _door(*, slow: bool) -> Iterator[tuple[str, Grants]]:
    grants = Grants()
    dial = FaultDial(Database(None))
    if slow:
        dial.set_slowness(SLOWNESS)
        dial.turn(FaultKind.SLOW, 100)
    served = Served([ProcoreDoor(grants=grants)], dial).start()
    try:
        yield served.address, grants
    finally:
        served.close()


def _grant(served: str, place: Path) -> Grant:
    wire = Wire("Procore", served, explain=explained)
    return Grant(wire, APP, place / "tokens", by_person=True)


def _code(served: str) -> str:
    return answered(address(served, APP, "soak"))
