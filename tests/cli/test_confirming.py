"""A large decision of the command line takes its number along; a small one does not."""

import pytest

from console.cli import exits
from tests.cli.conftest import permitted


@pytest.fixture
def few(countersign):
    """Two that may be accepted, small enough for one word."""
    countersign("settings", "set", "confirm_amount", "0", "--as", "admin")
    return permitted(countersign, "accept", "commitments", "Ready to Export")[:2]


def test_many_are_refused_until_their_number_is_said(countersign, few):
    countersign("settings", "set", "confirm_count", "1", "--as", "admin")

    refused = countersign("accept", *few)
    wrong = countersign("accept", *few, "--yes", "3")
    unchanged = countersign("batches", "--json").json == []
    done = countersign("accept", *few, "--yes", "2", "--json")

    assert refused.code == wrong.code == exits.USAGE
    assert "say --yes 2 to do it" in refused.err
    assert "--yes 3 is not their number: this would accept 2 records" in wrong.err
    assert unchanged
    assert (done.code, done.json["done"]) == (exits.DONE, 2)


def test_much_is_refused_likewise_and_looking_at_it_never_is(countersign, few):
    countersign("settings", "set", "confirm_amount", "0.01", "--as", "admin")

    refused = countersign("accept", *few)
    rehearsed = countersign("accept", *few, "--dry-run")

    assert "say --yes 2 to do it" in refused.err
    assert rehearsed.code == exits.DONE


def test_a_few_small_ones_take_one_word(countersign, few):
    assert countersign("accept", *few).code == exits.DONE


def test_a_plan_and_a_tray_are_committed_with_their_number(countersign, few):
    countersign("settings", "set", "confirm_count", "1", "--as", "admin")
    countersign("accept", *few, "--stage")

    planned = countersign("plan", *few, "--commit")
    refused = countersign("tray", "--commit")
    done = countersign("tray", "--commit", "--yes", "2")

    assert "say --yes 2 to do it" in planned.err
    assert "decide 2 of what is staged" in refused.err
    assert done.code == exits.DONE
