"""The sandbox's other side: Sage, the relay, the project system and the dial."""

import pytest

from console.cli import exits
from tests.cli.conftest import first, permitted


def brought(countersign) -> None:
    """Both hops."""
    countersign("sandbox", "sync")
    assert countersign("connector", "--drain").code == exits.DONE


def test_the_dial_is_shown_and_turned(countersign):
    turned = countersign("sandbox", "fault", "drop", "30", "--json").json["faults"]
    shown = countersign("sandbox", "fault", "--json").json["faults"]

    assert turned == shown == {"slow": 0, "down": 0, "refuse": 0, "timeout": 0, "drop": 30}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("fault", "gremlins", "3"), "There is no fault 'gremlins'"),
        (("fault", "drop"), "Say how many of a hundred"),
        (("fault", "drop", "most"), "Say how many of a hundred"),
        (("fault", "drop", "101"), "is no percentage"),
        (("delete", "spaceship", "1"), "There is no kind 'spaceship'"),
        (("delete", "vendor", "NOSUCH"), "Sage has no company 'NOSUCH'"),
        (("add-item", "NOSUCH", "5"), "Sage has no prime contract 'NOSUCH'"),
        (("edit", "NOSUCH", "title=x"), "There is no record"),
    ],
)
def test_what_the_sandbox_does_not_know_is_told(countersign, words, sentence):
    ended = countersign("sandbox", *words)

    assert ended.code == exits.USAGE
    assert sentence in ended.err


@pytest.mark.rule("financials 36", "financials 72")
def test_a_commitment_deleted_in_sage_is_unlinked_once_the_news_came_over_both_hops(countersign):
    named = permitted(countersign, "accept", "commitments", "Ready to Export")[0]
    countersign("accept", named)
    brought(countersign)

    held = countersign("unlink", named)
    deleted = countersign("sandbox", "delete", "commitment", named)
    too_early = countersign("unlink", named)
    brought(countersign)
    unlinked = countersign("unlink", named)

    codes = [x.code for x in (held, deleted, too_early, unlinked)]
    assert codes == [exits.PARTLY, exits.DONE, exits.PARTLY, exits.DONE], unlinked.out


def test_sage_keeps_what_others_hang_on(countersign):
    vendor = first(countersign, "commitments", "Synced")

    ended = countersign("sandbox", "delete", "commitment", vendor["erp_id"])

    assert ended.code in {exits.PARTLY, exits.DONE}
    assert bool(ended.err) == (ended.code == exits.PARTLY)


@pytest.mark.rule("financials 76")
def test_a_prime_contract_is_taken_over_again_only_when_something_is_new(countersign):
    prime = first(countersign, "prime_contracts", "Synced")
    for _ in range(2):
        countersign("reimport", prime["id"], "--as", "admin")
    nothing_new = countersign("reimport", prime["id"], "--as", "admin")

    added = countersign(
        "sandbox", "add-item", prime["erp_id"], "1,250.50", "--description", "More work"
    )
    brought(countersign)
    renewed = countersign("reimport", prime["id"], "--as", "admin")

    items = countersign("show", prime["id"], "--json").json["body"]["lines"]
    assert [x.code for x in (nothing_new, added, renewed)] == [exits.PARTLY, 0, 0]
    assert items[-1]["description"] == "More work"
    assert items[-1]["scheduled"] == "1250.50"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("title", "is not FIELD=VALUE"),
        ("colour=red", "There is no field 'colour' to edit"),
        ("lines.99.amount=5", "There is no lines.99"),
        ("lines.x.amount=5", "There is no lines.x"),
        ("lines.1.colour=red", "has no field 'colour'"),
        ("lines.1.amount=much", "write a number"),
        ("dated=tomorrow", "write a day"),
        ("approval=Perhaps", "it is one of Draft"),
        ("lines=1", "name one line"),
    ],
)
def test_an_edit_that_cannot_be_read_is_told(countersign, change, sentence):
    named = first(countersign, "commitments", "Not Sent")["id"]

    ended = countersign("sandbox", "edit", named, change)

    assert ended.code == exits.USAGE
    assert sentence in ended.err


def test_an_edit_in_the_project_system_arrives_as_news(countersign):
    named = first(countersign, "commitments", "Not Sent", "status:unsent")["id"]

    edits = [
        countersign("sandbox", "edit", named, change)
        for change in ("title=A shorter title", "lines.1.amount=1250.50", "approval=Approved")
    ]
    brought(countersign)

    record = countersign("show", named, "--json").json
    assert [e.code for e in edits] == [exits.DONE] * 3
    assert record["title"] == "A shorter title"
    assert record["body"]["lines"][0]["amount"] == "1250.50"


@pytest.mark.rule("cross-cutting B locks")
def test_what_waits_for_accounting_is_locked_in_the_project_system(countersign):
    named = first(countersign, "commitments", "Ready to Export")["id"]

    ended = countersign("sandbox", "edit", named, "title=Too late")

    assert ended.code == exits.PARTLY
    assert "retrieve it to change it" in ended.err


def test_a_refresh_reads_what_the_relay_has(countersign):
    countersign("sandbox", "sync")

    ended = countersign("refresh", "vendors", "--json")

    assert ended.code == exits.DONE
    assert (ended.json["tab"], ended.json["state"]) == ("vendors", "done")


@pytest.mark.rule("financials 1.6")
def test_a_tab_without_a_refresh_says_so(countersign):
    ended = countersign("refresh", "commitments", "--json")

    assert ended.code == exits.PARTLY
    assert "has no refresh" in ended.json["error"]["message"]


@pytest.mark.rule("permissions A.1 row 40")
def test_a_reader_may_not_refresh(countersign):
    assert countersign("refresh", "vendors", "--as", "reader").code == exits.DENIED


def test_a_refresh_that_the_relay_does_not_answer_has_failed(countersign):
    countersign("sandbox", "fault", "down", "100")

    ended = countersign("refresh", "vendors")

    assert ended.code == exits.OUTSIDE
    assert "The relay does not answer" in ended.out


def test_the_first_hop_needs_a_relay_that_runs(countersign):
    countersign("sandbox", "relay", "stop")

    stopped = countersign("sandbox", "sync")
    countersign("sandbox", "relay", "start")

    assert stopped.code == exits.OUTSIDE
    assert countersign("sandbox", "sync").code == exits.DONE


def test_batches_that_wait_are_posted_once(countersign):
    first_time = countersign("sandbox", "post", "--json").json["posted"]

    assert first_time > 0
    assert countersign("sandbox", "post", "--json").json["posted"] == 0
