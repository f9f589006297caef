"""Fields of a row, read strictly: any may be missing, none may mean something else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal, DecimalException
from typing import Any

from adapters.wire.failures import NotUnderstood

Row = dict[str, Any]
LONGEST = 4_000
"""Characters of a text that are kept."""
LARGEST_ID = 2**62
LARGEST = Decimal(10) ** 13


class Misread(ValueError):
    """A field is not what the published description says; the text names it."""


@contextmanager
def of_call(name: str, id: object = None) -> Iterator[None]:
    """Raises: NotUnderstood: a row of this call, by its id, is not as it is published."""
    try:
        yield
    except Misread as why:
        which = f"row {id}" if type(id) is int else "a row"
        raise NotUnderstood("Procore", name, f"of {which}, {why}") from why


def number(row: Row, name: str = "id") -> int:
    """Raises: Misread: the row has no such id."""
    found = optional_number(row, name)
    if found is None:
        raise Misread(f"{name} is missing")
    return found


def optional_number(row: Row, name: str) -> int | None:
    """An id, as a number or, in v2, as a text of digits; None where there is none.

    Raises:
        Misread: it is something else.
    """
    value = row.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 20:  # noqa: PLR2004  # digits of the largest
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < LARGEST_ID:
        raise Misread(f"{name} is no id")
    return value


def text(row: Row, name: str) -> str:
    """A text as it is, hostile or not; empty where there is none.

    Raises:
        Misread: it is neither a text nor a number.
    """
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise Misread(f"{name} is no text")
    # A half of a pair stands for no character, and no store takes it.
    whole = str(value).encode("utf-8", "replace").decode("utf-8")
    return whole.strip()[:LONGEST]


def scaled(row: Row, name: str, places: int, *, rounded: bool = False) -> int:
    """A decimal as a whole number of fractions; 0 where there is none.

    Raises:
        Misread: it is no number, not finite, too large, or finer than the fractions.
    """
    value = row.get(name)
    if value is None or value == "":
        return 0
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise Misread(f"{name} is no number")
    try:
        amount = Decimal(value)
        if not amount.is_finite() or abs(amount) > LARGEST:
            raise Misread(f"{name} is no amount that has sense")
        fractions = amount.scaleb(places)
        whole = fractions.to_integral_value()
    except DecimalException:
        raise Misread(f"{name} is no number") from None
    if whole != fractions and not rounded:
        raise Misread(f"{name} is finer than its currency")
    return int(whole)


def cents(row: Row, name: str) -> int:
    """An amount of money in minor units."""
    return scaled(row, name, 2)


def flag(row: Row, name: str, *, usual: bool) -> bool:
    """Raises: Misread: it is neither yes nor no."""
    value = row.get(name)
    if value is None:
        return usual
    if not isinstance(value, bool):
        raise Misread(f"{name} is neither yes nor no")
    return value


def day(row: Row, name: str) -> str:
    """A date as ISO text, of a date or of a moment; empty where there is none.

    Raises:
        Misread: it is no date.
    """
    value = text(row, name)
    if not value:
        return ""
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        raise Misread(f"{name} is no date") from None


def moment(row: Row, name: str) -> str:
    """A moment in UTC as ISO text; empty where there is none.

    Raises:
        Misread: it is none.
    """
    value = text(row, name)
    if not value:
        return ""
    try:
        at = datetime.fromisoformat(value)
        zoned = at if at.tzinfo else at.replace(tzinfo=UTC)
        return zoned.astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        raise Misread(f"{name} is no moment") from None


def inner(row: Row, name: str) -> Row:
    """An object within a row; empty where there is none.

    Raises:
        Misread: it is something else.
    """
    value = row.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Misread(f"{name} is no object")
    return value


def inners(row: Row, name: str) -> list[Row]:
    """The objects of a list within a row.

    Raises:
        Misread: it is no list of objects.
    """
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Misread(f"{name} is no list of objects")
    return value


def currency(row: Row) -> str:
    """Raises: Misread: it is none."""
    code = text(inner(row, "currency_configuration"), "currency_iso_code") or "USD"
    if len(code) != 3 or not code.isascii() or not code.isalpha():  # noqa: PLR2004  # ISO 4217
        raise Misread("currency_iso_code is no currency")
    return code.upper()


def as_date(value: str) -> date | None:
    """A kept date."""
    return date.fromisoformat(value) if value else None


def as_moment(value: str) -> datetime | None:
    """A kept moment."""
    return datetime.fromisoformat(value) if value else None
