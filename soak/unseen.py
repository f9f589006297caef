"""G25: after any trouble nothing that was accepted is out of sight."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.stores.sqlite import SqliteStore
from core.query import Query
from core.vocabulary import View
from soak import Figures
from soak.deciders import judged
from soak.killed_writers import killed

LATER = timedelta(days=1)


def run(size: int, seed: int) -> Figures:
    """So many kills; then a day passes, and everything accepted must be at an end or listed."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "countersign.sqlite"
        told = killed(path, size, seed)
        wrong = judged(path, told, datetime.now(UTC) + LATER)
        store = SqliteStore(path)
        under_way = store.tally(Query("commitments", View.EXPORTING), 100_000)
        owing = store.owing()
        store.close()
    counted = (
        ("killed with SIGKILL", size),
        ("decisions acknowledged", sum(told.batches.values())),
        ("accepted and under way a day later", under_way),
        ("effects owed", owing),
        ("neither at an end nor owed nor listed", len(wrong)),
    )
    return Figures(counted, tuple(wrong[:20]))
