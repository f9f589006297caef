"""What an action would change: shown before it is confirmed."""

import pytest

from core.case import Answers
from core.differences import Difference, Sort, choices
from core.records import BudgetLine, ContractItem, ProjectCode
from core.vocabulary import Action, ErpStatus, Origin
from tests.people import ADA
from tests.records import CODES, budget, case, commitment, mirrored, prime_contract, project

A, S = Action, ErpStatus


def contract(*lines: ContractItem, **changes: object):
    """A synced contract, and what Sage holds of it by now."""
    made = case(prime_contract(S.SYNCED), ADA)
    held = made.record.body.lines
    body = made.record.body._replace(lines=(*held, *lines), **changes)
    return made._replace(mirrored=mirrored(made, body=body))


@pytest.mark.rule("financials 77 (R2)")
def test_a_reimport_shows_every_new_line_and_what_it_makes_of_the_amount():
    made = contract(ContractItem("2", "Added lane", 50_000_00))

    (shown,) = choices(made, A.REIMPORT)

    assert shown.differences == (
        Difference("", "amount", Sort.CHANGED, 400_000_00, 450_000_00),
        Difference("item 2", "description", Sort.ADDED, None, "Added lane"),
        Difference("item 2", "scheduled", Sort.ADDED, None, 50_000_00),
    )
    assert [d.money for d in shown.differences] == [True, False, True]


def test_a_line_that_sage_values_otherwise_is_a_change_of_one_field():
    made = case(prime_contract(S.SYNCED), ADA)
    dearer = made.record.body.lines[0]._replace(scheduled=410_000_00)
    body = made.record.body._replace(lines=(dearer,))

    (shown,) = choices(made._replace(mirrored=mirrored(made, body=body)), A.RENEW)

    assert shown.differences == (
        Difference("", "amount", Sort.CHANGED, 400_000_00, 410_000_00),
        Difference("item 1", "scheduled", Sort.CHANGED, 400_000_00, 410_000_00),
    )


def test_a_line_that_sage_no_longer_has_is_told_as_removed():
    here = (BudgetLine("01-100", "L", 50_000_00), BudgetLine("03-300", "S", 250_000_00))
    made = case(budget(S.SYNCED, origin=Origin.ERP, locked=False, lines=here), ADA)
    body = made.record.body._replace(lines=here[:1])

    (shown,) = choices(made._replace(mirrored=mirrored(made, body=body)), A.REIMPORT)

    assert shown.differences[1:] == (
        Difference("03-300 S", "original", Sort.REMOVED, 250_000_00, None),
    )


def test_a_reimport_that_changes_nothing_says_so():
    made = case(prime_contract(S.SYNCED), ADA)

    assert choices(made, A.REIMPORT) == (choices(made, A.REIMPORT)[0]._replace(differences=()),)


@pytest.mark.rule("financials 17")
def test_an_import_onto_lines_shows_what_keeping_and_what_overriding_would_do():
    mine = budget(S.READY_TO_IMPORT, lines=(BudgetLine("01-100", "L", 7_00),))
    made = case(mine, ADA)
    theirs = (BudgetLine("01-100", "L", 9_00), BudgetLine("03-300", "S", 5_00))
    seen = mirrored(made, body=mine.body._replace(lines=theirs))

    keep, override = choices(made._replace(mirrored=seen), A.IMPORT)

    assert keep.answer == "existing_lines=keep"
    assert keep.differences == (
        Difference("", "amount", Sort.CHANGED, 7_00, 12_00),
        Difference("03-300 S", "original", Sort.ADDED, None, 5_00),
    )
    assert override.answer == "existing_lines=override"
    assert Difference("01-100 L", "original", Sort.CHANGED, 7_00, 9_00) in override.differences


def test_the_answer_that_was_given_is_the_only_one_shown():
    mine = budget(S.READY_TO_IMPORT, lines=(BudgetLine("01-100", "L", 7_00),))
    made = case(mine, ADA, answers=Answers(existing_lines="override"))

    (shown,) = choices(made, A.IMPORT)

    assert shown.answer == ""


def test_an_import_of_a_job_shows_a_code_that_sage_has_gained_since():
    made = case(project(S.READY_TO_IMPORT), ADA)
    code = ProjectCode("05-100", "Steel", ("M",), ("M",))
    seen = mirrored(made, body=made.record.body._replace(codes=(*CODES, code)))

    (shown,) = choices(made._replace(mirrored=seen), A.IMPORT)

    assert [(d.line, d.field, d.sort) for d in shown.differences] == [
        ("05-100", "description", Sort.ADDED),
        ("05-100", "types", Sort.ADDED),
        ("05-100", "erp_types", Sort.ADDED),
    ]


def test_what_takes_nothing_over_and_what_sage_does_not_hold_shows_no_difference():
    assert choices(case(commitment(), ADA), A.ACCEPT) == ()
    assert choices(case(prime_contract(S.SYNCED), ADA, mirrored=None), A.REIMPORT) == ()


def test_two_lines_of_one_name_are_told_apart():
    twice = (BudgetLine("01-100", "L", 7_00), BudgetLine("01-100", "L", 8_00))
    made = case(budget(S.SYNCED, origin=Origin.ERP, locked=False, lines=twice), ADA)
    body = made.record.body._replace(lines=(twice[0], twice[1]._replace(original=9_00)))

    (shown,) = choices(made._replace(mirrored=mirrored(made, body=body)), A.REIMPORT)

    assert shown.differences[1:] == (
        Difference("01-100 L (2)", "original", Sort.CHANGED, 8_00, 9_00),
    )
