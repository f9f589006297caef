"""What the core needs of whoever compares names."""

from collections.abc import Iterator, Sequence
from typing import Protocol


class Likeness(Protocol):
    """Tells how alike names are."""

    def alike(
        self, names: Sequence[str], among: Sequence[str], percent: int
    ) -> Iterator[tuple[int, int, int]]:
        """Every pair that is at least so much alike: two places, and how alike in percent."""
