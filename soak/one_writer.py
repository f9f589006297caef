"""A process that decides one record after the other and says on stdout which decision is done.

`python -m soak.one_writer PATH SEED COUNT [ROOM]`: with ROOM the store's files may grow by so many
bytes, until a decision is refused; then there is room again.
"""

import os
import random
import resource
import sys
from pathlib import Path

from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.case import Answers
from core.decision import Allowed
from core.ports import Asked, StoreUnusable
from core.query import Query
from core.vocabulary import Action, RecordId, View
from tests.people import ANA

MANY = resource.RLIM_INFINITY


def say(word: str, text: str) -> None:
    """One write, so that whoever watches the calls sees it where it happened."""
    os.write(1, f"{word} {text}\n".encode())


def room(path: Path, more: int) -> None:
    """From now on no file may become larger than the largest is, and so many bytes."""
    sizes = [
        file.stat().st_size for file in path.parent.iterdir() if file.name.startswith(path.name)
    ]
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(sizes) + more, MANY))


def main() -> None:
    path, seed, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    if os.environ.get("SOAK_AS_NOBODY"):
        os.setgid(65534)
        os.setuid(65534)
    more = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    chance = random.Random(seed)
    store = SqliteStore(path)
    approvals = Approvals(store)
    say("ready", "")
    refused = 0
    for number in range(1, count + 1):
        if more and not refused % 2:
            room(path, chance.randrange(more))
        name = RecordId(f"commitment-{number:05}")
        action = chance.choice((Action.ACCEPT, Action.REJECT))
        try:
            done = approvals.perform(action, Asked(name), ANA, Answers(reason="Because." * 40))
        except StoreUnusable as why:
            refused += 1
            say("refused", f"{name} {why}")
            # Reading goes on.
            seen = sum(store.counts().values()) and len(
                store.ids(Query("commitments", View.SYNCED), 5)
            )
            say("read", f"{seen}")
            resource.setrlimit(resource.RLIMIT_FSIZE, (MANY, MANY))
            continue
        if isinstance(done, Allowed):
            refused = 0
            say("done", name)
    store.close()


if __name__ == "__main__":
    main()
