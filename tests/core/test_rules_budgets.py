from datetime import timedelta

import pytest

from core.case import Answers
from core.locks import lost_changes_objection
from core.records import BudgetLine
from core.settings import ProjectSettings, Settings
from core.vocabulary import Action, ErpStatus, Level, Origin, RecordId, Tool
from tests.core.judging import FULL, codes_said, moved, rules_said, said, warned
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

    (told,) = objections
    assert told == (
        "After this export the budget can never be imported from Sage again: "
        "it has to be confirmed."
    )
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
        "Values here are overwritten by those of Sage: it has to be confirmed."
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


# locking


def test_a_budget_is_locked_by_its_administrator_and_needs_lines_for_it():
    opened = budget(S.UNSENT, locked=False)

    assert moved(case(opened, SAM), A.LOCK).body.locked
    assert codes_said(case(opened, ANA), A.LOCK) == ["needs_source_tool_admin"]
    assert said(case(budget(S.UNSENT, locked=False, lines=()), SAM), A.LOCK) == [
        "The budget has no line."
    ]
    assert said(case(budget(S.UNSENT), SAM), A.LOCK) == ["The budget is locked already."]
    assert said(case(opened, SAM), A.UNLOCK) == ["The budget is unlocked already."]


@pytest.mark.rule("financials 15")
def test_an_exported_budget_is_unlocked_once_its_export_was_posted_and_came_back():
    held = case(budget(S.SYNCED), SAM)
    unposted = held._replace(mirrored=mirrored(held, posted=False))

    assert moved(held, A.UNLOCK).body.locked is False
    assert said(unposted, A.UNLOCK) == [
        "The last export waits in an unposted batch; post it in Job Cost, then sync."
    ]
    assert said(held._replace(mirror_age=None), A.UNLOCK) == [
        "The last export has not come back from Sage yet; post its entries there and sync."
    ]
    assert codes_said(held._replace(actor=ANA), A.UNLOCK) == ["needs_source_tool_admin"]


@pytest.mark.rule("financials 15")
def test_what_came_back_since_the_export_counts_however_often_it_was_locked_since():
    export = NOW - timedelta(minutes=10)
    just_locked = budget(S.SYNCED, lines=CHANGED, exported_at=export, changed_at=NOW)
    read = NOW - timedelta(minutes=5)

    assert said(case(just_locked, SAM, mirror_age=read), A.SEND) == []
    assert said(case(just_locked, SAM, mirror_age=export), A.SEND) == [
        "The last export has not come back from Sage yet; post its entries there and sync."
    ]


def test_a_budget_of_sage_is_unlocked_to_be_imported():
    waiting = budget(S.READY_TO_IMPORT, locked=True)

    opened = moved(case(waiting, SAM), A.UNLOCK)

    assert (opened.status, opened.body.locked) == (S.READY_TO_IMPORT, False)


def test_budgets_are_sent_with_the_granular_right_and_taken_back_by_who_may_only_read():
    standard = VIC._replace(levels={Tool.BUDGET: Level.STANDARD}, send_budgets=True)
    reader = VIC._replace(levels={Tool.BUDGET: Level.READ_ONLY}, send_budgets=True)
    plain = standard._replace(send_budgets=False)

    assert codes_said(case(budget(S.UNSENT), standard), A.SEND) == []
    assert codes_said(case(budget(S.UNSENT), reader), A.SEND) == ["needs_source_tool_admin"]
    assert codes_said(case(budget(S.UNSENT), plain), A.SEND) == ["needs_source_tool_admin"]
    assert codes_said(case(budget(), reader), A.RETRIEVE) == []
    assert codes_said(case(budget(), plain), A.RETRIEVE) == ["needs_source_tool_admin"]
    assert codes_said(case(budget(S.REJECTED), standard), A.RESEND) == ["needs_source_tool_admin"]
    assert codes_said(case(budget(S.UNSENT, locked=False), standard), A.LOCK) == [
        "needs_source_tool_admin"
    ]


# forecast


FORECAST = ProjectSettings(
    export_forecast=True,
    budget_view="ERP",
    budget_view_columns=("Forecast to Complete", "EAC"),
    completion_column="EAC",
)


@pytest.mark.rule("financials 21")
def test_a_forecast_that_somebody_wants_and_that_stays_here_is_a_warning():
    wanted = case(budget(), answers=FULL, settings=Settings(forecast_export=True))

    assert warned(wanted._replace(chosen=FORECAST), A.ACCEPT) == []
    (told,) = warned(wanted, A.ACCEPT)
    assert told == (
        "The forecast stays here: Export Forecast Amounts of the project is off; "
        "the project has no default ERP budget view; "
        "the project's budget view has no column Forecast to Complete; "
        "no column of that view is designated as Estimated Cost at Completion."
    )
    assert warned(wanted._replace(chosen=FORECAST, settings=Settings()), A.ACCEPT) == [
        "The forecast stays here: the company's export of forecasts is off."
    ]
    assert warned(case(budget(), answers=FULL), A.ACCEPT) == []


@pytest.mark.rule("financials 21")
def test_an_acceptance_writes_down_whether_the_forecast_goes_along():
    accepted = case(budget(), answers=FULL, settings=Settings(forecast_export=True))

    assert moved(accepted._replace(chosen=FORECAST), A.ACCEPT).body.forecast is True
    assert moved(accepted, A.ACCEPT).body.forecast is False


@pytest.mark.rule("financials 22")
@pytest.mark.parametrize(
    ("after", "refused"),
    [
        ((), True),
        ((BudgetLine("01-100", "L", 50_00),), True),
        ((BudgetLine("01-100", "S", 0, 5_00),), True),
        ((BudgetLine("01-100", "L", 50_00, 7_00),), False),
        ((BudgetLine("01-100", "L", 50_00, 5_00), BudgetLine("03-300", "S", 1_00)), False),
    ],
)
def test_a_budget_change_is_altered_and_never_deleted(after, refused):
    before = budget(lines=(BudgetLine("01-100", "L", 50_00, 5_00),))

    objection = lost_changes_objection(before, budget(lines=after))

    assert (objection is not None) is refused
