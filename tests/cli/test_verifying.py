"""`verify`, and the history compared with its anchors."""

import pytest

from adapters.sqlite import Database
from console.cli import exits
from core.anchors import read
from core.invariants import INVARIANTS


@pytest.fixture
def anchors(countersign, tmp_path):
    """The anchor file, after the connector has run once."""
    path = tmp_path / "witness" / "anchors"
    path.parent.mkdir()
    countersign("settings", "set", "anchors.file", str(path), "--as", "admin")
    ended = countersign("connector", "--once")
    assert ended.code == exits.DONE, ended.err
    return path


def test_a_store_that_holds_says_so(countersign):
    ended = countersign("verify", "--json")

    assert (ended.code, ended.json["holds"], ended.json["findings"]) == (exits.DONE, True, [])
    assert set(ended.json["rules"]) == set(INVARIANTS)


@pytest.mark.broken_store("it is broken by hand")
@pytest.mark.rule("invariant I28")
def test_what_does_not_hold_is_named_by_rule_record_and_evidence(countersign, home):
    database = Database(home / "countersign.sqlite")
    with database.write() as connection:
        connection.execute("DROP TRIGGER audit_keeps")
        (name,) = connection.execute(
            "SELECT id FROM records WHERE status = 'ready_to_export' LIMIT 1"
        ).fetchone()
        connection.execute("UPDATE audit SET actor = 'Nobody' WHERE record = ?", (name,))
    database.close()

    ended = countersign("verify", "--json")

    assert ended.code == exits.BROKEN
    found = {each["rule"]: each for each in ended.json["findings"]}
    assert set(found) == {"I21", "I28"}
    assert name in found["I21"]["evidence"]
    assert found["I28"]["evidence"] == "The schema's trigger audit_keeps is missing."


def test_the_connector_anchors_the_history_in_the_file(countersign, anchors):
    info = countersign("info", "--json").json

    (anchor,) = read(anchors.read_text("utf-8"))
    assert anchor.head.seq == info["anchored"] > 0
    assert anchor.head.short == info["history"]


def test_a_history_that_agrees_with_its_anchors_is_clean(countersign, anchors):
    ended = countersign("audit", "verify", "--json")

    assert ended.code == exits.DONE
    assert (ended.json["anchors"], ended.json["anchored"]) == (1, ended.json["entries"])


@pytest.mark.broken_store("an older copy is put back", rules=("I22",))
def test_an_older_copy_that_was_put_back_is_seen(countersign, anchors, home, tmp_path):
    Database(home / "countersign.sqlite").copy_to(tmp_path / "older.sqlite")
    first = countersign("list", "vendors", "--view", "Ready to Export", "--json").json[0]
    countersign("reject", first["id"], "--reason", "No.", "--as", "approver")
    countersign("connector", "--once")
    for name in ("countersign.sqlite", "countersign.sqlite-wal", "countersign.sqlite-shm"):
        (home / name).unlink(missing_ok=True)
    (tmp_path / "older.sqlite").rename(home / "countersign.sqlite")

    ended = countersign("audit", "verify", "--json")

    assert ended.code == exits.BROKEN
    assert "is missing: the anchor of" in ended.json["faults"][0]


def test_anchors_may_be_read_from_any_text(countersign, anchors, tmp_path):
    log = tmp_path / "auth.log"
    line = anchors.read_text("utf-8").strip().replace("head=", "head=" + "f" * 64, 1)
    log.write_text(
        f"Dec 11 host countersign: {line[: line.index('head=') + 69]} "
        f"at=2025-12-11T12:00:00Z home=/x\n"
    )

    ended = countersign("audit", "verify", "--anchors", str(log))

    assert ended.code == exits.BROKEN
    assert "the history was written anew" in ended.out


def test_a_text_that_is_not_there_is_told(countersign, tmp_path):
    ended = countersign("audit", "verify", "--anchors", str(tmp_path / "none"))

    assert ended.code == exits.USAGE
    assert "cannot be read (No such file or directory)" in ended.err
