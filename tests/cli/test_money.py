"""Direct exports, unlocking and what waits to be posted, by command in a sandbox company."""

import pytest

from console.cli import exits
from tests.cli.conftest import first, permitted


@pytest.fixture
def sendable(countersign) -> str:
    """A commitment that its sender may send."""
    for view in ("Not Sent", "Rejected & Retrieved"):
        found = countersign("list", "commitments", "--view", view, "--limit", "0", "--json").json
        for row in found:
            told = countersign("why", row["id"], "send", "--as", "sender", "--json")
            if told.code == exits.DONE and told.json["offers"][0]["open"]:
                return str(row["id"])
    raise AssertionError("the sandbox has no commitment that can be sent")


def switched_on(countersign) -> None:
    ended = countersign("settings", "set", "direct_exports.commitment", "on", "--as", "admin")
    assert ended.code == exits.DONE, ended.err


def test_a_sender_exports_directly_what_needs_nobody(countersign, sendable):
    switched_on(countersign)

    sent = countersign("send", sendable, "--as", "sender", "--json")
    shown = countersign("show", sendable, "--json").json

    assert (sent.code, sent.json["done"], sent.json["fell_back"]) == (exits.DONE, 1, [])
    assert shown["status"] == "exporting"
    assert shown["history"][-1]["actor"] == "Sam Becker"
    assert "direct_export=yes" in shown["history"][-1]["said"]


def test_what_falls_back_is_said_marked_found_and_counted(countersign, sendable):
    switched_on(countersign)
    countersign("settings", "set", "commitment_mask", "AAA-##", "--as", "admin")

    sent = countersign("send", sendable, "--as", "sender")
    found = countersign("list", "commitments", "--where", "fellback:yes", "--json").json
    listed = countersign("list", "commitments", "--where", "fellback:yes")
    shown = countersign("show", sendable)

    assert "Fell back from direct export, to wait for an approver: 1" in sent.out
    assert "waits for an approver: Sage commitment id" in sent.out
    assert [row["id"] for row in found] == [sendable]
    assert "is not in the company's form, AAA-##." in found[0]["fell_back"]
    assert "ready to export, fell back" in listed.out
    assert "fell_back   Sage commitment id" in shown.out


def test_a_typed_marker_is_yes_or_no(countersign):
    ended = countersign("list", "commitments", "--where", "fellback:maybe")

    assert ended.code == exits.USAGE
    assert "fellback: takes yes or no, not 'maybe'" in ended.err


def test_the_matrix_tells_of_direct_exports_while_they_are_on(countersign):
    def verbs():
        told = countersign("whoami", "--matrix", "--as", "sender", "--json").json["rights"]
        return [(r["kind"], r["may"]) for r in told if r["verb"] == "export directly"]

    before = verbs()
    switched_on(countersign)

    assert (before, verbs()) == ([], [("commitment", True)])


def test_a_budget_that_waits_to_be_posted_says_so_and_stays_locked(countersign):
    unposted = countersign("list", "budgets", "--where", "unposted:yes", "--json").json[0]

    refused = countersign("unlock", unposted["id"], "--as", "sender")
    shown = countersign("show", unposted["id"])

    assert unposted["unposted_since"]
    assert refused.code != exits.DONE
    assert "waits in an unposted batch; post it in Job Cost, then sync." in refused.out
    assert "unposted_since" in shown.out


def test_a_posted_budget_is_unlocked_and_locked_by_its_administrator_only(countersign):
    budget = permitted(countersign, "unlock", "budgets", "Synced")
    mine = budget[0] if budget else first(countersign, "budgets", "Synced", "unposted:no")["id"]

    denied = countersign("unlock", mine, "--as", "approver")
    opened = countersign("unlock", mine, "--as", "sender", "--json")
    closed = countersign("lock", mine, "--as", "sender", "--json")

    assert denied.code == exits.DENIED
    assert "[financials 1.3]" in denied.out
    assert (opened.json["done"], closed.json["done"]) == (1, 1)


def test_accepting_a_budget_takes_a_word_on_what_it_ends(countersign):
    mine = first(countersign, "budgets", "Ready to Export")["id"]

    silent = countersign("accept", mine, "--as", "approver")
    sure = countersign("accept", mine, "--set", "confirmed=yes", "--as", "approver", "--dry-run")

    words = "After this export the budget can never be imported from Sage again."
    assert silent.code != exits.DONE
    assert f"{words.rstrip('.')}: it has to be confirmed." in silent.out
    assert words not in sure.out


def test_nothing_is_vouched_for_that_nobody_doubts(countersign):
    mine = first(countersign, "commitments", "Synced")["id"]

    for verb in ("vouch", "disprove"):
        ended = countersign(verb, mine, "--as", "approver")

        assert ended.code != exits.DONE
        assert f"There is no {verb} of a commitment that is synced." in ended.out


@pytest.mark.parametrize(
    ("tab", "view", "person"),
    [("vendors", "Archived", "reader"), ("sub_jobs", "Synced", "standard")],
)
def test_a_list_is_not_open_to_everybody(countersign, tab, view, person):
    denied = countersign("list", tab, "--view", view, "--as", person)
    whole = countersign("list", tab, "--limit", "0", "--as", person, "--json").json

    assert denied.code == exits.DENIED
    assert "[permissions A.1 row " in denied.err
    hidden = {"Archived": "archived", "Synced": "synced"}[view]
    assert hidden not in {row["status"] for row in whole}
    assert countersign("list", tab, "--view", view, "--as", "admin").code == exits.DONE
