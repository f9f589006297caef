"""Long runs of the real program under faults: what a goal asks, how often, and what came out."""

from typing import NamedTuple


class Figures(NamedTuple):
    """What a run of one goal came to."""

    counted: tuple[tuple[str, object], ...]
    """What was done and measured, by name, in the order to print it."""
    violations: tuple[str, ...] = ()
    """One sentence for each thing that must never happen and did."""
    note: str = ""
    """What a reader must know to judge the figures: a simulation, a check that had no data."""


class Goal(NamedTuple):
    """One row of the table in `soak/__main__.py`."""

    id: str
    title: str
    module: str
    """The module with `run(size, seed) -> Figures`, loaded only when it is run."""
    ci: int
    """The size that every change is tried with."""
    soak: int
    """The size for a night, or before a release."""
