"""Accepted, and taken back before it left; or too late for that."""

import pytest

from console.cli import exits
from tests.cli.conftest import permitted


@pytest.fixture
def waiting(countersign):
    """Two records that may be accepted."""
    return permitted(countersign, "accept", "commitments", "Ready to Export")[:2]


def grace(countersign, seconds):
    countersign("settings", "set", "grace_seconds", str(seconds), "--as", "admin")


def status(countersign, record):
    return countersign("show", record, "--json").json["status"]


def test_a_batch_is_taken_back_as_a_whole_before_it_leaves(countersign, waiting):
    grace(countersign, 600)
    accepted = countersign("accept", *waiting, "--json").json
    listed = countersign("list", "commitments", "--view", "Exporting", "--json").json
    once = countersign("connector", "--once", "--json").json

    recalled = countersign("recall", "--batch", accepted["batch"], "--json")

    assert accepted["leaves_at"] in {row["leaves_at"] for row in listed}
    assert once["owing"] >= len(waiting)
    assert (recalled.code, recalled.json["done"]) == (exits.DONE, len(waiting))
    assert {status(countersign, one) for one in waiting} == {"ready_to_export"}


def test_the_answer_tells_how_to_take_it_back(countersign, waiting):
    grace(countersign, 600)

    told = countersign("accept", waiting[0]).out

    assert "UTC; until then `countersign recall --batch B-" in told


def test_draining_waits_for_the_moment_and_afterwards_it_is_too_late(countersign, waiting):
    grace(countersign, 1)
    countersign("accept", waiting[0])
    drained = countersign("connector", "--drain")

    late = countersign("recall", waiting[0])

    assert drained.code == exits.DONE
    assert status(countersign, waiting[0]) == "synced"
    assert late.code != exits.DONE
    assert "this commitment is synced since" in late.out


def test_a_batch_that_is_not_there_is_named(countersign):
    ended = countersign("recall", "--batch", "B-NOTHING")

    assert ended.code == exits.USAGE
    assert "There is no batch 'B-NOTHING'" in ended.err
