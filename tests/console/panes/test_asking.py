"""What is typed for a field: the problem with it, or the answer it makes."""

from datetime import date

import pytest

from console.widgets.asking import answers, problem
from core.case import NOTHING_SAID
from core.decision import Field

ID = Field("erp_id", "Sage job id", "jobs 1", default="J1200")
DAY = Field("transaction_date", "Transaction date", "financials 59 (P5)", default="2025-12-11")
REASON = Field("reason", "Reason", "financials 9")
SILENT = REASON._replace(required=False)
TYPE = Field("vendor_type", "Vendor type", "vendors 3", choices=("Sub", "Pro"))
AGREED = Field("confirmed", "Sage keeps its entries", "financials 5.2", choices=("yes",))


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (REASON, "   ", "Reason is required; type it, or press Esc to leave."),
        (
            DAY,
            "11.12.2025",
            "11.12.2025 is not a day; write YYYY-MM-DD, for example 2025-12-11.",
        ),
        (
            DAY,
            "2025-02-30",
            "2025-02-30 is not a day; write YYYY-MM-DD, for example 2025-12-11.",
        ),
        (DAY, "20251211", "20251211 is not a day; write YYYY-MM-DD, for example 2025-12-11."),
        (TYPE, "Other", "Other is no vendor type; choose with the left and right keys."),
        (AGREED, "y", "Type yes to go on, or press Esc to leave things as they are."),
        (AGREED, "", "Type yes to go on, or press Esc to leave things as they are."),
    ],
)
def test_a_problem_names_the_value_and_the_way_out(field, typed, words):
    assert problem(field, typed) == words


@pytest.mark.parametrize(
    ("field", "typed"),
    [(REASON, "Wrong vendor"), (SILENT, ""), (DAY, " 2025-12-31 "), (TYPE, "Pro"), (AGREED, "YES")],
)
def test_what_will_do_is_no_problem(field, typed):
    assert problem(field, typed) is None


def test_answers_have_the_types_the_core_asks_for():
    said = answers(
        {
            "erp_id": (ID, " J1300 "),
            "transaction_date": (DAY, "2025-12-31"),
            "reason": (SILENT, ""),
            "confirmed": (AGREED, "Yes"),
        }
    )

    assert said == NOTHING_SAID._replace(
        erp_id="J1300", transaction_date=date(2025, 12, 31), confirmed=True
    )


def test_a_suggestion_left_alone_is_answered_as_it_was_made():
    hostile = ID._replace(default="J1\u200b200")

    said = answers({"erp_id": (hostile, "J1<U+200B>200")})

    assert said.erp_id == "J1\u200b200"


def test_what_is_typed_is_kept_as_it_was_seen():
    said = answers({"reason": (REASON, "bad\x1b]0;x\x07 title")})

    assert said.reason == "bad␛]0;x␇ title"
