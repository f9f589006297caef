"""The list of features names what there is: its keys, its commands and its tests."""

import ast
from pathlib import Path

import pytest

from console.cli.table import COMMANDS
from console.features import FEATURES
from console.keys import usual

ROOT = Path(__file__).parents[2]
FIRST = {*range(1, 10), *range(11, 17), 21, 23, 24, 28, 30, 33, 34, 37}
"""What the console was to have first."""
BUILT = [feature for feature in FEATURES if feature.does]


def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


def test_every_feature_of_the_survey_is_in_the_list_once():
    assert [feature.number for feature in FEATURES] == list(range(1, 39))


def test_all_of_the_first_stage_is_built():
    assert {feature.number for feature in FEATURES if feature.stage == 1} == FIRST
    assert {feature.number for feature in BUILT} >= FIRST


@pytest.mark.parametrize("feature", BUILT, ids=lambda feature: feature.name)
def test_a_feature_names_keys_commands_and_tests_that_there_are(feature):
    known = {command.name for command in COMMANDS}
    named = [test.partition("::") for test in feature.tests]

    assert set(feature.keys) <= set(usual())
    assert set(feature.commands) <= known
    assert named
    assert [test for path, _, test in named if test not in names_in(path)] == []


def test_what_is_not_built_names_nothing():
    named = [f.number for f in FEATURES if not f.does and (f.keys or f.commands or f.tests)]

    assert named == []
