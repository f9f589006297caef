"""The sandbox's projects behind HTTP, and our Procore client that knows only its address."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx2

from adapters.procore.errors import explained
from adapters.procore.grants import Client, Grant
from adapters.procore.projects import ProcoreProjects
from adapters.procore.session import Session
from adapters.sandbox.doors.allowance import Allowance
from adapters.sandbox.doors.procore.door import ProcoreDoor
from adapters.sandbox.doors.procore.operations import operations
from adapters.sandbox.doors.procore.partner import Partners
from adapters.sandbox.doors.serving import Served
from adapters.sandbox.faults import FaultDial
from adapters.sandbox.projects import SandboxProjects
from adapters.sqlite import Database
from adapters.wire.wire import Wire
from core.records import Record
from core.vocabulary import RecordId


class Desk(NamedTuple):
    """Both ends of the wire."""

    projects: SandboxProjects
    faults: FaultDial
    served: Served
    client: ProcoreProjects
    folder: Path
    heard: list[tuple[str, str, int]]

    @property
    def session(self) -> Session:
        return self.client._session

    def name(self, record: str) -> RecordId:
        """How the client calls a record of the project system."""
        found = self.projects.database.rows(
            "SELECT id FROM procore_things WHERE thing = ?", (record,)
        )[0][0]
        kind = self.projects.find(RecordId(record)).kind
        return RecordId(f"procore-{LISTS_OF[kind]}-{found}")

    def news(self, mark: int = 0, limit: int = 100) -> tuple[list[Record], int]:
        """All news since a mark."""
        found: list[Record] = []
        while True:
            more, following = self.client.news(mark, limit)
            found += more
            if following == mark:
                return found, mark
            mark = following


LISTS_OF = {
    "company": "vendors", "project": "projects", "sub_job": "sub_jobs", "commitment": "work_orders",
    "cco": "change_orders", "pcco": "prime_change_orders", "subcontractor_invoice": "requisitions",
    "owner_invoice": "payment_applications", "prime_contract": "prime_contracts",
    "cost_code": "standard_codes",
}  # fmt: skip


@contextmanager
def desk(
    folder: Path,
    *records: Record,
    transport: httpx2.BaseTransport | None = None,
    place: Path | None = None,
    allowance: Allowance | None = None,
    page: int = 50,
    staging: str = "",
) -> Iterator[Desk]:
    """A project system that holds these records; with `staging` both ends are in partner mode."""
    database = Database(None)
    projects = SandboxProjects(database)
    projects.hold(records)
    faults = FaultDial(database, 7)
    heard: list[tuple[str, str, int]] = []
    paths = [*operations(projects), *(Partners(projects).operations() if staging else ())]
    door = ProcoreDoor(paths, allowance=allowance or Allowance(()))
    served = Served([door], faults, heard=lambda *call: heard.append(call)).start()
    with client(served.address, folder, transport, place, page, staging) as made:
        yield Desk(projects, faults, served, made, folder, heard)
    served.close()


@contextmanager
def client(
    address: str,
    folder: Path,
    transport: httpx2.BaseTransport | None = None,
    place: Path | None = None,
    page: int = 50,
    staging: str = "",
) -> Iterator[ProcoreProjects]:
    """A client that starts with nothing but its tokens, and its file if it has one."""
    login = Wire("Procore", address, explain=explained, within=5.0, transport=transport)
    wire = Wire("Procore", address, explain=explained, within=5.0, transport=transport)
    grant = Grant(login, Client("sandbox", "sandbox"), folder / "tokens")
    made = ProcoreProjects(Session(wire, grant, 1, page=page), place, staging=staging)
    try:
        yield made
    finally:
        made.close()
        login.close()
