"""Every row of the published matrix is held by a right of the tables, or says why by none."""

import pytest

from core.matrix import ABSENT, holding
from core.permissions import DEEDS, Deed
from core.vocabulary import Action

ROWS = [f"{number:02}" for number in range(1, 53)]
CODES = {
    "level_too_low",
    "needs_cpa",
    "needs_type_export_right",
    "needs_type_import_right",
    "needs_source_tool_admin",
    "needs_directory_or_create_project",
}


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_held_by_a_right_or_says_why_by_none(row):
    held = holding(row)

    assert bool(held) is not (row in ABSENT)
    assert all(h.actions or h.deed for h in held)
    assert {code for h in held for code in h.codes} <= CODES


def test_an_approvers_row_may_be_refused_with_each_code_of_its_needs():
    (accept,) = holding("06")

    assert Action.ACCEPT in accept.actions
    assert accept.codes == ("level_too_low", "needs_cpa", "needs_type_export_right")


def test_a_row_that_a_policy_decides_has_the_codes_of_either_choice():
    (unlink,) = holding("28")

    assert unlink.codes == (
        "level_too_low",
        "needs_cpa",
        "needs_type_export_right",
        "needs_source_tool_admin",
    )


def test_every_deed_is_in_a_row_or_is_our_own():
    cited = {h.deed for row in ROWS for h in holding(row)}
    ours = {deed for deed, wanted in DEEDS.items() if not wanted.row.isdecimal()}

    assert set(Deed) - cited == ours
