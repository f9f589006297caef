"""The page of coverage: every row has code and a test, or a reason; what it names is there."""

from pathlib import Path

import pytest

from console.cli.table import COMMANDS
from console.handbook import evidence
from core.coverage import all_rows
from core.handbook import guards_by_rule
from core.requirements import GUARDS
from core.rulebook import RULES
from core.rulebook.messages import MESSAGES
from core.rulebook.questions import QUESTIONS
from core.rulebook.steps import STEPS
from core.tabs import TAB, TAB_OF
from core.vocabulary import Action

COMMAND = {command.name: command for command in COMMANDS}
ROWS = all_rows(evidence(), {name: command.help for name, command in COMMAND.items()})
TAUGHT = [(tab, step) for tab, steps in STEPS.items() for step in steps if step.does]
MOST_WITHOUT = 0.03
SANDBOX = Path(__file__).parents[2] / "adapters" / "sandbox"


def named(row) -> str:
    return f"{row.number} {row.gist}"


def command_of(said: str) -> str:
    """The longest command that a line begins with; empty where it begins with none."""
    parts = said.split()
    found = (" ".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next((name for name in found if name in COMMAND), "")


def test_the_share_of_numbered_rules_without_code_is_small():
    numbers = {rule.number for rule in RULES}
    numbered = [row for row in ROWS if row.number in numbers]

    assert len(numbered) == len(RULES)
    assert sum(not row.code for row in numbered) / len(numbered) < MOST_WITHOUT


@pytest.mark.parametrize("row", [r for r in ROWS if r.code], ids=named)
def test_a_row_with_code_is_named_by_a_test(row):
    assert row.tests


@pytest.mark.parametrize("row", [r for r in ROWS if not r.code], ids=named)
def test_a_row_without_code_says_why(row):
    assert row.absent


@pytest.mark.rule("steps")
@pytest.mark.parametrize(("tab", "step"), TAUGHT, ids=lambda value: getattr(value, "number", value))
def test_what_a_tutorial_teaches_is_a_command_and_a_row_of_the_tables(tab, step):
    name = command_of(step.does)
    verb, _, where = step.does.partition(" ")

    assert name, f"there is no command {step.does!r}"
    if verb in set(Action) and where in TAB:
        lives = [row.action for life in TAB[where].kinds.values() for row in life]
        assert Action(verb) in lives


def test_steps_name_the_tabs_of_the_tables_and_the_company():
    tabs = {tab.title.casefold() for tab in TAB.values()}

    assert set(STEPS) - {"company", "cost codes"} <= tabs | {"cost codes"}
    assert len(TAB_OF) > len(STEPS) - 1


@pytest.mark.rule("questions")
@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.answer], ids=lambda q: q.number)
def test_a_question_is_answered_by_a_command_and_by_rules_that_are_there(question):
    numbers = {rule.number for rule in RULES}

    assert command_of(question.command), f"there is no command {question.command!r}"
    assert set(question.rules) <= numbers


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: m.key)
def test_a_message_is_told_by_a_guard_or_by_sage_or_elsewhere(message):
    guards = {guard.name for found in guards_by_rule().values() for guard in found}
    source = "".join(path.read_text(encoding="utf-8") for path in SANDBOX.glob("*.py"))

    assert message.guards or message.codes or message.elsewhere or message.absent
    assert set(message.guards) <= guards
    assert all(f'"{code}"' in source for code in message.codes)


def test_every_guard_cites_a_rule():
    assert all(guard.rules for guards in GUARDS.values() for guard in guards)
