"""G7: Hypothesis plays people, connectors, network and receiver against the real code."""

import importlib

from hypothesis import HealthCheck, settings
from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test

from soak import Figures

STEPS = 40
SLOWER = 5
"""The store on SQLite is tried so many times less often."""


def run(size: int, seed: int) -> Figures:
    """So many runs of up to STEPS steps."""
    machine = importlib.import_module("tests.model.machine")
    found: list[str] = []
    tried = {}
    for name, runs in (("InMemory", size), ("InSqlite", max(1, size // SLOWER))):
        of = seeded(seed)(type(name, (getattr(machine, name),), {}))
        chosen = settings(
            max_examples=runs,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        try:
            run_state_machine_as_test(of, settings=chosen)
        except Exception as why:  # noqa: BLE001  # whatever it is, it must never happen
            found.append(f"{name}: {type(why).__name__}: {why}")
        tried[name] = runs
    counted = (*((f"runs, {name}", runs) for name, runs in tried.items()), ("steps, most", STEPS))
    return Figures(counted, tuple(found))
