"""The plan at the command line: what it orders and holds, and what committing it does."""

import pytest

from console.cli import exits


@pytest.fixture
def plan(countersign):
    return lambda *words: countersign("plan", *words, "--json")


def test_it_shows_the_order_and_what_is_held_and_changes_nothing(countersign, plan):
    before = countersign("tabs", "--json").json

    found = plan("--all").json

    tabs = [line["tab"] for line in found["ready"]]
    assert tabs.index("vendors") < tabs.index("commitments")
    assert tabs == sorted(tabs, key=list(dict.fromkeys(tabs)).index)
    assert all(line["until"] for line in found["held"])
    assert countersign("tabs", "--json").json == before


def test_it_is_told_in_sentences(countersign):
    told = countersign("plan", "--tab", "vendors", "--tab", "commitments").out

    assert "can be accepted now, in this order." in told
    assert "is synced (" in told
    assert "--commit accepts the" in told


def test_committed_it_is_one_named_batch_of_what_is_ready(countersign, plan):
    planned = plan("--tab", "vendors", "--tab", "jobs").json

    said = ("--commit", "--yes", str(len(planned["ready"])), "--name", "Monday")
    ended = plan("--tab", "vendors", "--tab", "jobs", *said).json

    batch = countersign("batch", ended["batch"], "--json").json
    assert batch["name"] == "Monday"
    assert [r["id"] for r in batch["records"]] == [line["id"] for line in planned["ready"]]
    assert batch["refused"] == 0


def test_what_was_held_is_ready_once_what_it_waited_for_is_synced(countersign, plan):
    held = plan("--all").json["held"]
    mine = next(
        line
        for line in held
        if all(until["kind"] == "company" and until["plan"] == "ready" for until in line["until"])
    )
    vendors = [until["id"] for until in mine["until"]]
    together = plan(mine["id"], *vendors, "--commit").json
    on_its_way = plan(mine["id"]).json
    countersign("connector", "--drain")

    synced = plan(mine["id"]).json

    assert (together["done"], [line["id"] for line in together["held"]]) == (1, [mine["id"]])
    assert [line["until"][0]["status"] for line in on_its_way["held"]] == ["exporting"]
    assert [line["id"] for line in synced["ready"]] == [mine["id"]]


def test_with_nothing_ready_nothing_is_committed(countersign, plan):
    held = plan("--all").json["held"][0]["id"]

    ended = countersign("plan", held, "--commit")

    assert ended.code == exits.PARTLY
    assert "Nothing of it can be accepted now" in ended.err
    assert countersign("batches", "--json").json == []


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ((), "Name the records, or the tabs"),
        (("--tab", "wedding"), "There is no tab 'wedding'"),
        (("X", "--tab", "jobs", "--tab", "vendors"), "records of one --tab"),
    ],
)
def test_what_cannot_be_planned_is_said(countersign, words, wrong):
    ended = countersign("plan", *words)

    assert ended.code == exits.USAGE
    assert wrong in ended.err
