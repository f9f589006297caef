"""A refresh of vendors that both systems hold, over HTTP: what was asked, and what it said of
itself on the way.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from adapters.hh2.erp import Hh2Erp
from adapters.hh2.keeping import Keeping
from adapters.hh2.session import Credentials
from adapters.hh2.session import Session as Hh2Session
from adapters.hh2.session import explained as of_hh2
from adapters.procore.errors import explained
from adapters.procore.grants import Client, Grant
from adapters.procore.projects import ProcoreProjects
from adapters.procore.session import Session
from adapters.sandbox.doors.allowance import Allowance, Window
from adapters.sandbox.doors.hh2.door import Hh2Door
from adapters.sandbox.doors.procore.door import ProcoreDoor
from adapters.sandbox.doors.procore.operations import operations
from adapters.sandbox.doors.serving import Served
from adapters.stores.sqlite import SqliteStore
from adapters.wire.pace import Pace
from adapters.wire.wire import Explain, Wire
from core.case import Mirrored
from core.ports import Run
from core.records import Company
from core.refresh import Refresher
from core.vocabulary import ErpStatus, RecordId, RecordKind
from core.watching import Watch
from tests.adapters.sandbox.company import opened
from tests.people import ADA
from tests.records import company

SPIKE = 10.0
BEGUN = 1_800_000_000.37
A_CALL = 0.2
"""Seconds of the driven clock that each call takes."""


class Told(NamedTuple):
    """What a run said of itself at a moment."""

    at: datetime
    run: Run


class Trial(NamedTuple):
    """How a refresh went."""

    told: list[Told]
    ended: Run
    procore: Allowance
    hh2: Allowance
    calls: list[tuple[str, int]]
    """Path and status of each, in the order in which they were answered."""
    calls_a_window: int
    began_at: datetime

    @property
    def least(self) -> float:
        """Seconds that the limit asks of the calls that were made, if they took no time."""
        made = sum(path.startswith("/rest/") for path, _ in self.calls)
        return (-(-made // self.calls_a_window) - 1) * SPIKE

    @property
    def took(self) -> float:
        return (self.told[-1].at - self.began_at).total_seconds()

    def errors(self, after: int = 2) -> list[tuple[float, float]]:
        """Seconds by which the end told was wrong, and seconds left, but for the first pages."""
        assert self.ended.finished_at is not None
        end = self.told[-1].at
        return [
            (abs((told.run.ends_at - end).total_seconds()), (end - told.at).total_seconds())
            for told in self.told[after:]
            if told.run.ends_at is not None
        ]


class Clock:
    """Goes on where it is told to."""

    def __init__(self) -> None:
        self.now = BEGUN

    def __call__(self) -> float:
        return self.now

    def on(self, seconds: float) -> None:
        self.now += seconds

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.now, UTC)


def held_by_both(sandbox, count: int) -> None:
    """So many vendors, which Procore shows as linked."""
    names = [(f"V{n:05d}", f"Vendor number {n}") for n in range(count)]
    sandbox.ledger.open_books(
        [Mirrored(RecordKind.COMPANY, "", code, title, body=Company()) for code, title in names]
    )
    sandbox.projects.hold(
        company(ErpStatus.SYNCED)._replace(
            id=RecordId(f"company-{code}"), number=code, title=title, erp_id=code
        )
        for code, title in names
    )
    sandbox.relay.sync()


@contextmanager
def refreshing(
    folder: Path, count: int, calls: int, page: int, ends_at: int = 0
) -> Iterator[Callable[[], Trial]]:
    """A driven clock: nothing is waited for, and each call takes as long as another.

    Without `calls` Procore lets nobody ask; at `ends_at` rows somebody ends the refresh.
    """
    clock, heard = Clock(), list[tuple[str, int]]()
    sandbox = opened(folder / "sandbox.sqlite")
    held_by_both(sandbox, count)
    procore, hh2 = (Allowance([Window(most, SPIKE)], clock) for most in (calls, calls or 1))
    doors = (
        ProcoreDoor(operations(sandbox.projects), allowance=procore),
        Hh2Door(sandbox.ledger, sandbox.relay, allowance=hh2),
    )

    def answered(_: str, path: str, status: int) -> None:
        heard.append((path.partition("?")[0], status))

    served = Served(doors, sandbox.faults, heard=answered).start()
    store = SqliteStore(folder / "countersign.sqlite", clock=clock.moment)
    watch = Watch()

    def wire(system: str, explain: Explain) -> Wire:
        return Wire(system, served.address, explain=explain, pace=_Slow(clock, clock.on))

    secrets = Credentials("sandbox", "sandbox", "sandbox", "sandbox")
    erp = Hh2Erp(
        Hh2Session(wire("hh2", of_hh2), secrets), Keeping(folder / "hh2.sqlite"), str,
        clock=clock, watch=watch,
    )  # fmt: skip
    login = wire("Procore", explained)
    grant = Grant(login, Client("sandbox", "sandbox"), folder / "tokens")
    session = Session(wire("Procore", explained), grant, 1, page=page)
    projects = ProcoreProjects(session, folder / "procore.sqlite", clock=clock, watch=watch)
    told: list[Told] = []

    def told_of(run: Run) -> None:
        told.append(Told(clock.moment(), run))
        if ends_at and run.seen == ends_at:
            store.cancel_refresh("vendors", ADA)

    refresher = Refresher(store, erp, projects, watch, told_of)

    def refresh() -> Trial:
        began_at = clock.moment()
        store.ask_refresh("vendors", ADA)
        ended = refresher.perform_asked("we")
        assert ended is not None
        return Trial(told, ended, procore, hh2, heard, calls, began_at)

    yield refresh
    for each in (erp, projects, login):
        each.close()
    store.close()
    served.close()


class _Slow(Pace):
    """Every call takes its time of the driven clock."""

    def begin(self) -> None:
        super().begin()
        assert isinstance(self._clock, Clock)
        self._clock.on(A_CALL)
