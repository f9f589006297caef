"""The tray at the command line: staged now, decided later, and only once."""

import pytest

from console.cli import exits
from tests.cli.conftest import permitted


@pytest.fixture
def waiting(countersign):
    return permitted(countersign, "accept", "commitments", "Ready to Export")[:3]


def test_what_is_staged_is_decided_when_the_tray_is_committed(countersign, waiting):
    countersign("accept", *waiting[:2], "--stage")
    staged = countersign("reject", waiting[2], "--stage", "--reason", "Wrong job", "--json").json
    shown = countersign("tray", "--json").json

    ended = countersign("tray", "--commit", "--name", "Monday", "--json")

    assert staged == {"staged": 1, "tray": 3}
    assert {line["id"] for line in shown["ready"]} == set(waiting[:2])
    assert shown["rejects"] == [{"id": waiting[2], "reason": "Wrong job"}]
    assert ended.code == exits.DONE
    (batch,) = ended.json["batches"]
    assert (batch["name"], batch["done"]) == ("Monday", 3)
    assert batch["actions"] == {"reject": 1, "accept": 2}
    assert "Your tray is empty" in countersign("tray").out
    assert countersign("tray", "--commit").code == exits.PARTLY


def test_what_moved_meanwhile_is_dropped_and_not_done_twice(countersign, waiting):
    countersign("accept", waiting[0], "--stage")
    countersign("accept", waiting[0], "--as", "admin")

    shown = countersign("tray", "--json").json
    ended = countersign("tray", "--commit", "--json").json

    assert shown["moved"] == [waiting[0]]
    assert (ended["batches"], ended["moved"]) == ([], [])


def test_everybody_has_a_tray_of_their_own_and_may_empty_it(countersign, waiting):
    countersign("accept", waiting[0], "--stage")

    others = countersign("tray", "--json", "--as", "admin").json
    cleared = countersign("tray", "--clear", "--json").json

    assert others["ready"] == cleared["ready"] == []


def test_an_accept_is_staged_with_its_answers(countersign):
    words = ("--tab", "budgets", "--view", "Ready to Export", "--all")
    countersign("accept", *words, "--stage", "--set", "confirmed=yes")

    shown = countersign("tray", "--json").json

    assert shown["one_way"]
    assert shown["one_way"] == [line["id"] for line in shown["ready"]]


def test_what_is_rehearsed_is_not_staged(countersign, waiting):
    ended = countersign("accept", waiting[0], "--stage", "--dry-run")

    assert ended.code == exits.USAGE
    assert "--stage or --dry-run" in ended.err
