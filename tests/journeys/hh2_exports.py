"""A company on hh2 whose connectors are killed at a call: processes of their own, and a door that
holds the call meanwhile.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from adapters.founding import Founding, founded
from adapters.sandbox.doors.holding import Hold, Moment
from adapters.sandbox.ledger import Ledger
from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.people import CONNECTOR
from core.ports import Asked
from core.records import InvoiceLine, Record
from core.routes import Route, Routes
from core.settings import Duties
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind
from tests.adapters.sandbox.company import with_commitment
from tests.journeys.outside import ACCOUNT
from tests.people import ADA
from tests.records import commitment, company, project, subcontractor_invoice

K, S, W = RecordKind, ErpStatus, Route.WORKLIST
ROOT = Path(__file__).parents[2]
BY_HAND = Routes(W, W, W, W, W, W, W, Route.HH2, W)
DOCUMENT = "/DocumentManagement/Api/V1/Document.svc/document"
EXPORT = f"{DOCUMENT}/actions/export"
STATUS = "/Synchronization/RequestService.svc/status/"
CENTS = 100_00
WITHIN = 30.0
STEP = 0.01
SECRETS = {
    "procore": {"client_secret": "sandbox"},
    "hh2": dict.fromkeys(("api_key", "api_secret", "user", "password"), "sandbox"),
}


class Stage(NamedTuple):
    """A stage of an export, the call whose answer tells of it, and the call that follows."""

    name: str
    told_by: tuple[str, str]
    then: tuple[str, str]


STAGES = (
    Stage("created", ("POST", DOCUMENT), ("POST", EXPORT)),
    Stage("queued", ("POST", EXPORT), ("POST", STATUS)),
    Stage("transmitted", ("POST", STATUS), ("POST", STATUS)),
    Stage("received", ("POST", STATUS), ("POST", STATUS)),
    Stage("completed", ("POST", STATUS), ("GET", DOCUMENT)),
)
BEFORE = "before the answer is given"
UNREAD = "given, and never read"
NOTED = "read, with the next call on its way"
MOMENTS = (BEFORE, UNREAD, NOTED)


class Exports(NamedTuple):
    """Both homes, and the door between them."""

    store: SqliteStore
    ledger: Ledger
    hold: Hold
    home: Path

    def accept(self, number: str) -> RecordId:
        """An invoice that leaves at once."""
        lines = (InvoiceLine(2, "03-300", "S", CENTS, 0, "Deck"),)
        record = subcontractor_invoice(lines=lines, gross=CENTS, retainage=0)
        record = record._replace(
            id=RecordId(f"invoice-{number}"), number=number, erp_id=number, amount=CENTS,
            export_key=None,
        )  # fmt: skip
        self.store.arrive([record], CONNECTOR)
        done = Approvals(self.store).perform(Action.ACCEPT, Asked(record.id, 1), ADA)
        assert not getattr(done, "objections", ()), done
        return record.id

    def find(self, record: RecordId) -> Record:
        return self.store.find(record)

    def holder(self) -> int:
        """The process that has the export in hand."""
        found = self.store._database.rows("SELECT owner FROM owed WHERE owner <> ''")
        return int(found[0][0].split(":")[1]) if found else 0

    def lease_runs_out(self) -> None:
        """What the dead had in hand is free, as it is a minute later."""
        with self.store._database.write() as connection:
            connection.execute("UPDATE owed SET free_at = 0")

    def in_sage(self) -> list[str]:
        return [document.erp_id for document in self.ledger.documents(K.SUBCONTRACTOR_INVOICE)]


class Connectors:
    """One that works, and a second beside it that takes over at once."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.running: list[subprocess.Popen[str]] = []

    def begin(self, store: SqliteStore) -> None:
        """Both of them, once what they name to hh2 is read."""
        self.more()
        self.more()
        _until(
            lambda: store.freshness(K.SUBCONTRACTOR_INVOICE).we_read_relay is not None,
            "nobody read hh2",
        )

    def more(self) -> None:
        self.running.append(started("connector", self._home))

    def kill(self, pid: int) -> None:
        """Nothing of it is done any more, not even tidying up."""
        (one,) = (one for one in self.running if one.pid == pid)
        one.kill()
        one.wait()
        self.running.remove(one)

    def end(self) -> None:
        for one in self.running:
            one.kill()
            one.wait()


def started(words: str, home: Path, out: int = subprocess.DEVNULL) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "console", *words.split(), "--home", str(home)],
        cwd=ROOT, text=True, stdout=out, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@contextmanager
def exports(folder: Path) -> Iterator[Exports]:
    """A sandbox that is served, and a company beside it with one commitment that both know."""
    sage, own = folder / "sage", folder / "own"
    for home in (sage, own):
        home.mkdir(mode=0o700)
    made = with_commitment(sage / "sandbox.sqlite")
    made.relay.sync()
    simulated = SqliteStore(sage / "countersign.sqlite")
    simulated.keep("sandbox", "yes")
    simulated.close()
    hold = Hold(made.ledger.database)
    server = started("sandbox serve --calls 100000", sage, subprocess.PIPE)
    try:
        assert server.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
        assert found is not None
        store = company_at(own, found[0])
        store.keep_person(ADA)
        linked = [
            project(S.SYNCED), company(S.SYNCED), commitment(S.SYNCED)._replace(export_key=None),
        ]  # fmt: skip
        store.arrive(linked, CONNECTOR)
        yield Exports(store, made.ledger, hold, own)
        store.close()
    finally:
        server.kill()
        server.communicate()
        made.ledger.database.close()


def company_at(home: Path, address: str, **more: object) -> SqliteStore:
    """A company whose systems are at an address, with `more` said of Procore; its store."""
    procore = {"company": 1, "client_id": "sandbox", "api": address, "login": address, **more}
    hh2 = {"address": address, "heard_within_s": 0.05, "pace": 100.0}
    place = str(home / "countersign.sqlite")
    who = Founding("Lake Street", ACCOUNT, "Rita Root")
    founded(home, place, who, ({"procore": procore, "hh2": hh2}, SECRETS), "trial")
    store = SqliteStore(place)
    store.keep_settings(store.settings()._replace(routes=BY_HAND, grace_seconds=0, duties=Duties()))
    return store


def killed_at(both: Exports, connectors: Connectors, number: str, stage: Stage, moment: str) -> str:
    """Export an invoice, kill whoever does at a stage, and let another end it. What is wrong."""
    hold = both.hold
    hold.stand_at(stage.name)
    if moment == NOTED:
        hold.set(Moment.ASKED, *stage.then)
    else:
        hold.set(Moment.ANSWERED, *stage.told_by)
    record = both.accept(number)
    if moment == NOTED and stage.then == stage.told_by:
        # The same call asks again later: the one that tells of the stage has to pass first.
        _until(hold.holds, f"{number}: nobody asked")
        hold.let_go()
        _until(lambda: not both.holder(), f"{number}: nothing was noted")
        hold.set(Moment.ASKED, *stage.then)
        both.store.hasten(K.SUBCONTRACTOR_INVOICE)
    _until(hold.holds, f"{number}: no call came to {stage.name}")
    victim = both.holder()
    if moment == UNREAD:
        os.kill(victim, signal.SIGSTOP)
        hold.let_go()
        _until(hold.given, f"{number}: no answer was given")
    connectors.kill(victim)
    hold.let_go()
    hold.stand_at("completed")
    both.lease_runs_out()
    connectors.more()
    return ended(both, record, number)


def ended(both: Exports, record: RecordId, number: str) -> str:
    """Wait for the end of an export. What is wrong with it; empty where nothing is."""

    def over() -> bool:
        both.store.hasten(K.SUBCONTRACTOR_INVOICE)
        return both.find(record).status is S.SYNCED

    _until(over, f"{number}: never synced")
    found = both.find(record)
    confirmed = [e for e in both.store.history(record) if e.target is S.SYNCED]
    here = [name for name in both.in_sage() if name == number]
    if found.erp_id != number:
        return f"{number} is linked to {found.erp_id}"
    if len(here) != 1:
        return f"{number} stands in Sage {len(here)} times"
    if len(confirmed) != 1:
        return f"{number} was told as exported {len(confirmed)} times"
    return ""


def _until(what: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + WITHIN
    while not what():
        assert time.monotonic() < end, otherwise
        time.sleep(STEP)
