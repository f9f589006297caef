"""Figures as people read them: amounts, days, moments and ages, each from its typed value."""

from datetime import date, datetime

from core.vocabulary import Cents

MINOR_DIGITS = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "BHD": 3, "KWD": 3, "OMR": 3, "TND": 3}
"""Currencies whose minor unit is not a hundredth (ISO 4217)."""

MINUTE, HOUR, DAY = 60, 3600, 86400


def amount(minor: Cents, currency: str = "USD") -> str:
    """`-1,234.50`: thousands separated, as many decimals as the currency has."""
    digits = MINOR_DIGITS.get(currency, 2)
    whole, rest = divmod(abs(minor), 10**digits)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole:,}.{rest:0{digits}d}" if digits else f"{sign}{whole:,}"


def money(minor: Cents, currency: str) -> str:
    """An amount with the name of its currency behind it."""
    return f"{amount(minor, currency)} {currency}"


def quantity(thousandths: int) -> str:
    """`2.5` for 2500: thousandths of a unit without idle zeros."""
    whole, rest = divmod(abs(thousandths), 1000)
    decimals = f".{rest:03d}".rstrip("0") if rest else ""
    return f"{'-' if thousandths < 0 else ''}{whole:,}{decimals}"


def percentage(basis_points: int) -> str:
    """`7.5 %` for 750."""
    whole, rest = divmod(abs(basis_points), 100)
    decimals = f".{rest:02d}".rstrip("0") if rest else ""
    return f"{'-' if basis_points < 0 else ''}{whole}{decimals} %"


def day(when: date | None) -> str:
    return when.isoformat() if when else ""


def moment(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M}" if when else ""


def age(since: datetime, now: datetime) -> str:
    """`4d`, `3h`, `12m`, and `now` within the minute."""
    seconds = int((now - since).total_seconds())
    if seconds < MINUTE:
        return "now"
    if seconds < HOUR:
        return f"{seconds // MINUTE}m"
    if seconds < DAY:
        return f"{seconds // HOUR}h"
    return f"{seconds // DAY}d"
