"""Writes and takes away the link of a record: origin_id, and what stands beside it."""

from collections.abc import Callable, Iterable, Iterator

from adapters.procore.calls import (
    EDIT_APPLICATION,
    EDIT_PRIME_CONTRACT,
    EDIT_PROJECT,
    EDIT_PURCHASE_ORDER,
    EDIT_REQUISITION,
    SYNC_STANDARD_CODES,
    SYNC_SUB_JOBS,
    SYNC_VENDORS,
    SYNC_WORK_ORDERS,
)
from adapters.procore.fields import Row
from adapters.procore.keeping import Kept
from adapters.procore.session import Session
from adapters.procore.shelf import OURS, linked_as
from adapters.wire.failures import Declined, NotUnderstood
from adapters.wire.known import Known
from core.records import Record
from core.vocabulary import ErpStatus

WITH_CODE = frozenset({"vendors", "projects", "work_orders", "purchase_orders"})
"""Lists whose rows take an origin_code."""
LINKED = frozenset({ErpStatus.SYNCED, ErpStatus.READY_TO_UPDATE})
UNSAID = "it does not say what became of it"
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


def due(row: Kept, record: Record, held: ErpStatus) -> Row | None:
    """What has to be written on a row for it to say what the record does; None where it does."""
    if held in LINKED and record.erp_id:
        wanted = origin_of(row, record)
        differs = any(row.origin.get(name) != value for name, value in wanted.items())
        return dict(wanted) if differs else None
    return nothing(row.list) if record.erp_id is None and linked_as(row) else None


def nothing(name: str) -> Row:
    """What is written on a row of a list to take its link away."""
    names = ["origin_id", "origin_data", *(["origin_code"] if name in WITH_CODE else [])]
    return dict.fromkeys(names)


def kept_of(said: Row) -> dict[str, str]:
    """What is kept of a row once this was written on it."""
    return {name: value for name, value in said.items() if value is not None}


def write(session: Session, row: Kept, said: Row) -> None:
    """Raises: WireFailure: as Session.ask; Declined where Procore does not take it."""
    WRITES[row.list](session, row, dict(said))


def unlink(session: Session, row: Kept) -> None:
    """Raises: WireFailure: as Session.ask."""
    WRITES[row.list](session, row, nothing(row.list))


def written(known: Known, session: Session, updates: list[Row], head: Row) -> list[Row]:
    """Rows written by a sync call, in the order of the updates; each of them or it raises.

    Raises:
        Declined: Procore refused a row.
        NotUnderstood: it does not say of a row that it took it.
        WireFailure: as Session.ask.
    """
    query = {"project_id": head["project_id"]} if known is SYNC_SUB_JOBS else None
    done = session.sync(known, updates, head=head, query=query)
    if done.refused:
        raise Declined("Procore", known.call.name, 200, done.refused[0].why, {})
    rows = by_key(done.taken)
    found = [rows.get(key_of(said)) for said in updates]
    taken = [
        row for row, said in zip(found, updates, strict=True)
        if row is not None and says_so(row, said)
    ]  # fmt: skip
    if len(taken) < len(updates):
        raise NotUnderstood("Procore", known.call.name, UNSAID)
    return taken


def keys(row: Row) -> Iterator[str]:
    """By what a row is told from others: its id, and its origin id."""
    for name in ("id", "origin_id"):
        if row.get(name) not in (None, ""):
            yield f"{name} {row[name]}"


def key_of(said: Row) -> str:
    """By what the answer to an update is found: by its id if it has one, else by its origin id."""
    return next(keys(said), "")


def by_key(rows: Iterable[Row]) -> dict[str, Row]:
    """Rows by their ids, and by their origin ids."""
    found: dict[str, Row] = {}
    for row in rows:
        for key in keys(row):
            found.setdefault(key, row)
    return found


def marks_of(said: Row) -> Row:
    """What of an update is the link."""
    return {name: value for name, value in said.items() if name.startswith("origin_")}


def says_so(row: Row, said: Row) -> bool:
    """Whether a row of theirs carries the origin that was sent; what it leaves out is no denial."""
    return all(
        (row[name] or None) == value for name, value in marks_of(said).items() if name in row
    )


def head_of(session: Session, row: Kept) -> Row:
    """What a sync call says of the company, project or list of its rows."""
    head: Row = {"project_id": row.project} if row.project else {"company_id": session.company}
    if row.list == "standard_codes":
        head["standard_cost_code_list_id"] = row.content["list"]
    return head


def _synced(known: Known) -> Write:
    def write(session: Session, row: Kept, said: Row) -> None:
        written(known, session, [{"id": row.id, **said}], head_of(session, row))

    return write


def _edited(session: Session, known: Known, row: Kept, names: Row, body: Row, said: Row) -> None:
    """Write one row by a call of its own.

    Raises:
        NotUnderstood: the answer is of another row, or shows another link.
        WireFailure: as Session.ask.
    """
    shown = session.ask(known, names={**names, "id": row.id}, json=body).value
    mine = isinstance(shown, dict) and str(shown.get("id") or row.id) == str(row.id)
    if not mine or not says_so(shown, said):
        raise NotUnderstood("Procore", known.call.name, UNSAID)


def _project(session: Session, row: Kept, said: Row) -> None:
    if said["origin_id"]:
        said["erp_integrated"] = True
    body = {"company_id": session.company, "project": said}
    _edited(session, EDIT_PROJECT, row, {}, body, said)


def _requisition(session: Session, row: Kept, said: Row) -> None:
    body = {
        "project_id": row.project, "commitment_id": row.content["contract"], "requisition": said,
    }  # fmt: skip
    _edited(session, EDIT_REQUISITION, row, {}, body, said)


def _purchase_order(session: Session, row: Kept, said: Row) -> None:
    body = {"project_id": row.project, "purchase_order_contract": said}
    _edited(session, EDIT_PURCHASE_ORDER, row, {}, body, said)


def _prime(session: Session, row: Kept, said: Row) -> None:
    body = {"project_id": row.project, "prime_contract": said}
    _edited(session, EDIT_PRIME_CONTRACT, row, {}, body, said)


def _application(session: Session, row: Kept, said: Row) -> None:
    names = {"prime_contract_id": row.content["contract"]}
    body = {"project_id": row.project, "payment_application": said}
    _edited(session, EDIT_APPLICATION, row, names, body, said)


SYNCS: dict[str, Known] = {
    "vendors": SYNC_VENDORS,
    "sub_jobs": SYNC_SUB_JOBS,
    "standard_codes": SYNC_STANDARD_CODES,
    "work_orders": SYNC_WORK_ORDERS,
}
"""The lists of which many rows are written in one call."""
WRITES: dict[str, Write] = {
    **{name: _synced(known) for name, known in SYNCS.items()},
    "projects": _project,
    "purchase_orders": _purchase_order,
    "requisitions": _requisition,
    "prime_contracts": _prime,
    "payment_applications": _application,
}
"""Change orders and budgets are missing: no published call writes a link on them."""
