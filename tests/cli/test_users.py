"""People by command: what they hold, granting, taking, adding."""

import pytest

from console.cli import exits
from tests.cli.conftest import ran


@pytest.fixture
def call(home):
    return lambda *words: ran(*words, "--home", str(home))


def held(call, account: str) -> dict:
    rights = call("users", "show", account, "--json").json["rights"]
    return {right["right"]: right["value"] for right in rights}


def test_everybody_is_listed_with_the_badge_of_approvers(call):
    people = {p["id"]: p for p in call("users", "--json").json["people"]}

    badges = {name for name, person in people.items() if person["approver"]}
    assert badges == {"admin", "approver"}
    assert "connector" not in people
    assert "approver" in call("users").out


def test_one_person_is_shown_with_where_each_right_is_from(call):
    call("users", "grant", "reader", "push", "--as", "admin")

    shown = call("users", "show", "reader")
    rights = {r["right"]: r for r in call("users", "show", "reader", "--json").json["rights"]}

    assert "Ada Lindqvist, 20" in shown.out
    assert "with the home" in shown.out
    assert rights["push"]["by"] == "Ada Lindqvist"
    assert rights["digest"]["by"] is None
    assert "You cannot change these" in shown.out
    assert "You cannot change these" not in call("users", "show", "reader", "--as", "admin").out


def test_a_grant_lets_its_person_accept_at_once(call):
    row = call("list", "commitments", "--view", "Ready to Export", "--limit", "1", "--json")
    one = row.json[0]["id"]
    before = call("accept", one, "--as", "reader", "--dry-run")

    done = call(
        "users", "grant", "reader", "push", "level:ERP Integrations=standard", "--as", "admin"
    )
    after = call("accept", one, "--as", "reader", "--dry-run")

    assert before.code == exits.DENIED
    assert done.out == "reader: push is now yes\nreader: level:ERP Integrations is now Standard\n"
    assert after.code != exits.DENIED


def test_rights_are_taken_and_the_audit_knows(call):
    call("users", "revoke", "approver", "push", "export:commitment", "--as", "admin")

    assert held(call, "approver")["push"] is False
    assert held(call, "approver")["export:commitment"] is False
    (entry,) = call("audit", "log", "person:approver", "--json").json
    assert entry["said"] == "push=no\nexport:commitment=no"
    assert call("audit", "verify").code == exits.DONE


def test_everything_is_taken_at_once(call):
    call("users", "revoke", "approver", "all", "--as", "admin")

    rights = held(call, "approver")
    taken = {value for right, value in rights.items() if right not in {"email", "sign-in"}}
    assert taken == {False, "None", "usual"}
    assert rights["sign-in"] is True


def test_a_person_is_added_without_a_level_and_a_privilege(call):
    done = call("users", "add", "sue", "--name", "Sue Miller", "--as", "admin")

    assert done.out == "Sue Miller is here as sue now, with no level and no privilege yet.\n"
    assert held(call, "sue")["push"] is False
    assert call("users", "add", "sue2", "--as", "admin").code == exits.USAGE
    assert call("users", "add", "sue", "--name", "Sue", "--as", "admin").code == exits.USAGE


def test_every_right_of_somebody_new_comes_from_who_added_them(call):
    call("users", "add", "sue", "--name", "Sue Miller", "--as", "admin")

    rights = call("users", "show", "sue", "--json").json["rights"]

    assert {right["by"] for right in rights} == {"Ada Lindqvist"}


def test_a_right_that_is_not_held_is_not_taken(call):
    done = call("users", "revoke", "reader", "push", "--as", "admin")

    assert done.out == "reader holds none of that; nothing changed.\n"


def test_a_right_held_already_changes_nothing(call):
    done = call("users", "grant", "approver", "push", "--as", "admin")

    assert done.out == "approver holds that already; nothing changed.\n"
    assert call("audit", "log", "person:approver", "--json").json == []


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("grant", "reader", "push"), exits.DENIED, "This takes Admin of Company Directory"),
        (("grant", "reader", "psh", "--as", "admin"), exits.USAGE, "Rights are push"),
        (("grant", "nobody", "push", "--as", "admin"), exits.USAGE, "there are admin, approver"),
        (("show", "nobody"), exits.USAGE, "Nobody here has the account"),
        (("revoke", "admin", "push", "--as", "admin"), exits.PARTLY, "Nobody but Ada Lindqvist"),
        (("grant", "reader"), exits.USAGE, "Missing argument"),
    ],
)
def test_what_is_not_done_is_explained(call, words, code, sentence):
    ended = call("users", *words)

    assert ended.code == code
    assert sentence in ended.err


def test_help_tells_how_rights_are_written(call):
    ended = ran("users", "grant", "--help")

    assert ended.code == exits.DONE
    assert "level:TOOL=LEVEL" in " ".join(ended.out.split())
