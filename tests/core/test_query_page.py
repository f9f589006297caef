"""The page about the query language says what the language is."""

import re
from pathlib import Path

import pytest

from core.grammar import LIMIT, NAMES, read
from core.line import read_line
from core.sieve import JUDGED_AT_MOST

PAGE = Path(__file__).parents[2].joinpath("docs", "query.md").read_text(encoding="utf-8")
PLACES = ("inbox",)


def examples(first: str, last: str) -> list[str]:
    """What stands in the first column of the tables between two headings."""
    part = PAGE.partition(f"## {first}")[2].partition(f"## {last}")[0]
    cells = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
    return [example for cell in cells for example in re.findall(r"`([^`]+)`", cell)]


QUERIES = [*examples("Conditions", "What is blocked"), PAGE.split("```")[1].strip()]


@pytest.mark.parametrize("example", QUERIES)
def test_every_example_can_be_read(example):
    typed = read(example, limits=True)

    assert typed.terms or typed.views or typed.order or typed.limit


@pytest.mark.parametrize("example", examples("The `:` line", "Saved views"))
def test_every_line_can_be_read(example):
    line = read_line(example.removeprefix(":"), "commitments", PLACES)

    assert line.tab or line.view or line.place


def test_every_name_stands_on_the_page():
    assert [name for name in (*NAMES, LIMIT) if f"`{name}:" not in PAGE and name != "blocked"] == []


def test_the_page_names_how_many_are_judged():
    assert f"at most {JUDGED_AT_MOST:,} records" in PAGE
