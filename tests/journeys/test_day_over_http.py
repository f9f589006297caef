"""A day in the life over HTTP only: a sandbox, two connectors, a person, and a bad line between.

Every fifth call goes wrong in one of four manners. Afterwards the ledger, the store and the history
agree, and nothing stands in Sage twice.
"""

import json
import time
from collections import Counter
from datetime import UTC, datetime

from adapters.sandbox.faults import FaultDial, FaultKind
from adapters.sandbox.ledger import Ledger
from core.people import CONNECTOR
from core.routes import Route, Routes
from core.vocabulary import ErpStatus, RecordKind
from tests.journeys.outside import founded, keyed_in, ran, serving, started

K, W = RecordKind, Route.WORKLIST
BY_HAND = Routes(W, W, W, W, W, W, W, Route.HH2, W)
FAULTS = (FaultKind.DOWN, FaultKind.REFUSE, FaultKind.TIMEOUT, FaultKind.DROP)
STEPS = ("vendors", "jobs", "commitments")
LONGEST = 60
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def counted(home):
    tabs = json.loads(ran("tabs", "--json", "--home", home).out)
    return {(t["tab"], view): n for t in tabs for view, n in t["views"].items()}


def until(what, within=LONGEST):
    end = time.monotonic() + within
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.3)
    return False


def settled(store):
    """Whether what comes from both sides has come: nothing new for a while."""
    seen = []

    def still():
        seen.append(store.last_entry())
        return len(seen) > 8 and seen[-1] == seen[-8] > 100

    return until(still)


def test_a_day_over_a_bad_line_leaves_both_sides_in_agreement(tmp_path):
    sage, own = tmp_path / "sage", tmp_path / "own"
    assert ran("demo", "--no-ui", "--records", "25", "--home", str(sage)).code == 0
    ledger = Ledger(sage / "sandbox.sqlite")
    dial = FaultDial(ledger.database)
    home = ("--home", str(own))
    with serving(sage) as address:
        store = founded(own, address, BY_HAND)
        for kind in FAULTS:
            dial.turn(kind, 5)
        connectors = [started("connector", *home) for _ in range(2)]
        assert settled(store)
        before = counted(str(own))

        for tab in STEPS:
            ran("send", "--tab", tab, "--view", "Not Sent", "--all", *home)
            ready = counted(str(own))[tab, "Ready to Export"]
            words = ("--tab", tab, "--view", "Ready to Export", "--all", "--yes", str(ready))
            ran("accept", *words, *home)
            assert until(lambda: not keyed_in(store, ledger) and not store.under_way())

        after = counted(str(own))
        for one in connectors:
            one.terminate()
        for one in connectors:
            one.communicate(timeout=30)
    for tab in STEPS:
        assert after[tab, "Synced"] > before[tab, "Synced"], tab
    for kind in (K.COMPANY, K.PROJECT, K.COMMITMENT):
        assert_agree(store, ledger, kind)
    assert ran("verify", *home).code == 0
    assert ran("audit", "verify", *home).code == 0
    store.close()


def assert_agree(store, ledger, kind):
    """Each synced record stands in Sage once, as it was approved."""
    held = Counter(document.erp_id for document in ledger.documents(kind))
    assert set(held.values()) <= {1}
    for export in store.confirmed_since(LONG_AGO, 1000):
        mine = export.payload
        if mine.kind is kind:
            assert export.outcome == ErpStatus.SYNCED
            theirs = ledger.find(kind, "", export.erp_id)
            assert theirs is not None
            assert (theirs.title, theirs.amount) == (mine.title, mine.amount)
            assert store.case(mine.id, CONNECTOR).record.erp_id == export.erp_id
