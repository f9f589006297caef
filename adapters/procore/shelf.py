"""Rows and what they name: how a record is put together from what was kept of several lists."""

from adapters.procore.fields import as_moment
from adapters.procore.keeping import OURS as OURS  # noqa: PLC0414  # named from here, too
from adapters.procore.keeping import Keeping, Kept
from core.records import Body, Record
from core.values import NamedTuple
from core.vocabulary import ErpStatus, RecordId, RecordKind


class Coding(NamedTuple):
    """Cost code, type and sub job of a line."""

    code: str = ""
    category: str = ""
    sub_job: str = ""


def record_of(keeping: Keeping, row: Kept, kind: RecordKind, body: Body, amount: int = 0) -> Record:
    """The head that all kinds share, from the fields that their readers give the same names."""
    content = row.content
    project = keeping.find("projects", row.project) if row.project else None
    parent = _parent(keeping, content)
    # A change order goes to whom its commitment was given.
    given = content if "vendor" in content or parent is None else parent.content
    vendor = keeping.find("vendors", given.get("vendor"))
    erp_id = linked_as(row)
    return Record(
        keeping.name(row), kind, ErpStatus.SYNCED if erp_id else ErpStatus.UNSENT, 1,
        number=content.get("number", ""), title=content.get("title", ""), body=body,
        project=keeping.name(project) if project else None,
        project_number=project.content["number"] if project else "",
        vendor=_named(keeping, "vendors", given.get("vendor"), vendor),
        vendor_name=vendor.content["title"] if vendor else given.get("vendor_name", ""),
        parent=keeping.name(parent) if parent else None,
        parent_number=parent.content["number"] if parent else "",
        amount=amount, currency=content.get("currency", "USD"), erp_id=erp_id or None,
        created_at=as_moment(content.get("made", "")),
    )  # fmt: skip


def linked_as(row: Kept) -> str:
    """The number in Sage of what is linked; empty where it is not.

    What others linked is linked for us only where a code says what it is in Sage.
    """
    if row.origin.get("origin_code"):
        return row.origin["origin_code"]
    ours = row.origin.get("origin_data", "").startswith(OURS)
    return row.origin.get("origin_id", "").rpartition("/")[2] if ours else ""


def _named(keeping: Keeping, name: str, id: int | None, row: Kept | None) -> RecordId | None:
    if row is not None:
        return keeping.name(row)
    return RecordId(f"procore-{name}-{id}") if id else None


def _parent(keeping: Keeping, content: dict[str, object]) -> Kept | None:
    """The contract that a change order or an invoice belongs to."""
    number, lists = content.get("contract"), str(content.get("contracts", "")).split()
    if not isinstance(number, int) or not lists:
        return None
    found = (keeping.find(name, number) for name in lists)
    unread = Kept(lists[0], number, 0, "", {}, {"number": ""})
    return next((row for row in found if row is not None), unread)


def coded(keeping: Keeping, project: int, wbs: int | None) -> Coding:
    """What a budget code stands for."""
    row = keeping.find("budget_codes", wbs) if wbs else None
    if row is None or row.project != project:
        return Coding()
    return Coding(row.content["code"], row.content["category"], row.content["sub_job"])
