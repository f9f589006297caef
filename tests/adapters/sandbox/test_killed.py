"""Processes that export and are killed in the midst of it: every key stands once in the books."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from adapters.sandbox.books import Books
from adapters.sqlite import Database
from core.vocabulary import RecordKind
from tests.adapters.sandbox.company import opened, sandbox

ROOT = Path(__file__).parents[3]
COUNT = 150
KILLS = 6

WORKER = f"""
import random, sys
from pathlib import Path
from core.ports import ErpRefused, OutcomeUnknown, OutsideUnreachable
from core.vocabulary import ErpStatus
from tests.adapters.sandbox.company import opened
from tests.records import commitment

made = opened(Path(sys.argv[1]), seed=None)
todo = list(range({COUNT}))
random.shuffle(todo)
print("working", flush=True)
while todo:
    number = todo.pop()
    record = commitment(ErpStatus.EXPORTING, id=f"c-{{number}}", erp_id=f"SC{{number}}")
    key = f"key-{{number}}"
    try:
        if made.erp.look(record, key).receipt is None:
            made.erp.export(record, key)
    except (ErpRefused, OutcomeUnknown, OutsideUnreachable):
        todo.insert(0, number)
"""


def started(path):
    """A worker that has begun to work."""
    command = [sys.executable, "-c", WORKER, str(path)]
    worker = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert worker.stdout.readline() == b"working\n"
    return worker


def killed(worker):
    worker.send_signal(signal.SIGKILL)
    worker.stdout.close()
    return worker.wait()


def test_killed_again_and_again_two_exporters_write_every_key_once(tmp_path):
    two_exporters(tmp_path, KILLS, seed=11)


def two_exporters(folder, kills, seed):
    path = folder / "sandbox.sqlite"
    made = sandbox(path)
    made.faults.set_slowness(0.02)
    for kind in ("slow", "refuse", "timeout", "drop", "down"):
        made.faults.turn(kind, 30)
    dice = random.Random(seed)
    workers = [started(path), started(path)]

    for kill in range(kills):
        time.sleep(dice.uniform(0, 0.1))
        killed(workers[kill % 2])
        workers[kill % 2] = started(path)
    amid = len(made.ledger.exported())
    ends = [(worker.wait(timeout=60), worker.stdout.close()) for worker in workers]

    ledger = opened(path).ledger
    keys = ledger.exported()
    documents = ledger.documents(RecordKind.COMMITMENT)
    assert ends == [(0, None), (0, None)]
    assert amid < COUNT
    assert sorted(keys) == sorted(f"key-{n}" for n in range(COUNT))
    assert sorted(d.erp_id for d in documents) == sorted(f"SC{n}" for n in range(COUNT))
    assert {record for _, _, record in keys.values()} == {f"c-{n}" for n in range(COUNT)}
    books = Books(Database(path))
    assert all(books.linked(f"c-{n}") == f"SC{n}" for n in range(COUNT))
