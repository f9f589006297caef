"""A small company whose Sage and projects fit the default props of tests.records."""

from pathlib import Path
from typing import NamedTuple

from adapters.sandbox.erp import SandboxErp
from adapters.sandbox.faults import FaultDial
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.project_codes import ProjectCodes
from adapters.sandbox.projects import SandboxProjects
from adapters.sandbox.relay import Relay
from adapters.sqlite import Database
from core.case import Mirrored
from core.payload import payload
from core.records import Company, CostCode, CostType, Project, Record, SubJob
from core.settings import Settings
from core.vocabulary import BillingMethod, ErpStatus, RecordKind
from tests.records import (
    CODES,
    commitment,
    company,
    cost_code,
    job_cost,
    prime_contract,
    project,
)

K, S = RecordKind, ErpStatus
TYPES = tuple(CostType(t) for t in ("L", "M", "S"))


class Sandbox(NamedTuple):
    """Both sides, and the way between them."""

    ledger: Ledger
    relay: Relay
    faults: FaultDial
    erp: SandboxErp
    projects: SandboxProjects
    codes: ProjectCodes

    def export(self, record: Record, key: str = "") -> str:
        leaving = payload(record, Settings())
        return self.erp.export(leaving, key or f"ex1:{record.id}:{record.version}").erp_id


def opened(path: Path | None, seed: int = 7) -> Sandbox:
    database = Database(path)
    ledger = Ledger(database)
    relay = Relay(ledger)
    faults = FaultDial(database, seed)
    projects = SandboxProjects(database)
    erp = SandboxErp(ledger, relay, faults)
    return Sandbox(ledger, relay, faults, erp, projects, ProjectCodes(projects, relay))


def sandbox(path: Path | None = None) -> Sandbox:
    """With one job, one vendor and one prime contract, each known to both sides."""
    made = opened(path)
    made.ledger.open_books(
        [
            Mirrored(K.COST_CODE, "", "01-000", "General", body=CostCode(group=True)),
            Mirrored(K.COST_CODE, "", "01-100", "General conditions", body=CostCode(TYPES)),
            Mirrored(K.COST_CODE, "", "03-300", "Concrete", body=CostCode(TYPES)),
            Mirrored(K.COMPANY, "", "V1001", "Walsh Construction", body=Company()),
            Mirrored(K.COMPANY, "", "V2", "Second vendor", body=Company()),
            Mirrored(K.PROJECT, "", "J1200", "Lake Street Bridge", body=Project(codes=CODES)),
            Mirrored(K.SUB_JOB, "J1200", "EXTRA1", "North", body=SubJob(CODES[:1]), job="J1200"),
            Mirrored(
                K.PRIME_CONTRACT, "", "PC100", "Lake Street Bridge", 400_000_00, job="J1200",
                body=prime_contract(billing=BillingMethod.QUICKBILL_LUMP_SUM).body,
            ),
            Mirrored(
                K.JOB_COST, "J1200", "J1200", "Lake Street Bridge", 90_000_00, job="J1200",
                body=job_cost().body,
            ),
        ]
    )  # fmt: skip
    made.projects.hold(
        [project(S.SYNCED), company(S.SYNCED), prime_contract(S.SYNCED), cost_code(S.SYNCED)]
    )
    return made


def with_commitment(path: Path | None = None) -> Sandbox:
    made = sandbox(path)
    made.export(commitment(S.EXPORTING))
    return made
