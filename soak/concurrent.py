"""G8: many approvers at once on the same records; each is decided once, and nobody waits long."""

import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.case import Answers
from core.decision import Allowed
from core.ports import Asked
from core.vocabulary import Action, RecordId
from soak import Figures
from soak.company import founded
from soak.deciders import Acknowledged, forked, judged
from tests.people import ANA

RECORDS = 2_000
SOON = 0.25
"""Seconds in which 99 of 100 decisions are made, where the machine has nothing else to do."""
LONGEST = 10.0


def run(size: int, seed: int) -> Figures:
    """So many processes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "countersign.sqlite"
        founded(path, RECORDS).close()
        began = time.monotonic()
        pids = [forked(_approver(path, seed + n, Path(folder) / f"{n}.json")) for n in range(size)]
        for pid in pids:
            os.waitpid(pid, 0)
        seconds = time.monotonic() - began
        said = [json.loads((Path(folder) / f"{n}.json").read_text()) for n in range(size)]
        told = Acknowledged()
        told.close()
        wrong = judged(path, told)
    done = sum(each["done"] for each in said)
    waits = sorted(wait for each in said for wait in each["waits"])
    p99, longest = quantiles(waits, n=100)[98], waits[-1]
    if done != RECORDS:
        wrong.append(f"{RECORDS} records were decided {done} times")
    if longest > LONGEST:
        wrong.append(f"somebody waited for {longest:.1f} s")
    counted = (
        ("approvers at a time", size),
        ("records", RECORDS),
        ("decided", done),
        ("refused as decided already", sum(each["refused"] for each in said)),
        ("decisions a second", done / seconds),
        ("p50 ms", quantiles(waits, n=100)[49] * 1000),
        ("p99 ms", p99 * 1000),
        ("p99 within 250 ms", "yes" if p99 < SOON else "no"),
        ("longest ms", longest * 1000),
        ("longest write transaction ms", max(each["held"] for each in said) * 1000),
    )
    note = "The p99 is the machine's as much as ours: it fails nothing, a wait over 10 s does."
    return Figures(counted, tuple(wrong[:20]), note)


def _approver(path: Path, seed: int, out: Path) -> Callable[[], None]:
    def decide() -> None:
        chance = random.Random(seed)
        store = SqliteStore(path)
        approvals = Approvals(store)
        names = [RecordId(f"commitment-{n:05}") for n in range(1, RECORDS + 1)]
        chance.shuffle(names)
        waits, done, refused = [], 0, 0
        for name in names:
            action = chance.choice((Action.ACCEPT, Action.REJECT))
            began = time.monotonic()
            said = approvals.perform(action, Asked(name, 1), ANA, Answers(reason="Because."))
            waits.append(time.monotonic() - began)
            done += isinstance(said, Allowed)
            refused += not isinstance(said, Allowed)
        out.write_text(
            json.dumps(
                {"done": done, "refused": refused, "waits": waits, "held": store.longest_hold}
            )
        )

    return decide
