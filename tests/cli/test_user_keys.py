"""The commands about SSH keys."""

import io
import subprocess

import pytest

from console.cli import exits


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Two public keys in files."""
    place = tmp_path_factory.mktemp("keys")
    for name in ("one", "two"):
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", f"{name}@desk"]
        subprocess.run([*words, "-f", str(place / name)], check=True)
    return place


@pytest.fixture
def admin(countersign):
    return lambda *words: countersign(*words, "--as", "admin")


def test_a_new_person_comes_with_a_role_and_a_key(admin, keys):
    done = admin("users", "add", "sue", "--name", "Sue Miller", "--role", "approver",
                 "--key", str(keys / "one.pub"))  # fmt: skip

    assert done.code == exits.DONE, done.err
    (key,) = admin("users", "key", "list", "sue", "--json").json["keys"]
    assert (key["label"], key["state"], key["granted_by"]) == (
        "one@desk", "active", "Ada Lindqvist"
    )  # fmt: skip
    people = {p["id"]: p for p in admin("users", "--json").json["people"]}
    assert people["sue"]["approver"]


def test_a_key_that_cannot_be_read_adds_nobody(admin, keys):
    done = admin("users", "add", "sue", "--name", "Sue Miller", "--key", str(keys / "one"))

    assert (done.code, "private key" in done.err) == (exits.USAGE, True)
    assert "sue" not in {p["id"] for p in admin("users", "--json").json["people"]}
    assert "cannot be read" in admin("users", "key", "add", "reader", "--key", "/nowhere").err


def test_the_lines_for_sshd_are_those_of_keys_that_let_somebody_in(admin, keys, monkeypatch):
    until = ("--until", "2099-12-31")
    admin("users", "key", "add", "reader", "--key", str(keys / "one.pub"), *until)
    monkeypatch.setattr("sys.stdin", io.StringIO((keys / "two.pub").read_text()))
    admin("users", "key", "add", "sender", "--key", "-", "--label", "desk two")

    admin("users", "key", "disable", "desk two")

    (line,) = admin("users", "key", "lines").out.splitlines()
    body = (keys / "one.pub").read_text().split()[1]
    assert line == f"restrict,pty ssh-ed25519 {body} reader"
    states = {k["label"]: (k["state"], k["until"]) for k in admin("users", "key", "list", "--json")
              .json["keys"]}  # fmt: skip
    assert states["desk two"] == ("disabled", None)
    assert states["one@desk"][1].startswith("2100-01-01T0")


@pytest.mark.parametrize("said", ["tomorrow", "2099-12-31T10:00", "2020-01-01"])
def test_a_day_that_is_none_or_has_passed_is_refused(admin, keys, said):
    done = admin("users", "key", "add", "reader", "--key", str(keys / "one.pub"), "--until", said)

    assert done.code == exits.USAGE
    assert "--until takes a day" in done.err or "lets nobody in" in done.err


def test_only_an_administrator_grants_a_key(countersign, keys):
    done = countersign("users", "key", "add", "approver", "--key", str(keys / "one.pub"))

    assert done.code == exits.DENIED
