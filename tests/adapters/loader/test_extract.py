"""Every row of a contracts CSV comes back typed, or with a sentence that says what is wrong."""

import csv
import io
import lzma
from datetime import date
from pathlib import Path

import pytest

from adapters.sandbox.contract_row import COLUMNS, LONGEST
from adapters.sandbox.extract import Extract, NotContracts, read

GOOD = {
    "Purchase Order Description": "DEMOLITION",
    "Purchase Order (Contract) Number": "E011442",
    "Revision Number": "0",
    "Specification Number": "E968020030",
    "Approval Date": "03/13/2025",
    "Vendor Name": "MIDWEST WRECKING COMPANY 01",
    "Vendor ID": "14878414T",
    "Award Amount": "17500.00",
}
HEADING = ",".join(COLUMNS.values())


def row(**changes: str) -> str:
    """A line of the file; a keyword names a field of ContractRow."""
    values = GOOD | {COLUMNS[name]: value for name, value in changes.items()}
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(values.get(c, "") for c in COLUMNS.values())
    return out.getvalue().removesuffix("\n")


def file(folder: Path, *lines: str, heading: str = HEADING) -> Path:
    path = folder / "contracts.csv"
    path.write_text("\n".join((heading, *lines, "")), encoding="utf-8", newline="")
    return path


def sentences(found: Extract) -> list[str]:
    return [left.text for left in found.left_out]


def test_the_packed_extract_is_the_citys_file_to_the_last_row(extract: Extract):
    assert extract.total == 9_921
    assert len(extract.rows) + len(extract.left_out) == 9_921
    assert sentences(extract) == [
        (
            "Line 2304: Start Date '07/01/0201' lies in an impossible year; "
            "give a year between 1900 and 2199."
        )
    ]


def test_a_row_is_typed(tmp_path: Path):
    (found,) = read(file(tmp_path, row(award="-12.5", title="A\n  B"))).rows

    assert (found.line, found.award, found.approved) == (2, -12_50, date(2025, 3, 13))
    assert (found.title, found.start, found.number) == ("A B", None, "E011442")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("award", "12,50", "Award Amount '12,50' is not an amount; write digits with"),
        ("award", "1e5", "Award Amount '1e5' is not an amount; write digits with"),
        ("award", "", "Award Amount is not an amount; write digits with"),
        ("award", "9" * 20, f"Award Amount '{'9' * 20}' is not an amount; write digits with"),
        ("award", "NaN", "Award Amount 'NaN' is not an amount; write digits with"),
        ("start", "2025-01-31", "Start Date '2025-01-31' is not a date; write it as MM/DD/YYYY"),
        ("end", "02/30/2001", "End Date '02/30/2001' is not a day of any calendar; give a day"),
        ("approved", "13/01/2001", "Approval Date '13/01/2001' is not a day of any calendar;"),
        ("number", "  ", "Purchase Order (Contract) Number '  ' is empty; fill it in"),
        ("revision", "", "Revision Number is empty; fill it in"),
        ("title", "a\0b", "Purchase Order Description 'a\\x00b' holds a NUL byte; remove it"),
        ("city", "x" * 2_001, f"is 2,001 characters long; shorten it to {LONGEST:,}."),
    ],
)
def test_a_broken_field_is_named_with_its_value_and_the_way_out(
    tmp_path: Path, field: str, value: str, sentence: str
):
    found = read(file(tmp_path, row(), row(**{field: value}), row(number="E2")))

    assert [good.number for good in found.rows] == ["E011442", "E2"]
    (said,) = sentences(found)
    assert said.startswith("Line 3: ")
    assert sentence in said


def test_a_row_with_too_few_or_too_many_fields_spoils_no_other(tmp_path: Path):
    found = read(file(tmp_path, "a,b,c", row(), row() + ",more"))

    assert len(found.rows) == 1
    way_out = "put a field with a comma into quotation marks, or add what is missing."
    long = f"{row()},more"[:59] + "…"
    assert sentences(found) == [
        f"Line 2: Row 'a,b,c' has 3 fields where the first line has 18; {way_out}",
        f"Line 4: Row '{long}' has 19 fields where the first line has 18; {way_out}",
    ]


def test_a_quotation_mark_that_is_never_closed_spoils_its_own_line_only(tmp_path: Path):
    broken = row().replace("DEMOLITION", '"DEMOLITION')

    found = read(
        file(tmp_path, row(number="E1"), broken, *(row(number=f"F{n}") for n in range(60)))
    )

    assert len(found.rows) == 61
    assert [(left.line, left.problem) for left in found.left_out] == [
        (3, "has a quotation mark that is not closed")
    ]


def test_a_field_in_quotes_may_run_over_lines(tmp_path: Path):
    found = read(file(tmp_path, row(title='Two\nlines, and a "quote"'), row(number="E2")))

    assert [good.title for good in found.rows] == ['Two lines, and a "quote"', "DEMOLITION"]
    assert [good.line for good in found.rows] == [2, 4]
    assert found.left_out == ()


def test_bytes_that_are_no_text_spoil_their_own_row_only(tmp_path: Path):
    path = file(tmp_path, row(number="E1"), row(vendor_name="M@LLER"), row(number="E3"))
    path.write_bytes(path.read_bytes().replace(b"@", b"\xdc"))

    found = read(path)

    assert [good.number for good in found.rows] == ["E1", "E3"]
    assert sentences(found) == [
        "Line 3: Vendor Name 'M?LLER' is not UTF-8; save the file as UTF-8 and load again."
    ]


def test_a_column_nobody_knows_is_reported_and_passed_over(tmp_path: Path):
    found = read(file(tmp_path, row() + ",x", heading=HEADING + ",Colour"))

    assert len(found.rows) == 1
    assert found.total == 1
    assert sentences(found) == [
        "Line 1: Column 'Colour' is not known; its values are not used; rename it."
    ]


def test_columns_may_stand_in_any_order_after_a_byte_order_mark_and_with_crlf(tmp_path: Path):
    names = list(reversed(COLUMNS.values()))
    line = ",".join(GOOD.get(name, "") for name in names)
    path = tmp_path / "turned.csv"
    path.write_text("\ufeff" + ",".join(names) + "\r\n" + line + "\r\n", newline="")

    (found,) = read(path).rows

    assert (found.vendor_id, found.award, found.zip) == ("14878414T", 17_500_00, "")


def test_missing_columns_are_one_error_for_the_file(tmp_path: Path):
    path = file(tmp_path, "1,2", heading="Vendor ID,Award Amount")

    with pytest.raises(NotContracts) as why:
        read(path)

    assert str(why.value) == (
        f"{path} is no contracts CSV: its first line lacks the columns Purchase Order Description, "
        "Purchase Order (Contract) Number, Revision Number and 13 more; "
        "see adapters/sandbox/data/ATTRIBUTION.md for the shape."
    )


@pytest.mark.parametrize(
    "name", ["nothing", "empty.csv", "folder", "picture.png", "damaged.csv.xz"]
)
def test_a_file_that_is_no_contracts_csv_is_one_plain_error(tmp_path: Path, name: str):
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
    elif name != "nothing":
        content = {"empty.csv": b"", "picture.png": b"\x89PNG\r\n\x1a\n\0\0\0"}
        path.write_bytes(content.get(name, lzma.compress(b"a" * 99_999)[:40]))

    with pytest.raises(NotContracts) as why:
        read(path)

    assert str(path) in str(why.value)
    assert "; " in str(why.value)
    assert "\n" not in str(why.value)


def test_a_heading_that_names_a_column_twice_is_refused(tmp_path: Path):
    path = file(tmp_path, row(), heading=HEADING + ",Vendor ID")

    with pytest.raises(NotContracts, match="names the column Vendor ID more than once"):
        read(path)


def test_packed_and_plain_are_read_alike(tmp_path: Path):
    plain = file(tmp_path, row(), row(number="E2"))
    packed = tmp_path / "contracts.csv.xz"
    packed.write_bytes(lzma.compress(plain.read_bytes()))

    assert read(packed) == read(plain)
