"""G6: every way through the protocol, and one with each of its guards taken away."""

import importlib

from soak import Figures


def run(size: int, seed: int) -> Figures:  # noqa: ARG001  # every way is walked, whatever the seed
    """With up to `size` deaths and calls more than one on a way."""
    exploring = importlib.import_module("tests.model.exploring")
    protocol = importlib.import_module("tests.model.protocol")
    bounds = protocol.Bounds(deaths=size, calls=size + 1)
    whole = exploring.explore("", bounds)
    needed = [guard for guard in protocol.GUARDS if exploring.explore(guard, bounds).broken]
    found = [f"{what}: {', then '.join(whole.story)}" for what in sorted(whole.broken)]
    found += [f"nothing breaks without {g}" for g in protocol.GUARDS if g not in needed]
    counted = (
        ("moments of the whole protocol", whole.moments),
        ("guards", len(protocol.GUARDS)),
        ("guards without which something breaks", len(needed)),
    )
    return Figures(counted, tuple(found))
