"""What may still be edited or deleted at its origin: sentences, rules and who can lift them."""

import pytest

from core.locks import (
    closed_objection,
    deletion_objection,
    edit_objection,
    lost_changes_objection,
)
from core.records import BudgetLine
from core.vocabulary import Approval, ErpStatus, RecordKind
from tests.records import (
    CODES,
    budget,
    commitment,
    company,
    cost_code,
    prime_contract,
    project,
    record,
    sub_job,
    subcontractor_invoice,
)

S, K = ErpStatus, RecordKind
RETRIEVE = "It is ready to export; retrieve it to change it."
SENDERS = "its sender or the approver"
SAGES = ("invariant I2", "Only Sage holds it; change it there.", "the accountant")


@pytest.mark.parametrize(
    ("of", "fields", "objection"),
    [
        (company(), {"title"}, ("vendors 12", RETRIEVE, SENDERS)),
        (project(), {"title"}, ("jobs 10", RETRIEVE, SENDERS)),
        (commitment(), {"title"}, ("financials 8", RETRIEVE, SENDERS)),
        (
            commitment(S.FAILED),
            {"title"},
            ("financials 8", "It is failed; it can be changed once it is rejected.", SENDERS),
        ),
        (
            commitment(S.EXPORTING),
            {"title"},
            ("financials 8", "It is exporting; wait until Sage has answered.", SENDERS),
        ),
        (
            commitment(S.OUTCOME_UNKNOWN),
            {"title"},
            ("financials 8", "It is outcome unknown; wait until Sage has answered.", SENDERS),
        ),
        (prime_contract(S.READY_TO_IMPORT), {"title"}, SAGES),
        (company(S.ARCHIVED), {"title"}, SAGES),
        (
            project(S.READY_TO_UPDATE),
            {"codes"},
            (
                "invariant I1",
                "Its cost codes wait for an approver; retrieve it, then change them.",
                "its sender",
            ),
        ),
        (project(S.READY_TO_UPDATE), {"city"}, None),
        (
            commitment(S.SYNCED),
            {"vendor", "title", "scope"},
            (
                "financials 35",
                "Synced with Sage as SC0001: title, vendor cannot be changed here.",
                "",
            ),
        ),
        (
            company(S.SYNCED),
            {"vendor_type"},
            ("vendors 14", "Synced with Sage as V1001: vendor type cannot be changed here.", ""),
        ),
        (
            cost_code(S.SYNCED),
            {"types"},
            ("cost codes 5", "Synced with Sage as 03-300: types cannot be changed here.", ""),
        ),
        (
            budget(S.SYNCED, locked=True),
            {"lines"},
            ("financials 11", "Synced with Sage as J1200: lines cannot be changed here.", ""),
        ),
        (budget(S.SYNCED, locked=False), {"lines"}, None),
        (commitment(S.SYNCED), {"scope"}, None),
        (commitment(S.SYNCED), {"attachments"}, None),
        (subcontractor_invoice(), {"attachments"}, None),
        (subcontractor_invoice(), {"attachments", "title"}, ("financials 8", RETRIEVE, SENDERS)),
        (commitment(S.UNLINKED), {"title"}, None),
        (
            commitment(S.DELETED),
            {"title"},
            ("financials 38", "It is deleted; only its history is kept.", ""),
        ),
    ],
)
def test_an_edit_is_free_or_the_reason_is_this(of, fields, objection):
    found = edit_objection(of, fields)

    assert (found and (found.rule, found.text, found.lifted_by)) == objection


@pytest.mark.parametrize(
    ("of", "objection"),
    [
        (
            company(S.REJECTED),
            (
                "vendors 11",
                "A company that was once sent is kept; make it inactive instead.",
                "",
            ),
        ),
        (company(S.UNSENT), None),
        (
            commitment(S.FAILED),
            (
                "financials 38",
                "It is failed; only what is not sent or unlinked can be deleted.",
                "whoever retrieves, rejects or unlinks it",
            ),
        ),
        (
            commitment(S.UNLINKED),
            (
                "financials 38",
                "Its status is Approved; set it to Draft first, then delete it.",
                "its owner in the project",
            ),
        ),
        (commitment(S.UNLINKED, approval=Approval.DRAFT), None),
        (
            sub_job(S.UNSENT, codes=CODES),
            (
                "sub jobs 8",
                "Cost codes are attached to sub job EXTRA2; take them off first.",
                "its owner in the project",
            ),
        ),
        (sub_job(S.SYNCED, codes=()), None),
        (
            sub_job(S.EXPORTING, codes=()),
            (
                "financials 38",
                "It is exporting; only what is not sent or unlinked can be deleted.",
                "whoever retrieves, rejects or unlinks it",
            ),
        ),
    ],
)
def test_a_deletion_is_free_or_the_reason_is_this(of, objection):
    found = deletion_objection(of)

    assert (found and (found.rule, found.text, found.lifted_by)) == objection


@pytest.mark.parametrize("kind", K)
def test_what_nobody_waits_for_is_edited_freely(kind):
    for status in (S.UNSENT, S.RETRIEVED, S.REJECTED, S.UNLINKED):
        assert edit_objection(record(kind, status), {"title", "lines", "number"}) is None


def test_a_budgets_lines_are_edited_while_it_is_unlocked():
    refused = closed_objection(budget(S.REJECTED, locked=True), {"lines"})

    assert refused
    assert refused.text == "The budget is locked; unlock it before its lines are edited."
    assert closed_objection(budget(S.REJECTED, locked=False), {"lines"}) is None
    assert closed_objection(budget(S.REJECTED, locked=True), {"title"}) is None
    assert closed_objection(commitment(S.REJECTED), {"lines"}) is None


def test_a_budget_change_of_a_synced_project_is_reversed_and_not_deleted():
    before = budget(
        lines=(BudgetLine("01-100", "L", 1_00, 5_00), BudgetLine("03-300", "S", 1_00, 7_00))
    )

    one = lost_changes_objection(before, budget(lines=before.body.lines[1:]))
    both = lost_changes_objection(before, budget(lines=()))

    assert one.text == (
        "The budget change of 01-100 L cannot be deleted; enter one that reverses it."
    )
    assert both.text == (
        "The budget change of 01-100 L and of 1 more cannot be deleted; enter one that reverses it."
    )
    assert lost_changes_objection(before, before) is None
    assert lost_changes_objection(commitment(), commitment()) is None
