"""How far a reading of the outside is: told by whoever reads to whoever waits for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.values import NamedTuple


class Reading(NamedTuple):
    """Where a reading stands."""

    system: str
    rows: int
    total: int = 0
    """Of how many; 0 where nobody can tell."""
    about: bool = False
    """The system does not say how many there are: it is what is expected."""
    left: float | None = None
    """Seconds that the rest takes by the pace so far and by what the system lets us call; None
    where nobody can tell."""
    a_row: float = 0.0
    """Seconds of work that a row takes so far."""


class Watch:
    """Stands between the two; silent while nobody waits. For one thread."""

    def __init__(self) -> None:
        self._hears: Callable[[Reading], None] | None = None
        self.expects = 0
        """How many rows whoever waits reckons with; 0 where it cannot."""

    def tell(self, reading: Reading) -> None:
        """Raises: whatever whoever waits raises to end the reading; what was read is kept."""
        if self._hears is not None:
            self._hears(reading)

    @contextmanager
    def heard_by(self, hears: Callable[[Reading], None], expects: int = 0) -> Iterator[None]:
        """Tell this one of what is read within."""
        self._hears, self.expects = hears, expects
        try:
            yield
        finally:
            self._hears, self.expects = None, 0
