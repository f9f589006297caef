"""Answers made from Procore's published description, given to everything that our client does.

Any field may be missing or null, texts long and in any script, numbers large. What is asked ends
in a value or in a failure that has a name; nothing passes for linked or made unsaid.
"""

import tempfile
from pathlib import Path

from soak import Figures
from tests.adapters.procore.deeds import run as described

EXAMPLES = 5


def run(size: int, seed: int) -> Figures:
    """Do so many deeds."""
    with tempfile.TemporaryDirectory() as folder:
        outcome = described(Path(folder), size, seed)
    counted = (("deeds", size), ("answers", outcome.answers), *sorted(outcome.ends.items()))
    return Figures(counted, tuple(outcome.bad[:EXAMPLES]))
