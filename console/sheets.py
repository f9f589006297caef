"""Reports as files for a spreadsheet: CSV and XLSX in which no cell can act.

A spreadsheet takes a cell that begins with =, +, - or @ for a formula, whoever wrote it. Text that
might be taken so is quoted, and in XLSX text is stored as text.
"""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from unicodedata import category, normalize

from console.clean import clean
from console.home import HomeUnusable
from core.reports.report import Cell, Report, Sort

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ACTING = ("=", "+", "-", "@", "|", "%")
ACTING_RAW = ("\t", "\r", "\n")
PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
QUOTE = "'"
MONEY = "#,##0.00;[Red]-#,##0.00"
MOMENT = "yyyy-mm-dd hh:mm:ss"
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
"""Text stays text, and nothing is written beside the file."""
WIDEST = 60
NARROWEST = 10


class FileTaken(HomeUnusable):
    """The file cannot be made; the text says what to do."""


def safe(text: str) -> str:
    """Text as a cell of a CSV file: nothing in it is taken for a formula."""
    if not text.startswith(ACTING_RAW):
        bare = normalize("NFKC", text).lstrip()
        while bare and category(bare[0]) in {"Cf", "Cc", "Zs"}:
            bare = bare[1:]
        if not bare.startswith(ACTING) or PLAIN_NUMBER.match(text):
            return clean(text)
    return QUOTE + clean(text)


def write_csv(report: Report, path: str) -> None:
    """Raises: FileTaken: the file is there already, or cannot be written."""
    with _new(path) as file, io.TextIOWrapper(file, "utf-8-sig", newline="") as text:
        # Where commas part decimals, cells are parted elsewhere: a quoted one stays one everywhere.
        writer = csv.writer(text, quoting=csv.QUOTE_ALL)
        writer.writerow([safe(column.title) for column in report.columns])
        for row in _rows(report):
            cells = zip(row, report.columns, strict=True)
            writer.writerow([_written(cell, column.sort) for cell, column in cells])


def write_xlsx(report: Report, path: str) -> None:
    """Raises: FileTaken: the file is there already, or cannot be written."""
    from xlsxwriter import Workbook

    with _new(path) as file, Workbook(file, AS_TEXT) as book:
        sheet = book.add_worksheet("Report")
        bold = book.add_format({"bold": True})
        forms = {
            Sort.MONEY: book.add_format({"num_format": MONEY}),
            Sort.MOMENT: book.add_format({"num_format": MOMENT}),
        }
        for place, column in enumerate(report.columns):
            sheet.write_string(0, place, column.title, bold)
            sheet.set_column(place, place, _width(report, place))
        rows = list(_rows(report))
        for line, row in enumerate(rows, 1):
            _put(sheet, line, row, report, forms)
        for line, note in enumerate(report.notes, len(rows) + 2):
            sheet.write_string(line, 0, clean(note))
        sheet.freeze_panes(1, 0)


@contextmanager
def _new(path: str) -> Iterator[BinaryIO]:
    """A file that was not there before, and is not there where writing it failed.

    Raises:
        FileTaken: it is there already, or cannot be written.
    """
    place = Path(path)
    try:
        file = place.open("xb")
    except FileExistsError as why:
        raise FileTaken(f"{path} is there already; name another file.") from why
    except OSError as why:
        raise _unwritable(path, why) from why
    try:
        with file:
            yield file
    except BaseException as why:
        place.unlink(missing_ok=True)
        if isinstance(why, OSError):
            raise _unwritable(path, why) from why
        raise


def _rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    yield from report.rows
    if report.total:
        yield report.total


def _written(cell: Cell, sort: Sort) -> str:
    if isinstance(cell, datetime):
        return f"{cell.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, int) and sort is Sort.MONEY:
        return f"{_amount(cell):.2f}"
    return safe(str(cell)) if cell is not None else ""


def _put(
    sheet: "Worksheet",
    line: int,
    row: tuple[Cell, ...],
    report: Report,
    forms: "dict[Sort, Format]",
) -> None:
    for place, (cell, column) in enumerate(zip(row, report.columns, strict=True)):
        form = forms.get(column.sort)
        if isinstance(cell, datetime):
            sheet.write_datetime(line, place, cell.astimezone(UTC).replace(tzinfo=None), form)
        elif isinstance(cell, int) and column.sort is Sort.MONEY:
            sheet.write_number(line, place, _amount(cell), form)
        elif cell not in (None, ""):
            sheet.write_string(line, place, clean(str(cell)))


def _amount(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _width(report: Report, place: int) -> int:
    sort = report.columns[place].sort
    cells = [_written(row[place], sort) for row in (*report.rows, report.total) if row]
    longest = max((len(cell) for cell in (report.columns[place].title, *cells)), default=0)
    return min(WIDEST, max(NARROWEST, longest + 2))


def _unwritable(path: str, why: OSError) -> FileTaken:
    return FileTaken(f"{path} cannot be written ({why.strerror}); name another file.")
