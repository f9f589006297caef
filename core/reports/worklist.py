"""The worklist: what was accepted and has to be keyed into Sage by a person, line by line."""

from collections.abc import Iterator

from core.ports import RecordStore
from core.records import lines_of
from core.reports.report import WHOLE, Asking, Cell, Column, Report, Sort
from core.vocabulary import words
from core.worklist import Sheet, Task, sheets

COLUMNS = (
    Column("job", "Job"),
    Column("place", "No."),
    Column("kind", "Kind"),
    Column("erp_id", "Sage id"),
    Column("then", "Synced"),
    Column("title", "Title"),
    Column("vendor", "Vendor"),
    Column("under", "Under"),
    Column("line", "Line"),
    Column("code", "Cost code"),
    Column("category", "Category"),
    Column("extra", "Extra"),
    Column("description", "Description"),
    Column("amount", "Amount", Sort.MONEY),
    Column("waits_for", "Key in first"),
    Column("approved_by", "Approved by"),
    Column("approved_at", "Approved", Sort.MOMENT),
    Column("record", "Our id"),
)
NOTE = (
    "Key it in exactly so: a record is synced by itself once hh2 shows its id in Sage, and what "
    "was keyed in otherwise shows in the drift report."
)
UNSEEN = (
    "hh2 never shows what is synced by your word: once it is in Sage, an approver says `vouch` "
    "with its id there; if it is not to be, `disprove`."
)
BY_ITSELF, BY_WORD = "by itself", "by your word"


def worklist(store: RecordStore, asked: Asking = WHOLE) -> Report:
    """Raises: nothing; a job of which nothing waits has no rows."""
    wanted = [s for s in sheets(store) if asked.job.casefold() in ("", s.job.casefold())]
    rows = tuple(row for sheet in wanted for row in _rows(sheet))
    unseen = any(task.unseen for sheet in wanted for task in sheet.tasks)
    notes = (NOTE, UNSEEN) if unseen else (NOTE,)
    return Report("Worklist for Sage", COLUMNS, rows, notes if rows else ())


def _rows(sheet: Sheet) -> Iterator[tuple[Cell, ...]]:
    for place, task in enumerate(sheet.tasks, 1):
        yield _head(sheet, place, task)
        for number, line in enumerate(lines_of(task.record), 1):
            item = str(getattr(line, "item", None) or number)
            texts = [str(getattr(line, name, "")) for name in ("code", "category", "sub_job")]
            amount = getattr(line, "amount", None)
            if amount is None:
                amount = getattr(line, "revised", None)
            about = str(getattr(line, "description", ""))
            yield (
                sheet.job, str(place), "", "", "", "", "", "", item, *texts, about, amount, "", "",
                None, "",
            )  # fmt: skip


def _head(sheet: Sheet, place: int, task: Task) -> tuple[Cell, ...]:
    record = task.record
    then = BY_WORD if task.unseen else BY_ITSELF
    return (
        sheet.job, str(place), words(record.kind), record.erp_id or record.number, then,
        record.title, task.vendor, task.parent, "", "", "", "", "", record.amount, task.waits_for,
        task.approved_by, task.approved_at, record.id,
    )  # fmt: skip
