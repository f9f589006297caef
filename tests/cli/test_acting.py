"""The verbs: what they do, what they answer, and with which exit code they end."""

import json
import signal
import time

import pytest

from adapters.stores.sqlite import SqliteStore
from console.cli import exits
from core.objection import Cause
from core.vocabulary import View
from tests.cli.conftest import first, permitted, process

BATCH = {
    "batch", "action", "dry_run", "total", "done", "refused", "leaves_at", "fell_back", "warnings"
}  # fmt: skip


@pytest.fixture
def waiting(countersign) -> list[str]:
    """Commitments that the approver may accept."""
    return permitted(countersign, "accept", "commitments", "Ready to Export")


def status(countersign, id: str) -> str:
    return countersign("show", id, "--json").json["status"]


def test_accepting_one_record_exports_it(countersign, waiting):
    accepted = countersign("accept", waiting[0], "--json")
    while_owed = status(countersign, waiting[0])
    drained = countersign("connector", "--drain", "--json")

    assert accepted.code == exits.DONE
    assert set(accepted.json) == BATCH
    assert (accepted.json["total"], accepted.json["done"]) == (1, 1)
    assert while_owed == "exporting"
    assert (drained.code, drained.json["owing"]) == (exits.DONE, 0)
    record = countersign("show", waiting[0], "--json").json
    assert (record["status"], record["erp_id"]) == ("synced", record["number"])


def test_accepting_all_of_a_view_accepts_what_the_rules_allow(countersign, waiting):
    words = ("--tab", "commitments", "--view", "Ready to Export", "--all", "--as", "approver")
    before = countersign("tabs", "--json").json[6]["views"]["Ready to Export"]

    ended = countersign("accept", *words, "--yes", str(before), "--json")

    assert ended.code == exits.PARTLY
    assert (ended.json["total"], ended.json["done"]) == (before, len(waiting))
    assert len(ended.json["refused"]) == before - len(waiting)
    assert all(r["reasons"] and r["rules"] for r in ended.json["refused"])
    assert countersign("audit", "verify").code == exits.DONE


def test_many_refusals_are_told_by_rule(countersign):
    words = ("--tab", "commitments", "--view", "Ready to Export", "--all")
    count = countersign("tabs", "--json").json[6]["views"]["Ready to Export"]

    ended = countersign("accept", *words, "--yes", str(count))

    assert "Accept: " in ended.out
    assert "financials 27 (C4), for example: Title is" in ended.out
    assert len(ended.out.splitlines()) < 20


def test_all_with_nothing_that_matches_does_nothing_and_is_done(countersign):
    words = ("--tab", "commitments", "--where", "nothingiscalledthis", "--all")

    ended = countersign("accept", *words)

    assert (ended.code, ended.out) == (exits.DONE, "Accept: no record matches.\n")


def test_a_dry_run_says_would_and_changes_nothing(countersign, waiting):
    ended = countersign("accept", waiting[0], "--dry-run")
    as_json = countersign("accept", waiting[0], "--dry-run", "--json").json

    assert ended.code == exits.DONE
    assert "would be done. Nothing was changed." in ended.out
    assert (as_json["batch"], as_json["dry_run"], as_json["done"]) == (None, True, 1)
    assert status(countersign, waiting[0]) == "ready_to_export"


def test_a_record_that_moved_since_it_was_looked_at_is_refused_as_stale(countersign, waiting):
    version = countersign("show", waiting[0], "--json").json["version"]
    countersign("retrieve", waiting[0], "--as", "sender")

    ended = countersign("accept", f"{waiting[0]}@{version}", "--json")

    assert ended.code == exits.STALE
    assert ended.json["refused"][0]["cause"] == "stale"
    assert "Sam Becker did retrieve" in ended.json["refused"][0]["reasons"][0]


def test_the_version_that_was_looked_at_is_accepted(countersign, waiting):
    version = countersign("show", waiting[0], "--json").json["version"]

    assert countersign("accept", f"{waiting[0]}@{version}").code == exits.DONE


def test_several_are_judged_each_by_itself(countersign, waiting):
    synced = first(countersign, "commitments", "Synced")["id"]

    ended = countersign("accept", waiting[0], synced, waiting[1], "--json")

    assert ended.code == exits.PARTLY
    assert ended.json["done"] == 2
    assert [r["id"] for r in ended.json["refused"]] == [synced]


def test_a_record_named_twice_is_asked_for_once(countersign, waiting):
    assert countersign("accept", waiting[0], waiting[0], "--json").json["total"] == 1


def test_numbers_are_understood_within_a_tab(countersign, waiting):
    number = countersign("show", waiting[0], "--json").json["number"]

    assert countersign("accept", number, "--tab", "commitments").code == exits.DONE


@pytest.mark.parametrize("person", ["reader", "standard"])
@pytest.mark.parametrize("action", ["accept", "reject"])
@pytest.mark.rule("permissions A.1 row 06")
def test_without_the_right_every_answer_is_denied_with_its_reason(
    countersign, waiting, person, action
):
    ended = countersign(action, waiting[0], "--as", person, "--reason", "no", "--json")

    assert ended.code == exits.DENIED
    assert ended.json["refused"][0]["cause"] == "permission"
    assert any("Can Push to Accounting" in r for r in ended.json["refused"][0]["reasons"])
    assert status(countersign, waiting[0]) == "ready_to_export"


def test_rejecting_needs_a_reason_and_says_how_to_give_it(countersign, waiting):
    without = countersign("reject", waiting[0])
    given = countersign("reject", waiting[0], "--reason", "the wrong job")

    assert without.code == exits.USAGE
    assert "Reject needs: Reason." in without.out
    assert "--reason TEXT" in without.out
    assert given.code == exits.DONE
    assert countersign("show", waiting[0], "--json").json["note"] == "the wrong job"


@pytest.mark.rule("financials 10 (T8)")
def test_reject_resend_accept_retrieve_send(countersign, waiting):
    one, other = waiting[:2]

    steps = [
        countersign("reject", one, "--reason", "once more"),
        countersign("resend", one, "--as", "sender"),
        countersign("accept", one),
        countersign("retrieve", other, "--as", "sender"),
        countersign("send", other, "--as", "sender"),
        countersign("connector", "--drain"),
    ]

    assert [s.code for s in steps] == [exits.DONE] * len(steps)
    assert status(countersign, one) == "synced"
    assert status(countersign, other) == "ready_to_export"


def test_an_answer_is_set_by_its_field(countersign, waiting):
    ended = countersign("accept", waiting[0], "--set", "erp_id=Z1")
    countersign("connector", "--drain")

    assert ended.code == exits.DONE
    assert countersign("show", waiting[0], "--json").json["erp_id"] == "Z1"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("erp_id", "is not FIELD=VALUE"),
        ("=V1", "is not FIELD=VALUE"),
        ("erp_id=", "has no value"),
        ("colour=red", "There is no field 'colour' to set"),
        ("fault=x", "There is no field 'fault' to set"),
        ("vendor_type=Material supplier", "takes no vendor_type here; it takes erp_id"),
        ("transaction_date=2025-12-01", "takes no transaction_date here"),
        (f"erp_id={'x' * 3000}", "longer than"),
    ],
)
def test_an_answer_that_will_not_do_is_told_and_nothing_is_done(
    countersign, waiting, said, sentence
):
    ended = countersign("accept", waiting[0], "--set", said)

    assert ended.code == exits.USAGE
    assert sentence in ended.err
    assert status(countersign, waiting[0]) == "ready_to_export"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("transaction_date=01/02/2025", "is no day; write YYYY-MM-DD"),
        ("transaction_date=20250102", "is no day; write YYYY-MM-DD"),
        ("transaction_date=2025-02-30", "is no day; write YYYY-MM-DD"),
    ],
)
def test_a_broken_date_is_told(countersign, said, sentence):
    pcco = first(countersign, "change_orders", "Ready to Export", "kind:pcco")["id"]

    ended = countersign("accept", pcco, "--set", said)

    assert ended.code == exits.USAGE
    assert sentence in ended.err


def test_a_choice_that_is_not_offered_is_told_with_those_that_are(countersign):
    vendor = first(countersign, "vendors", "Ready to Export")["id"]

    ended = countersign("accept", vendor, "--set", "vendor_type=Friend")

    assert ended.code == exits.USAGE
    assert "is not among the values of vendor_type" in ended.err


def test_one_erp_id_cannot_serve_many(countersign, waiting):
    ended = countersign("accept", *waiting[:2], "--set", "erp_id=V1")

    assert ended.code == exits.USAGE
    assert "one record's own" in ended.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Name the records"),
        (("--all",), "--all needs --tab"),
        (("--tab", "commitments"), "Say --all"),
        (("--tab", "commitments", "--view", "Synced"), "Say --all"),
        (("X", "--tab", "commitments", "--all"), "not both"),
        (("X", "--tab", "commitments", "--view", "Synced"), "say --all"),
        (("01NOSUCH",), "There is no record"),
        (("01NOSUCH@x",), "the version is a whole number"),
        (("--tab", "nosuch", "--all"), "There is no tab 'nosuch'"),
    ],
)
def test_what_is_not_named_clearly_is_not_done(countersign, words, sentence):
    ended = countersign("accept", *words)

    assert ended.code == exits.USAGE
    assert sentence in ended.err
    assert ended.out == ""


def test_one_unknown_id_among_several_leaves_all_alone(countersign, waiting):
    ended = countersign("accept", waiting[0], "01NOSUCH")

    assert ended.code == exits.USAGE
    assert status(countersign, waiting[0]) == "ready_to_export"


@pytest.mark.parametrize(
    ("done", "causes", "code"),
    [
        (3, [], exits.DONE),
        (0, [], exits.DONE),
        (0, [Cause.PERMISSION], exits.DENIED),
        (0, [Cause.STALE, Cause.STALE], exits.STALE),
        (0, [Cause.RULE], exits.PARTLY),
        (0, [Cause.NO_SUCH_STEP], exits.PARTLY),
        (0, [Cause.MISSING], exits.USAGE),
        (0, [Cause.UNKNOWN], exits.USAGE),
        (0, [Cause.STALE, Cause.RULE], exits.PARTLY),
        (1, [Cause.PERMISSION], exits.PARTLY),
    ],
)
def test_the_exit_code_follows_from_the_causes(done, causes, code):
    assert exits.of_batch(done, causes) == code


def test_a_long_batch_that_is_told_to_stop_keeps_what_it_did(tmp_path):
    """SIGTERM in a batch: the transaction at hand is committed, the rest is left alone."""
    home = tmp_path / "home"
    process("demo", "--records", "3000", "--no-ui", "--home", str(home)).communicate(timeout=60)
    store = SqliteStore(home / "countersign.sqlite")
    count = sum(n for (tab, _), n in store.counts().items() if tab == "commitments")
    words = ("accept", "--tab", "commitments", "--all", "--yes", str(count), "--json")
    running = process(*words, "--home", str(home))
    deadline = time.monotonic() + 20
    while not store.owing() and time.monotonic() < deadline:
        time.sleep(0.001)

    running.send_signal(signal.SIGTERM)
    out, _ = running.communicate(timeout=30)

    exporting = store.counts()["commitments", View.EXPORTING]
    assert running.returncode == exits.PARTLY
    assert json.loads(out)["done"] == exporting == store.owing()
    assert store.verify() == []
    store.close()


@pytest.mark.rule("reliability I3")
def test_a_digest_binds_one_decision_to_the_content_that_show_told(countersign):
    shown = first(countersign, "commitments", "Ready to Export", "!blocked")

    other = countersign("reject", shown["id"], "--reason", "no", "--digest", "0" * 12)
    short = countersign("reject", shown["id"], "--reason", "no", "--digest", "12ab")
    many = countersign("reject", "--tab", "commitments", "--all", "--digest", shown["digest"])
    same = countersign("reject", shown["id"], "--reason", "no", "--digest", shown["digest"][:12])

    assert (other.code, short.code, many.code, same.code) == (
        exits.STALE, exits.USAGE, exits.USAGE, exits.DONE,
    )  # fmt: skip
    assert shown["digest"][:12] in other.out
