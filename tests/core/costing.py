"""Builders of job cost transactions, and of what a project takes them on."""

from datetime import date

from core.costs import Takes
from core.records import CostTransaction
from core.vocabulary import CostSource

DAY = date(2025, 11, 3)
TAKES = Takes(
    {"01-100": frozenset("LS"), "03-300": frozenset("MS")},
    frozenset({"extra1"}),
    frozenset({"v1001"}),
)
"""The default project's codes, its synced sub job and its linked vendor."""


def cost(sequence: int = 1, amount: int = 100_00, **changes: object) -> CostTransaction:
    """A journal entry that fits the default project."""
    made = CostTransaction(
        7, sequence, CostSource.JOB_COST, "01-100", "L", amount, DAY, DAY, f"Entry {sequence}"
    )
    return made._replace(**changes)  # type: ignore[arg-type]  # the builder's open keywords
