"""G5: each fault of the network, at receivers of four sorts of promise, and killed connectors."""

import random
from collections import Counter
from collections.abc import Callable

from soak import Figures
from soak.receiver import Fault, Kind
from soak.rig import Killed, Rig, rig

RATE = 0.7
KILLS = 0.02
"""How many of a hundred points are a connector's last."""
ITEMS = 100
TRY_AGAIN = 10
"""Rounds after which somebody tries again what was turned away."""
KEPT_FROM = {
    Kind.FRESH: {Fault.TWICE},
    Kind.REFERENCE: {Fault.TWICE},
    Kind.NOTHING: {Fault.TWICE},
}
"""What only a receiver that refuses doubles can prevent."""


def run(size: int, seed: int) -> Figures:
    """`size` is how often each fault has to befall a call."""
    dice = random.Random(seed)
    injected: Counter[Fault] = Counter()
    parked: Counter[Kind] = Counter()
    found: list[str] = []
    items = kills = calls = 0
    while min(injected[fault] for fault in Fault) < size:
        for kind in Kind:
            left = [f for f in Fault if f not in KEPT_FROM.get(kind, ())]
            rarest = sorted(left, key=lambda fault: injected[fault])[:6]
            one = rig(kind, ITEMS, sqlite=kind is Kind.CODE)
            died = _trial(one, dice, [*left, *rarest, *rarest], injected)
            parked[kind] += one.answer_for_parked()
            found += [f"{kind}: {what}" for what in one.violations()]
            items, kills, calls = items + ITEMS, kills + died, calls + one.receiver.calls
    counted = [
        ("records", items),
        ("calls", calls),
        ("faults", sum(injected.values())),
        ("fewest of one kind", min(injected.values())),
        ("kinds of fault", len(injected)),
        ("connectors killed", kills),
        *((f"left to a person: {kind}", parked[kind]) for kind in Kind),
    ]
    return Figures(
        tuple(counted),
        tuple(found),
        "the in-process door; doubled delivery only where the receiver refuses doubles",
    )


def _trial(one: Rig, dice: random.Random, faults: list[Fault], injected: Counter[Fault]) -> int:
    """Every record accepted and brought to its end. Returns how many connectors died."""
    kills = 0

    def fault() -> Fault | None:
        if dice.random() >= RATE:
            return None
        chosen = dice.choice(faults)
        injected[chosen] += 1
        return chosen

    def passing(_: str) -> None:
        nonlocal kills
        if dice.random() < KILLS:
            kills += 1
            raise Killed

    one.receiver._fault = fault  # noqa: SLF001  # the dial of this trial
    for name in one.orders:
        one.accept(name)
    for turn in range(len(one.orders) * 12):
        if not _round(one, turn, dice, passing):
            break
    one.receiver._fault = lambda: None  # noqa: SLF001  # the same dial
    if not one.settle():
        raise RuntimeError("nothing came to its end")
    return kills


def _round(one: Rig, turn: int, dice: random.Random, passing: Callable[[str], None]) -> bool:
    """Whether anything is still owed after it."""
    if not one.work(f"connector {turn % 3}", 5, passing):
        one.clock.pass_(dice.choice((0.5, 5.0, 31.0)))
    one.receiver.deliver()
    if turn % TRY_AGAIN == 0:
        for record in one.standing_failed():
            one.accept(record)
    return bool(one.store.owing())
