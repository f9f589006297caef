"""G24: every connector is killed at once; how long is it until all is resolved?"""

import random
from datetime import timedelta

from soak import Figures
from soak.receiver import Fault, Kind
from soak.rig import Killed, Rig, rig

ITEMS = 20
RESOLVED_WITHIN = timedelta(minutes=15)
CLAIMED_WITHIN = timedelta(seconds=60)


def run(size: int, seed: int) -> Figures:
    """So many total losses."""
    dice = random.Random(seed)
    found: list[str] = []
    slowest = first = timedelta(0)
    left = 0
    for trial in range(size):
        kind = (Kind.CODE, Kind.KEY, Kind.NOTHING)[trial % 3]
        one = rig(kind, ITEMS, sqlite=trial % 10 == 0)
        _all_die(one, dice)
        killed_at = one.clock.time
        claimed = _claimed(one)
        settled = one.settle()
        took = one.clock.time - killed_at
        first, slowest = max(first, claimed), max(slowest, took)
        left += one.answer_for_parked()
        if not settled or took > RESOLVED_WITHIN:
            found.append(f"trial {trial}, {kind}: resolved only after {took}")
        if claimed > CLAIMED_WITHIN:
            found.append(f"trial {trial}, {kind}: first claimed after {claimed}")
        found += [f"trial {trial}, {kind}: {what}" for what in one.violations()]
    counted = (
        ("total losses", size),
        ("slowest until all was resolved, seconds", slowest.total_seconds()),
        ("slowest until the first was claimed, seconds", first.total_seconds()),
        ("left to a person", left),
    )
    return Figures(counted, tuple(found), "by a clock that is moved by hand")


def _all_die(one: Rig, dice: random.Random) -> None:
    """Some exported, some in hand at every point, some untouched, some lost on the wire."""
    lost = (Fault.DROPPED, Fault.LOST, Fault.LATE)
    one.receiver._fault = lambda: dice.choice(lost) if dice.random() < 0.3 else None  # noqa: SLF001
    for name in one.orders:
        one.accept(name)

    def passing(_: str) -> None:
        if dice.random() < 0.25:
            raise Killed

    for worker in range(6):
        one.work(f"doomed {worker}", 3, passing)
    one.receiver._fault = lambda: None  # noqa: SLF001  # the outside answers from here on


def _claimed(one: Rig) -> timedelta:
    began = one.clock.time
    while not one.work("heir", 1):
        one.clock.pass_(1.0)
        one.receiver.deliver()
    return one.clock.time - began
