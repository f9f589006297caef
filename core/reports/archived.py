"""Companies from Sage that somebody put away: they are hidden, never deleted."""

from core.ports import RecordStore
from core.query import Query
from core.records import Company
from core.reports.report import WHOLE, Asking, Column, Report, Sort
from core.vocabulary import Action, View

COLUMNS = (
    Column("id", "Record"),
    Column("erp_id", "Sage id"),
    Column("name", "Name"),
    Column("vendor_type", "Vendor type"),
    Column("city", "City"),
    Column("in_sage", "In Sage"),
    Column("archived_by", "Archived by"),
    Column("archived_at", "At", Sort.MOMENT),
    Column("reason", "Reason"),
)
EVERYTHING = 1_000_000_000


def archived(store: RecordStore, _: Asking = WHOLE) -> Report:
    """What stands under Archived on the tab Vendors and came from Sage."""
    rows, absorbed = [], 0
    for row in store.rows(Query("vendors", View.ARCHIVED), EVERYTHING):
        if row.erp_id is None:
            absorbed += 1
            continue
        record = store.find(row.id)
        company = record.body if isinstance(record.body, Company) else Company()
        entries = [e for e in store.history(row.id) if e.action is Action.ARCHIVE]
        by, at = (entries[-1].actor, entries[-1].at) if entries else ("", None)
        standing = "active" if company.erp_active else "inactive"
        rows.append(
            (
                row.id, row.erp_id, row.title, company.vendor_type, company.city, standing, by,
                at, record.note,
            )
        )  # fmt: skip
    return Report("Archived companies", COLUMNS, tuple(rows), _notes(absorbed))


def _notes(absorbed: int) -> tuple[str, ...]:
    if not absorbed:
        return ()
    noun, verb = ("company", "lives") if absorbed == 1 else ("companies", "live")
    return (f"{absorbed} {noun} went into another by a link or a merge and {verb} on there.",)
