"""Reports as files: no cell acts, no text becomes a number, and no file is written over."""

import csv
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from console.sheets import FileTaken, safe, write_csv, write_xlsx
from core.reports.report import Column, Report, Sort

NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
AT = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
HOSTILE = (
    '=HYPERLINK("http://evil","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "|calc",
    "%0A",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u200b=1",
    "\u202e=1",
    "\uff1d1+1",
    "\uff20SUM(1)",
    "\ufe6210",
    "\u00a0=1",
    "\x1b=1",
)


def report(*rows, total=()) -> Report:
    columns = (Column("title", "Title"), Column("sum", "Sum", Sort.MONEY),
               Column("at", "At", Sort.MOMENT))  # fmt: skip
    return Report("A report", columns, rows, ("Believe it.",), total)


def sheet(path):
    """Type, formula and value of every cell, by its place."""
    with zipfile.ZipFile(path) as book:
        strings = [
            "".join(t.text or "" for t in item.iter(f"{{{NS['x']}}}t"))
            for item in ET.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        cells = ET.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{{{NS['x']}}}c")
        found = {}
        for cell in cells:
            value = cell.findtext("x:v", "", NS)
            kind = cell.get("t", "n")
            text = strings[int(value)] if kind == "s" else value
            found[cell.get("r")] = (kind, cell.find("x:f", NS) is not None, text)
        return found, book.namelist()


@pytest.mark.parametrize("text", HOSTILE, ids=repr)
def test_text_that_a_spreadsheet_would_run_is_quoted(text):
    assert safe(text).startswith("'")


@pytest.mark.parametrize("text", ["-12.50", "-7", "0", "1200", "12.5"])
def test_a_plain_number_is_kept(text):
    assert safe(text) == text


@pytest.mark.parametrize("text", ["SC-0001", "Bridge = deck", "a@b.example", "5 %", "", "Müller"])
def test_ordinary_text_is_kept(text):
    assert safe(text) == text


@pytest.mark.parametrize("text", ["-12.50\n", "-1e5", "-1,000", "--1", "-1=1", "-", "-\u0661"])
def test_what_only_looks_like_a_number_is_quoted(text):
    assert safe(text).startswith("'")


def test_what_reorders_or_hides_is_shown_in_a_file_too():
    assert safe("Wal\u202esh\x07") == "Wal<U+202E>sh\u2407"


def test_csv_holds_a_heading_the_rows_and_the_total(tmp_path):
    path = tmp_path / "report.csv"

    rows = (('a, "b"', -123_45, AT), ("=1", None, None))
    write_csv(report(*rows, total=("Total", 5, None)), str(path))

    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["Title", "Sum", "At"],
            ['a, "b"', "-123.45", "2026-03-02 12:30:00"],
            ["'=1", "", ""],
            ["Total", "0.05", ""],
        ]


def test_no_cell_of_a_csv_file_begins_as_a_formula(tmp_path):
    path = tmp_path / "report.csv"

    write_csv(report(*((text, -1, None) for text in HOSTILE)), str(path))

    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [row[0] for row in csv.reader(file)][1:]
    assert len(cells) == len(HOSTILE)
    assert all(cell.startswith("'") for cell in cells)


def test_xlsx_holds_text_as_text_money_as_numbers_and_no_formula(tmp_path):
    path = tmp_path / "report.xlsx"
    rows = [(text, -123_45, AT) for text in (*HOSTILE, "00123", "http://evil", "1e9")]

    write_xlsx(report(*rows, total=("Total", 7, None)), str(path))

    cells, parts = sheet(path)
    assert not any(formula for _, formula, _ in cells.values())
    assert {cells[f"A{n}"][0] for n in range(1, len(rows) + 3)} == {"s"}
    assert [cells[f"A{n}"][2] for n in range(len(rows) - 1, len(rows) + 2)] == [
        "00123", "http://evil", "1e9",
    ]  # fmt: skip
    assert cells["B2"] == ("n", False, "-123.45")
    assert cells["C2"][0] == "n"
    assert cells[f"B{len(rows) + 2}"] == ("n", False, "0.07")
    assert cells[f"A{len(rows) + 4}"][2] == "Believe it."
    assert not [part for part in parts if "external" in part.lower() or "_rels/sheet" in part]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_file_that_is_there_is_never_written_over(tmp_path, write):
    path = tmp_path / "kept"
    path.write_text("mine")

    with pytest.raises(FileTaken, match="is there already; name another file"):
        write(report(("a", 1, None)), str(path))

    assert path.read_text() == "mine"


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_file_that_cannot_be_made_is_said_to_be_so(tmp_path, write):
    with pytest.raises(FileTaken, match="cannot be written"):
        write(report(), str(tmp_path / "nowhere" / "report"))


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_file_that_was_not_finished_is_not_left_behind(tmp_path, write):
    broken = report(("one cell only",))

    with pytest.raises((ValueError, IndexError)):
        write(broken, str(tmp_path / "report"))

    assert list(tmp_path.iterdir()) == []


def test_a_cell_stays_one_cell_wherever_a_spreadsheet_parts_them(tmp_path):
    path = tmp_path / "report.csv"

    write_csv(report(("Steel;=1+1\tx", 12345, AT)), str(path))

    text = path.read_text(encoding="utf-8-sig")
    assert [row[0] for row in csv.reader(text.splitlines(), delimiter=";")][1].startswith("Steel;=")
    assert text.splitlines()[1].startswith('"Steel;=1+1')
    assert '"123.45"' in text
