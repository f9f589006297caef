"""Batches as things: listed, told, written to a file, and what failed in passing tried again."""

import csv

import pytest

from console.cli import exits
from tests.cli.conftest import permitted


@pytest.fixture
def accepted(countersign):
    """A named batch of two that are done and one that is refused."""
    ids = permitted(countersign, "accept", "commitments", "Ready to Export")[:2]
    synced = countersign("list", "commitments", "--view", "Synced", "--limit", "1", "--json").json
    ended = countersign("accept", *ids, synced[0]["id"], "--name", "Month end", "--json")
    return ended.json | {"ids": ids}


def test_a_batch_is_listed_by_its_name_and_who_did_it(countersign, accepted):
    listed = countersign("batches", "--mine", "--since", "1h", "--json").json

    assert [(b["batch"], b["name"], b["done"], b["refused"]) for b in listed] == [
        (accepted["batch"], "Month end", 2, 1)
    ]
    assert "Month end" in countersign("batches").out
    assert countersign("batches", "--mine", "--json", "--as", "sender").json == []


def test_it_tells_its_totals_its_refusals_by_rule_and_what_became_of_it(countersign, accepted):
    before = countersign("batch", accepted["batch"], "--json").json
    countersign("connector", "--drain")

    after = countersign("batch", accepted["batch"].lower(), "--json").json

    assert before["since"] == {"exporting": 2}
    assert after["since"] == {"synced": 2}
    assert sum(total["records"] for total in after["by_job"]) == 2
    assert sum(total["records"] for total in after["by_vendor"]) == 2
    assert [(r["rule"], len(r["ids"])) for r in after["reasons"]] == [("lifecycle", 1)]
    told = countersign("batch", accepted["batch"]).out
    assert "accept 3: 2 done, 1 refused." in told
    assert "Since then: synced 2." in told


def test_it_goes_to_a_file_with_a_row_for_each_record(countersign, accepted, tmp_path):
    file = tmp_path / "batch.csv"

    ended = countersign("batch", accepted["batch"], "--csv", str(file))

    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert ended.code == exits.DONE
    assert sorted(row["In the batch"] for row in rows) == ["done", "done", "refused"]
    assert {row["Id"] for row in rows} >= set(accepted["ids"])


def test_what_failed_in_passing_is_accepted_again_without_a_reject(countersign, accepted):
    countersign("sandbox", "fault", "refuse", "100")
    countersign("connector", "--drain")
    countersign("sandbox", "fault", "refuse", "0")
    failed = countersign("batch", accepted["batch"], "--json").json

    retried = countersign("batch", accepted["batch"], "--retry", "--json")
    countersign("connector", "--drain")

    assert len(failed["retry"]) == 2
    assert (retried.code, retried.json["done"]) == (exits.DONE, 2)
    after = countersign("batch", accepted["batch"], "--json").json
    assert after["since"] == {"synced": 2}
    assert countersign("batches", "--json").json[0]["name"] == "Retry of Month end"


def test_with_nothing_to_try_again_a_retry_says_so(countersign, accepted):
    ended = countersign("batch", accepted["batch"], "--retry")

    assert ended.code == exits.USAGE
    assert "failed for a reason that passes" in ended.err


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (("batch", "B-NOTHING"), "There is no batch 'B-NOTHING'"),
        (("batches", "--since", "soon"), "--since takes 2d, 12h or 2026-11-22"),
    ],
)
def test_what_is_not_there_is_named(countersign, words, wrong):
    ended = countersign(*words)

    assert ended.code == exits.USAGE
    assert wrong in ended.err
