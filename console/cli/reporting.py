"""Reports: on the screen, as JSON, or as a file for a spreadsheet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from console.cli import exits, shapes
from console.cli.call import Call, Trouble
from console.cli.output import Column, table
from core.objection import Objection
from core.reports import REPORT
from core.reports.report import Cell, NoSuchJob, Report, Sort

NARROW = frozenset(
    {"level", "job", "sub_job", "code", "category", "erp_id", "id", "transaction", "dated"}
)
"""Columns that are told whole."""


def report(call: Call) -> int:
    """The report that the command's second word names.

    Raises:
        Trouble: it may not be read, no job is named where one is needed, or there is no such job.
        FileTaken: the file cannot be made.
    """
    name = call.name.partition(" ")[2]
    kind = REPORT[name]
    job = (call.text("job") or "").strip()
    if kind.needs_job and not job:
        raise Trouble(f"Say which job, for example `countersign report {name} --job 101718`.")
    try:
        made = call.desk.report(name, job)
    except NoSuchJob as why:
        raise Trouble(str(why)) from why
    if not isinstance(made, Report):
        raise _denied(made)
    if (call.text("csv") or call.text("xlsx")) and (barred := call.desk.file_objections(name)):
        raise _denied(barred)
    files = _files(call, made)
    call.out.answer(_shape(name, made, files), _told(made, files) if not call.out.json else ())
    return exits.DONE


def _denied(objections: Sequence[Objection]) -> Trouble:
    reasons = " ".join(o.text for o in objections)
    lifts = ", ".join(dict.fromkeys(o.lifted_by for o in objections if o.lifted_by))
    return Trouble(f"{reasons} [{objections[0].rule}] Can be lifted by {lifts}.", exits.DENIED)


def _files(call: Call, made: Report) -> list[str]:
    """Write the files that were asked for, and name them."""
    csv, xlsx = call.text("csv"), call.text("xlsx")
    if csv is not None and csv == xlsx:
        raise Trouble("--csv and --xlsx name the same file; name two.")
    if csv is None and xlsx is None:
        return []
    from console.sheets import write_csv, write_xlsx

    if csv is not None:
        write_csv(made, csv)
    if xlsx is not None:
        write_xlsx(made, xlsx)
    return [path for path in (csv, xlsx) if path is not None]


def _told(made: Report, files: list[str]) -> list[str]:
    lines = [made.title]
    if files:
        lines.append(f"{len(made.rows):,} rows written to {' and '.join(files)}.")
    elif made.rows:
        used = [
            p
            for p in range(len(made.columns))
            if any(row[p] not in (None, "") for row in made.rows)
        ]
        columns = [
            Column(
                made.columns[p].title,
                right=made.columns[p].sort is Sort.MONEY,
                shrinks=made.columns[p].sort is Sort.TEXT and made.columns[p].name not in NARROW,
            )
            for p in used
        ]
        rows = (*made.rows, *((made.total,) if made.total else ()))
        lines += table(
            columns, ([_cell(row[p], made.columns[p].sort) for p in used] for row in rows)
        )
    return [*lines, *made.notes]


def _cell(cell: Cell, sort: Sort) -> str:
    if isinstance(cell, datetime):
        return shapes.moment(cell) or ""
    if isinstance(cell, int) and sort is Sort.MONEY:
        return shapes.money(cell)
    return str(cell) if cell is not None else ""


def _shape(name: str, made: Report, files: list[str]) -> dict[str, Any]:
    return {
        "report": name,
        "title": made.title,
        "columns": [{"name": c.name, "title": c.title, "sort": c.sort.value} for c in made.columns],
        "rows": [_row(made, row) for row in made.rows],
        "total": _row(made, made.total) if made.total else None,
        "notes": list(made.notes),
        "files": files,
    }


def _row(made: Report, row: tuple[Cell, ...]) -> dict[str, str | None]:
    return {
        column.name: _cell(cell, column.sort) if cell not in (None, "") else None
        for column, cell in zip(made.columns, row, strict=True)
    }
