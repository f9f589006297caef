"""A direct cost of a job as hh2 takes it.

No record of this program leaves that way: a cost that is made here is never exported (job costs 1).
"""

from typing import Any

from adapters.hh2.calls import ENTER, JOBS, MAKE_COST
from adapters.hh2.naming import Naming
from adapters.hh2.staged import Flow, amount, stamp
from core.ports import ErpRefused
from core.records import JobCost, Record

JOB_COST = 1
"""hh2's type of a transaction that is a cost of a job; of no other is the number known."""


def said(naming: Naming, record: Record) -> dict[str, Any]:
    """The one transaction that a record of job costs holds.

    Raises:
        ErpRefused: it holds none or several, or hh2 does not know something that it names.
    """
    costs = record.body.transactions if isinstance(record.body, JobCost) else ()
    if len(costs) != 1:
        raise ErpRefused("NO_ROUTE", f"{record.number} is not one direct cost.")
    cost = costs[0]
    job = naming.named(JOBS, "job", record.project)
    return {
        "Code": record.erp_id or record.number, "Description": cost.description[:30],
        "Amount": amount(cost.amount), "TransactionDate": stamp(cost.dated),
        "AccountingDate": stamp(cost.accounting_date or cost.dated),
        "TransactionType": JOB_COST,
        **naming.place(job.id, cost.sub_job, cost.code, cost.category),
    }  # fmt: skip


DIRECT_COSTS = Flow(MAKE_COST, ENTER, "id", said, twice="")
