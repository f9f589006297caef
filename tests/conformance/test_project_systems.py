"""The adapters that fit ProjectSystem: in this process, and a client with its door over HTTP."""

import pytest

from adapters.procore.errors import explained
from adapters.procore.grants import Client, Grant
from adapters.procore.projects import ProcoreProjects
from adapters.procore.session import Session
from adapters.sandbox.doors.allowance import Allowance
from adapters.sandbox.doors.procore.door import ProcoreDoor
from adapters.sandbox.doors.procore.operations import operations
from adapters.sandbox.doors.serving import Served
from adapters.sandbox.faults import FaultDial
from adapters.sandbox.projects import SandboxProjects
from adapters.sqlite import Database
from adapters.wire.wire import Wire
from core.ports import UnknownRecord
from core.records import Record
from core.vocabulary import ContractType, ErpStatus, RecordId, RecordKind
from tests.conformance.project_system import ProjectSystemContract, Site, pages
from tests.records import project

S, K = ErpStatus, RecordKind


def counted(projects: SandboxProjects):
    count = "SELECT count(*) FROM copies WHERE kind = ?"
    return lambda kind: projects.database.rows(count, (kind,))[0][0]


class TestSandboxProjects(ProjectSystemContract):
    @pytest.fixture
    def site(self, tmp_path):
        projects = SandboxProjects(tmp_path / "sandbox.sqlite")
        return Site(
            projects,
            hold=lambda *records: projects.hold(records),
            draft=projects.draft,
            retitle=lambda record, title: projects.edit(record, title=title),
            shown=projects.find,
            count=counted(projects),
            known=lambda: 0,
        )


LISTS = {
    K.COMMITMENT: "work_orders", K.COMPANY: "vendors", K.PROJECT: "projects", K.SUB_JOB: "sub_jobs",
    K.COST_CODE: "standard_codes", K.CCO: "change_orders", K.PCCO: "prime_change_orders",
    K.SUBCONTRACTOR_INVOICE: "requisitions", K.OWNER_INVOICE: "payment_applications",
    K.PRIME_CONTRACT: "prime_contracts", K.BUDGET: "budgets",
}  # fmt: skip


class OverHttp:
    """A client, the door that it asks, and what lies behind; records go by one name on both."""

    def __init__(self, projects: SandboxProjects, client: ProcoreProjects) -> None:
        self.projects = projects
        self.client = client
        self._known = 0

    def hold(self, *records: Record) -> None:
        needed = {r.project for r in records if r.project} - {r.id for r in records}
        missing = sorted(needed - {name for (name,) in self._rows("SELECT record FROM copies")})
        whole = [*(project(S.SYNCED, id=name) for name in missing), *records]
        self.projects.hold(whole)
        for record in whole:
            self._name(record)
        self._known = pages(self.client, self._known, 100)[1]

    def draft(self, record: Record) -> None:
        if not self._rows("SELECT 1 FROM copies WHERE record = ?", str(record.project)):
            self.hold(project(S.SYNCED, id=record.project))
        self.projects.draft(record)
        self._name(record)

    def shown(self, record: RecordId) -> Record:
        """By the name that the client has for it, whatever it is called behind the door."""
        row = self.client._keeping.called(record)
        if row is None:
            raise UnknownRecord(record)
        behind = record
        if row.list != "budgets":  # it goes by the id of its project
            behind = self._rows("SELECT thing FROM procore_things WHERE id = ?", row.id)[0][0]
        return self.projects.find(RecordId(behind))._replace(id=record)

    def known(self) -> int:
        return self._known

    def _name(self, record: Record) -> None:
        thing = record.project if record.kind is K.BUDGET else record.id
        found = self._rows("SELECT id FROM procore_things WHERE thing = ?", thing)
        ordered = getattr(record.body, "type", None) is ContractType.PURCHASE_ORDER
        name = "purchase_orders" if ordered else LISTS[record.kind]
        self.client._keeping.call(record.id, name, found[0][0])

    def _rows(self, sql: str, *values: object) -> list:
        return self.projects.database.rows(sql, values)


@pytest.fixture(scope="module")
def line():
    """A server whose door each test puts in place anew."""
    doors: list[ProcoreDoor] = []
    served = Served(doors, FaultDial(Database(None))).start()
    yield served.address, doors
    served.close()


class TestProcoreOverHttp(ProjectSystemContract):
    @pytest.fixture
    def site(self, tmp_path, line):
        address, doors = line
        projects = SandboxProjects(Database(None))
        doors[:] = [ProcoreDoor(operations(projects), allowance=Allowance(()))]
        login, wire = (Wire("Procore", address, explain=explained, within=5.0) for _ in range(2))
        grant = Grant(login, Client("sandbox", "sandbox"), tmp_path / "tokens")
        client = ProcoreProjects(Session(wire, grant, 1), None)
        both = OverHttp(projects, client)
        yield Site(
            client,
            hold=both.hold,
            draft=both.draft,
            retitle=lambda record, title: projects.edit(record, title=title),
            shown=both.shown,
            count=counted(projects),
            known=both.known,
        )
        client.close()
