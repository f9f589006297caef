"""Faults on the wire and killed processes: nothing is lost, nothing is doubled."""

import random
import signal
import time
from collections import Counter

from adapters.sandbox.ledger import Ledger
from adapters.stores.sqlite import SqliteStore
from core.query import Query
from core.vocabulary import Action, ErpStatus, RecordKind

SEED = 20261122
KILLS = 6
DECISIONS = 30
LONGEST = 90
"""Seconds after which too few decisions are a fault."""
FAULTS = ("refuse", "slow", "timeout", "drop")


def accepted_in(store, batch):
    return {
        row.id
        for row in store.rows(Query("commitments"), 100_000)
        for entry in store.history(row.id)
        if entry.batch == batch and entry.action is Action.ACCEPT
    }


def killed_after(process, seconds):
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_faults_of_every_kind_and_kills_lose_and_double_nothing(company):
    on_a_bad_line(company, KILLS, SEED)


def on_a_bad_line(company, kills, seed):
    dice = random.Random(seed)
    for fault in FAULTS:
        company.run("sandbox", "fault", fault, "30")
    every = ("--tab", "commitments", "--view", "Ready to Export", "--all")
    waiting = str(len(company.rows("commitments", "Ready to Export")))
    batch = company.json("accept", *every, "--yes", waiting, code=5)
    assert batch["done"] >= 60

    for _ in range(kills):
        killed_after(company.start("connector"), dice.uniform(0.2, 0.9))
    for fault in FAULTS:
        company.run("sandbox", "fault", fault, "0")
    company.run("connector", "--drain")
    every = ("--tab", "commitments", "--view", "Failed to Export", "--all")
    failed = str(len(company.rows("commitments", "Failed to Export")))
    retried = company.run("accept", *every, "--yes", failed, code=None)
    company.run("connector", "--drain")

    store = SqliteStore(company.home / "countersign.sqlite")
    ledger = Ledger(company.home / "sandbox.sqlite")
    accepted = accepted_in(store, batch["batch"])
    ours = {one: store.find(one) for one in accepted}
    written = Counter(record for _, _, record in ledger.exported().values() if record in accepted)
    theirs = {record: erp_id for _, erp_id, record in ledger.exported().values()}
    books = Counter(d.erp_id.casefold() for d in ledger.documents(RecordKind.COMMITMENT))
    assert len(accepted) == batch["done"]
    assert {r.status for r in ours.values()} <= {ErpStatus.SYNCED, ErpStatus.FAILED}, retried
    synced = {one for one, r in ours.items() if r.status is ErpStatus.SYNCED}
    assert set(written) == synced
    assert set(written.values()) == {1}
    assert {one: theirs[one] for one in synced} == {one: ours[one].erp_id for one in synced}
    assert set(books.values()) == {1}
    assert store.owing() == 0
    assert store.verify() == []
    for one in synced:
        ends = [e for e in store.history(one) if e.target is ErpStatus.SYNCED]
        assert len(ends) == 1


def test_two_sessions_and_a_connector_killed_at_random_leave_a_clean_audit(company):
    people_and_a_connector(company, KILLS, DECISIONS, SEED + 1)


def people_and_a_connector(company, kills, decisions, seed):
    dice = random.Random(seed)
    waiting = [row["id"] for row in company.rows("commitments", "Ready to Export")]
    changes = [row["id"] for row in company.rows("change_orders", "Ready to Export")]
    store = SqliteStore(company.home / "countersign.sqlite")
    began = time.monotonic()
    company.run("accept", *dice.sample(waiting, 5), "--dry-run", code=None)
    pace = time.monotonic() - began
    plans = {
        "ana": lambda: ("accept", *dice.sample(waiting, 5), "--yes", "5", "--as", "approver"),
        "ada": lambda: ("reject", *dice.sample(changes, 5), "--reason", "no", "--as", "admin"),
        "connector": lambda: ("connector",),
    }

    def decided():
        return [
            entry
            for one in (*waiting, *changes)
            for entry in store.history(one)
            if entry.action in {Action.ACCEPT, Action.REJECT}
        ]

    running, killed = {}, 0
    end = time.monotonic() + LONGEST
    while time.monotonic() < end and (killed < kills * 2 or len(decided()) < decisions):
        for _ in range(max(1, kills // 2)):
            for name, words in plans.items():
                if name not in running or running[name].poll() is not None:
                    if name in running:
                        running[name].communicate()
                    running[name] = company.start(*words())
            time.sleep(dice.uniform(0.1, 1.0) * pace)
            victim = running.pop(dice.choice(list(running)))
            victim.send_signal(signal.SIGKILL)
            victim.communicate()
            killed += 1
    for process in running.values():
        process.send_signal(signal.SIGKILL)
        process.communicate()

    assert company.run("audit", "verify").startswith("Clean")
    assert store.verify() == []
    assert killed >= kills * 2
    assert len(decided()) >= decisions
    company.run("connector", "--drain")
    assert company.run("audit", "verify").startswith("Clean")
