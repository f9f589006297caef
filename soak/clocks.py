"""G19: the clock is set by a day, an hour is lost or gained, a connector sleeps ten leases long."""

import random
from collections import Counter
from collections.abc import Callable

from soak import Figures
from soak.receiver import Fault, Kind
from soak.rig import LEASE, Rig, rig

ITEMS = 10
DAY, HOUR = 86_400.0, 3_600.0
JUMPS = (DAY, -DAY, HOUR, -HOUR, 1.0, -1.0)
RATE = 0.3
FAULTS = [fault for fault in Fault if fault is not Fault.TWICE]
"""What a connector can do something about."""


def run(size: int, seed: int) -> Figures:
    """So many trials, each with jumps and sleeps."""
    dice = random.Random(seed)
    found: list[str] = []
    did: Counter[str] = Counter()
    for trial in range(size):
        kind = (Kind.KEY, Kind.CODE, Kind.FRESH)[trial % 3]
        one = rig(kind, ITEMS, sqlite=trial % 10 == 0)
        _trial(one, dice, did)
        found += [f"trial {trial}, {kind}: {what}" for what in one.violations()]
    return Figures((("trials", size), *sorted(did.items())), tuple(found))


def _trial(one: Rig, dice: random.Random, did: Counter[str]) -> None:
    one.receiver._fault = lambda: dice.choice(FAULTS) if dice.random() < RATE else None  # noqa: SLF001
    for name in one.orders:
        one.accept(name)
    latest = one.clock.time
    for turn in range(60):
        latest = max(latest, one.clock.time)
        if dice.random() < 0.2:
            one.clock.set_by(dice.choice(JUMPS))
            did["clock set"] += 1
        if not one.work(f"connector {turn % 2}", 3, _sleeping(one, dice, did)):
            one.clock.pass_(dice.choice((1.0, 31.0)))
        one.receiver.deliver()
    one.receiver._fault = lambda: None  # noqa: SLF001  # the outside answers from here on
    for name in one.standing_failed():
        one.accept(name)
    # What was put off by a clock that ran ahead is due again at its time.
    latest = max(latest, one.clock.time)
    one.clock.set_by((latest - one.clock.time).total_seconds() + HOUR)
    if not one.settle():
        raise RuntimeError("nothing came to its end")


def _sleeping(one: Rig, dice: random.Random, did: Counter[str]) -> Callable[[str], None]:
    """A connector that falls asleep at any point, while another one works."""

    def passing(point: str) -> None:
        if dice.random() < 0.03:
            did[f"slept when {point}"] += 1
            one.clock.pass_(LEASE * 10)
            one.receiver.deliver()
            one.work("meanwhile", 5)
            one.clock.pass_(LEASE * 3)
            one.work("meanwhile", 5)

    return passing
