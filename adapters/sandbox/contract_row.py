"""One row of a contracts CSV, checked and typed, and what is wrong with one that is not."""

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from core.values import NamedTuple
from core.vocabulary import Cents

LONGEST = 2_000
"""Characters a field may have; what is longer is no description of a contract."""
YEARS = range(1900, 2200)
AMOUNT = re.compile(r"(-?)(\d{1,13})(?:\.(\d{1,2}))?")
DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def _wrong(problem: str, way_out: str) -> PydanticCustomError:
    # Both texts are ours; braces would be read as places to fill in.
    return PydanticCustomError("contract_row", problem, {"way_out": way_out})


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _amount(text: str) -> Cents:
    found = AMOUNT.fullmatch(text.strip())
    if found is None:
        raise _wrong("is not an amount", "write digits with at most two decimals, such as 1250.00")
    sign, whole, cents = found.groups()
    minor = int(whole) * 100 + int((cents or "").ljust(2, "0"))
    return -minor if sign else minor


def _date(text: str) -> date | None:
    bare = text.strip()
    if not bare:
        return None
    found = DATE.fullmatch(bare)
    if found is None:
        raise _wrong("is not a date", "write it as MM/DD/YYYY, or leave it empty")
    month, day, year = map(int, found.groups())
    if year not in YEARS:
        raise _wrong("lies in an impossible year", "give a year between 1900 and 2199")
    try:
        return date(year, month, day)
    except ValueError:
        raise _wrong("is not a day of any calendar", "give a day that exists") from None


def _named(text: str) -> str:
    bare = _one_line(text)
    if not bare:
        raise _wrong("is empty", "fill it in: without it the row belongs to nothing")
    return bare


Text = Annotated[str, StringConstraints(max_length=LONGEST), BeforeValidator(_one_line)]
Name = Annotated[str, StringConstraints(max_length=LONGEST), BeforeValidator(_named)]
Money = Annotated[Cents, BeforeValidator(_amount)]
Day = Annotated[date | None, BeforeValidator(_date)]


class ContractRow(NamedTuple):
    """A row as the sandbox uses it: trimmed, amounts in minor units, dates as dates."""

    line: int
    """Of the file, counted from 1."""
    title: Text
    number: Name
    revision: Name
    specification: Text
    type: Text
    start: Day
    end: Day
    approved: Day
    department: Text
    vendor_name: Text
    vendor_id: Text
    address: Text
    address_more: Text
    city: Text
    state: Text
    zip: Text
    award: Money
    procurement: Text


COLUMNS: dict[str, str] = {
    "title": "Purchase Order Description",
    "number": "Purchase Order (Contract) Number",
    "revision": "Revision Number",
    "specification": "Specification Number",
    "type": "Contract Type",
    "start": "Start Date",
    "end": "End Date",
    "approved": "Approval Date",
    "department": "Department",
    "vendor_name": "Vendor Name",
    "vendor_id": "Vendor ID",
    "address": "Address 1",
    "address_more": "Address 2",
    "city": "City",
    "state": "State",
    "zip": "Zip",
    "award": "Award Amount",
    "procurement": "Procurement Type",
}
"""By field of ContractRow, in its order: the heading of the column it is read from."""
