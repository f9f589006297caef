from datetime import timedelta

import pytest

from core.case import Answers
from core.records import BudgetLine
from core.vocabulary import Action, ErpStatus, Origin, RecordId
from tests.core.judging import FULL, moved, rules_said, said
from tests.people import ADA, ANA, CONNECTOR, SAM, VIC
from tests.records import NOW, budget, case, mirrored, project, related

A, S = Action, ErpStatus
CHANGED = (BudgetLine("01-100", "L", 50_000_00, 5_000_00), BudgetLine("03-300", "S", 250_000_00))


def imported(**changes: object):
    return budget(S.SYNCED, origin=Origin.ERP, **({"locked": False, "exported": ()} | changes))


@pytest.mark.rule("financials 2")
def test_a_budget_waits_for_its_job():
    unsent = case(budget(S.UNSENT), SAM)
    named = {RecordId("project-1"): related(project(), S.UNSENT)}

    assert said(unsent._replace(related=named), A.SEND) == [
        "Project J1200 is unsent; it must be synced first."
    ]


def test_a_budget_without_lines_is_not_sent():
    assert said(case(budget(S.UNSENT, lines=()), SAM), A.SEND) == ["The budget has no line."]


@pytest.mark.rule("financials 11")
def test_an_unlocked_budget_is_not_sent():
    objections = said(case(budget(S.UNSENT, locked=False), SAM), A.SEND)

    assert objections == ["The budget is unlocked; lock it before it is sent."]


@pytest.mark.rule("financials 12")
def test_a_line_without_a_cost_type_keeps_a_budget_from_being_sent():
    bare = budget(S.UNSENT, lines=(BudgetLine("01-100", "", 1_00),))

    assert said(case(bare, SAM), A.SEND) == ["Line 1 has cost code 01-100 without a cost type."]


@pytest.mark.rule("financials 13")
def test_accepting_a_budget_takes_a_word_on_what_it_ends():
    waiting = case(budget())

    objections = said(waiting, A.ACCEPT)

    assert objections == [
        "Accept needs: After this export the budget can never be imported from Sage again."
    ]
    assert said(waiting._replace(answers=Answers(confirmed=True)), A.ACCEPT) == []


@pytest.mark.rule("financials 14")
def test_an_exported_budget_is_never_imported_again():
    unlocked = case(budget(S.SYNCED, locked=False), ADA, answers=FULL)

    assert said(unlocked, A.REIMPORT) == [
        "The budget of this job was exported once; it can never be imported from Sage again."
    ]


@pytest.mark.rule("financials 14")
def test_a_job_whose_budget_is_held_already_takes_no_other():
    second = case(budget(S.READY_TO_IMPORT), ADA, answers=FULL, holder="budget J1200")

    assert rules_said(second, A.IMPORT) == ["financials 14"]


@pytest.mark.rule("financials 15")
def test_a_changed_budget_waits_until_its_last_export_is_posted():
    changed = case(budget(S.SYNCED, lines=CHANGED), SAM)
    unposted = changed._replace(mirrored=mirrored(changed, posted=False))

    assert said(changed, A.SEND) == []
    assert said(unposted, A.SEND) == [
        "The last export waits in an unposted batch; post it in Job Cost, then sync."
    ]


@pytest.mark.rule("financials 15")
def test_a_changed_budget_waits_until_its_last_export_has_come_back():
    changed = case(budget(S.SYNCED, lines=CHANGED), SAM)
    words = "The last export has not come back from Sage yet; post its entries there and sync."

    assert said(changed._replace(mirrored=None), A.SEND) == [words]
    assert said(changed._replace(mirror_age=NOW - timedelta(hours=2)), A.SEND) == [words]


def test_a_budget_that_did_not_change_is_not_sent_again():
    assert said(case(budget(S.SYNCED), SAM), A.SEND) == [
        "Nothing has changed since the last export."
    ]


def test_a_budget_from_sage_is_kept_in_sage():
    objections = said(case(imported(locked=True), SAM), A.SEND)

    assert objections == [
        "This budget came from Sage; changes to it are made there and imported again."
    ]


@pytest.mark.rule("financials 16")
def test_a_locked_budget_is_not_imported():
    locked = case(budget(S.READY_TO_IMPORT, locked=True), ADA, answers=FULL)

    assert said(locked, A.IMPORT) == ["The budget is locked; unlock it before it is imported."]


@pytest.mark.rule("financials 17")
def test_an_import_onto_lines_asks_what_becomes_of_them():
    onto = case(budget(S.READY_TO_IMPORT), ADA)

    assert said(onto, A.IMPORT) == ["Import needs: Lines that exist already."]


@pytest.mark.rule("financials 17")
def test_kept_lines_stay_and_missing_ones_are_added():
    onto = case(budget(S.READY_TO_IMPORT), ADA)
    theirs = (BudgetLine("01-100", "L", 1_00), BudgetLine("03-300", "M", 2_00))
    seen = mirrored(onto, body=budget(lines=theirs).body)
    keep, override = (
        onto._replace(mirrored=seen, answers=Answers(existing_lines=choice))
        for choice in ("keep", "override")
    )

    kept, taken = moved(keep, A.IMPORT), moved(override, A.IMPORT)

    assert kept.body.lines == (*onto.record.body.lines, theirs[1])
    assert taken.body.lines == theirs


@pytest.mark.rule("financials 18")
def test_a_reimport_overwrites_only_after_a_word():
    held = case(imported(), ADA)
    seen = mirrored(held, body=budget(lines=CHANGED).body)

    silent = held._replace(mirrored=seen)
    confirmed = silent._replace(answers=Answers(confirmed=True))

    assert said(silent, A.REIMPORT) == [
        "Reimport needs: Values here are overwritten by those of Sage."
    ]
    assert moved(confirmed, A.REIMPORT).body.lines == CHANGED


@pytest.mark.rule("financials 19")
def test_a_budget_line_has_no_units_to_travel():
    fields = set(BudgetLine._fields)

    amounts = {"original", "changes", "completion", "to_complete"}
    assert fields == {"code", "category", "sub_job"} | amounts


@pytest.mark.rule("financials 20")
def test_a_line_of_nothing_is_exported():
    empty = budget(lines=(BudgetLine("01-100", "L", 0),))

    assert said(case(empty, answers=FULL), A.ACCEPT) == []


@pytest.mark.rule("financials 1")
def test_accepting_takes_the_level_and_the_privilege():
    waiting = case(budget(), answers=FULL)

    assert said(waiting._replace(actor=VIC), A.ACCEPT) == [
        "This takes Standard of ERP Integrations; you hold Read Only.",
        "This takes Can Push to Accounting besides the level, an administrator's too.",
    ]
    assert said(waiting._replace(actor=ANA), A.ACCEPT) == []


def test_what_was_exported_is_kept_to_tell_later_changes_by():
    under_way = budget(S.EXPORTING)

    confirmed = moved(case(under_way, CONNECTOR), A.CONFIRM)

    assert confirmed.body.exported == under_way.body.lines
