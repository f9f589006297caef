"""Makes a construction company of a city's contracts, the same one every time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.sandbox.contract_row import ContractRow
from adapters.sandbox.derive.billing import invoices
from adapters.sandbox.derive.budgets import budgets
from adapters.sandbox.derive.calendar import EXTRACTED, Calendar
from adapters.sandbox.derive.codes import cost_codes
from adapters.sandbox.derive.contracts import chosen, sorted_out
from adapters.sandbox.derive.costs import job_costs
from adapters.sandbox.derive.documents import documents
from adapters.sandbox.derive.jobs import jobs, sub_jobs
from adapters.sandbox.derive.primes import owner_invoices, prime_changes, prime_contracts
from adapters.sandbox.derive.purchases import Company, changes, commitments
from adapters.sandbox.derive.vendors import vendors
from adapters.sandbox.extract import LeftOut
from core.case import Mirrored
from core.records import Record
from core.settings import NEW_COMPANY, Duties
from core.values import NamedTuple
from core.vocabulary import RecordKind

__all__ = ["EXTRACTED", "SETTINGS", "Derived", "derive"]

NAME = "City Works Sandbox"
SETTINGS = NEW_COMPANY._replace(duties=Duties())
"""Specification numbers are up to ten letters and digits, and so is the mask of job ids."""


class Derived(NamedTuple):
    """A company that is ready to open."""

    records: tuple[Record, ...]
    """In an order in which none names one that comes later."""
    documents: tuple[Mirrored, ...]
    """What the ERP holds."""
    left_out: tuple[LeftOut, ...]
    rows: int
    """Rows it was made of."""

    @property
    def by_kind(self) -> Mapping[RecordKind, int]:
        counts = Counter(record.kind for record in self.records)
        return {kind: counts[kind] for kind in RecordKind if counts[kind]}


def derive(
    rows: Sequence[ContractRow], *, as_of: datetime = EXTRACTED, limit: int | None = None
) -> Derived:
    """A company made of rows, of about `limit` of them if that is given.

    The same rows at the same moment make the same records with the same ids; another moment
    changes only since when things wait.
    """
    taken = chosen(rows, limit)
    calendar = Calendar(taken, as_of)
    contracts, left_out = sorted_out(taken)
    codes = cost_codes(calendar)
    directory, only_in_sage = vendors(taken, contracts, calendar)
    of_jobs = jobs(taken, contracts, calendar)
    extras = sub_jobs(contracts, of_jobs, calendar)
    orders = commitments(contracts, Company(directory, of_jobs, extras), calendar)
    changed = changes(contracts, orders, calendar)
    all_changes = [change for held in changed.values() for change in held]
    by_number = {job.number: job for job in of_jobs.values()}
    bills = invoices(orders.values(), changed, calendar)
    primes = prime_contracts(by_number, orders.values(), calendar)
    records = (
        *codes,
        *directory.values(),
        *only_in_sage,
        *of_jobs.values(),
        *extras.values(),
        *budgets(by_number, orders.values(), calendar),
        *primes.values(),
        *orders.values(),
        *all_changes,
        *prime_changes(primes, all_changes, calendar),
        *bills,
        *owner_invoices(primes.values(), calendar),
        *job_costs(of_jobs.values(), bills, calendar),
    )
    return Derived(records, tuple(documents(records)), left_out, len(taken))
