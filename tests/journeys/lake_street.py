"""A company small enough to live a whole day in: what its Sage holds, and what its projects hold.

Every tab has something that goes to Sage, something that comes from there, or both.
"""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from adapters.codec import decoded_record
from adapters.sandbox.books import Setup
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.people import PEOPLE
from adapters.sandbox.projects import SandboxProjects
from adapters.sandbox.relay import Relay
from adapters.stores.sqlite import SqliteStore
from core.case import Mirrored
from core.records import (
    Budget,
    BudgetLine,
    Company,
    CostCode,
    CostTotal,
    CostTransaction,
    CostType,
    JobCost,
    Project,
    Record,
    SubJob,
)
from core.settings import Settings
from core.vocabulary import BillingMethod, CostSource, ErpStatus, RecordId, RecordKind
from tests import records

K, S = RecordKind, ErpStatus
TYPES = tuple(CostType(name) for name in ("L", "M", "S"))
CODES = records.CODES
IN_PROJECT = tuple(code._replace(erp_types=()) for code in CODES)
DATED = date(2025, 11, 3)
BOTH = "In both of them"
"""A vendor of Sage, and a company of the directory that is the same."""
HOP = 0.5
"""Seconds between two readings of Sage by its relay."""


class Sides(NamedTuple):
    """Sage, and the project system."""

    ledger: Ledger
    projects: SandboxProjects

    def close(self) -> None:
        self.ledger.database.close()


def opened(home: Path, size: int = 2) -> Sides:
    """A sandbox home with so many records of each kind."""
    home.mkdir(mode=0o700, parents=True)
    store = SqliteStore(home / "countersign.sqlite")
    store.keep("sandbox", "yes")
    for person in PEOPLE:
        store.keep_person(person)
    store.close()
    ledger = Ledger(home / "sandbox.sqlite")
    ledger.keep_setup(Setup(Settings()))
    ledger.open_books(_in_sage(size))
    relay = Relay(ledger)
    relay.set_hop_one(HOP)
    relay.sync()
    sides = Sides(ledger, SandboxProjects(ledger.database))
    for record in _in_projects(size):
        sides.projects.draft(record)
    return sides


def _in_sage(size: int) -> list[Mirrored]:
    numbers = range(1, size + 1)
    return [
        Mirrored(K.COST_CODE, "", "01-000", "General", body=CostCode(group=True)),
        Mirrored(K.COST_CODE, "", "01-100", "General conditions", body=CostCode(TYPES)),
        Mirrored(K.COST_CODE, "", "03-300", "Concrete", body=CostCode(TYPES)),
        Mirrored(K.COST_CODE, "", "05-100", "Structural steel", body=CostCode(TYPES)),
        *(Mirrored(K.COMPANY, "", f"VS{n}", f"Only in Sage {n}", body=Company()) for n in numbers),
        Mirrored(K.COMPANY, "", "VL1", BOTH, body=Company()),
        *(each for n in numbers for each in _job_in_sage(f"JS{n}")),
    ]  # fmt: skip


def _job_in_sage(job: str) -> list[Mirrored]:
    """A job with all that Sage tells of one."""
    budget = (BudgetLine("01-100", "L", 5_000_00), BudgetLine("03-300", "S", 25_000_00))
    totals = (CostTotal("01-100", "L", "", 900_00), CostTotal("03-300", "S", "", 1_250_00))
    costs = (
        CostTransaction(1, 1, CostSource.JOB_COST, "01-100", "L", 900_00, DATED, DATED, "Hours"),
        CostTransaction(1, 2, CostSource.ACCOUNTS_PAYABLE, "03-300", "S", 1_250_00, DATED, DATED,
                        "Pour", vendor="VS1", invoice="A-1"),
    )  # fmt: skip
    prime = records.prime_contract(billing=BillingMethod.QUICKBILL_LUMP_SUM).body
    return [
        Mirrored(K.PROJECT, "", job, f"Job {job} of Sage", body=Project(codes=CODES)),
        Mirrored(K.SUB_JOB, job, "X1", f"North of {job}", body=SubJob(CODES[:1]), job=job),
        Mirrored(K.BUDGET, job, job, f"Job {job} of Sage", 30_000_00, body=Budget(budget), job=job),
        Mirrored(
            K.JOB_COST, job, job, f"Job {job} of Sage", 2_150_00, job=job,
            body=JobCost(totals, costs),
        ),
        Mirrored(
            K.PRIME_CONTRACT, "", f"PC-{job}", f"Job {job} of Sage", 400_000_00, job=job, body=prime
        ),
    ]  # fmt: skip


def _in_projects(size: int) -> list[Record]:
    """What people of the projects made: all of it unsent."""
    made = [
        records.company(S.UNSENT, id=RecordId("both"), number="", title=BOTH),
    ]
    for n in range(1, size + 1):
        made += [
            records.company(
                S.UNSENT, id=RecordId(f"company-{n}"), number=f"VP{n}", title=f"Builders {n}"
            ),
            *_project(n),
        ]
    return made


def _project(n: int) -> list[Record]:
    project, number = RecordId(f"project-{n}"), f"JP{n}"
    on = {"project": project, "project_number": number}
    given = {"vendor": RecordId(f"company-{n}"), "vendor_name": f"Builders {n}"}
    order = RecordId(f"commitment-{n}")
    of = {**on, **given, "parent": order, "parent_number": f"SC{n}"}
    return [
        records.project(
            S.UNSENT, id=project, number=number, title=f"Lake Street {n}", codes=IN_PROJECT
        ),
        records.sub_job(
            S.UNSENT, id=RecordId(f"sub-job-{n}"), number="X1", title=f"South of {number}",
            codes=IN_PROJECT[:1], **on,
        ),
        records.budget(S.UNSENT, id=RecordId(f"budget-{n}"), number=number,
                       title=f"Lake Street {n}", **on),
        records.commitment(
            S.UNSENT, id=order, number=f"SC{n}", title=f"Deck {n}", **on, **given
        ),
        records.cco(S.UNSENT, id=RecordId(f"cco-{n}"), **of),
        records.subcontractor_invoice(
            S.UNSENT, id=RecordId(f"invoice-{n}"), number=f"INV-{n}", title=f"Deck {n}", **of
        ),
    ]  # fmt: skip


def billed_to_owners(sides: Sides) -> None:
    """What people of the projects make on each prime contract that came from Sage."""
    rows = sides.projects.database.rows(
        "SELECT content FROM copies WHERE kind = ?", (K.PRIME_CONTRACT,)
    )
    for prime in (decoded_record(content) for (content,) in rows):
        on = {
            "project": prime.project, "project_number": prime.project_number,
            "parent": prime.id, "parent_number": prime.number,
        }  # fmt: skip
        job = prime.project_number
        sides.projects.draft(records.pcco(S.UNSENT, id=RecordId(f"pcco-{job}"), **on))
        sides.projects.draft(
            records.owner_invoice(S.UNSENT, id=RecordId(f"bill-{job}"), number=f"OI-{job}", **on)
        )
