"""Figures come from typed values, and say neither more nor less."""

from datetime import UTC, date, datetime, timedelta

import pytest

from console.widgets.figures import age, amount, day, moment, money, percentage, quantity

NOW = datetime(2025, 12, 11, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (0, "USD", "0.00"),
        (5, "USD", "0.05"),
        (-5, "USD", "-0.05"),
        (123456789, "USD", "1,234,567.89"),
        (-100000, "USD", "-1,000.00"),
        (1500, "JPY", "1,500"),
        (1500, "KWD", "1.500"),
    ],
)
def test_an_amount_has_its_thousands_and_its_currency_s_decimals(minor, currency, text):
    assert amount(minor, currency) == text


def test_money_names_its_currency():
    assert money(250_000_00, "CAD") == "250,000.00 CAD"


@pytest.mark.parametrize(
    ("passed", "text"),
    [
        (timedelta(seconds=-5), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=12), "12m"),
        (timedelta(hours=3, minutes=59), "3h"),
        (timedelta(days=4, hours=23), "4d"),
    ],
)
def test_an_age_is_one_number_and_one_letter(passed, text):
    assert age(NOW - passed, NOW) == text


def test_days_and_moments_are_written_the_same_everywhere():
    assert day(date(2025, 11, 3)) == "2025-11-03"
    assert moment(NOW) == "2025-12-11 12:00"
    assert (day(None), moment(None)) == ("", "")


def test_quantities_and_rates_carry_no_idle_zeros():
    assert [quantity(2500), quantity(1_000_000), quantity(-5)] == ["2.5", "1,000", "-0.005"]
    assert [percentage(1000), percentage(750), percentage(0)] == ["10 %", "7.5 %", "0 %"]
