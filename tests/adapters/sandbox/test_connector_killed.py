"""The dial at thirty percent of each kind and a connector that dies again and again: ledger, store
and audit agree at the end."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.sandbox.faults import FaultKind
from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.case import Answers
from core.dispatch import Dispatcher
from core.people import CONNECTOR
from core.query import Query
from core.vocabulary import Action, ErpStatus, RecordKind, View
from tests.adapters.sandbox.company import opened, sandbox
from tests.people import ANA
from tests.records import commitment, company, many, project

ROOT = Path(__file__).parents[3]
K, S = RecordKind, ErpStatus
COUNT = 60
KILLS = 6

CONNECTOR_PROCESS = """
import sys, time
from pathlib import Path
from adapters.stores.sqlite import SqliteStore
from core.dispatch import Dispatcher
from tests.adapters.sandbox.company import opened

home = Path(sys.argv[1])
made = opened(home / "sandbox.sqlite", seed=None)
store = SqliteStore(home / "countersign.sqlite")
dispatcher = Dispatcher(store, made.erp, made.projects, owner=sys.argv[2], lease=1.0)
print("working", flush=True)
while True:
    if not dispatcher.perform_owed(5):
        time.sleep(0.01)
"""


def later():
    """Past every pause and every lease."""
    return datetime.now(UTC) + timedelta(hours=1)


def accept_all(store, view):
    asked = store.ids(Query("commitments", view), COUNT)
    return Approvals(store).perform_many(Action.ACCEPT, asked, ANA, Answers())[0].done


def killed_after(home, seconds, name):
    command = [sys.executable, "-c", CONNECTOR_PROCESS, str(home), name]
    worker = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert worker.stdout.readline() == b"working\n"
    time.sleep(seconds)
    worker.send_signal(signal.SIGKILL)
    worker.stdout.close()
    worker.wait()


@pytest.mark.rule("invariant I3", "invariant I6")
def test_nothing_is_lost_and_nothing_is_doubled(tmp_path):
    killed_and_brought_to_an_end(tmp_path, KILLS, seed=5)


def killed_and_brought_to_an_end(folder, kills, seed):
    made = sandbox(folder / "sandbox.sqlite")
    made.faults.set_slowness(0.01)
    for kind in FaultKind:
        made.faults.turn(kind, 30)
    store = SqliteStore(folder / "countersign.sqlite")
    orders = many(commitment, COUNT)
    store.arrive([project(S.SYNCED), company(S.SYNCED), *orders], CONNECTOR)
    made.projects.hold(orders)
    dice = random.Random(seed)

    assert accept_all(store, View.READY_TO_EXPORT) == COUNT
    for kill in range(kills):
        killed_after(folder, dice.uniform(0.05, 0.3), f"connector-{kill}")
        accept_all(store, View.FAILED)
    amid = Counter(store.find(order.id).status for order in orders)
    for kind in FaultKind:
        made.faults.turn(kind, 0)
    patient = SqliteStore(folder / "countersign.sqlite", clock=later)
    last = opened(folder / "sandbox.sqlite")
    dispatcher = Dispatcher(patient, last.erp, last.projects, owner="the last")
    while dispatcher.perform_owed(50) or accept_all(store, View.FAILED):
        pass

    assert amid[S.SYNCED] < COUNT
    kept = [store.find(order.id) for order in orders]
    documents = made.ledger.documents(K.COMMITMENT)
    exports = made.ledger.exported()
    assert {record.status for record in kept} == {S.SYNCED}
    assert sorted(d.erp_id for d in documents) == sorted(record.erp_id for record in kept)
    assert len(exports) == COUNT
    assert {record: key for key, (_, _, record) in exports.items()} == {
        record.id: record.export_key for record in kept
    }
    assert all(
        sum(e.action in {Action.CONFIRM, Action.FIND} for e in store.history(record.id)) == 1
        for record in kept
    )
    assert {made.projects.find(record.id).status for record in kept} == {S.SYNCED}
    assert store.verify() == []
    assert store.owing() == 0
