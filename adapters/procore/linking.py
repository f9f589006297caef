"""Writes and takes away the link of a record: origin_id, and what stands beside it."""

from collections.abc import Callable

from adapters.procore.calls import (
    EDIT_APPLICATION,
    EDIT_PRIME_CONTRACT,
    EDIT_PROJECT,
    EDIT_REQUISITION,
    SYNC_PURCHASE_ORDERS,
    SYNC_STANDARD_CODES,
    SYNC_SUB_JOBS,
    SYNC_VENDORS,
    SYNC_WORK_ORDERS,
)
from adapters.procore.fields import Row
from adapters.procore.keeping import Kept
from adapters.procore.session import Session
from adapters.procore.shelf import OURS
from adapters.wire.failures import Declined
from adapters.wire.known import Known
from core.records import Record

WITH_CODE = frozenset({"vendors", "projects", "work_orders", "purchase_orders"})
"""Lists whose rows take an origin_code."""
Write = Callable[[Session, Kept, Row], None]


def origin_of(row: Kept, record: Record) -> dict[str, str]:
    """What is written on a linked record.

    An origin_id is unique within the company; a number that Sage gives out within a job or within
    a vendor stands behind that one's id.
    """
    erp_id = record.erp_id or ""
    return origin(row.list, erp_id, record, row.project, row.content.get("vendor"))


def origin(
    name: str, erp_id: str, record: Record, project: int, vendor: int | None = None
) -> dict[str, str]:
    """As `origin_of`, of something that is not there yet."""
    within = {"sub_jobs": f"{project}/", "requisitions": f"{vendor or 0}/"}.get(name, "")
    told = {"origin_id": within + erp_id, "origin_data": OURS + record.at_origin}
    return told | ({"origin_code": erp_id} if name in WITH_CODE else {})


def link(session: Session, row: Kept, written: dict[str, str]) -> None:
    """Raises: WireFailure: as Session.ask; Declined where Procore does not take the link."""
    WRITES[row.list](session, row, dict(written))


def unlink(session: Session, row: Kept) -> None:
    """Raises: WireFailure: as Session.ask."""
    names = ["origin_id", "origin_data", *(["origin_code"] if row.list in WITH_CODE else [])]
    WRITES[row.list](session, row, dict.fromkeys(names))


def written(known: Known, session: Session, updates: list[Row], head: Row) -> list[Row]:
    """Rows written by a sync call, each of them or it raises.

    Raises:
        Declined: Procore refused a row.
        WireFailure: as Session.ask.
    """
    query = {"project_id": head["project_id"]} if known is SYNC_SUB_JOBS else None
    done = session.sync(known, updates, head=head, query=query)
    if done.refused:
        raise Declined("Procore", known.call.name, 200, done.refused[0].why, {})
    return list(done.taken)


def _synced(known: Known) -> Write:
    def write(session: Session, row: Kept, said: Row) -> None:
        head: Row = {"project_id": row.project} if row.project else {"company_id": session.company}
        if known is SYNC_STANDARD_CODES:
            head["standard_cost_code_list_id"] = row.content["list"]
        written(known, session, [{"id": row.id, **said}], head)

    return write


def _project(session: Session, row: Kept, said: Row) -> None:
    if said["origin_id"]:
        said["erp_integrated"] = True
    body = {"company_id": session.company, "project": said}
    session.ask(EDIT_PROJECT, names={"id": row.id}, json=body)


def _requisition(session: Session, row: Kept, said: Row) -> None:
    body = {
        "project_id": row.project, "commitment_id": row.content["contract"], "requisition": said,
    }  # fmt: skip
    session.ask(EDIT_REQUISITION, names={"id": row.id}, json=body)


def _prime(session: Session, row: Kept, said: Row) -> None:
    body = {"project_id": row.project, "prime_contract": said}
    session.ask(EDIT_PRIME_CONTRACT, names={"id": row.id}, json=body)


def _application(session: Session, row: Kept, said: Row) -> None:
    names = {"prime_contract_id": row.content["contract"], "id": row.id}
    body = {"project_id": row.project, "payment_application": said}
    session.ask(EDIT_APPLICATION, names=names, json=body)


WRITES: dict[str, Write] = {
    "vendors": _synced(SYNC_VENDORS),
    "projects": _project,
    "sub_jobs": _synced(SYNC_SUB_JOBS),
    "standard_codes": _synced(SYNC_STANDARD_CODES),
    "work_orders": _synced(SYNC_WORK_ORDERS),
    "purchase_orders": _synced(SYNC_PURCHASE_ORDERS),
    "requisitions": _requisition,
    "prime_contracts": _prime,
    "payment_applications": _application,
}
"""Change orders and budgets are missing: no published call writes a link on them."""
