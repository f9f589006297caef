"""Two processes decide on one file and are killed at random moments: nothing is ever half."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from adapters.stores.sqlite import SqliteStore
from core.people import CONNECTOR
from core.vocabulary import ErpStatus
from tests.records import commitment, company, many, project

ROOT = Path(__file__).parents[3]
KILLS = 6
WRITER = """
import random, sys
from pathlib import Path
from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.case import Answers
from core.people import CONNECTOR
from core.ports import Asked
from core.query import Query
from core.vocabulary import Action, View
from tests.people import ADA
store = SqliteStore(Path(sys.argv[1]))
chance = random.Random(int(sys.argv[2]))
approvals = Approvals(store)
print("ready", flush=True)
while True:
    waiting = store.ids(Query("commitments", chance.choice(list(View))), 500)
    some = chance.sample(waiting, min(len(waiting), chance.randint(1, 120)))
    action = chance.choice([Action.ACCEPT, Action.REJECT, Action.RESEND, Action.RETRIEVE])
    batch, _ = approvals.perform_many(action, some, ADA, Answers(reason="Because."))
    print(f"done {batch.id} {batch.done}", flush=True)
    for owed in store.claim(sys.argv[2], 0.05, 20):
        report = chance.choice([Action.CONFIRM, Action.FAIL])
        asked = Asked(owed.record, owed.version)
        try:
            approvals.perform(report, asked, CONNECTOR, Answers(), settles=owed)
        except Exception as why:
            if type(why).__name__ != "LostLease":
                raise
"""


def writer(path: Path, seed: int) -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(seed)],
        stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert started.stdout.readline() == "ready\n"
    return started


@pytest.mark.rule("invariant I24", "invariant I20", "invariant I1")
def test_writers_that_are_killed_leave_nothing_half(tmp_path):
    path = tmp_path / "countersign.sqlite"
    store = SqliteStore(path)
    store.arrive(
        [
            project(ErpStatus.SYNCED),
            company(ErpStatus.SYNCED),
            *many(commitment, 400, status=ErpStatus.READY_TO_EXPORT),
        ],
        CONNECTOR,
    )
    chance = random.Random(20251211)
    acknowledged: dict[str, int] = {}
    writers = [writer(path, 1), writer(path, 2)]

    for kill in range(KILLS):
        time.sleep(chance.uniform(0.02, 0.15))
        victim = writers.pop(chance.randrange(2))
        os.kill(victim.pid, signal.SIGKILL)
        said, _ = victim.communicate()
        for line in said.splitlines():
            if line.startswith("done ") and len(line.split()) == 3:
                _, batch, done = line.split()
                acknowledged[batch] = int(done)
        writers.append(writer(path, 100 + kill))
    for each in writers:
        each.kill()
        each.communicate()

    entered = dict(
        store._database.rows("SELECT batch, count(*) FROM audit WHERE batch <> '' GROUP BY batch")
    )
    lost = {b: n for b, n in acknowledged.items() if n != entered.get(b, 0)}
    assert sum(acknowledged.values())
    assert lost == {}, json.dumps(lost)
    assert store.verify() == []
    store.close()
