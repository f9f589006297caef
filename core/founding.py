"""What a company on systems of its own begins with."""

from core.routes import REAL, Routes
from core.values import NamedTuple


class Founding(NamedTuple):
    """What is asked before it exists, besides how its systems are reached."""

    company: str
    admin: str
    """The account of the first administrator."""
    name: str
    """Their full name."""
    routes: Routes = REAL
