"""Job cost transactions of Sage as direct costs of a project: told once, and as they change."""

import json
from typing import Any

from adapters.procore.calls import SYNC_COST_LINES, SYNC_COSTS
from adapters.procore.coding_ids import CodingIds
from adapters.procore.fields import Row, number, of_call, text
from adapters.procore.keeping import OURS, Keeping, Kept
from adapters.procore.session import Session
from adapters.procore.shelf import Coding
from adapters.wire.failures import Declined
from adapters.wire.known import Known
from core.records import CostTransaction, DirectCost, JobCost, Record
from core.vocabulary import CostSource

LIST = "direct_costs"
APPROVAL = "approved"
SORTS = {CostSource.PAYROLL: "payroll"}
"""What a cost of a ledger is; of others it is an invoice where it names one, else an expense."""


def told(session: Session, keeping: Keeping, record: Record, project: int) -> None:
    """Tell what is new, and what changed, of the direct costs of a job.

    Raises:
        WireFailure: as Session.sync; the same again makes nothing twice.
    """
    body = record.body
    costs = body.direct_costs if isinstance(body, JobCost) else ()
    known = {row.origin["origin_id"]: row for row in keeping.of_project(LIST, project)}
    due = {
        name: cost
        for cost in costs
        if (name := f"{record.erp_id}/{cost.of.key}") not in known
        or known[name].content["told"] != _told(cost)
    }
    if not due:
        return
    ids = CodingIds(session, keeping, project, {cost.of.sub_job for cost in due.values()})
    heads = [
        {"origin_id": name, "origin_data": OURS + record.at_origin, **_head(cost, keeping)}
        for name, cost in due.items()
    ]
    rows = _written(SYNC_COSTS, session, project, heads)
    with of_call(SYNC_COSTS.call.name):
        made = {text(row, "origin_id"): number(row) for row in rows}
    parts = [
        {
            "direct_cost_id": made[name], "origin_id": name, **_line(cost),
            **ids.of(SYNC_COST_LINES, Coding(cost.of.code, cost.of.category, cost.of.sub_job)),
        }
        for name, cost in due.items()
    ]  # fmt: skip
    _written(SYNC_COST_LINES, session, project, parts)
    keeping.keep(
        [
            Kept(LIST, made[name], project, "", {"origin_id": name}, {"told": _told(cost)})
            for name, cost in due.items()
        ],
        news=False,
    )


def _head(cost: DirectCost, keeping: Keeping) -> Row:
    of = cost.of
    said: Row = {
        "direct_cost_type": SORTS.get(of.source, "invoice" if of.invoice else "expense"),
        "description": cost.description or of.description, "status": APPROVAL,
    }  # fmt: skip
    if of.dated is not None:
        said["direct_cost_date"] = of.dated.isoformat()
    if of.invoice:
        said["invoice_number"] = of.invoice
    vendor = _vendor(of, keeping)
    return said | ({"vendor_id": vendor} if vendor else {})


def _vendor(of: CostTransaction, keeping: Keeping) -> int | None:
    """The company that is linked to the vendor of Sage."""
    rows = keeping.all("vendors") if of.vendor else []
    return next((row.id for row in rows if row.origin.get("origin_code") == of.vendor), None)


def _line(cost: DirectCost) -> Row:
    said: Row = {
        "amount": cost.amount / 100, "extended_type": "manual",
        "description": cost.description or cost.of.description,
    }  # fmt: skip
    if cost.of.quantity:
        said |= {"quantity": cost.of.quantity / 1000, "unit_cost": cost.of.unit_cost / 100}
    return said


def _told(cost: DirectCost) -> str:
    """What was said of a cost, to tell whether it is to be said anew."""
    parts: list[Any] = [cost.amount, cost.description, *cost.of]
    return json.dumps(parts, default=str)


def _written(known: Known, session: Session, project: int, updates: list[Row]) -> list[Row]:
    named = known._replace(
        call=known.call._replace(path=known.call.path.format(project_id=project))
    )
    done = session.sync(named, updates, head={})
    if done.refused:
        raise Declined("Procore", known.call.name, 200, done.refused[0].why, {})
    return list(done.taken)
