"""The pack of evidence for one record proves itself without this program."""

import json
import zipfile
from hashlib import sha256

import pytest

from console.cli import exits
from tests.cli.conftest import permitted


@pytest.fixture
def synced(countersign) -> str:
    """A vendor that was accepted and reached Sage; afterwards a setting and a right changed."""
    name = permitted(countersign, "accept", "vendors", "Ready to Export")[0]
    assert countersign("accept", name, "--as", "approver").code == exits.DONE
    assert countersign("connector", "--drain").code == exits.DONE
    countersign("settings", "set", "confirm_count", "7", "--as", "admin")
    countersign("users", "revoke", "approver", "digest", "--as", "admin")
    return name


@pytest.fixture
def pack(countersign, synced):
    ended = countersign("audit", "evidence", synced, "--json")
    assert ended.code == exits.DONE, ended.err
    return ended.json


def hash_of(event) -> str:
    """As the pack says that it is made, from the pack alone."""
    fields = [
        event["hash_before"], str(event["seq"]), str(event["at_ms"]), event["actor"],
        event["action"], event["record"], event["from"] or "", event["to"] or "",
        str(event["version"]), event["batch"] or "", event["said"] or "",
    ]  # fmt: skip
    later = [event[name] or "" for name in ("person", "digest", "origin")]
    return sha256("\x1f".join(fields + (later if any(later) else [])).encode()).hexdigest()


@pytest.mark.rule("invariant I20", "invariant I21")
def test_every_event_proves_its_place_in_the_chain(pack):
    hashes = [hash_of(event) for event in pack["events"]]

    assert hashes == [event["hash"] for event in pack["events"]]
    assert [e["action"] for e in pack["events"]][:3] == ["arrive", "accept", "confirm"]
    assert all(event["holds"] for event in pack["events"])
    assert all(event["next"]["holds"] for event in pack["events"] if event["next"])


@pytest.mark.rule("invariant I10")
def test_what_left_is_there_with_its_key_seal_and_receipt(pack):
    (export,) = pack["exports"]

    assert export["intact"]
    assert export["digest"] == sha256(f"{export['key']}\n{export['text']}".encode()).hexdigest()
    assert export["receipt"] == pack["record"]["erp_id"]
    assert export["outcome"] == "synced"


def test_the_settings_and_rights_are_those_of_the_decision_not_of_today(pack):
    (accepted,) = [each for each in pack["in_force"] if each["action"] == "accept"]

    assert accepted["settings"]["confirm_count"] == "50"
    assert accepted["rights"]["push"] == "yes"
    assert accepted["rights"]["digest"] != "no"


def test_a_pack_is_a_zip_for_programs_and_for_people(countersign, synced, tmp_path):
    path = tmp_path / "pack.zip"

    ended = countersign("audit", "evidence", synced, "--out", str(path))
    again = countersign("audit", "evidence", synced, "--out", str(path))

    assert (ended.code, again.code) == (exits.DONE, exits.USAGE)
    assert path.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(path) as held:
        assert sorted(held.namelist()) == ["evidence.json", "evidence.txt"]
        assert json.loads(held.read("evidence.json"))["record"]["id"] == synced
        assert f"Evidence for {synced}" in held.read("evidence.txt").decode()


def test_without_a_file_a_person_reads_it(countersign, synced):
    ended = countersign("audit", "evidence", synced)

    assert "In force at entry" in ended.out
    assert "DOES NOT HOLD" not in ended.out
