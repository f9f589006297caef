"""Connectors are killed at every stage of an export through hh2, and at any other moment."""

import random
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.sandbox.faults import FaultDial, FaultKind
from soak import Figures
from tests.journeys.hh2_exports import MOMENTS, STAGES, Connectors, Exports, exports, killed_at
from tests.journeys.hh2_exports import ended as brought_to_an_end
from tests.journeys.outside import ran

LONGEST = 1.2
"""Seconds after an acceptance in which somebody is killed: an export takes about so long."""
FAULTS = (FaultKind.DOWN, FaultKind.REFUSE, FaultKind.TIMEOUT, FaultKind.DROP)
OF_A_HUNDRED = 4
AT_RANDOM = 10
"""Kills of a round besides those at stages."""


def run(size: int, seed: int) -> Figures:
    """So many rounds: each stage at each moment, and some kills at random on a bad line."""
    dice, wrong, kills = random.Random(seed), list[str](), Counter[str]()
    with TemporaryDirectory() as folder, exports(Path(folder)) as both:
        connectors = Connectors(both.home)
        try:
            connectors.begin(both.store)
            for turn in range(size):
                wrong += _at_each_stage(both, connectors, turn, kills)
                wrong += _at_random(both, connectors, turn, dice, kills)
        except AssertionError as why:
            wrong.append(str(why))
        finally:
            connectors.end()
        in_sage = Counter(both.in_sage())
        wrong += [f"{name} stands in Sage {n} times" for name, n in in_sage.items() if n > 1]
        verified = ran("verify", "--home", str(both.home))
        wrong += [verified.out] if verified.code else []
    counted = (*sorted(kills.items()), ("exports", len(in_sage)))
    return Figures(counted, tuple(filter(None, wrong)))


def _at_each_stage(
    both: Exports, connectors: Connectors, turn: int, kills: Counter[str]
) -> list[str]:
    found = []
    for moment in MOMENTS:
        for stage in STAGES:
            kills["kills at a stage"] += 1
            number = f"S{turn}-{kills['kills at a stage']}"
            found.append(killed_at(both, connectors, number, stage, moment))
    return found


def _at_random(
    both: Exports, connectors: Connectors, turn: int, dice: random.Random, kills: Counter[str]
) -> list[str]:
    found, dial = [], FaultDial(both.ledger.database)
    both.hold.stand_at("")
    for kind in FAULTS:
        dial.turn(kind, OF_A_HUNDRED)
    for _ in range(AT_RANDOM):
        kills["kills at random"] += 1
        number = f"R{turn}-{kills['kills at random']}"
        record = both.accept(number)
        time.sleep(dice.uniform(0, LONGEST))
        victim = both.holder() or dice.choice(connectors.running).pid
        connectors.kill(victim)
        both.lease_runs_out()
        connectors.more()
        found.append(brought_to_an_end(both, record, number))
    for kind in FAULTS:
        dial.turn(kind, 0)
    return found
